"""What would take a customer to a better segment or tier, and what they slip to without another order.

**An order** is of the customer's usual size: the median amount of their orders, to the cent (of a ready-made table, the average
order). After some orders the customer has that many more orders, that much more money, and, on the day after the last of them, a
recency of 1. **Everybody else stays as they are**: on that later day the other customers have the recency, frequency and monetary
that they have on the as-of date, as in a shop where all others go on buying as they did. So it does not matter when the orders come,
and a customer who does not order slips past the others, a day a day.

To check a step on the rows of the source: add the orders on the day before the as-of date, and run again with the same as-of date.
To check what somebody slips to: take the day after `by` as the as-of date, move all rows of all other customers later by as many
days as the as-of date moves, and run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from core.ledger import KEPT
from core.report import cents
from core.scores import TIERS
from core.views.changed import changed, moved, nth_of_others
from core.views.placing import Placing, Rules, Triple, rules_of

if TYPE_CHECKING:
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "order": "An order of the customer's usual size: the median amount of their orders (of a ready-made table, the average order).",
    "step": "The segment and tier on the day after the last of the orders, whenever they come.",
    "larger order": "The least amount that one order must have to bring more than one of the usual size does.",
    "without an order": "The segment and tier on the day after that date, when the last purchase is the one known now.",
    "assumption": "Everybody else stays as they are: as recent, with as many orders and as much money on that day as on the as-of date.",
}
MOST_ORDERS = 6
# Nobody is told to buy for more than this many times their usual order.
MOST_TIMES = 20
ORDER_DAY = 1
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Step:
    """What happens after some orders, or (with no orders) without any."""

    text: str
    orders: int
    amount: float | None
    """What each order is worth; None without orders or without money."""
    by: date | None
    """The last day on which an order keeps them from slipping; None where dates are not known, or do not matter."""
    segment: str
    tier: str
    lasts_days: int | None
    """How many days the segment lasts after the last order, without another; None where it does not end."""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """The steps of one customer: better ones with the fewest orders first, then what they slip to, the nearest first."""

    customer_id: str
    segment: str
    tier: str
    usual_order: float | None
    steps: tuple[Step, ...]
    note: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Customer:
    customer_id: str
    now: Triple
    segment: str
    tier: str
    usual: Decimal | None
    last_day: date | None


def next_steps(data: ResultData, customer_id: str) -> NextSteps:
    """What would take a customer further, and what they slip to without another order."""
    customer = _customer(data, customer_id)
    if customer is None:
        return NextSteps(customer_id, "", "", None, (), reason="There is no such customer.")
    rules = rules_of(data.result.recipe)
    others = _recencies(data, customer_id)
    usual_orders = [_after(customer, orders, customer.usual) for orders in range(1, MOST_ORDERS + 1)]
    today, *after = changed(data, customer_id, [customer.now, *usual_orders])
    larger = _with_a_larger_order(data, rules, customer, usual_orders[0], after[0])
    every: list[Up] = [(at + 1, customer.usual, placing) for at, placing in enumerate(after)]
    ups = [up for up in (*every, *larger) if _standing(rules, up[2]).better(_standing(rules, today))]
    note = "" if ups else _nothing_better(rules, customer)
    steps = [
        _gain(rules, customer, others, orders, amount, placing)
        for orders, amount, placing in _best(rules, ups)
    ]
    steps += _slips(data, rules, customer, others, today)
    usual = None if customer.usual is None else float(customer.usual)
    return NextSteps(customer_id, customer.segment, customer.tier, usual, tuple(steps), note)


def usual_order(data: ResultData, customer_id: str) -> float | None:
    """The median amount of a customer's orders; of a ready-made table, the average order. None without money."""
    if data.result.columns.shape != "sales":
        found = data.rows("SELECT average_order FROM customers WHERE customer_id = ?", [customer_id])
    else:
        found = data.rows(
            f"""SELECT median(amount) FROM (
                    SELECT sum(amount) AS amount FROM booked WHERE bucket = '{KEPT}' AND customer = ? GROUP BY order_id
                )""",
            [customer_id],
        )
    amount = found[0][0] if found else None
    return cents(amount) if amount is not None and amount > 0 else None


def _customer(data: ResultData, customer_id: str) -> _Customer | None:
    rows = data.rows(
        "SELECT recency, frequency, monetary, segment, tier, last_purchase FROM customers WHERE customer_id = ?",
        [customer_id],
    )
    if not rows:
        return None
    recency, frequency, monetary, segment, tier, last = rows[0]
    usual = usual_order(data, customer_id) if monetary is not None else None
    return _Customer(
        customer_id,
        Triple(recency, frequency, None if monetary is None else float(monetary)),
        segment,
        tier,
        None if usual is None else Decimal(str(usual)),
        last.date() if last is not None else None,
    )


