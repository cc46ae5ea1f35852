"""The screen Clean: what cleaning did to the rows, rule by rule, and what is left."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.message import Message

from core.errors import RegularsError
from core.ledger import CANCELLED
from core.remote.opened import Opened
from core.result_tables import ledger_lines
from core.views import column_stats, rule_rows, sales, sales_groups
from core.views.periods import Grain
from core.views.rule_rows import DEFINITIONS as ROW_DEFINITIONS
from tui.actions import Action, bindings
from tui.engine import answer
from tui.exporting import export_grid, export_lines, export_rows
from tui.fitting import Fitting
from tui.lacking import Lacking
from tui.screens.clean_charts import CountriesPart, HoursPart
from tui.screens.clean_columns import ColumnsPart
from tui.screens.clean_ledger import LINES, LedgerGrid, how_to_name
from tui.screens.clean_time import GRAINS, TimePart
from tui.text import as_fits, counted, money, plain, whole
from tui.view import View
from tui.widgets.engine_rows import FileRows
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.parts import Part, Parts
from tui.wording import note_in_app

# What there is room for below the ledger on the smallest terminal.
LEDGER_LINES = 3
NO_RULE = "No rule has been chosen: press r on one in the ledger."
# The names of the parts, a title, what is said below, and the lines of all others and of no country.
AROUND_COUNTRIES = 7
# From so many lines on there is room for a chart below the ledger.
TALL = 32


class LedgerPart(Fitting, Vertical):
    """The ledger, what it comes to, and what the rule under the cursor takes; below it sales over time, where the terminal is tall."""

    DEFAULT_CSS = f"""
    LedgerPart #ledger-text {{ padding: 0 1; height: {LEDGER_LINES}; }}
    LedgerPart TimePart {{ display: none; height: 1fr; }}
    LedgerPart.tall TimePart {{ display: block; }}
    LedgerPart.tall LedgerGrid {{ height: {LINES + 2}; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self._opened: Opened | None = None

    def compose(self) -> ComposeResult:
        yield LedgerGrid(empty=Lacking("ledger"))
        yield Line("", id="ledger-text")
        yield TimePart()

    def fit(self, size: Size) -> None:
        """Use the room that there is."""
        self.set_class(size.height >= TALL, "tall")
        self._tell()

    async def show(self, opened: Opened) -> None:
        """Show the ledger of a result."""
        self._opened = opened
        await self.query_one(LedgerGrid).show_ledger(opened)
        self._tell()

    @on(Grid.Moved)
    def _tell(self) -> None:
        if self._opened is None:
            return
        report, rule = self._opened.report, self.query_one(LedgerGrid).rule
        kept = next(line for line in report.ledger if line.rule == "kept")
        text = f"In: {counted(report.rows, 'row')}"
        if report.amount is not None and kept.amount is not None:
            text += f", {money(report.amount)}. Out: {counted(kept.rows, 'row')}, {money(kept.amount)}."
        else:
            text += f". Out: {counted(kept.rows, 'row')}."
        takes = f"The rule {rule.name} takes {rule.takes}." if rule is not None else ""
        if rule is not None and (reason := self._opened.idle_rules.get(rule.name)):
            takes = f"The rule {rule.name} is on and takes nothing: {note_in_app(reason, 200)}. {how_to_name(rule)}"
        is_cancelled = rule is not None and rule.name == CANCELLED
        refunds = "Only the negative amounts among them are refunds." if is_cancelled else ""
        notes = [note_in_app(note, 400) for note in report.notes[:2]]
        self.query_one("#ledger-text", Line).show(
            as_fits([text, takes, refunds, *notes], self.size.width - 2, LEDGER_LINES)
        )


class RuleRowsPart(Vertical):
    """The rows of one rule."""

    DEFAULT_CSS = "RuleRowsPart Line { padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Left(Message):
        """The ledger is wanted again."""

    def compose(self) -> ComposeResult:
        yield Line("Press r on a rule of the ledger to see the rows that it took.")
        yield Grid(empty=NO_RULE)

    def action_leave(self) -> None:
        """Go back to where the rule was chosen."""
        self.post_message(self.Left())

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in ROW_DEFINITIONS.items())


class CleanView(View):
    """The ledger, the rows behind a rule, sales as charts, and the columns before and after."""

    name_of_view = "clean"
    title = "Clean"
    BINDINGS: ClassVar[list[BindingType]] = bindings("clean")

    def __init__(self) -> None:
        super().__init__()
        self.by_money = True
        self.grain: Grain | None = None
        self.rule = ""
        self._columns_of: Opened | None = None
        """The result whose columns are shown."""

    def compose(self) -> ComposeResult:
        yield Parts(
            [
                Part("ledger", "Ledger", LedgerPart),
                Part("rows", "Rows", RuleRowsPart),
                Part("time", "Over time", TimePart),
                Part("hours", "Hours", HoursPart),
                Part("countries", "Countries", CountriesPart),
                Part("columns", "Columns", ColumnsPart),
            ]
        )

    @property
    def parts(self) -> Parts:
        """The parts."""
        return self.query_one(Parts)

    @property
    def of_ledger(self) -> Opened | None:
        """The run whose ledger is shown: the last that was finished, or a later one that left nobody."""
        return self.regulars.ledger_alone or self.opened

    def show_result(self, opened: Opened) -> None:
        self._show(opened)

    def tell_why_nothing(self) -> None:
        super().tell_why_nothing()
        for grid in self.query(LedgerGrid):
            grid.tell_what_is_chosen()
        if self.regulars.ledger_alone is not None and self.query(Parts):
            self._show(self.opened)

    @on(Parts.Shown)
    def _part_shown(self, event: Parts.Shown) -> None:
        self._look_at_columns()
        self._fit_countries()
        if self.of_ledger is not None and event.is_new and not isinstance(event.widget, ColumnsPart):
            self._show(self.opened)

    def comes_into_view(self) -> None:
        self._look_at_columns()

    def goes_out_of_view(self) -> None:
        self._look_at_columns()

    @work(exclusive=True)
    async def _show(self, opened: Opened | None) -> None:
        """Show a result, and the ledger of a later run that left nobody."""
        quick = self.regulars.engine.quick
        try:
            for part in self.parts.made():
                if isinstance(part, LedgerPart):
                    await self._show_ledger(part, opened)
                elif opened is None:
                    continue
                elif isinstance(part, TimePart):
                    await self._show_time(part, opened)
                elif isinstance(part, HoursPart):
                    part.show(
                        await answer(quick.view(sales_groups.sales_by_hour, opened)), by_money=self.by_money
                    )
                elif isinstance(part, CountriesPart):
                    await self._show_countries(part, opened)
                elif isinstance(part, ColumnsPart):
                    self._look_at_columns()
        except RegularsError as error:
            self.regulars.fail(error)
            return
        if isinstance(self.parts.widget, RuleRowsPart) and self.rule:
            await self._show_rows(self.rule)

    async def _show_countries(self, part: CountriesPart, opened: Opened) -> None:
        most = self._most_countries
        asked = self.regulars.engine.quick.view(sales_groups.sales_by_country, opened, most)
        part.show(await answer(asked), by_money=self.by_money, most=most)

    @property
    def _most_countries(self) -> int:
        """How many countries there is room for; out of view as many as usual."""
        height = self.size.height
        return max(1, height - AROUND_COUNTRIES) if height else sales_groups.COUNTRIES

    def on_resize(self) -> None:
        """There may be room for more countries than were asked for, or for fewer."""
        self._fit_countries()

    @work(exclusive=True, group="countries")
    async def _fit_countries(self) -> None:
        opened, part = self.opened, self.parts.widget
        if opened is None or not isinstance(part, CountriesPart) or part.most in (0, self._most_countries):
            return
        try:
            await self._show_countries(part, opened)
        except RegularsError as error:
            self.regulars.fail(error)

    async def _show_ledger(self, part: LedgerPart, opened: Opened | None) -> None:
        if self.of_ledger is not None:
            await part.show(self.of_ledger)
        if opened is not None:
            await self._show_time(part.query_one(TimePart), opened)

    async def _show_time(self, part: TimePart, opened: Opened) -> None:
        found = await answer(self.regulars.engine.quick.view(sales.sales_over_time, opened, self.grain))
        part.show(found, by_money=self.by_money)

    @work(exclusive=True, group="columns")
    async def _look_at_columns(self) -> None:
        """Read the source again for them while somebody looks: going elsewhere gives it up, since this is exclusive."""
        opened, part = self.opened, self.parts.widget
        if (
            opened is None
            or opened is self._columns_of
            or not self.display
            or not isinstance(part, ColumnsPart)
        ):
            return
        future = self.regulars.engine.slow.view(column_stats.column_stats, opened)
        stats = await self.regulars.wait_for("looking at the columns", future)
        if stats is not None:
            await part.show(stats)
            self._columns_of = opened

    @on(LedgerGrid.RowsWanted)
    async def _rows_wanted(self, event: LedgerGrid.RowsWanted) -> None:
        self.rule = event.rule
        await self.parts.go_to("rows")
        self._load_rows(event.rule)

    @on(RuleRowsPart.Left)
    async def _rows_left(self) -> None:
        self.regulars.quiet()
        await self.parts.go_to("ledger")

    @work(exclusive=True, group="rows")
    async def _load_rows(self, rule: str) -> None:
        await self._show_rows(rule)

    async def _show_rows(self, rule: str) -> None:
        opened, part = self.of_ledger, self.parts.widget
        if opened is None or not isinstance(part, RuleRowsPart):
            return
        grid = part.query_one(Grid)
        grid.empty = "The rows are being looked up."
        grid.tell_why_nothing()
        future = self.regulars.engine.slow.view(rule_rows.rule_rows, opened, rule)
        found = await self.regulars.wait_for(f"looking up the rows of {rule}", future)
        grid.empty = NO_RULE
        if found is None:
            grid.tell_why_nothing()
            return
        worth = "" if found.amount is None else f" worth {money(found.amount)}"
        shown = "" if found.shown == found.total else f"; the first {whole(found.shown)} are here"
        part.query_one(Line).show(
            f"{found.rule}: {plain(found.takes)}. {counted(found.total, 'row')}{worth}{shown}."
        )
        if found.path:
            try:
                await grid.show(await FileRows.of(self.regulars.engine, found.path, {}))
            except RegularsError as error:
                self.regulars.fail(error)
        self.parts.focus_part()

    def why_not(self, action: Action) -> str:
        part = self.parts.widget
        if self._time_part() is not None and action.method in ("grain", "measure"):
            return ""
        if action.method == "grain":
            return "The grain is chosen in the sales over time: press ] until they are in view."
        if action.method == "measure" and not isinstance(part, HoursPart | CountriesPart):
            return "The measure is chosen in the charts: press ] until one is in view."
        return ""

    def _time_part(self) -> TimePart | None:
        """The sales over time, where they are in view."""
        part = self.parts.widget
        if isinstance(part, LedgerPart) and part.has_class("tall"):
            return part.query_one(TimePart)
        return part if isinstance(part, TimePart) else None

    def action_grain(self) -> None:
        part = self._time_part()
        if part is not None and part.sales is not None and self.opened is not None:
            present = part.sales.grain
            self.grain = GRAINS[(GRAINS.index(present) + 1) % len(GRAINS)] if present in GRAINS else "month"
            self._show(self.opened)

    def action_measure(self) -> None:
        self.by_money = not self.by_money
        if self.opened is not None:
            self._show(self.opened)

    async def export(self) -> None:
        part = self.parts.widget
        if isinstance(part, RuleRowsPart) and part.query_one(Grid).rows:
            name = "".join(letter if letter.isalnum() else "-" for letter in self.rule)
            await export_grid(self.regulars, part.query_one(Grid), f"{name}.csv")
        elif isinstance(part, LedgerPart):
            shown = self.of_ledger
            export_lines(self.regulars, ledger_lines(shown.report) if shown is not None else [], "ledger.csv")
        elif isinstance(part, TimePart | HoursPart | CountriesPart):
            export_rows(self.regulars, part.figures(), f"sales-by-{part.by_what}.csv")
        elif isinstance(part, ColumnsPart):
            export_rows(self.regulars, part.figures(), "columns.csv")
        else:
            self.regulars.say(NO_RULE)


VIEW = CleanView
