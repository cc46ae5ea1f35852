"""The screen Customers: everyone with scores and segment, how they are spread, the tiers, and the card of each."""

from __future__ import annotations

import asyncio
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from core.errors import RegularsError
from core.remote import compared, filtered
from core.remote.messages import Opened
from core.views import tiers as tiers_views
from core.views.measures import Measure, Scale
from tui.actions import Action, bindings
from tui.dialogs.choose import Choice, Choose
from tui.engine import answer
from tui.exporting import export_grid
from tui.screens.customers_card import CardPane
from tui.screens.customers_cards import Cards
from tui.screens.customers_columns import definition_of, title_of
from tui.screens.customers_correlations import CorrelationsPart
from tui.screens.customers_scatter import ScatterPart
from tui.screens.customers_spread import MEASURES, SpreadPart
from tui.screens.customers_table import CustomersGrid, TablePart
from tui.screens.customers_tiers import TiersPart
from tui.text import plain, whole
from tui.view import View
from tui.widgets.chart import HeatGrid
from tui.widgets.engine_rows import CustomerRows
from tui.widgets.grid import Grid
from tui.widgets.parts import Part, Parts

NOTHING_OPEN = "There are no customers yet: open a source with o."
ON_THEIR_WAY = "The customers are on their way; the line below says what is being done."
SCALES: tuple[Scale, ...] = ("auto", "linear", "log")
SCALE_WORDS = {"auto": "logarithmic where it helps", "linear": "always linear", "log": "always logarithmic"}
# Rows come before the charts beside them, and of many filters in a row only the last is drawn.
CHARTS_AFTER_S = 0.06


