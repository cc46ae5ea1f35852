"""A table of any length: it asks for the rows in view, keeps what it was given, and draws no more than has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from core.errors import RegularsError
from tui.acting import Pane
from tui.actions import Action, bindings
from tui.text import cell, fitted, right_fitted, whole
from tui.widgets.rows import RIGHT_ALIGNED, Column, Order, Row, RowSource

PAGE_ROWS = 128
MOST_PAGES = 24
# How long rows may take to come before their place is drawn without them.
PATIENCE_S = 0.25
GAP = 1


class Grid(Pane):
    """Rows and columns with a cursor; the first column and the header stay in view."""

    DEFAULT_CSS = """
    Grid { height: 1fr; }
    Grid .grid--header { color: $heading; text-style: bold; }
    Grid .grid--aside { color: $accent; }
    Grid .grid--cursor { background: $cursor; color: $cursor-text; }
    Grid .grid--cell { background: $cursor; color: $cursor-text; text-style: bold reverse; }
    Grid .grid--selected { background: $selection; }
    Grid .grid--foot { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--header",
        "grid--aside",
        "grid--cursor",
        "grid--cell",
        "grid--selected",
        "grid--foot",
    }
    BINDINGS: ClassVar[list[BindingType]] = bindings("grid")

    class Moved(Message):
        """The cursor is on another row or column."""

        def __init__(self, grid: Grid) -> None:
            self.grid = grid
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Grid.Moved) and message.grid is self.grid

    class Chosen(Message):
        """Enter was pressed on a row."""

        def __init__(self, grid: Grid, row: Row) -> None:
            self.grid, self.row = grid, row
            super().__init__()

    class Arranged(Message):
        """The rows were sorted or filtered otherwise."""

        def __init__(self, grid: Grid) -> None:
            self.grid = grid
            super().__init__()

    def __init__(self, *, id: str | None = None, empty: str = "There is nothing to show yet.") -> None:  # noqa: A002
        super().__init__(id=id)
        self.source = RowSource()
        self.order = Order()
        self.rows = 0
        self.cursor = 0
        self.cursor_column = 0
        self.selected: set[int] = set()
        self.hidden: frozenset[str] = frozenset()
        self.order_of_columns: tuple[str, ...] = ()
        self.empty = empty
        self._top = 0
        self._left = 1
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0
        self._searched = ""
        self._laid_out: tuple[tuple[int, int, Column], ...] = ()

    # What it shows

    async def show(self, source: RowSource, *, keep_place: bool = False) -> None:
        """Show other rows, sorted and filtered as before where they can be."""
        names = {column.name for column in source.columns}
        order = (
            self.order
            if all(name in names for name, _ in self.order.sort)
            else Order(filter=self.order.filter)
        )
        if not source.filterable:
            order = Order(order.sort)
        self.source = source
        try:
            rows = await source.arrange(order)
        except RegularsError:
            # What the filter names may not be there any more.
            order = Order()
            rows = await source.arrange(order)
        self._take(order, rows, keep_place=keep_place)

    async def put_in_order(self, order: Order) -> bool:
        """Sort or filter otherwise; False where that cannot be, which is told."""
        try:
            rows = await self.source.arrange(order)
        except RegularsError as error:
            self.regulars.fail(error)
            return False
        self._take(order, rows, keep_place=False)
        return True

    def _take(self, order: Order, rows: int, *, keep_place: bool) -> None:
        self.order, self.rows = order, rows
        self._generation += 1
        self._pages.clear()
        self._asked.clear()
        self.selected.clear()
        if not keep_place:
            self._top = self.cursor = 0
        self.cursor = max(0, min(self.cursor, rows - 1))
        self._top = max(0, min(self._top, rows - 1))
        self.cursor_column = min(self.cursor_column, max(0, len(self.shown_columns) - 1))
        self._scroll_to_column()
        self.refresh()
        self.post_message(self.Arranged(self))
        self.post_message(self.Moved(self))

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """The columns that were not hidden, in the order chosen."""
        known = {column.name: column for column in self.source.columns}
        names = [name for name in self.order_of_columns if name in known]
        names += [name for name in known if name not in names]
        return tuple(known[name] for name in names if name not in self.hidden)

    @property
    def row(self) -> Row | None:
        """The row under the cursor with the columns shown, if it has arrived."""
        return self._row(self.cursor)

    @property
    def column(self) -> Column | None:
        """The column under the cursor."""
        columns = self.shown_columns
        return columns[self.cursor_column] if self.cursor_column < len(columns) else None

    def value(self, name: str) -> object:
        """The value of a column in the row under the cursor; None where it is not shown or not here yet."""
        row = self.row
        names = [column.name for column in self.shown_columns]
        return row[names.index(name)] if row is not None and name in names else None

    def copied(self) -> str:
        """The row under the cursor, or those selected, as tab-separated text."""
        columns = self.shown_columns
        places = sorted(self.selected) or [self.cursor]
        lines = ["\t".join(column.title for column in columns)]
        for place in places:
            row = self._row(place)
            if row is not None:
                lines.append(
                    "\t".join(cell(value, column.kind) for value, column in zip(row, columns, strict=True))
                )
        return "\n".join(lines) + "\n" if len(lines) > 1 else ""

    # Rows

    @property
    def _header_lines(self) -> int:
        return 2 if any(column.aside for column in self.source.columns) else 1

    @property
    def page(self) -> int:
        """How many rows there is room for."""
        return max(1, self.size.height - self._header_lines - 1)

    def _row(self, place: int) -> Row | None:
        page = self._pages.get(place // PAGE_ROWS)
        offset = place % PAGE_ROWS
        return page[offset] if page is not None and offset < len(page) else None

    def _want(self, first: int, last: int) -> None:
        """Ask for the pages that hold these rows, if they are neither here nor asked for."""
        for number in range(max(0, first) // PAGE_ROWS, min(last, self.rows - 1) // PAGE_ROWS + 1):
            if number not in self._pages and number not in self._asked:
                self._asked.add(number)
                self._fetch(number, self._generation)

    @work(group="grid")
    async def _fetch(self, number: int, generation: int) -> None:
        names = [column.name for column in self.shown_columns]
        try:
            rows = await self.source.fetch(self.order, number * PAGE_ROWS, PAGE_ROWS, names)
        except RegularsError as error:
            self._asked.discard(number)
            self.regulars.fail(error)
            return
        if generation != self._generation:
            return
        self._asked.discard(number)
        self._pages[number] = rows
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        first = number * PAGE_ROWS
        if first < self._top + self.page and first + PAGE_ROWS > self._top:
            self.refresh()
        if first <= self.cursor < first + PAGE_ROWS:
            self.post_message(self.Moved(self))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """The header, a row, or the line at the foot."""
        width = self.size.width
        if y == 0:
            self._laid_out = self._layout()
        if not self.source.columns:
            text = f" {self.empty}" if y == 0 else ""
            return Strip([Segment(fitted(text, width), self.get_component_rich_style("grid--foot"))])
        if y < self._header_lines:
            return self._header(y)
        if y == self.size.height - 1:
            return self._foot()
        place = self._top + y - self._header_lines
        if place >= self.rows:
            text = " No rows." if self.rows == 0 and y == self._header_lines else ""
            return Strip([Segment(fitted(text, width), self.rich_style)])
        return self._row_strip(place)

    def _layout(self) -> tuple[tuple[int, int, Column], ...]:
        """Where each column in view begins, how wide it is, and which it is: the first, then those scrolled to."""
        columns = self.shown_columns
        width, x = self.size.width, 1
        found: list[tuple[int, int, Column]] = []
        for number, column in enumerate(columns):
            if 0 < number < self._left:
                continue
            room = width - x
            if room < 3:
                break
            shown = min(column.width, room - 1)
            if shown < column.width and shown < 6 and found:
                break
            found.append((x, shown, column))
            x += shown + GAP
        return tuple(found)

    def _header(self, y: int) -> Strip:
        style = self.get_component_rich_style("grid--header" if y == 0 else "grid--aside")
        here = self.column
        segments = [Segment(" ", style)]
        for _, width, column in self._laid_out:
            text = column.title if y == 0 else column.aside
            if y == 0:
                text += self._sort_mark(column)
            shown = (
                text
                if len(text) <= width or not self._sort_mark(column) or y
                else text[: width - 1] + text[-1]
            )
            fit = (
                right_fitted(shown, width)
                if column.kind in RIGHT_ALIGNED and len(shown) <= width
                else fitted(shown, width)
            )
            # The column under the cursor is underlined.
            segments.append(
                Segment(fit, style + Style(underline=True) if column is here and y == 0 else style)
            )
            segments.append(Segment(" " * GAP, style))
        return Strip(segments).simplify().adjust_cell_length(self.size.width, style)

    def _sort_mark(self, column: Column) -> str:
        if not self.order.sort or self.order.sort[0][0] != column.name:
            return ""
        return "▼" if self.order.sort[0][1] else "▲"

    def _row_strip(self, place: int) -> Strip:
        row = self._row(place)
        at_cursor = place == self.cursor
        base = self.rich_style
        if at_cursor:
            base = self.get_component_rich_style("grid--cursor")
        elif place in self.selected:
            base = self.get_component_rich_style("grid--selected")
        mark = "*" if place in self.selected else ">" if at_cursor and self.has_focus else " "
        width = self.size.width
        if row is None:
            self._want(self._top, self._top + self.page)
            return Strip([Segment(fitted(mark + "…", width), base)])
        names = {column.name: number for number, column in enumerate(self.shown_columns)}
        here = self.column if at_cursor else None
        segments: list[Segment] = []
        text = mark
        for _, room, column in self._laid_out:
            value = cell(row[names[column.name]], column.kind)
            fit = right_fitted(value, room) if column.kind in RIGHT_ALIGNED else fitted(value, room)
            if column is here and self.has_focus:
                segments.append(Segment(text, base))
                segments.append(Segment(fit, self.get_component_rich_style("grid--cell")))
                text = " " * GAP
            else:
                text += fit + " " * GAP
        segments.append(Segment(text, base))
        return Strip(segments).adjust_cell_length(width, base)

    def _foot(self) -> Strip:
        style = self.get_component_rich_style("grid--foot")
        text = f" row {whole(self.cursor + 1)} of {whole(self.rows)}" if self.rows else " no rows"
        if self.selected:
            text += f", {whole(len(self.selected))} selected"
        if self.order.filter:
            text += f", filter: {self.order.filter}"
        hidden = len(self.shown_columns) - len(self._laid_out)
        if hidden > 0:
            text += f", {hidden} more columns: Right"
        return Strip([Segment(fitted(text, self.size.width), style)])

    # Moving

    def why_not(self, action: Action) -> str:
        """Why something cannot be done with these rows."""
        if not self.source.columns:
            return self.empty
        if action.method == "sort" and not self.source.sortable:
            return "These rows stand in the order of the file and cannot be sorted."
        if action.method == "filter" and not self.source.filterable:
            return "These rows cannot be filtered."
        return ""

    def move_to(self, place: int, *, page: bool = False) -> None:
        """Put the cursor on a row; one that leaves the page moves it by half a page, so that few keys draw it all again."""
        place = max(0, min(place, self.rows - 1))
        if place == self.cursor and self._top <= place < self._top + self.page:
            return
        old, self.cursor = self.cursor, place
        top, height = self._top, self.page
        if not top <= place < top + height:
            if page:
                top += place - old
            elif abs(place - old) < height:
                top = place - height // 2
            else:
                top = place - height // 2 if 0 < place < self.rows - 1 else place
            top = max(0, min(top, self.rows - height, place))
        if top == self._top:
            self._refresh_row(old)
            self._refresh_row(place)
            self._refresh_foot()
        else:
            self._top = top
            if self._is_here(top, top + height):
                self.refresh()
            else:
                # The rows are on their way: what stands there stays until they come, rather than being drawn twice.
                self.set_timer(PATIENCE_S, self.refresh)
        self._want(self._top - height, self._top + 2 * height)
        self.post_message(self.Moved(self))

    def _is_here(self, first: int, last: int) -> bool:
        """Whether the rows from `first` to before `last` have arrived."""
        end = max(first, min(last, self.rows) - 1)
        return all(number in self._pages for number in range(first // PAGE_ROWS, end // PAGE_ROWS + 1))

    def _refresh_foot(self) -> None:
        # No more of it than the number of the row takes up.
        width = len(f" row {whole(self.rows)} of {whole(self.rows)}")
        self.refresh(Region(0, self.size.height - 1, min(width, self.size.width), 1))

    def _refresh_row(self, place: int) -> None:
        y = place - self._top + self._header_lines
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def _move_column(self, number: int) -> None:
        number = max(0, min(number, len(self.shown_columns) - 1))
        if number == self.cursor_column:
            return
        self.cursor_column = number
        if self._scroll_to_column():
            self.refresh()
        else:
            self.refresh(Region(0, 0, self.size.width, 1))
            self._refresh_row(self.cursor)
        self.post_message(self.Moved(self))

    def _scroll_to_column(self) -> bool:
        """Scroll sideways until the column under the cursor is whole; whether that changed anything."""
        before = self._left
        columns = self.shown_columns
        if not columns or not self.size.width:
            return False
        number = min(self.cursor_column, len(columns) - 1)
        if number == 0:
            self._left = 1
        elif number < self._left:
            self._left = number
        else:
            while self._left < number:
                last = columns[number]
                if any(column is last and width >= last.width for _, width, column in self._layout()):
                    break
                self._left += 1
        return self._left != before

    def action_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_left(self) -> None:
        self._move_column(self.cursor_column - 1)

    def action_right(self) -> None:
        self._move_column(self.cursor_column + 1)

    def action_page_down(self) -> None:
        self.move_to(self.cursor + self.page, page=True)

    def action_page_up(self) -> None:
        self.move_to(self.cursor - self.page, page=True)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.rows - 1)

    def action_first_column(self) -> None:
        self._move_column(0)

    def action_last_column(self) -> None:
        self._move_column(len(self.shown_columns) - 1)

    def action_choose(self) -> None:
        if self.row is not None:
            self.post_message(self.Chosen(self, self.row))

    # Sorting, filtering, searching, selecting

    async def action_sort(self) -> None:
        column = self.column
        if column is None:
            return
        numeric = column.kind != "text"
        present = dict(self.order.sort)
        descending = not present[column.name] if column.name in present else numeric
        await self.put_in_order(Order(((column.name, descending),), self.order.filter))

    def action_filter(self) -> None:
        from tui.dialogs.ask import Ask

        dialog = Ask(
            "Filter",
            self.order.filter,
            hint="As r>=4 and monetary>500, country = Germany, or any text that a row must hold. Empty: all rows.",
        )
        self.regulars.ask_for(dialog, self._filter_by)

    async def _filter_by(self, text: str) -> None:
        await self.put_in_order(Order(self.order.sort, text))

    def action_columns(self) -> None:
        from tui.dialogs.columns import ChooseColumns

        shown = [column.name for column in self.shown_columns]
        rest = [column.name for column in self.source.columns if column.name not in shown]
        titles = {column.name: column.title for column in self.source.columns}
        self.regulars.push_screen(ChooseColumns([*shown, *rest], set(shown), titles), self._take_columns)

    def _take_columns(self, chosen: tuple[tuple[str, ...], frozenset[str]] | None) -> None:
        if chosen is None:
            return
        self.order_of_columns, self.hidden = chosen
        self._take(self.order, self.rows, keep_place=True)

    def action_search(self) -> None:
        from tui.dialogs.ask import Ask

        self.regulars.ask_for(
            Ask("Search", self._searched, hint="n and N go on to the next and the one before."), self._search
        )

    async def _search(self, text: str) -> None:
        self._searched = text
        await self._find(self.cursor, forward=True)

    async def action_search_next(self) -> None:
        await self._find(self.cursor + 1, forward=True)

    async def action_search_previous(self) -> None:
        await self._find(self.cursor - 1, forward=False)

    async def _find(self, start: int, *, forward: bool) -> None:
        if not self._searched or not self.rows:
            self.regulars.say("Press / and type what to look for.")
            return
        try:
            place = await self.source.find(self.order, self._searched, start % self.rows, forward=forward)
        except RegularsError as error:
            self.regulars.fail(error)
            return
        if place is None:
            self.regulars.say(f"No row holds {self._searched!r}.")
        else:
            self.move_to(place)

    def action_select(self) -> None:
        self.selected ^= {self.cursor}
        self._refresh_row(self.cursor)
        self.move_to(self.cursor + 1)
        self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def action_select_all(self) -> None:
        self.selected = set() if self.selected else set(range(self.rows))
        self.refresh()

    # The mouse, and the size

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; on a header, sort by it."""
        for number, column in enumerate(self.shown_columns):
            if any(x <= event.x < x + width and shown is column for x, width, shown in self._laid_out):
                self._move_column(number)
        if event.y >= self._header_lines:
            place = self._top + event.y - self._header_lines
            if place < self.rows:
                self.move_to(place)

    def on_mouse_scroll_down(self) -> None:
        """Three rows down."""
        self.move_to(self.cursor + 3)

    def on_mouse_scroll_up(self) -> None:
        """Three rows up."""
        self.move_to(self.cursor - 3)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._scroll_to_column()
        if not self._top <= self.cursor < self._top + self.page:
            self._top = max(0, min(self.cursor - self.page // 2, self.rows - self.page))
        self.refresh()

    def on_focus(self) -> None:
        """The cursor shows where the keys go."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor stays, more quietly."""
        self._refresh_row(self.cursor)
