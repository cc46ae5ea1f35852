"""Lines over time or over numbers, and the concentration curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby

from tui.charts.cells import Line, ink, label, width_of
from tui.charts.frame import (
    Frame,
    Titles,
    framed,
    nothing,
    room_for,
    share_of,
    ticks_of,
    too_small,
    y_scale,
)
from tui.charts.legend import Entry
from tui.charts.look import DEFAULT, Look
from tui.charts.numbers import Tick, date_ticks, finite, nice_ticks, tick_texts
from tui.charts.plot import Point, Stroke

CELLS_PER_X_TICK = 14
CELLS_BETWEEN_MARKS = 16
# More lines than this cross so often that finer ones hide each other; drawn with their own marks they are told apart.
MOST_FINE_LINES = 4
SECONDS_A_DAY = 86_400

Place = float | date


@dataclass(frozen=True, slots=True)
class Series:
    """Values along an axis of numbers or of dates; None is a gap."""

    name: str
    points: Sequence[tuple[Place, float | None]]
    group: int | None = None
    """Which group's colour and mark it has; by itself the one of its place among the series."""
    color: str = ""
    """A colour of its own, as a tier has."""


def line_chart(
    series: Sequence[Series],
    width: int,
    height: int,
    look: Look = DEFAULT,
    *,
    titles: Titles | None = None,
    from_zero: bool = True,
) -> list[Line]:
    """Lines, each with the marks and the colour of its group where there are several.

    Months and other dates are written on the axis so that each stands alone. Values above zero are shown from zero on unless
    `from_zero` is off.
    """
    small = too_small(width, height, look)
    if small is not None:
        return small
    titles = titles or Titles()
    drawn = [_places(each) for each in series]
    values = [value for points in drawn for _, value in points if value is not None]
    if not values:
        return nothing(width, height, look)
    low, high = min(values), max(values)
    if from_zero or low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    y_values = y_scale(low, high, height)
    alone = len(series) == 1
    groups = [place if each.group is None else each.group for place, each in enumerate(series)]
    colors = [
        each.color or (look.palette.accent if alone and each.group is None else look.group_color(group))
        for each, group in zip(series, groups, strict=True)
    ]
    marks = [look.symbols.line if alone else look.mark(group) for group in groups]
    if not alone and not titles.legend:
        legend = tuple(
            Entry(mark, each.name, color) for mark, each, color in zip(marks, series, colors, strict=True)
        )
        titles = replace(titles, legend=legend)
    room = room_for(width, height, titles, tick_texts(y_values), look)
    if room.columns < 2:
        return nothing(width, height, look)
    first, last, is_dated = _reach(series, drawn)
    x_ticks = _date_axis(first, last, room.columns) if is_dated else _number_axis(first, last, room.columns)
    placed = [
        [
            (_x_share(at, first, last), None if value is None else share_of(value, y_values[0], y_values[-1]))
            for at, value in points
        ]
        for points in drawn
    ]
    strokes: list[Stroke] = []
    stroke_colors: list[str] = []
    for points, mark, color in zip(placed, marks, colors, strict=True):
        for run in _runs(points):
            strokes.append(Stroke(run, mark))
            stroke_colors.append(color)
    fine = (
        look
        if len(series) <= MOST_FINE_LINES
        else replace(look, symbols=replace(look.symbols, fine="", dots=(1, 1)))
    )
    frame = framed(room, fine, titles, x_ticks, ticks_of(y_values), strokes, stroke_colors)
    _zero_line(frame, y_values)
    for place, (points, mark, color) in enumerate(zip(placed, marks, colors, strict=True)):
        _mark(frame, points, mark, color, place, len(series))
    return frame.lines()


def _places(series: Series) -> list[tuple[float, float | None]]:
    """The points in the order of the axis, dates as days."""
    places = ((_number(at), finite(value)) for at, value in series.points)
    return sorted(((at, value) for at, value in places if at is not None), key=lambda point: point[0])


def _number(place: Place) -> float | None:
    if isinstance(place, datetime):
        within = place.time()
        seconds = 3600 * within.hour + 60 * within.minute + within.second if within != time() else 0
        return place.toordinal() + seconds / SECONDS_A_DAY
    if isinstance(place, date):
        return float(place.toordinal())
    return finite(place)


def _reach(
    series: Sequence[Series], drawn: Sequence[Sequence[tuple[float, float | None]]]
) -> tuple[float, float, bool]:
    """The first and the last place, and whether they are dates."""
    places = [at for points in drawn for at, _ in points]
    is_dated = all(isinstance(at, date) for each in series for at, _ in each.points)
    return min(places), max(places), is_dated


def _x_share(at: float, first: float, last: float) -> float:
    return share_of(at, first, last) if last > first else 0.5


