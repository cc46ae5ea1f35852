"""Moving about in a grid: the cursor over rows and columns, and no more drawn than has changed by it."""

from __future__ import annotations

from textual.geometry import Region
from textual.timer import Timer

from tui.widgets.grid_drawing import DrawnRows

# How long rows may take to come before their place is drawn without them.
PATIENCE_S = 0.25
WHEEL_ROWS = 3


class MovingRows(DrawnRows):
    """A grid with a cursor."""

    def __init__(self, *, id: str | None = None, empty: str = "There is nothing to show yet.") -> None:  # noqa: A002
        super().__init__(id=id, empty=empty)
        self._patience: Timer | None = None

    def moved(self) -> None:
        """Tell that the cursor is elsewhere."""
        raise NotImplementedError

    def _want_again(self, first: int, end: int) -> None:
        """Ask for these rows, also where they could not be had before."""
        raise NotImplementedError

    def _lose_patience(self) -> None:
        """Draw what there is now."""
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        self.refresh()

    def move_to(self, place: int, *, page: bool = False) -> None:
        """Put the cursor on a row; one that leaves the page moves it by half a page, so that few keys draw it all again."""
        place = max(0, min(place, self.rows - 1))
        if place == self.cursor and self._top <= place < self._top + self.page:
            return
        old, self.cursor = self.cursor, place
        top, height = self._top, self.page
        if self._has_room and not top <= place < top + height:
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
            self._refresh_count(old)
        else:
            self._top = top
            if self.pages.holds(top, min(top + height, self.rows)):
                self._lose_patience()
            elif self._patience is None:
                # The rows are on their way: what stands there stays until they come, rather than being drawn twice.
                self._patience = self.set_timer(PATIENCE_S, self._lose_patience)
        self._want_again(self._top - height, self._top + 2 * height)
        self.moved()

    @property
    def _has_room(self) -> bool:
        """Whether it is laid out: with another part in view there is no page that a row could leave, and it stays scrolled as it was."""
        return self.size.height > 0

    def _scroll_to_cursor(self) -> None:
        """Have no more of the rows out of view than must be, and the cursor never."""
        if not self._has_room:
            return
        self._top = max(0, min(self._top, self.rows - self.page))
        if not self._top <= self.cursor < self._top + self.page:
            self._top = max(0, min(self.cursor - self.page // 2, self.rows - self.page))

    def _refresh_count(self, old: int) -> None:
        # No more of the foot than changes.
        text, before = self._count_text(self.cursor), self._count_text(old)
        width = len(text) if len(text) == len(before) else self.size.width
        self.refresh(Region(0, self.size.height - 1, min(width, self.size.width), 1))

    def _refresh_foot(self) -> None:
        self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def _refresh_row(self, place: int) -> None:
        y = place - self._top + self._header_lines
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    @property
    def _last_column(self) -> int:
        """The last column that can be seen."""
        return max((place for place, column in enumerate(self.shown_columns) if column.width), default=0)

    def _move_column(self, number: int) -> None:
        number = max(0, min(number, self._last_column))
        if number == self.cursor_column:
            return
        self.cursor_column = number
        if self._scroll_to_column():
            self.refresh()
        else:
            self.refresh(Region(0, 0, self.size.width, 1))
            self._refresh_row(self.cursor)
        self.moved()

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

    # The mouse, and the size

    def on_mouse_scroll_down(self) -> None:
        """A few rows down."""
        self.move_to(self.cursor + WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        """A few rows up."""
        self.move_to(self.cursor - WHEEL_ROWS)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        top = self._top
        self._scroll_to_cursor()
        if self._scroll_to_column() or self._top != top:
            self.refresh()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Leave the styles as they are: none of a table's depends on the focus, and working them out takes longer than drawing it."""

    def on_focus(self) -> None:
        """The cursor shows where the keys go."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor stays, more quietly."""
        self._refresh_row(self.cursor)