def _after(customer: _Customer, orders: int, amount: Decimal | None) -> Triple:
    """The customer's measures on the day after some orders of this amount."""
    now = customer.now
    return Triple(
        None if now.recency is None else ORDER_DAY,
        None if now.frequency is None else now.frequency + orders,
        now.monetary if now.monetary is None or amount is None else cents(Decimal(str(now.monetary)) + orders * amount),
    )  # fmt: skip


Up = tuple[int, Decimal | None, Placing]


def _with_a_larger_order(
    data: ResultData, rules: Rules, customer: _Customer, usual: Triple, one: Placing
) -> list[Up]:
    """What one order larger than usual brings beyond what a usual one does, for the least amounts that can bring anything."""
    if customer.usual is None or customer.now.monetary is None or _standing(rules, one) == _Standing(0, 0):
        return []
    before = Decimal(str(customer.now.monetary))
    amounts = sorted({total - before for total in _telling_totals(data, rules, customer, usual, one)})
    amounts = [amount for amount in amounts if customer.usual < amount <= MOST_TIMES * customer.usual]
    placed = changed(data, customer.customer_id, [_after(customer, 1, amount) for amount in amounts])
    return [
        (1, amount, placing)
        for amount, placing in zip(amounts, placed, strict=True)
        if _standing(rules, placing).better(_standing(rules, one))
    ]


