"""What each way of writing a date looks like, and how Python and DuckDB read it alike.

A pattern is written as for `strptime` (%Y %y %m %d %j %b %a %G %V %u %H %I %M %S %f %p), a little more forgiving: surrounding
blanks, one digit where two are usual, month names in many languages. Words around a date and its time have signs of their
own: `%a ` stands for a weekday or an article, `%@` for what leads to the time ("à", "um"), `%o` for what follows it ("Uhr").
For every pattern one regular expression, in the words that both engines know, guards what is read; the calendar then
refuses days that do not exist.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from core.columns.date_words import AFTER_TIMES, BEFORE_DATES, BEFORE_TIMES, MONTHS, WEEKDAY_NAMES
from core.patterns import later
from core.sql import literal

DateReader = Callable[[str], datetime | None]


def _in_any_case(word: str) -> str:
    return "".join(f"[{c.upper()}{c}]" if c.isalpha() else re.escape(c) for c in word)


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(_in_any_case, sorted(words, key=lambda word: (-len(word), word)))) + ")"


_WEEKDAY, _ARTICLE = rf"{_any_of(WEEKDAY_NAMES.split())}[.,]{{0,2}} +", f"{_any_of(BEFORE_DATES.split())} +"
LEAD = f"(?:{_WEEKDAY}(?:{_ARTICLE})?|{_ARTICLE}(?:{_WEEKDAY})?)"
TO_TIME = rf"(?:,? +{_any_of(BEFORE_TIMES)}\.? *|,? +[-–@|] +)"
OCLOCK = rf" *{_any_of(AFTER_TIMES.split())}\.?"
# "pm", "P.M." and, as Spanish has it, "p. m."; programs put blanks that do not break before and into it.
BLANK_AT_HALF = "[ \u00a0\u202f]"
_OF_HALF = rf"\.?{BLANK_AT_HALF}?[Mm]\.?"
HALF_DAY = f"[AaPp]{_OF_HALF}"
BLANKS = r"[ \t\n\x0b\x0c\r]*"  # what DuckDB's strptime skips at both ends
LETTER = "[A-Za-zÀ-ɏЀ-ӿ]"
MONTH_NAME = f"{LETTER}{{3,13}}"
_ZONE_NAMES = "UTC|GMT|CEST|CET|EEST|EET|WEST|WET|BST|MESZ|MEZ|EST|EDT|CST|CDT|MST|MDT|PST|PDT"
_OFFSET = "(?:(?:UTC|GMT)[+-][0-9]{1,2}|[+-][0-9]{2})(?::?[0-9]{2})?"
ZONE = rf" *(?:[Zz]|{_OFFSET}|{_ZONE_NAMES})(?: \([A-Za-z ]+\))?"

_YEAR = "[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9]"
_HOUR = "[01]?[0-9]|2[0-3]"
_SIXTIETH = "[0-5]?[0-9]"
_OF = "(?:[Dd][Ee]|[Oo][Ff]) +"
_OF_YEAR = "(?:[Dd][Ee][Ll]?|[Oo][Ff]) +"
_FIELDS = {
    "%Y": f"({_YEAR})",
    "%y": "([0-9]{2})",
    "%G": f"({_YEAR})",
    "%V": "(0[1-9]|[1-4][0-9]|5[0-3])",
    "%u": "([1-7])",
    "%m": "(0?[1-9]|1[0-2])",
    "%d": "(0?[1-9]|[12][0-9]|3[01])",
    "%j": "(00[1-9]|0[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])",
    "%b": rf"({MONTH_NAME})\.?",
    "%a ": LEAD,
    "%@": TO_TIME,
    "%o": OCLOCK,
    "%H": f"({_HOUR})",
    "%I": "(0?[1-9]|1[0-2])",
    "%M": "([0-5][0-9])",
    "%S": "([0-5][0-9])",
    "%f": "([0-9]{1,6})[0-9]{0,3}",
    "%p": f"([AaPp]){_OF_HALF}",
    " ": " +",
}
_WORDS = ("%a ", "%@", "%o")
# Without separators every field has its full width.
_RUN_TOGETHER = {
    "%m": "(0[1-9]|1[0-2])",
    "%d": "(0[1-9]|[12][0-9]|3[01])",
    "%H": "([01][0-9]|2[0-3])",
}
# A spreadsheet takes these for numbers and leaves out the zero that they begin with; eight digits they have with it.
_LESS_ZERO, _WITH_ZERO = ("%d%m%Y", "%m%d%Y"), 8
# Between the parts of a date with a month name nearly anything may stand: "3. März 2021", "12-dez-2020", "1st of May 2021".
_GAP = "[ ,./'-]*"
_NAMED_GAPS = {
    ("%d", "%b"): f"(?:st|nd|rd|th|er|[ºª°])?{_GAP}(?:{_OF})?",
    ("%d", "%Y"): f"(?:st|nd|rd|th|er|[ºª°])?[ ,./'-]+(?:{_OF_YEAR})?",
    ("%d", "%y"): "(?:st|nd|rd|th|er|[ºª°])?[ ,./'-]+",
    ("%b", "%d"): _GAP,
    ("%b", "%Y"): f"{_GAP}(?:{_OF_YEAR})?",
    ("%b", "%y"): _GAP,
    ("%Y", "%b"): _GAP,
    # As `date` prints it: Fri Dec  4 08:26:00 CET 2009.
    ("%S", "%Y"): f"(?:{ZONE})? +",
}
_CENTURY_TURNS = 69  # two-digit years 69 to 99 are 1969 to 1999, as strptime has it


@dataclass(frozen=True, slots=True)
class _Guard:
    """The regular expression of a pattern, and which directive each of its groups holds."""

    expression: str
    fields: tuple[str, ...]


@lru_cache(maxsize=256)
def _guard(pattern: str, zoned: bool) -> _Guard:
    pieces = re.findall(r"%a |%[@A-Za-z]|.", pattern)
    named, together = "%b" in pieces, re.search(r"%[Yymd]%[Yymd]", pattern) is not None
    expression, fields = "", []
    for position, piece in enumerate(pieces):
        between = (pieces[position - 1], pieces[position + 1]) if 0 < position < len(pieces) - 1 else None
        if named and piece == " " and between in _NAMED_GAPS:
            expression += _NAMED_GAPS[between]
            continue
        if piece == " " and pieces[position + 1] == "%p":
            expression += f"{BLANK_AT_HALF}+"
            continue
        full = together and not (position == 0 and pattern in _LESS_ZERO)
        known = (_RUN_TOGETHER.get(piece) if full else None) or _FIELDS.get(piece)
        expression += known or re.escape(piece)
        if piece.startswith("%") and piece not in _WORDS:
            fields.append(piece)
    if named and pieces[-1] == "%d":
        expression += r"\.?"
    if zoned:
        expression += f"(?:{ZONE})?"
    return _Guard(f"{BLANKS}{expression}{BLANKS}", tuple(fields))


def _month(name: str) -> int:
    return MONTHS.get(name.lower(), 0)


def full_year(year: str) -> int:
    """The year that two digits stand for."""
    return int(year) + (1900 if int(year) >= _CENTURY_TURNS else 2000)


def _moment(parts: dict[str, str]) -> datetime | None:
    if "%V" in parts:
        return _day_of_week(int(parts["%G"]), int(parts["%V"]), int(parts.get("%u", "1")))
    year = int(parts["%Y"]) if "%Y" in parts else full_year(parts["%y"])
    if "%j" in parts:
        moment = datetime(year, 1, 1) + timedelta(int(parts["%j"]) - 1)
        return moment if moment.year == year else None
    month = int(parts["%m"]) if "%m" in parts else _month(parts["%b"])
    hour = int(parts.get("%H", "0"))
    if "%p" in parts:
        hour = int(parts["%I"]) % 12 + (12 if parts["%p"] in "Pp" else 0)
    minute, second = int(parts.get("%M", "0")), int(parts.get("%S", "0"))
    microsecond = int(parts.get("%f", "0").ljust(6, "0"))
    try:
        return datetime(year, month, int(parts.get("%d", "1")), hour, minute, second, microsecond)
    except ValueError:
        return None


def _day_of_week(year: int, week: int, day: int) -> datetime | None:
    try:
        return datetime.fromisocalendar(year, week, day)
    except ValueError:
        return None


@lru_cache(maxsize=256)
def pattern_reader(pattern: str, zoned: bool) -> DateReader:
    """The Python reader of one pattern."""
    guard = _guard(pattern, zoned)
    match, fields = re.compile(guard.expression).fullmatch, guard.fields

    def read(text: str) -> datetime | None:
        found = match(text)
        return None if found is None else _moment(dict(zip(fields, found.groups(), strict=True)))

    return read


@lru_cache(maxsize=64)
def patterns_reader(patterns: tuple[str, ...], zoned: bool) -> DateReader:
    """The Python reader of several patterns, tried in turn."""
    readers = [pattern_reader(pattern, zoned) for pattern in patterns]

    def read(text: str) -> datetime | None:
        for reader in readers:
            if (moment := reader(text)) is not None:
                return moment
        return None

    return read


def patterns_sql(column: str, patterns: Sequence[str], zoned: bool) -> str:
    """A DuckDB expression that reads several patterns, tried in turn; at least one."""
    cases = []
    for pattern in patterns:
        guard = _guard(pattern, zoned)
        matches = f"regexp_full_match({column}, {literal(guard.expression)})"
        # A text that fits a pattern but not the calendar may still fit the next pattern.
        cases.append(f"case when {matches} then {_one_pattern_sql(column, pattern, guard, zoned)} end")
    return cases[0] if len(cases) == 1 else f"coalesce({', '.join(cases)})"


def _one_pattern_sql(column: str, pattern: str, guard: _Guard, zoned: bool) -> str:
    text = column
    if "%b" in pattern:
        return _named_sql(column, guard)
    if "%V" in pattern or "%j" in pattern:
        return (_week_sql if "%V" in pattern else _day_of_year_sql)(column, pattern)
    if pattern in _LESS_ZERO:
        text = f"lpad({_trimmed(column)}, {_WITH_ZERO}, '0')"
    if pattern.startswith("%a "):
        text = f"regexp_replace({text}, {literal(f'^{BLANKS}{LEAD}')}, '')"
        pattern = pattern.removeprefix("%a ")
    if zoned:
        text = f"regexp_replace({text}, {literal(f'(?:{ZONE}){BLANKS}$')}, '')"
    if "%o" in pattern:
        text = f"regexp_replace({text}, {literal(f'{OCLOCK}{BLANKS}$')}, '')"
        pattern = pattern.replace("%o", "")
    if "%@" in pattern:
        text = f"regexp_replace({text}, {literal(TO_TIME)}, ' ')"
        pattern = pattern.replace("%@", " ")
    if "%f" in pattern:
        # Nanoseconds are more than a TIMESTAMP holds.
        text = f"regexp_replace({text}, '([.,][0-9]{{6}})[0-9]{{1,3}}', '\\1')"
    if "%p" in pattern:
        # Behind the digits of a time, and no letter of a weekday or of a word.
        half = f"([0-9]){BLANK_AT_HALF}*([AaPp]){_OF_HALF}"
        plainly = r"\1 \2M" if " %p" in pattern else r"\1\2M"
        text = f"regexp_replace({text}, {literal(half)}, {literal(plainly)})"
    return f"try_strptime({text}, {literal(pattern)})"


def _named_sql(column: str, guard: _Guard) -> str:
    """Rewrites the date as numbers in one fixed order, which strptime then reads."""
    group = {field: f"\\{number}" for number, field in enumerate(guard.fields, start=1)}
    year = "%Y" if "%Y" in group else "%y"
    parts = [(group[year], year), ("#", "%m"), (group.get("%d", "1"), "%d")]
    if "%H" in group or "%I" in group:
        parts += [(group[field], field) for field in ("%H", "%I", "%M", "%S", "%f") if field in group]
    rewritten, pattern = " ".join(text for text, _ in parts), " ".join(field for _, field in parts)
    if "%p" in group:
        rewritten, pattern = f"{rewritten} {group['%p']}M", f"{pattern} %p"
    whole = literal(f"^(?:{guard.expression})$")
    number_of_name = guard.fields.index("%b") + 1
    name = f"lower(regexp_extract({column}, {whole}, {number_of_name}))"
    month = f"[{', '.join(map(str, MONTHS.values()))}][list_position([{', '.join(map(literal, MONTHS))}], {name})]"
    numbers = f"replace(regexp_replace({column}, {whole}, {literal(rewritten)}), '#', {month}::varchar)"
    return f"try_strptime({numbers}, {literal(pattern)})"


def _trimmed(column: str) -> str:
    return f"trim({column}, ' \t\n' || chr(11) || chr(12) || chr(13))"


def _week_sql(column: str, pattern: str) -> str:
    text, whole = _trimmed(column), pattern
    if "%u" not in pattern:
        text, whole = f"{text} || '-1'", f"{pattern}-%u"
    moment = f"try_strptime({text}, {literal(whole)})"
    # In a year without it, week 53 would be the first of the next.
    return f"case when not contains({column}, 'W53') or week({moment}) = 53 then {moment} end"


def _day_of_year_sql(column: str, pattern: str) -> str:
    text = _trimmed(column)
    moment = f"try_strptime({text}, {literal(pattern)})"
    # In a year without it, day 366 would be the first of the next.
    return f"case when right({text}, 3) <> '366' or dayofyear({moment}) = 366 then {moment} end"


_ISO_DATE = rf"({_YEAR})-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
_ISO_TIME = rf"({_HOUR}):({_SIXTIETH})(?::({_SIXTIETH})(?:\.([0-9]{{0,6}})[0-9]*)?)?"
_ISO_GUARD = f"{BLANKS}{_ISO_DATE}(?:(?:T|[ \\t\\n\\x0b\\x0c\\r]+){BLANKS}{_ISO_TIME}({ZONE})?)?{BLANKS}"
_ISO_MATCH = later(_ISO_GUARD).fullmatch
_USUAL_ISO_MATCH = later(
    "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ](?:[01][0-9]|2[0-3]):[0-9]{2}(?::[0-9]{2})?)?"
).fullmatch
_USUAL_ISO = {
    (10, ""): "%Y-%m-%d",
    (19, " "): "%Y-%m-%d %H:%M:%S",
    (19, "T"): "%Y-%m-%dT%H:%M:%S",
    (16, " "): "%Y-%m-%d %H:%M",
    (16, "T"): "%Y-%m-%dT%H:%M",
}
_ISO_WIDTHS = {pattern: width for (width, _), pattern in _USUAL_ISO.items()}


def read_iso(text: str) -> datetime | None:
    """A date as ISO 8601 has it, with or without time and zone; the wall clock is kept."""
    if _USUAL_ISO_MATCH(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    found = _ISO_MATCH(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, _ = found.groups()
    try:
        return datetime(
            *(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)),
            int((fraction or "0").ljust(6, "0")),
        )
    except ValueError:
        return None


def iso_has_zone(text: str) -> bool:
    """Whether an ISO date names a time zone."""
    found = _ISO_MATCH(text)
    return found is not None and found[8] is not None


def usual_iso_patterns(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The usual forms of ISO dates that occur, the most common first: those that have a quick way in SQL."""
    rows_of: Counter[str] = Counter()
    for value, rows in counts.items():
        if (pattern := _USUAL_ISO.get((len(value), value[10:11]))) is not None:
            rows_of[pattern] += rows
    return tuple(pattern for pattern, _ in rows_of.most_common())


