"""Tables whose columns stand under each other, divided by blanks and not by a delimiter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.source.cells import cell_kind

Span = tuple[int, int | None]

# Longer lines are no table that a person or an old program laid out by position.
_LONGEST_LINE = 4000
_LEAST_LINES = 2
# With so many lines a gap that runs through all of them is no chance.
_PLENTY = 40
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class AlignedLayout:
    """Where the columns stand; no `widths` where cells are simply divided by runs of blanks."""

    widths: tuple[Span, ...]
    single_spaced: bool


def split_aligned(line: str, widths: Sequence[Span]) -> list[str]:
    """The cells of one line; an empty list for a blank one."""
    if not widths:
        return line.split()
    text = line.rstrip()
    return [text[start:end].strip() for start, end in widths] if text else []


def find_layout(lines: Sequence[str], spread_lines: Sequence[str]) -> AlignedLayout | None:
    """The columns of blank-divided lines: by position if they align, else by runs of blanks; None if neither.

    Titles and a header may stand across the columns, so these lines are left out of the count.
    """
    body = [line.rstrip() for line in (*lines, *spread_lines) if line.strip()]
    if len(body) < _LEAST_LINES or max(map(len, body)) > _LONGEST_LINE:
        return None
    text = "".join(body)
    if " " not in text:
        return None
    by_runs = _runs_layout(body)
    if by_runs is not None and by_runs.single_spaced:
        return by_runs
    return _positions_layout(body) or by_runs


def _runs_layout(body: Sequence[str]) -> AlignedLayout | None:
    widths = Counter(len(line.split()) for line in body)
    fields, fitting = widths.most_common(1)[0]
    if fields < 2 or fitting < 0.8 * len(body):
        return None
    single = all("  " not in line and not line.startswith(" ") for line in body)
    return AlignedLayout((), single_spaced=single)


def _positions_layout(body: Sequence[str]) -> AlignedLayout | None:
    """Columns by the positions that are blank in every line below the title and header."""
    rows = [line.expandtabs(1) for line in body]
    best: AlignedLayout | None = None
    for above in (10,) if len(rows) >= _PLENTY else (0, 1, 2, 3):
        below = rows[above:]
        if len(below) < max(_LEAST_LINES, above):
            break
        columns = _inked_columns(below)
        if len(columns) > 1 and _are_filled(below[1:], columns):
            names = _gap_names(rows[max(above - 1, 0)])
            layout = AlignedLayout(_spans(below, _joined(below, columns, names)), single_spaced=False)
            if len(names) == len(layout.widths):
                return layout
            if best is None or len(layout.widths) > len(best.widths):
                best = layout
    return best


def _gap_names(line: str) -> list[str]:
    """The names in a header line, where more than one blank stands between them."""
    return [name for name in re.split(r"\s{2,}", line.strip()) if name]


def _inked_columns(rows: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches of positions where at least one line has ink."""
    inked = bytearray(max(map(len, rows)) + 1)
    for row in rows:
        for token in _TOKEN.finditer(row):
            start, end = token.span()
            inked[start:end] = b"\x01" * (end - start)
    return [match.span() for match in re.finditer(b"\x01+", inked)]


def _are_filled(rows: Sequence[str], columns: Sequence[tuple[int, int]]) -> bool:
    """Whether every column has something in a good part of the lines: chance gaps leave nearly empty ones."""
    return all(sum(bool(row[start:end].strip()) for row in rows) >= 0.2 * len(rows) for start, end in columns)


def _joined(
    rows: Sequence[str], columns: Sequence[tuple[int, int]], names: Sequence[str]
) -> list[tuple[int, int]]:
    """The columns without gaps that only part a date from its time, or words of one text, by chance.

    A header that names every part keeps them apart.
    """
    if len(names) == len(columns) and all(cell_kind(name) == "text" for name in names):
        return list(columns)
    joined: list[tuple[int, int]] = [columns[0]]
    for start, end in columns[1:]:
        before_start, before_end = joined[-1]
        pairs = [(row[before_start:before_end], row[start:end]) for row in rows if row[start:end].strip()]
        if start - before_end == 1 and (_are_dates_and_times(pairs) or _is_running_text(pairs)):
            joined[-1] = (before_start, end)
        else:
            joined.append((start, end))
    return joined


def _are_dates_and_times(pairs: Sequence[tuple[str, str]]) -> bool:
    values = [
        (left, right) for left, right in pairs if cell_kind(left) != "text" or cell_kind(right) != "text"
    ]
    return bool(values) and all(_is_date(left) and ":" in right for left, right in values)


def _is_running_text(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether words left and right of a narrow gap meet at it in every line, and the lines are few."""
    few = len(pairs) < _PLENTY
    words = all(cell_kind(left) == cell_kind(right) == "text" for left, right in pairs)
    return few and words and all(left[-1:].strip() and right[:1].strip() for left, right in pairs)


def _is_date(text: str) -> bool:
    return cell_kind(text) == "date" and ":" not in text


def _spans(rows: Sequence[str], columns: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Spans without gaps between them: a longer value elsewhere in the file grows into the gap beside it."""
    cuts = [0]
    for (_, before_end), (start, end) in pairwise(columns):
        filled = [row[start:end].ljust(end - start) for row in rows if row[start:end].strip()]
        at_right = sum(not cell[-1].isspace() for cell in filled)
        at_left = sum(not cell[0].isspace() for cell in filled)
        cuts.append(before_end if at_right >= at_left else start)
    ends: list[int | None] = [*cuts[1:], None]
    return tuple(zip(cuts, ends, strict=True))
