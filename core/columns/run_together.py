"""Dates whose digits run together, such as 230115: which of them are the day, the month and the year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import get_args

from core.columns.date_order import DateEvidence, OpenDate, Order, Settled, Threefold, settle
from core.columns.date_patterns import pattern_reader

PLAUSIBLE_YEARS = range(1990, 2036)
LEAST_READ = 0.85  # share of the filled values that must read before a column counts as dates
_PATTERNS: tuple[tuple[str, Threefold], ...] = (
    ("%d%m%Y", "dmy"),
    ("%m%d%Y", "mdy"),
    ("%Y%j", "ymd"),
    ("%Y%m", "ymd"),
    ("%m.%Y", "ymd"),
    ("%Y.%m", "ymd"),
    ("%d%m%y", "dmy"),
    ("%m%d%y", "mdy"),
    ("%y%m%d", "ymd"),
)
# So many different values that are all months are hardly days.
ENOUGH_MONTHS = 6
_MONTHS_ONLY = {"%Y%m", "%m.%Y", "%Y.%m"}


def plausible_share(
    counts: Mapping[str, int], read: Callable[[str], datetime | None], years: range = PLAUSIBLE_YEARS
) -> float:
    """The share of the rows that a reader gives a date in the years that sales are likely to be from."""
    some = list(counts)[:: max(1, len(counts) // 100)]
    if 2 * sum((moment := read(value)) is None or moment.year not in years for value in some) > len(some):
        return 0
    good = 0
    for value, rows in counts.items():
        moment = read(value)
        good += rows if moment is not None and moment.year in years else 0
    return good / sum(counts.values())


def run_together(
    filled: Sequence[str], counts: Mapping[str, int], evidence: DateEvidence, forced: Order | None
) -> tuple[str, Settled] | None:
    """The pattern that divides the digits of a column, given in file order, and why; None where none reads most of them."""
    asked = forced if forced in get_args(Threefold) else None
    shares = {
        (pattern, order): plausible_share(counts, pattern_reader(pattern, False))
        for pattern, order in _PATTERNS
        if asked in {None, order}
    }
    most = max(shares.values(), default=0)
    if most < LEAST_READ:
        return None
    best = {pattern: order for (pattern, order), share in shares.items() if share == most}
    pattern, order = next(iter(best.items()))
    if asked or len(best) == 1:
        reason = "a date without separators between its parts"
        return pattern, Settled(order, True, f"{reason}, read as asked" if asked else reason)
    if pattern in _MONTHS_ONLY:
        reason = "year and month run together: the last two digits are never above 12"
        return pattern, Settled(order, len(counts) >= ENOUGH_MONTHS, reason)
    settled = settle(list(filter(None, map(_open_date, filled))), evidence, None, tuple(best.values()))
    if settled is None:
        return None
    return next(pattern for pattern, order in best.items() if order == settled.order), settled


def _open_date(digits: str) -> OpenDate | None:
    digits = digits.strip()
    if len(digits) not in (6, 7, 8) or not digits.isdecimal():
        return None
    digits = digits.zfill(len(digits) + len(digits) % 2)  # a spreadsheet leaves out the zero in front
    return OpenDate(int(digits[:2]), int(digits[2:4]), int(digits[4:]), short=len(digits) == 6)
