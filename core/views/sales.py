"""What was sold and refunded over time.

sold: the kept rows, as the ledger has them, with their amounts. refunded: the cancelled rows of orders and days that have a
negative amount among them, and the sum of the negative amounts; refunds of people who bought nothing count here too, so
that this can be more than all customers' refunds. An order with rows in two periods counts in both, and so does a customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.ledger import CANCELLED, KEPT
from core.report import cents
from core.views.periods import GRAINS, Grain, about, periods_between, start_of
from core.views.unusual import UNUSUAL, Span, Unusual, refund_spikes, unusual_spans

if TYPE_CHECKING:
    from core.views.result import ResultData

# A chart has no more columns than this to show them in.
MOST_POINTS = 400
# Asked for by name, a grain may give more; beyond this it would only be slow.
MOST_POINTS_ASKED = 20_000
# A line of fewer points than this shows little: a finer grain is taken.
LEAST_POINTS = 12
# Telling customers and orders apart takes about a second for so many bookings (an order on one day), and more in proportion.
COUNTED_UP_TO_BOOKINGS = 3_000_000
NO_SALES = "This is a table of customers, so there are no single sales to show."
NOTHING_KEPT = "No row was kept as a purchase."
NOT_COUNTED = "There are so many orders that customers are not counted here, and an order that spreads over several days counts on each of them."

DEFINITIONS: Mapping[str, str] = {
    "sold": "The kept rows: how many, of how many orders and customers, and what they are worth. An order with rows in two periods"
    " counts in both, and so does a customer.",
    "refunded": "The cancelled rows of orders and days with a negative amount among them, and the sum of the negative amounts. Refunds"
    " of people who bought nothing count here too, so this can be more than all customers' refunds. A cancelled row with a positive"
    " amount gives nothing back, but the ledger counts it among the cancelled, so the money there can be another sum.",
    "partial": "A period that begins before the first purchase or ends after the last one, so the data may hold only a part of it.",
    "unusual": UNUSUAL,
}


@dataclass(frozen=True, slots=True)
class Period:
    """What was sold, or refunded, in one period of the calendar."""

    start: date
    end: date
    """Its last day."""
    rows: int
    orders: int
    customers: int | None
    """None where they were not counted."""
    amount: float | None
    """None where the source has no money."""
    partial: bool
    days_held: int
    """Its days from the first purchase to the last one: what the data may hold of it."""


@dataclass(frozen=True, slots=True)
class SalesOverTime:
    """Every period from the first sale or refund to the last, those without any as zeros."""

    grain: Grain
    sold: tuple[Period, ...]
    refunded: tuple[Period, ...]
    """The same periods."""
    unusual: tuple[Unusual, ...]
    unusual_grain: Grain
    """What is looked at for what stands out: the grain, or months where it is days, which have a rhythm of their own."""
    exact: bool
    """Whether orders and customers were counted, and not just the days of orders."""
    reason: str
    """Why there is nothing, or less, to show; else empty."""


@dataclass(frozen=True, slots=True)
class _Day:
    bucket: str
    day: date
    rows: int
    amount: Decimal | None
    bookings: int


def sales_over_time(
    data: ResultData, grain: Grain | None = None, *, exact: bool | None = None
) -> SalesOverTime:
    """Sales and refunds by period. Months, unless these are too few or too many; a grain that is asked for is taken if it can be.

    Where there are millions of orders, customers are counted only if asked with `exact`.
    """
    if data.result.columns.shape != "sales":
        return SalesOverTime("month", (), (), (), "month", exact=True, reason=NO_SALES)
    days = _days(data)
    kept = [day for day in days if day.bucket == KEPT]
    if not kept:
        return SalesOverTime("month", (), (), (), "month", exact=True, reason=NOTHING_KEPT)
    if exact is None:
        exact = sum(day.bookings for day in days) <= COUNTED_UP_TO_BOOKINGS
    first, last = (pick(day.day for day in days) for pick in (min, max))
    known = (kept[0].day, kept[-1].day)
    grain = _grain(first, last, grain)
    sums = _by_period(data, grain, exact=exact)
    periods = periods_between(first, last, grain)
    priced = any(day.amount is not None for day in kept)
    sold, refunded = (
        tuple(_period(sums.get((bucket, start)), start, end, known, priced=priced) for start, end in periods)
        for bucket in (KEPT, CANCELLED)
    )
    compared: Grain = "month" if grain == "day" else grain
    given_back = [replace(day, amount=-(day.amount or Decimal(0))) for day in days if day.bucket == CANCELLED]
    unusual = _unusual(kept, given_back, compared, priced=priced)
    return SalesOverTime(grain, sold, refunded, unusual, compared, exact, "" if exact else NOT_COUNTED)


def _grain(first: date, last: date, asked: Grain | None) -> Grain:
    """The grain asked for or the next that is not too fine; else months, or what comes nearest to them."""
    if asked is not None:
        fitting = [grain for grain in GRAINS if about(first, last, grain) <= MOST_POINTS_ASKED]
        return next(grain for grain in GRAINS[GRAINS.index(asked) :] if grain in fitting)
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    if months < LEAST_POINTS:
        return "week" if about(first, last, "week") >= LEAST_POINTS else "day"
    if months <= MOST_POINTS:
        return "month"
    return "quarter" if about(first, last, "quarter") <= MOST_POINTS else "year"


# What counts in each bucket: of cancellations, only those that give money back.
_COUNTED = f"bucket = '{KEPT}' OR (bucket = '{CANCELLED}' AND refunded IS NOT NULL)"
_MONEY = f"CASE bucket WHEN '{KEPT}' THEN amount ELSE refunded END"


def _days(data: ResultData) -> list[_Day]:
    found = data.rows(
        f'SELECT bucket, day, sum("rows"), sum({_MONEY}), count(*) FROM booked WHERE {_COUNTED} GROUP BY bucket, day ORDER BY day'
    )
    return [
        _Day(bucket, day, int(rows), amount, int(bookings)) for bucket, day, rows, amount, bookings in found
    ]


def _by_period(data: ResultData, grain: Grain, *, exact: bool) -> dict[tuple[str, date], tuple[Any, ...]]:
    # Counting 64-bit hashes is half again as quick as counting texts; among ten million orders two would be taken for one in one source
    # of three hundred thousand.
    counts = (
        "count(DISTINCT hash(customer, order_id)), count(DISTINCT hash(customer))"
        if exact
        else "count(*), NULL"
    )
    found = data.rows(
        f"SELECT bucket, CAST(date_trunc('{grain}', day) AS DATE) AS start, sum(\"rows\"), {counts}, sum({_MONEY})"
        f" FROM booked WHERE {_COUNTED} GROUP BY bucket, start"
    )
    return {(bucket, start): sums for bucket, start, *sums in found}  # type: ignore[misc]


def _period(
    sums: tuple[Any, ...] | None, start: date, end: date, known: tuple[date, date], *, priced: bool
) -> Period:
    rows, orders, customers, amount = sums or (0, 0, 0, None)
    return Period(
        start=start,
        end=end,
        rows=int(rows),
        orders=int(orders),
        customers=None if customers is None else int(customers),
        amount=cents(amount) if priced else None,
        partial=_is_partial(start, end, known),
        days_held=max(0, (min(end, known[1]) - max(start, known[0])).days + 1),
    )


def _is_partial(start: date, end: date, known: tuple[date, date]) -> bool:
    return start < known[0] or end > known[1]


def _unusual(kept: list[_Day], given_back: list[_Day], grain: Grain, *, priced: bool) -> tuple[Unusual, ...]:
    """What stands out of what was sold and of what was given back, in the order of time."""
    known = (kept[0].day, kept[-1].day)
    found = [
        *unusual_spans(_spans(kept, grain, known, priced=priced)),
        *refund_spikes(_spans(given_back, grain, known, priced=priced)),
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def _spans(days: list[_Day], grain: Grain, known: tuple[date, date], *, priced: bool) -> list[Span]:
    """These days by period, from the first of them to the last, with what they come to."""
    rows: dict[date, int] = {}
    money: dict[date, Decimal] = {}
    for day in days:
        start = start_of(day.day, grain)
        rows[start] = rows.get(start, 0) + day.rows
        money[start] = money.get(start, Decimal(0)) + (day.amount or 0)
    return [
        Span(
            start,
            end,
            rows.get(start, 0),
            cents(money.get(start)) if priced else float(rows.get(start, 0)),
            _is_partial(start, end, known),
        )
        for start, end in (periods_between(days[0].day, days[-1].day, grain) if days else ())
    ]
