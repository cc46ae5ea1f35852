"""What came after a cut-off: the labels of the customers who were known by then."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from core import customers as customer_stage
from core.classifiers.targets import BUYS_AGAIN, NO, SEGMENT_LATER, TIER_LATER, TOP_QUARTER, TOP_SHARE, YES
from core.orders import as_day

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

# The columns of labels, by the target's name.
LABEL_OF = {
    BUYS_AGAIN.name: "label_buys_again",
    TOP_QUARTER.name: "label_top_quarter",
    TIER_LATER.name: "label_tier_later",
    SEGMENT_LATER.name: "label_segment_later",
}
SPENT = "spent_ahead"


def window(
    orders: ibis.Table,
    day: date | ir.DateScalar,
    until: date | ir.DateScalar,
    refunds: Literal["gross", "net"],
) -> ibis.Table:
    """Who bought from `day` to before `until`, with what they spent then."""
    inside = orders.filter((orders.day >= as_day(day)) & (orders.day < as_day(until)))
    found = customer_stage.customers(inside, until, refunds, ())
    return found.select(buyer=found.customer_id, bought=found.frequency, spent=found.monetary)


def labelled(known: ibis.Table, inside: ibis.Table, later: ibis.Table) -> ibis.Table:
    """The customers known at a cut-off with what they did in the window, and what they are called at its end."""
    import ibis

    after = later.select(later_id=later.customer_id, later_tier=later.tier, later_segment=later.segment)
    table = known.left_join(inside, known.customer_id == inside.buyer).drop("buyer")
    table = table.left_join(after, table.customer_id == after.later_id).drop("later_id")
    spent = table.spent.cast("float64").coalesce(ibis.literal(0.0))
    table = table.mutate(**{SPENT: spent})
    table = table.mutate(spent_less=ibis.rank().over(order_by=table[SPENT]))
    everyone = table.count().over(ibis.window())
    top = at_least(table.spent_less, everyone, TOP_SHARE) & (table[SPENT] > 0)
    return table.mutate(
        **{
            LABEL_OF[BUYS_AGAIN.name]: yes_or_no(table.bought.notnull()),
            LABEL_OF[TOP_QUARTER.name]: yes_or_no(top),
            LABEL_OF[TIER_LATER.name]: table.later_tier,
            LABEL_OF[SEGMENT_LATER.name]: table.later_segment,
        }
    ).drop("bought", "spent", "spent_less", "later_tier", "later_segment")


def yes_or_no(true: ir.BooleanValue) -> ir.StringValue:
    """A label of two classes."""
    import ibis

    return ibis.ifelse(true, YES, NO)


def at_least(below: ir.IntegerValue, everyone: ir.IntegerValue, share: float) -> ir.BooleanValue:
    """Whether below / everyone >= share, in whole numbers so that no rounding decides."""
    exact = Fraction(str(share))
    return below * exact.denominator >= everyone * exact.numerator
