"""A table that a stage made, for notebooks and files: rows, columns and pandas when asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError
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
        return [str(row[0]) for row in self._asked(f"DESCRIBE {self.select}").fetchall()]

    def rows(self, most: int | None = None) -> list[tuple[Any, ...]]:
        """The rows as tuples."""
        limit = "" if most is None else f" LIMIT {most}"
        return self._asked(f"SELECT * FROM ({self.select}){limit}").fetchall()

    def to_dicts(self, most: int | None = None) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        names = self.columns
        return [dict(zip(names, row, strict=True)) for row in self.rows(most)]

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas DataFrame."""
        return self._asked(self.select).df()

    def __repr__(self) -> str:
        import duckdb

        try:
            names, rows = self.columns, len(self)
        except (RegularsError, duckdb.Error):
            return "<Table of a study that is closed>"
        shown = ", ".join(names[:COLUMNS_SHOWN]) + (", ..." if len(names) > COLUMNS_SHOWN else "")
        return f"<Table of {rows:,} {'row' if rows == 1 else 'rows'}: {shown}>"

    def __len__(self) -> int:
        found = self._asked(f"SELECT count(*) FROM ({self.select})").fetchone()
        return int(found[0]) if found else 0

    def _asked(self, select: str) -> duckdb.DuckDBPyConnection:
        return _asked(self.connection(), select)


def _asked(connection: duckdb.DuckDBPyConnection, select: str) -> duckdb.DuckDBPyConnection:
    """What a SELECT gives, where there is still a database to ask."""
    import duckdb

    try:
        return connection.execute(select)
    except duckdb.ConnectionException as error:
        raise RegularsError(
            "The study that the table is of is closed, so its rows are gone.",
            "Look at it before the study is closed, or open the source again.",
        ) from error


def as_numbers(connection: duckdb.DuckDBPyConnection, select: str) -> str:
    """The same SELECT with decimals as doubles of two places, which every reader of files understands."""
    described = _asked(connection, f"DESCRIBE {select}").fetchall()
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
    shown = {name: first if first and name == "name" else name for name in names}
    return table_of_rows([{shown[name]: getattr(line, name) for name in names} for line in lines], connection)


def table_of_rows(
    rows: Sequence[Mapping[str, Any]],
    connection: Callable[[], duckdb.DuckDBPyConnection],
    columns: Sequence[str] = (),
) -> Table:
    """Rows of the same keys as a table; `columns` are its names where there is no row to tell them."""
    if not rows:
        nothing = ", ".join(f"CAST(NULL AS DOUBLE) AS {ident(name)}" for name in columns)
        return Table(f"SELECT {nothing} WHERE false", connection)
    names = list(rows[0])
    missing = {name: _missing([row[name] for row in rows]) for name in names}
    values = ", ".join(
        "(" + ", ".join(_constant(row[name], missing[name]) for name in names) + ")" for row in rows
    )
    return Table(f"SELECT * FROM (VALUES {values}) AS t({', '.join(map(ident, names))})", connection)


def _missing(values: Sequence[Any]) -> str:
    """What stands for None among these: a missing value of their kind."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, str) for value in known):
        return "CAST(NULL AS VARCHAR)"
    if known and all(isinstance(value, int) for value in known):
        return "CAST(NULL AS BIGINT)"
    return "CAST(NULL AS DOUBLE)"


def _constant(value: Any, missing: str) -> str:
    if value is None:
        return missing
    if isinstance(value, str):
        return literal(value)
    return f"CAST({value!r} AS DOUBLE)" if isinstance(value, float) else str(value)
