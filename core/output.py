"""Results as files: written beside their place, whole, and only then given their names."""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from core.engine import disk_error, told_plainly
from core.errors import OutputError
from core.sql import csv_copy, parquet_copy
from core.study import Study
from core.workspace import UNFINISHED, sweep, unfinished_prefix

Format = Literal["parquet", "csv", "xlsx"]
FORMATS: tuple[str, ...] = get_args(Format)
# Everything that a run may have written: a folder with nothing else in it may be written over.
RUN_FILES = frozenset(
    (*(f"customers.{suffix}" for suffix in FORMATS), "segments.csv", "ledger.csv", "recipe.toml")
)
SHEET_ROWS = 1_048_576
# Wide enough for a date with its time.
NARROWEST_COLUMN = 17


def write_results(study: Study, folder: Path, kind: Format = "parquet", *, force: bool = False) -> list[Path]:
    """Write customers, segments, ledger and recipe into `folder`; their absolute paths."""
    check_folder(folder, force=force)
    created = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        unfinished = Path(tempfile.mkdtemp(prefix=unfinished_prefix(), dir=folder))
    except OSError as error:
        raise OutputError(
            f"The folder {str(folder)!r} cannot be written: {error.strerror or error}.",
            "Name one that you may write to: --out DIR",
        ) from error
    try:
        names = _write_all(study, unfinished, kind)
        for stale in RUN_FILES - set(names):
            (folder / stale).unlink(missing_ok=True)
        return [(unfinished / name).replace(folder / name).resolve() for name in names]
    except OSError as error:
        raise disk_error(error, f"writing the results into {folder}") or OutputError(
            f"The results could not be written into {str(folder)!r}: {error.strerror or error}.",
            "Name another folder: --out DIR",
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if created:
            with contextlib.suppress(OSError):  # not empty: the results are in it
                folder.rmdir()


def check_folder(folder: Path, *, force: bool) -> None:
    """Refuse a folder that holds anything that no earlier run wrote."""
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(
                f"{str(folder)!r} is a file, so no results can be put into it.", "Name a folder: --out DIR"
            )
        strangers = (
            sorted(path.name for path in folder.iterdir() if not _from_a_run(path)) if folder.exists() else []
        )
        standing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if not standing.is_dir() or not os.access(standing, os.W_OK | os.X_OK):
            raise OutputError(
                f"The folder {str(folder)!r} cannot be written: {str(standing)!r} does not allow it.",
                "Name one that you may write to: --out DIR",
            )
    except OSError as error:
        raise OutputError(
            f"The folder {str(folder)!r} cannot be read: {error.strerror or error}.",
            "Name another: --out DIR",
        ) from error
    if strangers and not force:
        more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
        raise OutputError(
            f"The folder {str(folder)!r} holds other files ({', '.join(strangers[:3])}{more}), so nothing was written.",
            "Name an empty or new folder, or write beside them with --force.",
        )


def _from_a_run(path: Path) -> bool:
    """Whether a run wrote this, or was killed while it did."""
    return path.name in RUN_FILES or path.name.startswith(UNFINISHED)


def _write_all(study: Study, folder: Path, kind: Format) -> list[str]:
    customers = folder / f"customers.{kind}"
    _write_customers(study, customers, kind)
    report = study.report
    _write_csv(
        folder / "segments.csv", [{"segment": line.name, **_rest(asdict(line))} for line in report.segments]
    )
    _write_csv(folder / "ledger.csv", [asdict(line) for line in report.ledger])
    (folder / "recipe.toml").write_text(study.resolved.to_toml(), encoding="utf-8")
    return [customers.name, "segments.csv", "ledger.csv", "recipe.toml"]


def _rest(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != "name"}


def _write_customers(study: Study, path: Path, kind: Format) -> None:
    table = study.customers
    if kind == "xlsx":
        rows = len(table)
        if rows >= SHEET_ROWS:
            raise OutputError(
                f"A sheet holds {SHEET_ROWS - 1:,} rows, and there are {rows:,} customers.",
                "Write them as --format parquet or csv.",
            )
        write_workbook(path, table.columns, table.rows())
        return
    copy = parquet_copy if kind == "parquet" else csv_copy
    with told_plainly(f"writing the customers into {path.parent.parent}"):
        study.connection.execute(copy(table.select, path))


def _write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _money(value) for name, value in row.items()} for row in rows)


def _money(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, float) else value


def write_workbook(path: Path, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """One sheet with a frozen header; text stays text, even where it begins like a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("customers")
    sheet.freeze_panes = "B2"

    def cell(value: Any, *, bold: bool = False) -> Any:
        if isinstance(value, str):
            made = WriteOnlyCell(sheet, value=_without_controls(value))
            made.data_type = "s"
        else:
            made = WriteOnlyCell(sheet, value=value)
            if isinstance(value, datetime):
                made.number_format = "yyyy-mm-dd hh:mm"
            elif isinstance(value, date):
                made.number_format = "yyyy-mm-dd"
        if bold:
            made.font = Font(bold=True)
        return made

    for number, name in enumerate(names, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(NARROWEST_COLUMN, len(name) + 2)
    sheet.append([cell(name, bold=True) for name in names])
    for row in rows:
        sheet.append([cell(value) for value in row])
    book.save(path)


def _without_controls(text: str) -> str:
    """Text less the control characters that no workbook may hold, cut where a cell ends."""
    return "".join(character for character in text[:32_767] if character >= " " or character in "\t\n\r")
