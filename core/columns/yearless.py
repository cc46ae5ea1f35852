"""Dates without a year, as accounting programs write them where the year stands in the first line of the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.patterns import later

# 0703 and 703 (the third of July, or the seventh of March), 07.03., 7/3.
DAY_AND_MONTH = later(r"([0-9]{1,2}?)[./-]?([0-9]{2})|([0-9]{1,2})[./-]([0-9]{1,2})\.?")
YEAR = later("(?:19|20)[0-9]{2}")
# The days of fewer are no calendar.
LEAST_DAYS = 5
A_LEAP_YEAR = 2024


def lacks_year(cells: Iterable[str]) -> bool:
    """Whether all cells are a day and a month, in one order, and many different ones; never where all of them are years."""
    different = set(cells)
    found = [DAY_AND_MONTH.fullmatch(cell) for cell in different]
    if len(different) < LEAST_DAYS or not all(found) or all(map(YEAR.fullmatch, different)):
        return False
    pairs = [(int(match[1] or match[3]), int(match[2] or match[4])) for match in found if match]
    return all(_is_day(*pair) for pair in pairs) or all(_is_day(month, day) for day, month in pairs)


def _is_day(day: int, month: int) -> bool:
    try:
        date(A_LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
