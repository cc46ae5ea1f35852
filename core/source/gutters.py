"""Which of the gaps that run down through lines of text part two columns, and which only the words of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from core.source.cells import cell_kind
from core.source.layout import Flush, Gutter, Span

NAMED: Literal["named"] = "named"
UNNAMED: Literal["unnamed"] = "unnamed"

# With so many lines a gap that runs through all of them is no chance.
_PLENTY = 40
_MOSTLY = 0.9
_FIXED = 0.95
LEAST_PITCHED = 4
# A name may end with these, and seldom begins with them.
_LAST_WORDS = frozenset(["id", "no", "no.", "nr", "nr.", "name", "number", "code", "date", "time"])


class Pieces:
    """Stretches of positions with something in them, to be joined where one column falls into several."""

    def __init__(self, pieces: Sequence[Span], rows: Sequence[str], header: str) -> None:
        self._pieces = list(pieces)
        self._rows = rows
        self._header = header

    def joined(self, how: Literal["named", "unnamed"]) -> list[Span]:
        """The columns."""
        pieces = self._by_names() if how == NAMED else self._by_pitch()
        joined = pieces[:1]
        for piece in pieces[1:]:
            if self._is_chance(joined[-1], piece, named=how == NAMED):
                joined[-1] = (joined[-1][0], piece[1])
            else:
                joined.append(piece)
        return joined

    def _by_pitch(self) -> list[Span]:
        """The pieces; in columns padded to one width, one that begins elsewhere and follows one blank is a second word."""
        starts = [start for start, _ in self._pieces]
        odd = {right[0] for left, right in pairwise(self._pieces) if right[0] - left[1] == 1}
        for pitch in sorted({after - before for before, after in pairwise(starts)}, reverse=True):
            off = [start for start in starts if (start - starts[0]) % pitch]
            fitting = len(starts) - len(off)
            even = starts[-1] - starts[0] == pitch * (fitting - 1) if starts[-1] not in off else False
            if off and fitting >= LEAST_PITCHED and even and odd.issuperset(off):
                joined = self._pieces[:1]
                for piece in self._pieces[1:]:
                    if piece[0] in off:
                        joined[-1] = (joined[-1][0], piece[1])
                    else:
                        joined.append(piece)
                return joined
        return list(self._pieces)

    def _by_names(self) -> list[Span]:
        """The pieces, each with a name above it and something below: what lacks one of them is joined to its neighbour."""
        pieces = list(self._pieces)
        place = 0
        while place < len(pieces):
            side = 0
            if self._is_bare(pieces[place]):
                side = self._side_of_name(pieces, place)
            elif not self._name(pieces[place]):
                side = self._side(pieces, place)
            if not side:
                place += 1
                continue
            first = place + min(side, 0)
            pieces[first : first + 2] = [(pieces[first][0], pieces[first + 1][1])]
            place = max(first - 1, 0)
        return pieces

    def _is_bare(self, piece: Span) -> bool:
        """Whether nothing stands below a word of the header."""
        return not any(row[slice(*piece)].strip() for row in self._rows)

    def _side_of_name(self, pieces: Sequence[Span], place: int) -> int:
        """Where a word of the header with nothing below it belongs, as `Unit` of `Unit Price`: as `_side` says it."""
        piece = pieces[place]
        before, after = place > 0, place + 1 < len(pieces)
        before = before and piece[0] - pieces[place - 1][1] == 1
        after = after and pieces[place + 1][0] - piece[1] == 1
        if before and after:
            # Cells that keep to the edge beside it belong to a name that ends there; numbers are often narrower
            # than their names, words seldom.
            before = self._flush(pieces[place - 1]) in ("left", "") and (
                self._flush(pieces[place + 1]) != "right" or self._name(piece).casefold() in _LAST_WORDS
            )
        return -1 if before else 1 if after else 0

    def _flush(self, piece: Span) -> Flush:
        start, end = piece
        return _flush([row[start:end].ljust(end - start) for row in self._rows if row[start:end].strip()])

    def _name(self, piece: Span) -> str:
        return self._header[slice(*piece)].strip()

    def _side(self, pieces: Sequence[Span], place: int) -> int:
        """-1 where a piece without a name belongs to the one before it, 1 to the one behind it, 0 to neither."""
        before = self._run_on(pieces[place - 1], pieces[place], pieces[place]) if place else 0.0
        after = (
            self._run_on(pieces[place], pieces[place + 1], pieces[place]) if place + 1 < len(pieces) else 0.0
        )
        if not place and self._is_counter(pieces[0]):
            return 0
        if max(before, after) < _MOSTLY:
            return 0
        if before == after:
            # Thousands that a blank divides belong to the number behind it, and a date to its time.
            written = [row for row in self._rows if row[slice(*pieces[place])].strip()]
            whole = [row[slice(pieces[place][0], pieces[place + 1][1])] for row in written]
            pairs = [(row[slice(*pieces[place])], row[slice(*pieces[place + 1])]) for row in written]
            return (
                1 if all(cell_kind(cell) == "number" for cell in whole) or _are_dates_and_times(pairs) else -1
            )
        return -1 if before > after else 1

    def _run_on(self, left: Span, right: Span, piece: Span) -> float:
        """In which share of the lines that write in `piece` one blank, and no more, parts its words from its neighbour's."""
        if right[0] - left[1] != 1:
            return 0.0
        written = [row for row in self._rows if row[slice(*piece)].strip()]
        meeting = sum(_meet(row, left[1], right[0]) for row in written)
        return meeting / len(written) if written else 0.0

    def _is_counter(self, piece: Span) -> bool:
        cells = [row[slice(*piece)].strip() for row in self._rows]
        return all(cell.isdecimal() for cell in cells) and all(
            int(after) - int(before) == 1 for before, after in pairwise(cells)
        )

    def _is_chance(self, left: Span, right: Span, *, named: bool) -> bool:
        """Whether a gap parts only a date from its time, or the words of one text."""
        if right[0] - left[1] != 1:
            return False
        pairs = [(row[slice(*left)], row[slice(*right)]) for row in self._rows if row[slice(*right)].strip()]
        if named:
            if (
                "  " in self._header[left[1] - 1 : right[0] + 1]
                or not self._header[left[1] - 1 : left[1]].strip()
            ):
                return False
            return (
                _are_dates_and_times(pairs) or self._is_running_text(pairs) or self._repeats_name(pairs, left)
            )
        if self._header:
            names = re.split(" {2,}", self._header.strip())
            if len(names) == len(self._pieces) and all(cell_kind(name) == "text" for name in names):
                return False
        sparse = len(pairs) < 0.5 * len(self._rows) and all(left[-1:].strip() for left, _ in pairs)
        return _are_dates_and_times(pairs) or self._is_running_text(pairs, few=sparse)

    def _is_running_text(self, pairs: Sequence[tuple[str, str]], *, few: bool = False) -> bool:
        """Whether words left and right of the gap meet at it in every line, and the lines are few."""
        few = few or len(self._rows) < _PLENTY
        words = sum(cell_kind(left) == cell_kind(right) == "text" for left, right in pairs) > len(pairs) / 2
        coded = sum(any(map(str.isdigit, left)) for left, _ in pairs) > len(pairs) / 2
        return (
            few
            and words
            and not coded
            and all(left[-1:].strip() and right[:1].strip() for left, right in pairs)
        )

    def _repeats_name(self, pairs: Sequence[tuple[str, str]], left: Span) -> bool:
        """Whether every cell begins with the word that its name begins with, as `Product 12` under `Product Name`."""
        word = self._name(left).split()[-1:]
        return bool(word) and all(cell.strip().casefold() == word[0].casefold() for cell, _ in pairs)


