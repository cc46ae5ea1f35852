"""What the tables say, in plain words: each segment, what to do about it and why, and all customers together.

A sentence says nothing that no table shows, and carries the figures in it. DEFINITIONS says how the words are meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from core.enumerated import enumerated
from core.figures import share_text
from core.maps import MEASURE_LETTERS
from core.report import Report, cents, share
from core.scores import LETTER
from core.views.advice import action_for, level, map_meant
from core.views.concentration import Concentration, concentration
from core.views.segments import SegmentRow, SegmentsTable, segments_and_tiers

if TYPE_CHECKING:
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "half of them": "At least half of the segment's customers, by the median; not the same half for each figure.",
    "average order": "Revenue divided by orders.",
    "refunds": "The negative amounts of these customers' cancelled rows. A cancelled row with a positive amount gives nothing back, and "
    "one of somebody who bought nothing is no customer's, so the line `cancelled` of the ledger can come to another sum.",
    "why": "The segment's medians beside those of all customers.",
    "what to do": "A suggestion. For the maps that come with regulars it goes with the name, and so it does in a map of your own where "
    "a segment has such a name and at least half of the scores that either has; for others it goes with the median scores of the "
    "segment's customers: above the middle score or below it.",
}
BEST_PERCENT = 10


class Figure(NamedTuple):
    """A figure in a sentence: what it is, its value, and how it is written there."""

    label: str
    value: float | str
    written: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the figures in it, in their order; a share's value is from 0 to 1."""

    text: str
    figures: tuple[Figure, ...] = ()
    amounts: tuple[float, ...] = ()
    """Those of the figures that are money."""


@dataclass(frozen=True, slots=True)
class SegmentText:
    """A segment in words."""

    name: str
    summary: Sentence
    action: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Sentences:
    """All customers in words, then each segment, best first."""

    whole: tuple[Sentence, ...]
    segments: tuple[SegmentText, ...]


class Figures:
    """Writes figures and remembers them, for one sentence."""

    def __init__(self) -> None:
        self.found: list[Figure] = []
        self.amounts: list[float] = []

    def kept(self, label: str, value: float | str, written: str) -> str:
        """Remember a figure that is written already."""
        self.found.append(Figure(label, value, written))
        return written

    def number(self, label: str, value: float) -> str:
        """A number, with one decimal where it is not whole."""
        return self.kept(label, value, f"{value:,.0f}" if value == int(value) else f"{value:,.1f}")

    def counted(self, label: str, value: float, noun: str) -> str:
        """A number with what it counts."""
        return f"{self.number(label, value)} {noun if value == 1 else noun + 's'}"

    def money(self, label: str, value: float) -> str:
        """An amount, to the cent."""
        self.amounts.append(value)
        return self.kept(label, value, f"{value:,.2f}")

    def decimal(self, label: str, value: float) -> str:
        """A number to two decimals."""
        return self.kept(label, value, f"{value:.2f}")

    def date(self, label: str, text: str) -> str:
        """A date."""
        return self.kept(label, text, text)

    def share(self, label: str, value: float) -> str:
        """A share of 0 to 1, in per cent."""
        return self.kept(label, value, share_text(value))

    def sentence(self, text: str) -> Sentence:
        """The sentence with all that was written for it."""
        return Sentence(text, tuple(self.found), tuple(self.amounts))


def sentences(data: ResultData) -> Sentences:
    """Everything that is said of a result."""
    table, by_tier = segments_and_tiers(data)
    resolved = data.result.resolved
    shipped = resolved.segments.map
    standing = {} if shipped != "custom" else standings(data)
    meant = {rule.name: map_meant(rule, resolved.scores.q) for rule in resolved.segments.names if standing}
    return Sentences(
        describe_whole(data.result.report, by_tier, concentration(data), _bought(data)),
        tuple(
            SegmentText(
                row.name,
                describe_segment(row, table),
                action_for(row.name, meant.get(row.name, shipped), standing.get(row.name, ()))
                if row.customers
                else "",
                reason_of(row, table),
            )
            for row in table.rows
        ),
    )


def standings(data: ResultData) -> dict[str, tuple[int | None, ...]]:
    """Where each segment with customers stands by r, f and m, judged by their median score.

    It is 1 above the middle score, 0 on it, -1 below, and None where the measure says nothing.
    """
    report, q = data.result.report, data.result.resolved.scores.q
    silent = {LETTER[measure] for measure in report.says_nothing}
    medians = ", ".join(
        f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {letter})" for letter in MEASURE_LETTERS
    )
    found = data.rows(f"SELECT segment, {medians} FROM customers GROUP BY segment")
    return {
        name: tuple(
            None if letter in silent else level(median, q)
            for letter, median in zip(MEASURE_LETTERS, scores, strict=True)
        )
        for name, *scores in found
    }


