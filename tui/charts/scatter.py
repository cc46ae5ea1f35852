"""The scatter of what is already counted by the cells of the plot."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import NamedTuple

from rich.style import Style

from tui.charts.cells import Line, ink
from tui.charts.frame import (
    CELLS_PER_Y_TICK,
    Room,
    Titles,
    framed,
    nothing,
    room_for,
    share_of,
    too_small,
)
from tui.charts.legend import Entry
from tui.charts.look import DEFAULT, Look
from tui.charts.numbers import Tick, finite, log_ticks, nice_ticks, short, tick_texts
from tui.text import whole

CELLS_PER_X_TICK = 12
# From so many on, a place with a group's mark is shown in a box of its colour.
CROWD = 10
# Where everybody has one value: of two cells in the middle the upper one, as places are counted.
MIDDLE = 0.5 + 1e-9


class Cell(NamedTuple):
    """How many of one group are at a place, counted in columns from the left and rows from the bottom."""

    column: int
    row: int
    number: int
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where an axis reaches: the outer edges of the first and the last cell."""

    low: float
    high: float
    log: bool = False

    @property
    def is_log(self) -> bool:
        """Whether it can be and is to be drawn by powers of ten."""
        return self.log and 0 < self.low < self.high

    def ticks(self, most: int) -> list[Tick]:
        """Round numbers within the axis and where they lie on it; one in the middle where the axis has no length."""
        low, high = finite(self.low) or 0.0, finite(self.high) or 0.0
        if not low < high:
            return [Tick(MIDDLE, self.text(low))]
        if self.is_log:
            values = log_ticks(low, high, most)
            ends = math.log10(low), math.log10(high)
            texts = [short(value) for value in values]
            return [Tick(share_of(math.log10(v), *ends), text) for v, text in zip(values, texts, strict=True)]
        values = [value for value in nice_ticks(low, high, most) if low <= value <= high] or [low]
        return [
            Tick(share_of(v, low, high), text) for v, text in zip(values, tick_texts(values), strict=True)
        ]

    def text(self, value: float) -> str:
        """A value that stands alone on the axis."""
        return short(value)


@dataclass(frozen=True, slots=True)
class Cloud:
    """Points as they are counted by the cells of a grid of columns and rows."""

    cells: Sequence[Cell]
    grid: tuple[int, int]
    x: Axis
    y: Axis
    groups: Sequence[str] = ()
    """The names of the groups."""
    colors: Sequence[str] = ()
    """Their colours, where these are not the palette's."""
    point: str = "point"
    """What a single one of those that are counted is called."""
    here: tuple[int, int] | None = None
    """A column and row to mark above all points."""
    here_name: str = ""


def scatter_room(
    cloud: Cloud, width: int, height: int, look: Look, titles: Titles | None = None
) -> tuple[int, int]:
    """How many columns and rows of cells a scatter of a size has: what to reduce the points to. The cloud's cells do not matter."""
    room = _room(cloud, width, height, look, _with_legend(cloud, look, titles or Titles()))
    return max(room.columns, 1), max(room.rows, 1)


def _room(cloud: Cloud, width: int, height: int, look: Look, titles: Titles) -> Room:
    # The note below says how many a mark stands for, whatever the cells are.
    y_texts = [tick.text for tick in cloud.y.ticks(_y_ticks(height))]
    return room_for(width, height, replace(titles, note=" "), y_texts, look)


def _with_legend(cloud: Cloud, look: Look, titles: Titles) -> Titles:
    """The titles with the groups' marks, unless they have a legend."""
    if titles.legend or not (cloud.groups or cloud.here):
        return titles
    legend = tuple(
        Entry(look.mark(at), name, _color(cloud, look, at)) for at, name in enumerate(cloud.groups)
    )
    if cloud.here is not None:
        legend = (Entry(_here(look), cloud.here_name, look.palette.foreground), *legend)
    return replace(titles, legend=legend)


def _color(cloud: Cloud, look: Look, group: int) -> str:
    return cloud.colors[group % len(cloud.colors)] if cloud.colors else look.group_color(group)


