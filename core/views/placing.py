"""Placing: the scores, value, tier and segment of any recency, frequency and monetary, exactly as the stages would give them.

A **newcomer** is placed beside the customers as they are and is not counted among them: worse is the number of customers
strictly worse, n stays theirs, and a score never exceeds q. So a customer's own three measures, placed anew, give that customer's
own scores. A measure that is the same for all customers scores the middle for newcomers too.

What becomes of a customer who changes is worked out in `changed`: that one is among the n, and the others' values move with it.

A `Population` holds the measures' distributions: distinct values with cumulative counts, exact up to 10,000 of them. Of more, the
10,000 kept are those where the customers' count passes each ten-thousandth, the edges of the scores among them: scores stay exact,
`worse` may be short by up to a ten-thousandth of the customers in each measure, and `Placing.exact` is then false.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from core.maps import every_cell, segment_map
from core.scores import MEASURES, TIERS

if TYPE_CHECKING:
    from core.recipe import Recipe
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "worse": "The customers who are strictly worse: away longer, fewer orders, less money.",
    "score": "1 + q x worse // n, or 1 and one more for each fixed threshold reached; a measure that is the same for all scores the middle.",
    "value": "The three counts of worse customers added up.",
    "tier": "The share of customers strictly below in value decides it.",
    "newcomer": "A newcomer is compared with the customers and not counted among them.",
}
MOST_POINTS = 10_000
BEST_QUARTER = 0.75
# Measures that are counted; the others are money.
WHOLE = frozenset(("recency", "frequency", "tenure", "products"))


class Triple(NamedTuple):
    """What a customer is scored by: days since the last purchase, orders, and money; None where it is not known."""

    recency: int | None
    frequency: int | None
    monetary: float | None


@dataclass(frozen=True, slots=True)
class Distribution:
    """One measure over the customers: its values from worst to best, and how many customers are that bad or worse."""

    values: tuple[float, ...]
    up_to: tuple[int, ...]
    lower_is_better: bool
    exact: bool
    """Whether all values are here, not only some of them."""

    def worse(self, value: float | None) -> int:
        """How many customers are strictly worse than this value."""
        if value is None:
            return 0
        sign = -1 if self.lower_is_better else 1
        place = bisect_left(self.values, sign * value, key=lambda point: sign * point)
        return self.up_to[place - 1] if place else 0

    @property
    def silent(self) -> bool:
        """Whether the measure is missing or the same for everybody."""
        return len(self.values) <= 1


@dataclass(frozen=True, slots=True)
class Rules:
    """How three counts of worse customers become scores, tier and segment."""

    q: int
    thresholds: tuple[tuple[float, ...], ...]
    """Fixed thresholds of recency, frequency and monetary; empty where the customers are compared."""
    shares: tuple[float, ...]
    """The share of customers strictly below that each tier but the last needs."""
    names: tuple[str, ...]
    """The segment of each combination of scores, as `every_cell` orders them."""
    order: tuple[str, ...]
    """The segments from best to worst."""

    def score(self, measure: int, value: float | None, worse: int, customers: int, *, silent: bool) -> int:
        """The score on one measure, numbered as in MEASURES."""
        limits = self.thresholds[measure]
        if limits:
            return 1 + sum(
                value is not None and (value <= limit if MEASURES[measure] == "recency" else value >= limit)
                for limit in limits
            )
        if silent or not customers:
            return (self.q + 1) // 2
        return min(self.q, 1 + self.q * worse // customers)

    def segment(self, r: int, f: int, m: int) -> str:
        """The name for three scores."""
        return self.names[((r - 1) * self.q + f - 1) * self.q + m - 1]

    def needed(self, customers: int) -> tuple[int, ...]:
        """How many customers must be strictly below in value for each tier but the last."""
        return tuple(_at_least(share, customers) for share in self.shares)

    def quarter(self, customers: int) -> int:
        """How many customers must be strictly worse for somebody to be in the best quarter."""
        return _at_least(BEST_QUARTER, customers)


@dataclass(frozen=True, slots=True)
class Population:
    """All that is needed to place a newcomer: small, without a database, and able to cross to another process or into a file."""

    customers: int
    recency: Distribution
    frequency: Distribution
    monetary: Distribution
    tier_cuts: tuple[int, ...]
    """The least value, as a whole number, of each tier but the last."""
    risen_cuts: tuple[int | None, ...]
    """The least value with which a customer who is in a lower tier now would be in each, if all others kept theirs; None where too
    few others are there to be below."""
    rules: Rules

    @property
    def distributions(self) -> tuple[Distribution, Distribution, Distribution]:
        """Those of recency, frequency and monetary."""
        return self.recency, self.frequency, self.monetary


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a recency, frequency and monetary stand."""

    recency: int | None
    frequency: int | None
    monetary: float | None
    customers: int
    """n: how many they are compared among."""
    worse: tuple[int, int, int]
    """Customers strictly worse by recency, frequency and monetary."""
    r: int
    f: int
    m: int
    rfm: str
    value: int
    value_share: float
    tier: str
    segment: str
    exact: bool


