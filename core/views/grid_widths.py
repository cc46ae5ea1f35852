"""How wide a column of a grid is well drawn, in cells of the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from core.views.filter_tree import Kind

# The widest that a text asks for.
WIDEST_TEXT = 40
FIXED_WIDTHS: dict[Kind, int] = {"date": 10, "moment": 16, "flag": 3}


def column_width(name: str, kind: Kind, values: Iterable[Any]) -> int:
    """The cells that the name and these values take: numbers with commas between thousands, money to the cent, times to the minute."""
    heading = cells(name)
    if kind in FIXED_WIDTHS:
        return max(heading, FIXED_WIDTHS[kind])
    written = [_written(value, kind) for value in values if value is not None]
    widest = max([heading, *map(cells, written)])
    return min(widest, WIDEST_TEXT) if kind == "text" else widest


def _written(value: Any, kind: Kind) -> str:
    if kind == "text":
        return str(value)
    return f"{value:,}" if isinstance(value, int) and kind == "number" else f"{float(value):,.2f}"


def cells(text: str) -> int:
    """The cells that a text takes: two for a wide character, none for one that sits on another."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(bool(unicodedata.combining(character)) for character in text)
