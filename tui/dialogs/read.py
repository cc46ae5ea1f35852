"""Something to read: help, a definition, what an action does."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll

from tui.dialogs.dialog import Dialog, give_title
from tui.widgets.line import Line


class Read(Dialog[str]):
    """A text in a box, scrolled with the arrows where it is long."""

    DEFAULT_CSS = """
    Read > .box { max-height: 90%; scrollbar-size-vertical: 1; }
    """
    BINDINGS = [  # noqa: RUF012  as Textual reads it
        Binding("q,enter,question_mark,i", "leave", "Leave", show=False),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
    ]

    def __init__(self, title: str, text: str | Text | Table) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The box."""
        box = VerticalScroll(classes="box")
        give_title(box, self._title, "Esc leaves")
        with box:
            yield Line(self._text)

    def action_scroll_down(self) -> None:
        """A line down."""
        self.query_one(VerticalScroll).scroll_relative(y=1, animate=False, immediate=True)

    def action_scroll_up(self) -> None:
        """A line up."""
        self.query_one(VerticalScroll).scroll_relative(y=-1, animate=False, immediate=True)
