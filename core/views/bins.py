"""The bins of a histogram, at round edges, chosen from quantiles so that an outlier does not flatten it.

A bin holds what is above its lower edge, up to and with its upper edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Context, Decimal
from typing import Literal

from core.views.periods import GRAINS, Grain, about, end_of, periods_between, start_of

MOST_BINS = 24
MOST_LOG_BINS = 32
# A column reaches so many times further at its upper end than at its lower before equal bins say nothing of most of it.
LOG_FROM = 50
LOWEST_LOG = 100
# The levels that bins are chosen from.
LEVELS = (0.01, 0.05, 0.5, 0.99)

HISTOGRAM = (
    "A bar is what lies above its lower edge, up to its upper edge. The bars reach from the least value to the greatest, unless one of"
    " these lies further beyond the middle 98 of 100 values than half their width: then the bars end with these, and what is outside is"
    " told as a number. Where the values reach over several powers of ten, edges are at 1, 2, 5, 10, 20 and so on, and what"
    " is zero or less is told as a number."
)

Edge = float | date
_EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Bins:
    """The edges of a histogram's bins: one more than there are bins."""

    edges: tuple[Edge, ...]
    scale: Literal["even", "log", "calendar"]


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values fall into each bin, and how many outside."""

    edges: tuple[Edge, ...]
    scale: Literal["even", "log", "calendar"]
    counts: tuple[int, ...]
    below: int
    above: int


def number_bins(
    least: float, most: float, quantiles: Sequence[float], *, whole: bool, positive: float | None = None
) -> Bins:
    """Bins for numbers between `least` and `most`, of which `positive` is the least above zero; `quantiles` are those at LEVELS."""
    low, lower, middle, high = quantiles
    if lower > 0 and high >= LOG_FROM * lower and high - middle > 4 * (middle - lower):
        # One tiny number is an outlier too.
        bottom = max(positive or lower, lower / LOWEST_LOG)
        return Bins(_log_edges(bottom, most), "log")
    bottom, top = _within_reach(least, most, low, high)
    return Bins(_even_edges(bottom, top, whole=whole), "even")


def _within_reach(least: float, most: float, low: float, high: float) -> tuple[float, float]:
    reach = (high - low) / 2
    return (least if low - least <= reach else low), (most if most - high <= reach else high)


def _even_edges(bottom: float, top: float, *, whole: bool) -> tuple[float, ...]:
    width = top - bottom
    if not math.isfinite(width):
        return (bottom, top)
    step = _round_step((width or abs(bottom) or 1.0) / MOST_BINS)
    if whole:
        step = max(step, Decimal(1))
    first = _steps(bottom, step) - 1
    last = max(_steps(top, step), first + 1)
    edges = [float(_EXACT.multiply(step, Decimal(place))) for place in range(first, last + 1)]
    # Numbers that differ only in their last digits have no round edge between them.
    edges[0] = min(edges[0], math.nextafter(bottom, -math.inf))
    return tuple(sorted(set(edges)))


def _steps(value: float, step: Decimal) -> int:
    """How many steps from zero reach as far as `value`."""
    return int(_EXACT.divide(Decimal(repr(value)), step).to_integral_value(ROUND_CEILING))


def _round_step(least: float) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20, ... (or .1, .2, .5, ...) that is not below `least`."""
    power = math.floor(math.log10(least)) if least > 0 else 0
    for shift in (power - 1, power, power + 1):
        for mantissa in (1, 2, 5):
            step = Decimal(mantissa).scaleb(shift)
            if step >= Decimal(repr(least)):
                return step
    return Decimal(1).scaleb(power + 2)


def _log_edges(bottom: float, top: float) -> tuple[float, ...]:
    first, last = math.floor(math.log10(bottom)) - 1, math.ceil(math.log10(top)) + 1
    decades = last - first
    if 3 * decades <= MOST_LOG_BINS + 6:
        marks = [float(f"{mantissa}e{power}") for power in range(first, last + 1) for mantissa in (1, 2, 5)]
    else:
        every = max(1, math.ceil(decades / MOST_LOG_BINS))
        marks = [
            float(f"1e{power}") for power in range(max(first - every, -300), min(last + every, 308), every)
        ]
    below = [mark for mark in marks if mark < bottom][-1:]
    inside = [mark for mark in marks if bottom <= mark < top]
    above = [mark for mark in marks if mark >= top][:1]
    return tuple(below + inside + above)


def date_bins(least: date, most: date, low: date, high: date) -> Bins | None:
    """Bins of whole days, weeks, months, quarters or years for dates; `low` and `high` are the 1st and 99th percentile.

    An edge is the last day of a bin. None where the calendar ends.
    """
    numbers = [float(day.toordinal()) for day in (least, most, low, high)]
    bottom, top = (date.fromordinal(round(day)) for day in _within_reach(*numbers))
    fitting = (grain for grain in GRAINS if about(bottom, top, grain) <= MOST_BINS)
    grain: Grain = next(fitting, "year")
    starts_at = start_of(bottom, grain)
    if starts_at == date.min or end_of(starts_at, grain) == date.max:
        return None
    edges = [starts_at - timedelta(days=1)] + [end for _, end in periods_between(starts_at, top, grain)]
    every = math.ceil((len(edges) - 1) / MOST_BINS) or 1
    thinned = edges[::every]
    return Bins(tuple(thinned if thinned[-1] == edges[-1] else [*thinned, edges[-1]]), "calendar")


def bins_literal(bins: Bins) -> str:
    """The edges as a list in SQL."""
    if bins.scale == "calendar":
        return (
            "["
            + ", ".join(f"DATE '{edge.isoformat()}'" for edge in bins.edges if isinstance(edge, date))
            + "]"
        )
    return "[" + ", ".join(f"CAST('{edge!r}' AS DOUBLE)" for edge in bins.edges) + "]"


def filled(bins: Bins, found: Sequence[int] | None) -> Histogram:
    """The histogram, of what DuckDB's `map_values(histogram(value, edges))` gives: at its head what is at or below the first edge."""
    counts = [int(count) for count in found or ()]
    counts += [0] * (len(bins.edges) + 1 - len(counts))
    below, *inside, above = counts
    return Histogram(bins.edges, bins.scale, tuple(inside), below, above)
