"""The raw rows with the role of each column, and the profile of the one under the cursor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.geometry import Size

from core.errors import RegularsError
from core.remote.looks import ColumnLook, Look, TableLook
from tui.acting import app_of
from tui.fitting import Fitting
from tui.screens.data_profile import ProfilePane, whole_text
from tui.text import plain, whole
from tui.widgets.engine_rows import FileRows
from tui.widgets.grid import Grid
from tui.widgets.line import Line

if TYPE_CHECKING:
    from core.remote.tables import FirstPage
    from core.views.profile_parts import ColumnDetail
    from core.views.raw import RawTable

BESIDE_FROM = 112
WIDE_FROM = 170
TALL_FROM = 32


class RowsPart(Fitting, Vertical):
    """The first rows as they stand in the file."""

    DEFAULT_CSS = """
    RowsPart { height: 1fr; }
    RowsPart > Line { padding: 0 1; max-height: 3; }
    RowsPart #rows-title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    RowsPart #rows-problem { color: $error; display: none; }
    RowsPart #rows-body { height: 1fr; layout: vertical; }
    RowsPart.beside #rows-body { layout: horizontal; }
    RowsPart.beside Grid { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None
        self.table: TableLook | None = None
        self.raw: RawTable | None = None
        self.detail: ColumnDetail | None = None
        self.profiled: int | None = None
        """The position of the column whose profile is shown."""
        self._placed_in = ""
        """The rows that the cursor has its place in."""

    def compose(self) -> ComposeResult:
        yield Line("", id="rows-title")
        yield Line("", id="rows-problem")
        with Container(id="rows-body"):
            yield Grid(id="rows-grid", empty="The rows are being read.")
            yield ProfilePane()

    @property
    def is_whole(self) -> bool:
        """Whether it has been made, and not been taken away yet."""
        return self.is_mounted and bool(self.query("#rows-grid")) and bool(self.query(ProfilePane))

    @property
    def grid(self) -> Grid:
        """The rows."""
        return self.query_one("#rows-grid", Grid)

    async def show(
        self, look: Look, table: TableLook, raw: RawTable, total: int | None, page: FirstPage | None
    ) -> None:
        """Show a table; the cursor stays where it is, if it is the same one."""
        same = self._placed_in == raw.path
        self.look, self.table, self.raw, self.detail = look, table, raw, None
        self.show_title(total)
        regulars = app_of(self)
        try:
            rows = await FileRows.of(
                regulars.engine, raw.path, {raw.columns[0]: "Row"}, self._asides(raw), page
            )
        except RegularsError as error:
            regulars.fail(error)
            return
        if not self.is_whole:
            return  # another source was opened meanwhile, or the app is left
        grid = self.grid
        if not same:
            # The first column is the row's number; what is asked about comes after it.
            grid.cursor_column = 1
            grid.hidden, grid.order_of_columns = frozenset(), ()
        # Only now: a look that was called off before has placed no cursor yet.
        self._placed_in = raw.path
        await grid.show(rows, keep_place=same)

    def _asides(self, raw: RawTable) -> Mapping[str, str]:
        assert self.table is not None  # noqa: S101  `show` has set it
        names = raw.columns[1:]
        return {
            name: ", ".join(column.roles) for name, column in zip(names, self.table.columns, strict=False)
        }

    def show_title(self, total: int | None) -> None:
        """Say which rows these are, and what keeps them from being run."""
        look, table, raw = self.look, self.table, self.raw
        if look is None or table is None or raw is None:
            return
        known = total if total is not None else raw.total
        if known is not None and known <= raw.shown:
            rows = f"All {whole(known)} rows" if known != 1 else "The one row"
        else:
            rows = f"The first {whole(raw.shown)}" + (f" of {whole(known)} rows" if known else " rows")
        which = f" (table {table.number + 1} of {len(look.tables)})" if len(look.tables) > 1 else ""
        unused = "" if table.used or look.problem else ", which is not used"
        self.query_one("#rows-title", Line).show(f"{rows}{which} of {plain(table.label, 200)}{unused}")
        problem = self.query_one("#rows-problem", Line)
        problem.display = look.problem is not None
        if look.problem is not None:
            problem.show("Nothing can be computed from it yet (Notes says why): r sets a column's role.")

    def show_words(self, words: str) -> None:
        """Say why there are no rows."""
        problem = self.query_one("#rows-problem", Line)
        problem.display = True
        problem.show(plain(words, 600))

    @property
    def position(self) -> int | None:
        """Where the column under the cursor stands in its table; None on the rows' numbers."""
        column, raw, table = self.grid.column, self.raw, self.table
        if column is None or raw is None or table is None or column.name not in raw.columns:
            return None
        place = raw.columns.index(column.name) - 1
        return place if 0 <= place < len(table.columns) else None

    @property
    def column(self) -> ColumnLook | None:
        """The column under the cursor."""
        place = self.position
        return self.table.columns[place] if self.table is not None and place is not None else None

    def show_profile(self, detail: ColumnDetail | None) -> None:
        """Show the column under the cursor, in detail where that is known."""
        pane, column = self.query_one(ProfilePane), self.column
        self.detail, self.profiled = detail, self.position
        if column is None or self.look is None or self.table is None:
            pane.show_words("The number of the row in its file. Right goes on to the columns.")
            return
        pane.show_column(self.look, self.table, column, detail, brief=not self.has_class("beside"))

    @property
    def profile_text(self) -> Text | None:
        """All that is known of the column under the cursor."""
        if self.column is None or self.look is None or self.table is None:
            return None
        return whole_text(self.look, self.table, self.column, self.detail)

    def fit(self, size: Size) -> None:
        """Have the profile beside the rows where there is room, else below them."""
        pane = self.query_one(ProfilePane)
        for widget in (self, pane):
            widget.set_class(size.width >= BESIDE_FROM, "beside")
        pane.set_class(size.width >= WIDE_FROM, "wide")
        pane.set_class(size.height >= TALL_FROM, "tall")
        if self.raw is not None and self.is_whole:
            self.show_profile(self.detail)

    @on(Grid.Chosen)
    def _chosen(self, event: Grid.Chosen) -> None:
        """Read a cell whole."""
        from tui.dialogs.read import Read

        event.stop()
        grid = self.grid
        column = grid.column
        if column is None:
            return
        value = grid.value(column.name)
        said = "The cell is empty." if value is None else plain(value, 2_000)
        app_of(self).push_screen(Read(f"{column.title}, row {grid.value(grid.shown_columns[0].name)}", said))

    def definition(self) -> str:
        from core.views.profile_parts import DEFINITIONS

        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())
