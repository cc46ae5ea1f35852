"""How charts look: which characters, which colours."""

from __future__ import annotations

from dataclasses import dataclass

from tui.charts.palette import DARK, Palette, text_on, text_on_nearest
from tui.charts.symbols import BRAILLE, Symbols


@dataclass(frozen=True, slots=True)
class Look:
    """The characters and the colours to draw with."""

    symbols: Symbols = BRAILLE
    palette: Palette = DARK
    few_colors: bool = False
    """Whether the terminal has only sixteen."""

    def text_on(self, color: str) -> str:
        """Black or white, whichever is read better on a colour as the terminal shows it."""
        return text_on_nearest(color) if self.few_colors else text_on(color)

    def group_color(self, group: int) -> str:
        """The colour of a group; beyond the last one they come again."""
        return self.palette.groups[group % len(self.palette.groups)]

    def mark(self, group: int, *, crowded: bool = True) -> str:
        """The mark of a group."""
        marks = self.symbols.many if crowded else self.symbols.few
        return marks[group % len(marks)]


DEFAULT = Look()
