"""Customers: one row each, from the orders that were kept and the refunds beside them.

recency: calendar days from the last purchase's date to the as-of date. frequency: orders. monetary: the sum of
amounts. refunded: the negative amounts of cancelled rows; net = monetary + refunded. tenure: calendar days from the
first purchase's date to the as-of date. Country and attributes are the last ones known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from core.ledger import CANCELLED, KEPT
from core.orders import as_day, kept
from core.sql import without

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

MONEY_SUM = "decimal(38, 4)"
CENTS = "decimal(18, 2)"
DAYS_A_WEEK = 7


def customers(
    orders: ibis.Table,
    as_of: date | ir.DateScalar,
    refunds: Literal["gross", "net"],
    attributes: Sequence[str],
    products: ibis.Table | None = None,
) -> ibis.Table:
    """Every customer with a kept purchase. Amounts are null where the source has none."""
    import ibis

    purchases = kept(orders)
    known = [name for name in ("country", *attributes) if name in purchases.columns]
    for name in known:
        purchases = _usual_spelling(purchases, name)
    bought = purchases.group_by("customer").aggregate(
        first_purchase=purchases.first_at.min(),
        last_purchase=purchases.last_at.max(),
        frequency=purchases.order_id.nunique(),
        gross=purchases.amount.sum().cast(MONEY_SUM).round(2).cast(CENTS),
        **{name: _last_known(purchases, name) for name in known},
    )
    cancelled = orders.filter(orders.bucket == CANCELLED)
    taken_back = cancelled.group_by("customer").aggregate(
        refunded=cancelled.refunded.sum().cast(MONEY_SUM).round(2).cast(CENTS)
    )
    table = without(bought.left_join(taken_back, "customer"), "customer_right")
    if products is not None:
        table = without(table.left_join(products, "customer"), "customer_right")
    no_refund = ibis.ifelse(table.gross.notnull(), ibis.literal(0).cast(CENTS), ibis.null(CENTS))
    table = table.mutate(refunded=table.refunded.coalesce(no_refund))
    table = table.mutate(net=(table.gross + table.refunded).cast(CENTS))
    monetary = table.net if refunds == "net" else table.gross
    until = as_day(as_of)
    return table.select(
        customer_id=table.customer,
        first_purchase=table.first_purchase,
        last_purchase=table.last_purchase,
        recency=until.delta(table.last_purchase.date(), unit="day").cast("int64"),
        frequency=table.frequency.cast("int64"),
        monetary=monetary,
        refunded=table.refunded,
        net=table.net,
        average_order=_cents(monetary.cast("float64") / table.frequency),
        tenure=until.delta(table.first_purchase.date(), unit="day").cast("int64"),
        mostly_refunded=_mostly_refunded(table),
        **{name: table[name] for name in (["products"] if products is not None else [])},
        **{name: table[name] for name in known},
    )


def _cents(amount: ir.FloatingValue) -> ir.DecimalValue:
    return amount.cast("decimal(24, 6)").round(2).cast(CENTS)


def _mostly_refunded(table: ibis.Table) -> ir.BooleanValue:
    return (table.net * 2 < table.gross).fill_null(False)


def _last_known(purchases: ibis.Table, name: str) -> ir.Value:
    """A value as the customer's last purchase that has it says."""
    import ibis

    value = purchases[name]
    latest = ibis.struct({"last_at": purchases.last_at, "order_id": purchases.order_id, "value": value})
    return value.argmax(latest, where=value.notnull())


def _usual_spelling(purchases: ibis.Table, name: str) -> ibis.Table:
    """`EIRE`, `Eire` and `eire` are one country: the spelling with most orders stands for all (the first by alphabet among equals)."""
    import ibis

    purchases = purchases.mutate(**{name: purchases[name].strip().nullif("")})
    spelled = purchases.filter(purchases[name].notnull())
    spellings = spelled.group_by(name).aggregate(orders=spelled.count())
    folded = spellings.mutate(folded=spellings[name].lower())
    turn = ibis.row_number().over(group_by=folded.folded, order_by=[folded.orders.desc(), folded[name]])
    usual = folded.mutate(turn=turn)
    usual = usual.filter(usual.turn == 0).select("folded", usual=usual[name])
    joined = purchases.mutate(folded=purchases[name].lower()).left_join(usual, "folded")
    return without(joined.mutate(**{name: joined.usual}), "folded", "folded_right", "usual")


