"""The rows of JSON: one object each, or inside something: a list within one object, or the items within each order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from core.columns.naming import Role, name_roles
from core.columns.words import read_name
from core.errors import SourceError
from core.patterns import later
from core.source.keyed import keyed_rows
from core.source.model import FoundFile
from core.sql import ident, literal

# `{"orders": [{`, or the same behind a few plain values and within a few objects.
_TO_VALUE = r'\{(?:\s*"[^"]*"\s*:\s*(?:"[^"]*"|[-+.0-9eE]+|true|false|null)\s*,)*\s*"[^"]*"\s*:\s*'
_DEEPEST_LIST = 4
_WRAPPED = later(rf"\s*(?:{_TO_VALUE}){{1,{_DEEPEST_LIST}}}\[\s*\{{")
_LOOK_CHARACTERS = 64 * 1024
# What a list of the things sold is called. Any other list within an order has to look like one, and to hold the only money there is: a row for
# each of its refunds would count the order more than once.
_ITEMS = later(
    r"(?:order|sale|invoice|cart|basket)?[_ -]?(?:line[_ -]?items?|items|lines|products)", re.IGNORECASE
)
# What lists of money that nobody bought anything for are called.
_NO_LINES = ("refund", "payment", "tax", "ship", "discount", "promo", "voucher", "profit")
MONEY: tuple[Role, ...] = ("amount", "order_total", "price")
_SOLD: tuple[Role, ...] = ("quantity", "product", "description")
# How well a key has to fit a role to say what an entry of a list is, and how many of the entries have to have it.
_CLEARLY, _NEARLY_ALL = 0.6, 0.9
# A list of objects, with the keys of the first.
_FIRST_ENTRY = later(r'"(?P<name>[^"\\]{1,40})"\s*:\s*\[\s*\{(?P<entry>[^\]]{0,2000})')
_KEY = later(r'"([^"\\]{1,40})"\s*:')
# How MongoDB writes values that JSON has no type for: {"$oid": "65a0..."}, {"$numberDecimal": "12.50"}, {"$date": {"$numberLong": "0"}}.
_TYPED = ("$oid", "$date", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal")
_TYPED_VALUE = later(rf'\{{\s*"(?:{"|".join(map(re.escape, _TYPED))})"\s*:')
# How GraphQL writes a list of objects: {"edges": [{"node": {...}}, ...]}, or {"nodes": [{...}, ...]}.
_CONNECTIONS = ("edges", "nodes")
_DEEPEST_VALUE, _DEEPEST_PLAIN = 5, 2
# How interfaces write money that says its currency: {"value": "12.50", "currency": "EUR"}.
_MONEY_KEYS = frozenset(("value", "amount"))
_CURRENCY_KEYS = frozenset(("currency", "currency_code", "currencyCode", "CurrencyCode"))
_FIRST_OBJECTS = 20
# Shopify's GraphQL wraps money in its currency, {"totalPriceSet": {"shopMoney": {"amount": "12.50", ...}}}: that is the totalPrice.
_SHOP_MONEY = later(r"(?:Set|_set)?\.(?:shopMoney|shop_money)\.amount$")
_USUAL_OBJECT_BYTES = 16 * 1024 * 1024
# One object is held in memory as a whole.
_LARGEST_OBJECT_BYTES = 1024 * 1024 * 1024

Structure = dict[str, Any]
Place = tuple[str, ...]


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
    single = not _begins_with_lines(head)
    wrapped = single and _WRAPPED.match(head[:_LOOK_CHARACTERS]) is not None
    keyed = keyed_rows(head) if single else None
    objects = f"SELECT json AS e FROM read_json_objects({source}, maximum_object_size = {_object_bytes(file, wrapped or keyed is not None)})"
    place = _wrapper(connection, objects) if wrapped and keyed is None else None
    if place is None and keyed is None and not _may_hold_items(head):
        return None
    told, graph = FLAT, False
    if keyed is not None:
        objects, told = keyed.select(objects, _pointer(*keyed.place)), keyed.told
    if place is not None:
        objects = f"SELECT unnest(CAST(json_extract(e, {_pointer(*place)}) AS JSON[])) AS e FROM ({objects})"
        told = f"JSON, one object a row in the list {'.'.join(place)!r}"
    structure = _structure(connection, objects, "e")
    if place is not None and (graph := place[-1] in _CONNECTIONS):
        objects, structure = _out_of_nodes(objects, "e", structure)
    items = {name: within for name, within in _lists_of_objects(structure).items() if _ITEMS.fullmatch(name)}
    called_so = bool(items)
    items = items or _lists_like_lines(connection, objects, structure)
    if place is None and keyed is None and len(items) != 1:
        return None
    sold = next(iter(items)) if len(items) == 1 else None
    names, cells = _cells("e", {name: inner for name, inner in structure.items() if name != sold}, deep=graph)
    if sold is not None:
        listed = f"CAST(json_extract(e, {_pointer(sold, *items[sold])}) AS JSON[])"
        some = f"json_array_length(e, {_pointer(sold, *items[sold])}) > 0"
        objects = f"SELECT e, unnest(CASE WHEN {some} THEN {listed} ELSE [CAST(NULL AS JSON)] END) AS item FROM ({objects})"
        held = _structure(connection, objects, "item")
        if items[sold]:
            objects, held = _out_of_nodes(objects, "item", held)
        inner_names, inner_cells = _cells("item", held, deep=graph)
        # A name that does not say so itself is marked as a list's, so that what is in it is read as of one thing sold.
        names += [f"{sold}{'.' if called_so else '[].'}{inner}" for inner in inner_names]
        cells += inner_cells
        told += f", and a row for each of its {sold!r}"
    picked = ", ".join(f"{cell} AS c{index}" for index, cell in enumerate(cells))
    return JsonRows(f"SELECT {picked} FROM ({objects})", tuple(names), told)


def flat_rows(source: str, head: str, connection: duckdb.DuckDBPyConnection) -> JsonRows | None:
    """The rows of a file of an object each, as DuckDB reads it at full speed; None where that mixes up keys that differ by capitals.

    None too where values have their type around them, or money its currency deeper than that reads.
    """
    if _TYPED_VALUE.search(head) or _has_money_below(head):
        return None
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
    return any(
        _ITEMS.fullmatch(found["name"])
        or any(is_called_like(key, MONEY) for key in _KEY.findall(found["entry"]))
        for found in _FIRST_ENTRY.finditer(head)
    )


def is_called_like(name: str, roles: Sequence[Role]) -> bool:
    """Whether a key clearly says by its name that it plays one of these roles."""
    known = name_roles(name).roles
    return any(role in known and known[role].fits >= _CLEARLY for role in roles)


def _lists_like_lines(
    connection: duckdb.DuckDBPyConnection, objects: str, structure: Structure
) -> dict[str, Place]:
    """The lists whose entries are things sold by their keys, and that hold the only money of the order."""
    lists = _lists_of_objects(structure)
    if any(_paths(name, inner, MONEY) for name, inner in structure.items() if name not in lists):
        return {}
    found = {}
    for name, within in lists.items():
        entry = _entry(structure[name], within)
        money, sold = (
            [path for key, inner in entry.items() for path in _paths(key, inner, roles)]
            for roles in (MONEY, _SOLD)
        )
        if not money or not sold or read_name(name).has(*_NO_LINES):
            continue
        listed = f"SELECT unnest(CAST(json_extract(e, {_pointer(name, *within)}) AS JSON[])) AS item FROM ({objects})"
        node = ("node",) if within == ("edges",) else ()
        filled = " OR ".join(
            f"json_extract_string(item, {_pointer(*node, *path)}) IS NOT NULL" for path in money
        )
        share = connection.execute(f"SELECT avg(CAST({filled} AS INTEGER)) FROM ({listed})").fetchone()
        if share and share[0] is not None and share[0] >= _NEARLY_ALL:
            found[name] = within
    return found


def _paths(name: str, structure: Any, roles: Sequence[Role]) -> list[Place]:
    """Where the values within one key are that are called as these roles are."""
    return [
        path
        for path, inner in _values_in((name,), structure, _DEEPEST_VALUE)
        if not isinstance(inner, list | dict) and is_called_like(".".join(path), roles)
    ]


def _lists_of_objects(structure: Structure) -> dict[str, Place]:
    return {name: within for name, inner in structure.items() if (within := _listed(inner)) is not None}


def _entry(structure: Any, within: Place) -> Structure:
    """The structure of the entries of a list, behind the edges of a connection."""
    for key in within:
        structure = structure[key]
    entry: Structure = structure[0]
    node = entry.get("node") if within else None
    return node if isinstance(node, dict) else entry


def _begins_with_lines(head: str) -> bool:
    """Whether the text begins with one whole object and another: such a file is no single object."""
    try:
        _, end = json.JSONDecoder().raw_decode(head := head.lstrip())
    except ValueError:
        return False
    return head[end:].lstrip().startswith("{")


def _wrapper(connection: duckdb.DuckDBPyConnection, objects: str) -> Place | None:
    """The one list of objects in the one object that the file is; None of a file of several objects."""
    if connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM ({objects}) LIMIT 2)").fetchone() != (1,):
        return None
    structure = _structure(connection, objects, "e")
    lists: list[Place] = [(name,) for name, inner in structure.items() if _is_list_of_objects(inner)]
    lists = lists or list(_lists_below(structure))
    return lists[0] if len(lists) == 1 else None


def _lists_below(structure: Structure, above: Place = ()) -> Iterator[Place]:
    """The lists of objects within an object and the objects in it."""
    for name, inner in structure.items():
        if _is_list_of_objects(inner):
            yield (*above, name)
        elif isinstance(inner, dict) and len(above) + 1 < _DEEPEST_LIST:
            yield from _lists_below(inner, (*above, name))


def _listed(structure: Any) -> Place | None:
    """Where in a value its list of objects is: in itself, or within a connection of GraphQL; None where there is none."""
    if _is_list_of_objects(structure):
        return ()
    within = structure if isinstance(structure, dict) else {}
    return next(((key,) for key in _CONNECTIONS if _is_list_of_objects(within.get(key))), None)


def _out_of_nodes(objects: str, column: str, structure: Structure) -> tuple[str, Structure]:
    """The objects within the edges of a connection, and their structure; where there are no edges, everything as it is."""
    node = structure.get("node")
    if not isinstance(node, dict):
        return objects, structure
    return f"SELECT * REPLACE (json_extract({column}, '/node') AS {column}) FROM ({objects})", node


def _structure(connection: duckdb.DuckDBPyConnection, objects: str, column: str) -> Structure:
    found = connection.execute(f"SELECT json_group_structure({column}) FROM ({objects})").fetchone()
    structure = json.loads(found[0]) if found and found[0] else {}
    return structure if isinstance(structure, dict) else {}


def _is_list_of_objects(structure: Any) -> bool:
    return isinstance(structure, list) and bool(structure) and isinstance(structure[0], dict)


def _cells(column: str, structure: Structure, *, deep: bool = False) -> tuple[list[str], list[str]]:
    """The names of what an object holds, with `customer.id` for what an object within it holds, and what reads each as text.

    Objects at a deeper level are a text each, unless they hold money or are asked for too: GraphQL wraps money in two.
    """
    names: list[str] = []
    cells: list[str] = []
    for name, inner in structure.items():
        held = dict(_values_in((name,), inner, _DEEPEST_VALUE if deep else _DEEPEST_PLAIN))
        paths = {".".join(path): _SHOP_MONEY.sub("", ".".join(path)) for path in held}
        names += [path if short in structure else short for path, short in paths.items()]
        cells += [_text_of(column, path, value) for path, value in held.items()]
    return names, cells


def _values_in(place: Place, structure: Any, deepest: int) -> Iterator[tuple[Place, Any]]:
    opened = isinstance(structure, dict) and (len(place) < deepest or _is_money(structure))
    if opened and not _is_typed(structure):
        for key, inner in structure.items():
            yield from _values_in((*place, key), inner, deepest)
    else:
        yield place, structure


def _is_money(structure: Any) -> bool:
    """Whether an object is money with its currency."""
    keys = set(structure) if isinstance(structure, dict) else set()
    return not keys.isdisjoint(_MONEY_KEYS) and not keys.isdisjoint(_CURRENCY_KEYS)


def _has_money_below(head: str) -> bool:
    """Whether one of the first objects holds money deeper than others are opened."""
    return any(
        len(place) > _DEEPEST_PLAIN
        for one in _first_objects(head)
        for place, _ in _values_in((), one, _DEEPEST_PLAIN)
    )


def _first_objects(head: str) -> Iterator[Any]:
    """A few objects at the beginning of a file of lines, or of one list."""
    rest = head.lstrip().removeprefix("[")
    for _ in range(_FIRST_OBJECTS):
        try:
            one, end = json.JSONDecoder().raw_decode(rest := rest.lstrip(" \r\n\t,"))
        except ValueError:
            return
        yield one
        rest = rest[end:]


def _is_typed(structure: Any) -> bool:
    """Whether what stands in a place is one value with its type around it, of whatever types over the rows."""
    return isinstance(structure, dict) and bool(structure) and structure.keys() <= set(_TYPED)


def _text_of(column: str, path: Place, structure: Any) -> str:
    """What reads the value in a place as text, looking through the type around it."""
    if _is_typed(structure):
        texts = [_text_of(column, (*path, key), inner) for key, inner in structure.items()]
    elif structure == "JSON":
        # Values of several kinds, of which some may have their type around them.
        places = [*((*path, key) for key in _TYPED), path]
        texts = [f"json_extract_string({column}, {_pointer(*place)})" for place in places]
    else:
        texts = [f"json_extract_string({column}, {_pointer(*path)})"]
    return texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"


def _pointer(*path: str) -> str:
    return literal("".join("/" + key.replace("~", "~0").replace("/", "~1") for key in path))
