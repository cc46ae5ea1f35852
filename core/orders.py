"""Orders: the ledger added up by (bucket, customer, order, day), small enough that everything later starts from it.

The stage does not depend on the as-of date: `as_of` moves whole days to *after as-of* afterwards, so another date
needs no second reading of the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core.columns.cancelled import MARKED_PATTERN
from core.ledger import AFTER_AS_OF, CANCELLED, KEPT, MISSING_CUSTOMER, MONEY, OVERLAP, UNREADABLE
from core.line_columns import WITHOUT_ID

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

# Rows of these buckets belong to nobody's orders; adding them up by day keeps the stage small.
NOBODYS = (UNREADABLE, OVERLAP, MISSING_CUSTOMER)


def orders(ledger: ibis.Table, attributes: Sequence[str]) -> ibis.Table:
    """The ledger by bucket, customer, order and day, with the sums that customers and reports are made of."""
    import ibis

    somebodys = ~ledger.bucket.isin(NOBODYS)
    keyed = ledger.mutate(
        by_customer=ibis.ifelse(somebodys, ledger.customer, ibis.null(str)),
        by_order=ibis.ifelse(somebodys, ledger.order_id, ibis.null(str)),
        day=ledger.purchased_at.date(),
        refund=ibis.ifelse(
            (ledger.bucket == CANCELLED) & (ledger.amount < 0) & _stands(ledger),
            ledger.amount,
            ibis.null(MONEY),
        ),
    )
    sums = _sums(keyed) | {
        "refunded": keyed.refund.sum(),
        "first_at": keyed.purchased_at.min(),
        "last_at": keyed.purchased_at.max(),
        **{name: keyed[name].max() for name in ("country", *attributes) if name in keyed.columns},
    }
    grouped = keyed.group_by(["bucket", "by_customer", "by_order", "day", "unreadable"]).aggregate(**sums)
    return grouped.rename(customer="by_customer", order_id="by_order")


def _stands(ledger: ibis.Table) -> ir.BooleanValue:
    """Whether a row that gives money back happened at all: a credit note that is void did not."""
    import ibis

    return ~ledger.is_voided if "is_voided" in ledger.columns else ibis.literal(True)


def buckets(ledger: ibis.Table) -> ibis.Table:
    """The ledger of a ready-made table by bucket, and by the day of the last purchase where that is known: it has no orders."""
    if "purchased_at" not in ledger.columns:
        return ledger.group_by(["bucket", "unreadable"]).aggregate(**_sums(ledger))
    dated = ledger.mutate(day=ledger.purchased_at.date())
    return dated.group_by(["bucket", "day", "unreadable"]).aggregate(**_sums(dated))


def _sums(ledger: ibis.Table) -> dict[str, Any]:
    sums = {
        "rows": ledger.count(),
        "priced_rows": ledger.amount.count(),
        "amount": ledger.amount.sum(),
        "example": ledger.unreadable_text.min(),
        "another_example": ledger.unreadable_text.max(),
    }
    if "keeps_point_zero" in ledger.columns:
        sums["keeps_point_zero"] = ledger.keeps_point_zero.any()
    return sums


def as_day(day: date | ir.DateScalar) -> ir.DateScalar:
    """A day of an expression: written into its statement, or found in the database so that one statement serves many days."""
    import ibis

    return ibis.literal(day) if isinstance(day, date) else day


def as_of_orders(orders: ibis.Table, as_of: date | ir.DateScalar | None) -> ibis.Table:
    """The orders with everything on or after `as_of` moved to its bucket."""
    import ibis

    if as_of is None or "day" not in orders.columns:
        return orders
    later = (orders.bucket != UNREADABLE) & (orders.day >= as_day(as_of))
    return orders.mutate(bucket=ibis.ifelse(later.fill_null(False), AFTER_AS_OF, orders.bucket))


def order_marks(orders: ibis.Table) -> ibis.Table:
    """The letters before the numbers of the orders, with whether a number begins with a digit or brings money back, and how many rows."""
    named = orders.filter(orders.order_id.notnull() & ~orders.order_id.startswith(WITHOUT_ID))
    keyed = named.mutate(
        prefix=named.order_id.re_extract(f"^{MARKED_PATTERN}$", 1).upper(),
        digit=named.order_id.re_search("^[0-9]"),
        negative=(named.amount < 0).fill_null(False),
    )
    return keyed.group_by(["prefix", "digit", "negative"]).aggregate(rows=keyed["rows"].sum())


def kept(orders: ibis.Table) -> ibis.Table:
    """The orders that count as purchases."""
    return orders.filter(orders.bucket == KEPT)
