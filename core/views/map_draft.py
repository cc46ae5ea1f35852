"""A draft of a segment map, which may be wrong while somebody works on it, and what the prover says of it.

A draft is a list of names, each with the patterns of its cells. Names are addressed by their place in the list, because while one
is typed two may be the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from core.enumerated import enumerated
from core.errors import UsageError
from core.maps import Box, Cell, boxes, cells_of, every_cell, prove
from core.recipe import SegmentRule

MOST_BOXES_TOLD = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """A map in the making, for scores from 1 to q: names from best to worst, with the patterns of their cells."""

    q: int
    rules: tuple[SegmentRule, ...]


@dataclass(frozen=True, slots=True)
class CellCount:
    """The customers of one combination of scores."""

    cell: Cell
    customers: int
    revenue: float | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that keeps a draft from being a map, with the cells and the places in the list that it is about."""

    text: str
    cells: tuple[Cell, ...] = ()
    places: tuple[int, ...] = ()
    cure: str = ""
    """What to do about a pattern that cannot be read."""
    kind: Literal["text", "uncovered", "doubled", "unreachable"] = "text"


@dataclass(frozen=True, slots=True)
class CellClaim:
    """One combination of scores: the places of the names that claim it, and its customers."""

    cell: Cell
    places: tuple[int, ...]
    names: tuple[str, ...]
    customers: int

    @property
    def uncovered(self) -> bool:
        """Whether no name has it."""
        return not self.places

    @property
    def doubled(self) -> bool:
        """Whether several names have it."""
        return len(self.places) > 1


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One name of a draft: how many cells and customers its patterns stand for."""

    name: str
    patterns: tuple[str, ...]
    cells: int
    customers: int


@dataclass(frozen=True, slots=True)
class Examined:
    """A draft with what the prover says of it; `claims` has every cell, the worst first."""

    draft: Draft
    rows: tuple[DraftRow, ...]
    claims: tuple[CellClaim, ...]
    complaints: tuple[Complaint, ...]

    @property
    def holds(self) -> bool:
        """Whether the draft is a map."""
        return not self.complaints

    @property
    def unreachable(self) -> frozenset[int]:
        """The places of the names that nothing is left for once those above them have theirs."""
        return frozenset(
            place for found in self.complaints if found.kind == "unreachable" for place in found.places
        )

    def at(self, r: int, f: int, m: int) -> CellClaim:
        """The claims on one combination of scores."""
        q = self.draft.q
        return self.claims[((r - 1) * q + f - 1) * q + m - 1]

    def square(self, r: int, f: int, m: int | None = None) -> tuple[CellClaim, ...]:
        """The claims that one square of the grid of r and f is drawn from: on one layer of m, or on all."""
        return tuple(self.at(r, f, layer) for layer in ([m] if m else range(1, self.draft.q + 1)))


def examine(draft: Draft, counts: Iterable[CellCount] = ()) -> Examined:
    """The draft's cells and what is wrong with it; a pattern that cannot be read has none, and says why."""
    customers = {count.cell: count.customers for count in counts}
    rules, complaints = readable(draft)
    cells = [cells_of(rule, draft.q) for rule in rules]
    claimed: dict[Cell, list[int]] = {cell: [] for cell in every_cell(draft.q)}
    for place, mine in enumerate(cells):
        for cell in mine:
            claimed[cell].append(place)
    return Examined(
        draft,
        tuple(
            DraftRow(rule.name, rule.cells, len(mine), sum(customers.get(cell, 0) for cell in mine))
            for rule, mine in zip(draft.rules, cells, strict=True)
        ),
        tuple(
            CellClaim(
                cell,
                tuple(places),
                tuple(draft.rules[place].name for place in places),
                customers.get(cell, 0),
            )
            for cell, places in claimed.items()
        ),
        (*_name_complaints(draft), *complaints, *_proof_complaints(draft, rules)),
    )


def readable(draft: Draft) -> tuple[tuple[SegmentRule, ...], list[Complaint]]:
    """The rules without the patterns that cannot be read, and why they cannot."""
    rules, complaints = [], []
    for place, rule in enumerate(draft.rules):
        patterns = []
        for pattern in rule.cells:
            try:
                cells_of(SegmentRule(rule.name, (pattern,)), draft.q)
            except UsageError as error:
                complaints.append(Complaint(error.what.rstrip("."), (), (place,), error.cure))
            else:
                patterns.append(pattern)
        rules.append(replace(rule, cells=tuple(patterns)))
    return tuple(rules), complaints


def _name_complaints(draft: Draft) -> list[Complaint]:
    complaints, places = [], dict[str, list[int]]()
    for place, rule in enumerate(draft.rules):
        places.setdefault(rule.name.strip(), []).append(place)
    for name, found in places.items():
        if not name:
            complaints.append(Complaint("a name is empty", (), tuple(found)))
        elif len(found) > 1:
            complaints.append(Complaint(f'"{name}" is there {len(found)} times', (), tuple(found)))
    if not draft.rules:
        complaints.append(Complaint("there are no names"))
    return complaints


def _proof_complaints(draft: Draft, rules: Sequence[SegmentRule]) -> list[Complaint]:
    """What the prover finds, in words. Names are told apart by their places while they are proven."""
    numbered = [replace(rule, name=str(place)) for place, rule in enumerate(rules)]
    proof = prove(numbered, draft.q)
    complaints = []
    if proof.uncovered and draft.rules:
        complaints.append(
            Complaint(
                f"no name has {boxes_in_words(proof.uncovered, draft.q)}", proof.uncovered, kind="uncovered"
            )
        )
    shared: dict[tuple[int, ...], list[Cell]] = {}
    for cell, names in proof.doubled:
        shared.setdefault(tuple(map(int, names)), []).append(cell)
    for places, cells in shared.items():
        both = "both" if len(places) == 2 else "all"
        text = f"{_listed(draft, places)} {both} have {boxes_in_words(cells, draft.q)}"
        complaints.append(Complaint(text, tuple(cells), places, kind="doubled"))
    complaints += [
        Complaint(_why_unreachable(draft, rules[place], place), (), (place,), kind="unreachable")
        for place in map(int, proof.unreachable)
    ]
    return complaints


def _why_unreachable(draft: Draft, rule: SegmentRule, place: int) -> str:
    """Why nobody could be in a segment: it has no cells, or names that come before it in the list have them all."""
    name = _listed(draft, (place,))
    if not rule.cells:
        return f"no cell is given to {name}"
    return f"nothing is left for {name}: names above it have all of its cells too"


def boxes_in_words(cells: Iterable[Cell], q: int) -> str:
    """Cells as few patterns, and how many more there are than are told."""
    found = [pattern_of(box, q) for box in boxes(cells)]
    more = len(found) - MOST_BOXES_TOLD
    return ", ".join(found[:MOST_BOXES_TOLD]) + (f", and {more} more like these" if more > 0 else "")


def _listed(draft: Draft, places: Sequence[int]) -> str:
    return enumerated([f'"{draft.rules[place].name}"' for place in places])


def pattern_of(box: Box, q: int) -> str:
    """The shortest pattern of measures that stands for a box: what may be any is left out."""
    return re.sub(r"[rfm] any ?", "", box.words(q)).strip() or "r any"
