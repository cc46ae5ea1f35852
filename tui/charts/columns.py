"""Upright bars: the histogram, and columns over periods or names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from rich.cells import cell_len

from tui.charts.cells import Line, ink, label, width_of
from tui.charts.frame import (
    Frame,
    Room,
    Titles,
    clear_of_each_other,
    framed,
    nothing,
    room_for,
    share_of,
    ticks_of,
    too_small,
    y_scale,
)
from tui.charts.look import DEFAULT, Look
from tui.charts.numbers import MONTHS, Tick, finite, short, tick_texts
from tui.text import whole

WIDEST_COLUMN = 12
# Columns so wide have a cell of air between them.
AIR_FROM = 3

Edge = float | date
Scale = Literal["even", "log", "calendar"]


class Binned(Protocol):
    """The bins of a histogram, as `core.views.bins.Histogram` has them: one edge more than there are counts."""

    @property
    def edges(self) -> Sequence[Edge]:
        """Where the bins begin, and where the last one ends."""

    @property
    def scale(self) -> Scale:
        """What is said of the edges: powers of ten are written first where they are those of a log scale."""

    @property
    def counts(self) -> Sequence[int]:
        """How many are in each bin."""

    @property
    def below(self) -> int:
        """How many lie before the first edge."""

    @property
    def above(self) -> int:
        """How many lie beyond the last edge."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Bins that do not come from the engine."""

    edges: Sequence[Edge]
    counts: Sequence[int]
    scale: Scale = "even"
    below: int = 0
    above: int = 0


def histogram(
    bins: Binned, width: int, height: int, look: Look = DEFAULT, *, titles: Titles | None = None
) -> list[Line]:
    """Bins as columns of equal width with their edges written below, and how many values lie outside."""
    small = too_small(width, height, look)
    if small is not None:
        return small
    edges, scale = bins.edges, bins.scale
    counts = [max(0.0, finite(count) or 0.0) for count in bins.counts[: max(len(edges) - 1, 0)]]
    if not counts:
        return nothing(width, height, look)
    titles = titles or Titles()
    texts = _edge_texts(edges, scale)
    titles = replace(titles, note="  ".join(filter(None, (titles.note, outside_in_words(bins)))))
    y_values = y_scale(0.0, max(*counts, 1.0), height, whole=True)
    room = room_for(width, height, titles, tick_texts(y_values), look)
    if room.columns < 2:
        return nothing(width, height, look)
    together = math.ceil(len(counts) / room.columns)
    if together > 1:
        counts = [sum(counts[at : at + together]) for at in range(0, len(counts), together)]
        texts = [*texts[:-1:together], texts[-1]]
        edges = [*edges[:-1:together], edges[-1]]
        y_values = y_scale(0.0, max(counts), height, whole=True)
        room = room_for(width, height, titles, tick_texts(y_values), look)
    wide = _width_of_columns(len(counts), room)
    ticks = _edge_ticks(edges, scale, texts, wide, room, look)
    frame = framed(room, look, titles, ticks, ticks_of(y_values))
    _draw(frame, counts, wide, y_values, [look.palette.accent] * len(counts))
    return frame.lines()


def column_chart(
    columns: Sequence[tuple[str, float | None]],
    width: int,
    height: int,
    look: Look = DEFAULT,
    *,
    titles: Titles | None = None,
    marked: Sequence[int] = (),
) -> list[Line]:
    """A column a name, in the order given, down from zero where a value is negative; `marked` ones have another colour and a mark.

    Columns for which there is no room are not shown, and the note says how many.
    """
    small = too_small(width, height, look)
    if small is not None:
        return small
    values = [finite(value) for _, value in columns]
    known = [value for value in values if value is not None]
    if not known:
        return nothing(width, height, look)
    titles = titles or Titles()
    y_values = y_scale(min(0.0, *known), max(0.0, *known), height)
    room = room_for(width, height, titles, tick_texts(y_values), look)
    if room.columns < len(values):
        note = f"The last {whole(max(room.columns, 0))} of {whole(len(values))}."
        titles = replace(titles, note=" ".join(filter(None, (titles.note, note))))
        room = room_for(width, height, titles, tick_texts(y_values), look)
    if room.columns < 2:
        return nothing(width, height, look)
    skipped = max(0, len(values) - room.columns)
    values, columns = values[skipped:], columns[skipped:]
    wide = _width_of_columns(len(values), room)
    ticks = _name_ticks([name for name, _ in columns], wide, room, look)
    frame = framed(room, look, titles, ticks, ticks_of(y_values))
    chosen = {place - skipped for place in marked}
    palette = look.palette
    colors = [palette.warning if place in chosen else palette.accent for place in range(len(values))]
    _draw(frame, values, wide, y_values, colors)
    for place in sorted(chosen & set(range(len(values)))):
        _, row = frame.cell(0.0, share_of(max(values[place] or 0.0, 0.0), y_values[0], y_values[-1]))
        middle = place * wide + max(0, wide - (wide >= AIR_FROM) - 1) // 2
        frame.put(middle, min(row + 1, frame.rows - 1), "!", ink(palette.warning, bold=True))
    return frame.lines()


