"""How the numbers of a column are written, and how to read them in Python and in SQL alike.

A column is read by one format: its decimal sign, its thousands separators, and whether anything decorates
its numbers (currency, parentheses, a trailing minus, percent). Both readers take the same steps with the same
regular expression, so that what the sample promises is what the whole file gives.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from core.columns.units import unit_spellings, without_unit
from core.sql import literal

ENOUGH_POINTS = 20  # so many numbers with three digits behind a point, and none with fewer, are no chance
LEAST_READ = 0.85  # share of the filled values that must read before a column counts as numbers

Decimal = Literal[".", ","]
NumberReader = Callable[[str], float | None]


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


_PLAIN_BLANKS = r"[ \t\n\x0b\x0c\r]*"  # what DuckDB's own cast skips
_BLANKS = "[ \\t\\n\\x0b\\x0c\\r\u00a0\u2007\u2009\u200a\u202f]*"
_SPACES = " \u00a0\u2007\u2009\u202f"
_GROUP_SIGNS = ",.'’_" + _SPACES
_MINUSES = "-−‐‑‒–﹣－"
_EXPONENT = "(?:[eE][-+]?[0-9]+)?"
_PLAIN = re.compile(rf"{_PLAIN_BLANKS}[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+){_EXPONENT}{_PLAIN_BLANKS}")
_POINT_AS_THOUSANDS = re.compile(r"\s*[-+]?[1-9][0-9]{0,2}\.[0-9]{3}\s*")
_DIGIT = re.compile("[0-9]")

# Every character of Unicode's category "currency symbol", U+0080 (the euro of a Latin-1 reading) and U+FFFD,
# which is what is left of a sign that was read in the wrong encoding.
_CURRENCY_SIGNS = (
    "$\u00a2-\u00a5\u058f\u060b\u07fe\u07ff\u09f2\u09f3\u09fb\u0af1\u0bf9\u0e3f\u17db\u20a0-\u20c0\ua838\ufdfc"
    "\ufe69\uff04\uffe0\uffe1\uffe5\uffe6\U00011fdd-\U00011fe0\U0001e2ff\U0001ecb0\u0080"
)
# ISO 4217, without the codes that are English words (ALL, CUP, TOP).
_CURRENCY_CODES = """
    AED ARS AUD BAM BGN BHD BOB BRL CAD CHF CLP CNY COP CRC CZK DEM DKK DOP EGP ESP EUR FIM FRF GBP GEL
    GHS GTQ HKD HNL HRK HUF IDR ILS INR IRR ISK ITL JMD JOD JPY KES KRW KWD KZT LBP LKR LTL LVL MAD MDL
    MKD MXN MYR NGN NIO NLG NOK NPR NZD OMR PAB PEN PHP PKR PLN PTE PYG QAR RMB RON RSD RUB SAR SEK SGD
    SKK THB TND TRY TTD TWD TZS UAH UGX USD UYU VEF VND XAF XOF ZAR ZMW