def _meet(row: str, end: int, start: int) -> bool:
    return bool(row[end - 1 : end].strip() and row[start : start + 1].strip())


def _are_dates_and_times(pairs: Sequence[tuple[str, str]]) -> bool:
    values = [
        (left, right) for left, right in pairs if cell_kind(left) != "text" or cell_kind(right) != "text"
    ]
    return bool(values) and all(_is_date(left) and ":" in right for left, right in values)


def _is_date(text: str) -> bool:
    return cell_kind(text) == "date" and ":" not in text


def gutters_between(columns: Sequence[Span], rows: Sequence[str]) -> tuple[Gutter, ...]:
    """The gutters between columns, with what the rows show of the cells beside each."""
    cells = [
        [row[start:end].ljust(end - start) for row in rows if row[start:end].strip()]
        for start, end in columns
    ]
    flush = [_flush(column) for column in cells]
    solid = [
        bool(column) and sum(" " in cell.strip() for cell in column) <= 0.02 * len(column) for column in cells
    ]
    return tuple(
        Gutter(
            end,
            start,
            begins=begins,
            reaches=reaches,
            before=flush[place],
            after=flush[place + 1],
            solid_before=solid[place],
            solid_after=solid[place + 1],
        )
        for place, ((begins, end), (start, reaches)) in enumerate(pairwise(columns))
    )


def _flush(cells: Sequence[str]) -> Flush:
    """Which edges of their column nearly all cells keep to."""
    least = _FIXED * len(cells)
    left = bool(cells) and sum(cell[0] != " " for cell in cells) >= least
    right = bool(cells) and sum(cell[-1] != " " for cell in cells) >= least
    if left and right:
        return "both"
    return "left" if left else "right" if right else ""
