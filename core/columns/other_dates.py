"""Which other column could say when a sale was made, where it says another day: offered beside the one that was taken."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from core.columns.dates import parse_date
from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.words import name_words

# How well a name has to fit a date of sale to be said beside the one taken: those of sending, of payment and the like do not.
CLEARLY_DATE = 0.68
# What names speak of that is no date of the sale where another column is one.
OF_ANOTHER_DAY = (
    "created", "update", "due", "ship", "birth", "refund", "payment", "expiry", "signup", "since", "first", "last", "period", "status", "currency",
)  # fmt: skip
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
    days = _days(taken)
    others = {
        column: found
        for column in table
        if column.position not in chosen.values()
        and _may_be_of_the_sale(column)
        and _differ(
            days, found := _days(column), least_terms=1 if column.reading.unknown == 0 else MOST_TERMS + 1
        )
    }
    if not others:
        return []
    listed = " or ".join(
        f"{column.profile.name} ({_as_of(found)})" for column, found in list(others.items())[:MOST_NAMED]
    )
    first = next(iter(others)).profile.name
    return [
        f"Several columns could say when a sale was made; {taken.profile.name} was taken ({_as_of(days)}, by the rows looked at), and not {listed}."
        f" Recency is counted from the one taken. To take another: --map {shlex.quote(f'date={first}')}"
    ]


def _may_be_of_the_sale(column: Column) -> bool:
    named = column.name.roles.get("date")
    return (
        column.profile.kind == "date"
        and named is not None
        and named.fits >= CLEARLY_DATE
        and column.profile.filled >= MOSTLY_FILLED * column.profile.rows
        and not column.reading.has(*OF_ANOTHER_DAY)
        and DONE_LATER.isdisjoint(name_words(column.profile.name))
    )


def _days(column: Column) -> list[date | None]:
    dates = column.profile.dates
    if dates is None:
        return []
    known: dict[str, date | None] = {}
    days = []
    for value in column.values:
        text = (value or "").strip()
        if text not in known:
            moment = parse_date(text, dates) if text else None
            known[text] = moment.date() if moment else None
        days.append(known[text])
    return days


def _differ(days: Sequence[date | None], others: Sequence[date | None], *, least_terms: int) -> bool:
    """Whether two columns are of other days on more than a few rows, and by no fewer different numbers of days.

    What is due is always as many days later; a name of which every word is known would say so.
    """
    apart = Counter((other - day).days for day, other in zip(days, others, strict=False) if day and other)
    same = apart.pop(0, 0)
    return apart.total() > FEW_DIFFERING * (same + apart.total()) and len(apart) >= least_terms


def _as_of(days: Sequence[date | None]) -> str:
    return f"as of {max(filter(None, days)) + timedelta(days=1)}"
