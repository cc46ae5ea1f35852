"""What a cell of text looks like at a glance: a number, a date, nothing, or words."""

from __future__ import annotations

from typing import Literal

from core.patterns import later

CellKind = Literal["empty", "number", "date", "text"]

_SIGN = r"[-+(\u2212]?\s?"
_CURRENCY = r"(?:[$€£¥]|[A-Z]{3}\s|kr\.?\s|R\$)?\s?"
_DIGITS = r"(?:\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+|\d+)"
_NUMBER = later(
    rf"{_SIGN}{_CURRENCY}{_SIGN}(?:{_DIGITS}(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?\s?(?:[-)%$€£]|EUR|USD|GBP|kr)?\)?"
)
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[aApP]\.?[mM]\.?)?(?:\s?Z|\s?[-+]\d{2}:?\d{2})?"
_DATE = later(
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/. ]\d{{1,2}}[-/. ]\d{{2,4}}"
    rf"|\d{{1,2}}[-/. ]?[^\W\d_]{{3,9}}\.?[-/. ,]*\d{{2,4}}|[^\W\d_]{{3,9}}\.? \d{{1,2}},? \d{{4}})"
    rf"(?:[T ,]+{_TIME})?|{_TIME}"
)
_SEPARATORS = later(r"[,;|\t]|\s{2,}")

# Words that stand for a missing value say nothing about their column.
MISSING_WORDS = frozenset(
    {"na", "n/a", "nan", "null", "none", "-", "--", "?", "#n/a", "\\n", "nil", "nat", "(null)"}
)

# A longer cell is words: it is not worth matching against patterns.
_LONGEST_VALUE = 40


def cell_kind(cell: str) -> CellKind:
    """The kind of one cell."""
    value = cell.strip()
    if not value:
        return "empty"
    if len(value) > _LONGEST_VALUE or value.isalpha():
        return "text"
    if _NUMBER.fullmatch(value):
        return "number"
    return "date" if _DATE.fullmatch(value) else "text"


def hides_cells(cell: str) -> bool:
    """Whether a cell looks like several run together, as `1;2` does where a comma was taken to divide."""
    value = cell.strip()[:400]
    pieces = _SEPARATORS.split(value)
    if len(pieces) > 1 and any(cell_kind(piece) in ("number", "date") for piece in pieces):
        return True
    words = value.split()
    return len(words) > 1 and all(cell_kind(word) in ("number", "date") for word in words)