def iso_sql(column: str, patterns: Sequence[str]) -> str:
    """A DuckDB expression that reads ISO dates: quick where `patterns` fit, by regular expression for the rest."""
    wall_clock = f"regexp_replace({column}, {literal(f'(?:(:[0-9.]+){ZONE})?{BLANKS}$')}, '\\1')"
    trimmed = f"ltrim({wall_clock}, ' \t\n' || chr(11) || chr(12) || chr(13))"
    guarded = f"case when regexp_full_match({column}, {literal(_ISO_GUARD)}) then {trimmed} end"
    expression = f"try_cast({guarded} as timestamp)"
    for pattern in reversed(patterns):
        # A cast would take "10:00 PM" for ten o'clock, so strptime reads; years below 1000 may be shorter ones padded.
        text = f"case when length({column}) = {_ISO_WIDTHS[pattern]} then {column} end"
        quick = f"try_strptime({text}, '{pattern}')"
        expression = f"case when {quick} >= timestamp '1000-01-01' then {quick} else {expression} end"
    return expression


_EXCEL_EPOCH = datetime(1899, 12, 30)  # day 0 of the 1900 system, as every date after February 1900 has it
_UNIX_EPOCH = datetime(1970, 1, 1)
_EXCEL_EPOCH_DAYS = 25569
_SERIAL_GUARD = f"{BLANKS}([0-9]{{1,7}})(?:[.,]([0-9]*))?{BLANKS}"
_SERIAL_MATCH = later(_SERIAL_GUARD).fullmatch
_LAST_SERIAL = 2958466  # the day after 9999-12-31
# .NET writes a Unix time as /Date(1674567057000)/, with a zone to show it in behind it or not.
_DOTNET = r"/Date\(([0-9]{1,18})(?:[+-][0-9]{4})?\)/"
_EPOCH_GUARD = rf"{BLANKS}(?:([0-9]{{1,18}})(?:\.[0-9]*)?|{_DOTNET}){BLANKS}"
DOTNET = later(f"{BLANKS}{_DOTNET}{BLANKS}")
_EPOCH_MATCH = later(_EPOCH_GUARD).fullmatch
# From here on a Unix time is in milliseconds, or in microseconds: as seconds it would be after the year 5000.
_MILLISECONDS_FROM, _MICROSECONDS_FROM = 100_000_000_000, 100_000_000_000_000
_LAST_MICROSECOND = 253_402_300_799_999_999  # 9999-12-31 23:59:59.999999


