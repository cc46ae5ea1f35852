"""What a number looks like, however it is decorated, and how it is read: in Python and in SQL by the same regular expressions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.patterns import later
from core.sql import literal

NumberReader = Callable[[str], float | None]

_PLAIN_BLANKS = r"[ \t\n\x0b\x0c\r]*"  # what DuckDB's own cast skips
_BLANKS = "[ \\t\\n\\x0b\\x0c\\r\u00a0\u2007\u2009\u200a\u202f]*"
SPACES = " \u00a0\u2007\u2009\u202f"
GROUP_SIGNS = ",.'’_" + SPACES
_MINUSES = "-−‐‑‒–﹣－"
_EXPONENT = "(?:[eE][-+]?[0-9]+)?"
PLAIN = later(rf"{_PLAIN_BLANKS}[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+){_EXPONENT}{_PLAIN_BLANKS}")

# Every character of Unicode's category "currency symbol", U+0080 (the euro of a Latin-1 reading) and U+FFFD,
# which is what is left of a sign that was read in the wrong encoding.
_CURRENCY_SIGNS = (
    "$\u00a2-\u00a5\u058f\u060b\u07fe\u07ff\u09f2\u09f3\u09fb\u0af1\u0bf9\u0e3f\u17db\u20a0-\u20c0\ua838\ufdfc"
    "\ufe69\uff04\uffe0\uffe1\uffe5\uffe6\U00011fdd-\U00011fe0\U0001e2ff\U0001ecb0\u0080"
)
# ISO 4217, without the codes that are English words (ALL, CUP, TOP).
CURRENCY_CODES = """
    AED ARS AUD BAM BGN BHD BOB BRL CAD CHF CLP CNY COP CRC CZK DEM DKK DOP EGP ESP EUR FIM FRF GBP GEL
    GHS GTQ HKD HNL HRK HUF IDR ILS INR IRR ISK ITL JMD JOD JPY KES KRW KWD KZT LBP LKR LTL LVL MAD MDL
    MKD MXN MYR NGN NIO NLG NOK NPR NZD OMR PAB PEN PHP PKR PLN PTE PYG QAR RMB RON RSD RUB SAR SEK SGD
    SKK THB TND TRY TTD TWD TZS UAH UGX USD UYU VEF VND XAF XOF ZAR ZMW
"""
_CURRENCY_WORDS = (
    r"[kK][rR]\.?|K[Čč]|kč|KČ|[zZ][łŁlL]|Ft|[lL]ei|S?Fr\.?|Rs\.?|Rp\.?|RM|TL|лв\.?|руб\.?|р\.?|грн\.?|дин\.?|ден\.?"
    r"|S/\.?|Bs\.?|[eE]uros?|円|元|원"
    # "zł" and "Kč" read in the wrong encoding.
    r"|[zZkK][^\x00-\x7f\s\u200b-\u206f]"
)
# "Â£" and "â‚¬" are signs read in the wrong encoding.
_CURRENCY_SIGN = f"(?:US|AU?|CA?|NZ|HK|SG?|NT|MX|R|CN|J)?[$]|Â?[{_CURRENCY_SIGNS}]|â‚¬|\ufffd{{1,3}}"


def _words_sharing_first_letters(words: Iterable[str]) -> str:
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in sorted(by_letter.items()))


_CODE = _words_sharing_first_letters(
    w for code in CURRENCY_CODES.split() for w in (code, code.lower(), code.capitalize())
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
    signs = "".join(map(re.escape, GROUP_SIGNS))
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


ANY_CURRENCY = later(_CURRENCY)
_THREE_LETTERS = later("(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])")
_KNOWN_LETTERS = frozenset(
    {
        "SFr",
        "lei",
        "Lei",
        *(w for code in CURRENCY_CODES.split() for w in (code, code.lower(), code.capitalize())),
    }
)
# What is left of a decorated number once currency and separators are gone: dashes become "-", the rest goes.
_DASHES = _MINUSES[1:] + "—("
_LITTER = "+%)=\"'’" + " \t\n\x0b\x0c\r\u00a0\u2007\u2009\u200a\u202f"


@lru_cache(maxsize=1)
def _loose() -> re.Pattern[str]:
    # With any three letters for a code: all the codes in all their places take a twentieth of a second to compile.
    return re.compile(_decorated(_loose_cores(), f"(?:{_CURRENCY_SIGN}|{_CURRENCY_WORDS}|[A-Za-z]{{3}})"))


def core_of(value: str) -> str | None:
    """The digits of anything that may be a number; None for everything else."""
    found = _loose().fullmatch(value)
    if found is None or not _KNOWN_LETTERS.issuperset(_THREE_LETTERS.findall(value)):
        return None
    return next(core for core in found.groups() if core)


ALL_GROUPING = {".": GROUP_SIGNS.replace(".", ""), ",": GROUP_SIGNS.replace(",", "")}
STRICT = {decimal: re.compile(_cores(decimal, signs).any) for decimal, signs in ALL_GROUPING.items()}


def finite(text: str) -> float | None:
    """The number that Python reads, if it is one and not infinite."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


@lru_cache(maxsize=64)
def reader(decimal: str, grouping: str, decorated: bool, currency: str) -> NumberReader:
    """The Python reader of numbers written so."""
    plain = str.maketrans({",": ".", ".": "x", "_": "x"} if decimal == "," else {})
    guard = re.compile(_guard(decimal, grouping, decorated, currency))
    signs = currency.split(" ") if currency else []
    separators = str.maketrans({**dict.fromkeys(grouping), decimal: "."})
    litter = str.maketrans({**dict.fromkeys(_LITTER), **dict.fromkeys(_DASHES, "-")})

    def read(text: str) -> float | None:
        simple = text.translate(plain) if plain else text
        if PLAIN.fullmatch(simple):
            return finite(simple)
        if not (grouping or decorated) or guard.fullmatch(text) is None:
            return None
        for sign in signs:
            text = text.replace(sign, "")
        text = text.translate(separators)
        if not decorated:
            return finite(text)
        text = text.translate(litter)
        if text.endswith("-") and not text.endswith((".-", ".--")):
            text = "-" + text
        return finite(text.rstrip("-"))

    return read


def dressed_sql(column: str, decimal: str, grouping: str, decorated: bool, currency: str) -> str:
    """Reads what a plain cast does not: first by replacing, which is quick, then character by character."""
    pattern = _guard(decimal, grouping, decorated, currency)
    guard = f"regexp_full_match({column}, {literal(pattern)})"
    bare = column
    signs = currency.split(" ") if currency else []
    for sign in (*signs, *grouping):
        bare = f"replace({bare}, {literal(sign)}, '')"
    if decimal != ".":
        bare = f"replace({bare}, {literal(decimal)}, '.')"
    number = f"try_cast(case when {guard} then {bare} end as double)"
    if not decorated:
        return number
    swept = f"translate({bare}, {literal(_DASHES + _LITTER)}, '{'-' * len(_DASHES)}')"
    trailing = f"{swept} like '%-' and {swept} not like '%.-' and {swept} not like '%.--'"
    signed = f"case when {trailing} then '-' else '' end || rtrim({swept}, '-')"
    return f"coalesce({number}, try_cast(case when {guard} then {signed} end as double))"
