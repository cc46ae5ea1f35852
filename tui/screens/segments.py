"""The screen Segments: who they are, what they are worth, and what to do about them."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from core.errors import RegularsError
from core.remote.compared import compared, moved
from core.remote.opened import Opened
from core.result_tables import change_lines, move_lines
from core.views import concentration, mailing, segments, sentences
from core.views.compare import move_in_words
from tui.actions import Action, bindings
from tui.dialogs.choose import Choice, Choose
from tui.engine import answer
from tui.exporting import ask_where, export_few, export_lines, export_rows
from tui.lacking import Lacking, why_nothing
from tui.screens.customers_part import gone_on
from tui.screens.segments_changes import ChangesPart
from tui.screens.segments_map import MapPart
from tui.screens.segments_parts import CurvePart, ScoreGridPart, SummaryPart
from tui.screens.segments_table import EVERYONE, SegmentsTablePart, chosen, under_cursor
from tui.text import counted, plain, whole
from tui.view import View
from tui.widgets.chart import HeatGrid
from tui.widgets.grid import Grid
from tui.widgets.parts import Part, Parts


class SegmentsView(View):
    """Segments and tiers as a table, a grid, a curve and in words."""

    name_of_view = "segments"
    title = "Segments"
    BINDINGS: ClassVar[list[BindingType]] = bindings("segments")

    def __init__(self) -> None:
        super().__init__()
        self._left_at = ""
        """The part that was in view when the session was left, until it is again."""

    def compose(self) -> ComposeResult:
        self._left_at = self.regulars.session.parts.get(self.name_of_view, "")
        yield Parts(
            [
                Part("table", "Table", SegmentsTablePart),
                Part("grid", "Grid", ScoreGridPart),
                Part("curve", "Concentration", CurvePart),
                Part("summary", "In words", SummaryPart),
                Part("changes", "Changes", ChangesPart),
                Part("map", "Map", MapPart),
            ]
        )

    @property
    def parts(self) -> Parts:
        """The parts."""
        return self.query_one(Parts)

    def show_result(self, opened: Opened) -> None:
        self._show(opened)

    def show_earlier(self, earlier: Opened | None) -> None:
        if self.opened is not None:
            self._show(self.opened)

    @on(Parts.Shown)
    async def _part_shown(self, event: Parts.Shown) -> None:
        left_at, self._left_at = self._left_at, ""
        if await gone_on(event.parts, left_at):
            return
        self.regulars.session.parts[self.name_of_view] = event.parts.present
        if event.is_new and self.opened is not None:
            self._show(self.opened)

    @work(exclusive=True)
    async def _show(self, opened: Opened) -> None:
        quick, earlier = self.regulars.engine.quick, self.regulars.earlier
        try:
            comparison = await answer(quick.view(compared, opened, earlier.payload)) if earlier else None
            for part in self.parts.made():
                if isinstance(part, SegmentsTablePart):
                    await part.show(
                        await answer(quick.view(segments.segments_and_tiers, opened)),
                        await answer(quick.view(sentences.sentences, opened)),
                        await answer(quick.view(segments.score_grid, opened)),
                        await answer(quick.view(concentration.concentration, opened)),
                        comparison,
                    )
                elif isinstance(part, ScoreGridPart):
                    part.show(await answer(quick.view(segments.score_grid, opened)))
                elif isinstance(part, CurvePart):
                    part.show(await answer(quick.view(concentration.concentration, opened)), comparison)
                elif isinstance(part, ChangesPart):
                    await part.show(comparison)
                elif isinstance(part, MapPart):
                    await part.show_result(opened)
                elif isinstance(part, SummaryPart):
                    part.show(await answer(quick.view(sentences.sentences, opened)), comparison)
        except RegularsError as error:
            self.regulars.fail(error)

    @property
    def _table(self) -> SegmentsTablePart:
        return self.query_one(SegmentsTablePart)

    @property
    def _groups(self) -> Grid:
        """The table of segments and tiers in view; where none is, the first part's."""
        part = self.parts.widget
        return part.groups if isinstance(part, ChangesPart) else self.query_one("#segments-grid", Grid)

    def _scores(self) -> ScoreGridPart | None:
        """The grid of scores, where it is in view."""
        part = self.parts.widget
        if isinstance(part, SegmentsTablePart) and part.has_class("tall"):
            return part.query_one(ScoreGridPart)
        return part if isinstance(part, ScoreGridPart) else None

    def _filter(self, *, in_cells: bool = False) -> tuple[str, str]:
        """The filter for what is under the cursor, of the table or of the cells, and what that is called."""
        cells = self._scores()
        if cells is not None and (in_cells or cells is self.parts.widget):
            return cells.filter_of_cell(), "this cell"
        name = under_cursor(self._groups)
        if not name or name == EVERYONE:
            return "", "all customers"
        column = "tier" if name in self._table.tiers else "segment"
        return f'{column} = "{name}"', f"{column} {name}"

    @on(Grid.Chosen)
    @on(HeatGrid.CellChosen)
    async def _chosen(self, event: Grid.Chosen | HeatGrid.CellChosen) -> None:
        part = self.parts.widget
        if isinstance(part, ChangesPart) and isinstance(event, HeatGrid.CellChosen):
            await self._show_movers(part)
            return
        wanted, name = self._filter(in_cells=isinstance(event, HeatGrid.CellChosen))
        await self.regulars.show_customers(
            wanted, f"The customers of {name}; f filters otherwise, 4 goes back."
        )

    async def _show_movers(self, part: ChangesPart) -> None:
        """The customers who went from one name to another."""
        opened, earlier, move = self.opened, self.regulars.earlier, part.move_under_cursor()
        if opened is None or earlier is None or move is None:
            return
        kind, then, now = move
        found = await self.regulars.ask(
            self.regulars.engine.quick.view(
                moved, opened, earlier.payload, "tier" if kind == "tier" else "segment", then, now
            )
        )
        if found is None:
            return
        if not found.ids or now is None:
            self.regulars.say(
                "Nobody went that way." if not found.ids else "These customers are not there now."
            )
            return
        went = plain(move_in_words(then, now))
        shown = "" if len(found.ids) == found.total else f"; the first {whole(len(found.ids))} of them"
        await self.regulars.show_customers(
            found.filter, f"{counted(found.total, 'customer')}: {went}{shown}. F shows all again.", went
        )

    def why_not(self, action: Action) -> str:
        if self.opened is None:
            return why_nothing(self.regulars, Lacking("segments"))
        if (
            action.method == "measure"
            and self._scores() is None
            and not isinstance(self.parts.widget, ChangesPart)
        ):
            return "That is chosen in the grid or the changes: press [ or ] until they are in view."
        return self._why_no_mailing() if action.method == "mailing" else ""

    def _why_no_mailing(self) -> str:
        """A list is of somebody whom the part in view names."""
        part = self.parts.widget
        if isinstance(part, MapPart):
            return "The draft of the map is not in force: p puts it there." if part.is_changed else ""
        if isinstance(part, ScoreGridPart):
            return "Enter shows the customers of the cell; m writes them there."
        if isinstance(part, CurvePart | SummaryPart):
            return "Whose list it is to be is chosen in the table: press [ until it is in view."
        return ""

    def action_measure(self) -> None:
        part = self.parts.widget
        cells = self._scores()
        if isinstance(part, ChangesPart):
            part.next_kind()
        elif cells is not None:
            cells.next_measure()

    def action_map(self) -> None:
        present = self.regulars.session.recipe.segments.map
        choices = [
            Choice("grid", "Grid", "10 names by recency and frequency"),
            Choice("eleven", "Eleven", "11 names by all three scores"),
        ]
        self.regulars.ask_for(Choose("Segment map", choices, present=present), self._choose_map)

    def _choose_map(self, name: str) -> None:
        self.regulars.set_values(f"the segment map {name}", segments__map=name, segments__names="[]")

    def action_mailing(self) -> None:
        part, opened = self.parts.widget, self.opened
        if opened is None:
            return
        names = (part.segment,) if isinstance(part, MapPart) else chosen(self._groups)
        members = mailing.members_of(names, self._table.tiers)

        async def write(path: str, overwrite: bool) -> None:
            try:
                done = await answer(
                    self.regulars.engine.quick.view(
                        mailing.write_mailing, opened, path, members, overwrite=overwrite
                    )
                )
            except RegularsError as error:
                self.regulars.fail(error)
                return
            self.regulars.say(f"Wrote {counted(done.customers, 'customer')} to {done.path}")

        who = " and ".join(names) or EVERYONE
        file = "".join(letter if letter.isalnum() else "-" for letter in who.casefold())
        ask_where(self.regulars, f"Mailing list of {who}", f"{file}.csv", write)

    async def export(self) -> None:
        part = self.parts.widget
        if isinstance(part, SegmentsTablePart):
            # A run's `segments.csv` has segments alone.
            export_lines(self.regulars, part.lines(), "segments-and-tiers.csv")
        elif isinstance(part, ChangesPart):
            compared = part.comparison if part.comparison is not None and not part.comparison.reason else None
            if part.query_one(HeatGrid).has_focus:
                export_lines(self.regulars, move_lines(compared) if compared else [], "moves.csv")
            else:
                export_lines(self.regulars, change_lines(compared) if compared else [], "changes.csv")
        elif isinstance(part, MapPart):
            export_few(self.regulars, part.query_one(Grid), "map.csv")
        elif isinstance(part, ScoreGridPart | CurvePart | SummaryPart):
            export_rows(self.regulars, part.figures(), part.usual_name)


VIEW = SegmentsView
