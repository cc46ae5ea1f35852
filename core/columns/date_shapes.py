"""The forms in which dates are written, each recognised by its looks alone: a pattern, and what day and month leave open."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from core.columns.date_order import OpenDate, Order
from core.columns.date_patterns import (
    BLANK_AT_HALF,
    BLANKS,
    HALF_DAY,
    LEAD,
    LETTER,
    OCLOCK,
    TO_TIME,
    ZONE,
    full_year,
    pattern_reader,
)
from core.columns.swapped import STORED, STORED_SWAPPED
from core.patterns import later


class Shape(NamedTuple):
    """How a value writes its date, apart from the order of day and month where that is open."""

    pattern: str  # for strptime, with three {} for the fields of an open date
    order: Order = "ymd"
    fields: OpenDate | None = None
    zoned: bool = False
    timed: bool = False

    def pattern_as(self, order: Order, *, swapped: bool = False) -> str:
        """The strptime pattern, under an order if the date is open, else with day and month exchanged if they were."""
        if self.fields is None:
            return self.pattern.replace(STORED, STORED_SWAPPED) if swapped else self.pattern
        year = "%y" if self.fields.short else "%Y"
        directives = {"dmy": ("%d", "%m", year), "mdy": ("%m", "%d", year), "ymd": (year, "%m", "%d")}
        return self.pattern.format(*directives[order])


# Between hours and minutes, as in 18:38, 18.38, 18h38 and 18 h 38; where nothing follows, the letter is a word for hours.
COLON = "[:.]|[hHuU]| [hH] "
# DB2 writes 2023-01-24-13.30.57.000000.
_DB2_GAP = r"-(?=[0-9]{2}\.[0-9]{2}\.[0-9]{2})"
OCLOCK_ALONE = f"(?P<hours>{OCLOCK})"
_TIME = (
    rf"(?:(?P<gap>T|, *| +|:|{_DB2_GAP}|{TO_TIME})(?P<hour>[0-9]{{1,2}})(?:{OCLOCK_ALONE}|(?P<colon>{COLON})[0-9]{{2}}"
    r"(?P<seconds>(?P=colon)[0-9]{2}(?P<fraction>[.,][0-9]{1,9})?)?"
    rf"(?:(?P<space>{BLANK_AT_HALF}*)(?P<half>{HALF_DAY}))?(?P<oclock>{OCLOCK})?)(?P<zone>{ZONE})?)?"
)
_TAIL = f"{_TIME}{BLANKS}"
_LEAD = later(f"{BLANKS}{LEAD}")
_TRIPLE = later(
    rf"{BLANKS}(?P<a>[0-9]{{1,4}})(?P<sep>\. |[/. -])(?P<b>[0-9]{{1,2}})(?P=sep)(?P<cut>['’]?)(?P<c>[0-9]{{1,4}})(?P<end>\.?){_TAIL}"
)
_SIGNED = later(
    rf"{BLANKS}[0-9]{{4}}(?P<year>[年년] *)[0-9]{{1,2}}(?P<month>[月월] *)[0-9]{{1,2}}(?P<day>[日일]){_TAIL}"
)
_NAMED = later(f"{BLANKS}(?P<date>[^:]*?{LETTER}[^:]*?){_TAIL}")
# As C and `date` write it: Fri Dec  4 08:26:00 CET 2009, without its weekday.
_YEAR_LAST = later(
    rf"{BLANKS}[A-Za-z]{{3,10}}\.? +[0-9]{{1,2}} +[0-9]{{1,2}}:[0-9]{{2}}:[0-9]{{2}}(?P<zone>{ZONE})? +[0-9]{{4}}{BLANKS}"
)
_COMPACT = later(
    rf"{BLANKS}[0-9]{{8}}(?:(?P<rungap>T| +)(?P<run>[0-9]{{6}}|[0-9]{{4}})(?P<runfraction>[.,][0-9]{{1,9}})?"
    rf"(?P<runzone>{ZONE})?{BLANKS}|{_TAIL})"
)
# As tills and logs write it, the time first: 18:38 03.02.2023.
_TIME_FIRST = later(
    r"(?P<hour>[0-9]{1,2}):[0-9]{2}(?P<seconds>:[0-9]{2})?"
    rf"(?:(?P<space>{BLANK_AT_HALF}*)(?P<half>{HALF_DAY}))?(?P<gap>, *| +)(?=[^ ])"
)
_YEAR_MONTH = later(
    rf"{BLANKS}(?:(?:19|20)[0-9]{{2}}(?P<after>[-/])[0-9]{{1,2}}|[0-9]{{1,2}}(?P<before>[-/])(?:19|20)[0-9]{{2}})"
    rf"{BLANKS}"
)
_WEEK = later(rf"{BLANKS}(?:19|20)[0-9]{{2}}(?P<dash>-?)W[0-9]{{2}}(?P<day>(?P=dash)[1-7])?{BLANKS}")
_NAMED_PATTERNS: tuple[tuple[str, Order], ...] = (
    ("%d %b %Y", "dmy"),
    ("%d %b %y", "dmy"),
    ("%b %d %Y", "mdy"),
    ("%b %d %y", "mdy"),
    ("%Y %b %d", "ymd"),
    ("%b %Y", "ymd"),
    ("%b %y", "ymd"),
    ("%Y %b", "ymd"),
)


def shape_of(value: str) -> Shape | None:
    """How a value writes a date; None where it does not look like one."""
    if len(value) > 80:
        return None
    shape = _dated(value)
    if shape is None and (lead := _LEAD.match(value)):
        shape = _dated(value[lead.end() :])
        return shape and shape._replace(pattern=f"%a {shape.pattern}")
    if shape is None and (clock := _TIME_FIRST.match(value)):
        shape = _dated(value[clock.end() :])
        if shape is None or shape.timed or shape.zoned:
            return None
        return shape._replace(pattern=_clock_first(clock) + shape.pattern, timed=True)
    return shape


def _dated(text: str) -> Shape | None:
    if found := _TRIPLE.fullmatch(text):
        return _triple(found)
    if found := _YEAR_MONTH.fullmatch(text):
        return Shape(f"%Y{sep}%m" if (sep := found["after"]) else f"%m{found['before']}%Y")
    if found := _SIGNED.fullmatch(text):
        signs = [re.sub(" +", " ", found[part]) for part in ("year", "month", "day")]
        clock = _tail(found)
        return Shape("%Y{}%m{}%d{}".format(*signs) + clock, zoned=bool(found["zone"]), timed=bool(clock))
    if found := _WEEK.fullmatch(text):
        dash = found["dash"]
        return Shape(f"%G{dash}W%V" + (f"{dash}%u" if found["day"] else ""))
    if found := _COMPACT.fullmatch(text):
        return _compact(found)
    if found := _YEAR_LAST.fullmatch(text):
        pattern = "%b %d %H:%M:%S %Y"
        read = pattern_reader(pattern, False)(text) is not None
        return Shape(pattern, "mdy", None, bool(found["zone"]), timed=True) if read else None
    if found := _NAMED.fullmatch(text):
        return _named(found)
    return None


def _clock_first(found: re.Match[str]) -> str:
    """The pattern of a time of day, as written before a date."""
    pattern = f"{'%I' if found['half'] else '%H'}:%M{':%S' if found['seconds'] else ''}"
    if found["half"]:
        pattern += " %p" if found["space"] else "%p"
    return f"{pattern}{', ' if found['gap'].startswith(', ') else found['gap'][0]}"


def _tail(found: re.Match[str]) -> str:
    """The pattern of a time of day, as written behind a date."""
    gap, colon = found["gap"], found["colon"]
    if gap is None:
        return ""
    separator = gap if gap in ("T", ",", ":", "-") else ", " if gap.startswith(", ") else " "
    if gap != "-" and re.search("[^T, :]", gap):
        separator = "%@"
    if found["hours"]:
        return f"{separator}%H%o"
    clock = f"{separator}{'%I' if found['half'] else '%H'}{colon}%M"
    if found["seconds"]:
        clock += f"{colon}%S"
    if found["fraction"]:
        clock += f"{found['fraction'][0]}%f"
    if found["half"]:
        clock += " %p" if found["space"] else "%p"
    return f"{clock}%o" if found["oclock"] else clock


def _triple(found: re.Match[str]) -> Shape | None:
    sep, first, third = found["sep"], found["a"], found["c"]
    clock, zoned = _tail(found), bool(found["zone"])
    tail, timed = found["end"] + clock, bool(clock)
    if len(first) == 4 and len(third) <= 2 and not found["cut"]:
        return Shape(f"%Y{sep}%m{sep}%d{tail}", "ymd", None, zoned, timed)
    if len(first) > 2 or len(third) not in {2, 4}:
        return None
    if cut := found["cut"]:
        # An apostrophe stands for the century, so that number is the year.
        fields = OpenDate(int(first), int(found["b"]), full_year(third), short=False)
        return (
            Shape(f"{{}}{sep}{{}}{sep}{cut}%y{tail}", "dmy", fields, zoned, timed)
            if len(third) == 2
            else None
        )
    fields = OpenDate(int(first), int(found["b"]), int(third), short=len(third) == 2)
    return Shape(f"{{}}{sep}{{}}{sep}{{}}{tail}", "dmy", fields, zoned, timed)


def _compact(found: re.Match[str]) -> Shape:
    run = found["run"]
    if run:
        clock = f"{found['rungap'][0]}{'%H%M%S' if len(run) == 6 else '%H%M'}"
        if found["runfraction"]:
            clock += f"{found['runfraction'][0]}%f"
        return Shape(f"%Y%m%d{clock}", zoned=bool(found["runzone"]), timed=True)
    tail = _tail(found)
    return Shape(f"%Y%m%d{tail}", zoned=bool(found["zone"]), timed=bool(tail))


def _named(found: re.Match[str]) -> Shape | None:
    for pattern, order in _NAMED_PATTERNS:
        if pattern_reader(pattern, False)(found["date"]) is not None:
            tail = _tail(found)
            return Shape(f"{pattern}{tail}", order, None, bool(found["zone"]), bool(tail))
    return None


def is_no_day(text: str) -> bool:
    """Whether a text is written as a date but no calendar has that day, such as 2024-02-30."""
    found = _TRIPLE.fullmatch(text)
    if found is None:
        return False
    first, second, third = int(found["a"]), int(found["b"]), int(found["c"])
    if len(found["a"]) > 2:
        return not _is_day(first, second, third)
    year = third if len(found["c"]) > 2 else 2000 + third
    return not (
        _is_day(year, second, first) or _is_day(year, first, second) or _is_day(2000 + first, second, third)
    )


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day)
    except ValueError:
        return False
    return True
