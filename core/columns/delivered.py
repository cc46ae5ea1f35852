"""Which of several quantities was sold: what was invoiced or delivered, and not what was ordered or is still to come."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from core.columns.evidence import Column, wording_of
from core.columns.fitting import Fit
from core.columns.naming import Role
from core.columns.words import name_words
from core.patterns import later

Stage = Literal["open", "ordered", "delivered", "invoiced"]
# The further on, the surer it was sold.
STAGES: tuple[Stage, ...] = ("open", "ordered", "delivered", "invoiced")
# All without accents and in small letters. What is still to come is said by a word of its own, or by one before what is to be done.
_OPEN = later(
    r"open$|offen|rest(?:e|menge|ante?|erend)?$|remain|outstanding|back_?order|pending|pendient|pendent|nachliefer|nalever|unfulfil|undeliver|unship"
    r"|(?:to|zu|te|a|da|por|not)_(?:ship|deliver|invoice|bill|dispatch|liefer|lever|livrer|expedier|consegnare|spedire|entreg|enviar|facturar|faturar|fatturare)"
)
_INVOICED = later(
    r"invoice|billed|berechnet|faktur|rechnungs|gefactureerd|factuur|facture|fatturat|facturad|faturad|sold$|verkauft|verkocht|vendu|vendid|vendut"
)
_DELIVERED = later(
    r"ship(?:ped)?$|deliver|dispatch|fulfil|liefer|geliefert|versandt|versendet|lever|gelever|verzonden|livre|expedi|consegn|spedit|entreg|enviad|despachad|servid|evas[ao]$|ausgelief"
)
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
        column.position: _stage(column.profile.name)
        for column in columns
        if column.is_number and column.reading.has("quantity") and not column.reading.has("refund", "stock")
    }


def _stage(name: str) -> Stage:
    said = name_words(name)
    joined = ["_".join(pair) for pair in pairwise(said)]
    if any(_OPEN.match(word) for word in (*said, *joined)):
        return "open"
    if any(_INVOICED.match(word) for word in said):
        return "invoiced"
    return "delivered" if any(_DELIVERED.match(word) for word in said) else "ordered"


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
