"""How the numbers of a column are written, and how to read them in Python and in SQL alike.

A column is read by one format: its decimal sign, its thousands separators, and whether anything decorates
its numbers (currency, parentheses, a trailing minus, percent). Both readers take the same steps with the same
regular expression, so that what the sample promises is what the whole file gives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from core.columns.decimal_sign import Decimal, choose_decimal, weigh
from core.columns.number_patterns import (
    ALL_GROUPING,
    ANY_CURRENCY,
    PLAIN,
    SPACES,
    STRICT,
    core_of,
    dressed_sql,
    finite,
    reader,
)
from core.columns.units import unit_spellings, without_unit
from core.patterns import later

_POINT_AS_THOUSANDS = later(r"\s*[-+]?[1-9][0-9]{0,2}\.[0-9]{3}\s*")
_DIGIT = later("[0-9]")
LEAST_READ = 0.85  # share of the filled values that must read before a column counts as numbers
# The same where its name says that it is numbers, and what else stands in it are words without a digit.
LEAST_BESIDE_WORDS = 0.5
# What programs and spreadsheets write where a calculation came to nothing. Such a cell is unreadable, but says nothing of how the
# others are written.
_NO_RESULT = later(
    r"\s*[-+]?(?:nan|inf(?:inity)?|1\.#(?:inf|ind|qnan|snan)[0-9]*|#(?:div/0!|n/a|name\?|null!|num!|ref!|value!))\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a column writes its numbers."""

    decimal: Decimal
    grouping: str  # the thousands separators seen, "" for none
    decorated: (
        bool  # currency, parentheses, a trailing minus, percent or inner spaces: a plain cast is not enough
    )
    decided: bool  # False where the column alone cannot tell; `reason` says what was assumed
    reason: str
    percent: bool = False  # percent signs occur; 12 % reads as 12
    currency: str = (
        ""  # the currency signs, codes and words seen, and the unit, longest first, with blanks between
    )
    unit: bool = False  # a unit is written beside the numbers: they are quantities and no money


def parse_number(text: str, fmt: NumberFormat) -> float | None:
    """The number that a text says; None where it is unreadable, empty, not a number or infinite."""
    return reader(fmt.decimal, fmt.grouping, fmt.decorated, fmt.currency)(text)


def number_sql(column: str, fmt: NumberFormat, *, bounded: bool = False) -> str:
    """A DuckDB expression that reads the text expression `column` as DOUBLE.

    It is NULL wherever `parse_number` gives None, and raises nothing. With `bounded` it goes through the macro `within`, which also
    leaves out what is too large to be money.
    """
    # The CASE inside keeps the cast out of a file scan, where one bad cell would stop the query.
    if fmt.decimal == ",":
        clean = f"not contains({column}, '.') and not contains({column}, '_')"
        plain = f"case when length({column}) > 0 and {clean} then replace({column}, ',', '.') end"
    else:
        plain = f"case when length({column}) > 0 and not contains({column}, '_') then {column} end"
    number = f"try_cast({plain} as double)"
    if fmt.grouping or fmt.decorated:
        number = f"coalesce({number}, {dressed_sql(column, fmt.decimal, fmt.grouping, fmt.decorated, fmt.currency)})"
    # Nothing infinite and no NaN is within any bound, and each expression is written once: what is named twice is worked out apart.
    return f"within({number})" if bounded else f"case when isfinite({number}) then {number} end"


def decide_numbers(
    values: Iterable[str], *, decimal_hint: Literal["", ".", ","] = "", comma_land: str = ""
) -> NumberFormat | None:
    """The format that reads most of the values; None where that is less than 85 % of the filled ones.

    `comma_land` says what in the file speaks of a place where commas are decimal, if anything does; it decides where nothing else can.
    """
    counts = Counter(values)
    for blank in [value for value in counts if not value or value.isspace()]:
        del counts[blank]
    no_results = [value for value in counts if _NO_RESULT.fullmatch(value)]
    if sum(counts[value] for value in no_results) <= counts.total() / 2:
        for value in no_results:
            del counts[value]
    total = counts.total()
    if not total:
        return None
    if all(map(PLAIN.fullmatch, counts)) and _points_are_decimal(counts, decimal_hint):
        if any(finite(value) is None for value in counts if len(value) > 300 or "e" in value or "E" in value):
            return _with_unread(NumberFormat(".", "", False, True, "plain numbers"), counts, total)
        return NumberFormat(".", "", False, True, "plain numbers")
    if spellings := unit_spellings(counts):
        return _with_unit(counts, total, spellings, decimal_hint, comma_land)
    if not _worth_a_look(counts):
        return None
    return _decided_on_evidence(counts, total, decimal_hint, comma_land)


