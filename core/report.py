"""The report of a run: the ledger, tiers and segments as numbers, what was guessed, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from core.errors import RegularsError
from core.ledger import AFTER_AS_OF, BUCKETS, KEPT
from core.scores import LETTER, MEASURES
from core.sql import literal

# Runs plain SQL over what the stages made: `booked`, the orders as of the date, and `customer_segments`.
Run = Callable[[str], list[tuple[Any, ...]]]
# More different words than this are no statuses and no currencies; the rarest are not told then.
MOST_CELLS = 500


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One bucket: its rows, and their money to the cent; None where the source has no money at all."""

    rule: str
    rows: int
    amount: float | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One segment or tier; where the source has no money, None stands for it."""

    name: str
    customers: int
    orders: int
    revenue: float | None
    net: float | None
    median_recency: float | None
    median_frequency: float | None
    median_monetary: float | None


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """How many customers have a score on one measure, and the values it spans."""

    measure: str
    score: int
    customers: int
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a person or a script reads about a run, without a table of customers."""

    rows: int
    kept: int
    amount: float | None
    """The money of all rows of the source, rounded once: the lines of the ledger, each rounded by itself, may differ from it by cents."""
    customers: int
    orders: int
    revenue: float | None
    """What the customers spent, as monetary counts it: what was bought, or what is left of it after refunds."""
    net: float | None
    first: str
    last: str
    as_of: str
    ledger: tuple[LedgerLine, ...]
    segments: tuple[GroupLine, ...]
    tiers: tuple[GroupLine, ...]
    scores: tuple[ScoreLine, ...]
    says_nothing: tuple[str, ...]
    left_out: tuple[dict[str, str], ...]
    """Files, sheets and tables of the source that were not read, each with its label and the reason."""
    notes: tuple[str, ...] = field(default=())
    notes_on_scoring: tuple[str, ...] = field(default=())
    """Those of the notes on what a model decides, where one scores the customers."""

    @property
    def bought(self) -> float | None:
        """The amount of the kept rows, before refunds."""
        return next(line.amount for line in self.ledger if line.rule == KEPT)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as the workspace keeps it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """The report that `to_dict` made this data of."""
        return cls(
            **{
                **data,
                "ledger": tuple(LedgerLine(**line) for line in data["ledger"]),
                "segments": tuple(GroupLine(**line) for line in data["segments"]),
                "tiers": tuple(GroupLine(**line) for line in data["tiers"]),
                "scores": tuple(ScoreLine(**line) for line in data["scores"]),
                "says_nothing": tuple(data["says_nothing"]),
                "left_out": tuple(data["left_out"]),
                "notes": tuple(data["notes"]),
                "notes_on_scoring": tuple(data["notes_on_scoring"]),
            }
        )

    def contract(self) -> dict[str, Any]:
        """The object that `regulars run --json` prints."""
        return {
            **{
                name: getattr(self, name)
                for name in (
                    "rows",
                    "kept",
                    "amount",
                    "customers",
                    "orders",
                    "revenue",
                    "net",
                    "first",
                    "last",
                    "as_of",
                )
            },
            "ledger": [asdict(line) for line in self.ledger],
            "segments": [_named("segment", line) for line in self.segments],
            "tiers": [_named("tier", line) for line in self.tiers],
            "scores": [asdict(line) for line in self.scores],
            "says_nothing": list(self.says_nothing),
            "left_out": [dict(left) for left in self.left_out],
            "notes": list(self.notes),
        }


def amount_of_all(run: Run) -> float:
    """The money of all rows, whatever rule takes them."""
    ((amount,),) = run("SELECT sum(amount) FROM booked")
    return cents(amount)


def _named(kind: str, line: GroupLine) -> dict[str, Any]:
    return {kind: line.name, **{name: value for name, value in asdict(line).items() if name != "name"}}


def revenue_heading(*, is_net: bool) -> str:
    """What stands above a column of revenue, so that it is never taken for what it is not."""
    return "net revenue" if is_net else "revenue"


