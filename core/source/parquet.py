"""Parquet files: read where they are, each column as text, number or moment, and each field of a struct as a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import duckdb

from core.engine import first_line
from core.errors import SourceError
from core.patterns import later
from core.source.model import FoundFile, Native, SourceTable, unique_names
from core.source.nested import MONEY, is_called_like
from core.sql import file_literal, ident, literal

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb.sqltypes import DuckDBPyType

NUMBER_TYPES = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL",
)
NANOSECOND_MOMENT = "TIMESTAMPTZ_NS"
MOMENT_TYPES = ("TIMESTAMP WITH TIME ZONE", NANOSECOND_MOMENT)
# The type of a column that is null in every row, as DuckDB writes it.
NOTHING = '"NULL"'
# So many of the keys of a list's entries are told.
MOST_KEYS = 6
OFFSET = later(r"([+-])(\d\d):?(\d\d)")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column, or a field of one: what people call it, its type in DuckDB, and the SQL that gives it."""

    name: str
    kind: str
    cell: str

    @property
    def native(self) -> Native:
        if self.kind.startswith(NUMBER_TYPES) and not self.kind.endswith("]"):
            return "number"
        return "date" if self.kind.startswith(("DATE", "TIMESTAMP")) and not self.kind.endswith("]") else ""


def open_parquet(file: FoundFile, connection: duckdb.DuckDBPyConnection) -> SourceTable:
    """A Parquet file as it is; DuckDB reads it at full speed."""
    source = f"read_parquet({file_literal(file.path)}, file_row_number = true)"
    try:
        seen = connection.sql(f"SELECT * EXCLUDE (file_row_number) FROM {source}")
        columns = [
            column
            for name, kind in zip(seen.columns, seen.types, strict=True)
            for column in _columns_of(name, kind, ident(name))
        ]
        counted = connection.execute(f"SELECT count(*) FROM {source}").fetchone()
    except duckdb.Error as error:
        raise SourceError(
            f"{file.shown!r} cannot be read as Parquet: {first_line(str(error))}",
            "It is cut short or damaged: copy or write it again.",
        ) from error
    zoned = [column.name for column in columns if column.kind in MOMENT_TYPES]
    zones = _zones(file) if zoned else {}
    picked = [
        f"{_readable(column, zones.get(column.name, ''))} AS c{index}" for index, column in enumerate(columns)
    ]
    told = tuple(_clock_sentence(name, zones.get(name, "")) for name in zoned)
    closed = tuple(_money_in_lists(seen, columns))
    return SourceTable(
        file=file.shown,
        sheet="",
        kind="parquet",
        names=unique_names([column.name for column in columns]),
        natives=tuple(column.native for column in columns),
        scan=f"(SELECT {', '.join(picked)}, file_row_number + 1 AS row_no FROM {source})",
        numbered=True,
        first_row=1,
        described=("Parquet", *told),
        found=tuple(f"{file.shown}: {sentence}." for sentence in (*told, *closed)),
        rows=int(counted[0]) if counted else None,
    )


def _columns_of(name: str, kind: DuckDBPyType, cell: str) -> Iterator[_Column]:
    """The column itself, or what a struct holds, called `customer.id` as in JSON."""
    if kind.id != "struct":
        yield _Column(name, str(kind), cell)
        return
    for inner, inner_kind in kind.children:
        field = f"struct_extract({cell}, {literal(inner)})"
        yield from _columns_of(f"{name}.{inner}", cast("DuckDBPyType", inner_kind), field)


def _money_in_lists(seen: duckdb.DuckDBPyRelation, columns: Sequence[_Column]) -> Iterator[str]:
    """What is said of lists that hold the only money there is: unlike those of JSON they have no row for each entry."""
    if any(is_called_like(column.name, MONEY) for column in columns if column.native == "number"):
        return
    for name, kind in zip(seen.columns, seen.types, strict=True):
        entry = cast("DuckDBPyType", kind.children[0][1]) if kind.id == "list" else None
        keys = [key for key, _ in entry.children] if entry is not None and entry.id == "struct" else []
        money = [key for key in keys if is_called_like(key, MONEY)]
        if money:
            yield (
                f"{name} holds a list in each row ({', '.join(keys[:MOST_KEYS])}), which is not opened, so {money[0]} in it is not read as"
                " money. Write the file with a row for each entry of the list, or as JSON, whose lists are opened"
            )


def _zones(file: FoundFile) -> dict[str, str]:
    """The time zone of each column of moments, as the file names it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(file.path)
    except (OSError, pa.ArrowException):
        return {}
    return {name: zone for column in schema for name, zone in _zones_of(column.name, column.type)}


def _zones_of(name: str, kind: pa.DataType) -> Iterator[tuple[str, str]]:
    import pyarrow as pa

    if pa.types.is_struct(kind):
        for inner in kind:
            yield from _zones_of(f"{name}.{inner.name}", inner.type)
    elif pa.types.is_timestamp(kind) and kind.tz and _is_known(kind.tz):
        yield name, kind.tz


def _is_known(zone: str) -> bool:
    if OFFSET.fullmatch(zone):
        return True
    row = duckdb.execute("SELECT count(*) FROM pg_timezone_names() WHERE name = ?", [zone]).fetchone()
    return bool(row and row[0])


def _clock_sentence(name: str, zone: str) -> str:
    if not zone or zone == "UTC":
        return f"the moments in {name} are shown as UTC, as the file keeps them"
    return f"the moments in {name} carry the zone {zone}; the clock time there is taken, and the zone ignored"


def _readable(column: _Column, zone: str) -> str:
    cell, kind = column.cell, column.kind
    if kind == NOTHING:
        # DuckDB breaks down over a field of a struct that is never anything.
        return "CAST(NULL AS VARCHAR)"
    if kind in MOMENT_TYPES:
        utc = (
            f"CAST(make_timestamp_ns(epoch_ns({cell})) AS TIMESTAMP)"
            if kind == NANOSECOND_MOMENT
            else f"make_timestamp(epoch_us({cell}))"
        )
        if offset := OFFSET.fullmatch(zone):
            sign, hours, minutes = offset.groups()
            return f"({utc} {sign} INTERVAL {60 * int(hours) + int(minutes)} MINUTE)"
        return f"CAST(timezone({literal(zone)}, {cell}) AS TIMESTAMP)" if zone else utc
    if kind == "FLOAT":
        # 1249.95 in four bytes is 1249.9499511718750: the shortest number that means the same is the one that was written.
        return f"CAST(CAST({cell} AS VARCHAR) AS DOUBLE)"
    if kind == "BLOB":
        # Some writers do not mark their text as text.
        return f"coalesce(TRY(decode({cell})), CAST({cell} AS VARCHAR))"
    return cell if column.native or kind == "VARCHAR" else f"CAST({cell} AS VARCHAR)"
