"""How the dates of a column are written: which order of day, month and year, decided on all its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from core.columns.date_order import DateEvidence, Ground, Order, settle
from core.columns.date_patterns import (
    BLANKS,
    DOTNET,
    epoch_sql,
    iso_has_zone,
    iso_sql,
    pattern_reader,
    patterns_reader,
    patterns_sql,
    read_epoch,
    read_iso,
    read_serial,
    serial_sql,
    usual_iso_patterns,
)
from core.columns.date_shapes import Shape, is_no_day, shape_of
from core.columns.run_together import LEAST_READ, PLAUSIBLE_YEARS, plausible_share, run_together
from core.columns.swapped import Swapped, are_swapped
from core.patterns import later

__all__ = [
    "DateEvidence",
    "DateFormat",
    "Order",
    "date_sql",
    "decide_dates",
    "decide_dates_beside",
    "may_be_date",
    "parse_date",
]

# The share of a column's cells that have to look like dates where the others say something else, and of these the share that one format reads.
LEAST_DATED, BEYOND_DOUBT = 0.5, 0.95
ANY_READ = 0.0
# How the engine itself renders times and dates: what a typed source gives, of which no sample says the form.
_ENGINE_ISO = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How a column writes its dates."""

    order: Order
    patterns: tuple[
        str, ...
    ]  # strptime patterns tried in turn; for ISO dates the usual forms seen, () for serials and Unix times
    iso: bool  # every value that can be read is ISO, for which there is a quick way
    zoned: bool  # zones occur ("Z", "+02:00"): they are cut off, the wall clock is kept
    timed: bool  # a time of day occurs
    decided: bool  # False where the column alone cannot tell; `reason` says what was assumed
    reason: str
    alternative: Order | None = None
    swapped: bool = False  # a spreadsheet stored dates with day and month exchanged; they are exchanged back
    ground: Ground = "values"  # what the order was chosen by

    @property
    def without_day(self) -> Literal["", "month", "week"]:
        """What some of the values say instead of a day, whose first day stands for them."""
        coarse = [pattern for pattern in self.patterns if not _says_day(pattern)]
        return ("week" if "%V" in coarse[0] else "month") if coarse else ""

    @property
    def with_day(self) -> bool:
        """Whether some of the values say the day."""
        return not self.patterns or any(map(_says_day, self.patterns))


def _says_day(pattern: str) -> bool:
    return any(field in pattern for field in ("%d", "%j", "%u"))


def _reader(fmt: DateFormat) -> Callable[[str], datetime | None]:
    if fmt.order == "serial":
        return read_serial
    if fmt.order == "epoch":
        return read_epoch
    return read_iso if fmt.iso else patterns_reader(fmt.patterns, fmt.zoned)


def parse_date(text: str, fmt: DateFormat) -> datetime | None:
    """The moment that a text says; None where it is unreadable or empty."""
    return _reader(fmt)(text)


def date_sql(column: str, fmt: DateFormat) -> str:
    """A DuckDB expression that reads the text expression `column` as TIMESTAMP.

    It is NULL where `parse_date` gives None, and raises nothing.
    """
    if fmt.order == "serial":
        return serial_sql(column)
    if fmt.order == "epoch":
        return epoch_sql(column)
    return (
        iso_sql(column, fmt.patterns or _ENGINE_ISO)
        if fmt.iso
        else patterns_sql(column, fmt.patterns, fmt.zoned)
    )


def decide_dates(
    values: Sequence[str],
    evidence: DateEvidence,
    *,
    order: Order | None = None,
    name_says_date: bool = False,
    swapped: Swapped = "auto",
    least_read: float = LEAST_READ,
) -> DateFormat | None:
    """The format that reads most of the values, or None where that is less than `least_read` of the filled ones.

    `values` are in file order. `order` settles what the column leaves open (a date that starts with the year is
    read as such whatever the order). Columns of plain numbers are dates only if they are yyyymmdd throughout, or
    if `name_says_date`, or if `order` asks for serials or Unix times. `swapped` says whether a spreadsheet exchanged
    day and month where it could.
    """
    filled = [value for value in values if value and not value.isspace()]
    if not filled:
        return None
    counts = Counter(filled)
    if order in {"serial", "epoch"}:
        return _counted(counts, order, asked=True)
    if _mostly(DOTNET, filled):
        return _counted(counts, "epoch")
    if _mostly(_NUMBER, filled):
        return _from_numbers(filled, counts, evidence, order, name_says_date)
    if name_says_date and _mostly(_YEAR_AND_DAY, filled):
        return _from_days_of_years(counts)
    if not _worth_a_look(filled):
        return None
    others = [value for value in counts if read_iso(value) is None]
    impossible = {value for value in others if is_no_day(value)}
    if 0 < sum(counts[value] for value in impossible) <= len(filled) / 2:
        # They are unreadable, but say nothing against how the others are written.
        filled = [value for value in filled if value not in impossible]
        counts = Counter(filled)
        others = [value for value in others if value not in impossible]
    shapes = {value: shape for value in others if (shape := shape_of(value)) is not None}
    if not shapes:
        unread = sum(counts[value] for value in others)
        return _iso_format(counts) if unread <= (1 - least_read) * len(filled) else None
    shapes = {value: shape for value in counts if (shape := shapes.get(value) or shape_of(value)) is not None}
    return _from_shapes(filled, counts, shapes, evidence, order, swapped, least_read)


