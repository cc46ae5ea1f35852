"""Orders whose total stands on a row of its own beside their lines, as some tills and accounting programs write them: both would be counted."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.columns.documents import kinds_of_no_sale
from core.columns.evidence import Column
from core.columns.naming import Role
from core.typed_list import cancelled_too

# Two rows of one price are two pieces; three rows of which one is the others' sum are no accident, if there are a few of them.
LEAST_ROWS, LEAST_ORDERS = 3, 5
NEARLY_ALL = 0.9
CENT = 0.01


@dataclass(frozen=True, slots=True)
class Sums:
    """The rows that are the sum of the others of their order, on nearly all orders of several rows."""

    rows: list[int]
    lines: set[int]
    """The others of these orders."""
    several: int
    """How many such orders were looked at."""
    have_all_pieces: bool
    """Whether these rows have all pieces of the others as well, each of which is multiplied by what all are worth."""


class _Row(NamedTuple):
    place: int
    worth: float
    pieces: float | None
    price: float | None


def rows_of_sums(chosen: Mapping[Role, int], table: Sequence[Column]) -> Sums | None:
    """The rows that are the sum of the others of their order; None where few orders have one."""
    if "order" not in chosen:
        return None
    orders = _rows_by_order(chosen, table)
    several = [rows for rows in orders.values() if len(rows) >= LEAST_ROWS]
    found = [(row, rows) for rows in several if (row := _sum_of_others(rows)) is not None]
    if len(found) < max(LEAST_ORDERS, NEARLY_ALL * len(several)):
        return None
    sums = [row.place for row, _ in found]
    # An order of one line has two rows of the same worth: of these the first or last tells, as it does in longer ones.
    lines = {row.place for rows in several for row in rows} - set(sums)
    with_pieces = sum(not _is_worth(row, rows) for row, rows in found)
    return Sums(sums, lines, len(several), with_pieces > len(found) / 2)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of rows that are sums, and the column that tells them; that has been said of it then."""

    notes: tuple[str, ...] = ()
    column: Column | None = None


def counted_twice(chosen: Mapping[Role, int], table: Sequence[Column]) -> Told:
    """What to say where one row of an order is the sum of its others, and which column tells these rows."""
    if "order_total" in chosen and "amount" not in chosen:
        return Told()  # counts once an order, whatever its rows are
    found = rows_of_sums(chosen, table)
    if found is None:
        return Told()
    used = {chosen[role] for role in ("order", "customer", "amount", "order_total") if role in chosen}
    telling = [
        (column, word)
        for column in table
        if column.position not in used and (word := _word_of(column, found.rows, found.lines)) is not None
    ]
    twice = (
        "with all their pieces, each at what all of them are worth, so their money is counted many times over."
        if found.have_all_pieces
        else "so their money is counted twice."
    )
    said = (
        f"On {len(found.rows):,} of {found.several:,} orders of {LEAST_ROWS} rows or more that were looked at, one row is the sum of the others,"
        f" {twice}"
    )
    if not telling:
        note = f"{said} Leave the rows of totals out of the source, or take another amount with --map amount=COLUMN"
        return Told((note,))
    column, word = telling[0]
    marking = (
        ""
        if chosen.get("status") == column.position
        else f"--map {shlex.quote(f'cancelled={column.profile.name}')} "
    )
    besides = kinds_of_no_sale(column)
    listed = f" and those with {' and '.join(map(repr, besides))}" if besides else ""
    note = f"{said} These rows have {word!r} in {column.profile.name}. To take them{listed} out: {marking}{cancelled_too(('auto',), [word, *besides])}"
    return Told((note,), column)


def _rows_by_order(chosen: Mapping[Role, int], table: Sequence[Column]) -> dict[str, list[_Row]]:
    """The rows of each order that are worth anything by themselves."""
    orders = table[chosen["order"]].values
    nothing: list[float | None] = [None] * len(orders)
    amounts, quantities, prices = (
        table[chosen[role]].numbers if role in chosen else nothing for role in ("amount", "quantity", "price")
    )
    by_order: dict[str, list[_Row]] = {}
    paid = _rows_of_no_sale(table)
    for place, (order, amount, pieces, price) in enumerate(
        zip(orders, amounts, quantities, prices, strict=False)
    ):
        worth = amount if "amount" in chosen else (pieces or 0.0) * (price or 0.0)
        if order and worth and place not in paid:
            by_order.setdefault(order.strip(), []).append(_Row(place, worth, pieces, price))
    return by_order


def _rows_of_no_sale(table: Sequence[Column]) -> set[int]:
    """The rows by which nothing is sold, as payments beside what they pay for."""
    rows: set[int] = set()
    for column in table:
        if kinds := kinds_of_no_sale(column):
            rows.update(row for row, cell in enumerate(column.values) if cell and cell.strip() in kinds)
    return rows


def _sum_of_others(rows: Sequence[_Row]) -> _Row | None:
    """The row that is worth as much as all others together, or has as many pieces, at a price of all that they are worth."""
    largest = max(rows, key=lambda row: abs(row.worth))
    return largest if _is_worth(largest, rows) or _has_all_pieces(largest, rows) else None


def _is_worth(row: _Row, rows: Sequence[_Row]) -> bool:
    return abs(row.worth - _worth_beside(row, rows)) < CENT * len(rows)


def _has_all_pieces(row: _Row, rows: Sequence[_Row]) -> bool:
    pieces = sum(other.pieces or 0.0 for other in rows if other is not row)
    return (
        bool(pieces)
        and row.pieces == pieces
        and abs((row.price or 0.0) - _worth_beside(row, rows)) < CENT * len(rows)
    )


def _worth_beside(row: _Row, rows: Sequence[_Row]) -> float:
    return sum(other.worth for other in rows if other is not row)


def _word_of(column: Column, sums: Sequence[int], lines: set[int]) -> str | None:
    """What a column says on the rows that are sums, and on no line."""
    words = {(column.values[row] or "").strip() for row in sums}
    if len(words) != 1 or not any(words):
        return None
    (word,) = words
    return word if all((column.values[row] or "").strip() != word for row in lines) else None
