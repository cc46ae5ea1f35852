"""The recipe's file: its text, its version, and its tables before anything in them is checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from core.errors import UsageError
from core.recipe_parts import SECTIONS

VERSION = 1
FIRST_LINE = "# regulars recipe"


def read_recipe_text(path: Path) -> str:
    """The text of a recipe's file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} is no recipe: it is not UTF-8 text (byte {error.start}).",
            "A recipe is a TOML file, such as `regulars run SOURCE --out DIR` writes.",
        ) from error
    except OSError as error:
        raise UsageError(
            f"The recipe {path} cannot be read: {error.strerror or error}.",
            "Check its name and that you may read it.",
        ) from error


def is_recipe_text(head: bytes) -> bool:
    """Whether a file that begins so is a recipe: as one is written, or with a version or a section first."""
    text = head.decode("utf-8-sig", errors="replace")
    if text.startswith(FIRST_LINE):
        return True
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and not line.startswith("#")]
    if told and re.match(r"version\s*=\s*[0-9]+\s*(#|$)", told[0]):
        told = told[1:]
    heading = re.fullmatch(r"\[\[?([a-z]+)(\.[a-z]+)?\]\]?\s*(#.*)?", told[0]) if told else None
    # A line of that form may be the title above a table of sales, where no setting follows it.
    follows = told[1:2] == [] or re.match(r"[a-z_]+\s*=|\[", told[1]) is not None
    return heading is not None and heading[1] in SECTIONS and follows


def parse_recipe(text: str, name: str) -> dict[str, Any]:
    """The sections of a recipe's text, of a version that is understood here."""
    import tomllib  # without a recipe's file there is nothing to read

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(text, name, str(error)) from error
    version = tables.pop("version", VERSION)
    if type(version) is not int or version < 1:
        raise UsageError(
            f"{name}: `version` is {version!r}, which no recipe has.", f"Write `version = {VERSION}`."
        )
    if version > VERSION:
        raise UsageError(
            f"{name} is a recipe of version {version}, and this regulars knows versions up to {VERSION}.",
            "Install a newer regulars, or write the recipe again with this one.",
        )
    return tables


def recipe_text(tables: dict[str, dict[str, Any]]) -> str:
    """A recipe's sections as the text of its file."""
    import tomli_w

    return f"{FIRST_LINE}\n" + tomli_w.dumps({"version": VERSION, **tables})


def _not_toml(text: str, name: str, message: str) -> UsageError:
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    said = re.sub(r"\s*\(at [^)]*\)$", "", message)
    said = said[:1].lower() + said[1:]
    line_number = int(place[1]) if place else text.count("\n") + 1
    lines = text.splitlines()
    line = lines[line_number - 1].strip() if 0 < line_number <= len(lines) else ""
    cure = f"Correct the line that reads: {line[:100]}" if line else "Correct the end of the file."
    return UsageError(f"{name} is not TOML: line {line_number}: {said}.", cure)
