"""How the columns of a text stand that is divided by blanks and not by a delimiter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from core.source.cells import cell_kind, hides_cells
from core.source.gutters import NAMED, UNNAMED, Pieces, gutters_between
from core.source.layout import Gutter, Layout, Span, is_footer, is_rule, plain
from core.source.ruled import find_bars, ruled_columns

# Longer lines are no table that a person or an old program laid out by position.
_LONGEST_LINE = 4000
_MOST_CHARACTERS = 400_000
_LEAST_LINES = 2
_MOST_ABOVE = 15
# How many lines may write where the others are blank: values too wide for their column push the rest of their line.
_CROOKED = (0.0, 0.01, 0.05)
_MOST_REFUSED = 0.1
_LINES_JUDGED = 200
_LINES_GLANCED_AT = 60


def find_layout(lines: Sequence[str], spread_lines: Sequence[str]) -> Layout | None:
    """The columns of the first `lines` and of others from all over the file; None where they have none.

    Lines drawn under the header decide; else the gutters, which are blank all the way down, together with the names
    above the columns; else blanks, if every line has as many runs of them.
    """
    head = [text for line in lines if (text := plain(line))]
    if len(head) < _LEAST_LINES or max(map(len, head)) > _LONGEST_LINE:
        return None
    bars = find_bars(head)
    if bars is not None:
        return bars
    spread = [text for line in spread_lines if (text := plain(line))]
    body = _thinned(head, spread)
    if not any(" " in line for line in body):
        return None
    ruled = ruled_columns(head)
    rows = [line for line in body if not is_rule(line) and not is_footer(line)]
    if ruled is not None:
        place, columns = ruled
        below = [line for line in rows[rows.index(head[place]) + 1 :] if line != head[place]]
        layout = _layout(below, columns, header=head[place])
        if not below or _refused(below, layout) <= _MOST_REFUSED * len(below):
            return layout
    by_blanks = _by_blanks(rows)
    if by_blanks is not None and by_blanks.single_spaced and _names_fit(rows, by_blanks.fields):
        return by_blanks
    by_position, by_gaps = _by_position(rows), _by_gaps(rows)
    if by_position and by_gaps and not by_position.header:
        worse = by_position.fields < by_gaps.fields or _refused(rows, by_position) > _refused(rows, by_gaps)
        return by_gaps if worse else by_position
    return by_position or by_gaps or by_blanks


def _thinned(head: Sequence[str], spread: Sequence[str]) -> list[str]:
    """All lines, or of very long ones as many as can be looked at without a wait."""
    reached = accumulate(map(len, (*head, *spread)))
    return [
        line for line, so_far in zip((*head, *spread), reached, strict=True) if so_far <= _MOST_CHARACTERS
    ]


def _by_blanks(rows: Sequence[str]) -> Layout | None:
    """Columns divided by any number of blanks: each row has as many words, and so has the header."""
    fields, fitting = Counter(len(row.split()) for row in rows).most_common(1)[0]
    if fields < 2 or fitting < 0.8 * len(rows):
        return None
    if all("  " not in row and not row.startswith(" ") for row in rows):
        return Layout("blanks", fields)
    # A gap says more than that: three words in every item would look like three columns.
    return Layout("blanks", fields, gutters=(Gutter(0, 0),)) if _names_fit(rows, fields) else None


def _names_fit(rows: Sequence[str], fields: int) -> bool:
    """Whether the first line that has no number has a word for each column, or there is none."""
    words = rows[0].split()
    return len(words) == fields or any(cell_kind(word) != "text" for word in words)


def _by_gaps(rows: Sequence[str]) -> Layout | None:
    """Columns divided by two blanks and more, though not under each other."""
    fields, fitting = Counter(len(re.split(" {2,}", row.strip())) for row in rows).most_common(1)[0]
    return Layout("gaps", fields) if fields > 1 and fitting >= 0.95 * len(rows) else None


def _by_position(rows: Sequence[str]) -> Layout | None:
    """Columns by the positions that are blank all the way down, below the header that gives the best account of them."""
    deep = rows[min(_MOST_ABOVE, len(rows) // 2) :]
    if len(_Ink(deep[:_LINES_GLANCED_AT]).columns(0, _CROOKED[-1])) < 2:
        return None  # as in any delimited file: most that come here are
    counts = _Ink(rows)
    return _by_names(rows, counts) or _without_header(rows, counts)


def _by_names(rows: Sequence[str], counts: _Ink) -> Layout | None:
    """The columns below the first line that gives a name to each, or to each but one."""
    for levels in (_CROOKED[:-1], _CROOKED[-1:]):
        for nameless in (0, 1):
            for place in range(min(_MOST_ABOVE + 1, len(rows) - 1)):
                found = [
                    _under_header(rows, place, counts.columns(place + 1, level, rows[place]), nameless)
                    for level in levels
                ]
                # One line that writes across a gutter hides it from a strict eye.
                layout = max(found, key=lambda layout: layout.fields if layout else 0)
                if layout is not None:
                    return layout
    return None


class _Ink:
    """In how many of the lines from some place on each position holds something."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = rows
        self._counts = [0] * (max(map(len, rows)) + 1)
        self._top = [_places(row) for row in rows[: _MOST_ABOVE + 2]]
        for row in rows:
            for position in _places(row):
                self._counts[position] += 1

    def columns(self, first: int, level: float, header: str = "") -> list[Span]:
        """The stretches of positions that more than a share of the lines from `first` on write in, or the header."""
        counts = list(self._counts)
        for places in self._top[:first]:
            for position in places:
                counts[position] -= 1
        allowed = int(level * (len(self._rows) - first))
        inked = bytearray(count > allowed for count in counts)
        for position in _places(header):
            inked[position] = 1
        return [match.span() for match in re.finditer(b"\x01+", inked)]


