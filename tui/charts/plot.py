"""Axes and lines, drawn by plotext: the one module that knows it.

plotext is loaded with the first picture. Its `plot()` and `show()` work on one global figure, which takes longer to set up than
to draw; a monitor of its own for each picture needs no clearing. It is given places between 0 and 1, never data: its own scaling
divides by zero, and fails on gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.charts.numbers import Tick
from tui.charts.symbols import Symbols

BOX_IN_ASCII = str.maketrans("─│┌┐└┘├┤┬┴┼", "-|+++++++++")
# plotext tells colours apart by number; the strokes are numbered from 1.
NO_STROKE = 0
MOST_STROKES = 255

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points whose coordinates lie between 0 and 1; `mark` draws it where there is nothing finer."""

    points: Sequence[Point]
    mark: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture: its characters from the top, the stroke that each cell belongs to, and where the area between the axes lies."""

    characters: list[list[str]]
    strokes: list[list[int]]
    left: int
    columns: int
    rows: int


def plot(
    width: int,
    height: int,
    x_ticks: Sequence[float],
    y_ticks: Sequence[Tick],
    strokes: Sequence[Stroke],
    symbols: Symbols,
) -> Plot:
    """A left and a lower axis with ticks at places between 0 and 1, and the strokes between them.

    The line below the lower axis is left blank: plotext counts characters, and what is written there may be wider.
    """
    monitor = _monitor(width, height)
    monitor.set_yticks([tick.at for tick in y_ticks], [tick.text for tick in y_ticks])
    marked = list(x_ticks) or [0.0]
    monitor.set_xticks(marked, [" "] * len(marked))
    # Without anything drawn there would be no ticks.
    monitor.draw([0.0], [0.0], marker=" ", color=NO_STROKE, lines=False)
    for number, stroke in enumerate(strokes[:MOST_STROKES], 1):
        x, y = [point[0] for point in stroke.points], [point[1] for point in stroke.points]
        monitor.draw(x, y, marker=symbols.fine or stroke.mark, color=number, lines=len(x) > 1)
    monitor.build_plot()
    matrix = monitor.matrix
    characters = matrix.marker[::-1]
    if symbols.is_ascii:
        characters = ["".join(row).translate(BOX_IN_ASCII) for row in characters]
        characters = [list(row) for row in characters]
    owners = [
        [color if isinstance(color, int) else NO_STROKE for color in row] for row in matrix.fullground[::-1]
    ]
    return Plot(
        characters, owners, matrix.Cols_canvas.start, len(matrix.Cols_canvas), len(matrix.Rows_canvas)
    )


def _monitor(width: int, height: int) -> Any:
    from plotext._date import date_class
    from plotext._monitor import monitor_class

    monitor = monitor_class()
    monitor.set_date(date_class())
    monitor.set_size([width, height])
    monitor.set_theme("clear")
    monitor.set_xaxes(True, False)
    monitor.set_yaxes(True, False)
    monitor.set_xlim(0.0, 1.0)
    monitor.set_ylim(0.0, 1.0)
    return monitor
