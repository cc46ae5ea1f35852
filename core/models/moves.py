"""The smallest changes that take a newcomer to a better segment or tier, among the customers that a model was learned from.

A change makes measures better: fewer days away, more orders, more money; by whole days and orders, and by cents. It is **smaller**
than another where no measure moves further and one moves less. What is told of here takes the newcomer to a better segment, or one
measure alone to a better tier with a segment that is no worse; and nothing smaller does the same. Orders move all three at once:
some more of the customer's average amount, the last of them the day before; fewer do not arrive.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

from core.scores import MEASURES, TIERS
from core.views.placing import Placing, Triple, place

if TYPE_CHECKING:
    from core.views.placing import Distribution, Population, Rules

DEFINITIONS: Mapping[str, str] = {
    "change": "Fewer days away, more orders or more money, by whole days and orders and by cents; everybody else stays as they are.",
    "smallest": "No change that moves no measure further, and one less far, does the same.",
    "better tier": "By one measure alone; the segment is then no worse.",
    "better segment": "By as many measures as it takes.",
    "orders": "More orders, each of the average amount of those before, the last of them the day before; fewer do not arrive.",
}
CENT = Decimal("0.01")
# Every number that a computer holds has so many digits to the cent at most; a threshold may be any of them.
TO_THE_CENT = Context(prec=320)
# Nobody was away for less than a day, unless the model knows somebody who was.
LEAST_RECENCY = 1
ORDER_DAY = 1
MOST_ORDERS = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One measure before and after."""

    measure: str
    before: float
    after: float

    @property
    def text(self) -> str:
        """The change in words."""
        digits = ",.2f" if self.measure == "monetary" else ",.0f"
        unit = "" if self.measure != "recency" else " day" if self.after == 1 else " days"
        return f"{self.measure} from {self.before:{digits}} to {self.after:{digits}}{unit}"


@dataclass(frozen=True, slots=True)
class Move:
    """What has to change, and where that leads."""

    changes: tuple[Change, ...]
    segment: str
    tier: str
    arrives: str
    """What is better then: the segment, the tier, or both."""
    effort: int
    """How many customers are got past, in all measures together."""
    orders: int = 0
    """How many orders it takes, where they move all measures at once."""
    amount: float | None = None
    """What each of them is worth."""

    @property
    def text(self) -> str:
        """The move in words."""
        if self.orders:
            many = "one order more" if self.orders == 1 else f"{self.orders} orders more"
            size = (
                ""
                if self.amount is None
                else f" of {self.amount:,.2f}" + (" each" if self.orders > 1 else "")
            )
            return f"{many}{size}: {self.arrives}"
        return f"{' and '.join(change.text for change in self.changes)}: {self.arrives}"

    @property
    def amounts(self) -> tuple[float | None, ...]:
        """The money that its words speak of."""
        spent = [change for change in self.changes if change.measure == "monetary"]
        return self.amount, *(amount for change in spent for amount in (change.before, change.after))

    def to_dict(self) -> dict[str, Any]:
        """Plain data for scripts."""
        return {
            "changes": {
                change.measure: {"before": change.before, "after": change.after} for change in self.changes
            },
            "orders": self.orders,
            "amount": self.amount,
            "segment": self.segment,
            "tier": self.tier,
            "text": self.text,
        }


def moves(population: Population, at: Placing) -> tuple[Move, ...]:
    """What would take a newcomer further, the least first; nothing where there is nothing above."""
    now = Triple(at.recency, at.frequency, at.monetary)
    found = {
        after: _move(population, at, now, after)
        for after in (*_to_segments(population, at, now), *_to_tiers(population, at, now))
    }
    ordered = sorted(found.values(), key=lambda move: (len(move.changes), move.effort, move.text))
    return *ordered, *_by_orders(population, at, now)


def _by_orders(population: Population, at: Placing, now: Triple) -> Iterator[Move]:
    """The fewest orders that lead to each better segment and tier."""
    if not now.frequency:
        return
    amount = None
    if now.monetary is not None and now.monetary > 0:
        amount = float(_to_cents(Decimal(str(now.monetary)) / now.frequency, ROUND_HALF_EVEN))
        if not amount:
            return  # orders of less than half a cent move no money, and are none
    best = at
    for orders in range(1, MOST_ORDERS + 1):
        after = Triple(
            None if now.recency is None else min(now.recency, ORDER_DAY),
            now.frequency + orders,
            now.monetary
            if amount is None
            else float(_to_cents(Decimal(str(now.monetary)) + orders * Decimal(str(amount)), ROUND_HALF_UP)),
        )
        there = place(population, *after)
        if is_better(population.rules, there, best):
            best = there
            move = _move(population, at, now, after)
            yield replace(move, orders=orders, amount=amount)


def is_better(rules: Rules, there: Placing, at: Placing) -> bool:
    """Whether somebody stands better: in segment or tier, and in neither worse."""
    segments = rules.order.index(there.segment), rules.order.index(at.segment)
    tiers = TIERS.index(there.tier), TIERS.index(at.tier)
    return (
        segments[0] <= segments[1]
        and tiers[0] <= tiers[1]
        and segments[0] + tiers[0] < segments[1] + tiers[1]
    )


