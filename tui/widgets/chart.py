"""Charts as widgets: one that shows a drawing, and a grid of coloured cells with a cursor."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, ClassVar

from rich.segment import Segment
from textual.app import App
from textual.binding import BindingType
from textual.events import Click
from textual.message import Message
from textual.strip import Strip

from tui.acting import Acting, app_of
from tui.actions import Action, bindings
from tui.charts import (
    ASCII,
    BRAILLE,
    PALETTES,
    SYMBOLS,
    Line,
    Look,
    Palette,
    Symbols,
    Table,
    heatmap,
    heatmap_layout,
)
from tui.charts import message as sentence
from tui.charts.cells import ink, label
from tui.charts.heatmap import Scale, Value
from tui.charts.numbers import short
from tui.lacking import Lacks, why_nothing
from tui.text import whole

Drawer = Callable[[int, int, Look], Sequence[Line]]
"""Draws in a width and a height with characters and colours; gives that many lines of that many cells."""


def look_of(app: App[Any]) -> Look:
    """The characters and colours of an app: its `symbols` and `palette`, else what suits its theme and terminal."""
    symbols = getattr(app, "symbols", None)
    if isinstance(symbols, str):
        symbols = SYMBOLS.get(symbols)
    if not isinstance(symbols, Symbols):
        symbols = BRAILLE if getattr(app, "unicode", True) else ASCII
    palette = getattr(app, "palette", None)
    if isinstance(palette, str):
        palette = PALETTES.get(palette)
    if not isinstance(palette, Palette):
        wanted = "dark" if app.current_theme.dark else "light"
        palette = next((known for name, known in PALETTES.items() if name in app.theme), PALETTES[wanted])
    return Look(symbols, palette, few_colors=app.console.color_system == "standard")


class Drawing(Lacks):
    """Lines that are drawn once for each size and look, below a title."""

    DEFAULT_CSS = """
    Drawing { height: 1fr; width: 1fr; }
    """

    def __init__(
        self,
        title: str = "",
        *,
        empty: str = "There is nothing to draw yet.",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.title = title
        self.empty = empty
        """What is said while there is nothing to draw."""
        self.about = ""
        """How what is shown is defined."""
        self._drawn_for: Hashable = None
        self._strips: list[Strip] = []

    def lines(self, width: int, height: int, look: Look) -> Sequence[Line]:
        """What is below the title; nothing where `empty` is to be said."""
        return ()

    def heading(self, width: int, height: int, look: Look) -> str:
        """What stands above so many lines."""
        return self.title

    def forget(self) -> None:
        """Draw anew."""
        self._drawn_for = None
        self.refresh()

    def tell_why_nothing(self) -> None:
        """Say anew why there is nothing to draw."""
        self.forget()

    def definition(self) -> str:
        """How what this shows is defined, for `i`."""
        return self.about

    def copied(self) -> str:
        """What `y` copies from here: the picture as it is drawn, without colours."""
        return "\n".join(strip.text.rstrip() for strip in self._strips)

    def render_line(self, y: int) -> Strip:
        """A line of the picture, from the last drawing where nothing has changed."""
        width, height = self.content_size
        look = look_of(self.app)
        wanted = (width, height, look, self.rich_style)
        if wanted != self._drawn_for:
            self._strips = self._draw(width, height, look)
            self._drawn_for = wanted
        return self._strips[y] if y < len(self._strips) else Strip.blank(width, self.rich_style)

    def _draw(self, width: int, height: int, look: Look) -> list[Strip]:
        heading: list[Line] = []
        # A chart in so few lines needs them more than its title does.
        if self.title and height > 3:
            title = label(self.heading(width, height - 1, look), width, look.symbols)
            heading = [[Segment(title, ink(look.palette.foreground, bold=True))]]
        below = height - len(heading)
        lines = self.lines(width, below, look) if width > 0 and below > 0 else ()
        if not lines:
            lines = sentence(
                why_nothing(app_of(self), self.empty), width, below, look.symbols, ink(look.palette.dim)
            )
        around = self.rich_style
        return [Strip(line, width).apply_style(around) for line in (*heading, *lines)]


class Chart(Drawing):
    """A picture that a drawer draws."""

    def __init__(
        self,
        title: str = "",
        *,
        empty: str = "There is nothing to draw yet.",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(title, empty=empty, id=id, classes=classes)
        self._drawer: Drawer | None = None
        self._key: Hashable = None

    def show(self, drawer: Drawer, *, title: str | None = None, key: Hashable = None) -> None:
        """Show another picture. With the same `key` as before, which stands for what is drawn, nothing is done."""
        if key is not None and key == self._key and (title is None or title == self.title):
            return
        self._drawer, self._key = drawer, key
        self.title = self.title if title is None else title
        self.forget()

    def show_nothing(self, reason: str) -> None:
        """Say why there is no picture."""
        if self._drawer is None and reason == self.empty:
            return
        self._drawer, self._key, self.empty = None, None, reason
        self.forget()

    def lines(self, width: int, height: int, look: Look) -> Sequence[Line]:
        """What the drawer draws."""
        return () if self._drawer is None else self._drawer(width, height, look)


class HeatGrid(Acting, Drawing, can_focus=True):
    """Coloured cells with their values, and a cursor on one of them."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("cells")

    class CellHighlighted(Message):
        """The cursor is on another cell."""

        def __init__(self, grid: HeatGrid, row: int, column: int) -> None:
            self.grid, self.row, self.column = grid, row, column
            super().__init__()

        @property
        def control(self) -> HeatGrid:
            """The grid, for `on(..., selector)`."""
            return self.grid

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, HeatGrid.CellHighlighted) and message.grid is self.grid

    class CellChosen(Message):
        """Enter was pressed on a cell, or the cell with the cursor was clicked."""

        def __init__(self, grid: HeatGrid, row: int, column: int) -> None:
            self.grid, self.row, self.column = grid, row, column
            super().__init__()

        @property
        def control(self) -> HeatGrid:
            """The grid, for `on(..., selector)`."""
            return self.grid

    def __init__(
        self,
        title: str = "",
        *,
        empty: str = "There is nothing to draw yet.",
        opens: bool = True,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`opens` says whether there is something behind the cells."""
        super().__init__(title, empty=empty, id=id, classes=classes)
        self.table: Table | None = None
        self.cursor = (0, 0)
        self.scale: Scale = "even"
        self.text_of: Callable[[Value], str] = short
        self.opens = opens

    def show(
        self,
        table: Table,
        *,
        scale: Scale = "even",
        text_of: Callable[[Value], str] = short,
        title: str | None = None,
    ) -> None:
        """Show another table; the cursor stays where it is, as far as there is such a cell."""
        self.title = self.title if title is None else title
        self.table, self.scale, self.text_of = table, scale, text_of
        self._put(*self.cursor)
        self.forget()
        app_of(self).keys_may_differ()

    def show_nothing(self, reason: str) -> None:
        """Say why there is no table."""
        self.table, self.empty = None, reason
        self.forget()
        app_of(self).keys_may_differ()

    def lines(self, width: int, height: int, look: Look) -> Sequence[Line]:
        """The cells."""
        table = self.table
        if table is None or not table.rows or not table.columns:
            return ()
        return heatmap(table, width, height, look, cursor=self.cursor, scale=self.scale, text_of=self.text_of)

    def heading(self, width: int, height: int, look: Look) -> str:
        """The title, and which rows and columns are in view where not all of them are."""
        if self.table is None:
            return self.title
        found = heatmap_layout(self.table, width, height, look, self.cursor)
        parts = [self.title]
        for what, first, shown, everything in (
            ("rows", found.first_row, found.rows, len(self.table.rows)),
            ("columns", found.first_column, found.columns, len(self.table.columns)),
        ):
            if shown < everything:
                parts.append(f"{what} {whole(first + 1)} to {whole(first + shown)} of {whole(everything)}")
        return "; ".join(parts)

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell, or the nearest one that there is."""
        if self._put(row, column):
            self.forget()
            self.post_message(self.CellHighlighted(self, *self.cursor))

    def _put(self, row: int, column: int) -> bool:
        """Whether this moved the cursor."""
        before = self.cursor
        if self.table is not None:
            last_row, last_column = len(self.table.rows) - 1, len(self.table.columns) - 1
            self.cursor = max(0, min(row, last_row)), max(0, min(column, last_column))
        return self.cursor != before

    def why_not(self, action: Action) -> str:
        if self.table is None:
            return why_nothing(app_of(self), self.empty)
        if action.method == "choose" and not self.opens:
            return "These cells are read with the arrows: nothing is behind them."
        return ""

    def action_down(self) -> None:
        self.move_to(self.cursor[0] + 1, self.cursor[1])

    def action_up(self) -> None:
        self.move_to(self.cursor[0] - 1, self.cursor[1])

    def action_left(self) -> None:
        self.move_to(self.cursor[0], self.cursor[1] - 1)

    def action_right(self) -> None:
        self.move_to(self.cursor[0], self.cursor[1] + 1)

    def action_first(self) -> None:
        self.move_to(self.cursor[0], 0)

    def action_last(self) -> None:
        self.move_to(self.cursor[0], 0 if self.table is None else len(self.table.columns) - 1)

    def action_choose(self) -> None:
        """Choose the cell under the cursor."""
        if self.table is not None and self.table.rows and self.table.columns:
            self.post_message(self.CellChosen(self, *self.cursor))

    def on_click(self, event: Click) -> None:
        """Move the cursor to a cell, or choose the one it is on."""
        place = event.get_content_offset(self)
        if place is None or self.table is None:
            return
        width, height = self.content_size
        top = 1 if self.title and height > 3 else 0
        layout = heatmap_layout(self.table, width, height - top, look_of(self.app), self.cursor)
        cell = layout.at(place.x, place.y - top)
        if cell is None:
            return
        if cell == self.cursor:
            if self.opens:
                self.action_choose()
        else:
            self.move_to(*cell)
