"""The models that are kept: what each was learned from, and why one cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from core.classifiers.naming import LONG_NAMES
from core.models.shelf import OnShelf
from tui.acting import Acting, nodes_up
from tui.actions import Action, bindings
from tui.screens.predict_words import told
from tui.sources import size_text
from tui.view import View
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

COLUMNS = (
    Column("name", "Model"),
    Column("in_force", ""),
    Column("saved", "Saved", "moment"),
    Column("source", "Learned from"),
    Column("as_of", "As of"),
    Column("customers", "Customers", "number"),
    Column("clusters", "Clusters"),
    Column("classifiers", "Classifiers"),
    Column("size", "Size"),
)
EMPTY = "No models are kept yet: m keeps what the open source has taught, M loads one from a file."
DEFINITION = (
    "A model keeps how customers were scored, tiered, named and grouped, and how recency, frequency and monetary were spread, without "
    "any customer in it; with classifiers also the numbers that they learned from, without ids. It says where customers of another day "
    "or shop belong. It holds data only, and nothing in it is run; one that "
    "is damaged, was changed, or comes from a later regulars is refused. `regulars predict` takes the same files."
)


class ModelsPart(Acting, Vertical):
    """The folder of models as a table, and the one under the cursor in words."""

    DEFAULT_CSS = """
    ModelsPart { height: 1fr; }
    ModelsPart Grid { height: 1fr; }
    ModelsPart Line { padding: 0 1; min-height: 3; max-height: 70%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("shelf")

    def __init__(self) -> None:
        super().__init__()
        self.shelf: tuple[OnShelf, ...] = ()

    def compose(self) -> ComposeResult:
        yield Grid(id="models-grid", empty="")
        yield Line("")

    async def show(self, shelf: Sequence[OnShelf], loaded: str) -> None:
        """Show what lies in the folder; `loaded` is the path of the model that is predicted by."""
        self.shelf = tuple(shelf)
        rows = [_row(one, is_loaded=one.path == loaded) for one in shelf]
        # Without a model there is nothing to head: the line below says what to do.
        columns = fitted_columns(COLUMNS, rows) if rows else ()
        await self.query_one(Grid).show(FewRows(columns, rows), keep_place=True)
        self._tell()

    @property
    def under_cursor(self) -> OnShelf | None:
        """The file under the cursor; None where there is none."""
        row = self.query_one(Grid).row
        return next((one for one in self.shelf if row is not None and one.name == row[0]), None)

    @on(Grid.Moved)
    def _tell(self) -> None:
        one = self.under_cursor
        self.query_one(Line).show(told(one) if one is not None else "" if self.shelf else EMPTY)

    @property
    def actor(self) -> object:
        """The screen, which knows what is predicted by."""
        return next(node for node in nodes_up(self) if isinstance(node, View))

    def why_not(self, action: Action) -> str:
        return "" if self.under_cursor is not None else "There is no model under the cursor."

    def definition(self) -> str:
        return DEFINITION


def _row(one: OnShelf, *, is_loaded: bool) -> Row:
    model, size = one.model, size_text(one.size)
    if model is None:
        return (one.name, "", one.saved, "cannot be read", "", None, "", "", size)
    by = dict.fromkeys(LONG_NAMES[classifier.model] for classifier in model.classifiers)
    return (
        one.name,
        "in force" if is_loaded else "",
        one.saved,
        ", ".join(model.origin.files),
        model.origin.as_of,
        model.origin.customers,
        f"{len(model.groups.names)} {model.groups.model.method}" if model.groups is not None else "none",
        ", ".join(by) or "none",
        size,
    )
