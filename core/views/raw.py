"""The tables of a source as they stand in their files, before anything is made of them: the first rows as text.

It needs no result: a source that cannot be run is shown as well. Cells are as written, those of a typed source as the database
writes them; a cell longer than a thousand characters is cut, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.engine import WIDE, planned_quickly, told_plainly
from core.views.row_files import MOST_CHARACTERS, column_names, keep_rows, names_and_rows, row_key, shortened

if TYPE_CHECKING:
    from core.source.model import FoundFile, SourceTable
    from core.study import Study

MOST_ROWS = 10_000
# Of a table with thousands of columns fewer rows are shown, but so many always.
MOST_CELLS = 5_000_000
LEAST_ROWS = 100
STAGE = "raw"
BEYOND = "beyond the header"


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a source: its first rows, as many as `shown`, are in a file."""

    number: int
    """Its place among the tables of the source."""
    label: str
    file: str
    sheet: str
    total: int | None
    """How many rows there are; None where nobody has counted them."""
    shown: int
    path: str
    """A Parquet file of them, all text but the first column."""
    columns: tuple[str, ...]
    """The row's number in its file, then the table's own columns; a name that came twice has a number behind it."""
    described: tuple[str, ...]
    """How the file is written, in words."""


@dataclass(frozen=True, slots=True)
class TableName:
    """A table of a source, to choose from."""

    number: int
    label: str
    columns: int


def raw_tables(study: Study) -> tuple[TableName, ...]:
    """Every table of the source."""
    return tuple(
        TableName(number, guessed.label, len(guessed.names))
        for number, guessed in enumerate(study.source_pass.guessed)
    )


def raw_table(study: Study, number: int = 0, most: int = MOST_ROWS) -> RawTable:
    """The first rows of the table with this number, at most so many."""
    table = study.source_pass.guessed[number].opened.table
    most = max(1, min(most, max(LEAST_ROWS, MOST_CELLS // max(1, len(table.names)))))
    key = row_key(file_of(study, table).identity, table.label, table.scan, table.names, most)
    with told_plainly(f"reading the first rows of {table.label}"):
        path = study.workspace.find(STAGE, key, ".parquet") or _kept(study, table, key, most)
        columns, shown = names_and_rows(study.connection, path)
        total = _total(study, table, shown, most)
    return RawTable(
        number=number,
        label=table.label,
        file=table.file,
        sheet=table.sheet,
        total=total,
        shown=shown,
        path=str(path),
        columns=columns,
        described=table.described,
    )


def file_of(study: Study, table: SourceTable) -> FoundFile:
    """The file that a table stands in."""
    return next(file for file in study.files if file.shown == table.file)


def _total(study: Study, table: SourceTable, shown: int, most: int) -> int | None:
    if shown < most:
        return shown
    if table.rows is not None or not table.kept_rows:
        return table.rows
    # A Parquet file knows how many rows it holds.
    found = study.connection.execute(f"SELECT count(*) FROM {table.scan}").fetchone()
    return int(found[0]) if found else None


def _kept(study: Study, table: SourceTable, key: str, most: int) -> Path:
    import duckdb

    with planned_quickly(study.connection, len(table.names)):
        try:
            return _written(study, table, key, _first_rows(study, table, most))
        except duckdb.Error:
            if table.kind != "text" or table.numbered:
                raise
        # DuckDB takes no row that is longer or shorter than the header; our own reader does.
        with _read_by_us(study, table, most) as careful:
            return _written(study, careful, key, careful.scan)


def _written(study: Study, table: SourceTable, key: str, source: str) -> Path:
    texts = [
        f"CAST(c{place} AS VARCHAR)" if native else f"c{place}" for place, native in enumerate(table.natives)
    ]
    long = range(len(texts)) if len(texts) <= WIDE else _long_columns(study, texts, source)
    cells = [shortened(text) if place in long else text for place, text in enumerate(texts)]
    names = list(table.names)
    if table.surplus and _any_filled(study, f"c{len(names)}", source):
        cells.append(shortened(f"c{len(names)}"))
        names.append(BEYOND)
    # The table's own columns keep their names, should one be called like ours.
    *names, row = column_names(*names, "row")
    return keep_rows(
        study.workspace,
        study.connection,
        STAGE,
        key,
        {row: "row_no", **dict(zip(names, cells, strict=True))},
        f"{source} ORDER BY row_no",
    )


def _long_columns(study: Study, texts: Sequence[str], source: str) -> frozenset[int]:
    """The columns with a cell to be cut: to look at each by an expression of its own would take minutes to plan."""
    found = study.connection.execute(
        f"SELECT DISTINCT unnest(list_filter(range({len(texts)}), lambda place: length(cells[place + 1]) > {MOST_CHARACTERS}))"
        f" FROM (SELECT [{', '.join(texts)}] AS cells FROM {source})"
    ).fetchall()
    return frozenset(int(place) for (place,) in found)


def _any_filled(study: Study, column: str, source: str) -> bool:
    found = study.connection.execute(f"SELECT count({column}) FROM {source}").fetchone()
    return bool(found and found[0])


def _first_rows(study: Study, table: SourceTable, most: int) -> str:
    if not table.numbered:
        number = f"row_number() OVER () + {table.first_row - 1} AS row_no"
        return f"(SELECT *, {number} FROM (SELECT * FROM {table.scan} LIMIT {most}))"
    # The numbers first: only the part of the file that holds these rows is then read with all its columns.
    last = study.connection.execute(
        f"SELECT max(row_no) FROM (SELECT row_no FROM {table.scan} ORDER BY row_no LIMIT {most})"
    ).fetchone()
    reach = (last[0] if last else None) or 0
    return f"(SELECT * FROM {table.scan} WHERE row_no <= {reach})"


@contextmanager
def _read_by_us(study: Study, table: SourceTable, most: int) -> Iterator[SourceTable]:
    """The table's first rows, read line by line."""
    from core.source.kept import parquet_scan, write_rows
    from core.source.text import read_rows, sniff_text

    part, path = study.recipe.source, file_of(study, table).path
    text = sniff_text(
        path, encoding=part.encoding, delimiter=part.delimiter, header=part.header, member=table.sheet
    )
    with study.workspace.scratch() as folder:
        rows = folder / "rows.parquet"
        first = _first_filled(read_rows(path, text), most)
        write_rows(rows, len(table.names), first, first_row=table.first_row, surplus=True)
        yield replace(table, scan=parquet_scan(rows), numbered=True, surplus=True)


def _first_filled(rows: Iterable[list[str]], most: int) -> Iterator[list[str]]:
    """The rows up to the one that is the last of `most` that hold something."""
    left = most
    for row in rows:
        yield row
        left -= any(row)
        if not left:
            return