"""
_CURRENCY_WORDS = (
    r"[kK][rR]\.?|K[Čč]|kč|[zZ][łŁlL]|Ft|[lL]ei|S?Fr\.?|Rs\.?|Rp\.?|RM|TL|лв\.?|руб\.?|р\."
    r"|S/\.?|Bs\.?|[eE]uros?"
)
# "Â£" and "â‚¬" are signs read in the wrong encoding.
_CURRENCY_SIGN = f"(?:US|AU?|CA?|NZ|HK|SG?|NT|MX|R|CN|J)?[$]|Â?[{_CURRENCY_SIGNS}]|â‚¬|\ufffd{{1,3}}"


def _words_sharing_first_letters(words: Iterable[str]) -> str:
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in sorted(by_letter.items()))


_CODE = _words_sharing_first_letters(
    w for code in _CURRENCY_CODES.split() for w in (code, code.lower(), code.capitalize())
)
_CURRENCY = f"(?:{_CURRENCY_SIGN}|{_CURRENCY_WORDS}|{_CODE})"


@dataclass(frozen=True, slots=True)
class _Cores:
    """The digits of a number as regular expressions, by what may stand behind them."""

    any: str
    signed: str  # does not end in a bare decimal sign: "12,-" is twelve, not minus twelve
    dashed: str  # what stands before the dash of "12,-"


def _cores(decimal: str, grouping: str) -> _Cores:
    point = re.escape(decimal)
    digits = "[0-9]+"
    if grouping:
        sign = f"[{grouping}]"
        thousands = f"[1-9][0-9]{{0,2}}(?:{sign}[0-9]{{3}})+"
        lakhs = f"[1-9][0-9]?(?:{sign}[0-9]{{2}})+{sign}[0-9]{{3}}"
        digits = f"(?:{thousands}|{lakhs}|[0-9]+)"
    return _Cores(
        any=f"(?:{digits}(?:{point}[0-9]*)?|{point}[0-9]+){_EXPONENT}",
        signed=f"(?:{digits}(?:{point}[0-9]+)?|{point}[0-9]+){_EXPONENT}",
        dashed=f"{digits}{point}",
    )


def _loose_cores() -> _Cores:
    signs = "".join(map(re.escape, _GROUP_SIGNS))
    digits = f"[0-9](?:[0-9{signs}]*[0-9])?"
    return _Cores(
        any=f"(?:{digits}[.,]?|[.,][0-9]+){_EXPONENT}",
        signed=f"(?:{digits}|[.,][0-9]+){_EXPONENT}",
        dashed=f"{digits}[.,]",
    )


def _decorated(cores: _Cores, currency: str) -> str:
    """A number with at most one sign and its decorations; the named groups are for Python only."""
    blank, minus = _BLANKS, f"[{_MINUSES}]"
    before = f"(?:{currency}{blank})?" if currency else ""
    after = f"(?:{blank}%)?" + (f"(?:{blank}{currency})?" if currency else "")
    sign = f"(?:[{_MINUSES}+]{blank})?"
    signed_first = f"(?:{sign}{before}|{before}{sign})"
    leading = f"{signed_first}(?:({cores.any})|({cores.dashed})(?:--?|[–—]))"
    trailing = f"{before}({cores.signed}){after}{blank}{minus}"
    parentheses = rf"{before}\({blank}{before}({cores.signed}){after}{blank}\)"
    quote_open, quote_close = "(?:=?[\"'’])?", "[\"'’]?"
    body = f"(?:{leading}|{trailing}|{parentheses}){after}"
    return f"{blank}{quote_open}{blank}{body}{blank}{quote_close}{blank}"


def _grouped(cores: _Cores) -> str:
    return f"{_PLAIN_BLANKS}[-+]?{cores.any}{_PLAIN_BLANKS}"


def _guard(decimal: str, grouping: str, decorated: bool, currency: str) -> str:
    """What a number that is not plain must look like, in the words that Python and DuckDB share."""
    cores = _cores(decimal, grouping)
    if not decorated:
        return _grouped(cores)
    seen = "|".join(map(re.escape, currency.split(" ")))
    return _decorated(cores, f"(?:{seen})" if currency else "")


_ANY_CURRENCY = re.compile(_CURRENCY)
# What is left of a decorated number once currency and separators are gone: dashes become "-", the rest goes.
_DASHES = _MINUSES[1:] + "—("
_LITTER = "+%)=\"'’" + " \t\n\x0b\x0c\r\u00a0\u2007\u2009\u200a\u202f"


@lru_cache(maxsize=1)
def _loose() -> re.Pattern[str]:
    """Anything that may be a number; made when it is first needed, as that takes a moment."""
    return re.compile(_decorated(_loose_cores(), _CURRENCY))


def _finite(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@lru_cache(maxsize=64)
def _reader(decimal: str, grouping: str, decorated: bool, currency: str) -> NumberReader:
    plain = str.maketrans({",": ".", ".": "x", "_": "x"} if decimal == "," else {})
    guard = re.compile(_guard(decimal, grouping, decorated, currency))
    signs = currency.split(" ") if currency else []
    separators = str.maketrans({**dict.fromkeys(grouping), decimal: "."})
    litter = str.maketrans({**dict.fromkeys(_LITTER), **dict.fromkeys(_DASHES, "-")})

    def read(text: str) -> float | None:
        simple = text.translate(plain) if plain else text
        if _PLAIN.fullmatch(simple):
            return _finite(simple)
        if not (grouping or decorated) or guard.fullmatch(text) is None:
            return None
        for sign in signs:
            text = text.replace(sign, "")
        text = text.translate(separators)
        if not decorated:
            return _finite(text)
        text = text.translate(litter)
        if text.endswith("-") and not text.endswith((".-", ".--")):
            text = "-" + text
        return _finite(text.rstrip("-"))

    return read


def parse_number(text: str, fmt: NumberFormat) -> float | None:
    """The number that a text says; None where it is unreadable, empty, not a number or infinite."""
    return _reader(fmt.decimal, fmt.grouping, fmt.decorated, fmt.currency)(text)


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
        number = f"coalesce({number}, {_dressed_sql(column, fmt)})"
    # Nothing infinite and no NaN is within any bound, and each expression is written once: what is named twice is worked out apart.
    return f"within({number})" if bounded else f"case when isfinite({number}) then {number} end"


def _dressed_sql(column: str, fmt: NumberFormat) -> str:
    """Reads what a plain cast does not: first by replacing, which is quick, then character by character."""
    pattern = _guard(fmt.decimal, fmt.grouping, fmt.decorated, fmt.currency)
    guard = f"regexp_full_match({column}, {literal(pattern)})"
    bare = column
    signs = fmt.currency.split(" ") if fmt.currency else []
    for sign in (*signs, *fmt.grouping):
        bare = f"replace({bare}, {literal(sign)}, '')"
    if fmt.decimal != ".":
        bare = f"replace({bare}, {literal(fmt.decimal)}, '.')"
    number = f"try_cast(case when {guard} then {bare} end as double)"
    if not fmt.decorated:
        return number
    swept = f"translate({bare}, {literal(_DASHES + _LITTER)}, '{'-' * len(_DASHES)}')"
    trailing = f"{swept} like '%-' and {swept} not like '%.-' and {swept} not like '%.--'"
    signed = f"case when {trailing} then '-' else '' end || rtrim({swept}, '-')"
    return f"coalesce({number}, try_cast(case when {guard} then {signed} end as double))"


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the values of a column say about its decimal sign, in numbers of rows."""

    point_only: int  # read only with a decimal point
    comma_only: int  # read only with a decimal comma
    open_comma: int  # "1,234": read both ways
    open_point: int  # "1.234": read both ways
    ungrouped: int  # "1234": long enough for a separator, and without one
    below: int  # "5", "694": too short for a separator
    padded: int  # "1.250": ends in a zero, which a program that drops zeros would not write


