"""Tables with lines drawn under their header or around their cells, as databases print them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.patterns import later
from core.source.layout import Layout, Span, is_footer, is_rule, split_bars

_GROUP = later("[-=_\u2500\u2501\u2550]+")
_JOINT = later("[+|\u250c-\u254b\u2552-\u256c]")
_BAR = later("[|\u2502\u2503\u2551]")
_MOST_ABOVE = 30
_MOST_CROOKED = 0.05


def find_bars(lines: Sequence[str]) -> Layout | None:
    """The columns of a table with bars between them and a ruled line; None where there is no such line."""
    for place, line in enumerate(lines[:_MOST_ABOVE]):
        if not is_rule(line):
            continue
        # Where the table is drawn all around, the first rule stands above the header.
        header = place + 1 if _is_top(lines, place) else place - 1
        if not 0 <= header < len(lines) or not _BAR.search(lines[header]):
            continue
        joints = tuple(match.start() for match in _JOINT.finditer(line)) or _bars_around(lines[header], line)
        if not joints:
            continue
        names = split_bars(lines[header], joints)
        rows = [row for row in lines[header + 1 :] if not is_rule(row) and not is_footer(row)]
        fitting = sum(len(split_bars(row, joints)) == len(names) for row in rows)
        if len(names) > 1 and fitting >= (1 - _MOST_CROOKED) * len(rows):
            return Layout("bars", len(names), bars=joints, header=lines[header], first=lines[header])
    return None


def _bars_around(header: str, rule: str) -> tuple[int, ...]:
    """The bars of a header drawn all around its names, under a rule as wide that shows none of them, as SAP draws its lists."""
    bars = tuple(match.start() for match in _BAR.finditer(header))
    edges = (len(header) - len(header.lstrip(" ")), len(header.rstrip(" ")) - 1)
    around = len(bars) > 2 and (bars[0], bars[-1]) == edges
    return bars if around and len(rule.rstrip(" ")) >= len(header.rstrip(" ")) else ()


def _is_top(lines: Sequence[str], place: int) -> bool:
    below = lines[place + 1 : place + 3]
    return len(below) == 2 and bool(_BAR.search(below[0])) and is_rule(below[1]) and not is_rule(below[0])


def ruled_columns(lines: Sequence[str]) -> tuple[int, tuple[Span, ...]] | None:
    """The header's place and the columns that a line of dashes under it shows (one dash-long stretch a column); None without."""
    for place in range(1, min(_MOST_ABOVE, len(lines))):
        line = lines[place]
        above = lines[place - 1]
        if not is_rule(line) or _JOINT.search(line) or is_rule(above):
            continue
        columns = tuple(match.span() for match in _GROUP.finditer(line))
        named = all(above[start:end].strip() for start, end in columns)
        if (
            len(columns) > 1
            and named
            and not any(above[end : after[0]].strip() for (_, end), after in pairwise(columns))
        ):
            return place - 1, columns
    return None
