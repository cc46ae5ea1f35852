"""What the dialogs share: a box over the screen, left with Escape."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

from tui.acting import app_of

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A box over the screen that gives an answer back, or None when it is left with Escape."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > .box { width: 76; max-width: 100%; height: auto; max-height: 100%; background: $panel; padding: 0 1;
                    border: round $primary; border-title-color: $heading; }
    App.ascii Dialog > .box { border: ascii $primary; }
    Dialog .hint { color: $dim; height: auto; }
    Dialog .wrong { color: $error; height: auto; }
    """
    BINDINGS = [Binding("escape", "leave", "Leave", show=False)]  # noqa: RUF012  as Textual reads it

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def on_mount(self) -> None:
        """Take the app's symbols into account."""
        app_of(self).quiet()
