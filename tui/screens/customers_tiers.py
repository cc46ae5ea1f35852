"""The tiers with what each is worth, who spends much and is not High, and what changed since an earlier date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.geometry import Size
from textual.message import Message

from core.report import revenue_heading
from core.result_tables import move_lines, tier_lines
from core.views.compare import DEFINITIONS as COMPARED
from core.views.compare import Comparison
from core.views.tiers import DEFINITIONS, BigSpenders, TierRow, TiersView
from tui.acting import app_of
from tui.actions import bindings
from tui.charts import Bar, Look, bar_chart
from tui.charts import Line as Cells
from tui.exporting import export_few, export_grid, export_lines
from tui.fitting import Fitting
from tui.lacking import Lacking
from tui.order import Order
from tui.screens.compared_columns import change_column, change_in_words, shown_change
from tui.screens.customers_columns import FIRST
from tui.screens.customers_part import CustomersPart
from tui.text import currency_cells, day, money, per_cent, plain, prose, whole
from tui.widgets.chart import Chart
from tui.widgets.engine_rows import CustomerRows
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row

NEW, LOST = "(new since)", "(not there now)"
MOVE_COLUMNS = (
    Column("then", "Tier then", width=15),
    Column("now", "Tier now", width=15),
    Column("customers", "Customers", "number", 10),
)
# From so many columns on, reasons and moves stand side by side.
ROOM_BESIDE = 110
# From so many lines on there is room for bars.
ROOM_FOR_BARS = 30
# And from so many on for the big spenders themselves.
ROOM_FOR_CUSTOMERS = 46


class TiersPart(Fitting, CustomersPart):
    """Three tables: tiers, why big spenders are not High, and who moved; on large terminals also who those big spenders are."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("tiers")

    DEFAULT_CSS = """
    TiersPart #tiers-grid { height: 5; }
    TiersPart Line { padding: 0 1; height: auto; max-height: 4; }
    TiersPart #tiers-shares { height: 8; padding: 0 1; display: none; }
    TiersPart.tall #tiers-shares { display: block; }
    TiersPart #tiers-below { layout: vertical; height: 1fr; }
    TiersPart #tiers-below.beside { layout: horizontal; }
    TiersPart #tiers-below Grid { height: 1fr; width: 1fr; }
    TiersPart #big-grid { height: 1fr; display: none; }
    TiersPart.roomy #tiers-below { height: 8; }
    TiersPart.roomy #big-grid.some { display: block; }
    """

    class RoomChanged(Message):
        """There is room for the big spenders themselves now, or no longer."""

    def __init__(self) -> None:
        super().__init__()
        self.tiers: TiersView | None = None
        self.comparison: Comparison | None = None

    def compose(self) -> ComposeResult:
        tiers = Grid(id="tiers-grid", empty=Lacking("tiers"))
        tiers.comes_soon = True
        yield tiers
        yield Line("", id="tiers-whom")
        yield Line("", id="tiers-compared")
        yield Chart("Share of customers, and of revenue", id="tiers-shares")
        yield Line("", id="tiers-big")
        with Container(id="tiers-below"):
            # Nothing is said of them before there is something to say: that there are no tiers yet is said above.
            for name in ("reasons-grid", "moves-grid"):
                below = Grid(id=name, empty="")
                below.display = False
                yield below
        them = Grid(id="big-grid", empty="")
        them.order_of_columns = FIRST
        yield them

    def fit(self, size: Size) -> None:
        """Put the lower tables side by side or below each other, and show as many as there is room for."""
        self.query_one("#tiers-below").set_class(size.width >= ROOM_BESIDE, "beside")
        self.set_class(size.height >= ROOM_FOR_BARS, "tall")
        if (is_roomy := size.height >= ROOM_FOR_CUSTOMERS) != self.is_roomy:
            self.set_class(is_roomy, "roomy")
            self.post_message(self.RoomChanged())

    @property
    def is_roomy(self) -> bool:
        """Whether the big spenders themselves are in view."""
        return self.has_class("roomy")

    async def show_big_spenders(self, customers: CustomerRows, absent: frozenset[str]) -> None:
        """Show who spends much and is not High, the highest first unless they were sorted otherwise."""
        grid = self.query_one("#big-grid", Grid)
        kept = self.tiers.big_spenders.filter if self.tiers is not None else ""
        grid.set_class(bool(kept), "some")
        if kept:
            grid.absent = absent
            order = grid.order if grid.order.filter else Order((("monetary", True),))
            await grid.show(customers, order=replace(order, filter=kept), keep_place=True)

    async def show(self, tiers: TiersView, comparison: Comparison | None, whom: str) -> None:
        """Show the tiers of a result, beside those of an earlier date if one is compared with."""
        line = self.query_one("#tiers-whom", Line)
        line.display = bool(whom)
        line.show(whom)
        chart = self.query_one("#tiers-shares", Chart)
        if any(tier.customers for tier in tiers.tiers):
            chart.show(partial(_shares, tiers.tiers), key=tiers.tiers)
        else:
            chart.show_nothing("There are no customers.")
        self.tiers, self.comparison = tiers, comparison
        await self._show_tiers(comparison)
        big = tiers.big_spenders
        self.query_one("#tiers-big", Line).show(big_spenders(big))
        reasons: list[Row] = [(one.why, one.customers, one.revenue) for one in big.reasons]
        grid = self.query_one("#reasons-grid", Grid)
        grid.display = bool(reasons)
        columns = (
            Column("why", "Why they are not High", width=34),
            Column("customers", "Customers", "number", 10),
            Column("revenue", self._revenue_title, "money", 14 + currency_cells()),
        )
        await grid.show(FewRows(columns, reasons), keep_place=True)
        moves = self.query_one("#moves-grid", Grid)
        moves.display = comparison is not None and not comparison.reason
        if comparison is not None:
            moved: list[Row] = [
                (move.then or NEW, move.now or LOST, move.customers)
                for move in comparison.tier_moves
                if move.then != move.now
            ]
            await moves.show(FewRows(MOVE_COLUMNS, moved), keep_place=True)
        line = self.query_one("#tiers-compared", Line)
        line.display = comparison is not None
        line.show(compared(comparison) if comparison is not None else "")

    async def _show_tiers(self, comparison: Comparison | None) -> None:
        changes = (
            {group.name: group for group in comparison.tiers}
            if comparison is not None and not comparison.reason
            else {}
        )
        rows: list[Row] = []
        for tier in self.tiers.tiers if self.tiers is not None else ():
            change = changes.get(tier.name)
            rows.append(
                (
                    tier.name,
                    tier.customers,
                    shown_change(change.customers if change else None),
                    _share(tier.customer_share),
                    tier.orders,
                    shown_change(change.orders if change else None),
                    tier.spend_per_order,
                    tier.revenue,
                    shown_change(change.revenue if change else None),
                    _share(tier.revenue_share),
                    tier.from_value,
                )
            )
        columns = [
            Column("tier", "Tier", width=7),
            Column("customers", "Customers", "number", 9),
            change_column("customers_change"),
            Column("customer_share", "  Share", width=7),
            Column("orders", "Orders", "number", 8),
            change_column("orders_change"),
            Column("spend_per_order", "Per order", "money", 10 + currency_cells()),
            Column("revenue", self._revenue_title, "money", 13 + currency_cells()),
            change_column("revenue_change"),
            Column("revenue_share", "  Share", width=7),
            Column("from_value", "Value from", "number", 10),
        ]
        grid = self.query_one("#tiers-grid", Grid)
        # Without a date to compare with there is nothing to say in them.
        grid.hidden = (
            frozenset() if changes else frozenset(one.name for one in columns if one.kind == "change")
        )
        await grid.show(FewRows(columns, rows), keep_place=True)

    @property
    def _revenue_title(self) -> str:
        is_net = self.tiers is not None and self.tiers.revenue_is_net
        return revenue_heading(is_net=is_net).capitalize()

    @property
    def tier_under_cursor(self) -> str:
        """The tier under the cursor."""
        row = self.query_one("#tiers-grid", Grid).row
        return str(row[0]) if row else ""

    @property
    def move_under_cursor(self) -> tuple[str | None, str | None] | None:
        """From which tier to which the customers under the cursor went; None stands for those not there."""
        row = self.query_one("#moves-grid", Grid).row
        if row is None:
            return None
        return None if row[0] == NEW else str(row[0]), None if row[1] == LOST else str(row[1])

    async def export(self) -> None:
        """Write the table that has the focus to a file, else that of the tiers; nobody is filtered for it."""
        app, focused = app_of(self), self.screen.focused
        match focused.id if focused is not None and self in focused.ancestors else "":
            case "reasons-grid":
                export_few(app, self.query_one("#reasons-grid", Grid), "why-not-high.csv")
            case "moves-grid" if self.comparison is not None:
                moved = [line for line in move_lines(self.comparison) if line["then"] != line["now"]]
                export_lines(app, [line for line in moved if line["of"] == "tier"], "tier-moves.csv")
            case "big-grid":
                await export_grid(app, self.query_one("#big-grid", Grid), "big-spenders.csv")
            case _:
                lines = tier_lines(self.tiers, self.comparison) if self.tiers is not None else []
                export_lines(app, lines, "tiers.csv")

    def definition(self) -> str:
        lines = [f"{name}: {text}" for name, text in DEFINITIONS.items()]
        if self.comparison is not None:
            lines += [f"{name}: {text}" for name, text in COMPARED.items()]
        return "\n".join(lines)


