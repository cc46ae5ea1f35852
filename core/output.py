"""Results as files: written beside their place, whole, and only then given their names."""

from __future__ import annotations

import contextlib
import csv
import itertools
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, get_args

from core.engine import disk_error, told_plainly
from core.errors import OutputError
from core.sql import csv_copy, file_literal, parquet_copy
from core.study import Study
from core.workspace import SETTLING, UNFINISHED, at_work_in, sweep, unfinished_prefix

Format = Literal["parquet", "csv", "xlsx"]
FORMATS: tuple[str, ...] = get_args(Format)
# Everything that a run may have written: a folder with nothing else in it may be written over.
RUN_FILES = frozenset(
    (*(f"customers.{suffix}" for suffix in FORMATS), "segments.csv", "ledger.csv", "recipe.toml")
)
SHEET_ROWS = 1_048_576
ROWS_AT_ONCE = 10_000
PURCHASE_DATES = ("first_purchase", "last_purchase")
MONEY = frozenset(("amount", "revenue", "net", "median_monetary"))


def write_results(study: Study, folder: Path, kind: Format = "parquet", *, force: bool = False) -> list[Path]:
    """Write customers, segments, ledger and recipe into `folder`; their absolute paths."""
    check_folder(folder, force=force)
    created = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        at_work_in(folder, made=created)
        unfinished = Path(tempfile.mkdtemp(prefix=unfinished_prefix(), dir=folder))
    except OSError as error:
        raise OutputError(
            f"The folder {str(folder)!r} cannot be written: {error.strerror or error}.",
            "Name one that you may write to: --out DIR",
        ) from error
    try:
        names = _write_all(study, unfinished, kind)
        _settle(unfinished, folder, names)
        return [(folder / name).resolve() for name in names]
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


def _settle(unfinished: Path, folder: Path, names: Sequence[str]) -> None:
    """Give the results their names and remove those of an earlier run: all of it, even where somebody says stop meanwhile."""
    with SETTLING:
        try:
            _give_names(unfinished, folder, names)
        except KeyboardInterrupt:
            _give_names(unfinished, folder, names)
            raise


def _give_names(unfinished: Path, folder: Path, names: Sequence[str]) -> None:
    for stale in RUN_FILES - set(names):
        (folder / stale).unlink(missing_ok=True)
    for name in names:
        if (unfinished / name).exists():
            (unfinished / name).replace(folder / name)


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
    rows = len(study.customers)
    if kind == "xlsx" and rows >= SHEET_ROWS:
        raise OutputError(
            f"A sheet holds {SHEET_ROWS - 1:,} rows, and there are {rows:,} customers.",
            "Write them as --format parquet or csv.",
        )
    # Parquet has money as numbers, which every reader takes; for people to read it is written to the cent.
    exact = f"SELECT * FROM read_parquet({file_literal(study.customers_path)})"
    with told_plainly(f"writing the customers into {path.parent.parent}"):
        if kind == "parquet":
            study.connection.execute(parquet_copy(study.customers.select, path))
        elif kind == "csv":
            study.connection.execute(csv_copy(exact, path))
        else:
            _write_customers_sheet(study, path, exact)


def _write_customers_sheet(study: Study, path: Path, select: str) -> None:
    from core.workbook_file import write_workbook

    names = study.customers.columns
    timed = (
        study.connection.execute(
            "SELECT "
            + ", ".join(f"count(*) FILTER ({name} <> date_trunc('day', {name}))" for name in PURCHASE_DATES)
            + f" FROM ({select})"
        ).fetchone()
        or ()
    )
    days = [name for name, count in zip(PURCHASE_DATES, timed, strict=True) if not count]
    found = study.connection.execute(select)
    batches = iter(lambda: found.fetchmany(ROWS_AT_ONCE), [])
    write_workbook(path, "customers", names, itertools.chain.from_iterable(batches), days)


def _write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _written(name, value) for name, value in row.items()} for row in rows)


def _written(name: str, value: Any) -> Any:
    """Money to the cent; a median of days or orders as short as it is."""
    if not isinstance(value, float):
        return value
    return f"{value:.2f}" if name in MONEY else f"{value:.2f}".rstrip("0").rstrip(".")
