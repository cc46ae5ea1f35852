"""Which rows are compared to find orders that were delivered again: those of an order, and none that add up others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

# A row of totals writes what it is where others have their order id: `Total`, `Summe`.
NUMBERED = "[0-9]"


def rows_of_orders(lines: ibis.Table) -> ibis.Table:
    """The rows of `lines` that are somebody's, or that have a date and the number of an order, as guests' have.

    What is nobody's and has no date, or no number, is a total, a remark or a heading: the same one in every sheet, and no order that
    was delivered twice.
    """
    if "purchased_at" not in lines.columns:
        return lines
    of_guests = lines.purchased_at.notnull() & lines.order_id.re_search(NUMBERED)
    return lines.filter(lines.customer.notnull() | of_guests)
