"""Rows of the source that the workspace dropped for room: whoever reads the source again has them made again."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import SourceError
from core.recipe import Recipe
from core.study import Study
from core.views.column_stats import column_stats
from core.views.result import ResultData, result_of
from core.workspace import Workspace
from tests.support.workbooks import write_xlsx

NAMES = ("order_id", "customer_id", "order_date", "amount")
ROWS = [
    (1000 + n, "" if n % 10 == 0 else f"C{n % 7}", f"2024-04-{1 + n % 28:02}", 2.5 + n % 4) for n in range(80)
]
MISSING = sum(not row[1] for row in ROWS)


def as_csv() -> str:
    return "\n".join(",".join(map(str, row)) for row in (NAMES, *ROWS)) + "\n"


def workbook(folder: Path) -> Path:
    return write_xlsx(folder / "sales.xlsx", {"Sales": [NAMES, *ROWS]})


def packed(folder: Path) -> Path:
    path = folder / "sales.csv.gz"
    path.write_bytes(gzip.compress(as_csv().encode()))
    return path


def unclosed(folder: Path) -> Path:
    """Plain text that turns out to need our own reader only when all of it has been read."""
    path = folder / "sales.csv"
    notes = ["note", *["fine"] * len(ROWS)]
    notes[2], notes[40], notes[60] = '"fine"', '"12 inch', 'inch"'
    noted = map(",".join, zip(as_csv().splitlines(), notes, strict=True))
    path.write_text("\n".join(noted) + "\n", encoding="utf-8")
    return path


def json_lines(folder: Path) -> Path:
    path = folder / "sales.jsonl"
    path.write_text(
        "".join(json.dumps(dict(zip(NAMES, row, strict=True))) + "\n" for row in ROWS), encoding="utf-8"
    )
    return path


def database(folder: Path) -> Path:
    path = folder / "sales.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE sales ({', '.join(NAMES)})")
        connection.executemany("INSERT INTO sales VALUES (?, ?, ?, ?)", ROWS)
    connection.close()
    return path


SOURCES: list[Callable[[Path], Path]] = [workbook, packed, unclosed, json_lines, database]


@pytest.fixture
def kept(tmp_path: Path) -> Workspace:
    (tmp_path / "kept").mkdir()
    return Workspace(tmp_path / "kept", quota_bytes=10**9)


def opened(path: Path, kept: Workspace) -> ResultData:
    with Study(Recipe(), [str(path)], workspace=kept) as study:
        return ResultData(result_of(study), kept)


def drop_rows(kept: Workspace) -> None:
    rows = list(kept.folder.glob("rows-*.parquet"))
    assert rows
    for path in rows:
        path.unlink()


def missing_customers(data: ResultData) -> int:
    return next(column for column in column_stats(data).columns if column.role == "customer").before.missing


@pytest.mark.parametrize("source", SOURCES)
def test_the_views_have_the_rows_again(
    source: Callable[[Path], Path], tmp_path: Path, kept: Workspace
) -> None:
    with opened(source(tmp_path), kept) as data:
        drop_rows(kept)
        assert missing_customers(data) == MISSING
        drop_rows(kept)  # also where the ledger has been looked at before
        assert missing_customers(data) == MISSING


@pytest.mark.parametrize("source", SOURCES)
def test_a_later_study_has_the_rows_again(
    source: Callable[[Path], Path], tmp_path: Path, kept: Workspace
) -> None:
    path = source(tmp_path)
    opened(path, kept).close()
    drop_rows(kept)
    with Study(Recipe(), [str(path)], workspace=kept) as study:
        lines = study.lines.to_pandas()
    assert len(lines) == len(ROWS)
    assert lines.customer.isna().sum() == MISSING


def test_a_file_that_changed_since_is_to_be_opened_again(tmp_path: Path, kept: Workspace) -> None:
    path = workbook(tmp_path)
    with opened(path, kept) as data:
        drop_rows(kept)
        write_xlsx(path, {"Sales": [NAMES, *ROWS[:50]]})
        with pytest.raises(SourceError) as raised:
            missing_customers(data)
    assert "sales.xlsx" in raised.value.what
    assert raised.value.cure == "Open it again."
