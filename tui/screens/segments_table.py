"""The part of the screen Segments that has everything in figures: segments and tiers, and the one under the cursor in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from math import inf
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size

from core.report import revenue_heading
from core.views.compare import DEFINITIONS as COMPARED
from core.views.compare import Comparison
from core.views.concentration import Concentration
from core.views.segments import DEFINITIONS, ScoreGrid, SegmentRow, SegmentsTable
from core.views.sentences import SegmentText, Sentence, Sentences
from tui.charts import Symbols, tiny_bar
from tui.fitting import Fitting
from tui.lacking import Lacking
from tui.screens.compared_columns import change_column, shown_change
from tui.screens.segments_parts import CurvePart, ScoreGridPart
from tui.text import as_fits, prose
from tui.widgets.chart import look_of
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

COLUMNS = (
    Column("name", "Segment"),
    Column("customers", "Customers", "number"),
    change_column("customers_change"),
    Column("customer_share", "%", "share"),
    Column("customer_bar", ""),
    Column("revenue", "Revenue", "money"),
    change_column("revenue_change"),
    Column("revenue_share", "%", "share"),
    Column("revenue_bar", ""),
    Column("median_recency", "R med.", "number"),
    Column("median_frequency", "F med.", "number"),
    Column("median_monetary", "M median", "money"),
    Column("average_order", "Avg. order", "money"),
    Column("orders", "Orders", "number"),
    Column("net", "Net", "money"),
)
CHANGES = ("customers_change", "revenue_change")
EVERYONE = "All customers"
TEXT_LINES = 4
# The bars take what the figures leave over; where one has to scroll to the last figures anyway, they are of a middling length.
LEAST_BAR, MIDDLING_BAR, MOST_BAR = 6, 8, 24
BARS = 2
# From so many lines on there is room for the grid of scores below the table, and from so many columns on for the curve beside it.
TALL, WIDE = 36, 170


class SegmentsTablePart(Fitting, Vertical):
    """Segments and tiers as a table, the one under the cursor in words, and charts where the terminal has room for them."""

    DEFAULT_CSS = """
    SegmentsTablePart #segment-text { height: 4; padding: 0 1; }
    SegmentsTablePart Horizontal { display: none; height: 1fr; }
    SegmentsTablePart.tall Horizontal { display: block; }
    SegmentsTablePart ScoreGridPart { width: 1fr; }
    SegmentsTablePart CurvePart { display: none; width: 80; }
    SegmentsTablePart.wide CurvePart { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.tiers: tuple[str, ...] = ()
        self._told: Sentences | None = None
        self._groups: tuple[SegmentRow, ...] = ()
        self._columns: tuple[Column, ...] = COLUMNS
        self._comparison: Comparison | None = None

    def compose(self) -> ComposeResult:
        segments = Grid(id="segments-grid", empty=Lacking("segments"))
        segments.comes_soon = True
        yield segments
        yield Line("", id="segment-text")
        with Horizontal():
            yield ScoreGridPart()
            yield CurvePart()

    async def fit(self, size: Size) -> None:
        """Use the room that there is."""
        self.set_class(size.height >= TALL - 2, "tall")
        self.set_class(size.width >= WIDE, "wide")
        await self._draw()

    async def show(
        self,
        tables: tuple[SegmentsTable, SegmentsTable],
        told: Sentences,
        scores: ScoreGrid,
        curve: Concentration,
        comparison: Comparison | None = None,
    ) -> None:
        """Show the segments and tiers of a result, with what changed since the date that is compared with."""
        by_segment, by_tier = tables
        self._told, self._comparison = told, comparison
        self.tiers = tuple(row.name for row in by_tier.rows)
        title = revenue_heading(is_net=by_segment.revenue_is_net).capitalize()
        self._columns = tuple(
            replace(column, title=title) if column.name == "revenue" else column for column in COLUMNS
        )
        self._groups = (*by_segment.rows, by_segment.everyone, *by_tier.rows)
        await self._draw()
        self.query_one(ScoreGridPart).show(scores)
        self.query_one(CurvePart).show(curve)
        self._tell()

    async def _draw(self) -> None:
        if not self._groups:
            return
        grid = self.query_one("#segments-grid", Grid)
        grid.styles.height = len(self._groups) + 3 if self.has_class("tall") else "1fr"
        columns, bare = self._table(0)
        grid.absent = _absent(columns, bare)
        others = sum(column.width + 1 for column in columns if column.name not in grid.absent)
        left = (self.size.width - 1 - others) // BARS
        bar = min(left, MOST_BAR) if left >= LEAST_BAR else MIDDLING_BAR
        columns, rows = self._table(bar)
        present = self.under_cursor
        source = FewRows(columns, rows)
        await grid.show(source, keep_place=True)
        # With another map, or sorted by other figures, the segment stands elsewhere; the cursor stays on it, not on its line.
        place = next((place for place, row in enumerate(source.all_rows) if row[0] == present), None)
        if place is not None and place != grid.cursor:
            grid.move_to(place)

    def _table(self, bar: int) -> tuple[tuple[Column, ...], list[Row]]:
        """The columns and lines of the table, with bars of so many cells; changes only where something is compared."""
        changes = _changes(self._groups, len(self.tiers), self._comparison)
        rows = _rows(self._groups, len(self.tiers), bar, look_of(self.app).symbols, changes)
        if changes:
            return fitted_columns(self._columns, rows), rows
        kept = [place for place, column in enumerate(self._columns) if column.name not in CHANGES]
        rows = [tuple(row[place] for place in kept) for row in rows]
        return fitted_columns([self._columns[place] for place in kept], rows), rows

    @on(Grid.Moved)
    def _tell(self) -> None:
        """Say in words what is under the cursor."""
        told, name = self._told, self.under_cursor
        if told is None:
            return
        segment = next((known for known in told.segments if known.name == name), None)
        if segment is not None:
            said = self._of_segment(segment)
        elif name == EVERYONE:
            said = list(told.whole)
        else:
            said = [
                Sentence(
                    f"Tier {name}: by value, the sum of the three scores' ranks. Enter shows its customers."
                )
            ]
        self.query_one("#segment-text", Line).show(self._as_fits(said))

    def _of_segment(self, segment: SegmentText) -> list[Sentence]:
        """A segment in words with what to do about it: where both have no room, the figures go that the columns show."""
        action = Sentence(segment.action)
        said = [segment.summary, action, segment.reason]
        if _written(action) in self._as_fits(said):
            return said
        head = segment.summary.text.rpartition("; ")[0]
        return [
            replace(segment.summary, text=f"{head}.") if head else segment.summary,
            action,
            segment.reason,
        ]

    def _as_fits(self, said: Iterable[Sentence]) -> str:
        """As much of it as there is room for; all of it stands in the part In words."""
        return as_fits(map(_written, said), self.app.size.width - 2, TEXT_LINES)

    def lines(self) -> list[dict[str, Any]]:
        """All customers, each tier and each segment with their figures, from best to worst; changes where something is compared."""
        everyone = len(self._groups) - len(self.tiers) - 1
        changes = _changes(self._groups, len(self.tiers), self._comparison)
        found = []
        for place, row in enumerate(self._groups):
            kind = "segment" if place < everyone else "tier" if place > everyone else "all"
            line: dict[str, Any] = {"of": kind, **asdict(row)} | ({"name": ""} if kind == "all" else {})
            if changes is not None:
                # As a share can be written: none where there was nothing.
                line |= {
                    name: None if change == inf else change
                    for name, change in zip(CHANGES, changes[place], strict=True)
                }
            found.append(line)
        return found

    @property
    def under_cursor(self) -> str:
        """The name under the cursor; empty where there is none."""
        return under_cursor(self.query_one("#segments-grid", Grid))

    def definition(self) -> str:
        defined = (
            DEFINITIONS if self._comparison is None else {**DEFINITIONS, "change": COMPARED["difference"]}
        )
        return "\n".join(f"{name}: {text}" for name, text in defined.items())


def _written(sentence: Sentence) -> str:
    return prose(sentence.text, 900, sentence.amounts)


def under_cursor(grid: Grid) -> str:
    """The name under the cursor of a table of groups; empty where there is none."""
    return str(grid.row[0]) if grid.row else ""


def chosen(grid: Grid) -> tuple[str, ...]:
    """The names of the rows that are selected, else the one under the cursor; empty where that is everybody."""
    source = grid.source
    rows = source.all_rows if isinstance(source, FewRows) else ()
    names = [
        str(rows[place][0]) for first, last in grid.selected.runs for place in range(first, last + 1)
    ] or [under_cursor(grid)]
    return () if EVERYONE in names else tuple(name for name in names if name)


def _absent(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[str]:
    """The columns that no line has anything in, and the bars of a share that nobody has."""
    empty = {column.name for place, column in enumerate(columns) if all(row[place] is None for row in rows)}
    bars = {name for name in ("customer", "revenue") if f"{name}_share" in empty}
    return frozenset(empty | {f"{name}_bar" for name in bars})


def _changes(
    groups: Sequence[SegmentRow], tiers: int, comparison: Comparison | None
) -> list[tuple[float | None, float | None]] | None:
    """The changes of customers and of revenue, line by line; None where nothing is compared."""
    if comparison is None or comparison.reason:
        return None
    everyone = len(groups) - tiers - 1
    figures = {change.name: change for change in comparison.figures}
    by_segment = {group.name: group for group in comparison.segments}
    by_tier = {group.name: group for group in comparison.tiers}
    found = []
    for place, row in enumerate(groups):
        group = (by_segment if place < everyone else by_tier).get(row.name)
        customers, revenue = (
            (figures["customers"], figures["revenue"])
            if place == everyone
            else (group.customers, group.revenue)
            if group is not None
            else (None, None)
        )
        found.append((shown_change(customers), shown_change(revenue)))
    return found


def _rows(
    groups: Sequence[SegmentRow],
    tiers: int,
    bar: int,
    symbols: Symbols,
    changes: Sequence[tuple[float | None, float | None]] | None,
) -> list[Row]:
    """The lines of the table, with bars of so many cells; those of all customers stand before the tiers."""
    everyone = len(groups) - tiers - 1
    compared = [row for place, row in enumerate(groups) if place != everyone]
    most_customers = max(row.customer_share or 0.0 for row in compared)
    most_revenue = max(row.revenue_share or 0.0 for row in compared)
    return [
        (
            row.name if place != everyone else EVERYONE,
            row.customers,
            changes[place][0] if changes else None,
            row.customer_share,
            _bar(row.customer_share, most_customers, bar, symbols) if place != everyone else "",
            row.revenue,
            changes[place][1] if changes else None,
            row.revenue_share,
            _bar(row.revenue_share, most_revenue, bar, symbols) if place != everyone else "",
            _median(row.median_recency),
            _median(row.median_frequency),
            row.median_monetary,
            row.average_order,
            row.orders,
            row.net,
        )
        for place, row in enumerate(groups)
    ]


def _bar(share: float | None, most: float, width: int, symbols: Symbols) -> str:
    """A bar beside others, of which the longest is as wide as the column."""
    return tiny_bar(share / most, width, symbols) if share and most else ""


def _median(value: float | None) -> float | int | None:
    return value if value is None or value != int(value) else int(value)
