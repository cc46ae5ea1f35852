"""The map editor: names with the scores that belong to each, and the prover's word on them while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size

from core.errors import RegularsError, UsageError
from core.remote.opened import Opened
from core.views import map_editing
from core.views.map_draft import CellCount, Draft, Examined, examine
from core.views.map_editing import DEFINITIONS
from core.views.map_steps import DraftSteps
from tui.acting import Acting, app_of
from tui.actions import Action, bindings
from tui.charts.heatmap import HIGHEST_CELL, Value
from tui.dialogs.ask import Ask
from tui.engine import answer
from tui.fitting import Fitting
from tui.lacking import Lacking
from tui.screens.segments_map_words import (
    AskScores,
    cells_of_draft,
    cells_title,
    meaning_of,
    proof_of,
    rows_of,
)
from tui.text import plain, whole
from tui.widgets.chart import HeatGrid
from tui.widgets.grid import Grid
from tui.widgets.line import Line

UNUSED = ("grid.select", "grid.select_all", "grid.choose", "grid.filter", "grid.sort", "grid.columns")
OWN_STEPS = ("frame.undo", "frame.redo")
# In the cells Enter gives the cell to the name.
SCORES = "map.patterns"


def _map_bindings(*, scores: bool) -> list[BindingType]:
    """The keys of the editor: the one that types scores, or all others."""
    return [one for one in bindings("map") if (getattr(one, "id", "") == SCORES) is scores]


# So wide that list and cells have room beside each other.
BESIDE = 150
PROOF_LINES = 3
# The header and the foot of a list; the title and the headings of cells.
AROUND_LINES = 2
LEAST_CELLS = 5


class RulesGrid(Grid, inherit_bindings=False):
    """The names of a draft in their order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in bindings("grid") if getattr(one, "id", "") not in UNUSED),
        *_map_bindings(scores=True),
    ]

    @property
    def part(self) -> MapPart:
        """The editor that this is part of."""
        return next(node for node in self.ancestors if isinstance(node, MapPart))

    def why_not(self, action: Action) -> str:
        if action.scope == "map":
            return self.part.why_not_edit(action.method)
        return super().why_not(action)

    def action_patterns(self) -> None:
        self.part.ask_patterns()


