"""Editing a segment map: every edit gives a new draft, and undoing is keeping the old one.

`examine` says of a draft, after each key if need be, what is still wrong with it; `part_of` makes it a part of the recipe again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from core.errors import UsageError
from core.maps import SHIPPED, SHIPPED_Q, Cell, boxes, cells_of, every_cell
from core.recipe import SegmentRule, SegmentsPart
from core.report import cents
from core.views.map_draft import CellCount, Draft, examine, pattern_of, readable

if TYPE_CHECKING:
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "proof": "A map gives each combination of the scores r, f and m exactly one name, and each name at least one combination.",
    "pattern": "`r4-5 f1` is every combination with these scores, where a measure left out may be any; `54*` is a code, with * for any.",
    "customers": "The customers who have this combination now, whatever the draft calls them.",
}


def draft_of(part: SegmentsPart, q: int) -> Draft:
    """The draft that a map is edited from. One for another q than its own has complaints to begin with."""
    return Draft(q, part.names if part.map == "custom" else SHIPPED[part.map])


def part_of(draft: Draft) -> SegmentsPart:
    """The part of the recipe that a draft makes, a shipped map where it is one; UsageError where it is no map."""
    complaints = examine(draft).complaints
    if complaints:
        raise UsageError(
            f"This is no map of the scores from 1 to {draft.q} yet: {'; '.join(found.text for found in complaints)}.",
            "Give every combination of scores to exactly one name.",
        )
    shipped: tuple[Literal["grid", "eleven"], ...] = ("grid", "eleven")
    for name in shipped:
        if draft.q == SHIPPED_Q and _meaning(draft.rules, draft.q) == _meaning(SHIPPED[name], draft.q):
            return SegmentsPart(map=name)
    return SegmentsPart(map="custom", names=draft.rules)


def _meaning(rules: Sequence[SegmentRule], q: int) -> list[tuple[str, frozenset[Cell]]]:
    return [(rule.name, cells_of(rule, q)) for rule in rules]


def cell_counts(data: ResultData) -> tuple[CellCount, ...]:
    """The customers of every combination of scores that somebody has."""
    found = data.rows(
        "SELECT r, f, m, count(*), sum(monetary) FROM customers GROUP BY r, f, m ORDER BY r, f, m"
    )
    return tuple(
        CellCount((r, f, m), customers, None if money is None else cents(money))
        for r, f, m, customers, money in found
    )


# Edits


def renamed(draft: Draft, place: int, name: str) -> Draft:
    """The draft with another name at a place."""
    return _with(draft, place, replace(_rule(draft, place), name=name))


def with_patterns(draft: Draft, place: int, text: str) -> Draft:
    """The draft with the patterns as somebody types them, between semicolons or on lines of their own."""
    patterns = tuple(piece.strip() for piece in re.split(r"[;\n]", text) if piece.strip())
    return _with(draft, place, replace(_rule(draft, place), cells=patterns))


def added(draft: Draft, name: str, place: int | None = None) -> Draft:
    """The draft with a new name, which has no cells yet, at a place or at the end."""
    rules = list(draft.rules)
    rules.insert(len(rules) if place is None else place, SegmentRule(name, ()))
    return replace(draft, rules=tuple(rules))


def removed(draft: Draft, place: int) -> Draft:
    """The draft without a name; its cells are then nobody's."""
    _rule(draft, place)
    return replace(draft, rules=(*draft.rules[:place], *draft.rules[place + 1 :]))


def moved(draft: Draft, place: int, to: int) -> Draft:
    """The draft with a name moved to another place in the order from best to worst."""
    rule, rest = _rule(draft, place), list(removed(draft, place).rules)
    rest.insert(max(0, min(to, len(rest))), rule)
    return replace(draft, rules=tuple(rest))


def assigned(draft: Draft, cells: Collection[Cell], place: int) -> Draft:
    """The draft with cells given to one name and taken from all others.

    A name whose cells stay the same keeps its patterns as they are written; of the others, only patterns that lose cells are
    written anew. A name that has lost all its cells stays, for its author to remove.
    """
    wanted = frozenset(cells)
    beyond = wanted - set(every_cell(draft.q))
    if beyond:
        raise UsageError(
            f"The scores {min(beyond)} are not among those from 1 to {draft.q}.", "Choose cells of the grid."
        )
    _rule(draft, place)
    read_rules, _ = readable(draft)
    rules = []
    for number, (rule, read) in enumerate(zip(draft.rules, read_rules, strict=True)):
        mine = cells_of(read, draft.q)
        if number == place:
            rules.append(rule if wanted <= mine else _rewritten(rule, read, (), mine | wanted, draft.q))
        else:
            rules.append(_without(rule, read, wanted, draft.q) if mine & wanted else rule)
    return replace(draft, rules=tuple(rules))


def box_of(
    q: int, r: Collection[int] = (), f: Collection[int] = (), m: Collection[int] = ()
) -> frozenset[Cell]:
    """The cells with these scores; a measure without scores may have any."""
    anything = range(1, q + 1)
    return frozenset((a, b, c) for a in r or anything for b in f or anything for c in m or anything)


def _without(rule: SegmentRule, read: SegmentRule, lost: frozenset[Cell], q: int) -> SegmentRule:
    kept, cut = [], set[Cell]()
    for pattern in read.cells:
        cells = cells_of(SegmentRule(rule.name, (pattern,)), q)
        if cells & lost:
            cut |= cells - lost
        else:
            kept.append(pattern)
    still = cells_of(SegmentRule(rule.name, tuple(kept)), q)
    return _rewritten(rule, read, kept, cut - still, q)


def _rewritten(
    rule: SegmentRule, read: SegmentRule, kept: Sequence[str], cells: Collection[Cell], q: int
) -> SegmentRule:
    """The rule with some of its patterns, and others for these cells; what nobody could read stays for its author to mend."""
    unread = [pattern for pattern in rule.cells if pattern not in read.cells]
    return replace(rule, cells=(*kept, *_patterns(cells, q), *unread))


def _patterns(cells: Collection[Cell], q: int) -> tuple[str, ...]:
    return tuple(pattern_of(box, q) for box in boxes(cells)) if cells else ()


def _with(draft: Draft, place: int, rule: SegmentRule) -> Draft:
    return replace(draft, rules=(*draft.rules[:place], rule, *draft.rules[place + 1 :]))


def _rule(draft: Draft, place: int) -> SegmentRule:
    if not 0 <= place < len(draft.rules):
        raise UsageError(
            f"The draft has no name at place {place + 1}: it has {len(draft.rules)}.",
            "Choose one of its names.",
        )
    return draft.rules[place]