def describe_segment(row: SegmentRow, table: SegmentsTable) -> Sentence:
    """One row of the table of segments in words."""
    if not row.customers:
        return Sentence(f"Nobody is in {row.name}.")
    write, one = Figures(), row.customers == 1
    text = f"{row.name} {'is' if one else 'are'} {write.counted('customers', row.customers, 'customer')}"
    if row.customer_share is not None:
        text += f" ({write.share('share of customers', row.customer_share)})"
    text += _brings(write, row, "revenue after refunds" if table.revenue_is_net else "revenue")
    details = [
        *_recency(write, row, table.everyone),
        *_frequency(write, row, table.everyone),
    ]
    if row.average_order is not None:
        whose = "the" if one else "their"
        details.append(f"{whose} average order is {write.money('average order', row.average_order)}")
    return write.sentence(f"{text}; {enumerated(details)}." if details else f"{text}.")


def _brings(write: Figures, row: SegmentRow, revenue: str) -> str:
    if row.revenue is None:
        return ""
    who = "who brings" if row.customers == 1 else "who bring"
    if row.revenue == 0:
        return f" {who} no {revenue}"
    if row.revenue < 0 or row.revenue_share is None:
        return f" with {revenue} of {write.money('revenue', row.revenue)}"
    return f" {who} {write.share('share of revenue', row.revenue_share)} of {revenue}"


def _recency(write: Figures, row: SegmentRow, everyone: SegmentRow) -> list[str]:
    if row.median_recency is None:
        return []
    days = write.counted("median recency", row.median_recency, "day")
    if row.customers == 1:
        return [f"the last purchase was {days} ago"]
    if everyone.median_recency is None or row.median_recency <= everyone.median_recency:
        return [f"half of them last bought at most {days} ago"]
    return [f"half of them have been away for {days} or more"]


def _frequency(write: Figures, row: SegmentRow, everyone: SegmentRow) -> list[str]:
    median = row.median_frequency
    if median is None:
        return []
    orders = write.counted("median frequency", median, "order")
    if row.customers == 1:
        return [f"there {'was' if median == 1 else 'were'} {orders}"]
    if median > 1 and (everyone.median_frequency is None or median >= everyone.median_frequency):
        return [f"half placed {orders} or more"]
    return [f"half placed {orders}" if median == 1 else f"half placed {orders} or fewer"]


def reason_of(row: SegmentRow, table: SegmentsTable) -> Sentence:
    """Why a segment is treated as it is: its medians beside those of all customers; empty where nobody is in it."""
    if not row.customers:
        return Sentence("")
    write, everyone, parts = Figures(), table.everyone, []
    if row.median_recency is not None and everyone.median_recency is not None:
        how = _than(
            row.median_recency, everyone.median_recency, ("more recently", "as recently", "longer ago")
        )
        mine = write.counted("median recency", row.median_recency, "day")
        parts.append(
            f"last bought {how} ({mine}, all {write.number('median recency of all', everyone.median_recency)})"
        )
    if row.median_frequency is not None and everyone.median_frequency is not None:
        how = _than(row.median_frequency, everyone.median_frequency, ("less often", "as often", "more often"))
        mine = write.counted("median frequency", row.median_frequency, "order")
        parts.append(
            f"ordered {how} ({mine}, all {write.number('median frequency of all', everyone.median_frequency)})"
        )
    if row.median_monetary is not None and everyone.median_monetary is not None:
        how = _than(row.median_monetary, everyone.median_monetary, ("less", "as much", "more"))
        mine = write.money("median monetary", row.median_monetary)
        parts.append(
            f"spent {how} ({mine}, all {write.money('median monetary of all', everyone.median_monetary)})"
        )
    if not parts:
        return Sentence("No figure tells this segment from the others.")
    return write.sentence(f"By the median, and beside all customers, they {enumerated(parts)}.")


def _than(mine: float, all_of_them: float, words: tuple[str, str, str]) -> str:
    return words[0] if mine < all_of_them else words[1] if mine == all_of_them else words[2]


