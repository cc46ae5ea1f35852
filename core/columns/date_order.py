"""Which of three numbers is the day, the month and the year: decided on a whole column, and on its file if need be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

Order = Literal["ymd", "dmy", "mdy", "serial", "epoch"]
Threefold = Literal["dmy", "mdy", "ymd"]
# What an order was chosen by: numbers that are no month, how the rows follow each other, the rest of the file, or nothing but custom.
Ground = Literal["values", "rows", "file", "custom"]


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What the rest of a file says about the order of day and month; None and "" where it says nothing."""

    decimal_comma: bool | None = None
    semicolon: bool = False
    currency: str = ""
    language: str = ""
    countries: tuple[str, ...] = ()
    other_order: Order | None = None


class OpenDate(NamedTuple):
    """Three numbers of which the order is open; only a short (two-digit) year may also stand first."""

    first: int
    second: int
    third: int
    short: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """The order chosen, whether the column itself decides it, and why."""

    order: Threefold
    decided: bool
    reason: str
    alternative: Threefold | None = None
    ground: Ground = "values"


ORDER_NAMES: dict[Order, str] = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
_ORDERS: tuple[Threefold, ...] = ("dmy", "mdy", "ymd")
# Of two readings of a few dates, one that spans so much less is the likelier.
CLOSER = 1.5


def _day(numbers: OpenDate, order: Threefold) -> int | None:
    """The day number of a date under an order, None where there is no such day."""
    first, second, third = numbers.first, numbers.second, numbers.third
    if order == "ymd":
        year, month, day = first, second, third
        if not numbers.short:
            return None
    elif order == "dmy":
        day, month, year = first, second, third
    else:
        month, day, year = first, second, third
    if numbers.short:
        year += 1900 if year >= 69 else 2000
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def settle(
    dates: Sequence[OpenDate],
    evidence: DateEvidence,
    forced: Order | None,
    orders: Sequence[Threefold] = _ORDERS,
) -> Settled | None:
    """Which of `orders` the dates of a column have, given in file order; None where none reads any of them."""
    if forced in _ORDERS:
        return Settled(forced, True, f"{ORDER_NAMES[forced]}, as asked")
    distinct = set(dates)
    day_of = {order: {numbers: _day(numbers, order) for numbers in distinct} for order in orders}
    days = {order: [day_of[order][numbers] for numbers in dates] for order in orders}
    read = {order: len(dates) - days[order].count(None) for order in orders}
    most = max(read.values())
    if not most:
        return None
    contenders = [order for order in orders if read[order] == most]
    if len(contenders) == 1:
        return Settled(contenders[0], True, _by_counting(contenders[0], dates, most))
    readings = {order: [day for day in days[order] if day is not None] for order in contenders}
    if "ymd" in readings:
        by_span = _year_first_or_last(readings, evidence)
        if by_span is not None:
            return by_span
        del readings["ymd"]
    if len(readings) == 1:
        order = next(iter(readings))
        reason = f"{ORDER_NAMES[order]}, the usual way; the year could also stand first"
        return Settled(order, False, reason, "ymd", "custom")
    return _day_or_month_first(readings["dmy"], readings["mdy"], evidence)


def _by_counting(order: Threefold, dates: Sequence[OpenDate], read: int) -> str:
    if order == "ymd":
        reason = f"year first: {_values(read)} read so, fewer in any other order"
    else:
        over = sum((d.first if order == "dmy" else d.second) > 12 for d in dates)
        which = "first" if order == "dmy" else "second"
        reason = f"{ORDER_NAMES[order]}: the {which} number is above 12 in {_values(over)}"
    if read < len(dates):
        reason += f"; {_values(len(dates) - read)} cannot be read so"
    return reason


def _values(number: int) -> str:
    return "1 value" if number == 1 else f"{number:,} values"


def _year_first_or_last(readings: dict[Threefold, list[int]], evidence: DateEvidence) -> Settled | None:
    """Two-digit years: sales lie close together, while days taken for years scatter over decades.

    None where the year stands last and the order of day and month is still open, or where nothing tells.
    """
    spans = {order: max(days) - min(days) for order, days in readings.items()}
    last = min((order for order in readings if order != "ymd"), key=lambda order: spans[order])
    distinct = len(set(readings["ymd"]))
    if _sorted_alone("ymd", readings):
        reason = "year first: so the rows are sorted by date, else they are not"
        return Settled("ymd", True, reason, ground="rows")
    if distinct >= 5 and spans["ymd"] * 3 <= spans[last]:
        reason = "year first: so the dates lie close together, else they scatter over decades"
        return Settled("ymd", True, reason, ground="rows")
    if distinct >= 5 and spans[last] * 3 <= spans["ymd"]:
        if len(readings) > 2:
            return None
        reason = f"{ORDER_NAMES[last]}: so the dates lie close together; with the year first they scatter over decades"
        return Settled(last, True, reason, ground="rows")
    if evidence.other_order == "ymd":
        reason = "year first, as the file's other dates; the column alone cannot tell"
        return Settled("ymd", False, reason, last, "file")
    if spans["ymd"] * CLOSER < spans[last]:
        reason = "year first: so the dates lie closer together, though the column alone cannot tell for sure"
        return Settled("ymd", False, f"{reason} (the alternative is {ORDER_NAMES[last]})", last, "file")
    return None


