"""How one measure is spread over the customers of a filter, as a histogram; and what all views of measures share.

A measure is a column of `customers` that holds numbers or dates. The customers of a filter are those that `where` picks: an SQL
condition over `customers`, with its parameters. DEFINITIONS says what each figure means, in the words that a screen shows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from core.sql import ident
from core.views.edges import Edge, calendar_edges, linear_edges, log_edges

if TYPE_CHECKING:
    from core.views.result import ResultData

Scale = Literal["auto", "linear", "log"]
Where = tuple[str, Sequence[Any]]

DEFINITIONS: Mapping[str, str] = {
    "bin": "A bar counts the customers from its first edge on, and below its last.",
    "auto": "The scale is logarithmic where the skewness is above 2, the largest value is more than 50 times the smallest above zero, "
    "and at most one customer in twenty has zero or less; else it is linear. Dates are linear, by day, week, month, quarter or year.",
    "skewness": "0 where both sides of the average are alike, above 0 where some values lie far above it "
    "(the third standardised moment, corrected for the number of customers).",
    "outside": "Customers without a value, with zero or less on a logarithmic scale, and before or after what is looked at are counted apart.",
}
ALL: Where = ("TRUE", ())
SKEWED = 2.0
WIDE = 50
MOST_NOT_POSITIVE = 0.05
DEFAULT_BINS = 24
DATES = ("DATE", "TIMESTAMP")
NUMBERS = ("DECIMAL", "DOUBLE", "FLOAT")
NOBODY = "No customer fits the filter."


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of `customers` that can be measured."""

    name: str
    kind: Literal["whole", "number", "date"]


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar: the customers from `low` on and below `high`."""

    low: Edge
    high: Edge
    customers: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """How one measure is spread over the customers of a filter."""

    measure: str
    scale: Literal["linear", "log"]
    unit: str
    """What a bar of dates is: day, week, month, quarter or year; empty for numbers."""
    why: str
    """Why this scale."""
    bins: tuple[Bin, ...]
    customers: int
    """The customers of the filter: those of all bars and those outside."""
    missing: int
    not_positive: int
    below: int
    above: int
    least: Edge | None
    most: Edge | None
    skewness: float | None
    reason: str = ""
    """Why there are no bars, where there are none."""


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked at before a scale is chosen."""

    measure: Measure
    customers: int
    counted: int
    least: float | None
    most: float | None
    positive: int
    least_positive: float | None
    skewness: float | None


def measures_of(data: ResultData) -> tuple[Measure, ...]:
    """The columns that can be measured, in their order, whether or not somebody has them."""
    found = []
    for name, kind, *_ in data.rows("DESCRIBE customers"):
        if str(kind).startswith(DATES):
            found.append(Measure(str(name), "date"))
        elif str(kind).startswith(NUMBERS):
            found.append(Measure(str(name), "number"))
        elif str(kind).endswith("INT") or str(kind) == "INTEGER":
            found.append(Measure(str(name), "whole"))
    return tuple(found)


def histogram(
    data: ResultData,
    measure: str,
    where: Where = ALL,
    *,
    scale: Scale = "auto",
    bins: int = DEFAULT_BINS,
    within: tuple[Edge | None, Edge | None] = (None, None),
) -> Histogram:
    """How a measure is spread, in at most `bins` bars (two or more) between round edges; `within` looks at a part of it, rounded outwards."""
    known = known_measure(data, measure)
    if known is None:
        return _no_bars(measure, no_such(measure))
    span = span_of(data, known, where)
    chosen, why = scale_of(span, scale)
    least, most = _inner(span, chosen, within)
    if least is None or most is None:
        return replace(
            _no_bars(measure, _why_empty(span)),
            scale=chosen,
            customers=span.customers,
            why=why,
            missing=span.customers - span.counted,
            not_positive=_not_positive(span, chosen),
        )
    unit = ""
    edges: Sequence[Edge]
    if known.kind == "date":
        unit, edges = calendar_edges(date.fromordinal(int(least)), date.fromordinal(int(most)), bins)
    elif chosen == "log":
        edges = log_edges(least, most, bins, whole=known.kind == "whole")
    else:
        edges = linear_edges(least, most, bins, whole=known.kind == "whole")
    limits = [_as_number(edge) for edge in edges]
    counts = _counts(data, known, where, limits, positive=chosen == "log")
    return Histogram(
        measure=measure,
        scale=chosen,
        unit=unit,
        why=why,
        bins=tuple(Bin(edges[at], edges[at + 1], counts[at + 1]) for at in range(len(edges) - 1)),
        customers=span.customers,
        missing=span.customers - span.counted,
        not_positive=_not_positive(span, chosen),
        below=counts[0],
        above=counts[-1],
        least=as_edge(known, span.least),
        most=as_edge(known, span.most),
        skewness=span.skewness,
    )