class CustomersView(View):
    """Everyone, with scores and segment."""

    name_of_view = "customers"
    title = "Customers"
    BINDINGS: ClassVar[list[BindingType]] = bindings("customers")

    def __init__(self) -> None:
        super().__init__()
        self.x, self.y = "frequency", "monetary"
        self.colour: Literal["tier", "segment"] = "tier"
        self.scale: Scale = "auto"
        self.cards = Cards(self)
        self._wanted: str | None = None
        """A filter that came before the customers did."""
        self._results = 0
        """How many results have been shown: what was drawn of an earlier one is out of date."""
        self._drawn: dict[str, object] = {}

    def compose(self) -> ComposeResult:
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

    # Results

    def on_mount(self) -> None:
        self._tell_empty()

    def _tell_empty(self) -> None:
        is_open = bool(self.regulars.session.recipe.source.paths)
        self.grid.empty = ON_THEIR_WAY if is_open else NOTHING_OPEN
        self.grid.refresh()

    def show_source(self) -> None:
        self._results += 1
        self.cards.leave()
        self._tell_empty()

    def show_result(self, opened: Opened) -> None:
        self._results += 1
        self._show(opened)

    def show_earlier(self, earlier: Opened | None) -> None:
        self._results += 1
        self._draw()

    @work(exclusive=True)
    async def _show(self, opened: Opened) -> None:
        grid = self.grid
        titles = {name: title_of(name) for name in opened.customer_columns}
        try:
            rows = await CustomerRows.of(self.regulars.engine, opened, titles)
            before = grid.order.filter
            await grid.show(rows, keep_place=True)
        except RegularsError as error:
            self.regulars.fail(error)
            return
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            await grid.filter_by(wanted)
        elif before and not grid.order.filter:
            self.regulars.say(f"The filter {before!r} cannot be read any more, so all customers are shown.")
        self._draw()
        self.cards.again()

    async def filter_by(self, text: str) -> None:
        """Show the customers that fit a filter."""
        self.cards.leave()
        await self.parts.go_to("table")
        if self.grid.source.columns:
            self._wanted = None
            await self.grid.filter_by(text)
        else:
            self._wanted = text

    @property
    def whom(self) -> str:
        """Whom the charts are of, as a sentence."""
        grid, opened = self.grid, self.opened
        everybody = opened.report.customers if opened is not None else grid.rows
        if not grid.order.filter:
            return f"All {whole(everybody)} customers; f filters them."
        kept = plain(grid.order.filter, 120)
        return f"{whole(grid.rows)} of {whole(everybody)} customers, filter: {kept}. F shows all."

    # Parts

    @on(Grid.Arranged)
    def _arranged(self, event: Grid.Arranged) -> None:
        if isinstance(event.grid, CustomersGrid):
            self._tell_sums()
            self._draw()

    @on(Parts.Shown)
    def _part_shown(self, event: Parts.Shown) -> None:
        self._draw()

    @on(ScatterPart.RoomChanged)
    def _room_changed(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        """What there is room for now may not have been drawn yet."""
        self._draw()

    def _tell_sums(self) -> None:
        source = self.grid.source
        if isinstance(source, CustomerRows) and self.opened is not None:
            self.query_one(TablePart).show_sums(source.summary, self.opened.report.customers)

    @work(exclusive=True, group="part")
    async def _draw(self) -> None:
        await asyncio.sleep(CHARTS_AFTER_S)
        opened, part = self.opened, self.parts.widget
        if opened is None or not self.grid.source.columns or part is None:
            return
        state = (self._results, self.filter, self.scale)
        wanted: object = state
        if isinstance(part, ScatterPart):
            wanted = (*state, self.x, self.y, self.colour, part.room)
        elif isinstance(part, TablePart):
            wanted = (*state, part.has_histograms)
        elif isinstance(part, TiersPart):
            wanted = (self._results, self.filter)
        if self._drawn.get(self.parts.present) == wanted:
            return
        try:
            await self._draw_part(part, opened)
        except RegularsError as error:
            self.regulars.fail(error)
            return
        self._drawn[self.parts.present] = wanted

    async def _draw_part(self, part: object, opened: Opened) -> None:
        charts = self.regulars.engine.quick.latest("customers")
        if isinstance(part, SpreadPart) or (isinstance(part, TablePart) and part.has_histograms):
            spread = await answer(
                charts.view(filtered.distributions, opened, self.filter, MEASURES, scale=self.scale)
            )
            if isinstance(part, SpreadPart):
                part.show(spread, self.whom)
            else:
                part.show_spread(spread)
        elif isinstance(part, ScatterPart):
            await self._draw_scatter(part, opened)
        elif isinstance(part, CorrelationsPart):
            part.show(await answer(charts.view(filtered.correlations, opened, self.filter)), self.whom)
        elif isinstance(part, TiersPart):
            tiers = await answer(charts.view(tiers_views.tiers_view, opened))
            earlier = self.regulars.earlier
            comparison = None
            if earlier is not None:
                comparison = await answer(charts.view(compared.compared, opened, earlier.payload))
            whom = (
                f"Tiers are of all customers, whatever the filter ({plain(self.filter, 60)})."
                if self.filter
                else ""
            )
            await part.show(tiers, comparison, whom)

    async def _draw_scatter(self, part: ScatterPart, opened: Opened) -> None:
        charts = self.regulars.engine.quick.latest("customers")
        # Once the axes are known there may be room for a few places more or fewer.
        for _ in range(2):
            room = part.room
            if room == (0, 0):
                return
            found = await answer(
                charts.view(
                    filtered.scatter,
                    opened,
                    self.filter,
                    self.x,
                    self.y,
                    size=room,
                    scale=self.scale,
                    colour=self.colour,
                )
            )
            part.show(found, self.whom)
            if part.room == room:
                return

    # Actions

    def why_not(self, action: Action) -> str:
        if not self.grid.source.columns:
            return self.grid.empty
        if action.method == "all" and not self.filter:
            return "All customers are shown already."
        return ""

    def action_filter(self) -> None:
        self.grid.action_filter()

    async def action_all(self) -> None:
        await self.grid.filter_by("")

    def action_scale(self) -> None:
        self.scale = SCALES[(SCALES.index(self.scale) + 1) % len(SCALES)]
        self.regulars.say(f"Scales: {SCALE_WORDS[self.scale]}.")
        self._draw()

    def action_colour(self) -> None:
        self.colour = "segment" if self.colour == "tier" else "tier"
        self._draw()

    def action_method(self) -> None:
        part = self.parts.widget
        if isinstance(part, CorrelationsPart):
            part.next_method()

    async def action_x_axis(self) -> None:
        await self._choose_measure("across", self.x, "x")

    async def action_y_axis(self) -> None:
        await self._choose_measure("up", self.y, "y")

    async def _choose_measure(self, which: str, present: str, axis: str) -> None:
        opened = self.opened
        if opened is None:
            return
        measures: tuple[Measure, ...] | None = await self.regulars.ask(
            self.regulars.engine.quick.view(filtered.measures, opened)
        )
        choices = [Choice(one.name, title_of(one.name), definition_of(one.name)) for one in measures or ()]

        def take(name: str) -> None:
            setattr(self, axis, name)
            self._draw()

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
            self.y, self.x = pair
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
        ids = ", ".join('"' + one.replace('"', '""') + '"' for one in found.ids)
        await self.filter_by(f"customer_id in ({ids})")
        went = f"{move[0]} then, {move[1]} now" if move[0] else f"new since then, {move[1]} now"
        more = f" The best {whole(len(found.ids))} of them by value." if len(found.ids) < found.total else ""
        self.regulars.say(f"{whole(found.total)} customers: {went}.{more} F shows all again.")

    # The card

    @on(CardPane.Left)
    def _card_left(self) -> None:
        self.cards.leave()

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
        """Write the customers in view to a file."""
        part = self.parts.widget
        if isinstance(part, TiersPart) and part.tier_under_cursor:
            await self.filter_by(f"tier = {part.tier_under_cursor}")
        await export_grid(self.regulars, self.grid, "customers.csv")


VIEW = CustomersView
