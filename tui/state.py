"""The folder of what a person would not want to lose from one use of the app to the next: sources opened lately, columns chosen, sessions."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

MOST_RECENT = 20


def state_folder() -> Path | None:
    """Where the app keeps what a person would not want to lose; None for a user without a home."""
    base = os.environ.get("XDG_STATE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "regulars"
    try:
        return Path.home() / ".local" / "state" / "regulars"
    except RuntimeError:
        return None


def keep(name: str, value: object) -> str:
    """Write a file of the state folder whole or not at all; why that cannot be, else nothing."""
    folder = state_folder()
    if folder is None:
        return "There is no home folder."
    target = folder / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".unfinished-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(value, file)
            Path(unfinished).replace(target)
        finally:
            Path(unfinished).unlink(missing_ok=True)
    except OSError as error:
        return f"{folder} cannot be written: {error.strerror or error}."
    return ""


def kept(name: str) -> object:
    """What is in a file of the state folder; None where there is none that can be read."""
    folder = state_folder()
    if folder is None:
        return None
    with contextlib.suppress(OSError, ValueError):
        known: object = json.loads((folder / name).read_text(encoding="utf-8"))
        return known
    return None


def recent_sources() -> list[str]:
    """The sources and recipes opened lately, the last one first, as far as they are still there."""
    data = kept("recent.json")
    known = [path for path in data if isinstance(path, str)] if isinstance(data, list) else []
    return [path for path in known if _is_there(path)]


def remember_source(path: str) -> None:
    """Put a source before the others that were opened lately."""
    data = kept("recent.json")
    others = (
        [known for known in data if isinstance(known, str) and known != path]
        if isinstance(data, list)
        else []
    )
    keep("recent.json", [path, *others][:MOST_RECENT])


def keep_columns(table: str, order: Sequence[str], hidden: Collection[str]) -> None:
    """Keep which columns a table shows, and in which order."""
    data = kept("columns.json")
    others = data if isinstance(data, dict) else {}
    keep("columns.json", {**others, table: {"order": list(order), "hidden": sorted(hidden)}})


def kept_columns(table: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The order of the columns of a table and those hidden, as they were kept."""
    data = kept("columns.json")
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
        found = data[table]  # type: ignore[index]
        order, hidden = (tuple(str(name) for name in found[part]) for part in ("order", "hidden"))
        return order, frozenset(hidden)
    return (), frozenset()


def _is_there(path: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        is_pattern = any(character in path for character in "*?[")
        return Path(path).exists() or (is_pattern and any(glob.iglob(path)))  # noqa: PTH207  absolute
    return False