def big_spenders(big: BigSpenders) -> str:
    """Who is in the top quarter by money, and how many of them are not High."""
    if big.from_amount is None:
        return plain(big.reason)
    text = (
        f"Top quarter by money: {whole(big.customers)} customers who spent {money(big.from_amount)} or more. "
    )
    if not big.not_high:
        return text + plain(big.reason)
    return (
        text + f"{whole(big.not_high)} of them are not High and bring {money(big.revenue)}; "
        "B, or Enter on a reason, shows them."
    )


def compared(comparison: Comparison) -> str:
    """What all customers were then, who moved, and what to mind."""
    if comparison.reason:
        return plain(comparison.reason)
    figures = []
    for change in comparison.figures:
        if change.now is None or change.then is None:
            continue
        as_text = whole if change.name in ("customers", "orders") else money
        name = revenue_heading(is_net=comparison.revenue_is_net) if change.name == "revenue" else change.name
        figures.append(f"{name} {as_text(change.then)} then ({change_in_words(change)})")
    notes = [
        f"{whole(comparison.stayed_in_tier)} stayed in their tier and {whole(comparison.new_customers)} are new.",
        *(prose(note) for note in comparison.notes),
    ]
    return f"Since {day(comparison.then)}: {', '.join(figures)}. {' '.join(notes)}"


def _shares(tiers: Sequence[TierRow], width: int, height: int, look: Look) -> Sequence[Cells]:
    bars = []
    for tier, color in zip(tiers, look.palette.tiers, strict=False):
        for what, share in (("customers", tier.customer_share), ("revenue", tier.revenue_share)):
            if share is not None:
                bars.append(Bar(f"{tier.name}, {what}", share, None, per_cent(share), color=color))
    return bar_chart(bars, width, height, look)


def _share(share: float | None) -> str:
    return "" if share is None else per_cent(share).rjust(7)