def read_serial(text: str) -> datetime | None:
    """A spreadsheet's day number (1900 system), to the second."""
    found = _SERIAL_MATCH(text)
    if found is None:
        return None
    days = float(f"{found[1]}.{found[2] or '0'}")
    seconds = int(days * 86400 + 0.5)
    return None if seconds >= _LAST_SERIAL * 86400 else _EXCEL_EPOCH + timedelta(seconds=seconds)


def serial_sql(column: str) -> str:
    """A DuckDB expression that reads a spreadsheet's day numbers."""
    digits = f"replace({column}, ',', '.')"
    number = f"case when regexp_full_match({column}, {literal(_SERIAL_GUARD)}) then {digits} end"
    seconds = f"floor(try_cast({number} as double) * 86400 + 0.5)"
    moment = f"make_timestamp((({seconds})::bigint - {_EXCEL_EPOCH_DAYS * 86400}) * 1000000)"
    return f"case when {seconds} < {_LAST_SERIAL * 86400} then {moment} end"


def read_epoch(text: str) -> datetime | None:
    """A Unix time in seconds, milliseconds or microseconds, which its size tells; UTC."""
    found = _EPOCH_MATCH(text)
    if found is None:
        return None
    number = int(found[1] or found[2])
    unit = 1 if number >= _MICROSECONDS_FROM else 1000 if number >= _MILLISECONDS_FROM else 1_000_000
    micros = number * unit
    return None if micros > _LAST_MICROSECOND else _UNIX_EPOCH + timedelta(microseconds=micros)


def epoch_sql(column: str) -> str:
    """A DuckDB expression that reads Unix times."""
    whole = f"regexp_extract({column}, '[0-9]+')"
    guard = f"regexp_full_match({column}, {literal(_EPOCH_GUARD)})"
    number = f"try_cast(case when {guard} then {whole} end as bigint)"
    milliseconds = f"when {number} >= {_MILLISECONDS_FROM} then {number} * 1000"
    unit = (
        f"case when {number} >= {_MICROSECONDS_FROM} then {number} {milliseconds} else {number} * 1000000 end"
    )
    return f"case when {unit} <= {_LAST_MICROSECOND} then make_timestamp({unit}) end"
