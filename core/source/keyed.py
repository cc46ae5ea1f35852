"""Rows of JSON that stand by their keys and not in a list: `{"50001": {...}, "50002": {...}}`, as Firebase and Python's dictionaries are written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.sql import literal

# So many of the first entries are looked at, and so many have to be there: of two nobody can tell that they are alike.
_LOOKED_AT, _FEWEST = 50, 3
# How large a share of all keys the rows have on average: those of one table lack few.
_NEARLY_THE_SAME = 0.6
_DEEPEST = 4
# What the key of a row is called, unless the rows have such a column.
_NAMES = ("id", "key")
_NUMBERED_FROM = ("0", "1")

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyedRows:
    """Where in the one object of a file the rows stand by their keys, and what these are called."""

    place: Place
    name: str

    @property
    def told(self) -> str:
        """How the file was read."""
        within = f" in {'.'.join(self.place)!r}" if self.place else ""
        return f"JSON, one object a row by its key{within}, kept as {self.name!r}"

    def select(self, objects: str, pointer: str) -> str:
        """A SELECT of the rows as objects e, with the key among their values; `pointer` leads to them."""
        held = f"json_extract(e, {pointer})" if self.place else "e"
        entries = f"SELECT unnest(map_entries(CAST({held} AS MAP(VARCHAR, JSON)))) AS entry FROM ({objects})"
        named = f"json_object({literal(self.name)}, entry.key)"
        return (
            f"SELECT json_merge_patch({named}, entry.value) AS e FROM ({entries})"
            " WHERE json_type(entry.value) = 'OBJECT'"
        )


def keyed_rows(head: str) -> KeyedRows | None:
    """The rows by their keys in a text that begins so; None of any other."""
    text = head.lstrip("\ufeff \t\r\n")
    return _within(text, 0, ()) if text.startswith("{") else None


def _within(text: str, start: int, place: Place) -> KeyedRows | None:
    entries = list(_entries(text, start))
    values = [value for _, value, _ in entries if value is not None]
    if all(text[begins] == "{" for _, _, begins in entries) and _are_rows(values):
        known = {key.casefold() for value in values for key in value}
        name = next((name for name in _NAMES if name not in known), "row_key")
        return KeyedRows(place, name)
    if len(place) + 1 >= _DEEPEST or any(_lists_objects(text, begins) for *_, begins in entries):
        return None
    found = [
        inner
        for key, _, begins in entries
        if text[begins] == "{" and (inner := _within(text, begins, (*place, key))) is not None
    ]
    return found[0] if len(found) == 1 else None


def _are_rows(values: Sequence[Any]) -> bool:
    """Whether values are objects of nearly the same keys, with something in them that is neither an object nor a list."""
    if len(values) < _FEWEST or not all(isinstance(value, dict) and value for value in values):
        return False
    keys = Counter(key for value in values for key in value)
    if all(number in keys for number in _NUMBERED_FROM) or len(keys) < 2:
        return False  # these number the rows of columns
    if keys.total() < _NEARLY_THE_SAME * len(keys) * len(values):
        return False
    return all(any(not isinstance(inner, dict | list) for inner in value.values()) for value in values)


def _lists_objects(text: str, start: int) -> bool:
    """Whether what begins there is a list of objects, however long: then that holds the rows."""
    return text[start] == "[" and text.startswith("{", _past(text, start + 1, " \t\r\n"))


def _entries(text: str, start: int) -> Iterator[tuple[str, Any, int]]:
    """The first keys of an object, their values, and where these begin; None for a value that is cut off."""
    decoder = json.JSONDecoder()
    at = start + 1
    for _ in range(_LOOKED_AT):
        at = _past(text, at, " \t\r\n,")
        if text[at : at + 1] != '"':
            return
        try:
            key, at = decoder.raw_decode(text, at)
        except ValueError:
            return
        at = _past(text, at, " \t\r\n:")
        if at >= len(text):
            return
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            yield key, None, at
            return
        yield key, value, at
        at = end


def _past(text: str, at: int, skipped: str) -> int:
    while at < len(text) and text[at] in skipped:
        at += 1
    return at
