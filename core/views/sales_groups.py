"""What was sold by the hour of the week and by country.

by hour: every order once, at the weekday and hour of its first kept row. by country: the kept rows by what stands in their
own country column, so a customer who ordered from two countries counts in both; spellings that differ only in capitals are
one country, shown in the spelling that most orders have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from core.ledger import KEPT
from core.report import cents
from core.views.sales import COUNTED_UP_TO_BOOKINGS, NO_SALES, NOT_COUNTED, NOTHING_KEPT

if TYPE_CHECKING:
    from core.views.result import ResultData

NO_TIMES = (
    "Every purchase is at 00:00: the source holds days without times, so only the weekdays can be told."
)
NO_COUNTRY = "No column of the source says the country."
COUNTRIES = 10
WEEKDAYS, HOURS = 7, 24

DEFINITIONS: Mapping[str, str] = {
    "by hour": "Every order counts once, with all it is worth, at the weekday and the hour of its first kept row.",
    "by country": "The kept rows by what stands in their own country column; a customer with orders from two countries counts in both."
    " The column country of the customers has the last one only, so a filter by it may keep fewer."
    " Spellings that differ only in capitals are one country, shown in the spelling that most orders have.",
    "share": "What part of all sales this is: of the money, or of the rows where there is none.",
}


@dataclass(frozen=True, slots=True)
class SalesByHour:
    """Orders and money by weekday, Monday first, and hour."""

    orders: tuple[tuple[int, ...], ...]
    """Seven weekdays of 24 hours; empty where there are no times."""
    amounts: tuple[tuple[float, ...], ...]
    """The same of money; empty where there are no times or there is no money."""
    weekday_orders: tuple[int, ...]
    weekday_amounts: tuple[float, ...]
    exact: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CountryLine:
    """One country, or all others together, or the rows that name none."""

    kind: Literal["country", "rest", "unknown"]
    name: str
    rows: int
    orders: int
    customers: int | None
    amount: float | None
    share: float


@dataclass(frozen=True, slots=True)
class SalesByCountry:
    """The countries that most was sold in, then the rest together, then what names no country."""

    lines: tuple[CountryLine, ...]
    countries: int
    """How many there are."""
    exact: bool
    reason: str
    in_several: int = 0
    """Customers who bought from more than one country, and so count in each of them; 0 where customers are not counted."""


def sales_by_hour(data: ResultData, *, exact: bool | None = None) -> SalesByHour:
    """Orders by the weekday and hour that they began in."""
    nothing = _nothing(data)
    if nothing:
        return SalesByHour((), (), (), (), exact=True, reason=nothing)
    exact = _is_exact(data, exact)
    begun = "min(first_at) AS begun, sum(amount) AS amount"
    # Where the days of an order count by themselves, each has its own first row.
    orders = (
        f"SELECT {begun} FROM booked WHERE bucket = '{KEPT}' GROUP BY hash(customer, order_id)"
        if exact
        else f"SELECT first_at AS begun, amount FROM booked WHERE bucket = '{KEPT}'"
    )
    found = data.rows(
        "SELECT isodow(begun) - 1, hour(begun), count(*), sum(amount), bool_or(begun <> date_trunc('day', begun))"
        f" FROM ({orders}) GROUP BY ALL"
    )
    counts = [[0] * HOURS for _ in range(WEEKDAYS)]
    money = [[0.0] * HOURS for _ in range(WEEKDAYS)]
    for weekday, hour, count, amount, _ in found:
        counts[weekday][hour] = int(count)
        money[weekday][hour] = cents(amount)
    timed = any(row[4] for row in found)
    priced = any(row[3] is not None for row in found)
    reasons = ([] if timed else [NO_TIMES]) + ([] if exact else [NOT_COUNTED])
    return SalesByHour(
        orders=tuple(map(tuple, counts)) if timed else (),
        amounts=tuple(map(tuple, money)) if timed and priced else (),
        weekday_orders=tuple(map(sum, counts)),
        weekday_amounts=tuple(round(sum(hours), 2) for hours in money) if priced else (),
        exact=exact,
        reason=" ".join(reasons),
    )


# As customers' countries are trimmed.
_SPELLING = r"nullif(trim(country, E' \t\n\r\x0b\f'), '')"


def sales_by_country(data: ResultData, most: int = COUNTRIES, *, exact: bool | None = None) -> SalesByCountry:
    """The `most` countries by money (by rows where there is none), with the others together."""
    nothing = _nothing(data)
    if not nothing and "country" not in data.result.columns.roles:
        nothing = NO_COUNTRY
    if nothing:
        return SalesByCountry((), 0, exact=True, reason=nothing)
    exact = _is_exact(data, exact)
    top = data.rows(
        f'WITH spelled AS (SELECT {_SPELLING} AS spelling, count(*) AS times, sum("rows") AS n, sum(amount) AS amount'
        f" FROM booked WHERE bucket = '{KEPT}' AND {_SPELLING} IS NOT NULL GROUP BY spelling)"
        " SELECT lower(spelling) AS folded, arg_min(spelling, (-times, spelling)), count(*) OVER ()"
        " FROM spelled GROUP BY folded ORDER BY sum(amount) DESC NULLS LAST, sum(n) DESC, folded LIMIT ?",
        [max(1, most)],
    )
    places = {folded: place for place, (folded, _, _) in enumerate(top)}
    counts = (
        "count(DISTINCT hash(customer, order_id)), count(DISTINCT hash(customer))"
        if exact
        else "count(*), NULL"
    )
    # Each row goes to the place of its country, those of no country last.
    found = data.rows(
        f"SELECT CASE WHEN {_SPELLING} IS NULL THEN {len(top) + 1}"
        f" ELSE coalesce(list_position(?, lower({_SPELLING})) - 1, {len(top)}) END AS place,"
        f" sum(\"rows\"), {counts}, sum(amount) FROM booked WHERE bucket = '{KEPT}' GROUP BY place ORDER BY place",
        [list(places)],
    )
    names = [spelling for _, spelling, _ in top]
    countries = int(top[0][2]) if top else 0
    in_several = _in_several(data) if exact and countries > 1 else 0
    return SalesByCountry(_lines(found, names), countries, exact, "" if exact else NOT_COUNTED, in_several)


def _in_several(data: ResultData) -> int:
    """How many customers bought from more than one country."""
    found = data.rows(
        f"SELECT count(*) FROM (SELECT 1 FROM booked WHERE bucket = '{KEPT}'"
        f" GROUP BY hash(customer) HAVING count(DISTINCT lower({_SPELLING})) > 1)"
    )
    return int(found[0][0])


def _lines(found: list[tuple[Any, ...]], names: list[str]) -> tuple[CountryLine, ...]:
    priced = any(amount is not None for *_, amount in found)
    whole = sum((amount or 0) if priced else rows for _, rows, _, _, amount in found)
    lines = []
    for place, rows, orders, customers, amount in found:
        part = (amount or 0) if priced else rows
        lines.append(
            CountryLine(
                kind="country" if place < len(names) else "rest" if place == len(names) else "unknown",
                name=names[place] if place < len(names) else "",
                rows=int(rows),
                orders=int(orders),
                customers=None if customers is None else int(customers),
                amount=cents(amount) if priced else None,
                share=float(part / whole) if whole else 0.0,
            )
        )
    return tuple(lines)


def _nothing(data: ResultData) -> str:
    if data.result.columns.shape != "sales":
        return NO_SALES
    return "" if data.result.report.customers else NOTHING_KEPT


def _is_exact(data: ResultData, asked: bool | None) -> bool:
    if asked is not None:
        return asked
    return bool(
        data.rows("SELECT count(*) <= ? FROM booked WHERE bucket = ?", [COUNTED_UP_TO_BOOKINGS, KEPT])[0][0]
    )
