"""Columns that number purchases or rows and so tell no customers apart, though nothing else in the table looks more like an id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median_low

from core.columns.clock import has_times, tells_time_of_day
from core.columns.counted_orders import counts_plainly
from core.columns.dates import parse_date
from core.columns.evidence import HOLDS, LEAST_REPEATS, RELATED_ROWS, Column, dependence, wording_of
from core.columns.fitting import BARE_ID, HANDFUL, Fit
from core.columns.given_out import (
    MOSTLY,
    NEARLY_EVERYWHERE,
    counts_on,
    days_of,
    documents_called_pieces,
    numbers_documents,
)
from core.columns.naming import Role

# Of so many purchases each with a number of its own the few that share one are slips: credits, refunds, typing.
NEARLY_ALL = 0.9
SLIPS = 0.02
MOST_STRAYS = 0.01
# In a longer table, which may be a part of one much longer, customers come back as seldom as that by chance.
LONG, NEARLY_ALL_OF_LONG = 2_000, 0.998
OF_GOODS = frozenset(("order", "product", "description", "quantity", "price", "order_total"))
# A number that stands on so many days, for so many customers, begins again; an order that is delivered in parts is of one.
MANY_TIMES, SEVERAL = 5, 3
# So many numbers a name may have on the whole where they number customers, of whom some are namesakes.
MOST_NUMBERS = 2
# A column that tells so few apart names no customers.
LEAST_NAMES = 4


def less_numbers(
    role: Role, fits: Mapping[int, Fit], table: Sequence[Column], date: Column | None
) -> dict[int, Fit]:
    """The fits less the numbers of documents and of rows, which are neither customers nor pieces; for the order with those that a name calls pieces."""
    if role == "quantity":
        return {
            position: fit for position, fit in fits.items() if not numbers_documents(table[position], date)
        }
    if role == "order":
        numbered = {position: fit for position, fit in fits.items() if not counts_plainly(table[position])}
        return {**numbered, **documents_called_pieces(numbered, table, date)}
    if role != "customer":
        return dict(fits)
    return {
        position: fit
        for position, fit in fits.items()
        if not (_may_number_anything(table[position]) and _numbers_no_people(table[position], table, date))
    }


def numbers_purchases(ids: Column, date: Column | None) -> bool:
    """Whether nearly every purchase has a number of its own, of which its lines, on consecutive rows of one date, are no repeats."""
    purchases = _purchases(ids, date)
    if len(purchases) <= HANDFUL:
        return False
    return len({ids.codes[row] for row in purchases}) >= NEARLY_ALL * len(purchases)


def held_by_purchases(ids: Column, date: Column, what: Column) -> float | None:
    """`dependence` of a column on the number and the date together; None where no purchase has several rows."""
    rows = zip(ids.codes, date.codes, what.codes, strict=True)
    pairs = [((number, day), code) for number, day, code in rows if min(number, day, code) >= 0]
    purchases = len({purchase for purchase, _ in pairs})
    repeats = len(pairs) - purchases
    return 1 - (len(set(pairs)) - purchases) / repeats if repeats >= LEAST_REPEATS else None


def may_name_customers(column: Column) -> bool:
    """Whether a column holds words or codes that come back, and its name may be that of a customer or means nothing."""
    return _may_name_somebody(column) and column.distinct_share < NEARLY_ALL


def _may_name_somebody(column: Column) -> bool:
    profile = column.profile
    if profile.kind != "text" and not column.is_code:
        return False
    if column.is_row_number or column.is_line_number or column.is_country or column.is_status:
        return False
    if tells_time_of_day(column):
        return False
    if column.name.understood and "customer" not in column.name.roles:
        return False
    return profile.distinct >= LEAST_NAMES


def rows_as_orders(chosen: dict[Role, int], table: Sequence[Column]) -> tuple[str, ...]:
    """Where nothing is of a product, and an `id` of no one else's numbers the rows, each row is an order of its own.

    Rows without a date or a customer are no purchases, as a line of totals is none.
    """
    if chosen.keys() & OF_GOODS or not {"customer", "date", "amount"} <= chosen.keys():
        return ()
    customer, date = (table[chosen[role]] for role in ("customer", "date"))
    rows = [
        row
        for row, both in enumerate(zip(customer.codes, _dated(date), strict=True))
        if both[0] >= 0 and both[1]
    ]
    ids = [
        column
        for column in table
        if column.position not in chosen.values()
        and column.reading.concepts == {"id"}
        and len(rows) > 1
        and all(column.codes[row] >= 0 for row in rows)
        and _differ(column, rows)
    ]
    if len(ids) != 1:
        return ()
    chosen["order"] = ids[0].position
    name = ids[0].profile.name
    nearly = "" if len({ids[0].codes[row] for row in rows}) == len(rows) else "nearly "
    return (
        f"{name} differs on {nearly}every row and no column says what was bought, so every row is an order of its own. If rows of the same moment"
        " are one order: --map order=-",
    )


def begun_again(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A word where orders of one customer have one number because numbers begin again: they count as one order."""
    if not {"customer", "order"} <= chosen.keys():
        return []
    ids, customer = (table[chosen[role]] for role in ("order", "customer"))
    if "date" in chosen and (daily := _begun_daily(ids, customer, table[chosen["date"]])):
        moment = "moment" if "time" in chosen or _has_times(table[chosen["date"]]) else "day"
        return [
            f"{daily} To count what a customer bought at one {moment} as one order instead: --map order=-"
        ]
    if ids.distinct_share >= NEARLY_ALL or not counts_on(ids, NEARLY_EVERYWHERE):
        return []
    # A row that lacks the customer parts no order in two.
    both = [(number, who) for number, who in zip(ids.codes, customer.codes, strict=True) if who >= 0]
    starts = [after for before, after in pairwise([(-1, -1), *both]) if after != before and min(after) >= 0]
    purchases = Counter(starts)
    merged = sum(times > 1 for times in purchases.values())
    # Fewer are slips, or stand in two sheets that overlap.
    if merged <= MOST_STRAYS * len(purchases):
        return []
    name = ids.profile.name
    return [
        f"{wording_of(merged, 'number')} of {name} {'comes' if merged == 1 else 'come'} back for the same customer elsewhere in the list, as where"
        " numbers begin again every year; rows of one customer and number count as one order. To count a customer's rows of one day as one instead:"
        " --map order=-"
    ]


