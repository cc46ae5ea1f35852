"""Sources that name the columns of each row themselves: JSON lines and SQLite files."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence

import duckdb

from core.engine import disk_error, first_line, told_plainly
from core.errors import SourceError
from core.source.kept import as_text, parquet_scan, write_rows
from core.source.model import FoundFile, LeftOut, SourceTable, short_key, unique_names, untyped
from core.source.nested import flat_rows, nested_rows, pointed_rows
from core.source.spellings import join_spellings
from core.source.streams import detect_compression, open_packed
from core.sql import file_literal, ident, literal, parquet_copy
from core.workspace import Workspace

JSON_PACKED = {"": "none", "gz": "gzip", "zst": "zstd"}
JSON_HEAD_BYTES = 256 * 1024
SQLITE_ROWS_AT_ONCE = 20_000


def open_json(file: FoundFile, connection: duckdb.DuckDBPyConnection, workspace: Workspace) -> SourceTable:
    """JSON lines, or one array of objects: every value as text, kept as Parquet."""
    source = f"{file_literal(file.path)}, compression = {literal(JSON_PACKED[detect_compression(file.path)])}"
    key = f"{file.identity}-json"
    try:
        head = _json_head(file)
        rows = (
            nested_rows(file, source, head, connection)
            or flat_rows(source, head, connection)
            or pointed_rows(source, connection)
        )
        path = workspace.find("rows", key, ".parquet")
        if path is None:
            with workspace.writing("rows", key, ".parquet") as unfinished:
                numbered = f"SELECT *, row_number() OVER () AS row_no FROM ({rows.select})"
                connection.execute(parquet_copy(numbered, unfinished, compression="zstd"))
            path = workspace.path("rows", key, ".parquet")
        joined = join_spellings(rows.names, parquet_scan(path), connection)
    except duckdb.Error as error:
        raise disk_error(error, f"keeping the rows of {file.shown}") or SourceError(
            f"{file.shown!r} cannot be read as JSON: {first_line(str(error))}",
            "regulars reads JSON lines (one object a line) and an array of objects: export it as one of them, or as CSV.",
        ) from error
    return SourceTable(
        file=file.shown,
        sheet="",
        kind="json",
        names=unique_names(list(joined.names)),
        natives=untyped(len(joined.names)),
        scan=joined.scan,
        kept_rows=str(path),
        numbered=True,
        first_row=1,
        described=(rows.told,),
        found=tuple(f"{file.shown}: {sentence}" for sentence in joined.told),
    )


def _json_head(file: FoundFile) -> str:
    """How the text begins."""
    with open_packed(file.path, detect_compression(file.path)) as stream:
        return stream.read(JSON_HEAD_BYTES).decode("utf-8-sig", "replace")


def open_sqlite(
    file: FoundFile, asked: tuple[str, ...], workspace: Workspace
) -> tuple[list[SourceTable], list[LeftOut]]:
    """The tables and views of an SQLite file, kept as Parquet."""
    try:
        connection = sqlite3.connect(f"{file.path.as_uri()}?mode=ro&immutable=1", uri=True)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        with told_plainly(f"keeping the rows of {file.shown}"):
            return _sqlite_tables(file, connection, asked, workspace)
    except sqlite3.Error as error:
        raise SourceError(
            f"{file.shown!r} cannot be read as an SQLite database: {error}.",
            "It is cut short, damaged or encrypted: copy it again.",
        ) from error


def _sqlite_tables(
    file: FoundFile, connection: sqlite3.Connection, asked: tuple[str, ...], workspace: Workspace
) -> tuple[list[SourceTable], list[LeftOut]]:
    listed = connection.execute(
        "SELECT name, type = 'view', sql FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    ).fetchall()
    shown = _shown_by_views(
        {name: sql for name, is_view, sql in listed if is_view}, [name for name, _, _ in listed]
    )
    tables, left = [], []
    for name, is_view, _ in sorted(listed):
        if asked and name not in asked:
            left.append(LeftOut(f"{file.shown} [{name}]", "not among the tables asked for"))
            continue
        cursor = connection.execute(f"SELECT * FROM {ident(name)}")
        names = [str(column[0]) for column in cursor.description]
        key = f"{file.identity}-{short_key('sqlite', name)}"
        if workspace.find("rows", key, ".parquet") is None:
            with workspace.writing("rows", key, ".parquet") as path:
                write_rows(path, len(names), _sqlite_rows(cursor), first_row=1)
        tables.append(
            SourceTable(
                file=file.shown,
                sheet=name,
                kind="sqlite",
                names=unique_names(names),
                natives=untyped(len(names)),
                scan=parquet_scan(workspace.path("rows", key, ".parquet")),
                kept_rows=str(workspace.path("rows", key, ".parquet")),
                numbered=True,
                first_row=1,
                described=("SQLite view" if is_view else "SQLite table",),
                view_of=shown.get(name, ()),
            )
        )
    return tables, left


def _shown_by_views(views: Mapping[str, str], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each view, given with its SQL, those of the names that this reads from, also by way of another view."""
    direct = {
        view: {
            name
            for name in names
            if name != view and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sql, re.IGNORECASE)
        }
        for view, sql in views.items()
    }
    shown = {}
    for view in views:
        reached: set[str] = set()
        ahead = {view}
        while ahead:
            ahead = {name for one in ahead for name in direct.get(one, ())} - reached - {view}
            reached |= ahead
        shown[view] = tuple(sorted(reached))
    return shown


def _sqlite_rows(cursor: sqlite3.Cursor) -> Iterator[list[str | None]]:
    while block := cursor.fetchmany(SQLITE_ROWS_AT_ONCE):
        for row in block:
            yield [as_text(value) for value in row]
