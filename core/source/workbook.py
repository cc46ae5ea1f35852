"""Workbooks (xlsx, xlsm, xls, xlsb, ods): every sheet as text columns, read side by side and kept."""

from __future__ import annotations

import html
import shlex
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import TYPE_CHECKING

from core.engine import disk_error, told_plainly, usable_cores
from core.enumerated import enumerated
from core.errors import SourceError, UsageError
from core.patterns import later
from core.recipe import SourcePart
from core.source.kept import parquet_scan
from core.source.merged import FilledDown, fill_merged
from core.source.model import FoundFile, LeftOut, SourceTable, short_key, unique_names, untyped
from core.source.pivot import Pivot, find_pivot
from core.source.sheet import load_cells, sheet_of, workbook_at
from core.source.streams import unpack_member, workbook_member
from core.source.text_header import find_start
from core.suggest import nearest
from core.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

# Calamine reads a whole sheet into memory; more at once would only multiply that.
SHEETS_AT_ONCE = 4
LOOKED_AT = 200
MOST_NAMED = 8
MOST_UNPACKED_BYTES = 1_000_000_000
MOST_HEAD_BYTES = 4_000_000
SHEET_TAG = later(r'<(?:\w+:)?sheet\s(?:[^">]|"[^"]*")*>')
ATTRIBUTE = later(r'\s(name|state)="([^"]*)"')


def open_workbook(
    file: FoundFile,
    part: SourcePart,
    workspace: Workspace,
    connection: duckdb.DuckDBPyConnection,
    progress: Callable[[str], None],
) -> tuple[list[SourceTable], list[LeftOut]]:
    """The sheets of a workbook that hold a table, and those that do not; `progress` is told how many have been read."""
    file = _unpacked(file, workspace)
    names = _sheet_names(file)
    wanted = [name for name in names if not part.sheets or name in part.sheets]
    left = [
        LeftOut(f"{file.shown} [{name}]", "not among the sheets asked for")
        for name in names
        if name not in wanted
    ]
    with ThreadPoolExecutor(max(1, min(SHEETS_AT_ONCE, usable_cores(), len(wanted)))) as pool:
        asked = [pool.submit(_open_sheet, file, name, part, workspace, connection) for name in wanted]
        # How far it is within a sheet nobody knows: its rows come all at once.
        for read, _ in enumerate(as_completed(asked), 1):
            if len(wanted) > 1:
                progress(f"opening {file.shown}: {read} of {len(wanted)} sheets read")
        results = [one.result() for one in asked]
    tables = [result for result in results if isinstance(result, SourceTable)]
    left += [result for result in results if isinstance(result, LeftOut)]
    return tables if part.sheets else _with_hidden_told(file, tables), left


def _unpacked(file: FoundFile, workspace: Workspace) -> FoundFile:
    """The workbook itself, where it is in a zip: unpacked into the workspace, since it is read from many places at once."""
    member = workbook_member(file.path)
    if not member:
        return file
    key = f"{file.identity}-unpacked"
    if workspace.find("input", key, ".input") is None:
        try:
            with workspace.writing("input", key, ".input") as place:
                unpack_member(file.path, member, place, min(MOST_UNPACKED_BYTES, workspace.free_bytes()))
        except OSError as error:
            raise (disk_error(error, f"unpacking {file.shown} into {workspace.folder}") or error) from error
    return replace(file, path=workspace.path("input", key, ".input"))