def ledger_lines(run: Run, applied: Sequence[str], *, has_money: bool = True) -> tuple[LedgerLine, ...]:
    """The bucket of every rule that was applied, in the order of the ledger, and what was kept."""
    # Not by GROUP BY: where the bucket is text that many rows share, and some chunks of rows are all after the as-of date, DuckDB 2.0.0
    # adds up at an address that is wrong if the memory of its groups lies on both sides of a multiple of 4 GB.
    sums = (
        f"sum({column}) FILTER (bucket = {literal(bucket)})"
        for bucket in BUCKETS
        for column in ('"rows"', "amount")
    )
    (summed,) = run(f"SELECT {', '.join(sums)} FROM booked")
    found = {
        bucket: (int(rows), cents(amount) if has_money else None)
        for bucket, rows, amount in zip(BUCKETS, summed[::2], summed[1::2], strict=True)
        if rows is not None
    }
    nothing = (0, 0.0 if has_money else None)
    return tuple(
        LedgerLine(bucket, *found.get(bucket, nothing))
        for bucket in BUCKETS
        if bucket in found or bucket in applied or bucket == KEPT
    )


def group_lines(run: Run, column: Literal["segment", "tier"], order: Sequence[str]) -> tuple[GroupLine, ...]:
    """Segments or tiers from best to worst; those without customers are there with zeros."""
    medians = ", ".join(f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {measure})" for measure in MEASURES)
    rows = run(
        f"SELECT {column}, count(*), sum(frequency), sum(monetary), sum(net), {medians} FROM customer_segments GROUP BY {column}"
    )
    found = {row[0]: row[1:] for row in rows}
    has_money = any(revenue is not None for _, _, _, revenue, *_ in rows)
    return tuple(_group_line(name, found.get(name), has_money=has_money) for name in order)


def _group_line(name: str, sums: Sequence[Any] | None, *, has_money: bool) -> GroupLine:
    if sums is None:
        none = 0.0 if has_money else None
        return GroupLine(name, 0, 0, none, none, None, None, None)
    customers, orders, revenue, net, *medians = sums
    recency, frequency, monetary = (None if median is None else round(float(median), 2) for median in medians)
    return GroupLine(
        name,
        int(customers),
        int(orders or 0),
        cents(revenue) if has_money else None,
        cents(net) if has_money else None,
        recency,
        frequency,
        monetary,
    )


def score_lines(run: Run) -> tuple[ScoreLine, ...]:
    """The sizes reached and the cut points, for each measure and score."""
    lines = []
    for measure in MEASURES:
        letter = LETTER[measure]
        rows = run(
            f"SELECT {letter}, count(*), min({measure}), max({measure}) FROM customer_segments GROUP BY {letter} ORDER BY {letter}"
        )
        lines += [
            ScoreLine(measure, int(score), int(count), _number(least), _number(most))
            for score, count, least, most in rows
        ]
    return tuple(lines)


def measures_saying_nothing(lines: Sequence[ScoreLine]) -> tuple[str, ...]:
    """The measures that are missing or the same for every customer."""
    silent = []
    for measure in MEASURES:
        spans = [line for line in lines if line.measure == measure]
        if len({value for line in spans for value in (line.least, line.most)}) <= 1:
            silent.append(measure)
    return tuple(silent)


def cents(amount: Decimal | float | None) -> float:
    """Money as a number of two decimals, halves away from zero; 0 where there is none."""
    if amount is None:
        return 0.0
    return float(Decimal(str(amount)).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))


def share(part: float | None, whole: float | None) -> float | None:
    """A part of a whole; None where either is not known, or there is nothing to share."""
    return None if part is None or whole is None or whole <= 0 else part / whole


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def day_text(day: date | None) -> str:
    """A date as people and scripts read it; empty where there is none."""
    return day.isoformat() if day else ""


def nothing_kept(lines: Sequence[LedgerLine], source: str, as_of: str) -> RegularsError:
    """Why no row is left as a purchase, and what to do about it."""
    rows = sum(line.rows for line in lines)
    if not rows:
        return RegularsError(
            f"{source} has a header and no rows, so there are no customers.",
            "Export it again, or name another file.",
        )
    most = max(lines, key=lambda line: line.rows)
    if as_of and most.rule == AFTER_AS_OF:
        return RegularsError(
            f"{most.rows:,} of the {rows:,} rows {'is' if most.rows == 1 else 'are'} on or after the as-of date {as_of}, and none before it is a purchase, so"
            " there are no customers.",
            "Give a date after the first purchases, or none: then it is the day after the last one. `regulars inspect` shows the dates.",
        )
    taken = ", ".join(f"{line.rule} {line.rows:,}" for line in lines if line.rows)
    return RegularsError(
        f"None of the {rows:,} rows is left as a purchase, so there are no customers; the ledger took: {taken}.",
        f"Look at what the largest rule took with --explain '{most.rule}', and at the roles with `regulars inspect`; rules can be set with --set.",
    )