def _date_axis(first: float, last: float, columns: int) -> list[Tick]:
    ticks = date_ticks(
        date.fromordinal(int(first)), date.fromordinal(int(last)), max(2, columns // CELLS_PER_X_TICK)
    )
    return [Tick(_x_share(day.toordinal(), first, last), text) for day, text in ticks]


def _number_axis(first: float, last: float, columns: int) -> list[Tick]:
    if first == last:
        return [Tick(0.5, tick_texts([first])[0])]
    most, values = max(2, columns // CELLS_PER_X_TICK + 1), [first]
    # A number that stands alone says nothing of how long the axis is.
    for asked in range(most, most + 3):
        values = [value for value in nice_ticks(first, last, asked) if first <= value <= last]
        if len(values) > 1:
            break
    return [
        Tick(share_of(value, first, last), text)
        for value, text in zip(values, tick_texts(values), strict=True)
    ]


def _runs(points: Sequence[tuple[float, float | None]]) -> Iterator[list[Point]]:
    """The stretches of a line between its gaps."""
    for is_gap, run in groupby(points, key=lambda point: point[1] is None):
        if not is_gap:
            yield [(x, y) for x, y in run if y is not None]


def _zero_line(frame: Frame, y_values: Sequence[float]) -> None:
    """A line at zero where the axis has values on both sides of it."""
    if y_values[0] < 0 < y_values[-1]:
        _, row = frame.cell(0.0, share_of(0.0, y_values[0], y_values[-1]))
        style = ink(frame.look.palette.dim)
        for column in range(frame.columns):
            frame.put_below(column, row, frame.look.symbols.level, style)


def _mark(
    frame: Frame, points: Sequence[tuple[float, float | None]], mark: str, color: str, place: int, series: int
) -> None:
    """Marks on a line: here and there and at its end where there are several lines, and on a point that stands alone."""
    style = ink(color, bold=True)
    last = next((at for at in range(len(points) - 1, -1, -1) if points[at][1] is not None), -1)
    # Lines that run side by side have their marks at different places.
    spacing = CELLS_BETWEEN_MARKS
    next_column = spacing * place // series
    for at, (x, y) in enumerate(points):
        if y is None:
            continue
        column, row = frame.cell(x, y)
        alone = all(other[1] is None for other in (*points[max(at - 1, 0) : at], *points[at + 1 : at + 2]))
        if alone or (series > 1 and (column >= next_column or at == last)):
            frame.put(column, row, mark, style)
        if column >= next_column:
            next_column = column + spacing


@dataclass(frozen=True, slots=True)
class Reading:
    """A point of the concentration curve that is written out, as `20 % bring 74 %`."""

    x: float
    y: float
    text: str


def concentration_curve(
    points: Sequence[tuple[float, float]],
    width: int,
    height: int,
    look: Look = DEFAULT,
    *,
    titles: Titles | None = None,
    readings: Sequence[Reading] = (),
) -> list[Line]:
    """What share of the revenue the first share of the customers brings, both from 0 to 1, above the diagonal of equal shares.

    Where refunds make customers negative the curve rises above 1, and so does the axis.
    """
    small = too_small(width, height, look)
    if small is not None:
        return small
    titles = titles or Titles()
    known = sorted(
        (x, y) for x, y in ((finite(x), finite(y)) for x, y in points) if x is not None and y is not None
    )
    if not known:
        return nothing(width, height, look)
    low, high = min(0.0, *(y for _, y in known)), max(1.0, *(y for _, y in known))
    y_values = [value / 100 for value in y_scale(100 * low, 100 * high, height)]
    y_ticks = [
        tick._replace(text=text) for tick, text in zip(ticks_of(y_values), _per_cents(y_values), strict=True)
    ]
    room = room_for(width, height, titles, [tick.text for tick in y_ticks], look)
    if room.columns < 2:
        return nothing(width, height, look)
    steps = nice_ticks(0, 100, max(2, min(11, room.columns // 8)))
    x_ticks = [Tick(step / 100, f"{step:.0f} %") for step in steps if step <= 100]
    curve = [(min(max(x, 0.0), 1.0), share_of(y, y_values[0], y_values[-1])) for x, y in known]
    stroke = Stroke(curve, look.symbols.line)
    frame = framed(room, look, titles, x_ticks, y_ticks, [stroke], [look.palette.accent])
    faint = ink(look.palette.dim)
    for column in range(frame.columns):
        x = column / max(frame.columns - 1, 1)
        _, row = frame.cell(0.0, share_of(x, y_values[0], y_values[-1]))
        frame.put_below(column, row, look.symbols.faint, faint)
    for reading in readings:
        _read(frame, reading, y_values)
    return frame.lines()


def _per_cents(values: Sequence[float]) -> list[str]:
    return [f"{text} %" for text in tick_texts([round(100 * value, 6) for value in values])]


def _read(frame: Frame, reading: Reading, y_values: Sequence[float]) -> None:
    """Mark a point, and write beside or below it what it says where that fits."""
    x, y = finite(reading.x), finite(reading.y)
    if x is None or y is None:
        return
    column, row = frame.cell(min(max(x, 0.0), 1.0), share_of(y, y_values[0], y_values[-1]))
    symbols = frame.look.symbols
    frame.put(column, row, symbols.point, ink(frame.look.palette.warning, bold=True))
    wanted = width_of(reading.text, symbols, frame.columns)
    at = frame.top + frame.rows - row
    has_room = wanted and row > 0 and column + 2 + wanted <= frame.columns
    if has_room and frame.sheet.is_blank(at, frame.left + column + 2, wanted):
        text = label(reading.text, wanted, symbols)
        frame.sheet.write(at, frame.left + column + 2, text, ink(frame.look.palette.foreground))
