"""Columns before cleaning and after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize

from core.views.column_stats import DEFINITIONS, AllColumnStats, ColumnStats, Side
from tui.charts import Line as Cells
from tui.charts import Look, histogram
from tui.charts.columns import Binned
from tui.text import cell, plain, whole
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

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
    Column("column", "Column"),
    Column("side", ""),
    Column("n", "n", "number"),
    Column("missing", "Missing", "number"),
    Column("unreadable", "Unread.", "number"),
    Column("distinct", "Distinct", "number"),
    Column("least", "Min"),
    Column("q1", "25 %"),
    Column("median", "Median"),
    Column("q3", "75 %"),
    Column("most", "Max"),
    Column("mean", "Mean"),
)
# As a moment is; texts of any length may be the least and the greatest.
WIDEST = 19
CHART_LINES, MOST_CHART_LINES = 9, 24
# The header and the foot of the table, and what is said below.
AROUND_LINES = 5


class ColumnsPart(Vertical):
    """Two lines a column, and the histograms of the one under the cursor."""

    DEFAULT_CSS = """
    ColumnsPart Horizontal { height: 9; }
    ColumnsPart #before { margin: 0 2 0 0; }
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
        await self.query_one(Grid).show(FewRows(fitted_columns(COLUMNS, rows, WIDEST), rows), keep_place=True)
        self._share_height()
        self.query_one(Line).show(stats.reason)
        self._draw()

    @on(Resize)
    def _share_height(self) -> None:
        """The lines that the table leaves over are the charts'."""
        left = self.size.height - self.query_one(Grid).rows - AROUND_LINES
        self.query_one(Horizontal).styles.height = max(CHART_LINES, min(left, MOST_CHART_LINES))

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