def scatter(
    cloud: Cloud, width: int, height: int, look: Look = DEFAULT, *, titles: Titles | None = None
) -> list[Line]:
    """Each place with the mark and colour of the group that most at it belong to.

    Marks are hollow for one, solid for several and in a box for a crowd; without groups a place is the darker the more are at it.
    A grid of another size than `scatter_room` says is drawn as well as it goes: after a change of size, until it is counted anew.
    """
    small = too_small(width, height, look)
    if small is not None:
        return small
    titles = _with_legend(cloud, look, titles or Titles())
    room = _room(cloud, width, height, look, titles)
    if room.columns < 2 or room.rows < 1:
        return nothing(width, height, look)
    places = _fitted(cloud, room.columns, room.rows)
    most = max((sum(by_group.values()) for by_group in places.values()), default=0)
    if not most:
        return nothing(width, height, look)
    is_grouped = any(cell.group is not None for cell in cloud.cells)
    note = _note(cloud, look, most, grouped=is_grouped)
    titles = replace(titles, note="  ".join(filter(None, (titles.note, note))))
    frame = framed(room, look, titles, cloud.x.ticks(_x_ticks(room)), cloud.y.ticks(_y_ticks(height)))
    mark_of = cache(partial(_mark, cloud, look, most))
    bottom = frame.top + frame.rows - 1
    for (column, row), by_group in places.items():
        group, count = _most(by_group)
        mark, style = mark_of(group, count if group is None else min(count, CROWD))
        frame.sheet.set(bottom - row, frame.left + column, mark, style)
    if cloud.here is not None:
        column, row = (
            min(at * size // max(grid, 1), size - 1)
            for at, size, grid in zip(cloud.here, (room.columns, room.rows), cloud.grid, strict=True)
        )
        style = ink(look.palette.foreground, bold=True, reverse=True)
        frame.sheet.set(bottom - row, frame.left + column, _here(look), style)
    if room.footer_rows and _boxed(look) in titles.note:
        # The note shows the box that it speaks of.
        at = titles.note.rindex(_boxed(look))
        frame.sheet.put(height - 1, at, _boxed(look)[0], ink(look.palette.dim, reverse=True))
    return frame.lines()


def _x_ticks(room: Room) -> int:
    return max(2, room.columns // CELLS_PER_X_TICK + 1)


def _y_ticks(height: int) -> int:
    return max(2, (height - 2) // CELLS_PER_Y_TICK + 1)


def _fitted(cloud: Cloud, columns: int, rows: int) -> dict[tuple[int, int], dict[int | None, int]]:
    """The counts by place and group, in the places of the plot."""
    places: dict[tuple[int, int], dict[int | None, int]] = defaultdict(dict)
    grid_columns, grid_rows = max(cloud.grid[0], 1), max(cloud.grid[1], 1)
    for column, row, number, group in cloud.cells:
        if 0 <= column < grid_columns and 0 <= row < grid_rows and number > 0:
            by_group = places[column * columns // grid_columns, row * rows // grid_rows]
            by_group[group] = by_group.get(group, 0) + number
    return places


def _most(by_group: dict[int | None, int]) -> tuple[int | None, int]:
    """The group that most belong to, the first in order of several such, and how many there are of all groups."""
    if len(by_group) == 1:
        return next(iter(by_group.items()))
    group = min(by_group, key=lambda each: (-by_group[each], -1 if each is None else each))
    return group, sum(by_group.values())


def _mark(cloud: Cloud, look: Look, most: int, group: int | None, count: int) -> tuple[str, Style]:
    """The mark and the style of a place."""
    if group is None:
        return look.symbols.shades[_level(count, most)], ink(look.palette.accent)
    mark = look.mark(group, crowded=count > 1 or most == 1)
    return mark, ink(_color(cloud, look, group), reverse=count >= CROWD)


def _here(look: Look) -> str:
    return "X" if look.symbols.is_ascii else "╳"


def _level(count: int, most: int) -> int:
    """Which of the five shades a count has; each stands for so many times as many as the one before."""
    return 0 if most <= 1 or count <= 1 else min(4, 1 + int(4 * math.log(count) / math.log(most) - 1e-9))


def _note(cloud: Cloud, look: Look, most: int, *, grouped: bool) -> str:
    """What the marks stand for."""
    symbols = look.symbols
    if most == 1:
        return f"each mark is 1 {cloud.point}"
    if not grouped:
        return f"{symbols.shades[0]} 1 {cloud.point} .. {symbols.shades[-1]} {whole(most)}"
    several = f"{symbols.few[0]} 1 {cloud.point}, {symbols.many[0]} {_up_to(2, min(most, CROWD - 1))}"
    return several if most < CROWD else f"{several}, {_boxed(look)} {_up_to(CROWD, most)}"


def _boxed(look: Look) -> str:
    return f"{look.symbols.many[0]} in a box"


def _up_to(least: int, most: int) -> str:
    return f"{least} to {whole(most)}" if most > least else f"{least}"