def product_counts(ledger: ibis.Table, as_of: date | None) -> ibis.Table:
    """How many different products each customer bought; codes that differ only by case are one product."""
    import ibis

    bought = ledger.filter(ledger.bucket == KEPT)
    if as_of is not None:
        bought = bought.filter(bought.purchased_at.date() < ibis.literal(as_of))
    return bought.group_by("customer").aggregate(products=bought["product"].upper().nunique())


def first_bought(ledger: ibis.Table) -> ibis.Table:
    """The day on which each customer first bought each product, from which `product_counts` follow for any date."""
    bought = ledger.filter(ledger.bucket == KEPT)
    named = bought.mutate(product=bought["product"].upper(), day=bought.purchased_at.date())
    return named.group_by(["customer", "product"]).aggregate(day=named.day.min())


def given_customers(
    ledger: ibis.Table,
    shape: Literal["customers", "summary"],
    attributes: Sequence[str],
    as_of: date | None = None,
) -> ibis.Table:
    """The customers of a ready-made table, one row each already.

    Where the date of the last purchase is known, and no recency, recency is the days from it to the as-of date.

    In a summary, frequency counts repeat purchases and recency is the age at the last one, so days since are age less recency, both
    in weeks, as the field writes them.
    """
    import ibis

    rows = ledger.filter(ledger.bucket == KEPT)
    none = ibis.null(CENTS)
    last = ibis.null("timestamp")
    if "purchased_at" in rows.columns:
        last = rows.purchased_at
        if as_of is not None:
            rows = rows.filter(last.date() < ibis.literal(as_of))
            last = rows.purchased_at
    if shape == "summary":
        recency = ((rows.age - rows.recency) * DAYS_A_WEEK).round().cast("int64") + 1
        frequency = rows.frequency.round().cast("int64") + 1
        monetary = none
    else:
        recency = (
            rows.recency.round().cast("int64")
            if "recency" in rows.columns
            else ibis.literal(as_of or date.max).delta(last.date(), unit="day").cast("int64")
        )
        frequency = (
            rows.frequency.round().cast("int64") if "frequency" in rows.columns else ibis.null("int64")
        )
        monetary = (
            rows.monetary.cast("decimal(24, 6)").round(2).cast(CENTS) if "monetary" in rows.columns else none
        )
    named = rows.mutate(days=recency, orders=frequency, money=monetary, last=last)
    # Several rows of a customer are added up; what the summary counts from the first purchase on cannot be.
    orders, money = (
        (named.orders.max(), named.money.max())
        if shape == "summary"
        else (named.orders.sum(), named.money.sum().cast(MONEY_SUM).round(2).cast(CENTS))
    )
    one_each = named.group_by("customer").aggregate(
        recency=named.days.min(),
        frequency=orders,
        monetary=money,
        last=named["last"].max(),
        **{name: named[name].max() for name in ("country", *attributes) if name in named.columns},
    )
    rest = [name for name in ("country", *attributes) if name in one_each.columns]
    return one_each.select(
        customer_id=one_each.customer,
        first_purchase=ibis.null("timestamp"),
        last_purchase=one_each["last"].cast("timestamp"),
        recency=one_each.recency,
        # A sum of whole numbers is wider than they are, and would be kept as a number with decimals.
        frequency=one_each.frequency.cast("decimal(18, 0)").cast("int64"),
        monetary=one_each.monetary,
        refunded=none,
        net=one_each.monetary,
        average_order=_cents(one_each.monetary.cast("float64") / one_each.frequency.nullif(0)),
        tenure=ibis.null("int64"),
        mostly_refunded=ibis.literal(False),
        **{name: one_each[name] for name in rest},
    )
