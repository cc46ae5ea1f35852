"""Columns before cleaning and after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Resize

from core.views.column_stats import DEFINITIONS, AllColumnStats, ColumnStats, Side
from tui.charts import Bar, Look, bar_chart, histogram
from tui.charts import Line as Cells
from tui.charts.columns import Binned
from tui.text import decimal, decimals_of, plain, whole
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns, named_rows

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
# The first that holds a value, and not how many rows there are.
FIRST_VALUE = [column.name for column in COLUMNS].index("least")
SIDES = 2
MOST_DECIMALS, BETWEEN_DECIMALS = 4, 2
# As a moment is; texts of any length may be the least and the greatest.
WIDEST = 19
CHART_LINES = 9
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
        yield Grid(empty="The columns are being looked at.")
        with Horizontal():
            yield Chart("Before", id="before")
            yield Chart("After", id="after")
        yield Line("")

    async def show(self, stats: AllColumnStats) -> None:
        """Show the statistics of a result."""
        self.stats = stats
        rows: list[Row] = []
        for column in stats.columns:
            title = f"  {column.title}" if column.title != column.role else ""
            rows += [_row(column.role, "before", column.before), _row(title, "after", column.after)]
        rows = _written(rows, [_decimals(column) for column in stats.columns for _ in range(SIDES)])
        await self.query_one(Grid).show(FewRows(fitted_columns(COLUMNS, rows, WIDEST), rows), keep_place=True)
        self._share_height()
        self.query_one(Line).show(stats.reason)
        self._draw()

    @on(Resize)
    def _share_height(self) -> None:
        """The lines that the table leaves over are the charts'."""
        left = self.size.height - self.query_one(Grid).rows - AROUND_LINES
        self.query_one(Horizontal).styles.height = max(CHART_LINES, left)

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
                title += ", most common"
                chart.show(partial(_bars, side.common, side.rows), title=title, key=(title, side.common))
            else:
                chart.title = title
                chart.show_nothing("There are no values.")

    def figures(self) -> FewRows:
        """The statistics as they are, with both names of each column."""
        names = ("column", "title", "side", "n", *(column.name for column in COLUMNS[3:]))
        rows = [
            (one.role, one.title, *_row("", side, found)[1:])
            for one in (self.stats.columns if self.stats is not None else ())
            for side, found in (("before", one.before), ("after", one.after))
        ]
        return named_rows(names, rows)

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())


def _row(name: str, side: str, found: Side) -> Row:
    spread = found.spread
    return (
        name,
        side,
        found.rows,
        found.missing,
        found.unreadable,
        found.distinct,
        spread.least,
        spread.lower,
        spread.median,
        spread.upper,
        spread.most,
        spread.mean,
    )


def _written(rows: Sequence[Row], decimals: Sequence[int]) -> list[Row]:
    """The same with the values as texts; numbers, with so many decimals in each row, have their points below each other."""
    columns = [
        _below_each_other([row[place] for row in rows], [max(many, BETWEEN_DECIMALS) for many in decimals])
        if name == "mean"
        else _below_each_other([row[place] for row in rows], decimals)
        for place, name in enumerate(column.name for column in COLUMNS)
        if place >= FIRST_VALUE
    ]
    return [(*row[:FIRST_VALUE], *values) for row, *values in zip(rows, *columns, strict=True)]


def _below_each_other(values: Sequence[object], decimals: Sequence[int]) -> list[str]:
    most = max(decimals, default=0)

    def written(value: object, many: int) -> str:
        # Where others have a point and decimals there are blanks.
        return (
            decimal(value, many) + " " * (most - many + (many == 0 < most))
            if isinstance(value, float)
            else ""
        )

    numbers = list(map(written, values, decimals))
    width = max(map(len, numbers), default=0)
    return [
        number.rjust(width) if number else "" if value is None else str(value)
        for number, value in zip(numbers, values, strict=True)
    ]


def _decimals(column: ColumnStats) -> int:
    """As many as the values have; between two of them a quartile may have any number, of which a few say enough."""
    sides = (column.before.spread, column.after.spread)
    values = _most_decimals(value for one in sides for value in (one.least, one.most))
    between = _most_decimals(value for one in sides for value in (one.lower, one.median, one.upper))
    return min(MOST_DECIMALS, max(values, min(between, BETWEEN_DECIMALS)))


def _most_decimals(values: Iterable[object]) -> int:
    return max((decimals_of(value) for value in values if isinstance(value, float)), default=0)


def _bars(
    common: Sequence[tuple[str, int]], rows: int, width: int, height: int, look: Look
) -> Sequence[Cells]:
    bars = [Bar(plain(value, 60), count, count / max(1, rows), whole(count)) for value, count in common]
    return bar_chart(bars, width, height, look)


def _histogram(bins: Binned, width: int, height: int, look: Look) -> Sequence[Cells]:
    return histogram(bins, width, height, look)
