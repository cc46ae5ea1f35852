"""Columns that describe the customer: the same on all of a customer's rows, and few values among many customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from core.columns.evidence import LEAST_REPEATS, Column, first_rows
from core.columns.naming import Role

# Why one is taken, as people read it; a few customers may have moved.
ATTRIBUTE_REASON = "the same on nearly all purchases of a customer"
MOST_ATTRIBUTES = 8
MOST_VALUES = 60
# A source's own scores may take more values than words do: 555 is one of 125.
MOST_SCORES = 130
CONSIDERED = 60
# How many of a customer's purchases have to say what the one before them said.
SAME_FOR_CUSTOMER = 0.93
SAME_WHERE_NAMED = 0.8
# How far beyond what purchases of anybody would, where 0 is no further and 1 is always.
BEYOND_CHANCE = 0.5
# Concepts that describe a person or a company where the customers come but once, so that their rows cannot tell.
OF_THE_CUSTOMER = ("gender", "segment", "loyalty", "marital", "customer", "age", "place", "birth")
NOT_OF_THE_CUSTOMER = (
    "order", "orders", "product", "products", "amount", "price", "quantity", "tax", "cost", "profit", "discount", "ship", "payment", "date",
    "time", "email", "phone", "partname", "note", "line", "refund", "period", "name", "promo", "voucher", "description", "sale", "sales", "total",
)  # fmt: skip
SCORES = ("segment", "letter", "value", "recency", "frequency", "monetary")


def find_attributes(table: Sequence[Column], chosen: Mapping[Role, int]) -> tuple[int, ...]:
    """The positions of the attributes, in the order of the file; none where nobody says who the customer is."""
    if "customer" not in chosen:
        return ()
    customer = table[chosen["customer"]]
    purchase = next((table[chosen[role]] for role in ("order", "date") if role in chosen), None)
    rows = first_rows(customer, purchase)
    taken = set(chosen.values())
    possible = [
        column for column in table if column.position not in taken and _may_describe(column, customer)
    ]
    found = [column.position for column in possible[:CONSIDERED] if _describes(column, customer, rows)]
    return tuple(found[:MOST_ATTRIBUTES])


def _may_describe(column: Column, customer: Column) -> bool:
    profile = column.profile
    if profile.kind in ("empty", "date") or profile.distinct < 2:
        return False
    reading = column.reading
    if reading.has(*NOT_OF_THE_CUSTOMER) and not reading.has("segment", "gender"):
        return False
    if "id" in reading.concepts and not reading.has(*SCORES):
        return False
    most = MOST_SCORES if reading.has(*SCORES) else MOST_VALUES
    if profile.kind == "number" and not profile.whole and not reading.has(*SCORES):
        return False
    few = profile.distinct * 2 <= customer.profile.distinct or profile.distinct <= 3
    return few and profile.distinct <= most and not column.is_email


def _describes(column: Column, customer: Column, rows: list[int] | None) -> bool:
    named = column.reading.has(*OF_THE_CUSTOMER, *SCORES)
    found = _same_again(customer, column, rows)
    if found is None:
        return named or customer.distinct_share > 0.98
    same, by_chance = found
    if same - by_chance < BEYOND_CHANCE * (1 - by_chance):
        return False
    if same >= SAME_FOR_CUSTOMER and not _is_the_same_for_nearly_all(column):
        return True
    return named and same >= SAME_WHERE_NAMED


def _same_again(customer: Column, column: Column, rows: list[int] | None) -> tuple[float, float] | None:
    """The share of purchases that say what the customer's purchase before said, and what it would be of any two purchases.

    None where too few customers come back to tell.
    """
    last: dict[int, int] = {}
    said: Counter[int] = Counter()
    again = same = 0
    for row in range(len(customer.codes)) if rows is None else rows:
        who, what = customer.codes[row], column.codes[row]
        if who < 0 or what < 0:
            continue
        said[what] += 1
        if who in last:
            again += 1
            same += last[who] == what
        last[who] = what
    if again < LEAST_REPEATS:
        return None
    return same / again, sum((count / said.total()) ** 2 for count in said.values())


def _is_the_same_for_nearly_all(column: Column) -> bool:
    """Whether one value is nearly everywhere, so that it could not help being the same for each customer."""
    return bool(column.profile.common) and column.profile.common[0][1] > 0.97 * column.profile.filled