def _has_times(date: Column) -> bool:
    fmt = date.profile.dates
    return fmt is not None and has_times(date.values, fmt)


def _begun_daily(ids: Column, customer: Column, date: Column) -> str:
    """What to say where numbers begin again on most days, so that one of them is of many customers; "" where they do not."""
    rows = [
        (number, who, day)
        for number, who, day in zip(ids.codes, customer.codes, days_of(date), strict=False)
        if number >= 0 and who >= 0 and day
    ]
    on_days = _counted_within((number, day) for number, _, day in rows)
    of_people = _counted_within((number, who) for number, who, _ in rows)
    recurring = [number for number, days in on_days.items() if days >= MANY_TIMES]
    rows_recurring = sum(on_days[number] >= MANY_TIMES for number, _, _ in rows)
    middle = median_low(on_days.values()) if on_days else 0
    if middle < MANY_TIMES or rows_recurring < MOSTLY * len(rows):
        return ""
    if sum(of_people[number] >= SEVERAL for number in recurring) < MOSTLY * len(recurring):
        return ""
    spread = _counted_within(((number, who), day) for number, who, day in rows)
    merged = sum(days > 1 for days in spread.values())
    if not merged:
        return ""
    made = f"{wording_of(merged, 'order')} {'is' if merged == 1 else 'are'} so made of rows of several days"
    return (
        f"{ids.profile.name} begins again and again: each of its numbers stands on {middle} days (the middle of them), for different"
        f" customers. Rows of one customer and number count as one order: {made}."
    )


def _counted_within(pairs: Iterable[tuple[Hashable, Hashable]]) -> Counter[Hashable]:
    """How many different things stand beside each."""
    return Counter(within for within, _ in set(pairs))


def _differ(ids: Column, rows: Sequence[int]) -> bool:
    """Whether a column numbers these rows, but for a few numbers that came twice by a slip."""
    repeats = len(rows) - len({ids.codes[row] for row in rows})
    return repeats <= SLIPS * len(rows) or (repeats <= (1 - NEARLY_ALL) * len(rows) and counts_on(ids))


def _dated(date: Column) -> list[bool]:
    """On which rows a date stands that can be read."""
    fmt = date.profile.dates
    return [
        bool(value and (fmt is None or parse_date(value.strip(), fmt)))
        for value in date.values[:RELATED_ROWS]
    ]


def _may_number_anything(column: Column) -> bool:
    """Whether neither the name of a column nor what it holds says whom or what its ids are of."""
    named = column.name.roles.get("customer")
    if column.is_email or (named is not None and named.fits > BARE_ID):
        return False
    return column.is_code or column.reading.has("id")


def _numbers_no_people(ids: Column, table: Sequence[Column], date: Column | None) -> bool:
    if not numbers_purchases(ids, date):
        return False
    purchases = _purchases(ids, date)
    repeats = len(purchases) - len({ids.codes[row] for row in purchases})
    if repeats < LEAST_REPEATS:
        return True
    names = [
        column
        for column in table
        if column is not ids and column.profile.kind == "text" and _may_name_somebody(column)
    ]
    if any(
        column.profile.distinct * MOST_NUMBERS >= ids.profile.distinct
        and (dependence(ids, column, purchases) or 0.0) >= HOLDS
        for column in names
    ):
        return False  # those who come back do so under one name, which has no other number: most bought once
    return (
        any(map(may_name_customers, names))
        or len(purchases) < LONG
        or repeats <= (1 - NEARLY_ALL_OF_LONG) * len(purchases)
    )


def _purchases(ids: Column, date: Column | None) -> list[int]:
    """The first row of each purchase: rows that follow each other with the same number and date are lines of one."""
    rows = [row for row, code in enumerate(ids.codes) if code >= 0]
    if date is None:
        return rows
    days, numbers = date.codes, ids.codes
    later = [
        row for before, row in pairwise(rows) if (numbers[before], days[before]) != (numbers[row], days[row])
    ]
    return [*rows[:1], *later]
