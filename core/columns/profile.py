"""What a column holds: its kind, how it is written, how much is missing, and examples; by a sample of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from core.columns.dates import DateEvidence, DateFormat, decide_dates, decide_dates_beside, parse_date
from core.columns.decimal_sign import comma_land
from core.columns.naming import Role, name_roles
from core.columns.numbers import NumberFormat, decide_numbers, decide_numbers_beside_words, parse_number
from core.columns.words import header_language, read_name

Kind = Literal["empty", "text", "number", "date", "boolean"]

BOOLEAN_PAIRS = tuple(
    frozenset(pair.split())
    for pair in (
        "yes no", "y n", "true false", "t f", "0 1", "ja nein", "j n", "ja nee", "oui non", "o n", "si no", "sì no", "sí no", "s n", "sim não",
        "sim nao", "vrai faux", "wahr falsch", "waar onwaar", "vero falso", "verdadero falso", "verdadeiro falso",
    )
)  # fmt: skip
# Text that stands for nothing; it stays text, but does not make a column of numbers a column of words.
MISSING_WORDS = frozenset(
    (
        "n/a",
        "na",
        "#n/a",
        "null",
        "none",
        "nan",
        "nat",
        "-",
        "--",
        "?",
        "\\n",
        "(blank)",
        "(null)",
        "<na>",
        "0000-00-00",
        "0000-00-00 00:00:00",
    )
)
EXAMPLES = 5
LOOKED_AT = 64
DATES_LOOKED_AT = 1_500
DIGITS = frozenset("0123456789")
CURRENCY_SIGNS = "€$£"
NATIVE_NUMBERS = NumberFormat(".", "", False, True, "the source stores numbers")
# Roles of numbers that every sale has, and how well a name has to fit one to say it plainly: `value` may be anything, `Price` is a price.
PLAIN_NUMBERS: tuple[Role, ...] = ("amount", "order_total", "price", "quantity", "monetary")
PLAINLY = 0.6
# A date is a number too where it is written yyyymmdd; nothing else is, unless the column's name says so.
CALENDAR_DIGITS = 8
CLOCK_DIGITS = (0, 4, 6)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What is known of one column, by a sample."""

    position: int
    name: str
    rows: int
    missing: int
    """How many cells are empty or blank."""
    distinct: int
    kind: Kind
    numbers: NumberFormat | None
    dates: DateFormat | None
    minimum: str
    maximum: str
    examples: tuple[str, ...]
    common: tuple[tuple[str, int], ...]
    """The most common values with their counts; none where every value occurs once."""
    whole: bool
    """Whether these are numbers without fractions."""
    negative: int
    zero: int
    mean_length: float
    ends_in_dot_zero: bool

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return self.rows - self.missing


@dataclass(frozen=True, slots=True)
class _Counted:
    """A column's trimmed values, each with how often it occurs, in the order they first occur."""

    position: int
    name: str
    native: str
    rows: int
    values: Counter[str]
    telling: Counter[str]
    """The values without the words that stand for nothing."""
    some: list[str]
    """A few of those, spread evenly."""
    digits: bool
    """Whether most of these few have a digit: without, a column holds neither numbers nor dates."""


def profile_columns(
    names: Sequence[str],
    columns: Sequence[Sequence[str | None]],
    *,
    natives: Sequence[str] | None = None,
    semicolon: bool | None = None,
) -> list[ColumnProfile]:
    """Profile the columns together: how one writes its numbers tells how another may write its dates.

    `natives` says per column "number" or "date" where the source itself is typed, so that the text is its rendering.
    """
    counted = [
        _count(position, name, column, natives[position] if natives else "")
        for position, (name, column) in enumerate(zip(names, columns, strict=True))
    ]
    signs = {sign for column in counted for value in column.some for sign in CURRENCY_SIGNS if sign in value}
    numbers = _number_formats(
        counted,
        comma_land(
            header_language(column.name for column in counted),
            semicolon=bool(semicolon),
            currency=next(iter(signs)) if len(signs) == 1 else "",
        ),
    )
    dates = _date_formats(counted, numbers, _evidence(counted, numbers, semicolon))
    return [_profile(column, numbers[column.position], dates[column.position]) for column in counted]


def is_boolean(values: Iterable[str]) -> bool:
    """Whether these are the two words, or the two digits, of a yes or no."""
    folded = frozenset(value.casefold() for value in values)
    return folded in BOOLEAN_PAIRS or folded in ({"true"}, {"false"})