def describe_whole(
    report: Report, table: SegmentsTable, curve: Concentration, bought: float | None
) -> tuple[Sentence, ...]:
    """All customers in words: what they bought, the tiers, how unevenly the revenue comes in, and the refunds."""
    found = [
        _headline(report, table, bought),
        _rounding(report, table),
        _tiers(table),
        _concentration(curve, table),
        _refunds(report, table, bought),
    ]
    return tuple(sentence for sentence in found if sentence is not None)


def _bought(data: ResultData) -> float | None:
    """What the customers bought, before refunds, each to the cent as in the tables; None without amounts."""
    bought = data.rows("SELECT sum(net - coalesce(refunded, 0)) FROM customers")[0][0]
    return None if bought is None else cents(bought)


def _headline(report: Report, table: SegmentsTable, bought: float | None) -> Sentence:
    write, everyone = Figures(), table.everyone
    text = write.counted("customers", everyone.customers, "customer")
    if everyone.orders is not None:
        text += f" placed {write.counted('orders', everyone.orders, 'order')}"
    if bought is not None:
        worth = write.money("bought", bought)
        text += f" worth {worth}" if everyone.orders is not None else f" spent {worth}"
    elif everyone.orders is None:
        text += " and no orders or amounts" if everyone.customers != 1 else ", and no orders or amounts"
    first, last = report.first[:10], report.last[:10]
    if first and first == last:
        text += f" on {write.date('first purchase', first)}"
    elif first:
        text += f" from {write.date('first purchase', first)} to {write.date('last purchase', last)}"
    return write.sentence(f"{text}.")


def _rounding(report: Report, table: SegmentsTable) -> Sentence | None:
    """Why the customers do not add up to what the rows do, where they do not; a ready-made table has no rows to add up."""
    of_rows, of_customers = report.revenue, table.everyone.revenue
    if not report.first or of_rows is None or of_customers is None or of_rows == of_customers:
        return None
    write = Figures()
    rows, customers = write.money("all rows", of_rows), write.money("all customers", of_customers)
    return write.sentence(
        f"All rows come to {rows}, and the customers, each rounded to the cent, to {customers}."
    )


def _tiers(table: SegmentsTable) -> Sentence | None:
    write, parts = Figures(), []
    for row in table.rows:
        if not row.customers or row.customer_share is None:
            continue
        customers = write.counted(f"{row.name}: customers", row.customers, "customer")
        of_all = write.share(f"{row.name}: share of customers", row.customer_share)
        part = f"{row.name} {'is' if row.customers == 1 else 'are'} {customers} ({of_all})"
        if row.revenue_share is not None:
            brings = write.share(f"{row.name}: share of revenue", row.revenue_share)
            part += f" with {brings} of {_revenue_word(table)}"
        parts.append(part)
    return write.sentence(f"{enumerated(parts)}.") if parts else None


def _concentration(curve: Concentration, table: SegmentsTable) -> Sentence | None:
    if curve.reason:
        return None
    write = Figures()
    best = next(best for best in curve.best if best.percent == BEST_PERCENT)
    percent = f"{write.number('best customers, per cent', best.percent)} %"
    customers = write.counted("best customers", best.customers, "customer")
    brought = write.share("their share of revenue", best.revenue_share)
    half = write.counted("customers who bring half", curve.half_customers, "customer")
    of_all = write.share("their share of customers", curve.half_customer_share)
    text = (
        f"The best {percent} ({customers}) {_bring(best.customers)} {brought} of {_revenue_word(table)},"
        f" and the best {half} ({of_all}) {_bring(curve.half_customers)} half of it or more"
    )
    if curve.gini is not None:
        text += f"; the Gini coefficient is {write.decimal('Gini coefficient', curve.gini)}"
    return write.sentence(f"{text}.")


def _bring(customers: int) -> str:
    return "brings" if customers == 1 else "bring"


def _refunds(report: Report, table: SegmentsTable, bought: float | None) -> Sentence | None:
    """What was bought less net is what was refunded; a ready-made table cannot tell."""
    net = table.everyone.net
    if bought is None or net is None or not report.first:
        return None
    write, refunded = Figures(), cents(bought - net)
    if refunded <= 0:
        return Sentence("No refunds are recorded.")
    text = f"Refunds come to {write.money('refunded', refunded)}"
    of_bought = share(refunded, bought)
    if of_bought is not None:
        text += f" ({write.share('refunded, share of what was bought', of_bought)} of what was bought)"
    return write.sentence(f"{text}, which leaves {write.money('net', net)}.")


def _revenue_word(table: SegmentsTable) -> str:
    return "revenue after refunds" if table.revenue_is_net else "revenue"
