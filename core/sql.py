"""Text into SQL and expressions out of it: the only place where names and values from data meet a statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ibis
    from ibis.expr.operations import Relation

Dialect = Literal["duckdb", "postgres", "pyspark"]


def ident(name: str) -> str:
    """A name as a quoted SQL identifier, whatever characters it holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A value as a quoted SQL string."""
    return "'" + value.replace("'", "''") + "'"


def file_literal(path: Path) -> str:
    """The path of a file to read as a quoted SQL string: that very file, though `*`, `?` and `[` in a path mean others to DuckDB."""
    return literal(re.sub(r"[*?\[]", r"[\g<0>]", str(path)))


def literals(values: Sequence[str]) -> str:
    """Values as a parenthesised list of SQL strings."""
    return "(" + ", ".join(literal(value) for value in values) + ")"


def parquet_copy(select: str, path: Path, *, compression: str = "snappy") -> str:
    """The statement that writes a query's rows to a Parquet file, under that very name: it is a temporary one already."""
    return f"COPY ({select}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION {compression}, USE_TMP_FILE false)"


def csv_copy(select: str, path: Path) -> str:
    """The statement that writes a query's rows to a CSV file with a header, under that very name."""
    return f"COPY ({select}) TO {literal(str(path))} (FORMAT csv, HEADER, USE_TMP_FILE false)"


def without(table: ibis.Table, *names: str) -> ibis.Table:
    """The table but for these columns, where it has them.

    ibis keeps what it drops as a set, whose order differs from process to process, and so would the statement.
    """
    return table.select(*(name for name in table.columns if name not in names))


def compiled(expression: ibis.Table, dialect: Dialect = "duckdb", *, pretty: bool = False) -> str:
    """The SQL of an ibis expression."""
    return _compiled(expression.op(), dialect, pretty)


# A recipe of which one choice changed makes most of its statements again: each takes ibis 30 to 100 ms.
@lru_cache(maxsize=128)
def _compiled(operation: Relation, dialect: Dialect, pretty: bool) -> str:
    import ibis

    if dialect == "pyspark":
        _let_pyspark_compile_alone(ibis)
    return str(ibis.to_sql(operation.to_expr(), dialect=dialect, pretty=pretty))


def _let_pyspark_compile_alone(ibis_module: object) -> None:
    # The Spark compiler reads one option that exists only once a Spark session has been imported.
    options = ibis_module.options  # type: ignore[attr-defined]
    if options.pyspark is None:
        from ibis.config import Config

        fields = {"__annotations__": {"treat_nan_as_null": bool}, "treat_nan_as_null": False}
        options.pyspark = type("SparkOptions", (Config,), fields)()