def _sorted_alone(order: Threefold, readings: Mapping[Threefold, list[int]]) -> bool:
    """Whether the rows are sorted by date in this order, and in none of the others."""
    return all(_sorted_only(readings[order], days) for other, days in readings.items() if other != order)


def _day_or_month_first(dmy: list[int], mdy: list[int], evidence: DateEvidence) -> Settled:
    for source in (_by_sorting, _by_closeness):
        order, why = source(dmy, mdy)
        if order is not None:
            return _assumed(order, why, "rows")
    for ask in _FILE_EVIDENCE:
        order, why = ask(evidence)
        if order is not None:
            return _assumed(order, why, "file")
    return _assumed("dmy", "the more usual order, as nothing else in the file tells", "custom")


_Opinion = tuple[Threefold | None, str]


def _assumed(order: Threefold, why: str, ground: Ground) -> Settled:
    other: Threefold = "mdy" if order == "dmy" else "dmy"
    return Settled(order, False, assumed_reason(order, other, why), other, ground)


def assumed_reason(order: Order, other: Order, why: str) -> str:
    """What is said of an order that a column could not show by itself."""
    open_numbers = "" if "ymd" in (order, other) else "no first or second number is above 12, so "
    return (
        f"{open_numbers}the column alone cannot tell; read {ORDER_NAMES[order]}: {why} (the alternative is"
        f" {ORDER_NAMES[other]})"
    )


def _steps(days: list[int]) -> tuple[int, int]:
    """How many steps there are from row to row, and how many go against the commoner direction."""
    steps = [later - earlier for earlier, later in pairwise(days) if later != earlier]
    up = sum(step > 0 for step in steps)
    return len(steps), min(up, len(steps) - up)


def _sorted_only(days: list[int], otherwise: list[int]) -> bool:
    """Whether rows are sorted by date as they are read, and would not be if read otherwise."""
    (steps, back), (other_steps, other_back) = _steps(days), _steps(otherwise)
    return min(steps, other_steps) >= 4 and back <= 0.05 * steps and other_back >= 2 + 4 * back


def _by_sorting(dmy: list[int], mdy: list[int]) -> _Opinion:
    """Rows sorted by date step back at every new month if day and month are taken for each other."""
    why = "so the rows are sorted by date, else they are not"
    if _sorted_only(dmy, mdy):
        return "dmy", why
    return ("mdy", why) if _sorted_only(mdy, dmy) else (None, "")


def _by_closeness(dmy: list[int], mdy: list[int]) -> _Opinion:
    span = {"dmy": max(dmy) - min(dmy) + 1, "mdy": max(mdy) - min(mdy) + 1}
    short: Threefold = "dmy" if span["dmy"] < span["mdy"] else "mdy"
    near, far = (dmy, mdy) if short == "dmy" else (mdy, dmy)
    monthly = all(date.fromordinal(day).day == 1 for day in far)
    distinct = len(set(near))
    close = span[short] * 3 <= max(span.values()) and distinct * 3 >= span[short]
    if distinct < 4 or monthly or not close:
        return None, ""
    return short, "so the dates follow each other, else they scatter over the months"


def _by_sister(evidence: DateEvidence) -> _Opinion:
    if evidence.other_order == "dmy":
        return "dmy", "as the file's other dates"
    if evidence.other_order == "mdy":
        return "mdy", "as the file's other dates"
    return None, ""


def _by_decimal_comma(evidence: DateEvidence) -> _Opinion:
    return ("dmy", "the file writes decimal commas") if evidence.decimal_comma else (None, "")


def _by_semicolon(evidence: DateEvidence) -> _Opinion:
    return ("dmy", "the file separates its columns by semicolons") if evidence.semicolon else (None, "")


def _by_language(evidence: DateEvidence) -> _Opinion:
    if evidence.language in {"nl", "de", "fr", "it", "es", "pt"}:
        return "dmy", "the column names are not English"
    return None, ""


def _by_currency(evidence: DateEvidence) -> _Opinion:
    currency = evidence.currency.strip().upper()
    if not currency:
        return None, ""
    if currency in {"$", "US$", "USD"}:
        return "mdy", "the file's money is in dollars"
    return "dmy", f"the file's money is in {evidence.currency.strip()}"


_AMERICAN = frozenset({"us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"})


def _by_countries(evidence: DateEvidence) -> _Opinion:
    american = {country.strip().casefold() in _AMERICAN for country in evidence.countries}
    if american == {True}:
        return "mdy", "the file's customers are in the United States"
    if american == {False}:
        return "dmy", "none of the file's countries writes the month first"
    return None, ""


_FILE_EVIDENCE: tuple[Callable[[DateEvidence], _Opinion], ...] = (
    _by_sister,
    _by_decimal_comma,
    _by_semicolon,
    _by_language,
    _by_currency,
    _by_countries,
)