def _at_least(share: float, customers: int) -> int:
    """The fewest customers that are that share of all, in whole numbers so that no rounding decides."""
    exact = Fraction(str(share)) * customers
    return -(-exact.numerator // exact.denominator)


def rules_of(recipe: Recipe) -> Rules:
    """How a recipe scores, tiers and names."""
    scores, tiers = recipe.scores, recipe.tiers
    named = segment_map(recipe.segments, scores.q)
    return Rules(
        q=scores.q,
        thresholds=(scores.recency, scores.frequency, scores.monetary),
        shares=(tiers.high, tiers.medium),
        names=tuple(named.cells[cell] for cell in every_cell(scores.q)),
        order=named.order,
    )


def population_of(data: ResultData, most_points: int = MOST_POINTS) -> Population:
    """The distributions of a result's customers. One look at every customer for each measure: keep it, and pass it on."""
    rules = rules_of(data.result.recipe)
    customers = int(data.rows("SELECT count(*) FROM customers")[0][0])
    recency, frequency, monetary = (
        distribution_of(data, measure, customers, rules.q, most_points) for measure in MEASURES
    )
    return Population(customers, recency, frequency, monetary, value_cuts(data), risen_cuts(data), rules)


def place(
    population: Population, recency: int | None, frequency: int | None, monetary: float | None
) -> Placing:
    """A newcomer, who is compared with the customers and not counted among them."""
    given = Triple(recency, frequency, monetary)
    worse = [part.worse(value) for part, value in zip(population.distributions, given, strict=True)]
    tier = next(
        (name for name, cut in zip(TIERS, population.tier_cuts, strict=False) if sum(worse) >= cut), TIERS[-1]
    )
    silent = [part.silent for part in population.distributions]
    exact = all(part.exact for part in population.distributions)
    return placing_of(population.rules, given, population.customers, worse, silent, tier, exact=exact)


def value_cuts(data: ResultData) -> tuple[int, ...]:
    """The least value, as a whole number, of each tier but the last: above that of the last customer who must be below it."""
    return tuple(cut or 0 for cut in _cuts(data, 0))


def risen_cuts(data: ResultData) -> tuple[int | None, ...]:
    """The same for a customer from a lower tier, who is no longer among those below: one more must be."""
    return _cuts(data, 1)


def _cuts(data: ResultData, more: int) -> tuple[int | None, ...]:
    needed = rules_of(data.result.recipe).needed(int(data.rows("SELECT count(*) FROM customers")[0][0]))
    lasts = nth_smallest(data, '"value"', [least + more for least in needed])
    return tuple(None if last is None else int(last) + 1 for last in lasts)


def nth_smallest(
    data: ResultData, number: str, nth: Sequence[int], where: str = "TRUE", values: Sequence[Any] = ()
) -> tuple[Any, ...]:
    """The smallest but so many of a number, an SQL expression, over some customers; None where there are not that many."""
    found = int(data.rows(f"SELECT count({number}) FROM customers WHERE {where}", values)[0][0])
    # Of n, the smallest that a share of (k - 1/2) / n do not pass is the k-th, however the share is rounded.
    picked = {
        at: f"quantile_disc({number}, CAST('{(at - 0.5) / found!r}' AS DOUBLE))"
        for at in nth
        if 1 <= at <= found
    }
    if not picked:
        return (None,) * len(nth)
    smallest = data.rows(f"SELECT {', '.join(picked.values())} FROM customers WHERE {where}", values)[0]
    return tuple(dict(zip(picked, smallest, strict=True)).get(at) for at in nth)


def placing_of(
    rules: Rules,
    given: Triple,
    customers: int,
    worse: Sequence[int],
    silent: Sequence[bool],
    tier: str,
    *,
    exact: bool = True,
) -> Placing:
    """What counts of worse customers and a tier make of three measures."""
    r, f, m = (
        rules.score(at, given[at], worse[at], customers, silent=silent[at]) for at in range(len(MEASURES))
    )
    between = "" if rules.q <= 9 else "-"
    return Placing(
        *given,
        customers=customers,
        worse=(worse[0], worse[1], worse[2]),
        r=r,
        f=f,
        m=m,
        rfm=f"{r}{between}{f}{between}{m}",
        value=sum(worse),
        value_share=sum(worse) / (3 * customers) if customers else 0.0,
        tier=tier,
        segment=rules.segment(r, f, m),
        exact=exact,
    )


def distribution_of(data: ResultData, measure: str, customers: int, q: int, most_points: int) -> Distribution:
    """One measure over the customers; of more than so many different values, those at which a q-th and each step begins."""
    lower_is_better = measure == "recency"
    # A whole number of steps for each score, so that a score's edge is the edge of a step too.
    steps = max(q, (most_points - 1) // q * q)
    kind = "BIGINT" if measure in WHOLE else "DOUBLE"
    rows = data.rows(
        f"""WITH counted AS (
                SELECT CAST({measure} AS {kind}) AS point, count(*) AS mine FROM customers
                WHERE {measure} IS NOT NULL GROUP BY ALL
            ), summed AS (
                SELECT point, mine, CAST(sum(mine) OVER (ORDER BY point {"DESC" if lower_is_better else "ASC"}) AS BIGINT) AS up_to,
                    count(*) OVER () AS points, sum(mine) OVER () AS everybody
                FROM counted
            )
            SELECT point, up_to, points FROM summed
            WHERE points <= {int(most_points)} OR up_to = everybody
                OR up_to * {steps} // {customers} > (up_to - mine) * {steps} // {customers}
            ORDER BY up_to"""
    )
    return Distribution(
        tuple(row[0] for row in rows),
        tuple(int(row[1]) for row in rows),
        lower_is_better,
        exact=not rows or rows[0][2] == len(rows),
    )