def _move(population: Population, at: Placing, now: Triple, after: Triple) -> Move:
    there = place(population, *after)
    changes = tuple(
        Change(measure, before, reached)
        for measure, before, reached in zip(MEASURES, now, after, strict=True)
        if before is not None and reached is not None and before != reached
    )
    better = [there.segment] if there.segment != at.segment else []
    better += [f"tier {there.tier}"] if there.tier != at.tier else []
    return Move(changes, there.segment, there.tier, ", ".join(better), there.value - at.value)


def _to_segments(population: Population, at: Placing, now: Triple) -> Iterator[Triple]:
    """The least changes to each better segment: of the scores that have its name, those that no lower ones lead to as good a one."""
    rules = population.rules
    rank = {name: number for number, name in enumerate(rules.order)}
    ladders = [_rungs(population, at, now, measure) for measure in range(len(MEASURES))]
    found: list[tuple[tuple[int, ...], int]] = []
    # Combinations come in an order in which every lower one is before those above it.
    for rungs in product(*(range(len(ladder)) for ladder in ladders)):
        r, f, m = (ladder[rung][0] for ladder, rung in zip(ladders, rungs, strict=True))
        reached = rank[rules.segment(r, f, m)]
        if reached >= rank[at.segment]:
            continue
        if any(as_good <= reached and _lower(lower, rungs) for lower, as_good in found):
            continue
        found.append((rungs, reached))
        recency, frequency, monetary = (ladder[rung][1] for ladder, rung in zip(ladders, rungs, strict=True))
        yield Triple(_whole(recency), _whole(frequency), monetary)


def _lower(one: Sequence[int], other: Sequence[int]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _rungs(population: Population, at: Placing, now: Triple, measure: int) -> list[tuple[int, float | None]]:
    """The score that a measure has, and each better one that can be had, with the least change that gives it."""
    rules, part, value = population.rules, population.distributions[measure], now[measure]
    present = (at.r, at.f, at.m)[measure]
    rungs: list[tuple[int, float | None]] = [(present, value)]
    if value is None:
        return rungs
    if limits := rules.thresholds[measure]:
        wanted = [_least_at(measure, limit) for limit in limits]
    elif part.silent:
        return rungs
    else:
        wanted = [
            _least_beyond(part, measure, -(-score * at.customers // rules.q))
            for score in range(present, rules.q)
        ]
    for after in wanted:
        if after is None or not _is_better(part, after, value):
            continue
        score = rules.score(measure, after, part.worse(after), at.customers, silent=part.silent)
        rungs.append((score, after))
    # Of several changes to one score the least counts: each score once, in ascending order.
    least = dict(sorted(rungs, key=lambda rung: _far(part, rung[1]), reverse=True))
    return sorted(least.items(), key=lambda rung: rung[0])


def _to_tiers(population: Population, at: Placing, now: Triple) -> Iterator[Triple]:
    """The least change of each measure that alone leads to each better tier."""
    rules = population.rules
    for cut in population.tier_cuts[: TIERS.index(at.tier)]:
        for measure, part in enumerate(population.distributions):
            value = now[measure]
            if value is None:
                continue
            after = _least_beyond(part, measure, cut - at.value + at.worse[measure])
            if after is None:
                continue
            given = [after if number == measure else one for number, one in enumerate(now)]
            there = place(population, _whole(given[0]), _whole(given[1]), given[2])
            if rules.order.index(there.segment) <= rules.order.index(at.segment):
                yield Triple(there.recency, there.frequency, there.monetary)


def _least_beyond(part: Distribution, measure: int, worse: int) -> float | None:
    """The least value that so many customers are strictly worse than; None where there is none."""
    if worse < 1 or not part.up_to or part.up_to[-1] < worse:
        return None
    last = part.values[bisect_left(part.up_to, worse)]
    if MEASURES[measure] == "monetary":
        return float(TO_THE_CENT.add(_to_cents(Decimal(str(last)), ROUND_FLOOR), CENT))
    if not part.lower_is_better:
        return last + 1
    return last - 1 if last - 1 >= min(LEAST_RECENCY, part.values[-1]) else None


def _least_at(measure: int, limit: float) -> float | None:
    """The least value that reaches a fixed threshold."""
    exact = Decimal(str(limit))
    if MEASURES[measure] == "monetary":
        return float(_to_cents(exact, ROUND_CEILING))
    if MEASURES[measure] == "frequency":
        return int(exact.to_integral_value(ROUND_CEILING))
    days = int(exact.to_integral_value(ROUND_FLOOR))
    return days if days >= LEAST_RECENCY else None


def _to_cents(amount: Decimal, rounding: str) -> Decimal:
    """An amount without parts of a cent."""
    return amount.quantize(CENT, rounding, TO_THE_CENT)


def _is_better(part: Distribution, after: float, before: float) -> bool:
    return after < before if part.lower_is_better else after > before


def _far(part: Distribution, value: float | None) -> float:
    """A number that grows as a value gets better."""
    return 0.0 if value is None else -value if part.lower_is_better else value


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
