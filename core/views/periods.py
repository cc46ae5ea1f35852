"""Days, weeks (from Monday), months, quarters and years of the calendar, one after the other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "week", "month", "quarter", "year"]

GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.3, "year": 365.25}


def start_of(day: date, grain: Grain) -> date:
    """The first day of the period that a day lies in."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[grain]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def end_of(start: date, grain: Grain) -> date:
    """The last day of the period that begins on `start`; no later than the calendar goes."""
    try:
        if grain in ("day", "week"):
            return start + timedelta(days=int(_DAYS[grain]) - 1)
        month = start.month - 1 + _MONTHS[grain]
        return date(start.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except (OverflowError, ValueError):
        return date.max


def periods_between(first: date, last: date, grain: Grain) -> list[tuple[date, date]]:
    """Every period from the one of `first` to the one of `last`, as its first and last day."""
    found = []
    start = start_of(first, grain)
    while True:
        end = end_of(start, grain)
        found.append((start, end))
        if end >= last:
            return found
        start = end + timedelta(days=1)


def about(first: date, last: date, grain: Grain) -> float:
    """About how many periods lie between two days."""
    return ((last - first).days + 1) / _DAYS[grain]
