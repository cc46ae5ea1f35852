"""What an order's rows say on the first of them only, as shop exports write the status of an order with several lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Roles that say something of a whole order, and the share of orders that may leave them out altogether. A status that
# few orders have marks single lines (`returned`) and says nothing of the others.
OF_ORDERS: Mapping[str, float] = {"customer": 0.6, "date": 0.2, "order_total": 0.2, "status": 0.1}
# Roles that few orders fill: the first row speaks for an order where it does so for another role too.
OF_SOME_ORDERS: Mapping[str, float] = {"cancelled": 1.0}
# A sample may begin in the middle of an order.
_MOSTLY = 0.8


def said_once(orders: Sequence[str | None], cells: Sequence[str | None], most_silent: float) -> bool:
    """Whether orders of several rows have something in their first one and nothing in the others."""
    rows: dict[str, list[bool]] = {}
    for order, cell in zip(orders, cells, strict=True):
        if order and order.strip():
            rows.setdefault(order.strip(), []).append(bool(cell and cell.strip()))
    silent = sum(not any(filled) for filled in rows.values())
    several = [filled for filled in rows.values() if len(filled) > 1 and any(filled)]
    once = sum(filled[0] and not any(filled[1:]) for filled in several)
    return bool(once) and once >= _MOSTLY * len(several) and silent <= most_silent * len(rows)


def once_an_order(columns: Sequence[Sequence[str | None]], positions: Mapping[str, int]) -> tuple[str, ...]:
    """The roles that the first row of an order speaks for."""
    if "order" not in positions:
        return ()
    orders = columns[positions["order"]]
    found: list[str] = []
    for role, most_silent in (*OF_ORDERS.items(), *OF_SOME_ORDERS.items()):
        if role not in positions or (role in OF_SOME_ORDERS and not found):
            continue
        if said_once(orders, columns[positions[role]], most_silent):
            found.append(role)
    return tuple(found)
