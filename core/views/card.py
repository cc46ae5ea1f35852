"""One customer's card: the facts, the orders and refunds, how often they come, and how their scores, tier and segment came about.

DEFINITIONS says what each figure means, in the words that a screen shows. What would take the customer further is in `steps`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from core.ledger import CANCELLED, KEPT
from core.report import cents
from core.views.score_words import ScoreWords, SegmentWords, TierWords, score_words, segment_words, tier_words
from core.views.steps import usual_order

if TYPE_CHECKING:
    from core.views.placing import Population
    from core.views.result import ResultData
    from core.views.sentences import Sentence

DEFINITIONS: Mapping[str, str] = {
    "orders": "The orders that count, by the day of their first row, with the amount and rows of those that count.",
    "cancelled": "Cancelled orders by their own ids; what they refunded is the sum of their negative amounts.",
    "month": "Orders, by their first day, and their amount; refunds in the month of the cancellation.",
    "usual gap": "The median of the days between one day with an order and the next; several orders on one day are one visit.",
    "present gap": "Days from the last purchase to the as-of date.",
    "usual order": "The median amount of the orders (of a ready-made table, the average order).",
    "score": "How many customers are strictly worse, out of all, and what that makes.",
    "points missing": "How much higher the value must be for the next tier, if everybody else's stays.",
    "mostly refunded": "Net is less than half of what was bought.",
    "top products": "Products by what the customer spent on them, of the rows that count; codes that differ only in capitals are one.",
}
READY_MADE = "The source has one row a customer, so there are no orders to show."
NOT_THERE = "There is no such customer."
# What an order without an id of its own is called inside begins with this, and its moment follows.
OWN_ID = "at "

Fact = tuple[str, str | int | float | bool | date | datetime | None]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order that counts, or a cancelled one; `order_id` is empty where the source gives none."""

    day: date | None
    order_id: str
    amount: float | None
    rows: int
    refunded: float | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """What happened in a month; months in which nothing did are there too."""

    first_day: date
    orders: int
    amount: float | None
    refunded: float


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often the customer comes, and how the present gap compares."""

    gaps: int
    usual_days: float | None
    longest_days: int | None
    present_days: int | None
    times_usual: float | None
    shorter: int
    """How many earlier gaps were shorter than the present one."""
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about one customer but their products and next steps."""

    customer_id: str
    facts: tuple[Fact, ...]
    orders: tuple[OrderLine, ...]
    cancelled: tuple[OrderLine, ...]
    months: tuple[Month, ...]
    rhythm: Rhythm | None
    usual_order: float | None
    scores: tuple[ScoreWords, ...]
    tier: TierWords | None
    segment: SegmentWords | None
    warning: Sentence
    """Not empty where refunds took more than half."""
    orders_reason: str = ""
    """Why there are no orders."""
    reason: str = ""
    """Why there is no card."""


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product that the customer bought."""

    product: str
    description: str
    quantity: float | None
    amount: float | None
    orders: int


@dataclass(frozen=True, slots=True)
class TopProducts:
    """What the customer spent most on."""

    products: tuple[ProductLine, ...]
    different: int
    unknown_rows: int
    """Rows that do not say what was bought."""
    unknown_amount: float | None
    reason: str = ""


def card(data: ResultData, customer_id: str, population: Population | None = None) -> Card:
    """One customer's card. `population` saves looking for the tiers' cuts again."""
    facts = _facts(data, customer_id)
    if not facts:
        nothing = _warning(data, {})
        return Card(customer_id, (), (), (), (), None, None, (), None, None, nothing, reason=NOT_THERE)
    known = dict(facts)
    as_of = data.result.as_of
    sales = data.result.columns.shape == "sales"
    booked = _booked(data, customer_id) if sales else []
    orders = _orders(row for row in booked if row[0] == KEPT)
    cancelled = _orders(row for row in booked if row[0] == CANCELLED)
    days = sorted({row[2] for row in booked if row[0] == KEPT and row[2]})
    return Card(
        customer_id=customer_id,
        facts=facts,
        orders=orders,
        cancelled=cancelled,
        months=_months(orders, cancelled, as_of),
        rhythm=_rhythm(days, as_of) if sales else None,
        usual_order=usual_order(data, customer_id),
        scores=score_words(data, customer_id),
        tier=tier_words(data, customer_id, population),
        segment=segment_words(data, str(known["segment"]), (known["r"], known["f"], known["m"])),
        warning=_warning(data, known),
        orders_reason="" if sales else READY_MADE,
    )


def top_products(data: ResultData, customer_id: str, most: int = 10) -> TopProducts:
    """What a customer spent most on. Reads the source."""
    data.view_ledger()
    there = {str(row[0]) for row in data.rows("DESCRIBE ledger")}
    code, text = "product" in there, "description" in there
    if data.result.columns.shape != "sales" or not (code or text):
        return TopProducts((), 0, 0, None, "The source does not say which products were bought.")
    name = "product" if code else "description"
    unknown = f"{name} IS NULL" + ("" if code else f" OR {name} = 'Unknown'")
    rows = data.rows(
        f"""SELECT CASE WHEN {unknown} THEN NULL ELSE upper({name}) END AS folded, mode({name}), {"mode(description)" if text else "NULL"},
                {"sum(quantity)" if "quantity" in there else "NULL"}, sum(amount), count(DISTINCT order_id), count(*)
            FROM ledger WHERE bucket = '{KEPT}' AND customer = ? GROUP BY folded
            ORDER BY sum(amount) DESC NULLS LAST, count(*) DESC, folded""",
        [customer_id],
    )
    named = [row for row in rows if row[0] is not None]
    nameless = [row for row in rows if row[0] is None]
    lines = tuple(
        ProductLine(
            product=str(row[1]),
            description="" if row[2] is None or not code else str(row[2]),
            quantity=None if row[3] is None else float(row[3]),
            amount=_money(row[4]),
            orders=int(row[5]),
        )
        for row in named[:most]
    )
    return TopProducts(
        products=lines,
        different=len(named),
        unknown_rows=sum(int(row[6]) for row in nameless),
        unknown_amount=_money(nameless[0][4]) if nameless else None,
        reason="" if rows else NOT_THERE,
    )


def _facts(data: ResultData, customer_id: str) -> tuple[Fact, ...]:
    rows = data.rows("SELECT * FROM customers WHERE customer_id = ?", [customer_id])
    names = [str(row[0]) for row in data.rows("DESCRIBE customers")]
    return tuple((name, _plain(value)) for name, value in zip(names, rows[0], strict=True)) if rows else ()


def _plain(value: Any) -> str | int | float | bool | date | datetime | None:
    return float(value) if isinstance(value, Decimal) else value


def _money(amount: Any) -> float | None:
    return None if amount is None else cents(amount)


Booked = tuple[str, str, date | None, Any, int, Any]


def _booked(data: ResultData, customer_id: str) -> list[Booked]:
    return data.rows(
        f"""SELECT bucket, order_id, day, sum(amount), sum("rows"), sum(refunded) FROM booked
            WHERE customer = ? AND bucket IN ('{KEPT}', '{CANCELLED}') GROUP BY ALL ORDER BY day, order_id""",
        [customer_id],
    )


def _orders(rows: Iterable[Booked]) -> tuple[OrderLine, ...]:
    """Orders by their first day; one that is spread over several days is one order."""
    parts: dict[str, list[Booked]] = {}
    for row in rows:
        parts.setdefault(row[1], []).append(row)
    return tuple(
        OrderLine(
            day=mine[0][2],
            order_id="" if order_id is None or order_id.startswith(OWN_ID) else order_id,
            amount=_sum(row[3] for row in mine),
            rows=sum(int(row[4]) for row in mine),
            refunded=_sum(row[5] for row in mine),
        )
        for order_id, mine in parts.items()
    )


def _sum(amounts: Iterable[Any]) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    return cents(sum(known)) if known else None


def _months(
    orders: Sequence[OrderLine], cancelled: Sequence[OrderLine], as_of: date | None
) -> tuple[Month, ...]:
    days = [line.day for line in (*orders, *cancelled) if line.day]
    if not days:
        return ()
    last = max(*days, as_of - timedelta(days=1)) if as_of else max(days)
    numbers = range(_month_number(min(days)), _month_number(last) + 1)
    bought: dict[int, list[OrderLine]] = {number: [] for number in numbers}
    returned: dict[int, list[OrderLine]] = {number: [] for number in numbers}
    for lines, into in ((orders, bought), (cancelled, returned)):
        for line in lines:
            if line.day:
                into[_month_number(line.day)].append(line)
    has_money = any(line.amount is not None for line in orders)
    return tuple(
        Month(
            first_day=date(number // 12, number % 12 + 1, 1),
            orders=len(bought[number]),
            amount=cents(sum(line.amount or 0 for line in bought[number])) if has_money else None,
            refunded=cents(sum(line.refunded or 0 for line in returned[number])),
        )
        for number in numbers
    )


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _rhythm(days: Sequence[date], as_of: date | None) -> Rhythm:
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    present = (as_of - days[-1]).days if as_of and days else None
    usual = float(median(gaps)) if gaps else None
    times = present / usual if present is not None and usual else None
    shorter = sum(gap < present for gap in gaps) if present is not None else 0
    return Rhythm(
        gaps=len(gaps),
        usual_days=usual,
        longest_days=max(gaps, default=None),
        present_days=present,
        times_usual=times,
        shorter=shorter,
        text=_rhythm_text(gaps, usual, present, shorter),
    )


def _rhythm_text(gaps: Sequence[int], usual: float | None, present: int | None, shorter: int) -> str:
    if present is None:
        return ""
    now = f"{present:,} day{'' if present == 1 else 's'} since the last purchase"
    if usual is None:
        return f"{now}; all purchases were on one day, so there is no usual gap."
    text = f"{now}, {present / usual:.1f} times the usual gap of {usual:,g}"
    if shorter == len(gaps):
        return f"{text}: longer than ever before."
    if not shorter:
        return f"{text}: no gap before was shorter."
    return f"{text}: longer than {shorter:,} of the {len(gaps):,} gaps before."


def _warning(data: ResultData, known: Mapping[str, Any]) -> Sentence:
    # The app's process knows cards, and has no need of all that tells of segments in words.
    from core.views.sentences import Figures

    write = Figures()
    net, refunded = known.get("net"), known.get("refunded")
    if not known.get("mostly_refunded") or net is None or refunded is None:
        return write.sentence("")
    bought = cents(Decimal(str(net)) - Decimal(str(refunded)))
    scored = (
        "Scores go by what is left."
        if data.result.recipe.customers.refunds == "net"
        else "Scores go by what was bought."
    )
    return write.sentence(
        f"Of the {write.money('bought', bought)} bought, {write.money('refunded', -float(refunded))} was refunded:"
        f" less than half is left ({write.money('net', float(net))}). {scored}"
    )
