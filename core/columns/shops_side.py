"""Columns that hold the shop itself on what it sells: to whom a payment went, where another column says from whom it came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.columns.evidence import RELATED_ROWS, Column

# Roles of money that, below zero, was given back or paid by the shop: there the two sides of a payment change places.
MONEY_OF_ROWS = ("amount", "order_total")
# On so few rows a column may say one thing by chance; on a few more one that says it everywhere does not.
HANDFUL, MANY = 5, 50
NEARLY_ALL = 0.9


def rows_sold(table: Sequence[Column]) -> list[int]:
    """The rows that no money in the table takes back or pays out."""
    money = [
        column
        for column in table
        if column.is_number and any(role in column.name.roles for role in MONEY_OF_ROWS)
    ]
    rows = range(min(RELATED_ROWS, max((len(column.values) for column in table), default=0)))
    below = {
        row
        for column in money
        for row, number in enumerate(column.numbers)
        if number is not None and number < 0
    }
    return [row for row in rows if row not in below]


def is_one_on_sales(column: Column, sold: Sequence[int]) -> bool:
    """Whether a column holds one value on all these rows, or on nearly all of many, as the shop's own address does."""
    found = Counter(code for row in sold if (code := column.codes[row]) >= 0)
    filled = found.total()
    if filled <= HANDFUL:
        return False
    return len(found) == 1 or (filled >= MANY and max(found.values()) >= NEARLY_ALL * filled)
