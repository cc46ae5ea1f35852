"""Scores, value and tiers: whole numbers from how many customers are strictly worse.

score = 1 + q * worse // n, where worse counts the customers away longer, with fewer orders, or with less money; equal
customers score equally. A measure that is the same for everyone scores the middle. value = worse_r + worse_f + worse_m.
A tier needs its share of customers strictly below in value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from core.recipe import ScoresPart, TiersPart
from core.sql import without

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

MEASURES = ("recency", "frequency", "monetary")
LETTER = {"recency": "r", "frequency": "f", "monetary": "m"}
TIERS = ("High", "Medium", "Low")


def scores(customers: ibis.Table, part: ScoresPart, tiers: TiersPart) -> ibis.Table:
    """The customers with `r`, `f`, `m`, `rfm`, `value`, `value_share` and `tier`."""
    import ibis

    # Joined again at the end: sorting a million whole customers four times takes three times as long.
    measured = customers.select("customer_id", *MEASURES)
    ranked = measured.mutate(
        everyone=_everyone(measured),
        **{f"worse_{LETTER[name]}": _worse(measured, name) for name in MEASURES},
    )
    given = {"recency": part.recency, "frequency": part.frequency, "monetary": part.monetary}
    scored = ranked.mutate(**{LETTER[name]: _score(ranked, name, part.q, given[name]) for name in MEASURES})
    scored = scored.mutate(value=scored.worse_r + scored.worse_f + scored.worse_m)
    below = ibis.rank().over(order_by=scored.value)
    scored = scored.mutate(below=below)
    between = "" if part.q <= 9 else "-"
    scored = scored.mutate(
        rfm=scored.r.cast(str) + between + scored.f.cast(str) + between + scored.m.cast(str),
        value_share=(scored.value / (3 * scored.everyone)).cast("float64"),
        tier=ibis.cases(
            (_at_least(scored.below, scored.everyone, tiers.high), TIERS[0]),
            (_at_least(scored.below, scored.everyone, tiers.medium), TIERS[1]),
            else_=TIERS[2],
        ),
    )
    return customers.join(without(scored, *MEASURES), "customer_id")


def _everyone(customers: ibis.Table) -> ir.IntegerColumn:
    import ibis

    return customers.count().over(ibis.window())


def _worse(customers: ibis.Table, measure: str) -> ir.IntegerValue:
    """How many customers are strictly worse; none where the measure is missing or the same for all."""
    import ibis

    column = customers[measure]
    order = column.desc() if measure == "recency" else column.asc()
    return ibis.ifelse(column.isnull(), ibis.literal(0, "int64"), ibis.rank().over(order_by=order)).cast(
        "int64"
    )


def _score(ranked: ibis.Table, measure: str, q: int, thresholds: tuple[float, ...]) -> ir.IntegerValue:
    import ibis

    column = ranked[measure]
    if thresholds:
        score = ibis.literal(1, "int64")
        for limit in thresholds:
            reached = column >= limit if measure != "recency" else column <= limit
            score = score + ibis.cases((reached, 1), else_=0)
        return score.cast("int64")
    whole = ibis.window()
    says_nothing = (column.min().over(whole) == column.max().over(whole)).fill_null(True)
    worse = ranked[f"worse_{LETTER[measure]}"]
    return ibis.ifelse(
        says_nothing, ibis.literal((q + 1) // 2, "int64"), (q * worse) // ranked.everyone + 1
    ).cast("int64")


def _at_least(below: ir.IntegerValue, everyone: ir.IntegerValue, share: float) -> ir.BooleanValue:
    """Below / everyone >= share, in whole numbers so that no rounding decides."""
    exact = Fraction(str(share))
    return below * exact.denominator >= everyone * exact.numerator
