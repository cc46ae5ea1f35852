"""Rolling cut-offs: days from which one looks back to learn and forward to be judged, a horizon apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from core.classifiers.counting import counted
from core.errors import ImpossibleError


@dataclass(frozen=True, slots=True)
class CutOff:
    """One test: what was learned at earlier days, whose windows had ended by this one, is judged by what came after it."""

    day: date
    until: date
    """The first day that no longer counts."""
    learned_at: tuple[date, ...]
    """The latest first."""


def _by_nothing(_: int) -> str:
    return ""


def rolling(
    first: date,
    end: date,
    horizon_days: int,
    most: int,
    hindered: Callable[[int], str] = _by_nothing,
) -> tuple[CutOff, ...]:
    """The tests, the latest first; ImpossibleError where sales from `first` to before `end` are too short for any.

    The first day that is learned at has a whole horizon of sales before it. `hindered` says what, with a horizon for which
    the sales are long enough, would be in the way of judging even so.
    """
    step = timedelta(days=horizon_days)
    days = []
    day = end - step
    while day - step >= first:
        days.append(day)
        day -= step
    if len(days) < 2:
        raise ImpossibleError(
            _not_enough(first, end, horizon_days),
            _cure(first, end, horizon_days, hindered),
        )
    return tuple(
        CutOff(day, day + step, tuple(days[place + 1 :])) for place, day in enumerate(days[:-1][:most])
    )


def _not_enough(first: date, end: date, horizon_days: int) -> str:
    last = end - timedelta(days=1)
    span = (end - first).days
    ahead, spanned = counted(horizon_days, "day"), counted(span, "day")
    if span < horizon_days + 1:
        return (
            f"What happens within {ahead} cannot be judged: the purchases, from {first} to {last}, span {spanned}, so"
            " there is no row after any cut-off whose days had ended."
        )
    return (
        f"What happens within {ahead} cannot be judged: it takes {3 * horizon_days:,} days of sales, a third each to look"
        f" back on, to learn from and to be judged by, and there are {span:,}, from {first} to {last}."
    )


def _cure(first: date, end: date, horizon_days: int, hindered: Callable[[int], str]) -> str:
    possible = first + timedelta(days=3 * horizon_days - 1)
    shorter = (end - first).days // 3
    told = f"It is possible with sales up to {possible}"
    if not shorter:
        return f"{told}."
    told += f"; now with --set classifier.horizon_days={shorter}"
    also = hindered(shorter)
    return f"{told} there are days enough, but that is refused as well: {also}" if also else f"{told}."
