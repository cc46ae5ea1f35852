"""Orders whose total stands on a row of its own beside their lines, as some tills and accounting programs write them: both would be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.evidence import Column
from core.columns.naming import Role

# Two rows of one price are two pieces; three rows of which one is the others' sum are no accident, if there are a few of them.
LEAST_ROWS, LEAST_ORDERS = 3, 5
NEARLY_ALL = 0.9
CENT = 0.01


def counted_twice(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """What to say where one row of an order is the sum of its others, and which column tells these rows."""
    if "order" not in chosen:
        return []
    orders = _worths(table[chosen["order"]].values, _worth(chosen, table))
    several = [rows for rows in orders.values() if len(rows) >= LEAST_ROWS]
    sums = [total for rows in several if (total := _sum_of_others(rows)) is not None]
    if len(sums) < max(LEAST_ORDERS, NEARLY_ALL * len(several)):
        return []
    # An order of one line has two rows of the same worth: of these the first or last tells, as it does in longer ones.
    lines = {row for rows in several for row, _ in rows} - set(sums)
    used = {chosen[role] for role in ("order", "customer", "amount", "order_total") if role in chosen}
    telling = [
        (column, word)
        for column in table
        if column.position not in used and (word := _word_of(column, sums, lines)) is not None
    ]
    said = (
        f"On {len(sums):,} of {len(several):,} orders of {LEAST_ROWS} rows or more that were looked at, one row is the sum of the others,"
        " so their money is counted twice."
    )
    if not telling:
        return [
            f"{said} Leave the rows of totals out of the source, or take another amount with --map amount=COLUMN"
        ]
    column, word = telling[0]
    marking = "" if chosen.get("status") == column.position else f"--map 'cancelled={column.profile.name}' "
    return [
        f"{said} These rows have {word!r} in {column.profile.name}. To take them out: {marking}--set 'rules.cancelled_statuses=auto,{word}'"
    ]


def _worth(chosen: Mapping[Role, int], table: Sequence[Column]) -> Sequence[float | None]:
    """What each row is worth by itself."""
    if "amount" in chosen:
        return table[chosen["amount"]].numbers
    if "quantity" in chosen and "price" in chosen:
        pairs = zip(table[chosen["quantity"]].numbers, table[chosen["price"]].numbers, strict=True)
        return [
            pieces * price if pieces is not None and price is not None else None for pieces, price in pairs
        ]
    return ()


def _worths(
    orders: Sequence[str | None], worth: Sequence[float | None]
) -> dict[str, list[tuple[int, float]]]:
    """The rows of each order that are worth anything, with how much."""
    found: dict[str, list[tuple[int, float]]] = {}
    for row, (order, money) in enumerate(zip(orders, worth, strict=False)):
        if order and money:
            found.setdefault(order.strip(), []).append((row, money))
    return found


def _sum_of_others(rows: Sequence[tuple[int, float]]) -> int | None:
    """The row that is worth as much as all others together."""
    largest, money = max(rows, key=lambda one: abs(one[1]))
    others = sum(worth for row, worth in rows if row != largest)
    return largest if abs(money - others) < CENT * len(rows) else None


def _word_of(column: Column, sums: Sequence[int], lines: set[int]) -> str | None:
    """What a column says on the rows that are sums, and on no line."""
    words = {(column.values[row] or "").strip() for row in sums}
    if len(words) != 1 or not any(words):
        return None
    (word,) = words
    return word if all((column.values[row] or "").strip() != word for row in lines) else None
