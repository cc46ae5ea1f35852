"""Columns that count the orders of a row, as in sums by customer and month: they number none, and a row stands for several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from core.columns.evidence import HOLDS, Column, dependence, wording_of
from core.columns.given_out import counts_on
from core.columns.naming import Role

OF_COUNTED_ORDERS = frozenset(("orders", "purchases"))
# How well a name has to fit a count of orders to be one.
CLEARLY_COUNTED = 0.85


def rows_of_several_orders(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A word where rows stand for several orders each by a column that counts them, as in sums by customer and month: each counts as one."""
    if "customer" not in chosen or "order" in chosen:
        return []
    customer = table[chosen["customer"]]
    if customer.distinct_share == 1:
        return []  # each may be a customer already, which is told
    return [
        f"{column.profile.name} says that the {wording_of(column.profile.filled, 'row')} looked at stand for {orders:,} orders, and each row counts as one at"
        " most: how often customers bought is too low, and what an order is worth too high. Sums of money are right. For the number of orders take a list"
        f" with a row for each order, or add the rows up to one a customer and name it there: --map 'frequency={column.profile.name}'"
        for column in table
        if column.position not in chosen.values()
        and _counts_orders(column, customer)
        and (orders := round(sum(number or 0 for number in column.numbers))) > column.profile.filled
    ][:1]


def counts_plainly(column: Column) -> bool:
    """Whether a column called `Orders` holds counts of them: one comes back here and there, and the next is larger no more often than smaller."""
    concepts = column.reading.concepts
    return (
        bool(concepts)
        and concepts <= OF_COUNTED_ORDERS
        and column.is_number
        and column.runs > 1
        and not counts_on(column)
    )


def _counts_orders(column: Column, customer: Column) -> bool:
    """Whether a column counts the orders of each row: not all of the customer's, and not which of them the row is."""
    if column.is_code and not counts_plainly(column):
        return False
    named = column.name.roles.get("frequency")
    if named is None or named.fits < CLEARLY_COUNTED or not column.is_number:
        return False
    if not column.profile.whole or column.profile.negative or _tells_orders_apart(column, customer):
        return False
    same = dependence(customer, column)
    return same is None or same < HOLDS


def _tells_orders_apart(column: Column, customer: Column) -> bool:
    """Whether numbers go up from one of a customer's rows to the next, or down, as where they say which of the customer's orders a row is."""
    by_customer: dict[int, list[float]] = {}
    for who, number in zip(customer.codes, column.numbers, strict=True):
        if who >= 0 and number is not None:
            by_customer.setdefault(who, []).append(number)
    steps = [after - before for numbers in by_customer.values() for before, after in pairwise(numbers)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)
