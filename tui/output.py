"""What the terminal can show: whether it speaks Unicode, and what stands for what it cannot show."""

from __future__ import annotations

import locale
import os
import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

# One ASCII character for each that the app draws itself.
STAND_INS = {
    **dict.fromkeys("─━╌┄┈═╴╶╸╺▁▔", "-"),
    **dict.fromkeys("│┃╎┆┊║▏▕╵╷", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬┏┓┗┛", "+"),
    **dict.fromkeys("█▉▊▋▌▐▇▆▅▓", "#"),
    **dict.fromkeys("▍▎▄▃▂▒", "="),
    **dict.fromkeys("░·•●○◆◇■□", "."),
    **dict.fromkeys("▀", '"'),
    **dict.fromkeys("▲△↑", "^"),
    **dict.fromkeys("▼▽↓", "v"),
    **dict.fromkeys("◀←‹", "<"),
    **dict.fromkeys("▶→›▸", ">"),
    **dict.fromkeys("‘’´", "'"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("–—−", "-"),
    "…": "~",
    "×": "x",
    "≤": "<",
    "≥": ">",
    "✓": "+",
    "✗": "x",
    "\N{NO-BREAK SPACE}": " ",
}


def speaks_unicode() -> bool:
    """Whether the locale's encoding can show what lies beyond ASCII."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "utf-8" in value.casefold() or "utf8" in value.casefold()
    return locale.getencoding().casefold().replace("-", "") == "utf8"


@lru_cache(4096)
def in_ascii(character: str) -> str:
    """ASCII of the same width for a character."""
    if character.isascii():
        return character
    if character in STAND_INS:
        return STAND_INS[character]
    width = cell_len(character)
    bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    if width and len(bare) == width:
        return bare
    return "?" * width


class AsciiFilter(LineFilter):
    """Turns every line that is drawn into ASCII, whatever drew it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same line in ASCII."""
        return [
            segment
            if segment.text.isascii()
            else Segment("".join(map(in_ascii, segment.text)), segment.style, segment.control)
            for segment in segments
        ]


def ascii_filter() -> LineFilter:
    """The filter for a terminal that shows ASCII only."""
    return AsciiFilter()
