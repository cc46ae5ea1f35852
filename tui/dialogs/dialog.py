"""What the dialogs share: a box over the screen, left with Escape."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from tui.acting import app_of
from tui.frugal_screen import FrugalScreen
from tui.lasting import Lasting
from tui.sizes import tell_sizes
from tui.text import plain
from tui.widgets.keys import Keys
from tui.widgets.too_small import TooSmall, is_too_small

T = TypeVar("T")


class Dialog(Lasting, FrugalScreen[T], ModalScreen[T]):
    """A box over the screen that gives an answer back, or None when it is left with Escape."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .box { width: 80; max-width: 100%; height: auto; max-height: 100%; background: $panel; padding: 0 1;
                    border: round $primary; border-title-color: $heading; }
    App.ascii Dialog > .box { border: ascii $primary; }
    Dialog .hint { color: $dim; height: auto; }
    Dialog .wrong { color: $error; height: auto; }
    """
    BINDINGS = [Binding("escape", "leave", "Leave", show=False)]  # noqa: RUF012  as Textual reads it

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with an answer; a second key that comes before it has closed changes nothing."""
        if self._is_leaving or not self.is_current:
            return AwaitComplete()
        self._is_leaving = True
        return super().dismiss(result)

    _is_leaving = False

    @property
    def is_deciding(self) -> bool:
        """Whether Enter was pressed, and it is not known yet whether that closes it."""
        return False

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def on_mount(self) -> None:
        """Take away what was said before."""
        app_of(self).quiet()
        tell_sizes(self)

    def on_descendant_focus(self) -> None:
        """What has the focus may have keys of its own."""
        app_of(self).keys_may_differ()

    def on_click(self, event: events.Click) -> None:
        """The line of keys below is that of the dialog while it is open."""
        for keys in app_of(self).screen_stack[0].query(Keys):
            if event.widget is self and keys.region.contains_point(event.screen_offset):
                keys.press_at(event.screen_offset - keys.region.offset)

    def on_resize(self) -> None:
        """Cover the box while the terminal is too small, as the screen below is covered; it stays as it is."""
        if is_too_small(self.app.size) and not self.query(TooSmall):
            self.mount(TooSmall())
        for cover in self.query(TooSmall):
            cover.measure(self.app.size)


def give_title(box: Widget, title: str, below: str = "") -> None:
    """Write a title into the border of a box, and something into the border below; never markup, which a plain text would be."""
    box.border_title = Content(plain(title, 70))
    if below:
        box.border_subtitle = Content(plain(below, 70))
