"""Dates that stand once for several rows, as a cash book has them: blanks and ditto marks that mean the date above them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from math import sqrt
from statistics import fmean, median
from typing import Literal

from core.columns.words import read_name

# What of a column's cells means the date above: none, the ditto marks, or these and the blanks.
DateAbove = Literal["", "marks", "blanks"]
Asked = Literal["auto", "on", "off"]

# For regular expressions of Python and DuckDB alike, on a cell in small letters without spaces around it.
DITTO = r"[-–— ]*(?:[\"“”„〃]{1,2}|''|’’|´´|``|,,)[-–— ]*|idem|id\.?|dit+o\.?|dto\.?|s\. ?o\."
# What a line of totals is called, which is no sale and has no date of its own.
TOTALS = "^[^a-z]*(grand |sub|zwischen|gesamt|eind|sous-)?(total|summe|somme|suma|soma|totaal)"
# Dates of other things than a sale: where they are blank it has not come to that.
OF_SOMETHING_ELSE = (
    *("payment", "ship", "stay", "due", "update", "refund", "first", "last", "expiry", "signup", "birth"),
)
GIVEN = frozenset(("recency", "frequency", "monetary", "age"))
# So many dates with blanks below them are no chance.
LEAST_RUNS = 8
LEAST_MARKED = 2
# The share of dates that may be out of turn or stand twice, as slips of the pen and tops of pages do.
SLIPS = 0.02
NEARLY_ALL = 0.95
# Cells that are left out by chance make runs of very different lengths: the longer half is more than so many times the shorter.
MUCH_LONGER = 1.5


@dataclass(frozen=True, slots=True)
class DatedRows:
    """What of a sample's rows tells whether a date is meant for those below it: a cell of each row."""

    dates: Sequence[str | None]
    customers: Sequence[str | None]
    orders: Sequence[str | None] | None
    """None where no column holds orders."""


@dataclass(frozen=True, slots=True)
class _Step:
    """Two dates that follow each other in a column."""

    days: int
    """From the one to the other: below zero where they fall."""
    blanks: int
    marks: int


@lru_cache(maxsize=4096)
def is_ditto(cell: str) -> bool:
    """Whether a cell says that it is the same as the one above."""
    return re.fullmatch(DITTO, cell.strip().casefold()) is not None


def date_above(
    rows: DatedRows, read: Callable[[str], datetime | None], name: str, asked: Asked = "auto"
) -> DateAbove:
    """What of a column of this name means the date above, by a sample of the rows.

    Blanks do where each date stands once, the dates never turn back, and they are no further apart where there are blanks between them:
    where each row had a date of its own and some were left out, the next would be the further away the more are missing.
    """
    if asked != "auto":
        return "blanks" if asked == "on" else ""
    if all(cell and not is_ditto(cell) for cell in rows.dates):
        return ""
    if is_ditto(next((cell for cell in rows.dates if cell and not cell.isspace()), "")):
        return ""  # what it repeats stood above it before the rows were sorted or cut
    moments = [read(cell) if cell and not is_ditto(cell) else None for cell in rows.dates]
    steps = _steps(rows, moments)
    falls = sum(step.days < 0 for step in steps)
    rises = sum(step.days > 0 for step in steps)
    if min(falls, rises) > SLIPS * len(steps):
        return ""
    marked: DateAbove = "marks" if sum(step.marks > 0 for step in steps) >= LEAST_MARKED else ""
    if sum(step.blanks > 0 for step in steps) < LEAST_RUNS or read_name(name).has(*OF_SOMETHING_ELSE):
        return marked
    days_only = all(moment is None or moment.time() == time.min for moment in moments)
    once = len(steps) - falls - rises <= SLIPS * len(steps)
    return "blanks" if days_only and once and _are_sales(rows) and _stand_once(steps) else marked