def _width_of_columns(count: int, room: Room) -> int:
    return max(1, min(WIDEST_COLUMN, room.columns // max(count, 1)))


def _edge_texts(edges: Sequence[Edge], scale: Scale) -> list[str]:
    if scale == "calendar" or isinstance(edges[0], date):
        days = [edge if isinstance(edge, date) else None for edge in edges]
        if all(day is None or (day.month, day.day) == (1, 1) for day in days):
            return [str(day.year) if day else "" for day in days]
        if all(day is None or day.day == 1 for day in days[:-1]):
            return [f"{MONTHS[day.month - 1]} {day.year}" if day else "" for day in days]
        return [day.isoformat() if day else "" for day in days]
    numbers = [finite(edge) or 0.0 for edge in edges if not isinstance(edge, date)]
    return [short(number) for number in numbers] if scale == "log" else tick_texts(numbers)


def _edge_ticks(
    edges: Sequence[Edge], scale: Scale, texts: Sequence[str], wide: int, room: Room, look: Look
) -> list[Tick]:
    """The edges that are written: all, or powers of ten, or every so many, so that they stand evenly; only the last may be missing."""
    ticks = [
        Tick(min(place * wide, room.columns - 1) / (room.columns - 1), text)
        for place, text in enumerate(texts)
    ]
    order = _edges_in_order(edges, scale)
    kept = list(range(len(edges)))
    if scale == "log":
        kept = [place for place in kept if not _digits(edges[place])]
    choices = [list(range(len(edges))), *(kept[:: 1 << halved] for halved in range(len(kept).bit_length()))]
    for places in choices:
        wanted = [ticks[place] for place in places]
        written = {tick.at for _, tick in clear_of_each_other(wanted, room, look)}
        if len(written) > 1 and written.issuperset(tick.at for tick in wanted[:-1]):
            return wanted
    return [ticks[place] for place in order]


def _edges_in_order(edges: Sequence[Edge], scale: Scale) -> list[int]:
    """The edges, those that matter most first: powers of ten, or every so many."""
    last = len(edges) - 1
    if scale == "log":
        return sorted(range(len(edges)), key=lambda place: (_digits(edges[place]), place))
    order = [0, last] if last else [0]
    step = 1 << max(last, 1).bit_length()
    while step:
        order += [place for place in range(0, last + 1, step) if place not in order]
        step //= 2
    # The last one goes before the others only where it does not stand beside a multiple of a wide step.
    return order


def _digits(edge: Edge) -> int:
    """0 for powers of ten, 1 for 2 and 5 times such, 2 for all others."""
    if isinstance(edge, date) or not edge > 0:
        return 0
    head = float(f"{edge:e}".partition("e")[0])
    return {1.0: 0, 2.0: 1, 5.0: 1}.get(head, 2)


def outside_in_words(bins: Binned) -> str:
    """How many values lie outside the bins, on which side; empty where none does."""
    if len(bins.edges) < 2:
        return ""
    texts = _edge_texts(bins.edges, bins.scale)
    return _outside(texts[0], texts[-1], bins.below, bins.above)


def _outside(first: str, last: str, below: int, above: int) -> str:
    parts = [
        f"{whole(below)} at or below {first}" if below else "",
        f"{whole(above)} above {last}" if above else "",
    ]
    return ", ".join(filter(None, parts))


def _name_ticks(names: Sequence[str], wide: int, room: Room, look: Look) -> list[Tick]:
    """Names in the middle of their columns; where they are too many, every second, third ... one."""
    texts = [label(name, width_of(name, look.symbols, WIDEST_COLUMN), look.symbols) for name in names]
    longest = max(map(cell_len, texts), default=1)
    every = max(1, math.ceil((longest + 2) / wide))
    body = max(1, wide - (wide >= AIR_FROM))
    return [
        Tick((place * wide + (body - 1) / 2) / (room.columns - 1), texts[place])
        for place in range(0, len(texts), every)
        if texts[place].strip()
    ]


def _draw(
    frame: Frame, values: Sequence[float | None], wide: int, y_values: Sequence[float], colors: Sequence[str]
) -> None:
    symbols = frame.look.symbols
    parts = len(symbols.up) - 1
    body = max(1, wide - (wide >= AIR_FROM))
    zero = round(share_of(0.0, y_values[0], y_values[-1]) * frame.rows)
    for place, value in enumerate(values):
        if value is None or value == 0:
            continue
        style = ink(colors[place])
        reach = share_of(value, y_values[0], y_values[-1]) * frame.rows
        cells: list[tuple[int, str]]
        if value > 0:
            # What there is shows, however little it is.
            eighths = max(1, round((reach - zero) * parts))
            cells = [(row, symbols.up[-1]) for row in range(zero, zero + eighths // parts)]
            if eighths % parts:
                cells.append((zero + eighths // parts, symbols.up[eighths % parts]))
        else:
            halves = max(1, round((zero - reach) * 2))
            cells = [(zero - 1 - down, symbols.up[-1]) for down in range(halves // 2)]
            if halves % 2:
                cells.append((zero - 1 - halves // 2, symbols.upper_half))
        for row, character in cells:
            for column in range(place * wide, place * wide + body):
                frame.put(column, row, character, style)
    if 0 < zero < frame.rows:
        _note_zero(frame, zero)


def _note_zero(frame: Frame, zero: int) -> None:
    """A line where the columns begin, in what they leave free of the first row above it."""
    style = ink(frame.look.palette.dim)
    for column in range(frame.columns):
        frame.put_below(column, zero - 1, frame.look.symbols.faint, style)
