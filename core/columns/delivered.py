"""Which of several quantities was sold: what was invoiced or delivered, and not what was ordered or is still to come."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.columns.evidence import Column, wording_of
from core.columns.fitting import Fit
from core.columns.goods_stages import STAGES, Stage, stage_of
from core.columns.naming import Role

# A column that says far less was delivered than ordered is not kept, or the orders are still open.
LEAST_DELIVERED = 0.5
# So much better fits what was sold than what was ordered: the arithmetic of the rows weighs more.
A_LITTLE = 0.02


def less_ordered(role: Role, fits: Mapping[int, Fit], table: Sequence[Column]) -> dict[int, Fit]:
    """The fits of quantities with what was delivered or invoiced before what was ordered, and what is still to come for nothing."""
    if role != "quantity":
        return dict(fits)
    stages = _stages(table[position] for position in fits)
    if len(set(stages.values())) < 2:
        return dict(fits)
    found = {place: fit for place, fit in fits.items() if stages.get(place) != "open"}
    known = {place: stages[place] for place in found if place in stages}
    for place in sorted(known, key=lambda place: STAGES.index(known[place])):
        before = [other for other in known if STAGES.index(known[other]) < STAGES.index(known[place])]
        if before and all(_is_kept(table[place], table[other]) for other in before):
            best = max(found[other].score for other in before) + A_LITTLE
            found[place] = replace(found[place], score=max(found[place].score, best))
    return found


def delivered_notes(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """That what was ordered and what was delivered differ, where the one taken says what a row is worth."""
    if not {"quantity", "price"} <= chosen.keys() or "amount" in chosen:
        return []
    taken = table[chosen["quantity"]]
    stages = _stages(table)
    if taken.position not in stages:
        return []
    rivals = [
        table[place]
        for place, stage in stages.items()
        if stage not in ("open", stages[taken.position]) and place not in chosen.values()
    ]
    differing = {rival: rows for rival in rivals if (rows := _differing(taken, rival))}
    if not differing:
        return []
    other = max(differing, key=lambda rival: differing[rival])
    name, counted = other.profile.name, taken.profile.name
    price = table[chosen["price"]]
    worth, instead = _worth(taken, price), _worth(other, price)
    return [
        f"{counted} and {name} differ on {wording_of(differing[other], 'row')} of the {len(taken.numbers):,} looked at; {counted}, what was"
        f" {stages[taken.position]}, is taken as what was sold: these rows are worth {worth:,.2f} by it, and {instead:,.2f} by {name}."
        f" To take the other: --map {shlex.quote(f'quantity={name}')}"
    ]


def _stages(columns: Iterable[Column]) -> dict[int, Stage]:
    """How far what a column counts had come, for those that are called quantities."""
    return {
        column.position: stage_of(column.profile.name)
        for column in columns
        if column.is_number and column.reading.has("quantity") and not column.reading.has("refund", "stock")
    }


def _is_kept(delivered: Column, ordered: Column) -> bool:
    """Whether a column says of most that was ordered that it was delivered."""
    return _total(delivered) >= LEAST_DELIVERED * _total(ordered)


def _total(column: Column) -> float:
    return sum(abs(number) for number in column.numbers if number is not None)


def _differing(taken: Column, other: Column) -> int:
    pairs = zip(taken.numbers, other.numbers, strict=True)
    return sum(one != another for one, another in pairs if one is not None and another is not None)


def _worth(pieces: Column, price: Column) -> float:
    pairs = zip(pieces.numbers, price.numbers, strict=True)
    return sum((number or 0.0) * (each or 0.0) for number, each in pairs)
