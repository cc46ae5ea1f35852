"""The map editor: names with the scores that belong to each, and the prover's word on them while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from core.errors import RegularsError
from core.recipe import SegmentsPart
from core.remote.messages import Opened
from core.views import map_editing
from core.views.map_draft import CellClaim, CellCount, Draft, Examined, examine
from core.views.map_editing import DEFINITIONS
from tui.acting import app_of
from tui.actions import Action, bindings
from tui.charts import Table
from tui.charts.heatmap import Value
from tui.dialogs.ask import Ask
from tui.engine import answer
from tui.lacking import Lacking
from tui.text import plain, whole
from tui.widgets.chart import HeatGrid
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row

COLUMNS = (
    Column("place", "", "number", 2),
    Column("name", "Segment", width=20),
    Column("cells", "Cells", "number", 6),
    Column("customers", "Customers", "number", 10),
    Column("patterns", "Scores that belong to it", width=60),
)
UNUSED = ("grid.select", "grid.select_all", "grid.choose", "grid.filter", "grid.sort", "grid.columns")


class RulesGrid(Grid, inherit_bindings=False):
    """The names of a draft in their order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(one for one in bindings("grid") if getattr(one, "id", "") not in UNUSED),
        *bindings("map"),
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

    def action_rename(self) -> None:
        self.part.ask_name()

    def action_add(self) -> None:
        self.part.ask_new()

    def action_remove(self) -> None:
        self.part.edit(map_editing.removed(self.part.draft, self.cursor))

    def action_lower(self) -> None:
        self.part.shift(1)

    def action_higher(self) -> None:
        self.part.shift(-1)

    def action_back(self) -> None:
        self.part.step_back()

    def action_take(self) -> None:
        self.part.take()


