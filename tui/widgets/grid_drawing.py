"""How a grid looks: the header, the rows that have arrived, and the line at the foot. Nothing here moves anything."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.acting import Pane
from tui.lacking import Lacks, why_nothing
from tui.order import Order
from tui.text import amount_in, cell, decimal, decimals_of, fitted, right_fitted, whole
from tui.widgets.pages import Pages
from tui.widgets.rows import RIGHT_ALIGNED, Column, Row, RowSource
from tui.widgets.selection import Selection

GAP = 1
# A column of which less than this could be shown waits to be scrolled to.
LEAST_SHOWN = 6


class DrawnRows(Pane, Lacks):
    """What a grid shows, and the drawing of it, line by line."""

    DEFAULT_CSS = """
    DrawnRows { height: 1fr; }
    DrawnRows .grid--header { color: $heading; text-style: bold; }
    DrawnRows .grid--aside { color: $accent; }
    DrawnRows .grid--cursor { background: $cursor; color: $cursor-text; }
    DrawnRows .grid--cell { background: $cursor; color: $cursor-text; text-style: bold reverse; }
    DrawnRows .grid--selected { background: $selection; }
    DrawnRows .grid--foot { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--aside",
        "grid--row",
        "grid--cursor",
        "grid--cell",
        "grid--selected",
        "grid--foot",
    }

    comes_soon = False
    """Whether its rows are there in a moment once there is a result, so that keys had better wait for them."""

    def __init__(self, *, id: str | None = None, empty: str = "There is nothing to show yet.") -> None:  # noqa: A002
        super().__init__(id=id)
        self.source = RowSource()
        self.order = Order()
        self.rows = 0
        self.cursor = 0
        self.cursor_column = 0
        self.selected = Selection()
        self.hidden: frozenset[str] = frozenset()
        self.order_of_columns: tuple[str, ...] = ()
        """Takes force, as `hidden` does, when rows are shown."""
        self.absent: frozenset[str] = frozenset()
        """Columns in which no row has anything: not drawn, whatever was chosen. Takes force when rows are shown."""
        self.empty = empty
        self.pages = Pages()
        self._shown: tuple[Column, ...] = ()
        self._places: dict[str, int] = {}
        self._top = 0
        self._left = 1
        self._laid_out: tuple[tuple[int, int, Column], ...] = ()
        self._decimals: dict[str, int] = {}
        """The most decimals of a number in view, by column."""
        self._why: list[str] = []
        """Why there is nothing to show, folded."""

    # What it shows

    @property
    def is_coming(self) -> bool:
        """Whether it shows nothing, but will in a moment."""
        return self.comes_soon and not self.source.columns

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """The columns of the rows that are shown: those not hidden, in the order chosen."""
        return self._shown

    @property
    def exported_names(self) -> list[str]:
        """The columns that an export has, in its order: what is shown, as it is shown, and what is only empty."""
        return [name for name in self._names_in_order if name not in self.hidden]

    @property
    def _names_in_order(self) -> list[str]:
        """The columns in the order chosen; those that the choice does not know come last."""
        known = [column.name for column in self.source.columns]
        chosen = [name for name in self.order_of_columns if name in known]
        return chosen + [name for name in known if name not in chosen]

    def _choose_columns(self) -> None:
        """Let the choice of columns take force: the rows that follow are asked for with these."""
        known = {column.name: column for column in self.source.columns}
        left_out = self.hidden | self.absent
        self._shown = tuple(known[name] for name in self._names_in_order if name not in left_out)
        self._places = {column.name: place for place, column in enumerate(self._shown)}

    @property
    def row(self) -> Row | None:
        """The row under the cursor with the columns shown, if it has arrived."""
        return self.pages.row(self.cursor)

    @property
    def column(self) -> Column | None:
        """The column under the cursor."""
        return self._shown[self.cursor_column] if self.cursor_column < len(self._shown) else None

    def row_at(self, place: int) -> Row | None:
        """Any row with the columns shown, if it has arrived."""
        return self.pages.row(place)

    def value(self, name: str) -> object:
        """The value of a column in the row under the cursor; None where it is not shown or not here yet."""
        row = self.row
        return row[self._places[name]] if row is not None and name in self._places else None

    @property
    def _header_lines(self) -> int:
        return 2 if any(column.aside for column in self.source.columns) else 1

    @property
    def page(self) -> int:
        """How many rows there is room for."""
        return max(1, self.size.height - self._header_lines - 1)

    def _want(self, first: int, end: int) -> None:
        """Ask for these rows, as far as they are neither here nor on their way."""
        raise NotImplementedError

    # Drawing

    def render_line(self, y: int) -> Strip:
        """The header, a row, or the line at the foot."""
        width = self.size.width
        if y == 0:
            self._laid_out = self._layout()
            self._decimals = {column.name: self._most_decimals(column) for _, _, column in self._laid_out}
        if not self.source.columns:
            return self._why_nothing_line(y)
        if y < self._header_lines:
            return self._header(y)
        if y == self.size.height - 1:
            return self._foot()
        place = self._top + y - self._header_lines
        if place >= self.rows:
            text = f" {self._no_rows}" if self.rows == 0 and y == self._header_lines else ""
            return Strip([Segment(fitted(text, width), self.rich_style)])
        return self._row_strip(place)

    def _why_nothing_line(self, y: int) -> Strip:
        """A line of the reason why there is nothing, folded into the room there is."""
        width, height = self.size
        if y == 0:
            why = why_nothing(self.regulars, self.empty)
            self._why = wrap(why, max(1, width - 2), max_lines=height, placeholder=" ...")
        text = f" {self._why[y]}" if y < len(self._why) else ""
        return Strip([Segment(fitted(text, width), self.get_component_rich_style("grid--foot"))])

    @property
    def _no_rows(self) -> str:
        """What is said in place of rows."""
        return "No row fits the filter: f changes it." if self.order.filter else "No rows."

    def _layout(self) -> tuple[tuple[int, int, Column], ...]:
        """Where each column in view begins, how wide it is, and which it is: the first, then those scrolled to."""
        width, x = self.size.width, 1
        found: list[tuple[int, int, Column]] = []
        for number, column in enumerate(self._shown):
            if 0 < number < self._left or not column.width:
                continue
            room = width - x
            if room < 3:
                break
            shown = min(column.width, room - 1)
            is_cut = shown < column.width
            # Of a number less than all of it says nothing.
            if found and is_cut and (shown < LEAST_SHOWN or column.kind in RIGHT_ALIGNED):
                break
            found.append((x, shown, column))
            x += shown + GAP
        return tuple(found)

    def _most_decimals(self, column: Column) -> int:
        if column.kind != "number":
            return 0
        rows = map(self.pages.row, range(self._top, min(self._top + self.page, self.rows)))
        values = (row[self._places[column.name]] for row in rows if row is not None)
        return max((decimals_of(value) for value in values if isinstance(value, float)), default=0)

    def _cell(self, value: object, column: Column, width: int) -> str:
        """What stands in a cell; numbers have their decimal points below each other, as far as there is room for that."""
        if isinstance(value, float) and column.kind == "number":
            aligned = decimal(value, self._decimals.get(column.name, 0))
            if len(aligned) <= width:
                return right_fitted(aligned, width)
        text = cell(value, column.kind)
        if column.kind == "money" and isinstance(value, int | float | Decimal) and cell_len(text) > width:
            text = amount_in(width, float(value)) or text
        return right_fitted(text, width) if column.kind in RIGHT_ALIGNED else fitted(text, width)

    def _header(self, y: int) -> Strip:
        style = self.get_component_rich_style("grid--header" if y == 0 else "grid--aside")
        here = self.column
        segments = [Segment(" ", style)]
        for _, width, column in self._laid_out:
            text = self._title(column, width) if y == 0 else column.aside
            is_right = column.kind in RIGHT_ALIGNED and cell_len(text) <= width
            fit = right_fitted(text, width) if is_right else fitted(text, width)
            # The column under the cursor is underlined.
            segments.append(
                Segment(fit, style + Style(underline=True) if column is here and y == 0 else style)
            )
            segments.append(Segment(" " * GAP, style))
        return Strip(segments).simplify().adjust_cell_length(self.size.width, style)

    def _title(self, column: Column, width: int) -> str:
        """The title with the mark of the order, which stays where the title has too little room."""
        if not self.order.sort or self.order.sort[0][0] != column.name:
            return column.title
        mark = "▼" if self.order.sort[0][1] else "▲"
        is_whole = cell_len(column.title) < width
        return (column.title if is_whole else fitted(column.title, width - 1)) + mark

    def _row_strip(self, place: int) -> Strip:
        row = self.pages.row(place)
        at_cursor = place == self.cursor
        kind = "cursor" if at_cursor else "selected" if place in self.selected else "row"
        base = self.get_component_rich_style(f"grid--{kind}")
        mark = "*" if place in self.selected else ">" if at_cursor and self.has_focus else " "
        width = self.size.width
        if row is None:
            self._want(self._top, self._top + self.page)
            return Strip([Segment(fitted(mark + "…", width), base)])
        here = self.column if at_cursor else None
        segments: list[Segment] = []
        text = mark
        for _, room, column in self._laid_out:
            fit = self._cell(row[self._places[column.name]], column, room)
            if column is here and self.has_focus:
                segments.append(Segment(text, base))
                segments.append(Segment(fit, self.get_component_rich_style("grid--cell")))
                text = " " * GAP
            else:
                text += fit + " " * GAP
        segments.append(Segment(text, base))
        return Strip(segments).adjust_cell_length(width, base)

    # The foot

    def _count_text(self, place: int) -> str:
        return f" row {whole(place + 1)} of {whole(self.rows)}" if self.rows else " no rows"

    def _foot_parts(self) -> Sequence[str]:
        """What else stands at the foot, the more important first."""
        parts = [f"{whole(len(self.selected))} selected"] if self.selected else []
        columns = [column for column in self._shown if column.width]
        left = sum(1 for column in columns[1 : self._left])
        right = len(columns) - left - len(self._laid_out)
        if right > 0:
            parts.append(f"{right} more column{'s' if right > 1 else ''}: Right")
        if left > 0:
            parts.append(f"{left} on the left")
        return parts

    def _foot(self) -> Strip:
        style, width = self.get_component_rich_style("grid--foot"), self.size.width
        text = self._count_text(self.cursor)
        for part in self._foot_parts():
            # What has no room is left out whole.
            if len(text) + len(part) + 2 <= width:
                text += f", {part}"
        if self.order.filter and len(text) + 14 <= width:
            text += f", filter: {self.order.filter_in_words}"
        return Strip([Segment(fitted(text, width), style)])