def _telling_totals(
    data: ResultData, rules: Rules, customer: _Customer, usual: Triple, one: Placing
) -> list[Decimal]:
    """Every total of money at which the score of monetary or the tier can rise, if recency and orders are as after one order."""
    limits = rules.thresholds[2]
    totals = [Decimal(str(limit)).quantize(CENT, ROUND_CEILING) for limit in limits]
    wanted: list[int] = []
    if not limits and len({rules.segment(one.r, one.f, m) for m in range(1, rules.q + 1)}) > 1:
        # So many must have spent less for each score, and a cent more than the last of them spent is enough.
        wanted = [-(-one.customers * score // rules.q) for score in range(one.m, rules.q)]
    shifted = (
        f'("value" + {moved(customer.now, Triple(usual.recency, usual.frequency, customer.now.monetary))})'
    )
    higher = rules.needed(one.customers)[: TIERS.index(one.tier)]
    last_below = nth_of_others(data, customer.customer_id, shifted, higher)
    for last in last_below:
        if last is not None:
            # A value above that of the last who must be below is enough; an equal one is, where that customer is overtaken.
            least = int(last) - one.worse[0] - one.worse[1]
            wanted += [least, least + 1]
    for amount in nth_of_others(data, customer.customer_id, "monetary", wanted):
        if amount is not None:
            totals += [amount, amount + CENT]
    return totals


@dataclass(frozen=True, slots=True)
class _Standing:
    """A segment and a tier by their places, 0 the best."""

    segment: int
    tier: int

    def better(self, other: _Standing) -> bool:
        """Better in one of the two, and in neither worse."""
        return self != other and self.segment <= other.segment and self.tier <= other.tier


def _standing(rules: Rules, placing: Placing) -> _Standing:
    return _Standing(rules.order.index(placing.segment), TIERS.index(placing.tier))


def _best(rules: Rules, ups: Iterable[Up]) -> list[Up]:
    """Those that no other is as good as with no more orders and no more money; the fewest orders first, then the least money."""
    ordered = sorted(ups, key=lambda up: (up[0], up[1] or 0))
    kept: list[Up] = []
    for up in ordered:
        mine = _standing(rules, up[2])
        as_good = [
            other for other in kept if (theirs := _standing(rules, other[2])) == mine or theirs.better(mine)
        ]
        if not any((other[1] or 0) <= (up[1] or 0) for other in as_good):
            kept.append(up)
    return kept


def _gain(
    rules: Rules,
    customer: _Customer,
    others: Sequence[tuple[int, int]],
    orders: int,
    amount: Decimal | None,
    placing: Placing,
) -> Step:
    ends = next(
        (days for days, r in _falls(rules, others, placing) if rules.segment(r, placing.f, placing.m) != placing.segment),
        None,
    )  # fmt: skip
    size = "" if amount is None else f" of {amount:,.2f}" + (" each" if orders > 1 else "")
    lasts = (
        f" for {ends - 1:,} day{'' if ends == 2 else 's'} without another"
        if ends and placing.segment != customer.segment
        else ""
    )
    return Step(
        text=f"{'one order' if orders == 1 else f'{orders} orders'}{size}: {_becomes(customer, placing, lasts)}",
        orders=orders,
        amount=None if amount is None else float(amount),
        by=None,
        segment=placing.segment,
        tier=placing.tier,
        lasts_days=None if ends is None else ends - 1,
    )


def _becomes(was: _Customer | Step, placing: Placing, lasts: str = "") -> str:
    """What is other than before; `lasts` says how long the segment does, of which the tier is no part."""
    parts = [f"{placing.segment}{lasts}"] if placing.segment != was.segment else []
    parts += [f"tier {placing.tier}"] if placing.tier != was.tier else []
    return ", ".join(parts)


def _nothing_better(rules: Rules, customer: _Customer) -> str:
    if customer.segment == rules.order[0] and customer.tier == TIERS[0]:
        return f"There is nothing above {customer.segment} and {customer.tier}."
    return f"Up to {MOST_ORDERS} orders more bring no better segment or tier."


def _recencies(data: ResultData, customer_id: str) -> list[tuple[int, int]]:
    """The other customers' recencies in ascending order, with how many have each."""
    return data.rows(
        """SELECT recency, count(*) FROM customers WHERE customer_id <> ? AND recency IS NOT NULL
           GROUP BY recency ORDER BY recency""",
        [customer_id],
    )


def _falls(rules: Rules, others: Sequence[tuple[int, int]], placing: Placing) -> Iterable[tuple[int, int]]:
    """Each recency, as it grows, from which on the score of recency is another, with that score."""
    start = placing.recency
    if start is None:
        return
    days = {recency for recency, _ in others if recency > start}
    days |= {int(limit) + 1 for limit in rules.thresholds[0] if int(limit) + 1 > start}
    # Where all others are alike, the measure says nothing on the one day when this customer is too.
    days |= {day for day in (start + 1, others[0][0] + 1) if day > start} if len(others) == 1 else set()
    score = placing.r
    for recency, worse in _worse_on(others, sorted(days)):
        silent = all(one == recency for one, _ in others[:2])
        reached = rules.score(0, recency, worse, placing.customers, silent=silent)
        if reached != score:
            yield recency, reached
        score = reached


def _worse_on(others: Sequence[tuple[int, int]], days: Sequence[int]) -> Iterable[tuple[int, int]]:
    """For each of some ascending recencies, how many others have been away longer."""
    longer = sum(count for _, count in others)
    at = 0
    for recency in days:
        while at < len(others) and others[at][0] <= recency:
            longer -= others[at][1]
            at += 1
        yield recency, longer


def _slips(
    data: ResultData, rules: Rules, customer: _Customer, others: Sequence[tuple[int, int]], today: Placing
) -> list[Step]:
    """What the customer slips to without an order, one step for each change."""
    if customer.now.recency is None:
        return []
    days = {recency for recency, _ in _falls(rules, others, today)}
    days |= _tier_days(data, rules, customer, others, today)
    triples = [customer.now._replace(recency=recency) for recency in sorted(days)]
    steps: list[Step] = []
    for placing in changed(data, customer.customer_id, triples):
        was = steps[-1] if steps else customer
        told = _becomes(was, placing)
        if told and placing.recency is not None:
            left = placing.recency - customer.now.recency
            by = _day(customer.last_day, placing.recency - 1)
            within = f"by {by:%Y-%m-%d}" if by else f"within {left:,} day{'' if left == 1 else 's'}"
            steps.append(
                Step(f"without an order {within}: {told}", 0, None, by, placing.segment, placing.tier, None)
            )
    return steps


def _day(last: date | None, days: int) -> date | None:
    try:
        return None if last is None else last + timedelta(days=days)
    except OverflowError:
        return None


def _tier_days(
    data: ResultData,
    rules: Rules,
    customer: _Customer,
    others: Sequence[tuple[int, int]],
    today: Placing,
) -> set[int]:
    """Recencies among which are those from which on the customer's tier is lower.

    As the customer's value falls, those who are as long away rise by one: so the tier is lost between the day when the value is one
    above that of the last who must be below it, and the day when it is equal to it.
    """
    start = int(today.recency or 0)
    reached = TIERS.index(today.tier)
    needed = rules.needed(today.customers)[reached:]
    lasts = [
        last for last in nth_of_others(data, customer.customer_id, '"value"', needed) if last is not None
    ]
    days = sorted({day for recency, _ in others for day in (recency, recency + 1) if day > start})
    falling = [(day, today.value - today.worse[0] + worse) for day, worse in _worse_on(others, days)]
    found: set[int] = set()
    for last in lasts:
        doubtful = [day for day, value in falling if value == last + 1]
        lost = [day for day, value in falling if value <= last]
        found |= {*doubtful, *lost[:1]}
    return found
