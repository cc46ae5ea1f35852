"""Columns that stand under each other in lines of text, and the cells that a line divides into by them.

A line is never cut through a word. One that cannot be divided as the others are comes with one cell too many, so that
it is counted as unreadable and not read wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from core.patterns import later

Span = tuple[int, int]
Flush = Literal["", "left", "right", "both"]

_BLANKS = later(" +")
_BARS = later("[|\u2502\u2503\u2551]")
# Nothing but lines drawn under a header, around a table or between its rows.
_RULE = later(r"[-=_+|: \u2500-\u257f]*[-=_\u2500\u2501\u2550]{2}[-=_+|: \u2500-\u257f]*")
# What databases print below a table.
_FOOTER = later(
    r"\(?\d[\d,.]* (?:rows?|row\(s\)|records?|tuples?)(?: (?:affected|selected|in set|fetched|returned)\b.*)?\.?\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Gutter:
    """The positions between two columns that are blank, and how the cells beside it stand in their columns."""

    start: int
    end: int
    begins: int = 0
    """Where the column before it begins."""
    reaches: int = 0
    """Where the column behind it ends."""
    before: Flush = ""
    """Which edges of their column the cells before it keep to: numbers often the right one, dates both."""
    after: Flush = ""
    solid_before: bool = False
    """Whether the cells before it hold no blanks."""
    solid_after: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a line divides: by gutters, by bars drawn between the columns, by two blanks and more, or by any blanks."""

    by: Literal["gutters", "bars", "gaps", "blanks"]
    fields: int
    gutters: tuple[Gutter, ...] = ()
    bars: tuple[int, ...] = ()
    """Where the bars stand, those around the table among them."""
    header: str = ""
    """The line that names the columns, where it is known; the same line further down is the top of another page."""
    first: str = ""
    """The line that the table begins with, where it is known."""

    @property
    def single_spaced(self) -> bool:
        """Whether one blank divides, everywhere."""
        return self.by == "blanks" and not self.gutters

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, where the header is known."""
        return tuple(self._cells(self.header) or ()) if self.header else ()

    def split(self, line: str) -> list[str]:
        """The cells of a line; none for a line that is no row; one too many for a row that does not fit."""
        text = plain(line)
        if not text or text == self.header or is_rule(text) or is_footer(text):
            return []
        cells = self._cells(text)
        return [""] * self.fields + [text.strip()] if cells is None else cells

    def _cells(self, text: str) -> list[str] | None:
        match self.by:
            case "gutters":
                return split_at(text, self.gutters)
            case "bars":
                cells = split_bars(text, self.bars)
            case "gaps":
                cells = re.split(" {2,}", text.strip(" "))
            case "blanks":
                cells = text.split()
        return cells if len(cells) == self.fields else None


def plain(line: str) -> str:
    """A line without its end, tabs as the blanks that they stand for, and the marks that end pages and files."""
    text = line.rstrip(" \r\n\t\x0c\x1a\x00").lstrip("\x0c")
    return text.expandtabs() if "\t" in text else text


def is_rule(text: str) -> bool:
    """Whether a line is drawn, not written."""
    return text.lstrip(" ")[
        :1
    ] in "-=_+|:\u2500\u2501\u2550\u250c\u251c\u2514\u2554\u2560\u255a\u2552\u255e\u2558" and bool(
        _RULE.fullmatch(text)
    )


def is_footer(text: str) -> bool:
    """Whether a line counts the rows above it."""
    return len(text) < 60 and "row" in text.lower() and bool(_FOOTER.fullmatch(text.strip()))


def split_at(text: str, gutters: Sequence[Gutter]) -> list[str] | None:
    """The cells between gutters; None where a line writes across one."""
    cells: list[str] = []
    begin = 0
    crossed: list[int] = []
    for number, gutter in enumerate(gutters):
        start, end = gutter.start, gutter.end
        if text[start:end].strip(" "):
            cut = _cut(text, gutter)
            if cut is None:
                return None
            crossed.append(number)
            start, end = cut
        cells.append(text[begin:start].strip(" "))
        begin = end
    cells.append(text[begin:].strip(" "))
    if gutters and gutters[-1].solid_after and "  " in cells[-1]:
        return None  # something has pushed the line's last cells beyond their columns
    return cells if not crossed or _are_whole(cells, gutters, crossed) else None


def _cut(text: str, gutter: Gutter) -> Span | None:
    """The blanks that divide a line in whose gutter something stands: the one run of them that can be meant."""
    padded = text.ljust(gutter.end)
    runs = [match.span() for match in _BLANKS.finditer(padded, gutter.start, gutter.end)]
    # Cells that stand flush right do not grow to the right, nor those that stand flush left to the left; cells
    # that are as wide as their column may do either, but then still keep to one of its edges.
    if gutter.before == "right" or (gutter.before == "both" and not padded[gutter.begins].strip(" ")):
        runs = [run for run in runs if run[0] == gutter.start]
    if gutter.after == "left" or (gutter.after == "both" and not padded[gutter.reaches - 1 :][:1].strip(" ")):
        runs = [run for run in runs if run[1] == gutter.end]
    if len(runs) < 2:
        return runs[0] if runs else None
    wide = [run for run in runs if run[1] - run[0] > 1]
    if len(wide) == 1:
        return wide[0]
    if gutter.solid_after != gutter.solid_before:
        return runs[-1] if gutter.solid_after else runs[0]
    return None


def _are_whole(cells: Sequence[str], gutters: Sequence[Gutter], crossed: Sequence[int]) -> bool:
    """Whether cells beside a gutter that was written into are still single ones."""
    for number in crossed:
        before, after = cells[number], cells[number + 1]
        if "  " in before or "  " in after:
            return False
        if (gutters[number].solid_before and " " in before) or (gutters[number].solid_after and " " in after):
            return False
    return True


def split_bars(text: str, bars: Sequence[int]) -> list[str]:
    """The cells between bars: where these stand as they should, whatever else looks like one; else by every bar."""
    if all(_BARS.match(text, bar) for bar in bars):
        edges = [-1, *bars, len(text)]
        cells = [text[start + 1 : end] for start, end in pairwise(edges)]
    else:
        cells = _BARS.split(text)
    stripped = text.strip(" ")
    if bars and bars[0] <= len(text) - len(text.lstrip(" ")) and _BARS.match(stripped):
        cells = cells[1:]
        if cells and _BARS.match(stripped[-1:]):
            cells = cells[:-1]
    return [cell.strip(" ") for cell in cells]