def decide_numbers_beside_words(
    values: Iterable[str], *, decimal_hint: Literal["", ".", ","] = "", comma_land: str = ""
) -> NumberFormat | None:
    """The format of a column that is called a number, also where up to half of the cells say something else in words: `tbd`, `on request`.

    Cells with digits have to be numbers as in any other column: among codes, some that are nothing but digits are codes too.
    """
    cells = [value for value in values if value and not value.isspace()]
    found = decide_numbers(cells, decimal_hint=decimal_hint, comma_land=comma_land)
    numbers = _with_digits(cells)
    if found is not None or len(numbers) < LEAST_BESIDE_WORDS * len(cells):
        return found
    found = decide_numbers(numbers, decimal_hint=decimal_hint, comma_land=comma_land)
    if found is None:
        return None
    read = reader(found.decimal, found.grouping, found.decorated, found.currency)
    good = sum(read(value) is not None for value in numbers)
    return found if good >= LEAST_BESIDE_WORDS * len(cells) else None


def decide_numbers_among(
    values: Iterable[str], *, decimal_hint: Literal["", ".", ","] = "", comma_land: str = ""
) -> NumberFormat | None:
    """The format of a column that is to be numbers, whatever else stands in it; None where none are there, or they are not of one kind."""
    likely = list(values)
    for narrowed in (list, _with_digits, _with_core):
        likely = narrowed(likely)
        found = decide_numbers(likely, decimal_hint=decimal_hint, comma_land=comma_land)
        if found is not None:
            return found
    return None


def _with_core(values: Iterable[str]) -> list[str]:
    return [value for value in values if core_of(value) is not None]


def _with_digits(values: Iterable[str]) -> list[str]:
    return [value for value in values if _DIGIT.search(value)]


def _with_unit(
    counts: Mapping[str, int],
    total: int,
    spellings: frozenset[str],
    hint: Literal["", ".", ","],
    comma_land: str,
) -> NumberFormat | None:
    """The format of quantities with a unit, decided on what is left without it."""
    bare: Counter[str] = Counter()
    for value, rows in counts.items():
        bare[without_unit(value, spellings)] += rows
    found = decide_numbers(bare.elements(), decimal_hint=hint, comma_land=comma_land)
    if found is None:
        return None
    signs = sorted({*found.currency.split(), *spellings}, key=lambda sign: (-len(sign), sign))
    reason = f"{found.reason}; the unit {', '.join(sorted(spellings))} dropped"
    fmt = replace(found, decorated=True, currency=" ".join(signs), unit=True, reason=reason)
    return _with_unread(fmt, counts, total)


def _points_are_decimal(counts: Mapping[str, int], hint: str) -> bool:
    pointed = [value for value in counts if "." in value]
    return not pointed or not all(map(_POINT_AS_THOUSANDS.fullmatch, pointed))


def _worth_a_look(counts: Mapping[str, int]) -> bool:
    """Whether the column may be numbers, by a few of its values: columns of words are turned away at once."""
    distinct = list(counts)
    some = distinct[:: max(1, len(distinct) // 200)]
    digits = sum(1 for value in some if core_of(value)) if any(map(_DIGIT.search, some)) else 0
    # A column may hold one number many times beside many odd words: then rows decide, not distinct values.
    return digits > 0.5 * len(some) or (digits > 0 and len(distinct) < 200)


def _decided_on_evidence(
    counts: Mapping[str, int], total: int, hint: str, comma_land: str
) -> NumberFormat | None:
    cores = {value: core for value in counts if (core := core_of(value)) is not None}
    evidence = weigh(cores, counts)
    decimal, decided, reason = choose_decimal(evidence, hint, comma_land)
    read = {value: core for value, core in cores.items() if STRICT[decimal].fullmatch(core)}
    grouping = "".join(sign for sign in ALL_GROUPING[decimal] if any(sign in core for core in read.values()))
    spaced = any(sign in SPACES for sign in grouping)
    simple = reader(decimal, grouping, False, "")
    decorated = spaced or any(simple(value) is None for value in read)
    percent = decorated and any("%" in value for value in read)
    signs = {sign for value in read for sign in ANY_CURRENCY.findall(value)} if decorated else ()
    currency = " ".join(sorted(signs, key=lambda sign: (-len(sign), sign)))
    reason += _decorations_in_words(grouping, percent, currency)
    fmt = NumberFormat(decimal, grouping, decorated, decided, reason, percent, currency)
    return _with_unread(fmt, counts, total)


_GROUPING_NAMES = {",": "commas", ".": "points", "'": "apostrophes", "’": "apostrophes", "_": "underscores"}


def _decorations_in_words(grouping: str, percent: bool, currency: str) -> str:
    words = ""
    if grouping:
        names = dict.fromkeys(_GROUPING_NAMES.get(sign, "spaces") for sign in grouping)
        words += f"; {' and '.join(names)} between thousands"
    if currency:
        signs = currency.split(" ")
        shown = ", ".join(signs[:5]) + (", ..." if len(signs) > 5 else "")
        words += f"; currency {shown} dropped"
    if percent:
        words += "; percent signs dropped (12 % reads as 12)"
    return words


def _with_unread(fmt: NumberFormat, counts: Mapping[str, int], total: int) -> NumberFormat | None:
    read = reader(fmt.decimal, fmt.grouping, fmt.decorated, fmt.currency)
    good = sum(rows for value, rows in counts.items() if read(value) is not None)
    return fmt if good >= LEAST_READ * total else None
