"""How long the app takes to draw charts of the size of a screen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date

from bench.measure import verdict
from tui.charts import Axis, Cell, Cloud, Series, Table, heatmap, line_chart, scatter

SIZE = (120, 40)
ROUNDS = 21
MONTHS = [date(2009 + at // 12, at % 12 + 1, 1) for at in range(25)]


def charts() -> None:
    """Draw a line, a scatter of many groups, and a heatmap."""
    lines = [Series(name, [(month, 50.0 + at) for at, month in enumerate(MONTHS)]) for name in "abc"]
    cells = [Cell(at % 110, at // 110, 1 + at % 13, at % 10) for at in range(2500)]
    groups = [f"segment {at}" for at in range(10)]
    cloud = Cloud(cells, (114, 34), Axis(1, 700), Axis(10, 1e5, log=True), groups)
    grid = Table(
        [[float(row * 5 + column) for column in range(5)] for row in range(5)], list("abcde"), list("abcde")
    )
    print(f"\nCharts of {SIZE[0]}x{SIZE[1]}")
    for name, draw in (
        ("three lines of 25 months", lambda: line_chart(lines, *SIZE)),
        ("a scatter of 2,500 cells in ten groups", lambda: scatter(cloud, *SIZE)),
        ("a heatmap", lambda: heatmap(grid, *SIZE)),
    ):
        print("  -> " + verdict(name, _median_ms(draw), 20, at_least=False, unit="ms"))


def _median_ms(draw: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        draw()
        taken.append(time.perf_counter() - began)
    return 1000 * statistics.median(taken)