def check_sheets(asked: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a sheet that no file has, naming the nearest that one has."""
    for name in asked:
        if name not in known:
            if not known:
                raise UsageError(
                    f"There is no sheet {name!r}: what is read has no sheets or tables with names.",
                    "Leave out what asks for it: --sheet, or source.sheets (of --set or a recipe).",
                )
            have = ", ".join(repr(sheet) for sheet in known[:8])
            raise UsageError(
                f"There is no sheet {name!r}; there are: {have}.",
                f"Ask for one of them: --sheet {nearest(name, known) or known[0]!r}",
            )


def _sheet_names(file: FoundFile) -> list[str]:
    try:
        return list(workbook_at(file.path).sheet_names)
    except Exception as error:
        raise _unreadable(file, error) from error


def _with_hidden_told(file: FoundFile, tables: Sequence[SourceTable]) -> list[SourceTable]:
    """The tables, of which those say so that nobody sees who opens the workbook."""
    hidden = _hidden_sheets(file)
    shown = [table.sheet for table in tables if table.sheet not in hidden]
    asked = " ".join(f"--sheet {shlex.quote(name)}" for name in shown[:MOST_NAMED])
    return [
        replace(
            table,
            found=(
                *table.found,
                f"{table.label} is a hidden sheet and is read like the others ({table.rows:,} rows)."
                + (f" To leave it out, name what to read: {asked}" if shown else ""),
            ),
        )
        if table.sheet in hidden
        else table
        for table in tables
    ]


def _hidden_sheets(file: FoundFile) -> frozenset[str]:
    """The sheets that a workbook hides, as far as an xlsx tells; none of any other kind."""
    try:
        with zipfile.ZipFile(file.path) as parts, parts.open("xl/workbook.xml") as part:
            head = part.read(MOST_HEAD_BYTES).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError):
        return frozenset()
    # Not by a parser of XML, which an entity made for it can keep busy for ever.
    sheets = [dict(ATTRIBUTE.findall(tag)) for tag in SHEET_TAG.findall(head)]
    return frozenset(
        html.unescape(sheet.get("name", "")) for sheet in sheets if sheet.get("state", "visible") != "visible"
    )


def _unreadable(file: FoundFile, error: Exception) -> SourceError:
    with file.path.open("rb") as stream:
        head = stream.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in head or "password" in str(error).lower():
        return SourceError(
            f"{file.shown!r} is protected by a password, so its sheets cannot be read.",
            "Open it in a spreadsheet program, remove the password (or save a copy without one), and run again.",
        )
    return SourceError(
        f"{file.shown!r} cannot be read as a workbook: it is cut short or damaged.",
        "Copy or download it again; if a spreadsheet program still opens it, save it from there as a new xlsx.",
    )


def _open_sheet(
    file: FoundFile,
    sheet: str,
    part: SourcePart,
    workspace: Workspace,
    connection: duckdb.DuckDBPyConnection,
) -> SourceTable | LeftOut:
    label = f"{file.shown} [{sheet}]"
    key = f"{file.identity}-{short_key(sheet, part.header)}"
    kept = workspace.find_json("sheet", key)
    if kept is not None and (kept.get("left") or workspace.find("rows", key, ".parquet")):
        return LeftOut(label, kept["left"]) if kept.get("left") else SourceTable.from_dict(kept["table"])
    result = _read_sheet(file, sheet, part, workspace, connection, key)
    workspace.keep_json(
        "sheet", key, {"left": result.reason} if isinstance(result, LeftOut) else {"table": result.to_dict()}
    )
    return result


def _read_sheet(
    file: FoundFile,
    sheet: str,
    part: SourcePart,
    workspace: Workspace,
    connection: duckdb.DuckDBPyConnection,
    key: str,
) -> SourceTable | LeftOut:

    label = f"{file.shown} [{sheet}]"
    try:
        loaded = load_cells(file.path, sheet, file.size)
    except Exception as error:
        if "worksheet" in str(error).lower() or "sheet type" in str(error).lower():
            return LeftOut(label, "it is not a table (a chart or macro sheet)")
        raise _unreadable(file, error) from error
    with told_plainly(f"reading {label}"), sheet_of(loaded, connection) as cells:
        head = [_trimmed(row) for row in cells.head(LOOKED_AT)]
        width = max(map(len, head), default=0)
        if width == 0:
            return LeftOut(label, "it is empty")
        start = find_start(head, width, part.header, in_place=True)
        skip = start.rows_above + start.header
        names = unique_names(list(start.names))
        pivot = find_pivot(cells, width=width, skip=skip)
        merged = fill_merged(file.path, sheet, cells, names, skip) if pivot is None else None
        instead = dict(enumerate(pivot.labels)) if pivot is not None else merged.columns if merged else None
        with (
            told_plainly(f"keeping the rows of {label} in {workspace.folder}"),
            workspace.writing("rows", key, ".parquet") as path,
        ):
            rows = cells.write(
                path, width=width, skip=skip, instead=instead, left_out=pivot.totals if pivot else None
            )
    return SourceTable(
        file=file.shown,
        sheet=sheet,
        kind="workbook",
        names=names,
        natives=untyped(width),
        scan=parquet_scan(workspace.path("rows", key, ".parquet")),
        kept_rows=str(workspace.path("rows", key, ".parquet")),
        numbered=True,
        first_row=skip + 1,
        described=start.reasons,
        rows=rows,
        found=(
            *((_pivot_told(label, names, pivot),) if pivot is not None else ()),
            *((_merged_told(label, names, merged),) if merged is not None else ()),
        ),
    )


def _merged_told(label: str, names: Sequence[str], merged: FilledDown) -> str:
    listed = enumerated([names[place] for place in merged.columns])
    return (
        f"{label} has merged cells in {listed}: what they hold was taken for every row that they span, {merged.rows:,}"
        f" {'row' if merged.rows == 1 else 'rows'} below the first ones."
    )


def _pivot_told(label: str, names: Sequence[str], pivot: Pivot) -> str:
    listed = enumerated(names[: len(pivot.labels) - 1])
    rows = "row" if sum(pivot.totals) == 1 else "rows"
    return (
        f"{label} is laid out as a pivot table: what it writes once in {listed} was filled down, and its {sum(pivot.totals):,} {rows} of"
        " totals were left out."
    )


def _trimmed(row: Sequence[str | None]) -> list[str]:
    """A row as a text file would have it: no empty cells at its end."""
    cells = [cell or "" for cell in row]
    while cells and not cells[-1].strip():
        cells.pop()
    return cells