def _count(position: int, name: str, column: Sequence[str | None], native: str) -> _Counted:
    # A plain dict first: adding to a Counter is slow, and there may be thousands of columns.
    counts: dict[str, int] = {}
    for value, count in Counter(column).items():
        if value and (trimmed := value.strip()):
            counts[trimmed] = counts.get(trimmed, 0) + count
    values = Counter(counts)
    words = [value for value in values if value[-1] not in DIGITS and value.casefold() in MISSING_WORDS]
    telling = (
        Counter({value: count for value, count in values.items() if value not in words}) if words else values
    )
    some = list(telling)[:: max(1, -(-len(telling) // LOOKED_AT))]
    digits = sum(not DIGITS.isdisjoint(value) for value in some) * 2 >= len(some) > 0
    return _Counted(position, name, native, len(column), values, telling, some, digits)


def _number_formats(counted: Sequence[_Counted], place: str) -> list[NumberFormat | None]:
    """How each column writes its numbers; a column that cannot tell by itself is decided by those that can."""
    formats = [_number_format(column, "", place) for column in counted]
    decided = {
        fmt.decimal
        for fmt, column in zip(formats, counted, strict=True)
        if fmt and fmt.decided and not column.native and any(fmt.decimal in value for value in column.some)
    }
    if len(decided) != 1:
        return formats
    hint = next(iter(decided))
    return [
        _number_format(column, hint, place) if fmt and not fmt.decided else fmt
        for fmt, column in zip(formats, counted, strict=True)
    ]


def _number_format(column: _Counted, hint: Literal["", ".", ","], place: str) -> NumberFormat | None:
    if column.native:
        return NATIVE_NUMBERS if column.native == "number" and column.values else None
    if any(map(DIGITS.intersection, column.some)) and name_says_number(column.name):
        return decide_numbers_beside_words(column.telling.elements(), decimal_hint=hint, comma_land=place)
    if not column.digits:
        return None
    return decide_numbers(column.telling.elements(), decimal_hint=hint, comma_land=place)


def _date_formats(
    counted: Sequence[_Counted], numbers: Sequence[NumberFormat | None], evidence: DateEvidence
) -> list[DateFormat | None]:
    """How each column writes its dates; one that cannot tell day from month is decided by those that can."""
    formats = [_date_format(column, numbers[column.position], evidence) for column in counted]
    if not any(formats):
        formats = [_date_format_beside(column, evidence) for column in counted]
    orders = {fmt.order for fmt in formats if fmt and fmt.decided and fmt.order in ("dmy", "mdy")}
    if len(orders) != 1:
        return formats
    beside = replace(evidence, other_order=next(iter(orders)))
    return [
        _date_format(column, numbers[column.position], beside) if fmt and not fmt.decided else fmt
        for fmt, column in zip(formats, counted, strict=True)
    ]


def _date_format(column: _Counted, numbers: NumberFormat | None, evidence: DateEvidence) -> DateFormat | None:
    if not column.values:
        return None
    if column.native == "date":
        timed = any(":" in value and not value.endswith("00:00:00") for value in column.values)
        return DateFormat("ymd", (), True, False, timed, True, "the source stores dates")
    if not column.digits:
        return None
    if numbers and not _may_be_number_date(column):
        return None
    return decide_dates(_some_dates(column), evidence, name_says_date=name_says_date(column.name))


def _date_format_beside(column: _Counted, evidence: DateEvidence) -> DateFormat | None:
    """How a column that is called a date writes those among other things: where no column holds dates alone, it is the one to go by."""
    if column.native or not column.digits or not name_says_date(column.name):
        return None
    return decide_dates_beside(_some_dates(column), evidence)


def _some_dates(column: _Counted) -> list[str]:
    """Values evenly spread and in file order, which is evidence too; the column that plays the date is decided again on all of it."""
    return list(column.telling)[:: max(1, len(column.telling) // DATES_LOOKED_AT)]


def _may_be_number_date(column: _Counted) -> bool:
    """Whether numbers may be dates: yyyymmdd with or without a time, or any number where the name says date."""
    if name_says_date(column.name):
        return True
    return all(_is_calendar_day(value) for value in column.some)


def _is_calendar_day(value: str) -> bool:
    digits = value.removesuffix(".0")
    if len(digits) - CALENDAR_DIGITS not in CLOCK_DIGITS or not digits.isdecimal() or not digits.isascii():
        return False
    try:
        day = datetime.strptime(digits[:CALENDAR_DIGITS], "%Y%m%d")
    except ValueError:
        return False
    return EARLIEST_YEAR <= day.year <= LATEST_YEAR


def name_says_date(name: str) -> bool:
    """Whether a column is called a date."""
    reading = read_name(name)
    if reading.has("date", "created", "birth"):
        return not reading.has("period", "days", "count", "quantity", "amount", "status")
    return False


def name_says_number(name: str) -> bool:
    """Whether a column is plainly called money, or a number of pieces."""
    roles = name_roles(name).roles
    called = any(role in roles and roles[role].fits >= PLAINLY for role in PLAIN_NUMBERS)
    return called and not name_says_date(name)


def _evidence(
    counted: Sequence[_Counted], numbers: Sequence[NumberFormat | None], semicolon: bool | None
) -> DateEvidence:
    marks = {
        fmt.decimal
        for fmt, column in zip(numbers, counted, strict=True)
        if fmt and fmt.decided and not column.native and any(fmt.decimal in value for value in column.some)
    }
    signs = {
        sign
        for fmt, column in zip(numbers, counted, strict=True)
        if fmt and fmt.decorated
        for value in column.some
        for sign in CURRENCY_SIGNS
        if sign in value
    }
    country = next((column for column in counted if read_name(column.name).has("country")), None)
    return DateEvidence(
        decimal_comma=next(iter(marks)) == "," if len(marks) == 1 else None,
        semicolon=bool(semicolon),
        currency=next(iter(signs)) if len(signs) == 1 else "",
        language=header_language(column.name for column in counted),
        countries=tuple(value for value, _ in country.values.most_common(EXAMPLES)) if country else (),
    )


def _profile(column: _Counted, numbers: NumberFormat | None, dates: DateFormat | None) -> ColumnProfile:
    values = column.values
    filled = values.total()
    kind = _kind(column, numbers, dates)
    measured = _measure(values, numbers) if numbers and kind in ("number", "boolean") else _Measures()
    if kind == "date" and dates:
        minimum, maximum = _date_extremes(values, dates)
    elif kind == "number":
        minimum, maximum = measured.minimum, measured.maximum
    else:
        minimum, maximum = min(values, default=""), max(values, default="")
    return ColumnProfile(
        position=column.position,
        name=column.name,
        rows=column.rows,
        missing=column.rows - filled,
        distinct=len(values),
        kind=kind,
        numbers=numbers,
        dates=dates if kind == "date" else None,
        minimum=minimum,
        maximum=maximum,
        examples=tuple(value for value, _ in zip(values, range(EXAMPLES), strict=False)),
        common=tuple(values.most_common(EXAMPLES)) if len(values) < filled else (),
        whole=measured.whole,
        negative=measured.negative,
        zero=measured.zero,
        mean_length=round(sum(len(value) * count for value, count in values.items()) / filled, 2)
        if filled
        else 0.0,
        ends_in_dot_zero=bool(values) and all(value.endswith(".0") for value in values),
    )


def _kind(column: _Counted, numbers: NumberFormat | None, dates: DateFormat | None) -> Kind:
    if not column.values:
        return "empty"
    if len(column.values) <= 4 and is_boolean(column.values):
        return "boolean"
    if dates:
        return "date"
    return "number" if numbers else "text"


@dataclass(frozen=True, slots=True)
class _Measures:
    minimum: str = ""
    maximum: str = ""
    whole: bool = False
    negative: int = 0
    zero: int = 0


def number_reader(fmt: NumberFormat) -> Callable[[str], float | None]:
    """A quick reader of the texts of one column."""
    if fmt.decimal != "." or fmt.grouping or fmt.decorated:
        return lambda text: parse_number(text, fmt)

    def read(text: str) -> float | None:
        try:
            number = float(text)
        except ValueError:
            return None
        return number if number - number == 0 and "_" not in text else None

    return read


def _measure(values: Counter[str], fmt: NumberFormat) -> _Measures:
    read = number_reader(fmt)
    known = [(number, text) for text in values if (number := read(text)) is not None]
    if not known:
        return _Measures()
    return _Measures(
        minimum=min(known)[1],
        maximum=max(known)[1],
        whole=all(number.is_integer() for number, _ in known),
        negative=sum(values[text] for number, text in known if number < 0),
        zero=sum(values[text] for number, text in known if number == 0),
    )


def _date_extremes(values: Counter[str], fmt: DateFormat) -> tuple[str, str]:
    """The earliest and the latest date as the column writes them."""
    if fmt.iso and len({len(value) for value in values}) == 1:
        return min(values), max(values)
    moments = [(moment, value) for value in values if (moment := parse_date(value, fmt)) is not None]
    return (min(moments)[1], max(moments)[1]) if moments else ("", "")