def _places(row: str) -> list[int]:
    return [position for position, mark in enumerate(row) if mark != " "]


def _under_header(rows: Sequence[str], place: int, columns: Sequence[Span], nameless: int) -> Layout | None:
    """The columns below a line that names them; None where it does not."""
    header, below = rows[place], rows[place + 1 :]
    if len(columns) < 2 or any(
        cell_kind(word) in ("number", "date") for word in re.split(" {2,}", header.strip())
    ):
        return None
    pieces = Pieces(columns, below, header).joined(NAMED)
    names = [header[start:end].strip() for start, end in pieces]
    if len(pieces) < 2 or names.count("") != nameless or any("  " in name for name in names):
        return None
    if len(set(names)) < len(names) or any(cell_kind(name) in ("number", "date") for name in names):
        return None
    layout = _layout([row for row in below if row != header], pieces, header=header)
    judged = below[:_LINES_JUDGED]
    return layout if _is_table(judged, layout) and not _is_above_names(judged, layout) else None


def _is_above_names(rows: Sequence[str], layout: Layout) -> bool:
    """Whether the next line holds words over all columns of numbers and dates: then that one is the header, and this a title."""
    if all(cell_kind(word) == "text" for word in rows[0].split()):
        divided = [layout.split(row) for row in rows]
        fitting = [cells for cells in divided[1:] if len(cells) == layout.fields]
        tops = [
            top
            for top, column in zip(divided[0], zip(*fitting, strict=True), strict=False)
            if sum(cell_kind(cell) in ("number", "date") for cell in column) > len(column) / 2
        ]
        return len(divided[0]) != layout.fields or (bool(tops) and all(tops))
    return False


def _without_header(rows: Sequence[str], counts: _Ink) -> Layout | None:
    """The columns of rows without a header, or below one that does not stand as they do."""
    best: Layout | None = None
    for level in _CROOKED:
        for above in (0, 1, 2, 3, 10):
            below = rows[above:]
            if len(below) < max(_LEAST_LINES, above):
                break
            columns = counts.columns(above, level)
            if len(columns) < 2:
                continue
            pieces = Pieces(columns, below, rows[above - 1] if above else "").joined(UNNAMED)
            layout = _layout(below, pieces, header="")
            if len(pieces) < 2 or not _is_table(below[:_LINES_JUDGED], layout):
                continue
            if best is None or layout.fields > best.fields:
                best = replace(layout, first=_first_fitting(rows, layout))
        if best is not None:
            return best
    return None


def _first_fitting(rows: Sequence[str], layout: Layout) -> str:
    """The line that the table begins with: the first that is no title, which has a few words at most and no cells."""
    for row in rows:
        cells = layout.split(row)
        filled = [cell for cell in cells[: layout.fields] if cell]
        gaps = len(re.split(" {2,}", row.strip()))
        if gaps > layout.fields / 2 or len(filled) > layout.fields / 2:
            return row
        if len(cells) == layout.fields and any(cell_kind(cell) != "text" for cell in filled):
            return row
    return ""


def _layout(below: Sequence[str], columns: Sequence[Span], *, header: str) -> Layout:
    gutters = gutters_between(columns, below)
    return Layout("gutters", len(columns), gutters=gutters, header=header, first=header)


def _refused(rows: Sequence[str], layout: Layout) -> int:
    return sum(len(layout.split(row)) > layout.fields for row in rows)


def _is_table(rows: Sequence[str], layout: Layout) -> bool:
    """Whether nearly all lines divide, into single values, and some of these are numbers or dates."""
    if _refused(rows, layout) > _MOST_REFUSED * len(rows):
        return False
    cells = [cells for row in rows if len(cells := layout.split(row)) == layout.fields]
    if not cells:
        return False
    speaks = False
    for column in zip(*cells, strict=True):
        filled = [cell for cell in column if cell]
        if not filled:
            return False
        kinds = Counter(map(cell_kind, filled))
        speaks = speaks or kinds["text"] < 0.5 * len(filled)
        crowded = sum(hides_cells(cell) for cell in filled if cell_kind(cell) == "text")
        gapped = sum("  " in cell for cell in filled)
        if crowded > 0.3 * len(filled) or gapped > 0.3 * len(filled):
            return False
    return speaks
