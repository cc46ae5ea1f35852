"""The screen Data: what is in the source, which column plays which role, and, with nothing open, what to open."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget
from textual.worker import Worker

from core.errors import RegularsError
from core.remote import looking
from core.remote.lane import StoppedError
from core.remote.looks import FileLook, FirstLook, Look
from core.remote.opened import Opened
from tui.acting import focus_on
from tui.actions import Action, bindings
from tui.dialogs.choose import Choose
from tui.dialogs.open_source import OpenSource
from tui.dialogs.read import Read
from tui.engine import answer
from tui.exporting import export_grid
from tui.lasting import empty
from tui.screens.data_files import FilesGrid, FilesPart
from tui.screens.data_notes import NotesPart
from tui.screens.data_reading import ask_reading
from tui.screens.data_roles import role_choices, with_role
from tui.screens.data_rows import RowsPart
from tui.screens.data_waiting import waiting_for
from tui.sources import Wanted, recipe_of
from tui.text import plain
from tui.view import View
from tui.widgets.grid import Grid
from tui.widgets.open_panel import OpenPanel
from tui.widgets.parts import Part, Parts
from tui.widgets.places import PlaceList

if TYPE_CHECKING:
    from core.recipe import Recipe
    from core.views.profile_parts import ColumnDetail
    from core.views.raw import RawTable

LEAD = (
    "Open a file of sales to see its customers: choose below with Up, Down and Enter, or press / and type a path."
    " Several paths, a folder or a pattern are stacked where they are alike; a recipe (.toml) opens as it was left."
)
# The cursor may pass over columns: only one that it rests on is looked at.
REST_S = 0.12


class DataView(View):
    """The rows, files and notes of the source; or what to open."""

    name_of_view = "data"
    title = "Data"
    BINDINGS: ClassVar[list[BindingType]] = bindings("data")

    def __init__(self) -> None:
        super().__init__()
        self.first: FirstLook | None = None
        self.number = 0
        """The table whose rows are shown."""
        self.raw: dict[int, RawTable] = {}
        self.details: dict[tuple[int, int], ColumnDetail] = {}
        self.counts: tuple[int | None, ...] = ()
        self.known_files: dict[str, FileLook] = {}
        self._has_parts = False
        """Whether the parts are on the screen, or on their way there; else it is words, or what to open."""
        self._looked_for: tuple[FirstLook | None, int, int | None] = (None, 0, None)
        """The column whose profile was asked for last."""

    def compose(self) -> ComposeResult:
        yield (
            waiting_for(self.regulars.session.recipe.source.paths)
            if self.regulars.session.recipe.source.paths
            else OpenPanel(LEAD)
        )

    @property
    def look(self) -> Look | None:
        """What is in the source."""
        return self.first.look if self.first is not None else None

    @property
    def parts(self) -> Parts | None:
        """The parts, while a source is open."""
        found = self.query(Parts)
        return found.first() if found else None

    @property
    def rows_part(self) -> RowsPart | None:
        """The rows, where they are what is in view."""
        widget = self.parts.widget if self.parts is not None else None
        return widget if isinstance(widget, RowsPart) else None

    def first_focus(self) -> Widget | None:
        """The list of places, or the rows."""
        found = self.query(PlaceList)
        return found.first() if found else super().first_focus()

    # What is open

    def show_source(self) -> None:
        """Another source was opened."""
        self.first, self.number = None, 0
        self.raw, self.details, self.counts, self.known_files = {}, {}, (), {}
        self._put(waiting_for(self.regulars.session.recipe.source.paths))

    def show_unreadable(self, error: RegularsError) -> None:
        """Say why, and ask for another source."""
        if self.first is not None:
            # A choice made the source unreadable: what is known stays, and u takes the choice back.
            self.regulars.fail(error)
        elif isinstance(error, StoppedError):
            name = plain(Path(self.regulars.session.recipe.source.paths[0]).name, 60)
            self._put(OpenPanel(f"Reading {name} was cancelled. {LEAD}"))
        else:
            self.regulars.refuse_what_is_typed()
            self._put(OpenPanel(LEAD, error))

    def _put(self, widget: Widget) -> Worker[None]:
        """Have one thing on the screen."""
        self._has_parts = False
        return self._put_alone(widget)

    @work(exclusive=True, group="put")
    async def _put_alone(self, widget: Widget) -> None:
        had_focus = self.screen.focused is None or self in self.screen.focused.ancestors_with_self
        await empty(self)
        await self.mount(widget)
        if had_focus and self.display:
            self._last_focus = None
            self.focus_again()

    def show_look(self, look: FirstLook) -> None:
        """Show what is in the source."""
        before = self.first
        self.first = look
        for file in look.look.files:
            self.known_files[file.path] = file
        is_other = before is None or before.recipe.source != look.recipe.source
        is_changed = before is not None and before.look.identities != look.look.identities
        if is_other or self.number >= len(look.look.tables):
            self.number = look.look.main
        if is_other or is_changed:
            self.raw, self.counts = {}, ()
        if look.rows is not None:
            self.raw[look.look.main] = look.rows
        # How a column is written may depend on the roles.
        self.details = {}
        if not self._has_parts:
            # Also where those of the source before are still there, which are on their way out.
            self._has_parts = True
            self._begin()
        else:
            self._show_parts()
        opened = self.opened
        if is_changed and opened is not None and opened.files == look.look.identities:
            self.show_result(opened)

    @work(exclusive=True, group="put")
    async def _begin(self) -> None:
        await empty(self)
        await self.mount(
            Parts(
                [
                    Part("rows", "Rows", RowsPart),
                    Part("files", "Files", FilesPart),
                    Part("notes", "Notes", NotesPart),
                ]
            )
        )

    def show_result(self, opened: Opened) -> None:
        """The run has counted the rows, and found what deserves a second look."""
        self._show_parts()
        if (
            self.look is not None
            and any(table.rows is None for table in self.look.tables)
            and not self.counts
        ):
            self._count(opened)

    @on(Parts.Shown)
    async def _part_shown(self, event: Parts.Shown) -> None:
        if event.is_new:
            self._show_parts()
            if event.parts.present == "rows" and self.display and self.screen.focused is None:
                event.parts.focus_part()
        # A column may have been shown anew, or looked at closer, while another part was in view.
        self._tell_column()

    @work(exclusive=True, group="parts")
    async def _show_parts(self) -> None:
        look, parts = self.look, self.parts
        if look is None or parts is None:
            return
        for part in parts.made():
            if not part.is_mounted:
                continue  # it is shown when it is
            if isinstance(part, RowsPart):
                await self._show_rows(part, look)
            elif isinstance(part, FilesPart):
                await part.grid.show_files(look, self.known_files, self.counts)
            elif isinstance(part, NotesPart):
                part.show(look, self.opened.report.notes if self.opened is not None else ())

    @work(exclusive=True, group="counts")
    async def _count(self, opened: Opened) -> None:
        look = self.look
        if look is None:
            return
        used = [table.number for table in look.tables if table.used]
        if len(look.tables) == 1 and used:
            self.counts = (opened.report.rows,)
        else:
            slow = self.regulars.engine.slow
            try:
                counts = await answer(slow.study(looking.row_counts, self.regulars.session.recipe))
            except RegularsError:
                return  # the first rows are there, and how many there are in all is not worth an error
            if look is not self.look:
                return
            self.counts = counts
        self._show_parts()

    # Rows

    async def _show_rows(self, part: RowsPart, look: Look) -> None:
        if self.number not in self.raw:
            if self.first is not None and self.first.why_no_rows and self.number == look.main:
                part.show_words(self.first.why_no_rows)
                return
            recipe = self.regulars.session.recipe
            future = self.regulars.engine.slow.study(looking.first_rows, recipe, self.number)
            found = await self.regulars.wait_for("reading the first rows", future)
            if found is None:
                return
            self.raw[self.number] = found
            if not part.is_whole or look is not self.look:
                return
        total = self.counts[self.number] if self.number < len(self.counts) else None
        raw, first = self.raw[self.number], self.first
        page = first.page if first is not None and first.rows is raw else None
        await part.show(look, look.tables[self.number], raw, total, page)
        self._tell_column()

    @on(Grid.Moved)
    def _moved(self) -> None:
        self._tell_column()

    def _tell_column(self) -> None:
        part = self.rows_part
        if part is None or part.raw is None or not part.is_whole:
            return
        position = part.position
        detail = self.details.get((self.number, position)) if position is not None else None
        if part.detail is not detail or detail is None or part.profiled != position:
            part.show_profile(detail)
        wanted = (self.number, position)
        if position is not None and detail is None and self._looked_for != (self.first, *wanted):
            self._looked_for = (self.first, *wanted)
            self._look_closer(self.number, position)

    @work(exclusive=True, group="profile")
    async def _look_closer(self, number: int, position: int) -> None:
        """Have the column's profile from all rows, when the engine has time."""
        first = self.first
        await asyncio.sleep(REST_S)
        if first is None or first is not self.first:
            return
        recipe: Recipe = first.recipe
        lane = self.regulars.engine.slow.latest("profile")
        try:
            detail = await answer(lane.study(looking.profile, recipe, number, position))
        except RegularsError as error:
            self._looked_for = (None, 0, None)
            self.regulars.fail(error)
            return
        if first is self.first:
            self.details[number, position] = detail
            self._tell_column()

    # Files

    @on(FilesGrid.RowsWanted)
    async def _rows_wanted(self, event: FilesGrid.RowsWanted) -> None:
        self.number = event.number
        if self.parts is not None:
            await self.parts.go_to("rows")
        self._show_parts()

    # What can be done

    def why_not(self, action: Action) -> str:
        part, look = self.rows_part, self.look
        if action.scope != "data":
            return ""
        if look is None:
            return "Nothing is open yet: press o."
        if action.method in ("role", "profile"):
            if part is None:
                return "Columns are in the rows: press [ or ] until they are in view."
            if part.column is None:
                return "This is the number of the row in its file: go to a column with Right."
        if action.method == "table" and len(look.tables) < 2:
            return "The source has only this one table."
        return ""

    def action_role(self) -> None:
        part, first = self.rows_part, self.first
        if part is None or first is None or part.table is None or part.column is None:
            return
        look, table, column = first.look, part.table, part.column
        app = self.regulars

        def chosen(role: str) -> None:
            recipe = app.session.recipe
            try:
                columns = with_role(recipe.columns, look, table, column.position, role)
            except RegularsError as error:
                app.fail(error)
                return
            said = {"none": "nothing", "guess": "as guessed"}.get(role, role)
            app.change(replace(recipe, columns=columns), f"{plain(column.name, 40)} is {said}")

        present = column.roles[0] if column.roles else "none"
        dialog = Choose(
            f"What is {plain(column.name, 40)}?", role_choices(look, table, column.position), present=present
        )
        app.ask_for(dialog, chosen)

    async def action_profile(self) -> None:
        part, first = self.rows_part, self.first
        if part is None or part.column is None or part.position is None or first is None:
            return
        number, position = self.number, part.position
        if (number, position) not in self.details:
            # All that is known is what all rows say, not the sample that there was at once.
            lane = self.regulars.engine.slow.latest("profile")
            future = lane.study(looking.profile, first.recipe, number, position)
            found = await self.regulars.wait_for("looking at the column", future)
            if found is None or first is not self.first or (self.number, part.position) != (number, position):
                return
            self.details[number, position] = found
            self._tell_column()
        text = part.profile_text
        if text is not None:
            self.regulars.push_screen(Read(part.column.name, text))

    async def action_table(self) -> None:
        if self.look is not None:
            self.number = (self.number + 1) % len(self.look.tables)
            if self.parts is not None and self.rows_part is None:
                await self.parts.go_to("rows")
            self._show_parts()

    def action_reading(self) -> None:
        ask_reading(self.regulars, self.look)

    def ask_source(self) -> None:
        """Ask what to open."""
        found = self.query(PlaceList)
        if found:
            focus_on(found.first())
            return
        self.regulars.push_screen(OpenSource(), self._take)

    @on(OpenPanel.Opened)
    async def _panel_opened(self, event: OpenPanel.Opened) -> None:
        await self._take(event.wanted)

    async def _take(self, wanted: Wanted | None) -> None:
        if wanted is None:
            return
        if wanted.resume:
            await self.regulars.resume(wanted.place)
            return
        try:
            recipe, path = recipe_of(wanted.paths)
        except RegularsError as error:
            self.regulars.fail(error)
            return
        self.regulars.open_source(recipe=recipe, recipe_path=path)

    async def export(self) -> None:
        part = self.rows_part
        if part is not None and part.grid.rows:
            await export_grid(self.regulars, part.grid, "rows.csv")
        else:
            self.regulars.say("Rows can be exported: press [ or ] until they are in view, then e.")


VIEW = DataView
