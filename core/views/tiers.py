"""The tiers High, Medium and Low with what each is worth; and the big spenders who are not High, and why not.

A **big spender** has at least three quarters of all customers strictly below in monetary, by the same count of worse customers that
scores are made of. Why one is not High is found by trying: with the count of worse customers by recency, by frequency or both
raised to three quarters of all customers (where it is lower), would the value, all else as it is, reach that of the tier High?
DEFINITIONS says what each figure means, in the words that a screen shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.report import GroupLine, cents, share
from core.scores import TIERS
from core.views.placing import rules_of, value_cuts

if TYPE_CHECKING:
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "tier": "High has its share of all customers strictly below in value (75 % unless set otherwise), Medium its share (50 %), and Low is the rest.",
    "value": "How many customers are worse by recency, by frequency and by monetary, added up.",
    "orders": "All orders of these customers.",
    "spend per order": "Revenue divided by orders.",
    "revenue": "What these customers spent, added up (less refunds where monetary is net), and its share of what all spent.",
    "big spender": "Three quarters of all customers or more spent less.",
    "away too long": "Would be High with as good a recency as the best quarter begins with, and not with as many orders as the best quarter begins with.",
    "too few orders": "Would be High with as many orders as the best quarter begins with, and not with as good a recency.",
    "either would do": "Would be High with one of the two, whichever it is.",
    "away too long and too few orders": "Would be High with both, and with neither alone.",
    "a little short in all three": "Would not be High even with both.",
}
REASONS = (
    "away too long",
    "too few orders",
    "either would do",
    "away too long and too few orders",
    "a little short in all three",
)
NO_MONEY = "The source has no amounts, so nobody can be told by money."
NOBODY_BIG = "No customer spent more than three quarters of the others."
ALL_HIGH = "All big spenders are High."


@dataclass(frozen=True, slots=True)
class TierRow:
    """One tier; shares are from 0 to 1, and None is not known."""

    name: str
    customers: int
    customer_share: float | None
    orders: int | None
    spend_per_order: float | None
    revenue: float | None
    revenue_share: float | None
    from_value: int | None
    """The least value that this tier has; None of the last one."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some of the big spenders are not High."""

    why: str
    customers: int
    revenue: float


@dataclass(frozen=True, slots=True)
class BigSpenders:
    """Who is in the top quarter by money and not High."""

    from_amount: float | None
    """The least that a big spender spent."""
    customers: int
    """All big spenders."""
    not_high: int
    revenue: float
    """Of those who are not High."""
    reasons: tuple[Reason, ...]
    """Why they are not, the commonest first."""
    filter: str
    """What shows them in the grid; empty where there are none."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TiersView:
    """The tiers from best to worst, and the big spenders outside the best."""

    tiers: tuple[TierRow, ...]
    big_spenders: BigSpenders
    revenue_is_net: bool = False
    """Whether revenue, and what was spent, is less refunds."""


def tiers_view(data: ResultData) -> TiersView:
    """Tiers with what they are worth, and the big spenders who are not High."""
    report = data.result.report
    high_from, medium_from = value_cuts(data)
    known = data.rows("SELECT count(monetary), count(frequency) FROM customers")[0]
    everything = sum(line.revenue or 0.0 for line in report.tiers)
    revenue = round(everything, 2) if known[0] else None
    rows = tuple(
        _row(line, report.customers, revenue, cut, counts_orders=bool(known[1]))
        for line, cut in zip(report.tiers, (high_from, medium_from, None), strict=True)
    )
    return TiersView(
        rows,
        _big_spenders(data, high_from) if known[0] else _none(NO_MONEY),
        data.result.resolved.customers.refunds == "net",
    )


def _row(
    line: GroupLine, customers: int, revenue: float | None, cut: int | None, *, counts_orders: bool
) -> TierRow:
    mine = line.revenue if revenue is not None else None
    return TierRow(
        name=line.name,
        customers=line.customers,
        customer_share=share(line.customers, customers),
        orders=line.orders if counts_orders else None,
        spend_per_order=cents(mine / line.orders) if mine is not None and line.orders else None,
        revenue=mine,
        revenue_share=share(mine, revenue),
        from_value=cut,
    )


def _big_spenders(data: ResultData, high_from: int) -> BigSpenders:
    customers = int(data.rows("SELECT count(*) FROM customers")[0][0])
    quarter = rules_of(data.result.recipe).quarter(customers)
    # The third count is what the other two leave of the value: money is not sorted once more.
    rows = data.rows(
        f"""WITH away AS (
                SELECT recency, sum(count(*)) OVER (ORDER BY recency DESC) - count(*) AS worse_r
                FROM customers WHERE recency IS NOT NULL GROUP BY recency
            ), often AS (
                SELECT frequency, sum(count(*)) OVER (ORDER BY frequency) - count(*) AS worse_f
                FROM customers WHERE frequency IS NOT NULL GROUP BY frequency
            ), counted AS (
                SELECT monetary, tier, "value", coalesce(away.worse_r, 0) AS worse_r, coalesce(often.worse_f, 0) AS worse_f
                FROM customers LEFT JOIN away USING (recency) LEFT JOIN often USING (frequency)
            ), lifted AS (
                SELECT monetary, tier,
                    "value" + greatest({quarter} - worse_r, 0) >= {int(high_from)} AS by_recency,
                    "value" + greatest({quarter} - worse_f, 0) >= {int(high_from)} AS by_frequency,
                    "value" + greatest({quarter} - worse_r, 0) + greatest({quarter} - worse_f, 0) >= {int(high_from)} AS by_both
                FROM counted WHERE "value" - worse_r - worse_f >= {quarter} AND monetary IS NOT NULL
            )
            SELECT tier <> '{TIERS[0]}' AS not_high,
                CASE WHEN by_recency AND by_frequency THEN 2 WHEN by_recency THEN 0 WHEN by_frequency THEN 1
                    WHEN by_both THEN 3 ELSE 4 END AS why,
                count(*), sum(monetary), min(monetary)
            FROM lifted GROUP BY ALL"""
    )
    if not rows:
        return _none(NOBODY_BIG)
    outside = [row for row in rows if row[0]]
    reasons = [Reason(REASONS[row[1]], int(row[2]), cents(row[3])) for row in outside]
    from_amount = cents(min(row[4] for row in rows))
    return BigSpenders(
        from_amount=from_amount,
        customers=sum(int(row[2]) for row in rows),
        not_high=sum(reason.customers for reason in reasons),
        revenue=cents(sum(row[3] for row in outside)),
        reasons=tuple(sorted(reasons, key=lambda reason: (-reason.customers, REASONS.index(reason.why)))),
        filter=f"tier != {TIERS[0]} and monetary >= {from_amount:.2f}" if outside else "",
        reason="" if outside else ALL_HIGH,
    )


def _none(reason: str) -> BigSpenders:
    return BigSpenders(None, 0, 0, 0.0, (), "", reason)
