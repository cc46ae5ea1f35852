"""The rows of a grid as a file: written beside its place, whole, and only then given its name."""

from __future__ import annotations

import csv
import errno
import itertools
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.engine import disk_error, told_plainly
from core.errors import OutputError, RegularsError
from core.result_tables import written_rows
from core.source.find import refuse_source
from core.sql import csv_copy, ident, parquet_copy
from core.table import as_numbers
from core.views.grid_parts import Exported, ExportKind
from core.workspace import sweep, unfinished_prefix

if TYPE_CHECKING:
    import duckdb

SHEET_ROWS = 1_048_576
ROWS_AT_ONCE = 10_000


def write_rows(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    rows: int,
    path: Path,
    kind: ExportKind,
    title: str,
    *,
    overwrite: bool,
    sources: Iterable[Path] = (),
) -> Exported:
    """Write what a query gives, in its order; the same rows make the same bytes. None of `sources`, where they come from, is written over."""
    with _whole(path, rows, kind, overwrite=overwrite, sources=sources) as (target, unfinished):
        if kind == "parquet":
            connection.execute(parquet_copy(as_numbers(connection, query), unfinished))
        elif kind == "csv":
            connection.execute(csv_copy(query, unfinished))
        else:
            _write_sheet(connection, query, unfinished, title)
    return Exported(str(target), rows)


def write_few(
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    path: Path,
    kind: ExportKind,
    title: str,
    *,
    overwrite: bool,
    exact: bool = True,
) -> Exported:
    """Write rows that are here whole, as plain values: a column of several kinds as text, where the format wants one kind.

    Not exact is what figures are in a CSV of a run's: money to the cent.
    """
    with _whole(path, len(rows), kind, overwrite=overwrite) as (target, unfinished):
        if kind == "parquet":
            _write_columns(names, rows, unfinished)
        elif kind == "csv":
            with unfinished.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(names)
                writer.writerows(rows if exact else written_rows(names, rows))
        else:
            from core.workbook_file import write_workbook

            columns = zip(names, zip(*rows, strict=True), strict=True)
            days = [name for name, column in columns if _kinds(column) == {date}]
            write_workbook(unfinished, title, names, rows, days)
    return Exported(str(target), len(rows))


@contextmanager
def _whole(
    path: Path, rows: int, kind: ExportKind, *, overwrite: bool, sources: Iterable[Path] = ()
) -> Iterator[tuple[Path, Path]]:
    """The absolute path, and another one beside it to write to, which takes its place once it is whole."""
    path = path.expanduser().absolute()
    refuse_source(path, sources)
    _check(path, rows, kind, overwrite=overwrite)
    try:
        sweep(path.parent)
        folder = Path(tempfile.mkdtemp(prefix=unfinished_prefix(), dir=path.parent))
        unfinished = folder / f"unfinished.{kind}"
        try:
            with told_plainly(f"writing {path}"):
                yield path, unfinished
            unfinished.replace(path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise _refused(path, error) from error


def _kinds(column: Iterable[Any]) -> set[type]:
    return {type(value) for value in column if value is not None}


def _write_columns(names: Sequence[str], rows: Sequence[Sequence[Any]], path: Path) -> None:
    import duckdb
    import pyarrow as pa

    columns = []
    for column in zip(*rows, strict=True):
        kinds = _kinds(column)
        if kinds == {int, float}:
            columns.append(pa.array(column, pa.float64()))
        elif len(kinds) > 1:
            columns.append(pa.array([None if value is None else str(value) for value in column]))
        else:
            # Of a column without any value nobody knows of what kind it would be.
            columns.append(pa.array(column) if kinds else pa.array(column, pa.string()))
    with duckdb.connect() as connection:
        connection.register("few_rows", pa.table(columns, names=list(names)))
        connection.execute(parquet_copy(as_numbers(connection, "SELECT * FROM few_rows"), path))


def _check(path: Path, rows: int, kind: ExportKind, *, overwrite: bool) -> None:
    try:
        if path.is_dir():
            raise OutputError(f"{str(path)!r} is a folder.", "Name a file in it.")
        if path.exists() and not overwrite:
            raise OutputError(
                f"There is a file {str(path)!r} already, and nothing was written.",
                "Name another one, or say that it is to be replaced.",
            )
        if not path.parent.is_dir():
            raise OutputError(
                f"There is no folder {str(path.parent)!r} to write into.", "Make it, or name another one."
            )
    except OSError as error:
        raise _refused(path, error) from error
    if kind == "xlsx" and rows >= SHEET_ROWS:
        raise OutputError(
            f"A sheet holds {SHEET_ROWS - 1:,} rows, and there are {rows:,}.",
            "Write them as Parquet or CSV, or filter them first.",
        )


def _refused(path: Path, error: OSError) -> RegularsError:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return OutputError(
            f"The folder {str(path.parent)!r} cannot be written: {error.strerror}.",
            "Name a file in one that you may write to.",
        )
    return disk_error(error, f"writing {path}") or OutputError(
        f"{str(path)!r} cannot be written: {error.strerror or error}.",
        "Name a file in a folder that you may write to.",
    )


def _write_sheet(connection: duckdb.DuckDBPyConnection, query: str, path: Path, title: str) -> None:
    from core.workbook_file import write_workbook

    described = connection.execute(f"DESCRIBE {query}").fetchall()
    names = [str(name) for name, *_ in described]
    moments = [str(name) for name, native, *_ in described if native == "TIMESTAMP"]
    timed = ", ".join(
        f"count(*) FILTER ({ident(name)} <> date_trunc('day', {ident(name)}))" for name in moments
    )
    counts = connection.execute(f"SELECT {timed} FROM ({query})").fetchall()[0] if moments else ()
    days = [name for name, count in zip(moments, counts, strict=True) if not count]
    found = connection.execute(query)
    batches = iter(lambda: found.fetchmany(ROWS_AT_ONCE), [])
    try:
        write_workbook(path, title, names, itertools.chain.from_iterable(batches), days)
    finally:
        # A result that is not read to its end keeps the connection from other work.
        connection.abort()
