"""Cells on their way to the screen: labels of an exact width, runs of one style, and a sheet to draw on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from textwrap import wrap
from typing import Literal

from rich.cells import cell_len, get_character_cell_size, set_cell_size, split_graphemes
from rich.segment import Segment
from rich.style import Style

from core.printable import printable
from tui.charts.symbols import Symbols

Line = list[Segment]
"""One line of a chart: always as many cells as the chart is wide."""
Piece = tuple[str, Style | None]

PLAIN: Style | None = None
# They change how wide a character is, and no two terminals agree on it.
VARIATION_SELECTORS = dict.fromkeys((*range(65024, 65040), *range(917760, 918000)))


@lru_cache(1024)
def ink(color: str = "", *, on: str = "", bold: bool = False, reverse: bool = False) -> Style:
    """A style; what is not given is as it is around the chart."""
    return Style(color=color or None, bgcolor=on or None, bold=bold or None, reverse=reverse or None)


@lru_cache(4096)
def clean(text: str, most: int, symbols: Symbols) -> str:
    """Text from data as harmless characters, at most about `most` cells of it, in ASCII where only that can be shown."""
    shown = printable(text[: 4 * most + 8])
    if shown.isascii():
        return shown
    shown = shown.translate(VARIATION_SELECTORS)
    if symbols.is_ascii:
        from tui.output import in_ascii  # loads Textual, which only ASCII terminals have to wait for

        return "".join(map(in_ascii, shown))
    # A combining character at the front would join what stands before the label.
    while shown and not get_character_cell_size(shown[0]):
        shown = shown[1:]
    return shown


def label(
    text: object, width: int, symbols: Symbols, align: Literal["left", "right", "center"] = "left"
) -> str:
    """A label of exactly `width` cells; where it is cut, it ends in an ellipsis."""
    if width <= 0:
        return ""
    shown = clean(str(text), width, symbols)
    length = cell_len(shown)
    if length > width:
        return set_cell_size(shown, width - 1) + symbols.ellipsis
    room = width - length
    before = {"left": 0, "right": room, "center": room // 2}[align]
    return " " * before + shown + " " * (room - before)


def width_of(text: object, symbols: Symbols, most: int) -> int:
    """How many cells a label wants, at most `most`."""
    return min(cell_len(clean(str(text), most, symbols)), max(most, 0))


def line_of(pieces: Iterable[Piece], width: int) -> Line:
    """A line of pieces, filled or cut to exactly `width` cells."""
    line: Line = []
    left = width
    for text, style in pieces:
        size = cell_len(text)
        if size > left:
            text, size = set_cell_size(text, left), left  # noqa: PLW2901
        if size:
            line.append(Segment(text, style))
            left -= size
        if left <= 0:
            break
    if left > 0:
        line.append(Segment(" " * left))
    return line


def filled_up(lines: Sequence[Line], width: int, height: int) -> list[Line]:
    """Exactly `height` lines: blank ones are added below, and what is too many is cut off."""
    return [*lines[:height], *([Segment(" " * width)] for _ in range(height - len(lines)))]


def message(text: str, width: int, height: int, symbols: Symbols, style: Style | None = None) -> list[Line]:
    """A sentence in place of a chart, folded where it is longer than a line."""
    if width <= 0 or height <= 0:
        return []
    folded = wrap(text, width, max_lines=height, placeholder=f" {symbols.ellipsis}", break_long_words=False)
    return filled_up([[Segment(label(part, width, symbols), style)] for part in folded], width, height)


def plain_text(lines: Iterable[Line]) -> list[str]:
    """The characters of lines, without styles."""
    return ["".join(segment.text for segment in line) for line in lines]


class Sheet:
    """A rectangle of cells to draw on, each a character with a style."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._characters = [[" "] * width for _ in range(height)]
        self._styles: list[list[Style | None]] = [[None] * width for _ in range(height)]

    def put(self, row: int, column: int, text: str, style: Style | None = None) -> None:
        """Write narrow characters; what lies outside is left out."""
        if not 0 <= row < self.height:
            return
        for at, character in enumerate(text, column):
            if 0 <= at < self.width:
                self._make_room(row, at)
                self.set(row, at, character, style)

    def _make_room(self, row: int, column: int) -> None:
        """Blank the other half of a wide character."""
        characters = self._characters[row]
        if characters[column] == "":
            characters[column - 1] = " "
        elif column + 1 < self.width and characters[column + 1] == "":
            characters[column + 1] = " "

    def set(self, row: int, column: int, character: str, style: Style | None) -> None:
        """Draw one cell of the sheet."""
        self._characters[row][column] = character
        self._styles[row][column] = style

    def write(self, row: int, column: int, text: str, style: Style | None = None) -> None:
        """Write a label, which may hold wide characters, where all of it has room."""
        spans, size = split_graphemes(text)
        if not (0 <= row < self.height and column >= 0 and size <= self.width - column):
            return
        for start, end, cells in spans:
            for at in range(column, column + cells):
                self._make_room(row, at)
                self.set(row, at, text[start:end] if at == column else "", style)
            column += cells

    def take(self, row: int, characters: Sequence[str], styles: Sequence[Style | None]) -> None:
        """A whole line of narrow characters."""
        self._characters[row] = list(characters)
        self._styles[row] = list(styles)

    def is_blank(self, row: int, column: int, cells: int = 1) -> bool:
        """Whether nothing has been drawn at a cell of the sheet, or at so many from there."""
        return all(character == " " for character in self._characters[row][column : column + cells])

    def lines(self) -> list[Line]:
        """What was drawn, neighbours of one style together."""
        drawn: list[Line] = []
        for characters, styles in zip(self._characters, self._styles, strict=True):
            line: Line = []
            at = 0
            # `ink` gives the same style for the same colours, and comparing styles themselves takes longer.
            for _, run in groupby(styles, key=id):
                end = at + sum(1 for _ in run)
                line.append(Segment("".join(characters[at:end]), styles[at]))
                at = end
            drawn.append(line)
        return drawn
