"""The rows of a grid as the engine has them: names to columns, filters and orders to SQL, statements to answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.engine import told_plainly
from core.errors import UsageError
from core.sql import literal
from core.suggest import did_you_mean
from core.views.filters import Kind, condition, read_filter
from core.views.grid_parts import GridColumn

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray


class GridRows:
    """A relation that has `row_at`, the rows' numbers from 0, and the columns as c0, c1 ..."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        relation: str,
        columns: Sequence[GridColumn],
        title: str,
        sorted_by: str | None,
    ) -> None:
        """`sorted_by` names the column of ids that the rows' numbers are the order of already."""
        self.connection = connection
        self.relation = relation
        self.columns = tuple(columns)
        self.kinds: dict[str, Kind] = {column.name: column.kind for column in columns}
        self.headings = {column.name: column.heading for column in columns if column.heading}
        """What a filter may call the columns besides their names."""
        self._title = title
        self._sorted_by = sorted_by
        self._places = {column.name: place for place, column in enumerate(columns)}
        self.count = int(self.run(f"SELECT count(*) FROM {relation}")[0][0])

    def where(self, written: str) -> tuple[str, Sequence[Any]]:
        """A filter as a condition, and the values that it compares with."""
        node = read_filter(written, self.kinds, self.headings)
        if node is None:
            return "", ()
        sql, values = condition(node, self.sql_of)
        return f" WHERE {sql}", values

    def order(self, sort: Sequence[tuple[str, bool]]) -> str:
        """What to order by; nothing behind the ids, which no two rows share, or behind the rows' numbers."""
        keys: list[str] = []
        for name, descending in sort:
            column = self.column(name)
            turn = " DESC" if descending else ""
            if name == self._sorted_by:
                return ", ".join([*keys, f"row_at{turn}"])
            text = self.sql_of(name)
            if column.order:
                ranks = " ".join(
                    f"WHEN {literal(value)} THEN {rank}" for rank, value in enumerate(column.order)
                )
                text = f"CASE {text} {ranks} END"
            elif column.kind == "text":
                text = f"lower({text})"
            keys.append(f"{text}{turn} NULLS LAST")
        return ", ".join([*keys, "row_at"])

    def column(self, name: str) -> GridColumn:
        """The column of a name."""
        return self.columns[self._places[self.known(name)]]

    def shown(self, name: str) -> str:
        """A column as it is shown: money comes as a floating number."""
        column = self.sql_of(name)
        return f"CAST({column} AS DOUBLE)" if self.kinds[name] == "money" else column

    def sql_of(self, name: str) -> str:
        """What a column is called in the relation."""
        return f"c{self._places[self.known(name)]}"

    def known(self, name: str) -> str:
        """The name, if there is such a column."""
        if name not in self._places:
            hint = did_you_mean(name, self._places)
            raise UsageError(
                f"The table has no column {name!r}.",
                hint.strip() or f"It has {', '.join(list(self._places)[:20])}.",
            )
        return name

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All that a statement finds."""
        with told_plainly(f"looking at the {self._title}"):
            return self.connection.execute(statement, list(values)).fetchall()

    def arrays(self, statement: str, values: Sequence[Any] = ()) -> dict[str, NDArray[Any]]:
        """All that a statement finds, as an array for each column."""
        with told_plainly(f"looking at the {self._title}"):
            return self.connection.execute(statement, list(values)).fetchnumpy()
