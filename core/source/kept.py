"""Rows that were slow to parse, kept as Parquet in the workspace: columns c0..cN of text, and `row_no`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.source.model import SourceTable
from core.source.pivot import Pivot
from core.sql import file_literal
from core.workspace import is_whole

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 50_000
# DuckDB reads as many row groups at once as it has threads.
ROW_GROUP = 122_880
# A batch is also closed after this many characters, so that huge cells do not pile up in memory.
BATCH_CHARACTERS = 32 << 20


def write_rows(
    path: Path, width: int, rows: Iterable[Sequence[str | None]], *, first_row: int, surplus: bool = False
) -> int:
    """Write rows of text, short ones filled up; with `surplus`, what is beyond `width` goes to one more column. How many there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = width + 1 if surplus else width
    schema = pa.schema([*((f"c{index}", pa.string()) for index in range(columns)), ("row_no", pa.int64())])
    written = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch, numbers in _batches(rows, width, first_row, surplus=surplus):
            arrays = [pa.array(column, pa.string()) for column in zip(*batch, strict=True)]
            writer.write_table(pa.table([*arrays, pa.array(numbers, pa.int64())], schema=schema))
            written += len(batch)
    return written


def write_sheet(
    path: Path, batch: pa.RecordBatch, *, width: int, skip: int, pivot: Pivot | None = None
) -> int:
    """Write the first `width` columns of a sheet read as text, less its first `skip` rows and its blank rows. How many there are.

    Of a pivot table the labels are written on every row, and the rows of totals are not.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    data = batch.slice(skip)
    columns = [column.cast(pa.string()) for column in data.columns[:width]]
    if pivot is not None:
        columns[: len(pivot.labels)] = [pa.array(labels, pa.string()) for labels in pivot.labels]
    # Not pa.array: that imports pandas, which takes longer than writing a small sheet.
    numbers = pa.arange(skip + 1, skip + 1 + data.num_rows)
    names = [f"c{index}" for index in range(width)]
    table = pa.table([*columns, numbers], names=[*names, "row_no"])
    if pivot is not None:
        table = table.filter(pc.invert(pa.array(pivot.totals)))
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


def parquet_scan(path: Path) -> str:
    """The FROM item that gives the columns kept in `path`."""
    return f"read_parquet({file_literal(path)})"


def dropped_rows(tables: Sequence[SourceTable]) -> list[SourceTable]:
    """The tables of which the workspace kept the rows and has them no more."""
    return [table for table in tables if table.kept_rows and not is_whole(Path(table.kept_rows))]


def as_text(value: Any) -> str | None:
    """A database value as the text a person would write."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return repr(value) if isinstance(value, float) else str(value)


def _batches(
    rows: Iterable[Sequence[str | None]], width: int, first_row: int, *, surplus: bool
) -> Iterator[tuple[list[tuple[str | None, ...]], list[int]]]:
    batch: list[tuple[str | None, ...]] = []
    numbers: list[int] = []
    characters = 0
    padding = (None,) * width
    for number, row in enumerate(rows, first_row):
        if not any(row):
            continue
        cells: tuple[str | None, ...] = (*row[:width], *padding[len(row) :])
        if surplus:
            cells = (*cells, "\x1f".join(cell for cell in row[width:] if cell) or None)
        batch.append(cells)
        numbers.append(number)
        characters += sum(len(cell) for cell in cells if cell)
        if len(batch) >= BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield batch, numbers
            batch, numbers, characters = [], [], 0
    if batch:
        yield batch, numbers
