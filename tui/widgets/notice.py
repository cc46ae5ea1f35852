"""What the app has to say: a sentence, or the two lines of an error; it goes with the next action."""

from __future__ import annotations

from rich.text import Text

from tui.text import plain
from tui.widgets.line import Line


class Notice(Line):
    """A sentence above the status line, there only while it has something to say."""

    DEFAULT_CSS = """
    Notice { display: none; background: $panel; padding: 0 1; max-height: 6; }
    Notice.error { color: $error; }
    """

    def __init__(self) -> None:
        super().__init__(id="notice")
        self._until_result = False

    def tell(self, sentence: str, *, until_result: bool = False) -> None:
        """Say a sentence, which may be true only until there is a result."""
        self.set_class(False, "error")
        self._show(plain(sentence, 1000))
        self._until_result = until_result

    def result_is_there(self) -> None:
        """Say no longer what was true until now."""
        if self._until_result:
            self.clear()

    def fail(self, what: str, cure: str) -> None:
        """Say what is wrong, and what to do about it."""
        self.set_class(True, "error")
        # The word says without colour that this is an error.
        self._show(f"Error: {plain(what, 1000)}\n{plain(cure, 1000)}")

    def clear(self) -> None:
        """Say nothing."""
        if self.display:
            self.display = False
            self.show("")

    def _show(self, text: str) -> None:
        self.show(Text(text))
        self.display = True
        self._until_result = False
