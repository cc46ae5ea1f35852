"""Names of files as they are typed, before anything is looked for."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from core.errors import SourceError

LOCALE = "Set a UTF-8 locale: LC_ALL=C.UTF-8"
# What stands in a new name for a byte that is no text.
STAND_IN = "_"


def check_name(given: str) -> None:
    """Refuse a name that is not UTF-8 text: the database and the recipe could not say which file is meant."""
    try:
        given.encode("utf-8")
    except UnicodeEncodeError:
        raise SourceError(
            f"The name '{_shown(given)}' is not UTF-8 text, so the file cannot be named in a recipe or opened.",
            _cure(given),
        ) from None


def _cure(given: str) -> str:
    """A locale where that would make it text; else the command that gives the file, or the folder it is in, another name."""
    named = next(path for path in (*reversed(Path(given).parents), Path(given)) if not _is_text(str(path)))
    raw = _raw(str(named))
    if raw is None:
        return "Rename the file or folder."
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        new = raw.decode("utf-8", "replace").replace("\ufffd", STAND_IN)
        return f"Rename it, with -n so that no other file is replaced: mv -n -- {_quoted(raw)} {shlex.quote(new)}"
    return LOCALE


def _is_text(name: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _raw(name: str) -> bytes | None:
    """The bytes of a name on the disk; None where it is none that a disk gave."""
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:
        return None


def _shown(given: str) -> str:
    """A name with the bytes that are no text as numbers."""
    raw = _raw(given)
    return ascii(given)[1:-1] if raw is None else raw.decode("utf-8", "backslashreplace")


def _quoted(raw: bytes) -> str:
    """Any bytes as shells read them, which no other quotes can say."""
    escaped = raw.replace(b"\\", b"\\\\").replace(b"'", b"\\'").decode("utf-8", "backslashreplace")
    return f"$'{escaped}'"
