"""From paths to tables: every file found is opened as what it is, with a sample of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from core.engine import disk_error, first_line, plain_error, planned_quickly
from core.errors import SourceError
from core.recipe import SourcePart
from core.source.model import FoundFile, LeftOut, OpenTable, Sample, SourceTable
from core.source.parquet import open_parquet
from core.source.streams import is_hidden_member, text_members
from core.source.text import TextFormat, sampled_rows
from core.source.text_sample import ends_of
from core.source.textfile import Care, open_text
from core.source.typed import open_json, open_sqlite
from core.source.workbook import check_sheets, open_workbook
from core.workspace import Workspace

SAMPLE_ROWS = 6000
# Wide tables are sampled by fewer rows, so that a sample never holds more cells than this.
SAMPLE_CELLS = 400_000
LEAST_SAMPLE_ROWS = 100
SAMPLE_CHUNKS = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """The tables of a source with their samples, and what was left out."""

    tables: tuple[OpenTable, ...]
    left_out: tuple[LeftOut, ...]


def open_tables(
    files: Sequence[FoundFile],
    part: SourcePart,
    workspace: Workspace,
    connection: duckdb.DuckDBPyConnection,
    care: Care,
    progress: Callable[[str], None] = lambda _: None,
) -> Opened:
    """Open every file. A file that cannot be read stops everything: silently leaving it out would falsify all figures."""
    tables: list[OpenTable] = []
    left: list[LeftOut] = []
    sheets: list[str] = []
    most = max(LEAST_SAMPLE_ROWS, SAMPLE_ROWS // len(files))
    for file in files:
        match file.kind:
            case "text":
                members, passed = _members(file, part)
                sheets += [*members, *map(_sheet_of, passed)] if len(members) + len(passed) > 1 else []
                left += passed
                for member in members:
                    table, text = open_text(file, part, workspace, care, member)
                    tables.append(OpenTable(table, _text_sample(file, table, text, connection, most)))
                continue
            case "workbook":
                opened, passed = open_workbook(file, part, workspace, connection, progress)
            case "sqlite":
                opened, passed = open_sqlite(file, part.sheets, workspace)
            case "parquet":
                opened, passed = [open_parquet(file, connection)], []
            case "json":
                opened, passed = [open_json(file, connection, workspace)], []
        sheets += [
            name for name in (*(table.sheet for table in opened), *(_sheet_of(out) for out in passed)) if name
        ]
        with _damage_named(file):
            tables += [OpenTable(table, scanned_sample(table, connection, most)) for table in opened]
        left += passed
    check_sheets(part.sheets, sheets)
    if not tables:
        held = "; ".join(f"{out.label}: {out.reason}" for out in left[:5])
        raise SourceError(
            f"{files[0].shown!r} holds no table{': ' + held if held else ''}.", "Name another file or sheet."
        )
    return Opened(tuple(tables), tuple(left))


def _members(file: FoundFile, part: SourcePart) -> tuple[list[str], list[LeftOut]]:
    """The files in a zip of several to read, as the sheets of a workbook are; for anything else its one nameless table."""
    names = text_members(file.path)
    if len(names) < 2:
        return [""], []
    wanted = part.sheets or [name for name in names if not is_hidden_member(name)] or names
    why = "not among those asked for" if part.sheets else "a hidden file"
    left = [LeftOut(f"{file.shown} [{name}]", why) for name in names if name not in wanted]
    return [name for name in names if name in wanted], left


@contextmanager
def _damage_named(file: FoundFile) -> Iterator[None]:
    """Turn what DuckDB says of a damaged file into an error that names it."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.InternalException, duckdb.FatalException) as error:
        # It is not the file that is at fault.
        raise plain_error(error, f"reading {file.shown}") from error
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise disk_error(error, f"reading {file.shown}") or SourceError(
            f"{file.shown!r} is damaged, so its rows cannot be read: {first_line(str(error))}",
            "Copy or export it again.",
        ) from error


def _sheet_of(out: LeftOut) -> str:
    return out.label.rpartition(" [")[2].removesuffix("]")


def _sample_size(width: int, most: int) -> int:
    return max(LEAST_SAMPLE_ROWS, min(most, SAMPLE_CELLS // max(1, width)))


def _text_sample(
    file: FoundFile, table: SourceTable, text: TextFormat, connection: duckdb.DuckDBPyConnection, most: int
) -> Sample:
    if table.numbered:
        return scanned_sample(table, connection, most)
    size = _sample_size(len(table.names), most)
    rows, are_all = sampled_rows(file.path, text, size)
    columns = tuple(tuple(cell or None for cell in column) for column in zip(*rows, strict=True))
    return Sample(columns or ((),) * len(table.names), whole=are_all and len(rows) < size, ends=ends_of(size))


def scanned_sample(
    table: SourceTable, connection: duckdb.DuckDBPyConnection, most: int = SAMPLE_ROWS
) -> Sample:
    """A sample of a numbered table: its head, its tail, and chunks evenly spread between."""
    size = _sample_size(len(table.names), most)
    last = connection.execute(f"SELECT count(*), max(row_no) FROM {table.scan}").fetchone() or (0, 0)
    count, highest = int(last[0]), int(last[1] or 0)
    picked = ", ".join(_as_text(index, native) for index, native in enumerate(table.natives))
    where = "TRUE" if count <= size else _chunks(table.first_row, highest, size)
    with planned_quickly(connection, len(table.names)):
        rows = connection.execute(
            f"SELECT {picked} FROM {table.scan} WHERE {where} ORDER BY row_no"
        ).fetchall()
    columns = tuple(zip(*rows, strict=True)) if rows else ((),) * len(table.names)
    return Sample(columns, whole=count <= size, ends=(size // 3, 0))


def _as_text(index: int, native: str) -> str:
    return f"CAST(c{index} AS VARCHAR)" if native else f"nullif(c{index}, '')"


def _chunks(first: int, last: int, size: int) -> str:
    head = size // 3
    chunk = (size - head) // SAMPLE_CHUNKS
    ranges = [(first, first + head - 1)]
    for number in range(1, SAMPLE_CHUNKS + 1):
        start = first + head + (last - first - head - chunk) * number // SAMPLE_CHUNKS
        ranges.append((start + 1, start + chunk))
    return " OR ".join(f"row_no BETWEEN {low} AND {high}" for low, high in ranges)
