"""What the commands draw with: the console, tables, bars and lists, on any terminal and without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Literal

from rich.box import SIMPLE_HEAD, Box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from core.printable import printable

Side = Literal["left", "right"]
LEFT: Side = "left"
RIGHT: Side = "right"
# Columns of sentences; all others stay on one line.
WRAPPED = frozenset(("why", "runner-up", "examples"))

WIDEST = 140
NARROWEST = 40
# How wide output is made that goes to a file or another program.
PIPED = 100
BAR = 16
SHORTEST_BAR = 4
# Between two columns of a table, and at its edges.
GAP, EDGES = 3, 2
# SIMPLE_HEAD as a terminal without it can draw it.
ASCII_HEAD = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
CELL = 28
# Names of groups say what tells them apart at their end, so that they go on below rather than lose it.
LINES_OF_A_NAME = 2


class PipedConsole(Console):
    """A console that leaves a closed pipe (`| head`) to whoever runs the command."""

    def on_broken_pipe(self) -> None:
        """Called by rich while the error is being handled."""
        raise BrokenPipeError


def console() -> Console:
    """Standard output as a console: colours where a terminal has them, never wider than is good to read."""
    plain = Console(markup=False, emoji=False, highlight=False)
    asked = os.environ.get("COLUMNS", "")
    width = plain.width if sys.stdout.isatty() else int(asked) if asked.isdigit() else PIPED
    width = max(NARROWEST, min(width, WIDEST))
    return PipedConsole(markup=False, emoji=False, highlight=False, width=width)


def speaks_unicode() -> bool:
    """Whether standard output can show more than ASCII."""
    return (sys.stdout.encoding or "ascii").lower().replace("-", "") in ("utf8", "utf16", "utf32")


def show(out: Console, what: RenderableType) -> None:
    """Print a table or the like after a blank line, and without the blanks that fill up its lines and edges."""
    lines = [
        Text.assemble(*((segment.text, segment.style or "") for segment in line), no_wrap=True, end="")
        for line in out.render_lines(what, pad=False)
    ]
    for line in lines:
        line.rstrip()
    filled = [number for number, line in enumerate(lines) if line.plain]
    out.print()
    for line in lines[filled[0] : filled[-1] + 1] if filled else []:
        out.print(line, soft_wrap=True, crop=False)


def print_sentence(out: Console, words: Text, *, first: str = "", indent: str = "") -> None:
    """Words over as many lines as they need, with `first` before the first of them and `indent` before the others."""
    for number, line in enumerate(words.wrap(out, out.width - len(indent))):
        line.rstrip()
        out.print(Text.assemble(indent if number else first, line), soft_wrap=True)


def print_list(out: Console, heading: str, lines: Sequence[str]) -> None:
    """A heading and a point for each line, or nothing where there are none."""
    if not lines:
        return
    out.print()
    out.print(Text(heading, style="bold"))
    mark = "•" if speaks_unicode() else "-"
    for line in lines:
        print_sentence(out, Text(printable(line), overflow="fold"), first=f"{mark} ", indent="  ")


def few(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def table_of(*columns: tuple[str, Side]) -> Table:
    """An empty table; a column is its heading and its justification."""
    table = Table(
        box=SIMPLE_HEAD if speaks_unicode() else ASCII_HEAD,
        pad_edge=False,
    )
    for heading, justify in columns:
        table.add_column(
            heading,
            justify=justify,
            overflow="fold" if heading in WRAPPED else "ellipsis",
            no_wrap=heading not in WRAPPED,
        )
    return table


def let_names_wrap(table: Table, width: int | None = None) -> None:
    """Have the names in the first column, no wider than `width`, go on below where they have no room."""
    names = table.columns[0]
    names.no_wrap, names.overflow = False, "fold"
    names.min_width = names.max_width = width


def taken(widths: Iterable[int]) -> int:
    """The width of a table of columns of these widths."""
    listed = list(widths)
    return EDGES + sum(listed) + GAP * (len(listed) - 1)


def bar_length(out: Console, widths: Iterable[int]) -> int:
    """How long a full bar may be beside columns of these widths; a few characters tell nothing."""
    room = min(BAR, out.width - taken(widths) - GAP)
    return room if room >= SHORTEST_BAR else 0


def money(amount: float | None) -> str:
    """An amount to the cent, or a dash where there is no money."""
    if amount is None:
        return "–" if speaks_unicode() else "-"
    return f"{amount:,.2f}"


def share(part: float, whole: float) -> str:
    """The per cent that a part is of the whole."""
    return f"{100 * part / whole:.1f} %" if whole else ""


def drawn_bar(part: float, whole: float, longest: int) -> str:
    """A bar as long as the part is large."""
    length = round(longest * min(1.0, max(0.0, part) / whole)) if whole > 0 else 0
    return ("█" if speaks_unicode() else "#") * length


def counted(number: int, word: str) -> str:
    """A number with its noun."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def kept_of(kept: int, rows: int) -> str:
    """How many of the rows count."""
    return f"{kept:,} of {counted(rows, 'row')} {'counts' if kept == 1 else 'count'}"
