"""A table of any length: it asks for the rows in view, keeps what it was given, and draws no more than has changed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.binding import BindingType
from textual.message import Message

from core.errors import RegularsError, UsageError
from core.printable import printable
from core.remote.lane import StoppedError
from core.views.grid_parts import Sought
from tui.actions import Action, action_named, bindings
from tui.lacking import why_nothing
from tui.order import Order
from tui.text import cell, plain, whole
from tui.widgets.grid_moving import MovingRows
from tui.widgets.pages import PAGE_ROWS
from tui.widgets.rows import Row, RowSource, shows, sought_in
from tui.widgets.selection import Selection

if TYPE_CHECKING:
    from core.remote.tables import FilterTold

SEARCHED = (
    "Looks in the columns shown, for words and for numbers and dates as they are written there. "
    "n and N go on to the next and the one before. To keep the rows of some text alone, f."
)
# More rows than this are for a file, not for a clipboard.
MOST_COPIED_ROWS = 10_000


class Grid(MovingRows):
    """Rows and columns with a cursor; the first column and the header stay in view."""

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

    class ColumnsChosen(Message):
        """Other columns are shown, or in another order."""

        def __init__(self, grid: Grid) -> None:
            self.grid = grid
            super().__init__()

    class Arranged(Message):
        """The rows were sorted or filtered otherwise."""

        def __init__(self, grid: Grid) -> None:
            self.grid = grid
            super().__init__()

    def __init__(self, *, id: str | None = None, empty: str = "There is nothing to show yet.") -> None:  # noqa: A002
        super().__init__(id=id, empty=empty)
        self._wishes = 0
        """How often other rows or another order were asked for: only the last counts."""
        self._asked_source, self._asked_order = self.source, self.order
        """What was asked for last; it is in view as soon as it has been arranged."""
        self._orders_on_their_way = 0
        self._searched = ""
        self._chosen_early: tuple[int, int] | None = None
        """The row that Enter was pressed on before it had come: the generation of its page, and its place."""

    # What it shows

    async def show(self, source: RowSource, *, order: Order | None = None, keep_place: bool = False) -> None:
        """Show other rows, in an order or else as before where they can be; what was shown stays until they are there."""
        self._wishes += 1
        wish = self._wishes
        order = order or self._order_for(source)
        self._asked_source, self._asked_order = source, order
        try:
            try:
                rows = await source.arrange(order)
            except StoppedError:
                return
            except RegularsError:
                # What the filter names may not be there any more.
                order = Order(order.sort)
                rows = await source.arrange(order)
        except RegularsError as error:
            self.regulars.fail(error)
            return
        if wish == self._wishes:
            self.source, self._asked_order = source, order
            self._take(order, rows, keep_place=keep_place)

    @property
    def asked_order(self) -> Order:
        """The order that was asked for last, which may be on its way."""
        return self._asked_order

    def ask_order(self, order: Order) -> None:
        """Have the next rows in an order, whatever was asked for before; those in view stay as they are."""
        self._wishes += 1
        self._asked_order = order

    def _order_for(self, source: RowSource) -> Order:
        """The order that was asked for, as far as other rows have it."""
        names = {column.name for column in source.columns}
        asked = self._asked_order
        sort = asked.sort if all(name in names for name, _ in asked.sort) else ()
        return replace(asked, sort=sort) if source.filterable else Order(sort)

    @property
    def is_coming(self) -> bool:
        """Whether the rows that keys are meant for are on their way: the first ones, or those sorted or filtered otherwise."""
        return super().is_coming or self._orders_on_their_way > 0

    async def put_in_order(self, order: Order) -> bool:
        """Sort or filter otherwise; False where that cannot be, which is told. Rows that are left stay selected."""
        self._orders_on_their_way += 1
        try:
            return await self._put_in_order(order)
        finally:
            self._orders_on_their_way -= 1

    async def _put_in_order(self, order: Order) -> bool:
        self._wishes += 1
        wish, source, before = self._wishes, self._asked_source, self._asked_order
        # Other rows may be on their way: then it is those that are put in order.
        selected = self.selected if source is self.source else Selection()
        self._asked_order = order
        try:
            rows = await self.regulars.asked(partial(source.arrange, order))
            moved = await source.moved(self.order, order, selected.runs) if selected else ()
        except RegularsError as error:
            self.regulars.fail(error)
            if wish == self._wishes:
                self._asked_order = before
                if source is not self.source:
                    await self.show(source)
            return False
        if wish == self._wishes:
            self.source = source
            self._take(order, rows, keep_place=False)
            self.selected = Selection(moved)
        return True

    def _take(self, order: Order, rows: int, *, keep_place: bool) -> None:
        self.order, self.rows = order, rows
        self.pages.begin()
        self._choose_columns()
        self.selected = Selection()
        if not keep_place:
            self._top = self.cursor = 0
        self.cursor = max(0, min(self.cursor, rows - 1))
        self._scroll_to_cursor()
        self.cursor_column = min(self.cursor_column, self._last_column)
        self._scroll_to_column()
        self._take_at_hand()
        self.refresh()
        self.post_message(self.Arranged(self))
        self.moved()

    async def copied(self) -> str:
        """The row under the cursor, or those selected, as tab-separated text; UsageError where they are too many."""
        columns = [column for column in self.shown_columns if column.width]
        if not columns or not self.rows:
            return ""
        if len(self.selected) > MOST_COPIED_ROWS:
            raise UsageError(
                f"{whole(len(self.selected))} rows are too many to copy: {whole(MOST_COPIED_ROWS)} are the most.",
                "Write them to a file with e.",
            )
        names = [column.name for column in columns]
        lines = ["\t".join(printable(column.title) for column in columns)]
        for first, last in self.selected.runs or ((self.cursor, self.cursor),):
            for row in await self.source.fetch(self.order, first, last - first + 1, names):
                cells = (cell(value, column.kind) for value, column in zip(row, columns, strict=True))
                lines.append("\t".join(map(printable, cells)))
        return "\n".join(lines) + "\n" if len(lines) > 1 else ""

    # Rows on their way

    def _take_at_hand(self) -> None:
        """Have what is in view at once where it needs no fetching, so that nothing is drawn without it."""
        names = [column.name for column in self.shown_columns]
        for number in self.pages.numbers(self._top, min(self._top + self.page, self.rows)):
            rows = self.source.at_hand(self.order, number * PAGE_ROWS, PAGE_ROWS, names)
            if rows is not None:
                self.pages.put(number, self.pages.generation, rows)

    def _want(self, first: int, end: int) -> None:
        for number in self.pages.missing(first, min(end, self.rows)):
            self._fetch(number, self.pages.generation)

    def _want_again(self, first: int, end: int) -> None:
        self.pages.forgive()
        self._want(first, end)

    @work(group="grid")
    async def _fetch(self, number: int, generation: int) -> None:
        if generation != self.pages.generation:
            return
        names = [column.name for column in self.shown_columns]
        first = number * PAGE_ROWS
        try:
            rows = await self.source.fetch(self.order, first, PAGE_ROWS, names)
        except RegularsError as error:
            is_stopped = isinstance(error, StoppedError)
            if self.pages.fail(number, generation, for_good=not is_stopped):
                self.regulars.fail(error)
            return
        if not self.pages.put(number, generation, rows):
            return
        if first < self._top + self.page and first + PAGE_ROWS > self._top:
            self._lose_patience()
        if first <= self.cursor < first + PAGE_ROWS:
            self.moved()
            chosen, self._chosen_early = self._chosen_early, None
            if chosen == (generation, self.cursor):
                self.action_choose()

    def moved(self) -> None:
        """Tell that the cursor is elsewhere."""
        self.post_message(self.Moved(self))
        self.regulars.keys_may_differ()

    def why_not(self, action: Action) -> str:
        """Why something cannot be done with these rows."""
        if not self.source.columns:
            return why_nothing(self.regulars, self.empty)
        if action.method == "sort" and not self.source.sortable:
            return "These rows stand in the order of the file and cannot be sorted."
        if action.method == "filter" and not self.source.filterable:
            return "These rows cannot be filtered."
        return ""

    def action_choose(self) -> None:
        if self.row is not None:
            self.post_message(self.Chosen(self, self.row))
        elif self.rows:
            self._chosen_early = self.pages.generation, self.cursor

    # Sorting, filtering, searching, selecting

    async def action_sort(self) -> None:
        column = self.column
        if column is None:
            return
        present = dict(self.order.sort)
        descending = not present[column.name] if column.name in present else column.kind != "text"
        await self.put_in_order(replace(self.order, sort=((column.name, descending),)))

    def action_filter(self) -> None:
        from tui.dialogs.filter import AskFilter

        self.regulars.ask_for(AskFilter(self.order.filter, self._filter_told), self.filter_by)

    async def _filter_told(self, text: str, cursor: int) -> FilterTold:
        """What a filter comes to."""
        return await self.regulars.asked(partial(self.source.filter_told, text, cursor))

    async def filter_by(self, text: str, told: str = "") -> bool:
        """Filter otherwise, sorted as before; False where that cannot be, which is told. `told` is the filter in words."""
        if text == self.order.filter:
            told = told or self.order.told
        return await self.put_in_order(Order(self.order.sort, text, told))

    def action_columns(self) -> None:
        from tui.dialogs.columns import ChooseColumns

        titles = {
            column.name: column.title + (", which nobody has" if column.name in self.absent else "")
            for column in self.source.columns
            if column.width
        }
        seen = [name for name in self._names_in_order if name in titles]
        shown = [name for name in seen if name not in self.hidden]
        rest = [name for name in seen if name in self.hidden]
        self.regulars.push_screen(ChooseColumns([*shown, *rest], set(shown), titles), self._take_columns)

    def _take_columns(self, chosen: tuple[tuple[str, ...], frozenset[str]] | None) -> None:
        if chosen is None:
            return
        self.order_of_columns, self.hidden = chosen
        selected = self.selected
        self._take(self.order, self.rows, keep_place=True)
        self.selected = selected
        self.post_message(self.ColumnsChosen(self))

    def action_search(self) -> None:
        from tui.dialogs.ask import Ask

        self.regulars.ask_for(Ask("Search", self._searched, hint=SEARCHED), self._search)

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
        generation, sought = -1, sought_in(self.shown_columns, self._searched)

        async def find() -> int | None:
            nonlocal generation
            generation = self.pages.generation
            if not self.rows:
                return None
            return await self.source.find(self.order, sought, start % self.rows, forward=forward)

        place = None
        try:
            # Other rows may have come meanwhile: who looks for something means those that are in view.
            while generation != self.pages.generation:
                place = await self.regulars.asked(find)
        except RegularsError as error:
            self.regulars.fail(error)
            return
        if place is None:
            self.regulars.say(f"No row holds {plain(self._searched, 60)}.")
        else:
            self.move_to(place)
            await self._move_to_hit(place, sought)

    async def _move_to_hit(self, place: int, sought: Sought) -> None:
        """Go to the column in which a row shows what was looked for, unless the one under the cursor does."""
        generation, columns = self.pages.generation, self.shown_columns
        try:
            rows = await self.source.fetch(self.order, place, 1, [column.name for column in columns])
        except RegularsError:
            return  # the row itself is in view
        if generation != self.pages.generation or not rows:
            return
        hits = [
            number
            for number, (value, column) in enumerate(zip(rows[0], columns, strict=True))
            if column.width and shows(sought, value, column.kind)
        ]
        if hits and self.cursor_column not in hits:
            self._move_column(hits[0])

    def action_select(self) -> None:
        if not self.rows:
            return
        self.selected.turn(self.cursor)
        self._refresh_row(self.cursor)
        self.move_to(self.cursor + 1)
        self._refresh_foot()

    def action_select_all(self) -> None:
        self.selected = Selection() if self.selected or not self.rows else Selection([(0, self.rows - 1)])
        self.refresh()

    # The mouse

    async def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is, and open what is clicked twice; on a header, sort by it."""
        at = next((column for x, width, column in self._laid_out if x <= event.x < x + width), None)
        if at is not None:
            self._move_column(self.shown_columns.index(at))
        place = self._top + event.y - self._header_lines
        if event.y < self._header_lines:
            if at is not None and self._is_bound("grid.sort"):
                await self.action_perform("grid.sort")
        elif place < self.rows and event.y < self.size.height - 1:
            self.move_to(place)
            if event.chain == 2 and self._is_bound("grid.choose"):
                await self.action_perform("grid.choose")

    def _is_bound(self, name: str) -> bool:
        """Whether this grid takes an action: some have no use for all of them."""
        return any(binding.id == action_named(name).name for _, binding in self._bindings)
