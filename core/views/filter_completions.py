"""What could come next in a filter that is being typed: columns, operators, values, and the words between conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

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


def completions(text: str, cursor: int, columns: Mapping[str, Kind], values: ValuesOf) -> Completions:
    """What could stand at the cursor, given what is before it; empty where nothing is to be told."""
    cursor = max(0, min(cursor, len(text)))
    before = text[:cursor]
    if cursor > MOST_CHARACTERS:
        return Completions(cursor, cursor, ())
    tokens, open_quote = tokens_before_open_quote(before)
    # What touches the cursor is still being written: it is completed, not understood.
    started = open_quote
    if started is None and tokens and tokens[-1].end == cursor and tokens[-1].kind == "word":
        started = tokens[-1].start
        tokens.pop()
    place = _place(tokens, columns)
    start = cursor if started is None else started
    if place.since is not None and open_quote is None:
        start = place.since
    options = tuple(_options(place, before[start:], columns, values))[:MOST_OPTIONS]
    if not options and place.since is not None and started is None:
        # The value is complete: what follows it begins here.
        start, place = cursor, _Place("joint", bounds=place.bounds)
        options = tuple(_options(place, "", columns, values))
    return Completions(start, cursor, options)


def _place(tokens: Sequence[Token], columns: Mapping[str, Kind]) -> _Place:
    names = {name.casefold(): name for name in list(columns)[::-1]}
    place = _Place("condition")
    for token in tokens:
        place = _next(place, token, names)
    return place


def _next(place: _Place, token: Token, names: Mapping[str, str]) -> _Place:
    if token.keyword in ("and", "or"):
        going_on = place.bounds and token.keyword == "and"
        return _Place("value", place.column) if going_on else _Place("condition")
    match place.wanted:
        case "condition":
            if token.kind == "open" or token.keyword == "not":
                return place
            known = names.get(token.text.casefold())
            return _Place("operator", known) if known is not None else _Place("joint")
        case "operator" | "negation":
            return _after_operator(place, token)
        case "emptiness":
            return place if token.keyword == "not" else _Place("joint")
        case "value" | "list":
            return _after_value(place, token)
        case _:
            listed = token.kind == "comma" and place.column is not None
            return _Place("list", place.column) if listed else _Place("joint")


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


def _after_operator(place: _Place, token: Token) -> _Place:
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
            return _Place("joint")


def _options(
    place: _Place, begun: str, columns: Mapping[str, Kind], values: ValuesOf
) -> Iterator[Completion]:
    bare = begun.strip("`'\"").casefold()
    if place.wanted == "condition":
        if begun[:1] != "'":
            yield from _named(columns, bare)
        yield from _words(("not",), begun.casefold())
    elif place.wanted in ("operator", "negation", "emptiness"):
        known = {"negation": ("in (", "between"), "emptiness": ("empty", "not empty")}
        for operator in known.get(place.wanted) or OPERATORS[columns[place.column or ""]]:
            if operator.startswith(begun.casefold()):
                yield Completion(operator, "operator")
    elif place.wanted == "joint":
        yield from _words(("and",) if place.bounds else ("and", "or"), begun.casefold())
    elif place.column is not None:
        yield from _values(place.column, columns, begun.lstrip("`'\""), values)


def _named(columns: Mapping[str, Kind], begun: str) -> Iterator[Completion]:
    first = [name for name in columns if name.casefold().startswith(begun)]
    inside = [name for name in columns if begun and begun in name.casefold() and name not in first]
    for name in (*first, *inside):
        yield Completion(written_name(name), "column")


def _values(column: str, columns: Mapping[str, Kind], begun: str, values: ValuesOf) -> Iterator[Completion]:
    if columns[column] == "flag":
        yield from (Completion(word, "value") for word in ("yes", "no") if word.startswith(begun.casefold()))
        return
    for value in values(column, begun):
        yield Completion(written_value(value), "value")


def _words(words: Sequence[str], begun: str) -> Iterator[Completion]:
    for word in words:
        if word.startswith(begun):
            yield Completion(word, "word")


def written_name(name: str) -> str:
    """A column's name as a filter takes it, in backticks where it must be."""
    plain = PLAIN_NAME.fullmatch(name) and name.casefold() not in WORDS
    return name if plain else "`" + name.replace("`", "``") + "`"


def written_value(value: str) -> str:
    """A value as a filter takes it, in double quotes where it holds more than a plain word."""
    plain = PLAIN_VALUE.fullmatch(value) and value.casefold() not in WORDS
    return value if plain else '"' + value.replace('"', '""') + '"'
