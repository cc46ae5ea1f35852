"""The legend: marks and names, side by side in as few lines as they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.charts.cells import Piece, ink, label, width_of
from tui.charts.look import Look

# Names are cut to no less than this.
LEAST_NAME = 6
MARK, GAP = 2, 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark, what it stands for, and its colour."""

    mark: str
    name: str
    color: str


def legend_lines(legend: Sequence[Entry], look: Look, widths: Sequence[int]) -> list[list[Piece]]:
    """The legend in at most as many lines as there are widths.

    Names are cut, all to the same length, only where whole ones have no room, and what has none even so is counted.
    """
    if not legend or not widths or max(widths) < MARK + 2:
        return []
    wanted = [width_of(entry.name, look.symbols, max(widths)) for entry in legend]
    most = max(wanted)
    while True:
        sizes = [MARK + min(size, most) for size in wanted]
        places = _places(sizes, widths)
        if len(places) == len(legend) or most <= LEAST_NAME:
            break
        most -= 1
    while (
        len(places) < len(legend)
        and places
        and not _has_room_for_rest(places, sizes, len(legend), widths, look)
    ):
        places.pop()
    lines: list[list[Piece]] = [[] for _ in range(max(places, default=0) + 1)]
    for entry, line, size in zip(legend, places, sizes, strict=False):
        if lines[line]:
            lines[line].append((" " * GAP, None))
        lines[line].append((entry.mark, ink(entry.color)))
        name = label(entry.name, size - MARK, look.symbols)
        lines[line].append((" " + name, ink(look.palette.foreground)))
    if len(places) < len(legend):
        rest = (" " * GAP if lines[-1] else "") + _rest(len(legend) - len(places), look)
        lines[-1].append((rest, ink(look.palette.dim)))
    return lines


def _places(sizes: Sequence[int], widths: Sequence[int]) -> list[int]:
    """The line of each entry, as far as there is room."""
    places: list[int] = []
    line, used = 0, 0
    for size in sizes:
        while line < len(widths) and used + size > widths[line]:
            line, used = line + 1, 0
        if line == len(widths):
            break
        places.append(line)
        used += size + GAP
    return places


def _has_room_for_rest(
    places: Sequence[int], sizes: Sequence[int], count: int, widths: Sequence[int], look: Look
) -> bool:
    last = places[-1]
    used = sum(size + GAP for size, line in zip(sizes, places, strict=False) if line == last)
    return used + len(_rest(count - len(places), look)) <= widths[last]


def _rest(count: int, look: Look) -> str:
    return f"{look.symbols.more}{count}"
