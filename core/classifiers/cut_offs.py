"""Rolling cut-offs: days from which one looks back to learn and forward to be judged, a horizon apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import ImpossibleError


@dataclass(frozen=True, slots=True)
class CutOff:
    """One test: what was learned at earlier days, whose windows had ended by this one, is judged by what came after it."""

    day: date
    until: date
    """The first day that no longer counts."""
    learned_at: tuple[date, ...]
    """The latest first."""


def rolling(first: date, end: date, horizon_days: int, most: int) -> tuple[CutOff, ...]:
    """The tests, the latest first; ImpossibleError where sales from `first` to before `end` are too short for any.

    The first day that is learned at has a whole horizon of sales before it.
    """
    step = timedelta(days=horizon_days)
    days = []
    day = end - step
    while day - step >= first:
        days.append(day)
        day -= step
    if len(days) < 2:
        raise ImpossibleError(
            f"{_not_enough(first, end, horizon_days)}",
            _cure(first, end, horizon_days),
        )
    return tuple(
        CutOff(day, day + step, tuple(days[place + 1 :])) for place, day in enumerate(days[:-1][:most])
    )


def _not_enough(first: date, end: date, horizon_days: int) -> str:
    last = end - timedelta(days=1)
    span = (end - first).days
    ahead, spanned = (f"{days:,} {'day' if days == 1 else 'days'}" for days in (horizon_days, span))
    if span < horizon_days + 1:
        return (
            f"What happens within {ahead} cannot be judged: the purchases, from {first} to {last}, span {spanned}, so"
            " there is no row after any cut-off whose days had ended."
        )
    return (
        f"What happens within {ahead} cannot be judged: it takes {3 * horizon_days:,} days of sales, a third each to look"
        f" back on, to learn from and to be judged by, and there are {span:,}, from {first} to {last}."
    )


def _cure(first: date, end: date, horizon_days: int) -> str:
    possible = first + timedelta(days=3 * horizon_days - 1)
    shorter = (end - first).days // 3
    now = f"; now with --set classifier.horizon_days={shorter}" if shorter else ""
    return f"It is possible with sales up to {possible}{now}."
