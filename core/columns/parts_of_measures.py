"""Measures of customers that stand in parts, as spending by kind of goods or orders by channel: one column is not all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

from core.columns.currencies import named_currency
from core.columns.evidence import HOLDS, Column
from core.columns.naming import Role, name_roles
from core.columns.of_years import MEASURED, OF_ALL_YEARS
from core.columns.words import name_words

# So little apart are fits that differ by nothing a name says.
AS_WELL = 0.05
# What a name may say of a part besides: of which goods it is, or where they were bought.
OF_WAYS = frozenset(("store", "channel", "phone"))
OF_PARTS = OF_WAYS | {"products", "product", "category"}
MOST_NAMED = 6
WHAT: Mapping[Role, str] = {"frequency": "how often customers bought", "monetary": "what customers spent"}


def parts_notes(table: Sequence[Column], places: Mapping[Role, int]) -> list[str]:
    """A word where a measure was taken from a column that looks like one of several parts of it: which, and what to do about the others."""
    notes = []
    for role in MEASURED:
        if role not in places:
            continue
        taken = table[places[role]]
        others = _parts_beside(taken, role, table, set(places.values()))
        if not others or _is_their_sum(taken, others):
            continue
        called = f"{taken.profile.name} is taken for {WHAT[role]}, but looks like a part of it only:"
        if (whole := _whole(taken, others)) is not None:
            name = whole.profile.name
            notes.append(
                f"{called} {name} is as much as it and what is called alike. To count that: --map '{role}={name}'"
            )
            continue
        names = [column.profile.name for column in others]
        named = ", ".join(names[:MOST_NAMED])
        more = f" and {len(names) - MOST_NAMED} others" if len(names) > MOST_NAMED else ""
        own, every = _sum(taken), fsum(map(_sum, (taken, *others)))
        notes.append(
            f"{called} {named}{more} {'is' if len(names) == 1 else 'are'} called alike and left out. On the rows looked at {taken.profile.name} comes"
            f" to {own:,.12g}, and all of them to {every:,.12g}. To count them all, add a column with their sum to the file and take that:"
            f" --map {role}=COLUMN"
        )
    return notes


def _parts_beside(taken: Column, role: Role, table: Sequence[Column], played: set[int]) -> list[Column]:
    """The columns that say the same measure in the same words as `taken`, each of something else, as `taken` does; else nothing."""
    fit, words = taken.name.roles.get(role), name_words(taken.profile.name)
    measure = {word for word in words if role in name_roles(word).roles}
    if fit is None or not taken.reading.unknown or not measure or taken.reading.has(*OF_ALL_YEARS):
        return []
    alike = [
        column
        for column in table
        if column.is_number
        and column.position not in played
        and column.profile.distinct > 1
        and measure <= set(name_words(column.profile.name))
        and taken.reading.concepts <= column.reading.concepts <= taken.reading.concepts | OF_PARTS
        and named_currency(column.profile.name) == named_currency(taken.profile.name)
    ]
    return alike if any(_is_a_part(column, role, fit.fits) for column in alike) else []


def _is_a_part(column: Column, role: Role, as_well: float) -> bool:
    """Whether a name fits the measure as well and says of what it is, or says by which way customers bought."""
    if column.reading.has(*OF_WAYS):
        return True
    named = column.name.roles.get(role)
    return column.reading.unknown > 0 and named is not None and abs(named.fits - as_well) <= AS_WELL


def _whole(taken: Column, others: Sequence[Column]) -> Column | None:
    """Which of several others is the sum of all the rest."""
    return next(
        (
            column
            for column in others
            if len(others) > 1
            and _is_their_sum(column, [taken, *(other for other in others if other is not column)])
        ),
        None,
    )


def _is_their_sum(taken: Column, others: Sequence[Column]) -> bool:
    """Whether a column is at least as much as all the others together, as the whole is of its parts."""
    own = taken.numbers
    parts = [fsum(column.numbers[row] or 0.0 for column in others) for row in range(len(own))]
    known = [(whole, rest) for whole, rest in zip(own, parts, strict=True) if whole is not None]
    return sum(whole >= rest for whole, rest in known) >= HOLDS * len(known)


def _sum(column: Column) -> float:
    return round(fsum(number or 0.0 for number in column.numbers), 2)
