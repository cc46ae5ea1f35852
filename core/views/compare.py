"""Two dates compared: the same source as of now and as of an earlier day, customer by customer.

Each side has its own customers, scores and names, as its own day knew them. DEFINITIONS says what each figure means, in the
words that a screen shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.recipe_parts import SECTIONS
from core.report import GroupLine
from core.scores import TIERS
from core.settings import shown
from core.sql import file_literal
from core.views.filter_completions import written_value
from core.views.segments import totals_of

if TYPE_CHECKING:
    from core.views.result import Result, ResultData

Kind = Literal["segment", "tier"]

DEFINITIONS: Mapping[str, str] = {
    "difference": "The figure now less the figure then; the change is that, as a share of the figure then.",
    "migration": "How many customers went from each segment or tier to each: what they were called as of the earlier date, and what "
    "they are called now. Scores compare customers with each other, so one may fall behind without buying less.",
    "new": "Customers of now whose id the earlier date did not know: they bought for the first time since.",
    "lost": "Customers of then whose id is not there now. Between two dates of one source there are none, unless the rules differ.",
    "stayed": "Customers with the same name on both dates.",
}
MOST_IDS = 1_000
NOBODY = (None, None)
NEW, LOST = "new since then", "not there now"


@dataclass(frozen=True, slots=True)
class Change:
    """One figure on both dates, None where it is not known; `change` is the difference as a share of then, if that is above zero."""

    name: str
    now: float | None
    then: float | None
    difference: float | None
    change: float | None


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One segment or tier on both dates; a name that only one date knows is zero on the other."""

    name: str
    customers: Change
    orders: Change
    revenue: Change


