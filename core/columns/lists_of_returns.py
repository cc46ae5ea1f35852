"""Tables left out that list orders as cancelled or returned by their numbers alone, while these count as sales in what is read."""

from __future__ import annotations

from collections.abc import Sequence

from core.columns.cancelled import says_cancelled
from core.columns.credit_tables import RoleTable, holds_taken_back, own_names
from core.columns.evidence import wording_of
from core.columns.naming import name_roles
from core.columns.same_orders import Orders
from core.columns.words import name_words

# So many of a column's values are numbers of orders, and are not most of all orders there are.
_NEARLY_ALL, _MOST = 0.9, 0.5
# Fewer numbers may be those of anything.
_LEAST_ORDERS = 3


def returned_elsewhere(left_out: Sequence[RoleTable], tables: Sequence[RoleTable]) -> list[str]:
    """A sentence for each table left out that lists orders which count here as cancelled or returned: by its name, or by that of a column."""
    read = [Orders(table) for table in tables]
    notes = []
    for left, own in zip(left_out, own_names(left_out), strict=True):
        by = _says_by(left, own)
        if by is None:
            continue
        listed = _listed(left, read) - {order for orders in read for order in orders.cancelled}
        if not listed:
            continue
        worth = [orders.sum_of(order) for orders in read for order in listed & orders.rows.keys()]
        said = f", worth {sum(filter(None, worth)):,.2f}" if None not in worth else ""
        of = "" if all(orders.is_whole for orders in read) else " of those looked at"
        others = read[0].table.opened.table.label if len(read) == 1 else "what is read"
        one = len(listed) == 1
        notes.append(
            f"{left.opened.table.label} lists {wording_of(len(listed), 'order')}{of} as cancelled or returned by {by}{said}, and {others} does not say so:"
            f" {'it counts as a sale' if one else 'they count as sales'}. To take {'it' if one else 'them'} out, add a column that says so to {others} by the"
            " number of the order (a lookup in a spreadsheet, a join in SQL)."
        )
    return notes


def _says_by(table: RoleTable, own: str) -> str | None:
    """What says that a table lists what was cancelled or returned; None where nothing does."""
    if holds_taken_back(own, beside_sales=True):
        return "its name"
    return next(
        (name for name in table.opened.table.names if says_cancelled(" ".join(name_words(name)))), None
    )


def _listed(table: RoleTable, read: Sequence[Orders]) -> set[str]:
    """The orders that a table lists in a column called as they are; small numbers elsewhere may be those of customers or goods."""
    known = {order for orders in read for order in orders.rows}
    called = {
        orders.table.roles["order"].profile.name.casefold()
        for orders in read
        if "order" in orders.table.roles
    }
    for name, cells in zip(table.opened.table.names, table.opened.sample.columns, strict=False):
        if name.casefold() not in called and "order" not in name_roles(name).roles:
            continue
        values = {cell.strip() for cell in cells if cell and cell.strip()}
        orders = values & known
        if len(orders) >= _LEAST_ORDERS and len(orders) >= _NEARLY_ALL * len(values):
            return orders if len(orders) <= _MOST * len(known) else set()
    return set()
