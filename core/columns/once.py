"""What an order's rows say on the first of them only, as shop exports write the status of an order with several lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Roles that say something of a whole order, and the share of orders that may leave them out altogether. A status that
# few orders have marks single lines (`returned`) and says nothing of the others.
OF_ORDERS: Mapping[str, float] = {"customer": 0.6, "date": 0.2, "order_total": 0.2, "status": 0.1}
# Roles that few orders fill: the first row speaks for an order where it does so for another role too.
OF_SOME_ORDERS: Mapping[str, float] = {"cancelled": 1.0}
# What the first row of an order has to say where nothing else does, which order it is.
_OF_FIRST_ROWS = ("order", "customer", "date")
# So many rows have to lack all of it, and hardly any a part of it, before they are taken to belong to the order above.
_LEAST_BELOW, _NEARLY_ALL = 0.1, 0.95
# A sample may begin in the middle of an order.
_MOSTLY = 0.8


def said_once(orders: Sequence[str | None], cells: Sequence[str | None], most_silent: float) -> bool:
    """Whether orders of several rows have something in their first one and nothing in the others."""
    if _is_full(cells):
        return False
    rows: dict[str, list[bool]] = {}
    for order, cell in zip(orders, cells, strict=True):
        if order and order.strip():
            rows.setdefault(order.strip(), []).append(bool(cell and cell.strip()))
    silent = sum(not any(filled) for filled in rows.values())
    several = [filled for filled in rows.values() if len(filled) > 1 and any(filled)]
    once = sum(filled[0] and not any(filled[1:]) for filled in several)
    return bool(once) and once >= _MOSTLY * len(several) and silent <= most_silent * len(rows)


def orders_above(columns: Sequence[Sequence[str | None]], positions: Mapping[str, int]) -> bool:
    """Whether order, customer and date stand on the first row of each order only, as merged cells do, above its other products."""
    # Without a column that says what a row is of, it may be a line of totals.
    goods = next((positions[role] for role in ("product", "description") if role in positions), None)
    if goods is None or any(role not in positions for role in _OF_FIRST_ROWS):
        return False
    if _is_full(columns[positions["order"]]):
        return False
    rows = zip(*(columns[positions[role]] for role in _OF_FIRST_ROWS), columns[goods], strict=True)
    filled = [tuple(bool(cell and cell.strip()) for cell in row) for row in rows]
    first = [row for row in filled if row[0]]
    below = [row for row in filled if not row[0]]
    bare = sum(row == (False, False, False, True) for row in below)
    ids = {order.strip() for order in columns[positions["order"]] if order and order.strip()}
    return (
        bool(filled and filled[0][0])
        and bare >= _LEAST_BELOW * len(filled)
        and bare >= _NEARLY_ALL * len(below)
        and sum(dated for _, _, dated, _ in first) >= _NEARLY_ALL * len(first)
        and sum(named for _, named, _, _ in first) >= (1 - OF_ORDERS["customer"]) * len(first)
        and len(ids) >= _NEARLY_ALL * len(first)  # an order of several rows has its id on one of them
    )


def once_an_order(columns: Sequence[Sequence[str | None]], positions: Mapping[str, int]) -> tuple[str, ...]:
    """The roles that the first row of an order speaks for."""
    if "order" not in positions:
        return ()
    orders: Sequence[str | None] = columns[positions["order"]]
    if orders_above(columns, positions):
        orders = _filled_down(orders)
    found: list[str] = []
    for role, most_silent in (*OF_ORDERS.items(), *OF_SOME_ORDERS.items()):
        if role not in positions or (role in OF_SOME_ORDERS and not found):
            continue
        if said_once(orders, columns[positions[role]], most_silent):
            found.append(role)
    return tuple(found)


def _is_full(cells: Sequence[str | None]) -> bool:
    """Whether no cell is blank, as in most columns of most files."""
    return all(cell and cell.strip() for cell in cells)


def _filled_down(cells: Sequence[str | None]) -> list[str | None]:
    above: str | None = None
    filled = []
    for cell in cells:
        above = cell if cell and cell.strip() else above
        filled.append(above)
    return filled
