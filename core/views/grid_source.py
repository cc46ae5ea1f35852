"""A table as a grid wants it: columns c0, c1 ... of plain types, and `row_at`, the number of each row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from core.sql import file_literal, ident
from core.views.filter_tree import Kind

if TYPE_CHECKING:
    import duckdb

# Wider decimals are compared as floating numbers, so that nothing overflows beside the longest number a filter may hold.
WIDEST_DECIMAL = 20


def kind_of(native: str) -> Kind:
    """What values of one of the engine's types are to a person."""
    if native.startswith("DECIMAL"):
        return "money"
    if native.startswith("TIMESTAMP"):
        return "moment"
    if native == "DATE":
        return "date"
    if native == "BOOLEAN":
        return "flag"
    return "number" if native in ("FLOAT", "DOUBLE") or native.endswith(("INT", "INTEGER")) else "text"


def described_columns(connection: duckdb.DuckDBPyConnection, source: str) -> list[tuple[str, str]]:
    """The columns of a table with the engine's types."""
    found = connection.execute(f"DESCRIBE FROM {source}").fetchall()
    return [(str(name), str(native)) for name, native, *_ in found]


def numbered(described: Sequence[tuple[str, str]], *, plain: bool = False) -> str:
    """The columns under the names c0, c1 ..., which collide with nothing."""
    return ", ".join(
        f"{_plain(ident(name), native) if plain else ident(name)} AS c{place}"
        for place, (name, native) in enumerate(described)
    )


def _plain(column: str, native: str) -> str:
    """A column as it compares and sorts without surprises: nothing infinite, no type that Python lacks."""
    if native in ("FLOAT", "DOUBLE"):
        return f"CASE WHEN isfinite({column}) THEN CAST({column} AS DOUBLE) END"
    if native in ("HUGEINT", "UHUGEINT", "UBIGINT"):
        return f"CAST({column} AS DOUBLE)"
    if native.startswith("DECIMAL") and int(native[8:].partition(",")[0]) > WIDEST_DECIMAL:
        return f"CAST({column} AS DOUBLE)"
    if native.startswith("TIMESTAMP"):
        moment = column if native == "TIMESTAMP" else f"make_timestamp(epoch_us({column}))"
        return f"CASE WHEN isfinite({column}) THEN {moment} END"
    if native == "DATE":
        return f"CASE WHEN isfinite({column}) THEN {column} END"
    return column if kind_of(native) != "text" or native == "VARCHAR" else f"CAST({column} AS VARCHAR)"


def with_then(described: Sequence[tuple[str, str]], earlier_customers: str) -> str:
    """The customers with the tier and segment that they had earlier; a column of the source that is called so stays."""
    taken = {name.casefold() for name, _ in described}
    then = "".join(
        f", earlier.{name} AS {name}_then" for name in ("tier", "segment") if f"{name}_then" not in taken
    )
    path = file_literal(Path(earlier_customers))
    return (
        f"(SELECT customers.*{then} FROM customers LEFT JOIN"
        f" (SELECT customer_id, tier, segment FROM read_parquet({path})) AS earlier"
        " ON earlier.customer_id = customers.customer_id)"
    )


def copied(connection: duckdb.DuckDBPyConnection, select: str) -> tuple[str, str]:
    """The rows in a table of their own: the relation that has their numbers, and the table's name."""
    table = f"grid_{uuid4().hex}"
    connection.execute(f"CREATE TEMP TABLE {table} AS {select}")
    return f"(SELECT rowid AS row_at, * FROM {table})", table
