"""How unevenly customers bring the revenue: the concentration curve, the Gini coefficient, and what the best few per cent bring.

Customers stand from the one who spent most to the one who spent least. The curve says what share of all revenue the first so
many bring. DEFINITIONS says what each figure means, in the words that a screen shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "curve": "The share of all revenue that the best customers bring together, from the one who spent most downwards. Where "
    "refunds make some customers negative, it rises above 100 % before them and comes back.",
    "best": "What the best 1, 5, 10, 20 and 50 % of customers bring; a part of a customer counts as a whole one.",
    "half": "The fewest customers who together bring half of the revenue or more.",
    "gini": "The Gini coefficient: 0 if all customers spent the same, near 1 if one spent everything; with n customers, the mean "
    "difference between two of them, divided by twice the mean. Customers below zero count as zero in it.",
    "unknown": "Customers without an amount are left out of all of these.",
}
BEST_PERCENTS = (1, 5, 10, 20, 50)
CURVE_POINTS = 200

# Equal amounts are one line, so that five million customers become a few hundred thousand. `place` and `brought` count and add up
# whoever spent as much or more.
RUNNING = """
WITH spent AS (
    SELECT monetary, count(*) AS people FROM customers WHERE monetary IS NOT NULL GROUP BY monetary
), amounts AS MATERIALIZED (
    SELECT CAST(CAST(monetary AS DECIMAL(38, 2)) * 100 AS HUGEINT) AS cents, people FROM spent
), running AS MATERIALIZED (
    SELECT cents, people, sum(people) OVER best AS place, sum(cents * people) OVER best AS brought
    FROM amounts WINDOW best AS (ORDER BY cents DESC ROWS UNBOUNDED PRECEDING)
)"""
TOTALS = """
SELECT count(*), count(monetary), CAST(coalesce(sum(monetary), 0) * 100 AS HUGEINT),
    count(*) FILTER (monetary < 0), CAST(coalesce(sum(monetary) FILTER (monetary > 0), 0) * 100 AS HUGEINT)
FROM customers"""
# What the first k bring, for every k asked for; then the line where half is reached, and the sum that the Gini coefficient is made of.
FIGURES = f"""{RUNNING}, wanted AS (SELECT unnest(?::BIGINT[]) AS k)
SELECT 'first', k, brought - (place - k) * cents, 0 FROM wanted ASOF JOIN running ON wanted.k <= running.place
UNION ALL
(SELECT 'half', place - people, brought - cents * people, cents FROM running WHERE 2 * brought >= ?::HUGEINT ORDER BY place LIMIT 1)
UNION ALL
SELECT 'gini', 0, sum(cents * people * (?::HUGEINT - 2 * (place - people) - people)), 0 FROM running WHERE cents > 0"""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The first so many customers, and what they bring; shares are from 0 to 1."""

    customers: int
    customer_share: float
    revenue_share: float


@dataclass(frozen=True, slots=True)
class BestShare:
    """What the best so many per cent of the customers bring."""

    percent: int
    customers: int
    revenue: float
    revenue_share: float


@dataclass(frozen=True, slots=True)
class Concentration:
    """How unevenly customers bring the revenue; without figures, `reason` says why."""

    customers: int
    revenue: float
    curve: tuple[CurvePoint, ...]
    best: tuple[BestShare, ...]
    half_customers: int
    half_customer_share: float
    half_revenue_share: float
    gini: float | None
    below_zero: int
    """Customers to whom more was refunded than they bought for, where monetary is net."""
    unknown: int
    """Customers without an amount."""
    reason: str = ""


def concentration(data: ResultData, points: int = CURVE_POINTS) -> Concentration:
    """The concentration of revenue, its curve at no more than `points` places after the first, each exact."""
    everyone, known, total, below_zero, positive = data.rows(TOTALS)[0]
    if not known or total <= 0:
        if not everyone:
            reason = "There are no customers."
        elif not known:
            reason = "The source has no amounts, so there is no revenue to divide."
        else:
            reason = "All customers together bring nothing or less, so there are no shares."
        return Concentration(
            known, _money(total), (), (), 0, 0.0, 0.0, None, below_zero, everyone - known, reason
        )
    on_curve = sorted({known * number // points for number in range(1, points + 1)} - {0})
    best = {percent: -(-known * percent // 100) for percent in BEST_PERCENTS}
    found = data.rows(FIGURES, [sorted({*on_curve, *best.values()}), total, known])
    brought = {k: cents for kind, k, cents, _ in found if kind == "first"}
    half, half_brought = _half(found, total)
    return Concentration(
        customers=known,
        revenue=_money(total),
        curve=(
            CurvePoint(0, 0.0, 0.0),
            *(CurvePoint(k, k / known, _share(brought[k], total)) for k in on_curve),
        ),
        best=tuple(
            BestShare(percent, k, _money(brought[k]), _share(brought[k], total))
            for percent, k in best.items()
        ),
        half_customers=half,
        half_customer_share=half / known,
        half_revenue_share=_share(half_brought, total),
        gini=next(_share(weighed, known * positive) for kind, _, weighed, _ in found if kind == "gini"),
        below_zero=below_zero,
        unknown=everyone - known,
    )


def _half(found: Sequence[tuple[Any, ...]], total: int) -> tuple[int, int]:
    """How many customers bring half, and what they bring: all before the line that reaches it, and as many of it as are needed."""
    before, brought, each = next(row[1:] for row in found if row[0] == "half")
    more = -(-(total - 2 * brought) // (2 * each))
    return before + more, brought + more * each


def _share(part: int, whole: int) -> float:
    return float(Fraction(part, whole))


def _money(cents: int) -> float:
    return float(Fraction(cents, 100))