def decide_dates_beside(
    values: Sequence[str],
    evidence: DateEvidence,
    *,
    order: Order | None = None,
    swapped: Swapped = "auto",
    asked: bool = False,
) -> DateFormat | None:
    """The format of a column that is the date, also where many cells say something else: `offen` for what is not paid yet.

    Half of them have to be dates, and nearly all of these of one format; where somebody `asked` for the column or the order, whatever can
    be read does.
    """
    found = decide_dates(values, evidence, order=order, name_says_date=True, swapped=swapped)
    if found is not None:
        return found
    dated = list(filter(may_be_date, values))
    if not dated or (len(dated) < LEAST_DATED * len(values) and not asked):
        return None
    least = ANY_READ if asked and order else LEAST_READ
    found = decide_dates(dated, evidence, order=order, name_says_date=True, swapped=swapped, least_read=least)
    if found is None:
        return None
    read = sum(parse_date(value, found) is not None for value in dated)
    return found if asked or read >= BEYOND_DOUBT * len(dated) else None


def may_be_date(value: str) -> bool:
    """Whether a cell looks like a date, or is a number, which may stand for one."""
    return (
        _NUMBER.fullmatch(value) is not None or read_iso(value) is not None or shape_of(value) is not None
    ) and not is_no_day(value)


