"""Columns that name on a few rows the number of an earlier sale, as returns and corrections do: a person is asked."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.columns.cancelled import marks_cancelled
from core.columns.evidence import HOLDS, Column, wording_of
from core.columns.naming import Role
from core.columns.words import name_words
from core.patterns import later

# What a column is called that names the sale which a row takes back or corrects; and what may be of any other document too.
_TAKES_BACK = later(
    "original|origin[ea]|origen|origem|ursprung|oorspronkelijk|correct|corrig|korrigiert|gecorrigeerd|rectif|rettific|retific|reversed|credited|gutgeschrieben|gecrediteerd"
)
_REFERS = later(
    "refer|bezug|verweis|riferimento|related|linked|parent|zugehorig|gerelateerd|lie$|collegat|relacionad"
)
# What is filled on more rows is a number that every order has.
MOST_OF_ROWS = 0.5
# What a name says besides where pieces or money are counted, and not documents numbered.
COUNTED = (
    "quantity",
    "count",
    "unit",
    "product",
    "products",
    "amount",
    "total",
    "value",
    "price",
    "date",
    "time",
    "status",
    "type",
)


def earlier_sales(
    free: Iterable[Column],
    money: Sequence[float | None],
    chosen: Mapping[Role, Column],
    cancelled: Collection[int],
) -> list[str]:
    """What to say of the `free` columns whose rows refer to an earlier sale and count as sales; `money` says by its sign what does."""
    orders = chosen.get("order")
    if orders is None:
        return []
    notes = []
    for column in free:
        rows = _referring(column, orders)
        counted = [row for row in rows if row not in cancelled and row < len(money) and (money[row] or 0) > 0]
        if not counted or len(counted) < HOLDS * len([row for row in rows if row not in cancelled]):
            continue  # what is below zero is booked as a refund already
        notes.append(_told(column, orders, counted, money, chosen))
    return notes


def names_sales(column: Column) -> bool:
    """Whether a column called after returning or an origin holds the numbers of orders: it counts no pieces, and is no money."""
    reading = column.reading
    if reading.has(*COUNTED) or not reading.has("order") or not column.is_code:
        return False
    return reading.has("refund") or _is_called(column, _TAKES_BACK)


def _referring(column: Column, orders: Column) -> list[int]:
    """The rows on which a column names another row's order; none where it is of something else."""
    profile = column.profile
    if profile.kind not in ("number", "text") or not 0 < profile.filled <= MOST_OF_ROWS * profile.rows:
        return []
    filled = [row for row, value in enumerate(column.values) if value and value.strip("0 ")]
    if names_sales(column):
        return filled
    if column.reading.has(*COUNTED):
        return []
    if not (column.reading.has("order", "refund") or _is_called(column, _TAKES_BACK)) and not _is_called(
        column, _REFERS
    ):
        return []
    known = {value.strip() for value in orders.values if value}
    others = [
        row for row in filled if _cell(column, row) in known and _cell(column, row) != _cell(orders, row)
    ]
    return filled if filled and len(others) >= HOLDS * len(filled) else []


def _told(
    column: Column,
    orders: Column,
    rows: Sequence[int],
    money: Sequence[float | None],
    chosen: Mapping[Role, Column],
) -> str:
    name = column.profile.name
    known = {value.strip() for value in orders.values if value}
    listed = sum(_cell(column, row) in known for row in rows)
    how_many = "which" if listed == len(rows) else f"of which {listed:,}"
    stand = "stands" if listed == 1 else "stand"
    where = f", {how_many} {stand} in {orders.profile.name} too" if listed else ""
    worth = ""
    if chosen.keys() & {"amount", "order_total"}:
        total = sum(money[row] or 0 for row in rows)
        worth = f" They come to {total:,.2f}: if they take it back, sums of money are too high by that, and by as much again for what they took back."
    marked = all(marks_cancelled(_cell(column, row)) for row in rows)
    option = shlex.quote(f"cancelled={name}")
    way = (
        f"To take these rows as cancelled: --map {option}"
        if marked
        else "To take them out, leave these rows out of the file."
    )
    return (
        f"{name} holds the number of a document on {wording_of(len(rows), 'row')} looked at{where}, so these refer to an earlier sale, as returns and"
        f" corrections do. They are above zero and count as sales.{worth} {way}"
    )


def _is_called(column: Column, pattern: re.Pattern[str]) -> bool:
    return any(pattern.match(word) for word in name_words(column.profile.name))


def _cell(column: Column, row: int) -> str:
    return (column.values[row] or "").strip()
