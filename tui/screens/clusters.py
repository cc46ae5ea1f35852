"""The screen Clusters: groups that the data forms by itself, how many there are, and what they are like."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import asdict
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.worker import Worker

from core.clusters.features import Feature
from core.clusters.tables import ClusterLine
from core.errors import RegularsError
from core.recipe import ClustersPart
from core.remote import grouping
from core.remote.grouping import Grouped, NoGroups
from core.remote.opened import Opened
from core.views.clusters_map import cluster_map
from tui.actions import Action, bindings
from tui.engine import answer
from tui.exporting import export_lines, export_rows
from tui.lacking import Lacking, why_nothing
from tui.screens.clusters_cells import CrossedPart, ProfilePart
from tui.screens.clusters_choices import Choices
from tui.screens.clusters_criteria import CriteriaPart
from tui.screens.clusters_map import GroupsMapPart
from tui.screens.clusters_part import NO_GROUPS, GroupPart, group_name
from tui.screens.clusters_table import GroupsPart
from tui.text import first_fitting, plain
from tui.view import View
from tui.widgets.chart import HeatGrid
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.parts import Part, Parts
from tui.widgets.rows import FewRows
from tui.wording import in_app

NOT_MADE = "Groups were not made: go to another screen and back to have them made."
AS_BEFORE = "Not made anew; these are those of before (another screen and back makes them)."
# Workers that go on while the groups are looked at.
ASKING, ASKING_JOB = "asking", "asking-job"
# Once the axes are known there may be room for a few places more or fewer.
MOST_COUNTS = 2


class ClustersView(View):
    """Groups in figures and words, the criteria, a map, a profile, and groups crossed with segments."""

    name_of_view = "clusters"
    title = "Clusters"
    BINDINGS: ClassVar[list[BindingType]] = bindings("clusters")
    DEFAULT_CSS = "ClustersView > #clusters-told { padding: 0 1; height: 1; color: $dim; }"

    def __init__(self) -> None:
        super().__init__()
        self.choices = Choices(self)
        self.grouped: Grouped | None = None
        self._why: str = ""
        """Why there are no groups, where that is known."""
        self._of: Opened | None = None
        """The result that the groups in view are of."""
        self._seen_to: Opened | None = None
        """The result whose groups and criteria are made, or being made."""
        self._is_asking = False
        self._mapped: Opened | None = None
        """The result whose map is drawn, or being drawn: what the criteria say changes nothing of it."""
        self._wanted: tuple[str, str] | None = None
        """The filter of the customers to show, and who they are, once they have the columns for it."""

    def compose(self) -> ComposeResult:
        yield Line("", id="clusters-told")
        yield Parts(
            [
                Part("groups", "Groups", GroupsPart),
                Part("criteria", "Criteria", CriteriaPart),
                Part("map", "Map", GroupsMapPart),
                Part("profile", "Profile", ProfilePart),
                Part("crossed", "Crossed", CrossedPart),
            ]
        )

    def used(self, part: ClustersPart) -> list[str]:
        """What customers are compared by, as the recipe calls it: of the usual features those that the source has, once that is known."""
        names = [Feature.of(text).name for text in part.features]
        if self.grouped is None or self._of is None:
            return names
        made_by = {row["feature"] for row in self.grouped.tables.profile} or set(names)
        asked = [Feature.of(text).name for text in self._of.recipe.clusters.features]
        return [name for name in names if name in made_by or name not in asked]

    @property
    def parts(self) -> Parts:
        """The parts."""
        return self.query_one(Parts)

    # Results

    def awaits(self, worker: Worker[Any]) -> bool:
        return worker.group not in (ASKING, ASKING_JOB)

    def show_result(self, opened: Opened) -> None:
        # Groups take a while, so they wait until somebody looks.
        if self.display:
            self._group(opened)

    def comes_into_view(self) -> None:
        # What was run while another screen was in view.
        if self.opened is not None and self._seen_to is not self.opened:
            self._group(self.opened)

    def show_source(self) -> None:
        self.grouped, self._of, self._seen_to, self._wanted, self._why = None, None, None, None, ""
        self.run_worker(self._draw_all())

    @work(exclusive=True, group="grouping")
    async def _group(self, opened: Opened) -> None:
        """Make the groups of a result, then ask on how many there may be."""
        self._seen_to = opened
        self.workers.cancel_group(self, ASKING)
        self._tell()
        slow = self.regulars.engine.slow.latest("groups")
        found = await self.regulars.wait_for("grouping customers", slow.study(grouping.groups, opened.recipe))
        if opened is not self.opened:
            return
        self._is_asking = isinstance(found, Grouped) and not found.is_done
        if found is None:  # stopped, or it failed: what was there stays in view
            self._seen_to, self._why = None, NOT_MADE
        else:
            self._of, self.grouped = opened, found if isinstance(found, Grouped) else None
        if isinstance(found, NoGroups):
            self._why = in_app(f"{found.what} {found.cure}")
        await self._draw_all()
        if self.display and self.app.screen is self.screen and not self.has_focus_within:
            self.focus_again()  # what was to have it was not there yet when the screen was gone to
        await self._show_wanted(opened)
        if self._is_asking:
            self._ask_on(opened)

    @work(exclusive=True, group=ASKING)
    async def _ask_on(self, opened: Opened) -> None:
        """Have the criteria worked out one by one, shown as a single job."""
        whole: Future[None] = Future()
        waited = self.regulars.wait_for("asking how many groups there are", whole)
        self.run_worker(waited, group=ASKING_JOB)
        try:
            while self._is_asking and opened is self.opened:
                self.grouped = await answer(self.regulars.engine.slow.study(grouping.ask_on, opened.recipe))
                self._is_asking = not self.grouped.is_done
                await self._draw_all()
        except RegularsError as error:
            self.regulars.fail(error)
            self._is_asking, self._seen_to = False, None
            await self._draw_all()
        finally:
            if not whole.done():  # as it is where the app ends
                whole.set_result(None)

    async def _draw_all(self) -> None:
        self._tell()
        for part in self.parts.made():
            if isinstance(part, GroupPart):
                await self._draw(part)

    async def _draw(self, part: GroupPart) -> None:
        if self.grouped is None or self._of is None:
            self._mapped = None
            await part.show_nothing(self._why or NO_GROUPS)
            return
        await part.show(self.grouped, self._of.recipe.clusters, is_asking=self._is_asking)
        if isinstance(part, GroupsMapPart) and self._mapped is not self._of:
            self._mapped = self._of
            self._draw_map(part, self.grouped, self._of)

    @work(exclusive=True, group="map")
    async def _draw_map(self, part: GroupsMapPart, grouped: Grouped, opened: Opened) -> None:
        try:
            for _ in range(MOST_COUNTS):
                room = part.room
                if room == (0, 0):
                    return
                quick = self.regulars.engine.quick.latest("clusters map")
                part.draw_map(await answer(quick.view(cluster_map, opened, grouped.map, room)))
                if part.room == room:
                    break
        except RegularsError as error:
            self._mapped = None
            self.regulars.fail(error)

    def _tell(self) -> None:
        """What the groups are made by, in the line above them."""
        opened = self._seen_to or self._of
        told = short = ""
        if opened is not None:
            part = opened.recipe.clusters
            by = "" if part.scaling == "standard" else f", {part.scaling} scaling"
            told = f"{part.method} over {', '.join(self.used(part))}{by}."
            if self._seen_to is not None and self._seen_to is not self._of:
                told = f"Being made: {told}"
            elif self._of is not None and self._of is not self.opened:
                told = f"{AS_BEFORE} {told}"
            elif self.grouped is not None:
                short = told
                told += " In Customers: C takes them out." if part.on else " C puts them into Customers."
        line = self.query_one("#clusters-told", Line)
        line.show(first_fitting((told, short or told), max(1, line.size.width or self.app.size.width - 2)))

    @on(Parts.Shown)
    async def _part_shown(self, event: Parts.Shown) -> None:
        if event.is_new and isinstance(event.widget, GroupPart):
            await self._draw(event.widget)

    @on(GroupsMapPart.RoomChanged)
    def _room_changed(self) -> None:
        part = self.parts.widget
        if isinstance(part, GroupsMapPart) and self.grouped is not None and self._of is not None:
            self._draw_map(part, self.grouped, self._of)

    # One group's customers

    @property
    def under_cursor(self) -> tuple[ClusterLine | None, tuple[str, str]]:
        """The group under the cursor of the part in view, and what narrows it down."""
        part = self.parts.widget
        return part.under_cursor if isinstance(part, GroupPart) else (None, ("", ""))

    @on(Grid.Chosen)
    @on(HeatGrid.CellChosen)
    async def _chosen(self) -> None:
        part = self.parts.widget
        if isinstance(part, CriteriaPart):
            self.choices.take_recommended(part)
            return
        line, (by, value) = self.under_cursor
        opened = self._of
        if line is None or opened is None:
            return
        wanted = "cluster is empty" if line.cluster is None else f"cluster = {line.cluster}"
        who = group_name(line)
        if by:
            wanted, who = f'{wanted} and {by} = "{value}"', f"{who} and {plain(value)}"
        self._wanted = wanted, f"The customers of {who}; f filters otherwise, 5 goes back."
        if opened.recipe.clusters.on:
            await self._show_wanted(opened)
        else:
            self.regulars.set_values("groups in the customers", clusters__on="on")

    async def _show_wanted(self, opened: Opened) -> None:
        """Show the customers that somebody waits for, once they have their groups."""
        if self._wanted is None or not opened.recipe.clusters.on:
            return
        (wanted, said), self._wanted = self._wanted, None
        await self.regulars.show_customers(wanted, said)

    # Keys

    def why_not(self, action: Action) -> str:
        if self.opened is None:
            return why_nothing(self.regulars, Lacking("groups"))
        if action.method == "measure":
            part = self.parts.widget
            if isinstance(part, CriteriaPart):
                return "Figures and charts are both in view." if part.has_room else ""
            is_crossed = isinstance(part, CrossedPart)
            return "" if is_crossed else "That is chosen in the parts Criteria and Crossed: [ and ] go there."
        return self.choices.why_not(action.method)

    def action_more(self) -> None:
        self.choices.step(1)

    def action_fewer(self) -> None:
        self.choices.step(-1)

    def action_groups(self) -> None:
        self.choices.ask_groups()

    def action_method(self) -> None:
        self.choices.ask_method()

    def action_features(self) -> None:
        self.choices.ask_features()

    def action_scaling(self) -> None:
        self.choices.ask_scaling()

    def action_rename(self) -> None:
        self.choices.ask_name()

    def action_why(self) -> None:
        self.choices.ask_reason()

    def action_columns(self) -> None:
        self.choices.turn_columns()

    def action_mailing(self) -> None:
        self.choices.mail()

    def action_measure(self) -> None:
        part = self.parts.widget
        if isinstance(part, CrossedPart):
            part.next_share()
        elif isinstance(part, CriteriaPart):
            part.turn()

    async def export(self) -> None:
        part = self.parts.widget
        if isinstance(part, GroupsPart):
            export_lines(self.regulars, [asdict(line) for line in part.lines], part.usual_name)
        elif isinstance(part, CriteriaPart | GroupsMapPart | ProfilePart | CrossedPart):
            figures: FewRows = part.figures()
            export_rows(self.regulars, figures, part.usual_name)


VIEW = ClustersView
