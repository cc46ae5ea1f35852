"""The time of day in a column beside the date's: which column that is, and how the two cells become one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import time

from core.columns.date_patterns import BLANK_AT_HALF, HALF_DAY
from core.columns.dates import DateEvidence, DateFormat, decide_dates, parse_date
from core.columns.evidence import Column
from core.columns.words import read_name
from core.patterns import later
from core.sql import literal

CLOCK = later(
    r"(?:[01]?[0-9]|2[0-3])(?P<colon>[:.hHuU])[0-5][0-9](?:(?P=colon)[0-5][0-9](?:[.,][0-9]+)?)?"
    rf"(?:{BLANK_AT_HALF}*{HALF_DAY})?(?: *[A-Z]{{3,4}}| *[+-][0-9:]{{4,5}})?"
)
MOSTLY = 0.9
LOOKED_AT = 1_000
# What the name of a time of sale may say, beside what the date's own name says; else it is the time of something else.
OF_A_SALE = frozenset(("time", "date", "order", "sale", "sales", "created", "store"))
# What regular expressions take off or write out, in turn: the midnight that a spreadsheet or database stores with a day, and, of a time,
# a word for hours, the day that it stores with it, fractions of seconds, and digits run together.
_MIDNIGHT = r"[ T]0?0:00(:00([.]0+)?)?$"
_OF_CLOCK = (
    (r" *([Uu]hr|[Uu]ur|[Hh]rs?)[.]?$", ""),
    (r"^(1899-12-3[01]|1900-01-0[01]|1904-01-01)[ T]", ""),
    (r"^([0-9]{1,2}:[0-9]{2}:[0-9]{2})[.,][0-9]+", r"\1"),
    (r"^([0-9]{2})([0-9]{2})([0-9]{2})$", r"\1:\2:\3"),
    (r"^([0-9]{2})([0-9]{2})$", r"\1:\2"),
)


def moment_text(day: str, clock: str) -> str:
    """A date's cell and a time's as one text; a blank time, or one that says nothing (`n/a`), leaves the day alone."""
    day, clock = day.strip(" "), clock.strip(" ")
    if not day or not re.search("[0-9]", clock):
        return day
    return f"{re.sub(_MIDNIGHT, '', day)} {_plain(clock)}"


def _plain(clock: str) -> str:
    for pattern, put in _OF_CLOCK:
        clock = re.sub(pattern, put, clock)
    return clock


def moment_sql(day: str, clock: str) -> str:
    """`moment_text` of two text expressions, in SQL."""
    own = f"trim({clock})"
    for pattern, put in _OF_CLOCK:
        own = f"regexp_replace({own}, {literal(pattern)}, {literal(put)})"
    bare = f"regexp_replace(trim({day}), {literal(_MIDNIGHT)}, '')"
    joined = f"concat({bare}, ' ', {own})"
    return f"CASE WHEN trim({day}) <> '' AND regexp_matches({clock}, '[0-9]') THEN {joined} ELSE {day} END"


def has_times(values: Iterable[str | None], dates: DateFormat) -> bool:
    """Whether some of a column's dates have a time of day; midnight on all of them is none."""
    if not dates.timed:
        return False
    moments = (parse_date(value, dates) for value in values if value)
    return any(moment is not None and moment.time() != time.min for moment in moments)


def clock_beside(date: Column, table: Sequence[Column], taken: Iterable[int]) -> Column | None:
    """The column of the times of day of a date that has none itself; None where there is none, or it cannot be read."""
    dates = date.profile.dates
    if dates is None or has_times(date.some, dates):
        return None
    own = read_name(date.profile.name).concepts
    clocks = [
        column
        for column in table
        if column.position not in {*taken, date.position}
        and _may_be_of(column, own, date.position)
        and _is_clock(column)
    ]
    nearest = sorted(
        clocks,
        key=lambda column: (
            -len(read_name(column.profile.name).concepts & own),
            abs(column.position - date.position),
        ),
    )
    return next((column for column in nearest if _reads(date, column)), None)


def tells_time_of_day(column: Column) -> bool:
    """Whether a column of text holds times of day as they are written, which are no ids, whoever shares one; digits run together may be."""
    if column.profile.kind != "text" or not column.some:
        return False
    return sum(CLOCK.fullmatch(value.strip()) is not None for value in column.some) >= MOSTLY * len(
        column.some
    )


def _may_be_of(column: Column, own: frozenset[str], place: int) -> bool:
    reading = read_name(column.profile.name)
    if reading.generic:
        return abs(column.position - place) == 1
    return reading.has("time", "date") and not reading.unknown and reading.concepts <= OF_A_SALE | own


def _is_clock(column: Column) -> bool:
    clocks = [CLOCK.fullmatch(_plain(value)) for value in column.some]
    return len(clocks) - clocks.count(None) >= MOSTLY * len(clocks) > 0


def _reads(date: Column, clock: Column) -> bool:
    pairs = zip(date.values[:LOOKED_AT], clock.values[:LOOKED_AT], strict=True)
    joined = [moment_text(day, time_of_day or "") for day, time_of_day in pairs if day]
    found = decide_dates(joined, DateEvidence(), name_says_date=True)
    return found is not None and found.timed
