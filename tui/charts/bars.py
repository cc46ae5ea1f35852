"""Bars that grow to the right: plain ones, the waterfall of a ledger, and one bar of several parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui.charts.cells import Line, Piece, filled_up, ink, label, line_of, width_of
from tui.charts.frame import nothing, too_small
from tui.charts.legend import Entry, legend_lines
from tui.charts.look import DEFAULT, Look
from tui.charts.numbers import finite, short
from tui.charts.symbols import Symbols
from tui.text import per_cent, whole

LEAST_WIDTH, LEAST_HEIGHT = 10, 1
LEAST_BAR = 6
GAP = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of bars; `text` is the value as it is written, and `share` (0 to 1) is written where it is given."""

    label: str
    value: float | None
    share: float | None = None
    text: str = ""
    group: int | None = None
    """Draws the bar in a group's colour and sets its mark before the label."""
    color: str = ""
    """A colour of its own, as a tier has."""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a waterfall: a total that stands on zero, or what is taken from the total so far (added, where it is negative)."""

    label: str
    value: float | None
    is_total: bool = False
    share: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    text: str
    share: str
    start: float
    end: float
    color: str
    mark: str = ""


def bar_chart(
    bars: Sequence[Bar], width: int, height: int, look: Look = DEFAULT, *, whole_names: bool = False
) -> list[Line]:
    """Label, bar, value and share, a row each; values below zero grow to the left of zero.

    Labels take up to a half of the room, with `whole_names` as much as they need while there is a bar.
    """
    palette = look.palette
    rows = [
        _Row(
            bar.label,
            bar.text or short(bar.value),
            per_cent(finite(bar.share)),
            0.0,
            finite(bar.value) or 0.0,
            bar.color or (palette.accent if bar.group is None else look.group_color(bar.group)),
            "" if bar.group is None else look.mark(bar.group),
        )
        for bar in bars
    ]
    return _rows(rows, width, height, look, whole_names=whole_names)


def waterfall(steps: Sequence[Step], width: int, height: int, look: Look = DEFAULT) -> list[Line]:
    """Totals as bars from zero, and between them each step where it takes from what was left by the steps before."""
    palette = look.palette
    rows: list[_Row] = []
    left = 0.0
    for step in steps:
        value = finite(step.value) or 0.0
        start, end = (0.0, value) if step.is_total else (left, left - value)
        left = end
        color = palette.accent if step.is_total else palette.warning
        rows.append(
            _Row(step.label, step.text or short(step.value), per_cent(finite(step.share)), start, end, color)
        )
    return _rows(rows, width, height, look, keep_last=True)


def stacked_bar(
    parts: Sequence[tuple[str, float | None]],
    width: int,
    height: int,
    look: Look = DEFAULT,
    *,
    colors: Sequence[str] = (),
) -> list[Line]:
    """One bar of parts side by side, each with its mark in it, and below it what they are; negative parts are left out."""
    small = too_small(width, height, look, least=(LEAST_WIDTH, LEAST_HEIGHT))
    if small is not None:
        return small
    sizes = [max(0.0, finite(value) or 0.0) for _, value in parts]
    total = sum(sizes)
    if not total:
        return nothing(width, height, look)
    hues = [colors[at % len(colors)] if colors else look.group_color(at) for at in range(len(parts))]
    pieces: list[Piece] = []
    gone, at = 0.0, 0
    for place, size in enumerate(sizes):
        gone += size
        end = round(gone / total * width)
        if end > at:
            mark = look.mark(place) if look.symbols.is_ascii else " "
            text = label(look.mark(place), end - at, look.symbols, "center").replace(" ", mark)
            pieces.append((text, ink(hues[place], reverse=True)))
            at = end
    legend = [
        Entry(look.mark(place), f"{name} {per_cent(size / total)}", hues[place])
        for place, ((name, _), size) in enumerate(zip(parts, sizes, strict=True))
    ]
    below = legend_lines(legend, look, [width] * (height - 1))
    lines = [line_of(pieces, width), *(line_of(entries, width) for entries in below)]
    return filled_up(lines, width, height)


def _rows(
    rows: Sequence[_Row],
    width: int,
    height: int,
    look: Look,
    *,
    keep_last: bool = False,
    whole_names: bool = False,
) -> list[Line]:
    """The rows that have room, and how many more there are; the last one stays in view if it is to."""
    small = too_small(width, height, look, least=(LEAST_WIDTH, LEAST_HEIGHT))
    if small is not None:
        return small
    if not rows:
        return nothing(width, height, look)
    symbols, palette = look.symbols, look.palette
    first = len(rows) if len(rows) <= height else max(1, height - 1 - keep_last)
    last = len(rows) - 1 if keep_last and first < len(rows) and height > 2 else len(rows)
    shown = [*rows[:first], *rows[last:]]
    texts = max(cell_len(row.text) for row in shown)
    shares = max(len(row.share) for row in shown)
    marked = 2 if any(row.mark for row in shown) else 0
    # What gives way where there is little room: the share, then the value, then the label, and last the bar.
    least_label = min(8, width // 3)
    if width < marked + least_label + GAP + LEAST_BAR + _with_gap(texts) + _with_gap(shares):
        shares = 0
    if width < marked + least_label + GAP + LEAST_BAR + _with_gap(texts):
        texts = 0
    room = width - marked - _with_gap(texts) - _with_gap(shares) - GAP
    names = max(width_of(row.label, symbols, max(room - LEAST_BAR, 1)) for row in shown)
    if not whole_names:
        names = max(1, min(names, max(room // 2, least_label)))
    bar_width = max(room - names, 0)
    low = min(0.0, *(min(row.start, row.end) for row in rows))
    high = max(0.0, *(max(row.start, row.end) for row in rows))
    lines: list[Line] = []
    for row in shown:
        pieces: list[Piece] = [(f"{row.mark or ' '} ", ink(row.color))] if marked else []
        pieces.append((label(row.label, names, symbols) + " " * GAP, ink(palette.foreground)))
        pieces += span_pieces(row.start, row.end, low, high, bar_width, row.color, symbols)
        if texts:
            pieces.append((" " * GAP + label(row.text, texts, symbols, "right"), ink(palette.foreground)))
        if shares:
            pieces.append((" " * GAP + row.share.rjust(shares), ink(palette.dim)))
        lines.append(line_of(pieces, width))
    if len(shown) < len(rows):
        more = f"{symbols.more} {whole(len(rows) - len(shown))} more"
        lines.insert(first, line_of([(label(more, width, symbols), ink(palette.dim))], width))
    return filled_up(lines, width, height)


def _with_gap(size: int) -> int:
    return size + GAP if size else 0


def span_pieces(
    start: float, end: float, low: float, high: float, width: int, color: str, symbols: Symbols
) -> list[Piece]:
    """A bar from one value to another on a scale, in exactly `width` cells; what is not nothing shows, if only as a thin mark."""
    reach = high - low
    parts = len(symbols.across) - 1
    if width <= 0 or not reach > 0 or start == end:
        return [(" " * max(width, 0), None)]
    cells = width * parts
    first = round((min(start, end) - low) / reach * cells)
    last = round((max(start, end) - low) / reach * cells)
    style = ink(color)
    column, part = divmod(first, parts)
    if last <= first:
        column = min(column, width - 1)
        return [(" " * column, None), (symbols.thin, style), (" " * (width - column - 1), None)]
    pieces: list[Piece] = [(" " * column, None)]
    at = first
    if part and (at // parts == last // parts):
        # It begins and ends within one cell: as wide as it is, from the cell's left.
        pieces.append((symbols.across[max(1, last - first)], style))
        at = (column + 1) * parts
    else:
        if part:
            # There are no characters that fill a cell from the right, but the rest of one can be painted instead.
            pieces.append((symbols.across[part], ink(color, reverse=True)))
            at = (column + 1) * parts
        full, rest = divmod(max(last - at, 0), parts)
        pieces.append((symbols.across[-1] * full, style))
        if rest:
            pieces.append((symbols.across[rest], style))
        at += (full + bool(rest)) * parts
    pieces.append((" " * (width - at // parts), None))
    return pieces
