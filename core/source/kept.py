"""Rows that were slow to parse, kept as Parquet in the workspace: columns c0..cN of text, and `row_no`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from core.source.model import SourceTable
from core.sql import file_literal
from core.workspace import is_whole

BATCH_ROWS = 50_000
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
