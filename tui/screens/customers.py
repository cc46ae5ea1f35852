"""The screen Customers: everyone with scores and segment, how they are spread, the tiers, and the card of each."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from core.errors import RegularsError
from core.remote import compared, filtered
from core.remote.opened import Opened
from core.views.compare import move_in_words
from core.views.measures import Measure
from core.views.nobodys import nobodys
from tui.actions import Action, bindings
from tui.dialogs.choose import Choice, Choose
from tui.engine import answer
from tui.exporting import export_grid, mail_rows
from tui.lacking import why_nothing
from tui.order import Order
from tui.screens.customers_card import CardPane
from tui.screens.customers_cards import Cards
from tui.screens.customers_charts import Charts
from tui.screens.customers_columns import THEN, definition_of, title_of
from tui.screens.customers_correlations import CorrelationsPart
from tui.screens.customers_part import gone_on
from tui.screens.customers_scatter import ScatterPart
from tui.screens.customers_spread import SpreadPart
from tui.screens.customers_table import CustomersGrid, TablePart, everyone
from tui.screens.customers_tiers import TiersPart
from tui.text import plain, whole
from tui.view import View
from tui.widgets.chart import HeatGrid
from tui.widgets.engine_rows import CustomerRows
from tui.widgets.grid import Grid
from tui.widgets.parts import Part, Parts


class CustomersView(View):
    """Everyone, with scores and segment."""

    name_of_view = "customers"
    title = "Customers"
    BINDINGS: ClassVar[list[BindingType]] = bindings("customers")

    def __init__(self) -> None:
        super().__init__()
        self.charts = Charts(self)
        self.cards = Cards(self)
        self._wanted: tuple[str, str] | None = None
        """A filter that came before the customers did."""
        self._left_at = ""
        """The part that was in view when the session was left, until it is again."""
        self._shown: Opened | None = None
        """The result whose customers are in view; None before the first of a session."""
        self.absent: frozenset[str] = frozenset()
        """The columns that none of them has anything in."""

    def compose(self) -> ComposeResult:
        self._left_at = self.regulars.session.parts.get(self.name_of_view, "")
        yield Parts(
            [
                Part("table", "Table", TablePart),
                Part("spread", "Distributions", SpreadPart),
                Part("scatter", "Scatter", ScatterPart),
                Part("correlations", "Correlations", CorrelationsPart),
                Part("tiers", "Tiers", TiersPart),
            ]
        )
        pane = CardPane()
        pane.display = False
        yield pane

    @property
    def parts(self) -> Parts:
        """The parts."""
        return self.query_one(Parts)

    @property
    def grid(self) -> CustomersGrid:
        """The table, which is the first part and so always there."""
        return self.query_one(CustomersGrid)

    @property
    def filter(self) -> str:
        """The filter in force."""
        return self.grid.order.filter

    @property
    def earlier_beside(self) -> bytes:
        """What names the earlier result whose tiers and segments the table has too; empty where it has none."""
        source = self.grid.source
        return source.earlier if isinstance(source, CustomerRows) else b""

    # Results

    def show_source(self) -> None:
        self._shown = None
        self.charts.forget()
        self.cards.leave()

    def show_result(self, opened: Opened) -> None:
        self.charts.forget()
        self._show(opened)

    def show_earlier(self, earlier: Opened | None) -> None:
        self.charts.forget()
        if self.opened is not None:
            self._show(self.opened)

    @work(exclusive=True)
    async def _show(self, opened: Opened) -> None:
        grid = self.grid
        titles = {name: title_of(name) for name in (*opened.customer_columns, *THEN)}
        try:
            rows = await CustomerRows.of(self.regulars.engine, opened, titles, self.regulars.earlier)
            self.absent = frozenset(await answer(self.regulars.engine.quick.view(nobodys, opened)))
            grid.absent = self.absent
            if self._shown is None:
                grid.ask_order(self.regulars.session.customers)
            before, asked, selected = grid.order, grid.asked_order, grid.selected
            await grid.show(rows, keep_place=True)
            if self._shown is opened and grid.order == before:
                # The same customers in the same order, beside an earlier date or no longer.
                grid.selected = selected
        except RegularsError as error:
            self.regulars.fail(error)
            return
        self._shown = opened
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            await grid.filter_by(*wanted)
        elif asked.filter and not grid.order.filter:
            self._without_filter(asked)
        self.charts.draw()
        self.cards.again()

    def _without_filter(self, asked: Order) -> None:
        """All customers are in view, for a filter asks for what they do not have."""
        if self.regulars.session.compared and self.regulars.earlier is None:
            # It may ask for tiers or segments of then, which are on their way.
            self.grid.ask_order(asked)
        else:
            self.regulars.say(
                f"The filter {plain(asked.filter_in_words, 120)!r} cannot be read any more, so all customers are shown."
            )

    def open_card(self, customer_id: str, *, back_to: str = "") -> None:
        """Open the card of a customer, also of one whom the filter leaves out; `back_to` is the screen that it was asked for on."""
        self.cards.open_of(customer_id, back_to)

    def goes_out_of_view(self) -> None:
        # Whoever comes to a card that stayed open came from nowhere to go back to.
        self.cards.back_to = ""

    async def filter_by(self, text: str, told: str = "") -> None:
        """Show the customers that fit a filter, which is told in words where they are given."""
        self.cards.leave()
        await self.parts.go_to("table")
        # Those of the result before may lack a column that the filter needs.
        if self._shown is not None and self._shown is self.opened:
            self._wanted = None
            await self.grid.filter_by(text, told)
        else:
            self._wanted = text, told

    @property
    def whom(self) -> str:
        """Whom the charts are of, as a sentence."""
        grid, opened = self.grid, self.opened
        everybody = opened.report.customers if opened is not None else grid.rows
        earlier = self.regulars.earlier
        changed = f" What changed since {earlier.as_of}: 4, the part Changes." if earlier is not None else ""
        if not grid.order.filter:
            return f"{everyone(everybody)}; f filters them.{changed}"
        kept = plain(grid.order.filter_in_words, 120)
        return f"{whole(grid.rows)} of {whole(everybody)} customers, filter: {kept}. F shows all.{changed}"

    # Parts

    @on(Grid.Arranged)
    def _arranged(self, event: Grid.Arranged) -> None:
        if isinstance(event.grid, CustomersGrid):
            self._keep_order(event.grid.asked_order)
            self._tell_sums()
            self.charts.draw()

    def _keep_order(self, order: Order) -> None:
        """Have the next start sort and filter like this, unless the rows are of what was open before."""
        is_of_session = self._shown is not None and self._shown is self.opened
        if is_of_session and order != self.regulars.session.customers:
            self.regulars.session.customers = order
            self.regulars.keep()

    @on(Parts.Shown)
    async def _part_shown(self, event: Parts.Shown) -> None:
        left_at, self._left_at = self._left_at, ""
        if await gone_on(event.parts, left_at):
            return
        self.regulars.session.parts[self.name_of_view] = event.parts.present
        # A card may have been asked for since the part it is over came into view.
        self.cards.leave_unless_over(event.parts.present)
        self.charts.draw()
        # On a slow machine the screen may be in view before its table is made.
        if event.is_new and self.display and self.screen.focused is None:
            event.parts.focus_part()

    @on(ScatterPart.RoomChanged)
    @on(TablePart.RoomChanged)
    @on(TiersPart.RoomChanged)
    def _room_changed(self) -> None:
        self.charts.draw()

    def on_resize(self) -> None:
        """What there is room for now may not have been drawn yet."""
        self.charts.draw()

    def _tell_sums(self) -> None:
        source = self.grid.source
        if isinstance(source, CustomerRows) and self.opened is not None:
            self.query_one(TablePart).show_sums(source.summary, self.opened.report.customers)

    # Actions

    def why_not(self, action: Action) -> str:
        if not self.grid.source.columns:
            return why_nothing(self.regulars, self.grid.empty)
        if self.cards.is_open:
            return "Leave the card first, with Esc."
        if action.method == "all" and not self.filter:
            return "All customers are shown already."
        return ""

    def action_filter(self) -> None:
        self.grid.action_filter()

    def action_mailing(self) -> None:
        mail_rows(self.regulars, self.grid)

    async def action_predict(self) -> None:
        customer_id = await self._id_under_cursor(self.grid)
        if customer_id is not None:
            await self.regulars.predict_from(customer_id)

    async def _id_under_cursor(self, grid: Grid) -> str | None:
        """The id of the customer under the cursor of a table; None where nobody is, or who it is cannot be told, or somebody has moved on."""
        source, app = grid.source, self.regulars
        if not isinstance(source, CustomerRows):
            return None
        asked_at = app.key_came_at
        try:
            return await app.asked(
                partial(source.id_at, grid.order, grid.cursor), lambda: app.key_came_at == asked_at
            )
        except RegularsError as error:
            app.fail(error)
            return None

    async def action_all(self) -> None:
        await self.grid.filter_by("")
        if selected := len(self.grid.selected):
            are = "customer is" if selected == 1 else "customers are"
            self.regulars.say(f"{whole(selected)} {are} still selected; A selects nobody.")

    def action_scale(self) -> None:
        self.regulars.say(f"Scales: {self.charts.next_scale()}.")

    def action_colour(self) -> None:
        self.charts.next_colour()

    def action_method(self) -> None:
        part = self.parts.widget
        if isinstance(part, CorrelationsPart):
            part.next_method()

    async def action_x_axis(self) -> None:
        await self._choose_measure("across", self.charts.axes[0], "x")

    async def action_y_axis(self) -> None:
        await self._choose_measure("up", self.charts.axes[1], "y")

    async def _choose_measure(self, which: str, present: str, axis: str) -> None:
        opened = self.opened
        if opened is None:
            return
        measures: tuple[Measure, ...] | None = await self.regulars.ask(
            self.regulars.engine.quick.view(filtered.measures, opened)
        )
        choices = [
            Choice(
                one.name,
                title_of(one.name),
                definition_of(one.name),
                "The source does not say." if one.name in self.absent else "",
            )
            for one in measures or ()
        ]

        def take(name: str) -> None:
            self.charts.plot(**{axis: name})

        self.regulars.ask_for(Choose(f"The measure that runs {which}", choices, present=present), take)

    async def action_big_spenders(self) -> None:
        part = self.parts.widget
        big = part.tiers.big_spenders if isinstance(part, TiersPart) and part.tiers is not None else None
        if big is None or not big.filter:
            self.regulars.say(big.reason if big is not None else "The tiers are on their way.")
            return
        await self.filter_by(big.filter)
        self.regulars.say("In the top quarter by money and not High; F shows all customers again.")

    @on(HeatGrid.CellChosen)
    async def _pair_chosen(self) -> None:
        part = self.parts.widget
        pair = part.pair if isinstance(part, CorrelationsPart) else None
        if pair is not None:
            self.charts.plot(y=pair[0], x=pair[1])
            await self.parts.go_to("scatter")

    @on(Grid.Chosen)
    async def _chosen(self, event: Grid.Chosen) -> None:
        part = self.parts.widget
        if isinstance(event.grid, CustomersGrid):
            self.cards.open(event.grid.cursor)
        elif isinstance(part, TiersPart):
            if event.grid.id == "tiers-grid":
                await self.filter_by(f"tier = {part.tier_under_cursor}")
            elif event.grid.id == "reasons-grid":
                await self.action_big_spenders()
            elif isinstance(event.grid.source, CustomerRows):
                customer_id = await self._id_under_cursor(event.grid)
                if customer_id is not None:
                    self.open_card(customer_id)
            else:
                await self._show_moved(part)

    async def _show_moved(self, part: TiersPart) -> None:
        opened, earlier, move = self.opened, self.regulars.earlier, part.move_under_cursor
        if opened is None or earlier is None or move is None:
            return
        if move[1] is None:
            self.regulars.say("They are not among the customers of now, so the table cannot show them.")
            return
        quick = self.regulars.engine.quick
        found = await self.regulars.ask(quick.view(compared.moved, opened, earlier.payload, "tier", *move))
        if found is None or not found.ids:
            return
        went = plain(move_in_words(*move))
        await self.filter_by(found.filter, went)
        more = f" The best {whole(len(found.ids))} of them by value." if len(found.ids) < found.total else ""
        self.regulars.say(f"{whole(found.total)} customers: {went}.{more} F shows all again.")

    # The card

    @on(CardPane.Left)
    async def _card_left(self) -> None:
        back_to = self.cards.back_to
        self.cards.leave()
        if back_to and back_to != self.name_of_view:
            await self.regulars.go_to(back_to)

    @on(CardPane.Stepped)
    def _card_stepped(self, event: CardPane.Stepped) -> None:
        self.cards.step(event.by)

    @on(CardPane.ProductsWanted)
    def _products_wanted(self) -> None:
        self.cards.look_up()

    @on(Grid.ColumnsChosen)
    def _columns_chosen(self, event: Grid.ColumnsChosen) -> None:
        if isinstance(event.grid, CustomersGrid):
            event.grid.keep_choice()

    async def export(self) -> None:
        """Write the customers in view to a file; on the tiers, the table that has the focus."""
        if self.cards.is_open:
            self.regulars.say("y copies the card; leave it with Esc to export customers.")
            return
        part = self.parts.widget
        if isinstance(part, TiersPart):
            await part.export()
        else:
            await export_grid(self.regulars, self.grid, "customers.csv")


VIEW = CustomersView
