"""A line, or a few, of text that is never read as markup."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.visual import Visual, VisualType
from textual.widgets import Static

from core.printable import printable


class Line(Static):
    """Text on one line, or folded over several; plain, or styled part by part."""

    DEFAULT_CSS = "Line { width: 1fr; height: auto; }"

    def __init__(
        self,
        text: str | Text | Table = "",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(_harmless(text), markup=False, id=id, classes=classes)

    def show(self, text: str | Text | Table) -> None:
        """Draw another text, if it is another; what stands around it is laid out again only where that takes more lines, or fewer."""
        shown = _harmless(text)
        if not _is_alike(shown, self.content):
            before = self._lines_of(self.visual)
            self.update(shown, layout=False)
            if before is None or before != self._lines_of(self.visual):
                self.refresh(layout=True)

    def _lines_of(self, visual: Visual) -> int | None:
        """How many lines that takes in the width there is; None where the width follows from the text, or is not known yet."""
        width = self.content_size.width
        if not width or self.styles.width is None or self.styles.width.is_auto:
            return None
        return visual.get_height(self.styles.get_rules(), width)


def _is_alike(text: VisualType, other: VisualType) -> bool:
    if isinstance(text, Text) and isinstance(other, Text):
        # The same one may hold other words by now. Rich looks at words and spans only.
        return text is not other and text == other and text.style == other.style
    return isinstance(text, Content) and isinstance(other, Content) and text.is_same(other)


def _harmless(text: str | Text | Table) -> VisualType:
    if isinstance(text, str):
        return Content(_printable_lines(text))
    if isinstance(text, Text) and (shown := _printable_lines(text.plain)) != text.plain:
        # One character stands for one: the styles stay where they are.
        text = text.copy()
        text.plain = shown
    return text


def _printable_lines(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))
