"""The words of a filter, and how a value of each kind is written in one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from core.views.filter_tree import DATES, NUMBERS, FilterError, Kind, Operator, Span

# Room for thousands of pasted ids; what is longer was never meant as a filter.
MOST_CHARACTERS = 200_000
TokenKind = Literal["operator", "open", "close", "comma", "quoted", "name", "word"]
# A quote opens a quoted text only where a word would begin, so `Can't` is a word. No part can match the same text in two ways:
# reading takes time in proportion to the length, whatever is written.
TOKEN = re.compile(
    r"""(?P<operator> <= | >= | <> | != | !~ | == | [=<>~≤≥≠] )
      | (?P<open> \( ) | (?P<close> \) ) | (?P<comma> , )
      | (?P<quoted> '(?:[^']|'')*+' | "(?:[^"]|"")*+" )
      | (?P<name> `(?:[^`]|``)*+` )
      | (?P<word> (?: (?!!=|!~) [^\s()<>=~≤≥≠,`'"] ) (?: (?!!=|!~) [^\s()<>=~≤≥≠,] )* )""",
    re.VERBOSE,
)
BLANKS = re.compile(r"\s*")
WRITTEN: dict[str, str] = {"<>": "!=", "≠": "!=", "==": "=", "≤": "<=", "≥": ">="}
FLIPPED: dict[str, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
EMPTY_WORDS = frozenset(("empty", "blank", "missing", "null"))
YES, NO = frozenset(("yes", "true", "y", "1")), frozenset(("no", "false", "n", "0"))

NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:_[0-9]+)*)?(?:\.[0-9]*)?")
MOST_DIGITS = 18
DATE = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2})"
    r"(?:[T ]\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?)?)?"
)


class UnreadableError(Exception):
    """A text is no value of the kind that is wanted: what it should be, and how that is written."""

    def __init__(self, wanted: str, cure: str) -> None:
        super().__init__(wanted, cure)
        self.wanted = wanted
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a filter: its text as it is meant (quotes off, operators in one spelling) and where it stands."""

    kind: TokenKind
    text: str
    start: int
    end: int

    @property
    def keyword(self) -> str:
        """The word in small letters; nothing for what is quoted or no word."""
        return self.text.casefold() if self.kind == "word" else ""


def tokens_of(text: str) -> list[Token]:
    """The words of a filter in their order; FilterError where a quote is never closed."""
    found, open_at = tokens_before_open_quote(text)
    if open_at is not None:
        quote = text[open_at]
        raise FilterError(
            f"The quote {quote} at character {open_at + 1} of the filter is never closed.",
            f"Close it; or write a quote that belongs to the text twice: {quote}{quote}",
            open_at,
            len(text),
        )
    return found


def tokens_before_open_quote(text: str) -> tuple[list[Token], int | None]:
    """The words up to a quote that is never closed, and where that stands."""
    found: list[Token] = []
    at = _after_blanks(text, 0)
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            return found, at
        found.append(_token(match))
        at = _after_blanks(text, match.end())
    return found, None


def _after_blanks(text: str, at: int) -> int:
    match = BLANKS.match(text, at)
    return match.end() if match else at


def _token(match: re.Match[str]) -> Token:
    kind: TokenKind = match.lastgroup  # type: ignore[assignment]
    text = match.group()
    if kind in ("quoted", "name"):
        text = text[1:-1].replace(text[0] * 2, text[0])
    elif kind == "operator":
        text = WRITTEN.get(text, text)
    return Token(kind, text, match.start(), match.end())


def value_of(text: str, kind: Kind) -> str | bool | Decimal | Span:
    """The value that a text writes; UnreadableError where it writes none of this kind."""
    if kind in NUMBERS:
        return number_of(text)
    if kind in DATES:
        return span_of(text)
    if kind == "flag":
        word = text.casefold()
        if word not in YES | NO:
            raise UnreadableError("yes or no", "Write yes or no.")
        return word in YES
    return text


def number_of(text: str) -> Decimal:
    """The number, exactly as written."""
    if not NUMBER.fullmatch(text) or not any(character in "0123456789" for character in text):
        raise UnreadableError(
            "a number", "Write it like 1234.5: a point before decimals, commas only between thousands."
        )
    before, _, after = text.lstrip("+-").replace(",", "").replace("_", "").partition(".")
    if len(before.lstrip("0")) > MOST_DIGITS or len(after) > MOST_DIGITS:
        raise UnreadableError(f"a number of at most {MOST_DIGITS} digits", "Write a shorter one.")
    return Decimal(("-" if text.startswith("-") else "") + (before.lstrip("0") or "0") + "." + (after or "0"))


def share_of(text: str) -> Decimal:
    """The share: in per cent with the sign behind it, or as a part of one."""
    number, sign = text.removesuffix("%"), text.endswith("%")
    try:
        return number_of(number.rstrip()) / 100 if sign else number_of(text)
    except UnreadableError:
        raise UnreadableError("a share", "Write it like 95 %, or 0.95.") from None


def span_of(text: str) -> Span:
    """The time that a date covers: `2011` a year, `2011-06` a month, `2011-06-01` a day, with 13:45 a minute."""
    match = DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
        start = datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0)
        if month is None:
            end = start.replace(year=start.year + 1)
        elif day is None:
            end = (start + timedelta(days=31)).replace(day=1)
        elif minute is None:
            end = start + timedelta(days=1)
        else:
            end = start + timedelta(seconds=60 if second is None else 1)
    except (ValueError, OverflowError):
        raise UnreadableError(
            "a date", "Write it as year-month-day: 2011-06-01; or 2011-06 for a month, 2011 for a year."
        ) from None
    return Span(start, end)
