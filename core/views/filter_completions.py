"""What could come next in a filter that is being typed: columns, operators, values, and the words between conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from core.views.filter_names import heading_beside, matching, spellings
from core.views.filter_tree import Kind
from core.views.filter_words import MOST_CHARACTERS, Token, tokens_before_open_quote

# The values of a column that begin with a text, the best first.
ValuesOf = Callable[[str, str], Sequence[str]]
# What the place of the cursor asks for.
Wanted = Literal["condition", "operator", "value", "list", "emptiness", "negation", "joint"]
MOST_OPTIONS = 50
PLAIN_NAME = re.compile(r"[^\W\d]\w*")
PLAIN_VALUE = re.compile(r"[\w.:/+-]+")
WORDS = frozenset(("and", "or", "not", "in", "is", "between", "contains"))
ORDERED = (">=", "<=", ">", "<", "=", "!=", "between", "in (", "is empty", "is not empty")
OPERATORS: dict[Kind, tuple[str, ...]] = {
    "text": ("=", "!=", "~", "!~", "in (", "not in (", "is empty", "is not empty", "<", ">"),
    "number": ORDERED,
    "money": ORDERED,
    "date": ORDERED,
    "moment": ORDERED,
    "flag": ("= yes", "= no", "is empty", "is not empty"),
}


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: what is put in, and what it is."""

    text: str
    kind: Literal["column", "operator", "value", "word"]
    heading: str = ""
    """What a column is called on the screen, where that tells more than its name."""