def decide_numbers(
    values: Iterable[str], *, decimal_hint: Literal["", ".", ","] = "", comma_land: str = ""
) -> NumberFormat | None:
    """The format that reads most of the values; None where that is less than 85 % of the filled ones.

    `comma_land` says what in the file speaks of a place where commas are decimal, if anything does; it decides where nothing else can.
    """
    counts = Counter(values)
    for blank in [value for value in counts if not value or value.isspace()]:
        del counts[blank]
    total = counts.total()
    if not total:
        return None
    if all(map(_PLAIN.fullmatch, counts)) and _points_are_decimal(counts, decimal_hint):
        if any(
            _finite(value) is None for value in counts if len(value) > 300 or "e" in value or "E" in value
        ):
            return _with_unread(NumberFormat(".", "", False, True, "plain numbers"), counts, total)
        return NumberFormat(".", "", False, True, "plain numbers")
    if spellings := unit_spellings(counts):
        return _with_unit(counts, total, spellings, decimal_hint, comma_land)
    if not _worth_a_look(counts):
        return None
    return _decided_on_evidence(counts, total, decimal_hint, comma_land)


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
    digits = sum(1 for value in some if _loose().fullmatch(value)) if any(map(_DIGIT.search, some)) else 0
    # A column may hold one number many times beside many odd words: then rows decide, not distinct values.
    return digits > 0.5 * len(some) or (digits > 0 and len(distinct) < 200)


def _core_of(value: str) -> str | None:
    found = _loose().fullmatch(value)
    return None if found is None else next(core for core in found.groups() if core)


_ALL_GROUPING = {".": _GROUP_SIGNS.replace(".", ""), ",": _GROUP_SIGNS.replace(",", "")}
_STRICT = {decimal: re.compile(_cores(decimal, signs).any) for decimal, signs in _ALL_GROUPING.items()}


def _decided_on_evidence(
    counts: Mapping[str, int], total: int, hint: str, comma_land: str
) -> NumberFormat | None:
    cores = {value: core for value in counts if (core := _core_of(value)) is not None}
    evidence = _weigh(cores, counts)
    decimal, decided, reason = _choose_decimal(evidence, hint, comma_land)
    read = {value: core for value, core in cores.items() if _STRICT[decimal].fullmatch(core)}
    grouping = "".join(sign for sign in _ALL_GROUPING[decimal] if any(sign in core for core in read.values()))
    spaced = any(sign in _SPACES for sign in grouping)
    simple = _reader(decimal, grouping, False, "")
    decorated = spaced or any(simple(value) is None for value in read)
    percent = decorated and any("%" in value for value in read)
    signs = {sign for value in read for sign in _ANY_CURRENCY.findall(value)} if decorated else ()
    currency = " ".join(sorted(signs, key=lambda sign: (-len(sign), sign)))
    reason += _decorations_in_words(grouping, percent, currency)
    fmt = NumberFormat(decimal, grouping, decorated, decided, reason, percent, currency)
    return _with_unread(fmt, counts, total)


