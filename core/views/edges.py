"""Round edges for the bars of a histogram: numbers that people count by, and days that calendars begin with."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

Edge = float | date
# Within one power of ten, from few edges to many, about evenly apart on a logarithmic scale.
LOG_STEPS = (("1",), ("1", "3"), ("1", "2", "5"), ("1", "1.5", "2", "3", "5", "7"))
ROUND_STEPS = ("1", "2", "5")
# A round edge may lie within whatever is drawn, zero above all.
FEWEST = 2
LATEST = date.max.toordinal()
DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def linear_edges(least: float, most: float, bins: int, *, whole: bool) -> list[float]:
    """Edges at equal steps of 1, 2 or 5 times a power of ten, from `least` or below to above `most`: at most `bins` bars, or two."""
    low, high = Decimal(repr(float(least))), Decimal(repr(float(most)))
    step = _first_step(high - low or abs(low) or Decimal(1), bins, whole=whole)
    while _steps(high, step) - _steps(low, step) + 1 > max(FEWEST, bins):
        step = _next_step(step)
    first, last = _steps(low, step), _steps(high, step) + 1
    return [float(number * step) for number in range(first, last + 1)]


def log_edges(least: float, most: float, bins: int, *, whole: bool) -> list[float]:
    """Edges at round numbers about equally apart on a logarithmic scale, from `least` (above 0) or below to above `most`."""
    for steps in reversed(LOG_STEPS):
        edges = _log_edges(least, most, steps, 1, whole=whole)
        if len(edges) - 1 <= bins:
            return edges
    powers = 2
    edges = _log_edges(least, most, ("1",), powers, whole=whole)
    while len(edges) - 1 > max(FEWEST, bins):
        powers += 1
        edges = _log_edges(least, most, ("1",), powers, whole=whole)
    return edges


def calendar_edges(first: date, last: date, bins: int) -> tuple[str, list[date]]:
    """Days, weeks, months, quarters or years, the shortest of which at most `bins` reach from `first` to `last`; or several years."""
    for unit in ("day", "week", *MONTHS):
        edges = _calendar(first, last, unit)
        if len(edges) - 1 <= bins:
            return unit, edges
    years, numbers = 1, (first.year, last.year)
    while numbers[1] // years - numbers[0] // years + 1 > max(FEWEST, bins):
        years = _longer(years)
    begun = range(numbers[0] // years, numbers[1] // years + 2)
    return "years", [date(min(max(number * years, 1), date.max.year), 1, 1) for number in begun]


def _first_step(span: Decimal, bins: int, *, whole: bool) -> Decimal:
    """The largest power of ten that surely makes too many bars, or as many as asked."""
    step = Decimal(10) ** ((span / max(1, bins)).adjusted() - 1)
    return max(step, Decimal(1)) if whole else step


def _next_step(step: Decimal) -> Decimal:
    return step * 5 / 2 if step.as_tuple().digits[0] == 2 else step * 2


def _longer(years: int) -> int:
    return int(_next_step(Decimal(years)))


def _steps(value: Decimal, step: Decimal) -> int:
    return int((value / step).to_integral_value(ROUND_FLOOR))


def _log_edges(least: float, most: float, steps: tuple[str, ...], powers: int, *, whole: bool) -> list[float]:
    low, high = Decimal(repr(float(least))), Decimal(repr(float(most)))
    lowest = low.adjusted() // powers * powers
    edges: list[Decimal] = []
    power = lowest
    while not edges or edges[-1] <= high:
        for text in steps:
            edge = Decimal(text).scaleb(power)
            if not whole or edge == edge.to_integral_value():
                edges.append(edge)
        power += powers
    from_low = max(at for at, edge in enumerate(edges) if edge <= low)
    past_high = min(at for at, edge in enumerate(edges) if edge > high)
    return [float(edge) for edge in edges[from_low : past_high + 1]]


def _calendar(first: date, last: date, unit: str) -> list[date]:
    if unit in ("day", "week"):
        days = 1 if unit == "day" else DAYS_A_WEEK
        start = first.toordinal() - (first.weekday() if unit == "week" else 0)
        count = (last.toordinal() - start) // days + 1
        return [date.fromordinal(min(max(start, 1) + days * at, LATEST)) for at in range(count + 1)]
    months = MONTHS[unit]
    begin = (first.year * MONTHS_A_YEAR + first.month - 1) // months
    end = (last.year * MONTHS_A_YEAR + last.month - 1) // months + 1
    return [_month(number * months) for number in range(begin, end + 1)]


def _month(number: int) -> date:
    year, month = divmod(number, MONTHS_A_YEAR)
    return date(year, month + 1, 1) if year <= date.max.year else date.max
