"""The characters that charts are drawn with: braille, block and plain ASCII."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symbols:
    """One set of characters, each a single cell wide.

    Groups are told apart by their marks, which come in two weights: `few` for a place that few are at, `many` for a crowded one.
    """

    name: str
    fine: str
    """What plotext calls the markers of a line; empty where each line is drawn with its group's mark."""
    dots: tuple[int, int]
    """How many places a line distinguishes in a cell, across and up."""
    across: str
    """A bar's last cell, from empty to full, growing to the right."""
    thin: str
    """What is too little for the smallest piece of a bar."""
    up: str
    """A column's last cell, from empty to full, growing upwards."""
    upper_half: str
    """A cell that is filled from the top, for a column below zero."""
    shades: str
    """Density, from little to much."""
    few: str
    many: str
    line: str
    """A line that is alone."""
    point: str
    """A place on a line that is written out."""
    faint: str
    """A guide: a gridline, the diagonal."""
    level: str
    """A horizontal line, for zero."""
    sides: str
    """Left and right of the cell under the cursor."""
    ellipsis: str
    more: str
    """Stands before how many more there are."""

    @property
    def is_ascii(self) -> bool:
        """Whether nothing beyond ASCII may be drawn."""
        return self.ellipsis.isascii()


FEW, MANY = "○△□◇▽☆◁▷♤♧♡", "●▲■◆▼★◀▶♠♣♥"

BRAILLE = Symbols(
    name="braille",
    fine="braille",
    dots=(2, 4),
    across=" ▏▎▍▌▋▊▉█",
    thin="▏",
    up=" ▁▂▃▄▅▆▇█",
    upper_half="▀",
    shades="·░▒▓█",
    few=FEW,
    many=MANY,
    line="•",
    point="●",
    faint="·",
    level="─",
    sides="▐▌",
    ellipsis="…",
    more="+",
)
BLOCK = Symbols(
    name="block",
    fine="hd",
    dots=(2, 2),
    across=BRAILLE.across,
    thin=BRAILLE.thin,
    up=BRAILLE.up,
    upper_half="▀",
    shades=BRAILLE.shades,
    few=FEW,
    many=MANY,
    line="•",
    point="●",
    faint="·",
    level="─",
    sides="▐▌",
    ellipsis="…",
    more="+",
)
ASCII = Symbols(
    name="ascii",
    fine="",
    dots=(1, 1),
    across=" #",
    thin="|",
    up=" .:#",
    upper_half='"',
    shades=".:+*#",
    few="abcdefghijk",
    many="ABCDEFGHIJK",
    line="*",
    point="o",
    faint=".",
    level="-",
    sides="[]",
    ellipsis="~",
    more="+",
)
SYMBOLS = {known.name: known for known in (BRAILLE, BLOCK, ASCII)}
