"""Periods that stand out: gaps, lows and spikes of what was sold, and spikes of refunds, by a rule that a person can check with a pencil."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from statistics import median
from typing import Literal

# So many periods on either side are what one is compared with, and fewer than the least of them say nothing.
NEIGHBOURS = 6
LEAST_NEIGHBOURS = 4
TIMES = 3

UNUSUAL = (
    "A week, month, quarter or year is a gap where nothing was sold in it, but before and after. It is low or a spike where it comes to"
    " less than a third of the usual or to more than three times it: the median of the six before it and the six after it, or of as many"
    " as there are with sales, if these are four at least. One of which the data holds only a part is not called low, and not compared"
    " with. Of refunds only spikes are told, by the same rule. Days have their rhythm, so where these are shown, months are looked at."
)


@dataclass(frozen=True, slots=True)
class Span:
    """What was sold in one period."""

    start: date
    end: date
    rows: int
    value: float
    """Money, or rows where there is none."""
    partial: bool


@dataclass(frozen=True, slots=True)
class Unusual:
    """A period, or several without sales in a row, that stands out."""

    kind: Literal["gap", "low", "spike", "refunds"]
    """`refunds` is a spike of what was given back."""
    start: date
    end: date
    periods: int
    value: float
    usual: float | None
    """What those around it come to; None for a gap."""


def unusual_spans(spans: Sequence[Span]) -> tuple[Unusual, ...]:
    """Those that stand out, in the order of time; `spans` begins and ends with one that sold something."""
    return tuple(sorted((*_gaps(spans), *_out_of_line(spans)), key=lambda found: found.start))


def refund_spikes(spans: Sequence[Span]) -> tuple[Unusual, ...]:
    """Those in which far more was given back, as numbers above zero, than in those around them."""
    return tuple(replace(found, kind="refunds") for found in _out_of_line(spans) if found.kind == "spike")


def _gaps(spans: Sequence[Span]) -> Iterator[Unusual]:
    for sold, run in groupby(spans, key=lambda span: span.rows > 0):
        if not sold:
            empty = list(run)
            yield Unusual("gap", empty[0].start, empty[-1].end, len(empty), 0.0, None)


def _out_of_line(spans: Sequence[Span]) -> Iterator[Unusual]:
    for place, span in enumerate(spans):
        if not span.rows:
            continue
        around = [
            *spans[max(0, place - NEIGHBOURS) : place],
            *spans[place + 1 : place + 1 + NEIGHBOURS],
        ]
        values = [other.value for other in around if other.rows and not other.partial]
        if len(values) < LEAST_NEIGHBOURS:
            continue
        usual = median(values)
        if span.value > TIMES * usual > 0:
            yield Unusual("spike", span.start, span.end, 1, span.value, round(usual, 2))
        elif span.value * TIMES < usual and not span.partial:
            yield Unusual("low", span.start, span.end, 1, span.value, round(usual, 2))