class MapPart(Fitting, Acting, Vertical):
    """Names on one side, the grid of recency and frequency on the other, and below what is still wrong."""

    DEFAULT_CSS = """
    MapPart { layout: vertical; }
    MapPart Horizontal { height: 1fr; }
    MapPart RulesGrid { width: 1fr; }
    MapPart HeatGrid { width: 1fr; }
    MapPart.stacked Horizontal { layout: vertical; }
    MapPart.stacked RulesGrid { width: 100%; height: 1fr; }
    MapPart.stacked HeatGrid { width: 100%; }
    MapPart #proof { height: 3; padding: 0 1; }
    MapPart #proof.wrong { color: $error; }
    """
    # A draft has steps of its own, and the keys that undo are the same everywhere. What edits it does so from the cells as well.
    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in bindings("frame") if getattr(one, "id", "") in OWN_STEPS),
        *_map_bindings(scores=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.examined: Examined | None = None
        self._place_wanted: int | None = None
        self._counts: tuple[CellCount, ...] = ()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield RulesGrid(empty=Lacking("map"))
            yield HeatGrid(empty=Lacking("scores"))
        yield Line("", id="proof")

    @property
    def steps(self) -> DraftSteps | None:
        """The drafts, which the session keeps; None before there is a map."""
        return app_of(self).session.draft

    @property
    def draft(self) -> Draft:
        """The draft worked on."""
        return self.steps.draft if self.steps is not None else Draft(5, ())

    @property
    def place(self) -> int:
        """The place of the name under the cursor; the list may still be that of the draft before."""
        return min(self.query_one(RulesGrid).cursor, len(self.draft.rules) - 1)

    @property
    def segment(self) -> str:
        """The name under the cursor."""
        return self.draft.rules[self.place].name

    def fit(self, size: Size) -> None:
        """One above the other where there is no room beside each other."""
        self.set_class(size.width < BESIDE, "stacked")
        self._share_height()

    def _share_height(self) -> None:
        """Where they are stacked, the list gets the lines that it needs, and the cells as many of the others as they can use."""
        heat, q = self.query_one(HeatGrid), self.draft.q
        if not self.has_class("stacked"):
            heat.styles.height = "1fr"
            return
        left = self.size.height - PROOF_LINES - len(self.draft.rules) - AROUND_LINES
        lines = max(1, min(HIGHEST_CELL, (left - AROUND_LINES) // q))
        # With many scores, those around the cursor are shown.
        heat.styles.height = min(q * lines + AROUND_LINES, max(left, LEAST_CELLS + AROUND_LINES))

    def on_mount(self) -> None:
        """There is a draft before the first key: customers are counted later."""
        opened = app_of(self).opened
        if opened is not None:
            self._begin(opened)

    def _begin(self, opened: Opened) -> None:
        """Begin with the map in force, unless a draft of it is under way."""
        session = app_of(self).session
        base = map_editing.draft_of(opened.recipe.segments, opened.recipe.scores.q)
        if session.draft is None:
            session.draft = DraftSteps(base)
        session.draft.begin_with(base)

    async def show_result(self, opened: Opened) -> None:
        """Show the map that a result was named by, or the draft that is under way."""
        self._begin(opened)
        self._counts = await answer(app_of(self).engine.quick.view(map_editing.cell_counts, opened))
        await self._examine()

    async def _examine(self) -> None:
        engine = app_of(self).engine
        self.examined = await answer(engine.quick.plain(examine, self.draft, self._counts))
        await self._draw(self.examined)

    async def _draw(self, examined: Examined) -> None:
        grid = self.query_one(RulesGrid)
        await grid.show(rows_of(examined), keep_place=True)
        if self._place_wanted is not None:
            grid.move_to(self._place_wanted)
            self._place_wanted = None
        self._share_height()
        self._draw_cells(examined)
        line = self.query_one("#proof", Line)
        line.set_class(not examined.holds, "wrong")
        line.show(proof_of(examined, self.size.width - 2, PROOF_LINES, is_changed=self.is_changed))
        self.refresh_bindings()

    def _draw_cells(self, examined: Examined) -> None:
        self.query_one(HeatGrid).show(
            cells_of_draft(examined), scale="root", text_of=_count, title=cells_title(examined)
        )

    @property
    def is_changed(self) -> bool:
        """Whether the draft is another map than the one in force."""
        return self.steps is not None and self.steps.is_changed

    # Steps

    def can_do(self, action: Action) -> bool:
        """What undoes is a draft's while there are edits of one, and everybody's otherwise."""
        if action.name not in OWN_STEPS:
            return super().can_do(action)
        return self.steps is not None and self.steps.is_under_way

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to the frame where it is not the draft's."""
        return not set(OWN_STEPS).intersection(parameters) or (
            self.steps is not None and self.steps.is_under_way
        )

    def why_not(self, action: Action) -> str:
        steps = self.steps
        if action.scope == "map":
            return self.why_not_edit(action.method)
        if steps is not None and action.method == "undo" and not steps.has_before:
            return "Every edit of the draft is undone; in other parts u undoes choices."
        if steps is not None and action.method == "redo" and not steps.has_after:
            return "No edit of the draft was undone."
        return ""

    def action_undo(self) -> None:
        if self.steps is not None:
            self.steps.undo()
            self._keep()

    def action_redo(self) -> None:
        if self.steps is not None:
            self.steps.redo()
            self._keep()

    def _keep(self) -> None:
        """Keep the draft for the next start, and show it."""
        app_of(self).keep()
        self._redraw()

    # Editing

    def action_rename(self) -> None:
        self.ask_name()

    def action_add(self) -> None:
        self.ask_new()

    def action_remove(self) -> None:
        self.edit(map_editing.removed(self.draft, self.place))

    def action_lower(self) -> None:
        self.shift(1)

    def action_higher(self) -> None:
        self.shift(-1)

    def action_take(self) -> None:
        self.take()

    def why_not_edit(self, what: str) -> str:
        """Why an edit cannot be made now."""
        if self.steps is None:
            return "There is no map to edit before a source is open."
        if what == "remove" and len(self.draft.rules) < 2:
            return "A map needs at least one name."
        if what == "take":
            if not self.is_changed:
                return "The draft is the map in force already."
            if self.examined is not None and not self.examined.holds:
                return f"The draft is no map yet: {plain(self.examined.complaints[0].text, 200)}."
        return ""

    def edit(self, draft: Draft) -> None:
        """Go on with another draft; the one before can be gone back to."""
        if self.steps is not None and self.steps.edit(draft):
            self._keep()

    @work(exclusive=True, group="map")
    async def _redraw(self) -> None:
        try:
            await self._examine()
        except RegularsError as error:
            app_of(self).fail(error)

    def shift(self, by: int) -> None:
        """Move the name under the cursor."""
        place = self.place
        to = place + by
        if 0 <= to < len(self.draft.rules):
            self.edit(map_editing.moved(self.draft, place, to))
            self.query_one(RulesGrid).move_to(to)

    def ask_patterns(self, place: int | None = None) -> None:
        """Ask for the scores of a name, the one under the cursor by itself, proving each state of the text."""
        at = self.place if place is None else place
        rule = self.draft.rules[at]

        def check(text: str) -> str:
            examined = examine(map_editing.with_patterns(self.draft, at, text), self._counts)
            self._draw_cells(examined)
            meaning = meaning_of(examined, at)
            if any(found.cure and at in found.places for found in examined.complaints):
                raise UsageError(meaning, "")
            return meaning

        dialog = AskScores(
            f"Scores of {plain(rule.name, 20)}: as r4-5 f1 or 54*, with ; between",
            "; ".join(rule.cells),
            check=check,
        )
        app_of(self).push_screen(dialog, self._patterns_typed(at))

    def _patterns_typed(self, place: int) -> Callable[[str | None], None]:
        def typed(text: str | None) -> None:
            if text is not None:
                self.edit(map_editing.with_patterns(self.draft, place, text))
            elif self.examined is not None:
                self._draw_cells(self.examined)

        return typed

    def ask_name(self) -> None:
        """Ask for another name."""
        place = self.place
        present = self.draft.rules[place].name
        dialog = Ask("Rename the segment", present, check=self._free_name(but=present))
        app_of(self).ask_for(dialog, lambda name: self.edit(map_editing.renamed(self.draft, place, name)))

    def ask_new(self) -> None:
        """Ask for the name of another segment."""
        place = self.place + 1
        app_of(self).ask_for(
            Ask(
                "Name of the new segment",
                "",
                hint="Its scores are asked for next.",
                check=self._free_name(),
            ),
            lambda name: self._add(name, place),
        )

    def _free_name(self, but: str = "") -> Callable[[str], str]:
        """What checks that a name is not that of another segment."""
        taken = {rule.name.casefold() for rule in self.draft.rules if rule.name != but}

        def check(name: str) -> str:
            if not name:
                raise UsageError("A segment needs a name.", "Type one, or leave it with Esc.")
            if name.casefold() in taken:
                raise UsageError(
                    f"{name!r} is there already.", "Take another name, or give that one more scores."
                )
            return ""

        return check

    def _add(self, name: str, place: int) -> None:
        self._place_wanted = place
        self.edit(map_editing.added(self.draft, name, place))
        self.ask_patterns(place)

    @on(HeatGrid.CellChosen)
    def _assign(self, event: HeatGrid.CellChosen) -> None:
        """Give the cell to the name under the cursor of the list."""
        event.stop()
        place, q = self.place, self.draft.q
        cells = map_editing.box_of(q, r=[q - event.row], f=[event.column + 1])
        self.edit(map_editing.assigned(self.draft, cells, place))
        app_of(self).say(
            f"r{q - event.row} f{event.column + 1} now belongs to {plain(self.draft.rules[place].name)}; u takes it back."
        )

    @on(Grid.Chosen)
    @on(Grid.Moved)
    def _own(self, event: Grid.Chosen | Grid.Moved) -> None:
        event.stop()

    def take(self) -> None:
        """Put the draft in force."""
        app = app_of(self)
        try:
            part = map_editing.part_of(self.draft)
            tables = app.session.recipe.to_tables()
            tables["segments"] = {
                "map": part.map,
                "names": [{"name": rule.name, "cells": list(rule.cells)} for rule in part.names],
            }
            recipe = type(app.session.recipe).from_tables(tables)
        except RegularsError as error:
            app.fail(error)
            return
        app.change(recipe, "another segment map")

    def definition(self) -> str:
        return "\n".join(DEFINITIONS.values()).replace("`", "")


def _count(value: Value) -> str:
    return whole(value) if value is not None else ""
