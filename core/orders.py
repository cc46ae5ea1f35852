"""Orders: the ledger added up by (bucket, customer, order, day), small enough that everything later starts from it.

The stage does not depend on the as-of date: `as_of` moves whole days to *after as-of* afterwards, so another date
needs no second reading of the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from core.ledger import AFTER_AS_OF, CANCELLED, KEPT, MISSING_CUSTOMER, OVERLAP, UNREADABLE

if TYPE_CHECKING:
    import ibis

# Rows of these buckets belong to nobody's orders; adding them up by day keeps the stage small.
NOBODYS = (UNREADABLE, OVERLAP, MISSING_CUSTOMER)


def orders(ledger: ibis.Table, attributes: Sequence[str]) -> ibis.Table:
    """The ledger by bucket, customer, order and day, with the sums that customers and reports are made of."""
    import ibis

    columns = ledger.columns
    somebodys = ~ledger.bucket.isin(NOBODYS)
    keys = {
        "bucket": ledger.bucket,
        "customer": ibis.ifelse(somebodys, ledger.customer, ibis.null(str)),
        "order_id": ibis.ifelse(somebodys, ledger.order_id, ibis.null(str)),
        "day": ledger.purchased_at.date(),
        "unreadable": ledger.unreadable,
    }
    sums = {
        "rows": ledger.count(),
        "priced_rows": ledger.amount.count(),
        "amount": ledger.amount.sum(),
        "refunded": ibis.ifelse((ledger.bucket == CANCELLED) & (ledger.amount < 0), ledger.amount, ibis.null(ledger.amount.type())).sum(),
        "first_at": ledger.purchased_at.min(),
        "last_at": ledger.purchased_at.max(),
        "example": ledger.unreadable_text.min(),
        "another_example": ledger.unreadable_text.max(),
    }
    sums |= {name: ledger[name].max() for name in ("country", *attributes) if name in columns}
    if "keeps_point_zero" in columns:
        sums["keeps_point_zero"] = ledger.keeps_point_zero.any()
    return ledger.mutate(**{f"by_{name}": key for name, key in keys.items()}).pipe(_grouped, keys, sums)


def _grouped(ledger: ibis.Table, keys: dict[str, object], sums: dict[str, object]) -> ibis.Table:
    grouped = ledger.group_by([f"by_{name}" for name in keys]).aggregate(**sums)
    return grouped.rename({name: f"by_{name}" for name in keys})


def as_of_orders(orders: ibis.Table, as_of: date | None) -> ibis.Table:
    """The orders with everything on or after `as_of` moved to its bucket."""
    import ibis

    if as_of is None:
        return orders
    later = (orders.bucket != UNREADABLE) & (orders.day >= ibis.literal(as_of))
    return orders.mutate(bucket=ibis.ifelse(later.fill_null(False), AFTER_AS_OF, orders.bucket))


def kept(orders: ibis.Table) -> ibis.Table:
    """The orders that count as purchases."""
    return orders.filter(orders.bucket == KEPT)
