"""Which other column could say when a sale was made, where it says another day: offered beside the one that was taken."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from core.columns.evidence import Column
from core.columns.later_dates import OF_ANOTHER_DAY, days_of, periods, says_later
from core.columns.naming import Role
from core.columns.words import name_words

# How well a name has to fit a date of sale to be said beside the one taken: those of sending, of payment and the like do not.
CLEARLY_DATE = 0.68
DONE_LATER = frozenset(
    (
        "completed", "finished", "archived", "synced", "cleared", "confirmed", "abgeschlossen", "erledigt", "afgerond", "voltooid", "termine", "completado",
        "concluido", "completato",
    )
)  # fmt: skip
# Days that differ on no larger share of the rows are slips.
FEW_DIFFERING = 0.05
# A column that is filled on fewer rows says it of some sales only.
MOSTLY_FILLED = 0.5
# So few different numbers of days between two columns are terms, of payment or of delivery.
MOST_TERMS = 4
MOST_NAMED = 3


def other_dates(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """Which of several dates of the sale was taken, and what each would make of the day that customers are looked at."""
    if "date" not in chosen:
        return []
    taken = table[chosen["date"]]
    ended = dict(periods(table))
    ends = ended.get(taken)
    days = days_of(taken)
    others = {
        column: found
        for column in table
        if column.position not in chosen.values()
        and (column is ends or (column not in ended.values() and _may_be_of_the_sale(column, ended, taken)))
        and _differ(days, found := days_of(column), least_terms=_least_terms(column, ends))
    }
    if not others:
        return []
    listed = " or ".join(
        f"{column.profile.name} ({_as_of(found)})" for column, found in list(others.items())[:MOST_NAMED]
    )
    first = next(iter(others)).profile.name
    why = f" as it begins the period that {ends.profile.name} ends" if ends in others and ends else ""
    return [
        f"Several columns could say when a sale was made; {taken.profile.name} was taken{why} ({_as_of(days)}, by the rows looked at), and not {listed}."
        f" Recency is counted from the one taken. To take another: --map {shlex.quote(f'date={first}')}"
    ]


def _may_be_of_the_sale(column: Column, ended: Mapping[Column, Column], taken: Column) -> bool:
    """Whether names leave open that a column and not the one taken is of the sale: either is called so, or neither is.

    What begins a period may be where what ends it may.
    """
    if column in ended and _may_be_of_the_sale(ended[column], {}, taken):
        return True
    named, best = column.name.roles.get("date"), taken.name.roles.get("date")
    denied = best is None and taken.name.understood
    if (
        column.profile.kind != "date"
        or column.profile.filled < MOSTLY_FILLED * column.profile.rows
        or (says_later(column) and not denied)
        or not DONE_LATER.isdisjoint(name_words(column.profile.name))
    ):
        return False
    if named is None:
        return best is None and not column.name.understood
    if column.reading.has(*OF_ANOTHER_DAY):
        return best is not None and taken.reading.has(*OF_ANOTHER_DAY) and named.fits == best.fits
    return named.fits >= CLEARLY_DATE or best is None or named.fits >= best.fits


def _least_terms(column: Column, ends: Column | None) -> int:
    """How many different numbers of days have to lie between a column and the date taken: fewer are the terms of a name not understood."""
    by_name = column.name.understood and column.reading.unknown > 0
    return MOST_TERMS + 1 if by_name and column is not ends else 1


def _differ(days: Sequence[date | None], others: Sequence[date | None], *, least_terms: int) -> bool:
    """Whether two columns are of other days on more than a few rows, and by no fewer different numbers of days.

    What is due is always as many days later; a name of which every word is known would say so.
    """
    apart = Counter((other - day).days for day, other in zip(days, others, strict=False) if day and other)
    same = apart.pop(0, 0)
    return apart.total() > FEW_DIFFERING * (same + apart.total()) and len(apart) >= least_terms


def _as_of(days: Sequence[date | None]) -> str:
    return f"as of {max(filter(None, days)) + timedelta(days=1)}"