def _steps(rows: DatedRows, moments: Sequence[datetime | None]) -> list[_Step]:
    steps: list[_Step] = []
    above: date | None = None
    blanks = marks = 0
    for cell, customer, moment in zip(rows.dates, rows.customers, moments, strict=True):
        if moment is not None:
            if above is not None:
                steps.append(_Step((moment.date() - above).days, blanks, marks))
            above, blanks, marks = moment.date(), 0, 0
        elif is_blank(cell):
            blanks += means_a_sale(customer)
        elif is_ditto(cell or ""):
            marks += 1
    return steps


def means_a_sale(customer: str | None) -> bool:
    """Whether a row without a date is a sale: it has a customer, which is no word for a total."""
    return not is_blank(customer) and re.search(TOTALS, (customer or "").casefold()) is None


def _are_sales(rows: DatedRows) -> bool:
    """Whether the rows without a date have what sales have, and the first row a date."""
    without = [place for place, cell in enumerate(rows.dates) if is_blank(cell)]
    sales = [place for place in without if means_a_sale(rows.customers[place])]
    numbered = [place for place in sales if rows.orders is None or not is_blank(rows.orders[place])]
    return (
        not is_blank(rows.dates[0])
        and len(sales) >= NEARLY_ALL * len(without)
        and len(numbered) >= NEARLY_ALL * len(sales)
    )


def _stand_once(steps: Sequence[_Step]) -> bool:
    """Whether the dates are no further apart where there are blanks between them."""
    lengths = [step.blanks for step in steps]
    middle = median(lengths)
    limit = middle if any(length > middle for length in lengths) else middle - 1
    longer = [step for step in steps if step.blanks > limit]
    shorter = [step for step in steps if step.blanks <= limit]
    if not shorter:
        return True  # as many rows below each date
    rows = _ratio([step.blanks + 1 for step in longer], [step.blanks + 1 for step in shorter])
    days = _ratio([abs(step.days) for step in longer], [abs(step.days) for step in shorter])
    # Nearer to 1, as where days have a date each, than to the rows between, as where rows do.
    return rows < MUCH_LONGER or days < sqrt(rows)


def _ratio(ones: Sequence[int], others: Sequence[int]) -> float:
    return fmean(ones) / max(fmean(others), 1e-9)


def date_above_note(label: str, name: str, rows: DatedRows, means: DateAbove, *, whole: bool) -> str:
    """What is said of dates that are taken from above; `whole`: the sample is all there is."""
    taken = sum(
        is_ditto(cell or "") or (means == "blanks" and is_blank(cell) and means_a_sale(customer))
        for cell, customer in zip(rows.dates, rows.customers, strict=True)
    )
    looked = "" if whole else " looked at"
    one = taken == 1
    held = {
        (True, True): f"{'has' if one else 'have'} nothing or a ditto mark",
        (True, False): f"{'has' if one else 'have'} nothing",
        (False, True): f"{'has' if one else 'have'} a ditto mark",
    }[means == "blanks" and any(map(is_blank, rows.dates)), any(is_ditto(cell or "") for cell in rows.dates)]
    return (
        f"{label}: {taken:,} of the {len(rows.dates):,} rows{looked} {held} in {name}, where each date stands on the first of"
        f" its rows only; {'it takes' if one else 'they take'} the date above. To leave {'it' if one else 'them'} without one:"
        " --set columns.date_above=off"
    )


def dated_rows(columns: Sequence[Sequence[str | None]], positions: Mapping[str, int]) -> DatedRows | None:
    """What of a sample's columns tells it; None where they are not of sales with a customer and a date."""
    if not positions.keys() >= {"customer", "date"} or not GIVEN.isdisjoint(positions):
        return None
    orders = columns[positions["order"]] if "order" in positions else None
    return DatedRows(columns[positions["date"]], columns[positions["customer"]], orders)


def is_blank(cell: str | None) -> bool:
    """Whether a cell holds nothing."""
    return not cell or cell.isspace()
