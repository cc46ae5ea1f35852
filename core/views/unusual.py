"""Months that stand out: gaps, lows and spikes, by a rule that a person can check with a pencil."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median
from typing import Literal

# So many months on either side are what a month is compared with, and fewer than the least of them say nothing.
NEIGHBOURS = 6
LEAST_NEIGHBOURS = 4
TIMES = 3

UNUSUAL = (
    "A month is a gap where nothing was sold in it, but before and after. It is low or a spike where it comes to less than a third of"
    " the usual or to more than three times it: the median of the six months before it and the six after it, or of as many as there"
    " are with sales, if these are four at least. A month of which the data holds only a part is not called low, and not compared with."
)


@dataclass(frozen=True, slots=True)
class Month:
    """What was sold in one month."""

    start: date
    end: date
    rows: int
    value: float
    """Money, or rows where there is none."""
    partial: bool


@dataclass(frozen=True, slots=True)
class Unusual:
    """A month, or several months without sales in a row, that stands out."""

    kind: Literal["gap", "low", "spike"]
    start: date
    end: date
    months: int
    value: float
    usual: float | None
    """What months around it come to; None for a gap."""


def unusual_months(months: Sequence[Month]) -> tuple[Unusual, ...]:
    """The months that stand out, in the order of time; `months` begins and ends with one that sold something."""
    return tuple(sorted((*_gaps(months), *_out_of_line(months)), key=lambda found: found.start))


def _gaps(months: Sequence[Month]) -> Iterator[Unusual]:
    for sold, run in groupby(months, key=lambda month: month.rows > 0):
        if not sold:
            empty = list(run)
            yield Unusual("gap", empty[0].start, empty[-1].end, len(empty), 0.0, None)


def _out_of_line(months: Sequence[Month]) -> Iterator[Unusual]:
    for place, month in enumerate(months):
        if not month.rows:
            continue
        around = [
            *months[max(0, place - NEIGHBOURS) : place],
            *months[place + 1 : place + 1 + NEIGHBOURS],
        ]
        values = [other.value for other in around if other.rows and not other.partial]
        if len(values) < LEAST_NEIGHBOURS:
            continue
        usual = median(values)
        if month.value > TIMES * usual > 0:
            yield Unusual("spike", month.start, month.end, 1, month.value, round(usual, 2))
        elif month.value * TIMES < usual and not month.partial:
            yield Unusual("low", month.start, month.end, 1, month.value, round(usual, 2))