def _worth_a_look(filled: Sequence[str]) -> bool:
    """Whether the column may be dates, by some of its values: columns of words are turned away at once."""
    some = filled[:: max(1, len(filled) // 200)]
    return sum(read_iso(value) is not None or shape_of(value) is not None for value in some) > 0.5 * len(some)


def _mostly(match: re.Pattern[str], filled: Sequence[str]) -> bool:
    some = filled[:: max(1, len(filled) // 200)]
    return sum(match.fullmatch(value) is not None for value in some) > 0.5 * len(some)


def _iso_format(counts: Mapping[str, int]) -> DateFormat:
    timed = any(":" in value for value in counts)
    zoned = timed and any(map(iso_has_zone, filter(_may_have_zone, counts)))
    return DateFormat(
        "ymd",
        usual_iso_patterns(counts),
        True,
        zoned,
        timed,
        True,
        "year-month-day (ISO)" + _zones_in_words(zoned),
    )


def _may_have_zone(value: str) -> bool:
    return not value[-1].isdigit() or "+" in value or "-" in value[10:]


def _zones_in_words(zoned: bool) -> str:
    return "; time zones are cut off and the wall clock is kept" if zoned else ""


def _from_shapes(
    filled: Sequence[str],
    counts: Mapping[str, int],
    shapes: Mapping[str, Shape],
    evidence: DateEvidence,
    forced: Order | None,
    swap: Swapped,
    least_read: float,
) -> DateFormat | None:
    opened = [fields for value in filled if (shape := shapes.get(value)) and (fields := shape.fields)]
    settled = settle(opened, evidence, forced) if opened else None
    swapped = settled is not None and are_swapped(
        [(shape.pattern, shape.fields, value) for value, shape in shapes.items()], settled.order, swap
    )
    rows_of: Counter[tuple[str, Order]] = Counter()
    for value, shape in shapes.items():
        order = settled.order if settled and shape.fields else shape.order
        rows_of[shape.pattern_as(order, swapped=swapped), order] += counts[value]
    patterns = tuple(dict.fromkeys(pattern for (pattern, _), _ in rows_of.most_common()))
    zoned, timed = (any(shape.zoned for shape in shapes.values()), any(s.timed for s in shapes.values()))
    order, decided, alternative = rows_of.most_common(1)[0][0][1], True, None
    reason = "dates with the month by name" if "%b" in patterns[0] else "year first"
    if settled:
        order, decided, reason, alternative = (
            settled.order,
            settled.decided,
            settled.reason,
            settled.alternative,
        )
    used, good = _used(patterns, zoned, counts)
    if not good or good < least_read * len(filled):
        return None
    if swapped:
        reason += "; dates that a spreadsheet stored have day and month exchanged back"
    reason += _zones_in_words(zoned)
    ground = settled.ground if settled else "values"
    return DateFormat(order, used, False, zoned, timed, decided, reason, alternative, swapped, ground)


def _used(patterns: tuple[str, ...], zoned: bool, counts: Mapping[str, int]) -> tuple[tuple[str, ...], int]:
    """The patterns that read at least one value, in the order given, and how many rows are read."""
    readers = [(pattern, pattern_reader(pattern, zoned)) for pattern in patterns]
    used: set[str] = set()
    good = 0
    for value, rows in counts.items():
        for pattern, read in readers:
            if read(value) is not None:
                used.add(pattern)
                good += rows
                break
    return tuple(pattern for pattern in patterns if pattern in used), good


# --- columns of plain numbers -----------------------------------------------------------------------------

_NUMBER = later(rf"{BLANKS}[0-9]+(?:[.,][0-9]*)?{BLANKS}")
_DAY_OF_YEAR, _YEAR_AND_DAY = "%Y-%j", re.compile(f"{BLANKS}[0-9]{{4}}-[0-9]{{3}}{BLANKS}")
_SERIAL_YEARS = range(1955, 2064)  # day numbers of about 20,000 to 60,000
ANY_YEARS = range(1, 10_000)
_LEAST_DISTINCT = 4  # yyyymmdd in fewer distinct values may well be something else
_COMPACT_ORDERS: tuple[tuple[str, Order], ...] = (
    ("%Y%m%d", "ymd"),
    ("%Y%m%d%H%M%S", "ymd"),
    ("%Y%m%d%H%M", "ymd"),
)


def _from_days_of_years(counts: Mapping[str, int]) -> DateFormat | None:
    """2025-063: a form that order numbers have too, so that the name of the column has to say that it is a date."""
    if plausible_share(counts, pattern_reader(_DAY_OF_YEAR, False)) < LEAST_READ:
        return None
    return DateFormat("ymd", (_DAY_OF_YEAR,), False, False, False, True, "the year and the number of its day")


def _from_numbers(
    filled: Sequence[str],
    counts: Mapping[str, int],
    evidence: DateEvidence,
    order: Order | None,
    name_says_date: bool,
) -> DateFormat | None:
    for pattern, own in _COMPACT_ORDERS:
        share = plausible_share(counts, pattern_reader(pattern, False))
        sure = share == 1 and len(counts) >= _LEAST_DISTINCT
        if sure or ((name_says_date or order == own) and share >= LEAST_READ):
            timed = "%H" in pattern
            return DateFormat(own, (pattern,), False, False, timed, True, "year, month and day run together")
    padded = sum(rows for value, rows in counts.items() if value.strip()[0] == "0")
    if name_says_date and order is None and padded < (1 - LEAST_READ) * len(filled):
        # Neither counts with leading zeros.
        for numeric in ("serial", "epoch"):
            if fmt := _counted(counts, numeric):
                return fmt
    found = run_together(filled, counts, evidence, order) if name_says_date or order else None
    if found is None:
        return None
    pattern, settled = found
    return DateFormat(
        settled.order,
        (pattern,),
        False,
        False,
        False,
        settled.decided,
        settled.reason,
        settled.alternative,
        ground=settled.ground,
    )


def _counted(
    counts: Mapping[str, int], order: Literal["serial", "epoch"], *, asked: bool = False
) -> DateFormat | None:
    """Day numbers of a spreadsheet, or Unix times; where they are `asked` for, of any year."""
    if order == "serial":
        read, years, reason = read_serial, _SERIAL_YEARS, "day numbers of a spreadsheet, counted from 1900"
    else:
        read, years, reason = read_epoch, PLAUSIBLE_YEARS, "Unix times (UTC)"
    if plausible_share(counts, read, ANY_YEARS if asked else years) < LEAST_READ:
        return None
    timed = any(moment is not None and moment.time() != time.min for moment in map(read, counts))
    return DateFormat(order, (), False, False, timed, True, reason)