def _weigh(cores: Mapping[str, str], counts: Mapping[str, int]) -> _Evidence:
    point_only = comma_only = open_comma = open_point = ungrouped = below = padded = 0
    for value, core in cores.items():
        rows = counts[value]
        point, comma = _STRICT["."].fullmatch(core), _STRICT[","].fullmatch(core)
        if point and not comma:
            point_only += rows
        elif comma and not point:
            comma_only += rows
        elif point and "," in core:
            open_comma += rows
        elif point and "." in core:
            open_point += rows
            padded += rows if core.endswith("0") else 0
        elif len(core) > 3 and core.isdecimal():
            ungrouped += rows
        elif core.isdecimal():
            below += rows
    return _Evidence(point_only, comma_only, open_comma, open_point, ungrouped, below, padded)


def _choose_decimal(evidence: _Evidence, hint: str, comma_land: str) -> tuple[Decimal, bool, str]:
    point, comma = evidence.point_only, evidence.comma_only
    if point != comma:
        decimal: Decimal = "." if point > comma else ","
        name, other = ("point", "comma") if point > comma else ("comma", "point")
        reason = f"decimal {name}, as {_rows(max(point, comma))} can be read no other way"
        if min(point, comma):
            reason += (
                f"; {_rows(min(point, comma))} can be read only with a decimal {other} and stay unreadable"
            )
        return decimal, True, reason
    if point:
        return _hinted(
            hint,
            f"as many values ({point:,}) can be read only with a decimal point as only with a decimal comma",
        )
    if evidence.open_comma or evidence.open_point:
        return _choose_between_thousands(evidence, hint, comma_land)
    return ".", True, "whole numbers"


def _hinted(hint: str, fact: str) -> tuple[Decimal, bool, str]:
    if hint == ",":
        return ",", False, f"{fact}; the comma is taken as decimal, as elsewhere in the file"
    where = "as elsewhere in the file" if hint else "as nothing says otherwise"
    return ".", False, f"{fact}; the point is taken as decimal, {where}"


def _choose_between_thousands(evidence: _Evidence, hint: str, comma_land: str) -> tuple[Decimal, bool, str]:
    comma_used, point_used = bool(evidence.open_comma), bool(evidence.open_point)
    if comma_used and point_used:
        return _hinted(hint, "values such as 1,234 and 1.234 both occur")
    example, sign = ("1,234", "comma") if comma_used else ("1.234", "point")
    fact = f"values such as {example} can be thousands or three decimals"
    own: Decimal = "," if comma_used else "."
    thousands: Decimal = "." if comma_used else ","
    if hint:
        meaning = "decimals" if hint == own else "thousands"
        return (
            (own if hint == own else thousands),
            False,
            f"{fact}; taken as {meaning}, as the rest of the file writes",
        )
    if evidence.ungrouped:
        return own, False, f"{fact}; taken as decimals, as other long numbers have no separator"
    if comma_land:
        meaning = "decimals" if own == "," else "thousands"
        return ",", False, f"{fact}; taken as {meaning}, as {comma_land} of a place where commas are decimal"
    if comma_used:
        return thousands, False, f"{fact}; taken as thousands, the usual meaning of such a {sign}"
    # With decimals, whole numbers without them say that zeros are dropped: then some of those with a point had fewer digits behind it.
    if evidence.below and (evidence.padded or evidence.open_point >= ENOUGH_POINTS):
        why = f"all numbers below 1,000 ({evidence.below:,}) stand without a point, and none has one or two decimals"
        return thousands, False, f"{fact}; taken as thousands, as {why}"
    return own, False, f"{fact}; taken as decimals, the usual meaning of such a {sign}"


def comma_land(language: str, *, semicolon: bool, currency: str) -> str:
    """What speaks of a place where commas are decimal, as words; "" where nothing does."""
    if language and language != "en":
        return "the names of the columns speak"
    if semicolon:
        return "the semicolons between the columns speak"
    return "the euro signs speak" if currency == "€" else ""


def _rows(number: int) -> str:
    return "1 value" if number == 1 else f"{number:,} values"


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
    read = _reader(fmt.decimal, fmt.grouping, fmt.decorated, fmt.currency)
    good = sum(rows for value, rows in counts.items() if read(value) is not None)
    return fmt if good >= LEAST_READ * total else None
