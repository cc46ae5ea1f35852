"""A line, or a few, of text that is never read as markup."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.visual import VisualType
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
        """Draw another text, if it is another."""
        self.update(_harmless(text))


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
