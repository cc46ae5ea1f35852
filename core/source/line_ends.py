"""Files whose rows end in several ways, as those that were put together from others do."""

from __future__ import annotations

from collections.abc import Sequence

from core.source.dialect import Dialect, Newline, common_width, detect_dialect, parse_lines, split_lines
from core.source.text_rows import INNER_RETURN, protected

# Of the lines with a carriage return in them, so many have to divide into rows.
_MOST = 0.9
_LINES_TO_TRY = 1_000


def returns_end_rows(text: str, newline: Newline, delimiter: str = "") -> bool:
    """Whether carriage returns end rows in a text most of whose lines end otherwise: what they divide has as many cells as a row.

    Else they are part of a cell.
    """
    safe = protected(text, newline)
    if newline == "\r" or INNER_RETURN not in safe:
        return False
    lines = split_lines(text, "\r")
    dialect, _, _ = detect_dialect(lines, [], delimiter)
    if not dialect.delimiter:
        return False
    rows = parse_lines(lines[:_LINES_TO_TRY], dialect)
    width = common_width(row for row in rows if row)
    divided = [line for line in split_lines(safe, newline) if INNER_RETURN in line][:_LINES_TO_TRY]
    whole = sum(_are_rows(line.split(INNER_RETURN), dialect, width) for line in divided)
    return width > 1 and whole >= _MOST * len(divided)


def _are_rows(lines: Sequence[str], dialect: Dialect, width: int) -> bool:
    return all(len(row) == width for line in lines if line.strip() for row in parse_lines([line], dialect))
