"""What changed since an earlier as-of date: figures, tiers, segments, and who went from which to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical

from core.report import revenue_heading
from core.views.compare import DEFINITIONS, LOST, NEW, Change, Comparison, GroupChange, Move, move_in_words
from tui.charts import Table
from tui.charts.heatmap import Value
from tui.screens.compared_columns import change_column, shown_change
from tui.text import counted, plain, prose, whole
from tui.widgets.chart import HeatGrid
from tui.widgets.grid import Grid
from tui.widgets.keeping_focus import KeepingFocus
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

COLUMNS = (
    Column("name", ""),
    Column("customers", "Customers", "number"),
    Column("customers_then", "then", "number"),
    change_column("customers_change"),
    Column("revenue", "Revenue", "money"),
    Column("revenue_then", "then", "money"),
    change_column("revenue_change"),
    Column("orders", "Orders", "number"),
    Column("orders_then", "then", "number"),
)
# The line of headings, and the one that says where the cursor is.
AROUND_ROWS = 2
# What stands above those who are lost where there is no room to say it in full.
GONE = "gone"
NOTHING = "Nothing is compared: press c and give an earlier date."


class ChangesPart(KeepingFocus, Vertical):
    """A table of now beside then, and the moves between segments (or tiers) as a grid."""

    DEFAULT_CSS = """
    ChangesPart #changes-grid { height: 1fr; }
    ChangesPart HeatGrid { height: 1fr; }
    ChangesPart Line { padding: 0 1; max-height: 3; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.kind = "segment"
        self.comparison: Comparison | None = None

    def compose(self) -> ComposeResult:
        yield Line(NOTHING, id="changes-text")
        yield Grid(id="changes-grid", empty=NOTHING)
        yield HeatGrid(empty="")
        yield Line("", id="move-text")

    async def show(self, comparison: Comparison | None) -> None:
        """Show a comparison, or that there is none."""
        self.comparison = comparison
        text, grid, moves = (
            self.query_one("#changes-text", Line),
            self.query_one(Grid),
            self.query_one(HeatGrid),
        )
        for widget in (grid, moves, self.query_one("#move-text", Line)):
            widget.display = comparison is not None and not comparison.reason
        self.hand_on_focus()
        if comparison is None or comparison.reason:
            text.show(comparison.reason if comparison else NOTHING)
            return
        notes = " ".join(prose(note, 300) for note in comparison.notes)
        text.show(
            f"As of {comparison.now} beside {comparison.then}: {counted(comparison.new_customers, 'new customer')};"
            f" {whole(comparison.stayed_in_segment)} are in the segment they were in, {whole(comparison.stayed_in_tier)} in the tier."
            f" {notes}".strip()
        )
        rows: list[Row] = [
            _everyone(comparison.figures),
            *map(_group, comparison.tiers),
            *map(_group, comparison.segments),
        ]
        heading = revenue_heading(is_net=comparison.revenue_is_net).capitalize()
        columns = [replace(one, title=heading) if one.name == "revenue" else one for one in COLUMNS]
        # What it does not need of a high terminal the moves have.
        grid.styles.max_height = len(rows) + AROUND_ROWS
        await grid.show(FewRows(fitted_columns(columns, rows), rows), keep_place=True)
        self._draw_moves()

    def next_kind(self) -> None:
        """Moves between tiers instead of segments, or back."""
        self.kind = "tier" if self.kind == "segment" else "segment"
        self._draw_moves()

    @property
    def groups(self) -> Grid:
        """The table."""
        return self.query_one(Grid)

    def move_under_cursor(self) -> tuple[str, str | None, str | None] | None:
        """Between what, from which and to which the cell under the cursor counts moves."""
        names = self._names()
        if names is None:
            return None
        rows, columns = names
        row, column = self.query_one(HeatGrid).cursor
        return self.kind, rows[row], columns[column]

    def _moves(self) -> Sequence[Move]:
        comparison = self.comparison
        if comparison is None:
            return ()
        return comparison.tier_moves if self.kind == "tier" else comparison.segment_moves

    def _names(self) -> tuple[list[str | None], list[str | None]] | None:
        moves = self._moves()
        if not moves:
            return None
        comparison = self.comparison
        groups = (comparison.tiers if self.kind == "tier" else comparison.segments) if comparison else ()
        # From best to worst as in the table above, without those that nobody has or had; and the same down and across, so that
        # a number stands for one name.
        somebodys = {name for move in moves for name in (move.then, move.now)}
        named: list[str | None] = [group.name for group in groups if group.name in somebodys]
        # Whoever is new comes first, whoever is not there any more last.
        new: list[str | None] = [None] if any(move.then is None for move in moves) else []
        lost: list[str | None] = [None] if any(move.now is None for move in moves) else []
        return [*new, *named], [*named, *lost]

    def _draw_moves(self) -> None:
        names = self._names()
        grid = self.query_one(HeatGrid)
        if names is None:
            grid.show_nothing("Nobody moved.")
            self.query_one("#move-text", Line).show("")
            return
        rows, columns = names
        counts = self._counts()
        numbers = {name: f"{place + 1} " for place, name in enumerate(filter(None, columns))}
        table = Table(
            values=[[counts.get((then, now)) for now in columns] for then in rows],
            rows=[numbers[then] + plain(then) if then else NEW for then in rows],
            columns=[numbers[now] + plain(now) if now else LOST for now in columns],
            short_columns=[numbers[now].strip() if now else GONE for now in columns],
        )
        grid.show(
            table,
            scale="root",
            text_of=_count,
            title=f"Customers by {self.kind}: then down, now across; b: by {'segment' if self.kind == 'tier' else 'tier'}",
        )
        self._tell_move()

    def _counts(self) -> dict[tuple[str | None, str | None], int]:
        return {(move.then, move.now): move.customers for move in self._moves()}

    @on(HeatGrid.CellHighlighted)
    @on(events.DescendantFocus)
    def _tell_move(self) -> None:
        """Say in full what the cell under the cursor counts, and what leads on from there."""
        move = self.move_under_cursor()
        if move is None:
            return
        _, then, now = move
        found = self._counts().get((then, now), 0)
        shows = " Enter shows them." if found and now else ""
        if not self.query_one(HeatGrid).has_focus:
            shows = " Tab goes there."
        self.query_one("#move-text", Line).show(
            plain(f"{move_in_words(then, now)}: {counted(found, 'customer')}.{shows}")
        )

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())


def _everyone(figures: Sequence[Change]) -> Row:
    found = {change.name: change for change in figures}
    none = Change("", None, None, None, None)
    return _row("All customers", *(found.get(name, none) for name in ("customers", "revenue", "orders")))


def _group(change: GroupChange) -> Row:
    return _row(change.name, change.customers, change.revenue, change.orders)


def _row(name: str, customers: Change, revenue: Change, orders: Change) -> Row:
    return (
        name,
        _int(customers.now),
        _int(customers.then),
        shown_change(customers),
        revenue.now,
        revenue.then,
        shown_change(revenue),
        _int(orders.now),
        _int(orders.then),
    )


def _int(value: float | None) -> int | None:
    return None if value is None else int(value)


def _count(value: Value) -> str:
    return whole(value) if value is not None else ""
