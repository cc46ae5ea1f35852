"""Numbers that are given out one after the other, as those of documents are, under whatever name: they count no pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median_low

from core.columns.dates import parse_date
from core.columns.evidence import RELATED_ROWS, Column
from core.columns.fitting import HANDFUL, Fit
from core.columns.naming import Role
from core.patterns import later

# Documents entered late break the order of their numbers here and there; those that begin again every year keep it between.
MOSTLY, NEARLY_EVERYWHERE = 0.8, 0.95
LAST_DIGITS = later(r"[0-9]{1,18}(?=[^0-9]*$)")
# What a word for a piece may mean of a column that does not count any: in French and in Dutch it is one of paper too.
OF_PIECES = frozenset(("unit", "quantity", "count", "id"))
# How well a column is the order's by its numbers alone, against what its name says otherwise.
NUMBERS_DOCUMENTS = 0.6
# The names that say plainly that pieces are counted, and the days on which these have to rise all the same: a few may by chance.
PLAINLY_PIECES, MANY_DAYS = 0.6, 20


def counts_on(ids: Column, least: float = MOSTLY) -> bool:
    """Whether numbers go up nearly from row to row, or down, as those of documents in a list by date do and those of goods do not.

    They may begin again now and then, as every year.
    """
    found = [LAST_DIGITS.search(value) for value in ids.values[:RELATED_ROWS] if value]
    numbers = [int(digits[0]) for digits in found if digits]
    steps = [after - before for before, after in pairwise(numbers) if after != before]
    rising = sum(step > 0 for step in steps)
    return len(steps) > HANDFUL and max(rising, len(steps) - rising) >= least * len(steps)


def numbers_documents(ids: Column, date: Column | None) -> bool:
    """Whether numbers are given out one after the other, as those of documents are: they rise from day to day, and none comes back on another."""
    if date is None or not _may_be_given_out(ids):
        return False
    by_day: dict[int, list[int]] = {}
    days: dict[int, set[int]] = {}
    for value, day in zip(ids.values, days_of(date), strict=False):
        found = LAST_DIGITS.search(value) if value else None
        if found and day:
            by_day.setdefault(day, []).append(int(found[0]))
            days.setdefault(int(found[0]), set()).add(day)
    middles = [median_low(by_day[day]) for day in sorted(by_day)]
    rising = sum(after > before for before, after in pairwise(middles))
    on_one_day = sum(len(seen) == 1 for seen in days.values())
    return (
        rising > (MANY_DAYS if _is_called_pieces(ids) else HANDFUL)
        and rising >= NEARLY_EVERYWHERE * (len(middles) - 1)
        and on_one_day >= NEARLY_EVERYWHERE * len(days)
    )


def documents_called_pieces(
    fits: Mapping[int, Fit], table: Sequence[Column], date: Column | None
) -> dict[int, Fit]:
    """The fits for the order of columns that a name calls pieces, of those that it does not fit by their names already."""
    return {
        column.position: Fit(
            NUMBERS_DOCUMENTS,
            "its numbers rise from day to day and none comes back, as those of documents do",
            named=False,
        )
        for column in table
        if column.position not in fits
        and column.reading.has("unit", "quantity")
        and column.reading.concepts <= OF_PIECES
        and numbers_documents(column, date)
    }


def documents_not_counted(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A word where a column is called pieces plainly, and multiplies nothing since its numbers are those of documents."""
    if "date" not in chosen or "quantity" in chosen:
        return []
    date = table[chosen["date"]]
    return [
        f"{column.profile.name} is called like pieces, but its numbers rise from day to day and none comes back, as those of documents do, so it multiplies"
        f" nothing. If it counts pieces all the same: --map 'quantity={column.profile.name}'"
        for column in table
        if _is_called_pieces(column) and column.is_number and numbers_documents(column, date)
    ]


def _is_called_pieces(column: Column) -> bool:
    named = column.name.roles.get("quantity")
    return named is not None and named.fits >= PLAINLY_PIECES


def _may_be_given_out(ids: Column) -> bool:
    """Whether what a column holds may be numbers of documents by itself, and does not merely count the rows of this file."""
    profile = ids.profile
    if profile.kind == "text":
        return ids.is_code
    if profile.kind != "number" or not profile.whole or profile.negative or ids.is_written_with_decimals:
        return False
    return not (ids.is_row_number and any(number in (0, 1) for number in ids.numbers))


def days_of(date: Column) -> list[int | None]:
    """The day on each row as a number, as far as it can be read."""
    fmt = date.profile.dates
    known: dict[str | None, int | None] = {None: None}
    for value in date.values[:RELATED_ROWS]:
        if value is not None and value not in known:
            moment = parse_date(value.strip(), fmt) if fmt else None
            known[value] = moment.toordinal() if moment else None
    return [known[value] for value in date.values[:RELATED_ROWS]]
