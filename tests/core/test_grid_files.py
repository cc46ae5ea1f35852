"""Exports of a table as it is arranged: what is in them, and that none takes the place of a file unasked."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import OutputError, RegularsError, UsageError
from core.views.grid import Arrangement, Grid
from core.views.grid_files import write_few
from core.views.grids import customers_grid, parquet_grid
from core.views.result import ResultData
from tests.support.studied import SAMPLE, looked_at

EVERYTHING = Arrangement()
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def data() -> Iterator[ResultData]:
    with looked_at(SAMPLE) as data:
        yield data


@pytest.fixture(scope="module")
def grid(data: ResultData) -> Grid:
    return customers_grid(data)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2, "python_enable_replacements": False}) as connection:
        yield connection


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_an_export_has_the_rows_as_they_are_arranged(
    grid: Grid, tmp_path: Path, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    columns = ["customer_id", "country", "monetary", "last_purchase", "r"]
    arrangement = Arrangement((("monetary", True),), "r >= 4")
    done = grid.export(arrangement, columns, f"best.{kind}", kind)
    assert done.path == str(tmp_path / f"best.{kind}")
    assert done.rows == grid.arrange(arrangement)
    wanted = list(grid.slice(arrangement, 0, 10_000, columns))
    assert read_back(Path(done.path), kind) == (columns, wanted)
    again = grid.export(arrangement, columns, tmp_path / f"again.{kind}", kind)
    assert Path(again.path).read_bytes() == Path(done.path).read_bytes()
    some = grid.export(arrangement, columns[:2], tmp_path / f"some.{kind}", kind, [(4, 6), 1])
    assert some.rows == 4
    picked = [wanted[place][:2] for place in (1, 4, 5, 6)]
    assert read_back(Path(some.path), kind) == (columns[:2], picked)
    every = grid.export(EVERYTHING, columns[:1], tmp_path / f"every.{kind}", kind)
    assert read_back(Path(every.path), kind) == (
        columns[:1],
        list(grid.slice(EVERYTHING, 0, 10_000, columns[:1])),
    )
    assert names_in(tmp_path) == sorted(f"{name}.{kind}" for name in ("best", "again", "some", "every"))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_back(path: Path, kind: str) -> tuple[list[str], Rows]:
    if kind == "xlsx":
        header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        # A sheet counts days in floating numbers: the time comes back to the second.
        near = [tuple(_to_seconds(value) for value in row) for row in rows]
        return list(header), near
    if kind == "csv":
        table = pd.read_csv(
            path,
            dtype={"customer_id": str, "country": str},
            parse_dates=["last_purchase"][: "last_purchase" in path.read_text().splitlines()[0]],
        )
    else:
        table = pq.read_table(path).to_pandas()
    rows = [
        tuple(None if pd.isna(value) else value for value in row) for row in table.itertuples(index=False)
    ]
    return list(table.columns), rows


def _to_seconds(value: Any) -> Any:
    return (
        (value + timedelta(milliseconds=500)).replace(microsecond=0) if isinstance(value, datetime) else value
    )


def test_an_export_never_takes_the_place_of_a_file_unasked(grid: Grid, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    with pytest.raises(OutputError, match="already"):
        grid.export(EVERYTHING, ["customer_id"], path, "csv")
    assert path.read_text() == "mine"
    assert grid.export(EVERYTHING, ["customer_id"], path, "csv", overwrite=True).rows == 913
    assert len(path.read_text().splitlines()) == 914
    with pytest.raises(OutputError, match="folder"):
        grid.export(EVERYTHING, ["customer_id"], tmp_path, "csv", overwrite=True)
    with pytest.raises(OutputError, match="no folder"):
        grid.export(EVERYTHING, ["customer_id"], tmp_path / "none" / "a.csv", "csv")
    with pytest.raises(UsageError):
        grid.export(EVERYTHING, ["nothing"], tmp_path / "a.csv", "csv")
    assert names_in(tmp_path) == ["mine.csv"]


def test_an_export_that_fails_leaves_nothing(
    grid: Grid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.workbook_file.write_workbook", full)
    (tmp_path / "a.xlsx").write_text("mine")
    with pytest.raises(RegularsError, match="full"):
        grid.export(EVERYTHING, ["customer_id"], tmp_path / "a.xlsx", "xlsx", overwrite=True)
    assert (tmp_path / "a.xlsx").read_text() == "mine"
    assert names_in(tmp_path) == ["a.xlsx"]


def test_more_rows_than_a_sheet_holds_are_refused(
    grid: Grid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.views.grid_files.SHEET_ROWS", 100)
    with pytest.raises(OutputError, match="99 rows, and there are 913"):
        grid.export(EVERYTHING, ["customer_id"], tmp_path / "a.xlsx", "xlsx")
    assert grid.export(EVERYTHING, ["customer_id"], tmp_path / "a.xlsx", "xlsx", [(0, 98)]).rows == 99


def test_an_odd_name_of_a_column_stays(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    odd = 'a"; DROP TABLE x; --'
    pq.write_table(pa.table({odd: ["=1+1", None, "b,c"]}), tmp_path / "odd.parquet")
    grid = parquet_grid(database, tmp_path / "odd.parquet")
    done = grid.export(Arrangement(((odd, True),)), [odd], tmp_path / "it's.csv", "csv")
    assert pd.read_csv(done.path)[odd].tolist()[:2] == ["b,c", "=1+1"]
    grid.close()


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_that_cannot_be_written_is_named_and_no_file_that_nobody_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(prefix: str, dir: Path) -> str:  # noqa: A002  as tempfile calls it
        raise OSError(number, os.strerror(number), str(dir / f"{prefix}x"))

    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    with pytest.raises(OutputError) as told:
        write_few(["name"], [["A"]], tmp_path / "few.csv", "csv", "few", overwrite=False)
    assert told.value.what == f"The folder {str(tmp_path)!r} cannot be written: {os.strerror(number)}."
    assert told.value.cure == "Name a file in one that you may write to."