@dataclass(frozen=True, slots=True)
class Move:
    """Customers who had one name and have another, or the same; no name then: new, no name now: lost."""

    then: str | None
    now: str | None
    customers: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Now and an earlier date; without figures, `reason` says why."""

    now: date | None
    then: date | None
    figures: tuple[Change, ...]
    tiers: tuple[GroupChange, ...]
    segments: tuple[GroupChange, ...]
    tier_moves: tuple[Move, ...]
    segment_moves: tuple[Move, ...]
    new_customers: int
    lost_customers: int
    stayed_in_tier: int
    stayed_in_segment: int
    notes: tuple[str, ...]
    reason: str = ""
    revenue_is_net: bool = False
    """Whether revenue is less refunds, on both dates."""


@dataclass(frozen=True, slots=True)
class Movers:
    """Who went from one name to another: how many, and the ids of the first, by value now (then, for those lost)."""

    total: int
    ids: tuple[str, ...]
    reason: str = ""

    @property
    def filter(self) -> str:
        """What keeps these customers in a table."""
        return f"customer_id in ({', '.join(map(written_value, self.ids))})"


def move_in_words(then: str | None, now: str | None) -> str:
    """From what to what, as `Loyal then, Champions now`."""
    return (
        f"{then} then, {now} now" if then and now else f"{then} then, {LOST}" if then else f"{NEW}, {now} now"
    )


def compare(now: ResultData, earlier: ResultData) -> Comparison:
    """The figures, tiers, segments and moves between an earlier date and now."""
    here, there = now.result, earlier.result
    reason = incomparable(here, there)
    if reason:
        return Comparison(here.as_of, there.as_of, (), (), (), (), (), 0, 0, 0, 0, (), reason)
    counted = now.rows(
        "SELECT b.tier, b.segment, a.tier, a.segment, count(*)"
        f" FROM customers AS a FULL JOIN {_earlier(there)} AS b ON a.customer_id = b.customer_id GROUP BY ALL"
    )
    by_tier: Counter[tuple[str | None, str | None]] = Counter()
    by_segment: Counter[tuple[str | None, str | None]] = Counter()
    for tier_then, segment_then, tier_now, segment_now, customers in counted:
        by_tier[tier_then, tier_now] += customers
        by_segment[segment_then, segment_now] += customers
    new = sum(customers for (then, _), customers in by_tier.items() if then is None)
    lost = sum(customers for (_, name), customers in by_tier.items() if name is None)
    return Comparison(
        now=here.as_of,
        then=there.as_of,
        figures=_figures(here.report.tiers, there.report.tiers),
        tiers=_groups(here.report.tiers, there.report.tiers),
        segments=_groups(here.report.segments, there.report.segments),
        tier_moves=_moves(by_tier, TIERS, TIERS),
        segment_moves=_moves(by_segment, _names(there.report.segments), _names(here.report.segments)),
        new_customers=new,
        lost_customers=lost,
        stayed_in_tier=sum(customers for (then, name), customers in by_tier.items() if then == name),
        stayed_in_segment=sum(customers for (then, name), customers in by_segment.items() if then == name),
        notes=tuple(_notes(here, there, lost)),
        revenue_is_net=here.resolved.customers.refunds == there.resolved.customers.refunds == "net",
    )


def movers(
    now: ResultData,
    earlier: ResultData,
    kind: Kind,
    then: str | None,
    name_now: str | None,
    most: int = MOST_IDS,
) -> Movers:
    """Who was called `then` and is called `name_now`, as High then and Low now; None then: new, None now: lost."""
    reason = incomparable(now.result, earlier.result)
    if not reason and (then, name_now) == NOBODY:
        reason = "A customer is there on one of the two dates at least."
    if reason:
        return Movers(0, (), reason)
    column = {"segment": "segment", "tier": "tier"}[kind]
    found = now.rows(
        "SELECT coalesce(a.customer_id, b.customer_id) AS id, count(*) OVER () AS total"
        f" FROM customers AS a FULL JOIN {_earlier(earlier.result)} AS b ON a.customer_id = b.customer_id"
        f" WHERE a.{column} IS NOT DISTINCT FROM ? AND b.{column} IS NOT DISTINCT FROM ?"
        " ORDER BY coalesce(a.value, b.value) DESC, id LIMIT ?",
        [name_now, then, max(1, most)],
    )
    ids = tuple(str(row[0]) for row in found)[: max(0, most)]
    return Movers(int(found[0][1]) if found else 0, ids, "" if found else "Nobody went that way.")


def _earlier(there: Result) -> str:
    """The earlier customers, in the database of now."""
    return f"(SELECT customer_id, tier, segment, value FROM read_parquet({file_literal(Path(there.customers_path))}))"


def incomparable(here: Result, there: Result) -> str:
    """Why two results cannot be compared; empty where they can."""
    if here.as_of is None or there.as_of is None or {here.columns.shape, there.columns.shape} != {"sales"}:
        return "A ready-made table of customers has no dates of sales, so there is no earlier date to compare with."
    if here.as_of == there.as_of:
        return (
            f"Both are as of {here.as_of.isoformat()}, so nothing can have changed: choose an earlier date."
        )
    if here.as_of < there.as_of:
        return f"{there.as_of.isoformat()} is later than {here.as_of.isoformat()}: choose an earlier date."
    return ""


def _notes(here: Result, there: Result, lost: int) -> list[str]:
    notes = []
    if lost:
        one = lost == 1
        notes.append(
            f"{lost:,} customer{' who was there' if one else 's who were there'} at the earlier date {'is' if one else 'are'} not there now,"
            " which two dates of one source and the same rules cannot bring about."
        )
    differing = [
        f"`{section}.{field.name}` ({shown(getattr(getattr(there.recipe, section), field.name))} then,"
        f" {shown(getattr(getattr(here.recipe, section), field.name))} now)"
        for section, part in SECTIONS.items()
        for field in fields(part)
        if (section, field.name) != ("customers", "as_of")
        and getattr(getattr(there.recipe, section), field.name)
        != getattr(getattr(here.recipe, section), field.name)
    ]
    if differing:
        notes.append(
            f"The two were not made alike, so not every difference comes from time: {', '.join(differing)} differ."
        )
    return notes


def _figures(here: Sequence[GroupLine], there: Sequence[GroupLine]) -> tuple[Change, ...]:
    """All customers, added up from their groups as the screen's other tables do, not from the rows."""
    now, then = totals_of(here), totals_of(there)
    return tuple(
        _change(name, getattr(now, name), getattr(then, name))
        for name in ("customers", "orders", "revenue", "net")
    )


def _groups(here: Sequence[GroupLine], there: Sequence[GroupLine]) -> tuple[GroupChange, ...]:
    lines, earlier = {line.name: line for line in here}, {line.name: line for line in there}
    none = GroupLine("", 0, 0, 0.0, 0.0, None, None, None)
    changes = []
    for name in dict.fromkeys((*lines, *earlier)):
        now, then = lines.get(name, none), earlier.get(name, none)
        changes.append(
            GroupChange(
                name,
                _change("customers", now.customers, then.customers),
                _change("orders", now.orders, then.orders),
                _change("revenue", now.revenue, then.revenue),
            )
        )
    return tuple(changes)


def _change(name: str, now: float | None, then: float | None) -> Change:
    if now is None or then is None:
        return Change(name, now, then, None, None)
    difference = round(now - then, 2)
    return Change(name, now, then, difference, difference / then if then > 0 else None)


def _names(lines: Sequence[GroupLine]) -> tuple[str, ...]:
    return tuple(line.name for line in lines)


def _moves(
    counted: Mapping[tuple[str | None, str | None], int], then: Sequence[str], now: Sequence[str]
) -> tuple[Move, ...]:
    """The moves that somebody made, in the order of the names; the new ones first, the lost last in their row."""
    return tuple(
        Move(before, after, counted[before, after])
        for before in (None, *then)
        for after in (*now, None)
        if counted.get((before, after))
    )
