"""The Parquet files that the engine itself keeps, as its queries find them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.sql import file_literal

if TYPE_CHECKING:
    import duckdb

# Files up to this size are held in memory while they are asked about, some thirty times for a report: opening and unpacking one for
# each question takes longer than answering it.
HELD_BYTES = 16 * 10**6


def show_file(connection: duckdb.DuckDBPyConnection, name: str, path: Path, *, to_all: bool = False) -> None:
    """Let queries find a file by a name: those of this connection, or of `to_all` that there are to the same database."""
    kind = "" if to_all else "TEMP"
    rows = f"read_parquet({file_literal(path)})"
    if path.stat().st_size <= HELD_BYTES:
        connection.execute(f"CREATE OR REPLACE {kind} TABLE {name}_held AS FROM {rows}")
        rows = f"{name}_held"
    connection.execute(f"CREATE OR REPLACE {kind} VIEW {name} AS FROM {rows}")
