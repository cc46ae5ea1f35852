"""A table that a stage made, for notebooks and files: rows, columns and pandas when asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.sql import ident, literal

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


COLUMNS_SHOWN = 6


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """What a SELECT gives, computed when it is looked at."""

    select: str
    connection: Callable[[], duckdb.DuckDBPyConnection]

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [str(row[0]) for row in self.connection().execute(f"DESCRIBE {self.select}").fetchall()]

    def rows(self, most: int | None = None) -> list[tuple[Any, ...]]:
        """The rows as tuples."""
        limit = "" if most is None else f" LIMIT {most}"
        return self.connection().execute(f"SELECT * FROM ({self.select}){limit}").fetchall()

    def to_dicts(self, most: int | None = None) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        names = self.columns
        return [dict(zip(names, row, strict=True)) for row in self.rows(most)]

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas DataFrame."""
        return self.connection().execute(self.select).df()

    def __repr__(self) -> str:
        import duckdb

        try:
            names, rows = self.columns, len(self)
        except duckdb.Error:
            return "<Table of a study that is closed>"
        shown = ", ".join(names[:COLUMNS_SHOWN]) + (", ..." if len(names) > COLUMNS_SHOWN else "")
        return f"<Table of {rows:,} {'row' if rows == 1 else 'rows'}: {shown}>"

    def __len__(self) -> int:
        found = self.connection().execute(f"SELECT count(*) FROM ({self.select})").fetchone()
        return int(found[0]) if found else 0


def as_numbers(connection: duckdb.DuckDBPyConnection, select: str) -> str:
    """The same SELECT with decimals as doubles of two places, which every reader of files understands."""
    described = connection.execute(f"DESCRIBE {select}").fetchall()
    picked = []
    for name, kind, *_ in described:
        column = ident(str(name))
        if str(kind).startswith("DECIMAL"):
            picked.append(f"CAST({column} AS DOUBLE) AS {column}")
        elif str(kind) in ("HUGEINT", "UBIGINT"):
            picked.append(f"CAST({column} AS BIGINT) AS {column}")
        else:
            picked.append(column)
    return f"SELECT {', '.join(picked)} FROM ({select})"


def table_of_lines(
    lines: Sequence[Any], first: str, connection: Callable[[], duckdb.DuckDBPyConnection]
) -> Table:
    """Dataclasses of one kind as a table; a field `name` is called `first`, where that is given."""
    names = list(lines[0].__dataclass_fields__)
    shown = [first if first and name == "name" else name for name in names]
    rows = ", ".join(
        "(" + ", ".join(_constant(getattr(line, name)) for name in names) + ")" for line in lines
    )
    return Table(f"SELECT * FROM (VALUES {rows}) AS t({', '.join(shown)})", connection)


def _constant(value: Any) -> str:
    if value is None:
        return "CAST(NULL AS DOUBLE)"
    if isinstance(value, str):
        return literal(value)
    return f"CAST({value!r} AS DOUBLE)" if isinstance(value, float) else str(value)
