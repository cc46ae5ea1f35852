"""The rows of JSON: one object each, or inside something: a list within one object, or the items within each order."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from core.errors import SourceError
from core.source.model import FoundFile
from core.sql import ident, literal

# `{"orders": [{`, or the same behind a few plain values.
_WRAPPED = re.compile(
    r'\s*\{(?:\s*"[^"]*"\s*:\s*(?:"[^"]*"|[-+.0-9eE]+|true|false|null)\s*,)*\s*"[^"]*"\s*:\s*\[\s*\{'
)
_LOOK_CHARACTERS = 64 * 1024
# What a list of the things sold is called; any other list within an order (of its refunds, say) is left alone,
# since a row for each of its entries would count the order more than once.
_ITEMS = re.compile(
    r"(?:order|sale|invoice|cart|basket)?[_ -]?(?:line[_ -]?items?|items|lines|products)", re.IGNORECASE
)
_USUAL_OBJECT_BYTES = 16 * 1024 * 1024
# One object is held in memory as a whole.
_LARGEST_OBJECT_BYTES = 1024 * 1024 * 1024

Structure = dict[str, Any]


FLAT = "JSON, one object a row"


@dataclass(frozen=True, slots=True)
class JsonRows:
    """A SELECT that gives every row as columns of text, and the names of these."""

    select: str
    names: tuple[str, ...]
    told: str


def nested_rows(
    file: FoundFile, source: str, head: str, connection: duckdb.DuckDBPyConnection
) -> JsonRows | None:
    """The rows of a file of one object that holds them, or of orders that hold their items; None of any other.

    `source` is what DuckDB's JSON readers are told of the file, and `head` how its text begins.
    """
    wrapped = _WRAPPED.match(head[:_LOOK_CHARACTERS])
    objects = f"SELECT json AS e FROM read_json_objects({source}, maximum_object_size = {_object_bytes(file, wrapped is not None)})"
    key = _wrapper(connection, objects) if wrapped else None
    if key is None and not _may_hold_items(head):
        return None
    told = FLAT
    if key is not None:
        objects = f"SELECT unnest(CAST(json_extract(e, {_pointer(key)}) AS JSON[])) AS e FROM ({objects})"
        told = f"JSON, one object a row in the list {key!r}"
    structure = _structure(connection, objects, "e")
    items = [
        name for name, inner in structure.items() if _is_list_of_objects(inner) and _ITEMS.fullmatch(name)
    ]
    if key is None and len(items) != 1:
        return None
    names, cells = _cells("e", {name: inner for name, inner in structure.items() if name not in items[:1]})
    if len(items) == 1:
        name = items[0]
        listed = f"CAST(json_extract(e, {_pointer(name)}) AS JSON[])"
        some = f"json_array_length(e, {_pointer(name)}) > 0"
        objects = f"SELECT e, unnest(CASE WHEN {some} THEN {listed} ELSE [CAST(NULL AS JSON)] END) AS item FROM ({objects})"
        inner_names, inner_cells = _cells("item", _structure(connection, objects, "item"))
        names += [f"{name}.{inner}" for inner in inner_names]
        cells += inner_cells
        told += f", and a row for each of its {name!r}"
    picked = ", ".join(f"{cell} AS c{index}" for index, cell in enumerate(cells))
    return JsonRows(f"SELECT {picked} FROM ({objects})", tuple(names), told)


def flat_rows(source: str, connection: duckdb.DuckDBPyConnection) -> JsonRows | None:
    """The rows of a file of an object each, as DuckDB reads it at full speed; None where that mixes up keys that differ by capitals."""
    try:
        seen = connection.sql(f"SELECT * FROM read_json({source}, sample_size = -1, maximum_depth = 2)")
    except duckdb.NotImplementedException:
        return None
    if any(_renamed(name, seen.columns) for name in seen.columns):
        return None
    names: list[str] = []
    cells: list[str] = []
    for name, kind in zip(seen.columns, seen.types, strict=True):
        paths = [(name, str(inner)) for inner, _ in kind.children] if kind.id == "struct" else [(name,)]
        names += [".".join(path) for path in paths]
        cells += [
            f"json_extract_string({ident(name)}, {_pointer(*path[1:])})" if path[1:] else ident(name)
            for path in paths
        ]
    picked = ", ".join(f"{cell} AS c{index}" for index, cell in enumerate(cells))
    columns = ", ".join(
        f"{literal(name)}: '{'JSON' if kind.id == 'struct' else 'VARCHAR'}'"
        for name, kind in zip(seen.columns, seen.types, strict=True)
    )
    return JsonRows(f"SELECT {picked} FROM read_json({source}, columns = {{{columns}}})", tuple(names), FLAT)


def _renamed(name: str, names: Sequence[str]) -> bool:
    """Whether a column may be a key that DuckDB gave a number because another differs from it by capitals only."""
    stem = re.fullmatch(r"(.+)_[0-9]+", name)
    return stem is not None and any(stem[1].casefold() == other.casefold() for other in names)


def pointed_rows(source: str, connection: duckdb.DuckDBPyConnection) -> JsonRows:
    """The same, each value fetched from its object by the very key."""
    objects = f"SELECT json AS e FROM read_json_objects({source})"
    names, cells = _cells("e", _structure(connection, objects, "e"))
    picked = ", ".join(f"{cell} AS c{index}" for index, cell in enumerate(cells))
    return JsonRows(f"SELECT {picked} FROM ({objects})", tuple(names), FLAT)


def _object_bytes(file: FoundFile, wrapped: bool) -> int:
    if not wrapped or file.size <= _USUAL_OBJECT_BYTES // 16:
        return _USUAL_OBJECT_BYTES
    if file.size > _LARGEST_OBJECT_BYTES:
        raise SourceError(
            f"{file.shown!r} is one JSON object of {file.size / 1e9:.1f} GB, which would have to be held in memory as a whole.",
            "Export it as JSON lines (one object a line) or as CSV.",
        )
    # A packed file may be many times larger than it looks.
    return min(_LARGEST_OBJECT_BYTES, 16 * file.size)


def _may_hold_items(head: str) -> bool:
    return any(_ITEMS.fullmatch(name) for name in re.findall(r'"([^"\\]{1,40})"\s*:\s*\[\s*\{', head))


def _wrapper(connection: duckdb.DuckDBPyConnection, objects: str) -> str | None:
    """The one list of objects in the one object that the file is; None of a file of several objects."""
    if connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM ({objects}) LIMIT 2)").fetchone() != (1,):
        return None
    lists = [
        name for name, inner in _structure(connection, objects, "e").items() if _is_list_of_objects(inner)
    ]
    return lists[0] if len(lists) == 1 else None


def _structure(connection: duckdb.DuckDBPyConnection, objects: str, column: str) -> Structure:
    found = connection.execute(f"SELECT json_group_structure({column}) FROM ({objects})").fetchone()
    structure = json.loads(found[0]) if found and found[0] else {}
    return structure if isinstance(structure, dict) else {}


def _is_list_of_objects(structure: Any) -> bool:
    return isinstance(structure, list) and bool(structure) and isinstance(structure[0], dict)


def _cells(column: str, structure: Structure) -> tuple[list[str], list[str]]:
    """The names of what an object holds, with `customer.id` for what an object within it holds, and what reads each as text."""
    names: list[str] = []
    cells: list[str] = []
    for name, inner in structure.items():
        for path in [(name, key) for key in inner] if isinstance(inner, dict) else [(name,)]:
            names.append(".".join(path))
            cells.append(f"json_extract_string({column}, {_pointer(*path)})")
    return names, cells


def _pointer(*path: str) -> str:
    return literal("".join("/" + key.replace("~", "~0").replace("/", "~1") for key in path))