class MapPart(Vertical):
    """Names on one side, the grid of recency and frequency on the other, and below what is still wrong."""

    DEFAULT_CSS = """
    MapPart { layout: vertical; }
    MapPart Horizontal { height: 1fr; }
    MapPart RulesGrid { width: 1fr; }
    MapPart HeatGrid { width: 1fr; }
    MapPart.narrow Horizontal { layout: vertical; }
    MapPart.narrow RulesGrid { width: 100%; height: 1fr; }
    MapPart.narrow HeatGrid { width: 100%; height: 7; }
    MapPart #proof { height: 3; padding: 0 1; }
    MapPart #proof.wrong { color: $error; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.draft = Draft(5, ())
        self.examined: Examined | None = None
        self._before: list[Draft] = []
        self._place_wanted: int | None = None
        self._counts: tuple[CellCount, ...] = ()
        self._of: tuple[SegmentsPart, int] | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield RulesGrid(empty=Lacking("map"))
            yield HeatGrid(empty=Lacking("scores"))
        yield Line("", id="proof")

    def on_resize(self) -> None:
        """One above the other where there is no room beside each other."""
        self.set_class(self.size.width < 110, "narrow")

    async def show_result(self, opened: Opened) -> None:
        """Begin with the map in force, unless a draft of it is under way."""
        engine = app_of(self).engine
        self._counts = await answer(engine.quick.view(map_editing.cell_counts, opened))
        wanted = (opened.recipe.segments, opened.recipe.scores.q)
        if wanted != self._of:
            self._of = wanted
            self.draft = map_editing.draft_of(*wanted)
            self._before.clear()
        await self._examine()

    async def _examine(self) -> None:
        engine = app_of(self).engine
        self.examined = await answer(engine.quick.plain(examine, self.draft, self._counts))
        await self._draw(self.examined)

    async def _draw(self, examined: Examined) -> None:
        rows: list[Row] = [
            (place, row.name, row.cells, row.customers, "; ".join(row.patterns))
            for place, row in enumerate(examined.rows, 1)
        ]
        grid = self.query_one(RulesGrid)
        await grid.show(FewRows(COLUMNS, rows), keep_place=True)
        if self._place_wanted is not None:
            grid.move_to(self._place_wanted)
            self._place_wanted = None
        self._draw_cells(examined)
        self._tell(examined)

    def _draw_cells(self, examined: Examined) -> None:
        q = examined.draft.q
        scores = range(1, q + 1)
        squares = [[examined.square(r, f) for f in scores] for r in reversed(scores)]
        table = Table(
            values=[[sum(claim.customers for claim in square) for square in row] for row in squares],
            rows=[f"r{r}" for r in reversed(scores)],
            columns=[f"f{f}" for f in scores],
            names=[[_names(square) for square in row] for row in squares],
        )
        self.query_one(HeatGrid).show(
            table,
            scale="root",
            text_of=_count,
            title="Recency down, frequency across: Tab, and Enter gives the cell to the name",
        )

    def _tell(self, examined: Examined) -> None:
        line = self.query_one("#proof", Line)
        line.set_class(not examined.holds, "wrong")
        if examined.holds:
            changed = " p puts it in force." if self.is_changed else ""
            line.show(
                f"This is a map: every one of the {whole(examined.draft.q**3)} cells has exactly one name.{changed}"
            )
        else:
            told = "; ".join(
                f"{found.text}{'. ' + found.cure if found.cure else ''}" for found in examined.complaints[:3]
            )
            more = len(examined.complaints) - 3
            end = f"; and {more} more." if more > 0 else "" if told.endswith(".") else "."
            line.show(plain(f"Not a map yet: {told}{end}", 700))

    @property
    def is_changed(self) -> bool:
        """Whether the draft is another map than the one in force."""
        return self._of is not None and self.draft != map_editing.draft_of(*self._of)

    # Editing

    def why_not_edit(self, what: str) -> str:
        """Why an edit cannot be made now."""
        if self._of is None:
            return "There is no map to edit before a source is open."
        if what == "back" and not self._before:
            return "There is no edit to take back."
        if what == "remove" and len(self.draft.rules) < 2:
            return "A map needs at least one name."
        if what == "take":
            if not self.is_changed:
                return "The draft is the map in force already."
            if self.examined is not None and not self.examined.holds:
                return f"The draft is no map yet: {plain(self.examined.complaints[0].text, 200)}."
        return ""

    def edit(self, draft: Draft) -> None:
        """Go on with another draft; the one before can be taken back."""
        if draft != self.draft:
            self._before.append(self.draft)
            self.draft = draft
            self._redraw()

    @work(exclusive=True, group="map")
    async def _redraw(self) -> None:
        try:
            await self._examine()
        except RegularsError as error:
            app_of(self).fail(error)

    def step_back(self) -> None:
        """Take the last edit back."""
        self.draft = self._before.pop()
        self._redraw()

    def shift(self, by: int) -> None:
        """Move the name under the cursor."""
        grid = self.query_one(RulesGrid)
        to = grid.cursor + by
        if 0 <= to < len(self.draft.rules):
            self.edit(map_editing.moved(self.draft, grid.cursor, to))
            grid.move_to(to)

    def ask_patterns(self) -> None:
        """Ask for the scores of the name under the cursor, proving each state of the text."""
        place = self.query_one(RulesGrid).cursor
        rule = self.draft.rules[place]

        def check(text: str) -> str:
            examined = examine(map_editing.with_patterns(self.draft, place, text), self._counts)
            self._draw_cells(examined)
            row = examined.rows[place]
            said = f"{whole(row.cells)} cells, {whole(row.customers)} customers. "
            return said + (
                "A map."
                if examined.holds
                else "; ".join(found.text for found in examined.complaints[:2]) + "."
            )

        dialog = Ask(
            f"Scores of {rule.name}",
            "; ".join(rule.cells),
            hint=DEFINITIONS["pattern"].replace("`", ""),
            check=check,
        )
        if self.has_class("narrow"):
            # Below stands the grid, which shows what the text means.
            dialog.styles.align_vertical = "top"
        app_of(self).push_screen(dialog, self._patterns_typed(place))

    def _patterns_typed(self, place: int) -> Callable[[str | None], None]:
        def typed(text: str | None) -> None:
            if text is not None:
                self.edit(map_editing.with_patterns(self.draft, place, text))
            elif self.examined is not None:
                self._draw_cells(self.examined)

        return typed

    def ask_name(self) -> None:
        """Ask for another name."""
        place = self.query_one(RulesGrid).cursor
        dialog = Ask("Rename the segment", self.draft.rules[place].name)
        app_of(self).ask_for(dialog, lambda name: self.edit(map_editing.renamed(self.draft, place, name)))

    def ask_new(self) -> None:
        """Ask for the name of another segment."""
        place = self.query_one(RulesGrid).cursor + 1
        app_of(self).ask_for(
            Ask("Name of the new segment", "", hint="It has no cells yet: Enter on it says which."),
            lambda name: self._add(name, place),
        )

    def _add(self, name: str, place: int) -> None:
        # The cursor goes to it, since its scores are what comes next.
        self._place_wanted = place
        self.edit(map_editing.added(self.draft, name, place))

    @on(HeatGrid.CellChosen)
    def _assign(self, event: HeatGrid.CellChosen) -> None:
        """Give the cell to the name under the cursor of the list."""
        event.stop()
        place, q = self.query_one(RulesGrid).cursor, self.draft.q
        cells = map_editing.box_of(q, r=[q - event.row], f=[event.column + 1])
        self.edit(map_editing.assigned(self.draft, cells, place))
        app_of(self).say(
            f"r{q - event.row} f{event.column + 1} now belongs to {plain(self.draft.rules[place].name)}; Backspace in the list takes it back."
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


def _names(square: Sequence[CellClaim]) -> str:
    """The names in a square of the grid; marks say without colour what is nobody's or of several."""
    names = list(dict.fromkeys(name for claim in square for name in claim.names))
    mark = ("? " if any(claim.uncovered for claim in square) else "") + (
        "!! " if any(claim.doubled for claim in square) else ""
    )
    first = plain(names[0], 20) if names else "nobody's"
    return f"{mark}{first}" + (f" +{len(names) - 1}" if len(names) > 1 else "")


def _count(value: Value) -> str:
    return whole(value) if value is not None else ""
