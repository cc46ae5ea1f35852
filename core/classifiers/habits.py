"""Habits: how customers spread their orders over time.

order_gap: days between an order and the one before, on average; gap_spread: the standard deviation of these. quarter_1 to
quarter_4: the share of orders in each quarter of the year. same_season: orders in the days, a year ago, that the horizon covers now.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core.classifiers.features import QUARTERS
from core.orders import as_day, kept

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

YEAR_DAYS = 365
# Every column that says how orders are spread.
SPREAD = ("order_gap", "gap_spread", "same_season", *QUARTERS)
# Sums of floating numbers differ in their last digits with the order of the rows.
DECIMALS = 6


def habits(orders: ibis.Table, as_of: date | ir.DateScalar, horizon_days: int) -> ibis.Table:
    """How each customer of `orders`, of which none is on or after `as_of`, spreads them over time."""
    import ibis

    purchases = kept(orders)
    each = purchases.group_by(["customer", "order_id"]).aggregate(day=purchases.day.min())
    turn = ibis.window(group_by=each.customer, order_by=[each.day, each.order_id])
    each = each.mutate(before=each.day.lag().over(turn))
    each = each.mutate(gap=each.day.delta(each.before, unit="day").cast("float64"))
    opens = as_day(as_of) - ibis.interval(days=YEAR_DAYS)
    closes = opens + ibis.interval(days=horizon_days)
    season = (each.day >= opens) & (each.day < closes)
    shares = {
        name: (each.day.quarter() == number).cast("float64").mean().round(DECIMALS)
        for number, name in enumerate(QUARTERS, 1)
    }
    return each.group_by("customer").aggregate(
        order_gap=each.gap.mean().round(DECIMALS),
        gap_spread=each.gap.std(how="pop").round(DECIMALS),
        same_season=season.cast("int64").sum(),
        **shares,
    )


def with_habits(customers: ibis.Table) -> ibis.Table:
    """The customers with what stands in the table `habits`."""
    import ibis

    kinds = {"same_season": "int64", **dict.fromkeys(("order_gap", "gap_spread", *QUARTERS), "float64")}
    spread = ibis.table({"customer": "string", **kinds}, name="habits")
    return customers.left_join(spread, customers.customer_id == spread.customer).drop("customer")