@dataclass(frozen=True, slots=True)
class Completions:
    """The ways to go on; each takes the place of the characters from `start` to `end` (not included)."""

    start: int
    end: int
    options: tuple[Completion, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cursor stands: what is wanted there, of which column, and where the words it belongs to begin."""

    wanted: Wanted
    column: str | None = None
    since: int | None = None
    bounds: bool = False
    """Between `between` and its `and`."""
    named: str = ""
    """The words of the column's name up to here, which may go on."""


def completions(
    text: str,
    cursor: int,
    columns: Mapping[str, Kind],
    values: ValuesOf,
    headings: Mapping[str, str] | None = None,
) -> Completions:
    """What could stand at the cursor, given what is before it; empty where nothing is to be told."""
    cursor = max(0, min(cursor, len(text)))
    before = text[:cursor]
    if cursor > MOST_CHARACTERS:
        return Completions(cursor, cursor, ())
    offer = _Offer(columns, headings or {}, values)
    tokens, open_quote = tokens_before_open_quote(before)
    # What touches the cursor is still being written: it is completed, not understood.
    started = open_quote
    if started is None and tokens and tokens[-1].end == cursor and tokens[-1].kind == "word":
        started = tokens[-1].start
        tokens.pop()
    place = _place(tokens, offer)
    for start, at in _readings(place, cursor, started, is_quoted=open_quote is not None):
        options = tuple(islice(offer.options(at, before[start:]), MOST_OPTIONS))
        if options:
            return Completions(start, cursor, options)
    return Completions(start, cursor, ())


def _readings(
    place: _Place, cursor: int, started: int | None, *, is_quoted: bool
) -> Iterator[tuple[int, _Place]]:
    """Where what is to be completed begins and what it is, the likelier first."""
    here = cursor if started is None else started
    ended = _Place("joint", bounds=place.bounds)
    if place.since is None or is_quoted:
        yield here, place
    elif place.wanted == "operator":
        yield here, place
        # The name of a column may go on where another one ends.
        yield place.since, _Place("condition")
    elif place.wanted == "condition":
        yield place.since, place
        # They were words that are looked for, and no name.
        yield here, ended
    elif started is None:
        yield place.since, place
        # The value is complete: what follows it begins here.
        yield cursor, ended
    else:
        yield place.since, place


def _place(tokens: Sequence[Token], offer: _Offer) -> _Place:
    place = _Place("condition")
    for token in tokens:
        place = _next(place, token, offer.names)
    return place


def _next(place: _Place, token: Token, names: Mapping[str, str]) -> _Place:
    if token.keyword in ("and", "or"):
        going_on = place.bounds and token.keyword == "and"
        return _Place("value", place.column) if going_on else _Place("condition")
    match place.wanted:
        case "condition":
            is_before = token.kind == "open" or token.keyword == "not"
            return _Place("condition") if is_before else _after_name(place, token, names)
        case "operator" | "negation":
            return _after_operator(place, token, names)
        case "emptiness":
            return place if token.keyword == "not" else _Place("joint")
        case "value" | "list":
            return _after_value(place, token)
        case _:
            listed = token.kind == "comma" and place.column is not None
            return _Place("list", place.column) if listed else _Place("joint")


def _after_name(place: _Place, token: Token, names: Mapping[str, str]) -> _Place:
    """Behind a word that a column's name may begin or go on with."""
    named = f"{place.named} {token.text.casefold()}".strip()
    since = token.start if place.since is None else place.since
    if named in names:
        return _Place("operator", names[named], since, named=named)
    if token.kind == "word" and any(name.startswith(f"{named} ") for name in names):
        return _Place("condition", None, since, named=named)
    return _Place("joint")


def _after_value(place: _Place, token: Token) -> _Place:
    match token.kind:
        case "word":
            since = token.start if place.since is None else place.since
            return _Place(place.wanted, place.column, since, place.bounds)
        case "open":
            return _Place("list", place.column)
        case "comma" if place.wanted == "list":
            return _Place("list", place.column)
        case "close":
            return _Place("joint")
        case _:
            return _Place("joint", place.column, None, place.bounds)


def _after_operator(place: _Place, token: Token, names: Mapping[str, str]) -> _Place:
    if token.kind == "operator" or token.keyword == "contains":
        return _Place("value", place.column)
    match token.keyword:
        case "in":
            return _Place("list", place.column)
        case "between":
            return _Place("value", place.column, None, bounds=True)
        case "is":
            return _Place("emptiness", place.column)
        case "not":
            return _Place("negation", place.column)
        case _:
            return _after_name(place, token, names) if place.named else _Place("joint")


class _Offer:
    """What can be offered: columns by their names and headings, operators and values by their columns."""

    def __init__(self, columns: Mapping[str, Kind], headings: Mapping[str, str], values: ValuesOf) -> None:
        self._columns = columns
        self._headings = headings
        self._values = values
        self.names = spellings(columns, headings)

    def options(self, place: _Place, begun: str) -> Iterator[Completion]:
        """The ways to go on with what has been begun at a place."""
        folded = begun.casefold()
        if place.wanted == "condition":
            if begun[:1] != "'":
                yield from self._named(folded.strip("`'\""))
            yield from _words(("not",), folded)
        elif place.wanted in ("operator", "negation", "emptiness"):
            known = {"negation": ("in (", "between"), "emptiness": ("empty", "not empty")}
            for operator in known.get(place.wanted) or OPERATORS[self._columns[place.column or ""]]:
                if operator.startswith(folded):
                    yield Completion(operator, "operator")
        elif place.wanted == "joint":
            yield from _words(("and",) if place.bounds else ("and", "or"), folded)
        elif place.column is not None:
            yield from self._of(place.column, begun.lstrip("`'\""))

    def _named(self, begun: str) -> Iterator[Completion]:
        for name in matching(self._columns, self._headings, begun):
            yield Completion(written_name(name), "column", heading_beside(name, self._headings))

    def _of(self, column: str, begun: str) -> Iterator[Completion]:
        """The values of a column."""
        if self._columns[column] == "flag":
            yield from _words(("yes", "no"), begun.casefold(), "value")
            return
        for value in self._values(column, begun):
            yield Completion(written_value(value), "value")


def _words(words: Sequence[str], begun: str, kind: Literal["word", "value"] = "word") -> Iterator[Completion]:
    for word in words:
        if word.startswith(begun):
            yield Completion(word, kind)


def written_name(name: str) -> str:
    """A column's name as a filter takes it, in backticks where it must be."""
    plain = PLAIN_NAME.fullmatch(name) and name.casefold() not in WORDS
    return name if plain else "`" + name.replace("`", "``") + "`"


def written_value(value: str) -> str:
    """A value as a filter takes it, in double quotes where it holds more than a plain word."""
    plain = PLAIN_VALUE.fullmatch(value) and value.casefold() not in WORDS
    return value if plain else '"' + value.replace('"', '""') + '"'
