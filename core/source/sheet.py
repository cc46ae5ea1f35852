"""A sheet of a workbook as text, and how its rows are kept.

A small one is looked at by DuckDB, which is loaded already: pyarrow takes longer to load than such a sheet to read. A large or wide
one is pyarrow's, which is quicker once it is there, and holds less.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.engine import WIDE
from core.sql import parquet_copy

if TYPE_CHECKING:
    import duckdb
    import fastexcel
    import pyarrow as pa

Cells = Sequence[str | None]

# Larger workbooks are read for longer than pyarrow takes to load.
SMALL_BYTES = 4 << 20
# Of workbooks whose name is wrong, as all of them is held.
MOST_BYTES_AT_ONCE = 256 << 20
# DuckDB reads as many row groups at once as it has threads.
ROW_GROUP = 122_880


class Sheet(Protocol):
    """The cells of a sheet: rows and columns are counted from 0, and nothing is known yet of titles or a header."""

    @property
    def rows(self) -> int:
        """How many rows it has."""

    @property
    def width(self) -> int:
        """How many columns it has."""

    def head(self, rows: int) -> list[Cells]:
        """The first rows."""

    def has_blanks(self, place: int, skip: int = 0) -> bool:
        """Whether a column has cells with nothing in them, beyond the first `skip`."""

    def column(self, place: int, skip: int = 0) -> list[str | None]:
        """The cells of a column but for the first `skip`."""

    def write(
        self,
        path: Path,
        *,
        width: int,
        skip: int,
        instead: Mapping[int, Cells] | None = None,
        left_out: Sequence[bool] | None = None,
    ) -> int:
        """Keep the first `width` columns as c0, c1 ... with the rows' numbers from 1 as `row_no`; how many rows there are.

        Without the first `skip` rows, blank ones, and those that `left_out` says, which like the cells that stand `instead` of a column's
        begins after the first `skip`.
        """


def workbook_at(path: Path) -> fastexcel.ExcelReader:
    """A workbook, of whatever kind its name says it is."""
    import fastexcel

    try:
        return fastexcel.read_excel(str(path))
    except Exception:
        if path.stat().st_size > MOST_BYTES_AT_ONCE:
            raise
        # By its name one kind was tried; by its bytes, all are.
        return fastexcel.read_excel(path.read_bytes())


def load_cells(path: Path, name: str, size: int) -> fastexcel.ExcelSheet | pa.RecordBatch:
    """A sheet of a workbook of so many bytes, all of it as text: what is a header or a date is decided in one place for every kind of file."""
    workbook = workbook_at(path)
    if size > SMALL_BYTES:
        return workbook.load_sheet(name, header_row=None, dtypes="string", eager=True)
    cells = workbook.load_sheet(name, header_row=None, dtypes="string")
    return cells if 0 < cells.width <= WIDE else cells.to_arrow()


@contextmanager
def sheet_of(
    cells: fastexcel.ExcelSheet | pa.RecordBatch, connection: duckdb.DuckDBPyConnection
) -> Iterator[Sheet]:
    """What was loaded, to be looked at and kept."""
    import fastexcel

    if isinstance(cells, fastexcel.ExcelSheet):
        with closing(connection.cursor()) as own:  # several sheets are read at once
            yield _SmallSheet(cells, own)
    else:
        yield _ArrowSheet(cells)


class _ArrowSheet:
    """A sheet in memory as pyarrow has it."""

    def __init__(self, cells: pa.RecordBatch) -> None:
        import pyarrow as pa

        self._columns = [column.cast(pa.string()) for column in cells.columns]
        self.rows = int(cells.num_rows)
        self.width = int(cells.num_columns)

    def head(self, rows: int) -> list[Cells]:
        columns = [column.slice(0, rows).to_pylist() for column in self._columns]
        return list(zip(*columns, strict=True))

    def has_blanks(self, place: int, skip: int = 0) -> bool:
        return bool(self._columns[place].slice(skip).null_count)

    def column(self, place: int, skip: int = 0) -> list[str | None]:
        cells: list[str | None] = self._columns[place].slice(skip).to_pylist()
        return cells

    def write(
        self,
        path: Path,
        *,
        width: int,
        skip: int,
        instead: Mapping[int, Cells] | None = None,
        left_out: Sequence[bool] | None = None,
    ) -> int:
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        columns = [column.slice(skip) for column in self._columns[:width]]
        for place, cells in (instead or {}).items():
            columns[place] = pa.array(cells, pa.string())
        # Not pa.array: that imports pandas, which takes longer than writing a small sheet.
        numbers = pa.arange(skip + 1, self.rows + 1)
        names = [f"c{place}" for place in range(width)]
        table = pa.table([*columns, numbers], names=[*names, "row_no"])
        if left_out is not None:
            table = table.filter(pc.invert(pa.array(left_out)))
            columns = table.columns[:width]
        if all(column.null_count for column in columns):
            blank = functools.reduce(pc.and_, (pc.is_null(column) for column in columns))
            table = table.filter(pc.invert(blank))
        # Nothing is looked up by value but the row numbers, so only they need statistics.
        pq.write_table(
            table,
            path,
            compression="lz4",
            use_dictionary=names,
            write_statistics=["row_no"],
            row_group_size=ROW_GROUP,
        )
        return int(table.num_rows)


class _SmallSheet:
    """A sheet as a table of DuckDB, which takes it over without pyarrow."""

    def __init__(self, cells: fastexcel.ExcelSheet, connection: duckdb.DuckDBPyConnection) -> None:
        self._cells = cells
        self._connection = connection
        self.rows = int(cells.height)
        self.width = int(cells.width)
        connection.register("cells", cells)
        connection.execute(
            f"CREATE TEMP TABLE sheet ({', '.join(f'c{place} VARCHAR' for place in range(self.width))});"
            "INSERT INTO sheet SELECT * FROM cells"
        )
        connection.unregister("cells")

    def head(self, rows: int) -> list[Cells]:
        return list(self._connection.execute(f"FROM sheet ORDER BY rowid LIMIT {rows}").fetchall())

    def has_blanks(self, place: int, skip: int = 0) -> bool:
        return self._one(f"SELECT count(*) FROM sheet WHERE c{place} IS NULL AND rowid >= {skip}") > 0

    def column(self, place: int, skip: int = 0) -> list[str | None]:
        cells = self._connection.execute(f"SELECT c{place} FROM sheet WHERE rowid >= {skip} ORDER BY rowid")
        return [cell for (cell,) in cells.fetchall()]

    def write(
        self,
        path: Path,
        *,
        width: int,
        skip: int,
        instead: Mapping[int, Cells] | None = None,
        left_out: Sequence[bool] | None = None,
    ) -> int:
        if instead or left_out:
            return _ArrowSheet(self._cells.to_arrow()).write(
                path, width=width, skip=skip, instead=instead, left_out=left_out
            )
        columns = ", ".join(f"c{place}" for place in range(width))
        rows = f"sheet WHERE rowid >= {skip} AND coalesce({columns}) IS NOT NULL"
        self._connection.execute(
            parquet_copy(
                f"SELECT {columns}, rowid + 1 AS row_no FROM {rows} ORDER BY rowid",
                path,
                compression="lz4_raw",
            )
        )
        return self._one(f"SELECT count(*) FROM {rows}")

    def _one(self, select: str) -> int:
        row = self._connection.execute(select).fetchone()
        assert row is not None  # noqa: S101  it counts
        return int(row[0])
