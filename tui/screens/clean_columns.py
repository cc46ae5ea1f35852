"""Columns before cleaning and after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from core.views.column_stats import DEFINITIONS, AllColumnStats, ColumnStats, Side
from tui.charts import Line as Cells
from tui.charts import Look, histogram
from tui.charts.columns import Binned
from tui.text import cell, plain, whole
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row

FIGURES = (
    "n",
    "missing",
    "unreadable",
    "distinct",
    "least",
    "quarter",
    "median",
    "three quarters",
    "most",
    "mean",
)
COLUMNS = (
    Column("column", "Column", width=16),
    Column("side", "", width=6),
    Column("n", "n", "number", 11),
    Column("missing", "Missing", "number", 10),
    Column("unreadable", "Unread.", "number", 8),
    Column("distinct", "Distinct", "number", 10),
    Column("least", "Min", width=14),
    Column("q1", "25 %", width=14),
    Column("median", "Median", width=14),
    Column("q3", "75 %", width=14),
    Column("most", "Max", width=14),
    Column("mean", "Mean", width=14),
)


class ColumnsPart(Vertical):
    """Two lines a column, and the histograms of the one under the cursor."""

    DEFAULT_CSS = """
    ColumnsPart Horizontal { height: 9; }
    ColumnsPart Line { padding: 0 1; max-height: 3; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.stats: AllColumnStats | None = None

    def compose(self) -> ComposeResult:
        yield Grid(empty="The columns have not been looked at yet.")
        with Horizontal():
            yield Chart("Before", id="before")
            yield Chart("After", id="after")
        yield Line("")

    async def show(self, stats: AllColumnStats) -> None:
        """Show the statistics of a result."""
        self.stats = stats
        rows: list[Row] = []
        for column in stats.columns:
            rows.append(_row(column.role, "before", column, column.before))
            rows.append(
                _row(
                    f"  {column.title}" if column.title != column.role else "", "after", column, column.after
                )
            )
        await self.query_one(Grid).show(FewRows(COLUMNS, rows), keep_place=True)
        self.query_one(Line).show(stats.reason)
        self._draw()

    @on(Grid.Moved)
    def _moved(self) -> None:
        self._draw()

    def _draw(self) -> None:
        stats = self.stats
        place = self.query_one(Grid).cursor // 2
        if stats is None or place >= len(stats.columns):
            return
        column = stats.columns[place]
        for side, name in ((column.before, "before"), (column.after, "after")):
            chart = self.query_one(f"#{name}", Chart)
            title = f"{plain(column.title, 30)} {name}"
            if side.histogram is not None:
                chart.show(partial(_histogram, side.histogram), title=title, key=(title, side.histogram))
            elif side.common:
                said = ", ".join(f"{plain(value, 24)} {whole(rows)}" for value, rows in side.common)
                chart.title = title
                chart.show_nothing(f"Most common: {said}")
            else:
                chart.title = title
                chart.show_nothing("There are no values.")

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())


def _row(name: str, side: str, column: ColumnStats, found: Side) -> Row:
    spread = found.spread

    def text(value: object) -> str:
        return "" if value is None else cell(value, "number" if column.kind == "number" else "text")

    return (
        name,
        side,
        found.rows,
        found.missing,
        found.unreadable,
        found.distinct,
        text(spread.least),
        text(spread.lower),
        text(spread.median),
        text(spread.upper),
        text(spread.most),
        text(spread.mean),
    )


def _histogram(bins: Binned, width: int, height: int, look: Look) -> Sequence[Cells]:
    return histogram(bins, width, height, look)
