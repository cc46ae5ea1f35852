"""One line typed, checked as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from core.errors import RegularsError
from tui.dialogs.dialog import Dialog, give_title
from tui.text import plain
from tui.widgets.entry import Entry
from tui.widgets.line import Line


class Ask(Dialog[str]):
    """Asks for one line. `check` raises a RegularsError for what it cannot be, and else says what it would mean."""

    # At the foot, so that what is typed about can be seen.
    DEFAULT_CSS = "Ask { align: center bottom; }"

    def __init__(
        self,
        title: str,
        value: str = "",
        *,
        hint: str = "",
        check: Callable[[str], str] | None = None,
        suggest: Callable[[str, int], Sequence[str]] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._hint = hint
        self._check = check
        self._suggest = suggest

    def compose(self) -> ComposeResult:
        """The box."""
        box = Vertical(classes="box")
        give_title(box, self._title)
        with box:
            yield Entry(self._value, suggest=self._suggest)
            yield Line("", id="meaning", classes="hint")
            if self._hint:
                yield Line(self._hint, classes="hint")
            yield Line("Enter takes it, Esc leaves it.", classes="hint")

    def on_mount(self) -> None:
        """Show at once what the value means."""
        super().on_mount()
        self._say_meaning(self._value)

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Say what the value would mean, or what is wrong with it."""
        self._say_meaning(event.value)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Give the value back, if it can be."""
        if self._say_meaning(event.value):
            self.dismiss(event.value.strip())

    def _say_meaning(self, value: str) -> bool:
        meaning = self.query_one("#meaning", Line)
        try:
            said = self._check(value.strip()) if self._check else ""
        except RegularsError as error:
            meaning.set_class(True, "wrong")
            meaning.show(plain(f"{error.what} {error.cure}".rstrip(), 500))
            return False
        meaning.set_class(False, "wrong")
        meaning.show(plain(said, 500))
        return True
