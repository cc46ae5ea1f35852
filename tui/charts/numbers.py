"""Numbers and dates as people write them on an axis, and where an axis has its ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tui.number_style import number_style

UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
# Up to here a number on an axis is written out.
WRITTEN_OUT_BELOW = 10_000
LARGEST_WITH_UNIT = 1e15
SMALLEST_WRITTEN_OUT = 1e-4
LARGEST = 1e300
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000)
LAST_MONTH = 12 * date.max.year + 11
DAY_STEPS = (1, 2, 7, 14)


class Tick(NamedTuple):
    """A place on an axis and what is written there."""

    at: float
    text: str


def finite(value: float | None) -> float | None:
    """The value, unless there is none that could be drawn; so large at most that sums and spans of such stay finite."""
    if value is None:
        return None
    number = float(value)
    return min(max(number, -LARGEST), LARGEST) if math.isfinite(number) else None


def short(value: float | None, digits: int = 3) -> str:
    """A number in few characters: 1,234, 12.3k, 1.2M, 5e-9."""
    number = finite(value)
    if number is None:
        return ""
    size = abs(number)
    if size == 0:
        return "0"
    if size >= LARGEST_WITH_UNIT or size < SMALLEST_WRITTEN_OUT:
        return _scientific(number)
    if round(size) < WRITTEN_OUT_BELOW:
        decimals = max(0, digits - 1 - math.floor(math.log10(size)))
        return _written(f"{number:,.{decimals}f}")
    for unit, name in reversed(UNITS):
        shown = float(f"{number / unit:.{digits}g}")
        if abs(shown) < 1000:
            return _written(f"{shown:.{digits}g}") + name
    return _scientific(number)


def _scientific(number: float) -> str:
    head, _, power = f"{number:.1e}".partition("e")
    return f"{_written(head)}e{int(power)}"


def _written(text: str) -> str:
    """A number without zeros at its end, as the preferences write it."""
    return number_style().marked(text.rstrip("0").rstrip(".") if "." in text else text)


def tick_texts(values: Sequence[float]) -> list[str]:
    """Each tick of one axis in the same unit and with as many decimals as it takes to tell them apart."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= LARGEST_WITH_UNIT or 0 < largest < SMALLEST_WRITTEN_OUT:
        return [short(value) for value in values]
    unit, name = next(
        ((unit, name) for unit, name in UNITS if largest >= unit and largest >= WRITTEN_OUT_BELOW), (1.0, "")
    )
    texts: list[str] = []
    for decimals in range(7):
        texts = [f"{_written(f'{value / unit:,.{decimals}f}')}{name}" if value else "0" for value in values]
        exact = all(
            math.isclose(round(value / unit, decimals), value / unit, abs_tol=1e-9) for value in values
        )
        if exact and len(set(texts)) == len(texts):
            break
    return texts


def nice_ticks(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """At most about `most` round numbers that reach from `low` or below it to `high` or above it."""
    if not low < high:
        low, high = _around(low)
    span = high - low
    least = span / max(most - 1, 1)
    if not (math.isfinite(span) and least > 0):
        return [low, high]
    power = math.floor(math.log10(least))
    try:
        unit = 10.0**power
        step = next(nice * unit for nice in (1, 2, 2.5, 5, 10) if nice * unit >= least * (1 - 1e-9))
    except (OverflowError, StopIteration):
        return [low, high]
    if whole:
        step = 5.0 if step == 2.5 else max(1.0, step)
    if not step or not math.isfinite(high / step):
        return [low, high]
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # Among huge numbers that are nearly equal, the step is lost in the rounding.
    ticks = [count * step for count in range(first, last + 1)] if last - first <= 4 * max(most, 2) else []
    return ticks if len(set(ticks)) == len(ticks) > 1 else [low, high]


def _around(value: float) -> tuple[float, float]:
    """A span to show a single value in."""
    if value == 0:
        return 0.0, 1.0
    return (0.0, value) if value > 0 else (value, 0.0)


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Powers of ten in a range above zero; with 2 and 5 where there are few, and only some where there are many."""
    first, last = math.floor(math.log10(low) + 1e-9), math.ceil(math.log10(high) - 1e-9)
    inside = (low * (1 - 1e-9), high * (1 + 1e-9))
    steps = (1, 2, 5) if 3 * (last - first) + 1 <= most else (1,)
    every = max(1, math.ceil((last - first + 1) / max(most, 1)))
    ticks: list[float] = []
    for power in range(first, last + 1, every):
        with_steps = (float(f"{step}e{power}") for step in steps)
        ticks += [tick for tick in with_steps if inside[0] <= tick <= inside[1]]
    return ticks or [low]


def date_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """Round dates between two dates, at most `most`: years, months or days, each written so that it stands alone."""
    most = max(most, 1)
    months = 12 * (last.year - first.year) + last.month - first.month
    if months >= 3 or (months and most <= 3):
        start = 12 * first.year + first.month - 1 + (first.day > 1)
        end = min(12 * last.year + last.month - 1, LAST_MONTH)
        steps = (range(start + -start % step, end + 1, step) for step in MONTH_STEPS)
        found = next(
            (ticks for ticks in steps if 0 < len(ticks) <= most), range(start, end + 1, end - start + 1)
        )
        # Years need no months beside them.
        as_years = found.step >= 12 and not found.start % 12
        return [
            (date(at // 12, at % 12 + 1, 1), str(at // 12) if as_years else month_text(at // 12, at % 12))
            for at in found
        ]
    days = (last - first).days
    step = next((step for step in DAY_STEPS if days // step + 1 <= most), max(1, math.ceil(days / most)))
    # Weeks begin on Mondays.
    begin = -first.weekday() % 7 if step in (7, 14) and days >= 7 else 0
    return [
        (first + timedelta(offset), (first + timedelta(offset)).isoformat())
        for offset in range(begin, days + 1, step)
    ]


def month_text(year: int, month: int) -> str:
    """A month, counted from 0, as `Mar 2011`."""
    return f"{MONTHS[month]} {year}"