def known_measure(data: ResultData, name: str) -> Measure | None:
    """The measure of that name, if there is one."""
    return next((measure for measure in measures_of(data) if measure.name == name), None)


def no_such(name: str) -> str:
    """Why a view of an unknown measure is empty."""
    return f"The customers have no measure called {name}."


def as_number(measure: Measure) -> str:
    """A measure as a floating-point number; a date as the number of its day."""
    column = ident(measure.name)
    if measure.kind != "date":
        return f"CAST({column} AS DOUBLE)"
    # The number that Python gives the day.
    return f"CAST(CAST({column} AS DATE) - DATE '1970-01-01' + {date(1970, 1, 1).toordinal()} AS DOUBLE)"


def _as_number(edge: Edge) -> float:
    return float(edge.toordinal()) if isinstance(edge, date) else float(edge)


def as_edge(measure: Measure, value: float | None) -> Edge | None:
    """A number of a measure as it is shown: of a date, the day."""
    if value is None:
        return None
    return date.fromordinal(int(value)) if measure.kind == "date" else value


def span_of(data: ResultData, measure: Measure, where: Where) -> Span:
    """What there is of a measure among the customers of a filter."""
    # A skewness is of at least three customers who are not all alike.
    skewness = (
        "NULL"
        if measure.kind == "date"
        else "CASE WHEN count(x) > 2 AND min(x) < max(x) THEN skewness(x) END"
    )
    row = data.rows(
        f"""SELECT count(*), count(x), min(x), max(x), count(*) FILTER (x > 0), min(x) FILTER (x > 0), {skewness}
            FROM (SELECT {as_number(measure)} AS x FROM customers WHERE {where[0]})""",
        where[1],
    )[0]
    skewed = None if row[6] is None or not math.isfinite(row[6]) else round(float(row[6]), 2)
    return Span(measure, int(row[0]), int(row[1]), row[2], row[3], int(row[4]), row[5], skewed)


def scale_of(span: Span, asked: Scale) -> tuple[Literal["linear", "log"], str]:
    """The scale, and why it is this one."""
    if span.measure.kind == "date":
        return "linear", "dates are linear" if asked == "log" else ""
    if asked != "auto":
        return asked, "as asked"
    if not span.counted or span.most is None or span.least_positive is None:
        return "linear", "nothing is above zero" if span.counted else ""
    if span.skewness is None:
        return "linear", "there is too little to choose by"
    if span.skewness <= SKEWED:
        return "linear", f"the skewness is {span.skewness:.1f}, not above {SKEWED:.0f}"
    skewed = f"the skewness is {span.skewness:.1f}"
    if span.most / span.least_positive <= WIDE:
        return "linear", f"{skewed}, but the largest is no more than {WIDE} times the smallest"
    if span.counted - span.positive > MOST_NOT_POSITIVE * span.counted:
        return "linear", f"{skewed}, but {span.counted - span.positive:,} customers have zero or less"
    return "log", f"{skewed}, above {SKEWED:.0f}"


def _inner(
    span: Span, scale: str, within: tuple[Edge | None, Edge | None]
) -> tuple[float | None, float | None]:
    """The least and the most that bars are drawn for."""
    least = span.least_positive if scale == "log" else span.least
    most = span.most
    low, high = (None if edge is None else _as_number(edge) for edge in within)
    if least is None or most is None or most < least:
        return None, None
    if low is not None and (scale == "linear" or low > 0):
        least, most = low, max(low, most)
    if high is not None and (scale == "linear" or high > 0):
        least, most = min(least, high), high
    return least, most


def _not_positive(span: Span, scale: str) -> int:
    return span.counted - span.positive if scale == "log" else 0


def _why_empty(span: Span) -> str:
    name = span.measure.name
    if not span.customers:
        return NOBODY
    if not span.counted:
        return f"Nobody has {name}: the source does not say."
    return f"Nobody has {name} above zero."


def _no_bars(measure: str, reason: str) -> Histogram:
    return Histogram(measure, "linear", "", "", (), 0, 0, 0, 0, 0, None, None, None, reason)


def _counts(
    data: ResultData, measure: Measure, where: Where, limits: Sequence[float], *, positive: bool
) -> list[int]:
    """How many lie before the first limit, from each limit on and below the next, and from the last on."""
    # DuckDB's bins hold their upper edge; turned round, they hold the lower one.
    turned = [-limit for limit in reversed(limits)]
    row = data.rows(
        f"""SELECT histogram(-x, CAST({turned!r} AS DOUBLE[])) FROM (SELECT {as_number(measure)} AS x FROM customers WHERE {where[0]})
            WHERE x IS NOT NULL {"AND x > 0" if positive else ""}""",
        where[1],
    )[0]
    found: dict[float, int] = row[0] or {}
    counts = [int(found.get(edge, 0)) for edge in reversed(turned)]
    return [int(found.get(math.inf, 0)), *counts]
