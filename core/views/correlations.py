"""Which measures rise and fall together: Pearson's correlation, and Spearman's of their ranks.

DEFINITIONS says what each figure means, in the words that a screen shows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.sql import ident
from core.views.headings import HEADINGS
from core.views.measures import ALL, NOBODY, Where, as_number, measures_of, no_such

if TYPE_CHECKING:
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "pearson": "1 where two measures lie on a rising line, -1 on a falling one, 0 where there is no line.",
    "spearman": "The same of the measures' ranks, where equal values share the middle one: 1 where one always rises with the other.",
    "customers": "A correlation is worked out over the customers who have all of the measures.",
    "sample": "Of more than 200,000 customers, the ranks are those of a sample drawn by their ids.",
}
# Ranks of more customers than this are those of a sample: sorting a million of them for each measure takes seconds.
MOST_RANKED = 200_000
# Any two lie on one straight line, so a correlation of fewer says nothing of them.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Correlations:
    """How measures go together; None where one of the two is the same for everybody."""

    measures: tuple[str, ...]
    pearson: tuple[tuple[float | None, ...], ...]
    spearman: tuple[tuple[float | None, ...], ...]
    customers: int
    """The customers who have all of the measures."""
    ranked: int
    """Those of them whose ranks were compared: all, or a sample."""
    left_out: int
    """The customers of the filter without one of the measures."""
    constant: tuple[str, ...]
    missing: tuple[str, ...]
    """Measures asked for that nobody has."""
    notes: tuple[str, ...]
    reason: str = ""


def correlations(data: ResultData, measures: Sequence[str], where: Where = ALL) -> Correlations:
    """Pearson's and Spearman's correlation of every two of the measures."""
    known = {measure.name: measure for measure in measures_of(data)}
    for name in measures:
        if name not in known:
            return Correlations((), (), (), 0, 0, 0, (), (), (), no_such(name))
    asked = list(dict.fromkeys(measures))
    counts = ", ".join(f"count({ident(name)})" for name in asked)
    first = data.rows(
        f"SELECT count(*){', ' if counts else ''}{counts} FROM customers WHERE {where[0]}", where[1]
    )[0]
    total = int(first[0])
    missing = tuple(name for name, count in zip(asked, first[1:], strict=True) if not count)
    kept = [name for name in asked if name not in missing]
    if not total or not kept:
        reason = NOBODY if not total else "Nobody has any of these measures."
        return Correlations((), (), (), 0, 0, total, (), missing, (), reason)
    picked = ", ".join(f"{as_number(known[name])} AS m{at}" for at, name in enumerate(kept))
    present = " AND ".join(f"{ident(name)} IS NOT NULL" for name in kept)
    chosen = f"SELECT {picked}, customer_id FROM customers WHERE ({where[0]}) AND {present}"
    bounds = ", ".join(f"min(m{at}) = max(m{at})" for at in range(len(kept)))
    found = data.rows(f"SELECT count(*), {bounds} FROM ({chosen})", where[1])[0]
    customers = int(found[0])
    if customers < FEWEST:
        return Correlations(
            (), (), (), customers, 0, total - customers, (), missing, (), _too_few(customers, total)
        )
    constant = tuple(name for name, same in zip(kept, found[1:], strict=True) if same)
    pearson = _pairs(data, chosen, where, len(kept))
    every = -(-customers // MOST_RANKED)
    sample = chosen if every <= 1 else f"{chosen} AND hash(customer_id) % {every} = 0"
    # The middle of the places that equal values take up: from the first of them to the last.
    ranks = ", ".join(
        f"(rank() OVER (ORDER BY m{at}) + count(*) OVER (ORDER BY m{at})) / 2 AS m{at}"
        for at in range(len(kept))
    )
    spearman = _pairs(data, f"SELECT {ranks} FROM ({sample})", where, len(kept))
    ranked = customers if every <= 1 else int(data.rows(f"SELECT count(*) FROM ({sample})", where[1])[0][0])
    notes = [_constant_note(constant)] if constant else []
    notes += [f"Nobody has {_listed(missing, 'or')}."] if missing else []
    if ranked < customers:
        notes.append(f"Ranks are those of {ranked:,} of the {customers:,} customers, drawn by their ids.")
    return Correlations(
        measures=tuple(kept),
        pearson=_without(pearson, kept, constant),
        spearman=_without(spearman, kept, constant),
        customers=customers,
        ranked=ranked,
        left_out=total - customers,
        constant=constant,
        missing=missing,
        notes=tuple(notes),
    )


def _too_few(customers: int, total: int) -> str:
    """Why so few customers have no correlations."""
    if total < FEWEST:
        there = "There is only 1 customer" if total == 1 else f"There are only {total} customers"
    elif not customers:
        return "No customer has all of these measures."
    else:
        there = f"Only {customers} of the {total:,} customers {'has' if customers == 1 else 'have'} all of the measures"
    why = (
        "one alone shows nothing that rises or falls"
        if customers < FEWEST - 1
        else "two always lie on one line, so every correlation would be 1 or -1 whatever they bought"
    )
    return f"{there}: {why}. It takes {FEWEST} customers or more."


def _constant_note(names: Sequence[str]) -> str:
    """Which measures nothing can go together with."""
    listed = _listed(names, "and")
    are, them = ("are", "them") if len(names) > 1 else ("is", "it")
    return f"{listed} {are} the same for everybody, so nothing can rise or fall with {them}."


def _listed(names: Sequence[str], last: str) -> str:
    """Measures one after the other, by their headings: a column's own name may be no word."""
    told = [HEADINGS[name].casefold() if name in HEADINGS else name for name in names]
    return ", ".join(told[:-1]) + f" {last} {told[-1]}" if len(told) > 1 else told[0]


def _pairs(data: ResultData, select: str, where: Where, size: int) -> list[list[float | None]]:
    """The correlation of every two columns m0, m1, ... of a SELECT."""
    pairs = [(one, other) for one in range(size) for other in range(one)]
    table: list[list[float | None]] = [
        [1.0 if one == other else None for other in range(size)] for one in range(size)
    ]
    if not pairs:
        return table
    found = data.rows(
        f"SELECT {', '.join(f'corr(m{one}, m{other})' for one, other in pairs)} FROM ({select})", where[1]
    )[0]
    for (one, other), value in zip(pairs, found, strict=True):
        told = None if value is None or not math.isfinite(value) else round(float(value), 4) + 0.0
        table[one][other] = table[other][one] = told
    return table


def _without(
    table: list[list[float | None]], names: Sequence[str], constant: Sequence[str]
) -> tuple[tuple[float | None, ...], ...]:
    return tuple(
        tuple(
            None if one in constant or other in constant else value
            for other, value in zip(names, row, strict=True)
        )
        for one, row in zip(names, table, strict=True)
    )
