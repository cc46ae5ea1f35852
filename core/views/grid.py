"""A large table to page through: sorted and filtered once into an index of row numbers, then read by slices.

order: by the columns asked for, texts without regard to capitals, tiers and segments from best to worst; rows without a value come
last whichever way. Equal rows stay in the order of their customer ids, or of the file. total: the sum of a column over the rows that
the filter keeps.

Measured on 1,000,000 customers of 22 columns with 2 threads, 60 rows of 12 columns at any depth: by index 2.7 ms (`rowid IN` a list given
as one parameter); by a join with a temporary table of row numbers 3.1 to 5 ms; by `rowid IN (?, ?, ...)` 11 to 68 ms; by ORDER BY with
OFFSET 260 ms; from a physically sorted copy 1.6 ms, but a copy takes 2.4 s where an index takes 0.05 to 0.35 s. An index is 4 bytes a row.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from core.engine import told_plainly
from core.errors import UsageError
from core.report import cents
from core.sql import file_literal, ident, literal
from core.suggest import did_you_mean
from core.views.filters import Kind, condition, read_filter
from core.views.grid_parts import Arrangement, Exported, ExportKind, GridColumn, GridSummary, Position
from core.views.grid_source import copied, described_columns, kind_of, numbered, with_then
from core.views.grid_widths import column_width
from core.views.headings import HEADINGS

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

    from core.views.result import Result, ResultData

    Rows = NDArray[np.uint32]

__all__ = [
    "DEFINITION",
    "Arrangement",
    "ExportKind",
    "Exported",
    "Grid",
    "GridColumn",
    "GridSummary",
    "Position",
    "customers_grid",
    "parquet_grid",
]

DEFINITION = (
    "Rows are ordered by the columns you choose, texts without regard to capitals, tiers and segments from best to worst; rows without a "
    "value come last whichever way, and equal ones in the order of their ids (or of the file). "
    "The sums below are of the rows that the filter keeps."
)
# Indexes kept at a time: the newest always, others as far as they fit.
MOST_ARRANGEMENTS = 8
MOST_INDEX_BYTES = 128 * 10**6
MOST_SEARCHES = 4
# Above this many chosen rows, reading the whole column is quicker than asking for them.
MANY_ROWS = 20_000
# A Parquet file of up to so many cells is copied into the engine (some 12 bytes each, which may go to disk): its rows are then as quick to
# reach as those of customers. Larger ones are read where they are.
MOST_COPIED_CELLS = 50_000_000
# Rows that a text column's width is judged by.
SAMPLE_ROWS = 500
# The average order is money too, but a sum of averages says nothing.
CUSTOMER_SUMS = frozenset(("frequency", "monetary", "refunded", "net"))
NUMBER_CHARACTERS = re.compile(r"[-+0-9.,:T ]+")


class Grid:
    """The rows of one table; every method answers in plain values.

    Positions count from 0 in the arrangement that is named with them. Where a method takes `positions`, each is one position, or a
    pair (first, last) with all between them.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        relation: str,
        columns: Sequence[GridColumn],
        *,
        title: str,
        key: str | None = None,
        sorted_by_key: bool = False,
        table: str | None = None,
        sources: Sequence[str] = (),
    ) -> None:
        """`relation` has `row_at`, the rows' numbers from 0, and the columns as c0, c1 ...; `table` goes when the grid is closed.

        No export writes over `sources`, the files and folders that the rows come from.
        """
        self.columns = tuple(columns)
        self.title = title
        self.headings = {column.name: column.heading for column in columns if column.heading}
        """What a filter may call the columns besides their names."""
        self._connection = connection
        self._relation = relation
        self._table = table
        self._sources = tuple(sources)
        self._places = {column.name: place for place, column in enumerate(columns)}
        self._kinds: dict[str, Kind] = {column.name: column.kind for column in columns}
        self._key = None if key is None else self._sql_of(key)
        # Row numbers then are the order of the ids already.
        self._sorted_by = key if sorted_by_key else None
        self._rows = int(self._run(f"SELECT count(*) FROM {relation}")[0][0])
        self._arranged: OrderedDict[Arrangement, Rows] = OrderedDict()
        self._found: OrderedDict[tuple[str, tuple[str, ...]], NDArray[np.bool_]] = OrderedDict()
        self._summaries: OrderedDict[str, GridSummary] = OrderedDict()

    def close(self) -> None:
        """Let go of what the grid keeps."""
        self._arranged.clear()
        self._found.clear()
        if self._table is not None:
            self._run(f"DROP TABLE IF EXISTS {self._table}")

    def arrange(self, arrangement: Arrangement) -> int:
        """Sort and filter, if that has not been done lately; how many rows are left."""
        index = self._index(arrangement)
        return self._rows if index is None else len(index)

    def slice(
        self, arrangement: Arrangement, first: int, count: int, columns: Sequence[str]
    ) -> tuple[tuple[Any, ...], ...]:
        """Up to `count` rows from position `first`: text, int, float, bool, date, datetime or None."""
        first, last = max(0, first), first + max(0, count)
        index = self._index(arrangement)
        picked = ", ".join(self._shown(name) for name in columns)
        if index is None:
            rows = self._run(
                f"SELECT row_at, {picked} FROM {self._relation} WHERE row_at >= ? AND row_at < ? ORDER BY row_at",
                [first, last],
            )
            return tuple(row[1:] for row in rows)
        wanted = index[first : max(first, last)].tolist()
        if not wanted:
            return ()
        rows = self._run(
            f"SELECT row_at, {picked} FROM {self._relation} WHERE row_at IN (SELECT unnest(?))", [wanted]
        )
        by_row = {row[0]: row[1:] for row in rows}
        return tuple(by_row[row] for row in wanted)

    def position_of(self, arrangement: Arrangement, key_text: str) -> int | None:
        """Where the row with this id is now; None where it is filtered out or there are no ids."""
        if self._key is None:
            return None
        found = self._run(f"SELECT min(row_at) FROM {self._relation} WHERE {self._key} = ?", [key_text])[0][0]
        index = self._index(arrangement)
        if found is None or index is None:
            return None if found is None else int(found)
        places = (index == found).nonzero()[0]
        return int(places[0]) if len(places) else None

    def find(
        self,
        arrangement: Arrangement,
        text: str,
        start: int = 0,
        *,
        forward: bool = True,
        columns: Sequence[str] | None = None,
    ) -> int | None:
        """The first position from `start` on (itself included; backwards if not `forward`) where one of the columns holds the text."""
        names = tuple(columns if columns is not None else (column.name for column in self.columns))
        index = self._index(arrangement)
        held = self._holding(text, names)
        if forward:
            start = max(0, start)
            here = held[start:] if index is None else held[index[start:]]
            place = int(here.argmax()) if len(here) else 0
            return start + place if len(here) and here[place] else None
        stop = max(0, start + 1)
        here = held[:stop] if index is None else held[index[:stop]]
        place = int(here[::-1].argmax()) if len(here) else 0
        return len(here) - 1 - place if len(here) and here[::-1][place] else None

    def select_ids(self, arrangement: Arrangement, positions: Iterable[Position]) -> tuple[str, ...]:
        """The ids of the rows at these positions, each once, in the order of the arrangement; none where there are no ids."""
        if self._key is None:
            return ()
        rows = self._rows_at(arrangement, positions)
        if len(rows) <= MANY_ROWS:
            found = self._run(
                f"SELECT row_at, {self._key} FROM {self._relation} WHERE row_at IN (SELECT unnest(?))",
                [rows.tolist()],
            )
            by_row = dict(found)
            return tuple(by_row[row] for row in rows.tolist())
        ids = self._arrays(f"SELECT {self._key} AS id FROM {self._relation} ORDER BY row_at")["id"]
        return tuple(ids[rows].tolist())

    def moved(
        self, old: Arrangement, new: Arrangement, positions: Iterable[Position]
    ) -> tuple[Position, ...]:
        """Where the rows at these positions of one arrangement stand in another, as runs; those filtered out stand nowhere."""
        import numpy as np

        chosen = np.zeros(self._rows, dtype=np.bool_)
        chosen[self._rows_at(old, positions)] = True
        index = self._index(new)
        held = chosen if index is None else chosen[index]
        edges = np.flatnonzero(np.diff(held.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
        return tuple((int(first), int(end) - 1) for first, end in edges)

    def summary(self, arrangement: Arrangement) -> GridSummary:
        """How many rows the filter keeps, and their sums."""
        written = arrangement.filter.strip()
        if written not in self._summaries:
            summed = [column for column in self.columns if column.summed]
            sums = "".join(f", sum({self._sql_of(column.name)})" for column in summed)
            where, values = self._where(written)
            rows, *totals = self._run(f"SELECT count(*){sums} FROM {self._relation}{where}", values)[0]
            self._summaries[written] = GridSummary(
                int(rows),
                tuple(
                    (column.name, _total(column.kind, total))
                    for column, total in zip(summed, totals, strict=True)
                ),
            )
            _keep_newest(self._summaries, MOST_ARRANGEMENTS)
        return self._summaries[written]

    def column_widths(self, columns: Sequence[str]) -> tuple[int, ...]:
        """How many terminal cells each column is good for, its name included; a text's width comes from a sample."""
        sample = list(range(0, self._rows, max(1, self._rows // SAMPLE_ROWS)))
        widths = []
        for name in columns:
            column, kind = self._sql_of(name), self._kinds[name]
            values: Iterable[Any] = ()
            if kind == "text":
                found = self._run(
                    f"SELECT DISTINCT {column} FROM {self._relation} WHERE row_at IN (SELECT unnest(?))",
                    [sample],
                )
                values = (value for (value,) in found)
            elif kind in ("number", "money"):
                values = self._run(f"SELECT min({column}), max({column}) FROM {self._relation}")[0]
            widths.append(column_width(name, kind, values))
        return tuple(widths)

    def values(self, column: str, begun: str = "", most: int = 20) -> tuple[str, ...]:
        """The texts of a column that begin like this, the most frequent first; what `completions` asks for."""
        known = self.columns[self._places[self._known(column)]]
        if known.kind != "text":
            return ()
        if known.order:
            return tuple(value for value in known.order if value.casefold().startswith(begun.casefold()))
        text = self._sql_of(column)
        rows = self._run(
            f"SELECT {text} FROM {self._relation} WHERE starts_with(lower({text}), lower(?))"
            f" GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?",
            [begun, most],
        )
        return tuple(str(value) for (value,) in rows)

    def export(
        self,
        arrangement: Arrangement,
        columns: Sequence[str],
        path: Path | str,
        kind: ExportKind,
        only_positions: Iterable[Position] | None = None,
        *,
        overwrite: bool = False,
    ) -> Exported:
        """Write the arranged rows, or only those at some positions, to a file; OutputError where one is there and `overwrite` is not said."""
        from core.source.find import named_files
        from core.views.grid_files import write_rows

        sources = named_files(self._sources)
        names = {self._known(name): self._sql_of(name) for name in columns}
        index = (
            self._index(arrangement) if only_positions is None else self._rows_at(arrangement, only_positions)
        )
        select = ", ".join(f"{sql} AS {ident(name)}" for name, sql in names.items())
        if index is None:
            query = f"SELECT {select} FROM {self._relation} ORDER BY row_at"
            rows = self._rows
            return write_rows(
                self._connection,
                query,
                rows,
                Path(path),
                kind,
                self.title,
                overwrite=overwrite,
                sources=sources,
            )
        import numpy as np

        chosen = f"chosen_{uuid4().hex}"
        self._connection.register(
            chosen, {"place": np.arange(len(index)), "chosen_row": index.astype(np.int64)}
        )
        try:
            query = (
                f"SELECT {select} FROM {self._relation} JOIN {chosen} ON chosen_row = row_at ORDER BY place"
            )
            return write_rows(
                self._connection,
                query,
                len(index),
                Path(path),
                kind,
                self.title,
                overwrite=overwrite,
                sources=sources,
            )
        finally:
            self._connection.unregister(chosen)

    def _index(self, arrangement: Arrangement) -> Rows | None:
        """The row numbers in their order; None where they are 0, 1, 2 ..."""
        import numpy as np

        written = arrangement.filter.strip()
        order = self._order(arrangement.sort)
        if not written and order == "row_at":
            return None
        same = Arrangement(arrangement.sort, written)
        if same in self._arranged:
            self._arranged.move_to_end(same)
            return self._arranged[same]
        where, values = self._where(written)
        found = self._arrays(f"SELECT row_at FROM {self._relation}{where} ORDER BY {order}", values)["row_at"]
        index: Rows = found.astype(np.uint32 if self._rows < 2**32 else np.int64)
        self._arranged[same] = index
        most = MOST_ARRANGEMENTS
        while (
            most > 1 and sum(kept.nbytes for kept in list(self._arranged.values())[-most:]) > MOST_INDEX_BYTES
        ):
            most -= 1
        _keep_newest(self._arranged, most)
        return index

    def _rows_at(self, arrangement: Arrangement, positions: Iterable[Position]) -> Rows:
        """The numbers of the rows at these positions, each once, in the order of the arrangement."""
        import numpy as np

        index = self._index(arrangement)
        chosen = np.zeros(self._rows if index is None else len(index), dtype=np.bool_)
        for position in positions:
            first, last = position if isinstance(position, tuple) else (position, position)
            chosen[max(0, first) : max(0, last + 1)] = True
        places: Rows = chosen.nonzero()[0].astype(np.int64)
        return places if index is None else index[places]

    def _holding(self, text: str, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """For every row by its number, whether one of the columns holds the text."""
        import numpy as np

        wanted = (text, names)
        if wanted in self._found:
            self._found.move_to_end(wanted)
            return self._found[wanted]
        tests, values = [], []
        for name in names:
            column, kind = self._sql_of(name), self._kinds[self._known(name)]
            # A word is not looked for in numbers and dates: turning them all into text takes half a second.
            if kind == "text":
                tests.append(f"contains(lower({column}), lower(?))")
                values.append(text)
            elif kind != "flag" and NUMBER_CHARACTERS.fullmatch(text):
                tests.append(f"contains(CAST({column} AS VARCHAR), ?)")
                values.append(text.replace(",", "") if kind in ("number", "money") else text)
        held = np.zeros(self._rows, dtype=np.bool_)
        if tests and text:
            found = self._arrays(f"SELECT row_at FROM {self._relation} WHERE {' OR '.join(tests)}", values)
            held[found["row_at"]] = True
        self._found[wanted] = held
        _keep_newest(self._found, MOST_SEARCHES)
        return held

    def _where(self, written: str) -> tuple[str, Sequence[Any]]:
        node = read_filter(written, self._kinds, self.headings)
        if node is None:
            return "", ()
        sql, values = condition(node, self._sql_of)
        return f" WHERE {sql}", values

    def _order(self, sort: Sequence[tuple[str, bool]]) -> str:
        """What to order by; nothing behind the ids, which no two rows share, or behind the rows' numbers."""
        keys: list[str] = []
        for name, descending in sort:
            column = self.columns[self._places[self._known(name)]]
            turn = " DESC" if descending else ""
            if name == self._sorted_by:
                return ", ".join([*keys, f"row_at{turn}"])
            text = self._sql_of(name)
            if column.order:
                ranks = " ".join(
                    f"WHEN {literal(value)} THEN {rank}" for rank, value in enumerate(column.order)
                )
                text = f"CASE {text} {ranks} END"
            elif column.kind == "text":
                text = f"lower({text})"
            keys.append(f"{text}{turn} NULLS LAST")
        return ", ".join([*keys, "row_at"])

    def _shown(self, name: str) -> str:
        column = self._sql_of(name)
        return f"CAST({column} AS DOUBLE)" if self._kinds[name] == "money" else column

    def _sql_of(self, name: str) -> str:
        return f"c{self._places[self._known(name)]}"

    def _known(self, name: str) -> str:
        if name not in self._places:
            hint = did_you_mean(name, self._places)
            raise UsageError(
                f"The table has no column {name!r}.",
                hint.strip() or f"It has {', '.join(list(self._places)[:20])}.",
            )
        return name

    def _run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with told_plainly(f"looking at the {self.title}"):
            return self._connection.execute(statement, list(values)).fetchall()

    def _arrays(self, statement: str, values: Sequence[Any] = ()) -> dict[str, NDArray[Any]]:
        with told_plainly(f"looking at the {self.title}"):
            return self._connection.execute(statement, list(values)).fetchnumpy()


def customers_grid(data: ResultData, earlier: Result | None = None) -> Grid:
    """The customers of a result, in the order of their ids, each column under its name in `customers.parquet`.

    With an earlier result `tier_then` and `segment_then` follow: what they were at its date, or nothing.
    """
    data.load_customers()
    connection, report = data.connection, data.result.report
    orders = {
        "tier": tuple(line.name for line in report.tiers),
        "segment": tuple(line.name for line in report.segments),
    }
    everyone = "customers"
    if earlier is not None:
        orders["tier_then"] = tuple(line.name for line in earlier.report.tiers)
        orders["segment_then"] = tuple(line.name for line in earlier.report.segments)
        everyone = with_then(described_columns(connection, everyone), earlier.customers_path)
    described = described_columns(connection, everyone)
    columns = [
        GridColumn(name, kind_of(native), name in CUSTOMER_SUMS, orders.get(name, ()), HEADINGS.get(name, ""))
        for name, native in described
    ]
    relation, table = f"(SELECT rowid AS row_at, {numbered(described)} FROM customers)", None
    if earlier is not None or any(name.casefold() == "rowid" for name, _ in described):
        # Rows that are joined have no numbers, and an attribute of that name hides the engine's own.
        relation, table = copied(
            connection, f"SELECT {numbered(described)} FROM {everyone} ORDER BY customer_id"
        )
    return Grid(
        connection,
        relation,
        columns,
        title="customers",
        key="customer_id",
        sorted_by_key=True,
        table=table,
        sources=data.result.resolved.source.paths,
    )


def parquet_grid(
    connection: duckdb.DuckDBPyConnection,
    path: Path | str,
    *,
    title: str = "rows",
    key: str | None = None,
    kinds: Mapping[str, Kind] | None = None,
) -> Grid:
    """The rows of a Parquet file in its order; `key` names the column of ids, `kinds` what the file's types do not tell.

    A column is money, and summed, where its type is a decimal one or `kinds` says so.
    """
    file = file_literal(Path(path))
    with told_plainly(f"reading {path}"):
        described = described_columns(connection, f"read_parquet({file})")
        rows = connection.execute(f"SELECT count(*) FROM read_parquet({file})").fetchall()[0][0]
        table = None
        numbers_taken = any(name.casefold() == "file_row_number" for name, _ in described)
        if numbers_taken or rows * len(described) <= MOST_COPIED_CELLS:
            plain = numbered(described, plain=True)
            relation, table = copied(connection, f"SELECT {plain} FROM read_parquet({file})")
        else:
            relation = (
                f"(SELECT file_row_number AS row_at, {numbered(described, plain=True)}"
                f" FROM read_parquet({file}, file_row_number = true))"
            )
    columns = []
    for name, native in described:
        kind = (kinds or {}).get(name) or kind_of(native)
        columns.append(GridColumn(name, kind, kind == "money"))
    return Grid(connection, relation, columns, title=title, key=key, table=table)


def _keep_newest(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)


def _total(kind: Kind, total: Any) -> float | None:
    if total is None:
        return None
    return cents(total) if kind == "money" and isinstance(total, Decimal) else float(total)
