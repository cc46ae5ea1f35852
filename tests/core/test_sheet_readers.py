"""A sheet is the same whether DuckDB looks at it, as at small ones, or pyarrow does, as at large and wide ones."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from core.engine import WIDE
from core.errors import RegularsError
from core.recipe import Recipe
from core.source.sheet import SMALL_BYTES, Sheet, load_cells, sheet_of
from core.study import Study
from tests.support.workbooks import WRITERS, Cell, Sheets, write_workbook

KINDS = sorted(WRITERS)
ODD = "NUL? no; \u202e right to left, 日本, 👪, two\nlines, tab\t, '\"quotes\"', C:\\new, {braces}, $1"
SHEETS: Sheets = {
    "cells": [
        ["Sales of the year", None, None, None, None, None],
        ["name", "pieces", "price", "sold", "paid", "nothing"],
        ["00017", 3, 2.95, datetime(2024, 3, 1, 13, 45), True, None],
        [ODD, -4, 1_000_000.25, date(2024, 2, 29), False, None],
        [None, None, None, None, None, None],
        ["  kept as it is  ", 1_234_567_890_123, 0.1 + 0.2, None, None, None],
        [None, None, 1e-9, None, None, None],
    ],
    "blanks": [["a", "b"], [None, 1], ["x", None], [None, None], ["y", 2]],
    "one cell": [["alone"]],
    "long": [["n", "twice"], *[[number, 2 * number] for number in range(40_000)]],
    "empty": [],
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("books")
    # xls ends at 65,536 rows, which the longest sheet stays below.
    return {kind: write_workbook(folder / f"some.{kind}", SHEETS) for kind in KINDS}


@pytest.fixture
def both(request: pytest.FixtureRequest, books: dict[str, Path]) -> Iterator[tuple[Sheet, Sheet]]:
    kind, name = request.param
    with (
        duckdb.connect(config={"python_enable_replacements": False}) as connection,
        sheet_of(load_cells(books[kind], name, 1), connection) as small,
        sheet_of(load_cells(books[kind], name, SMALL_BYTES + 1), connection) as large,
    ):
        yield small, large


every = pytest.mark.parametrize(
    "both", [(kind, name) for kind in KINDS for name in SHEETS], indirect=True, ids="-".join
)
filled = pytest.mark.parametrize(
    "both", [(kind, name) for kind in KINDS for name in SHEETS if SHEETS[name]], indirect=True, ids="-".join
)


@every
def test_the_cells_are_the_same(both: tuple[Sheet, Sheet]) -> None:
    small, large = both
    assert (small.rows, small.width) == (large.rows, large.width)
    assert small.head(200) == large.head(200)
    for place in range(small.width):
        for skip in (0, 2, 50_000):
            assert small.column(place, skip) == large.column(place, skip)
            assert small.has_blanks(place, skip) == large.has_blanks(place, skip)


@filled
@pytest.mark.parametrize("skip", [0, 2])
def test_the_same_rows_are_kept(both: tuple[Sheet, Sheet], skip: int, tmp_path: Path) -> None:
    instead = ["told", None] * 20_001
    for number, sheet in enumerate(both):
        rows = sheet.rows - skip
        if rows < 0:
            return
        width = min(sheet.width, 4)
        counts = [
            sheet.write(tmp_path / f"{number}-plain", width=width, skip=skip),
            sheet.write(tmp_path / f"{number}-filled", width=width, skip=skip, instead={0: instead[:rows]}),
            sheet.write(
                tmp_path / f"{number}-less",
                width=width,
                skip=skip,
                left_out=[row % 3 == 1 for row in range(rows)],
            ),
        ]
        kept = [pq.read_table(tmp_path / f"{number}-{what}") for what in ("plain", "filled", "less")]
        assert counts == [table.num_rows for table in kept]
        if number:
            before = [pq.read_table(tmp_path / f"0-{what}") for what in ("plain", "filled", "less")]
            assert [table.to_pydict() for table in kept] == [table.to_pydict() for table in before]


@pytest.mark.parametrize("kind", KINDS)
def test_blank_rows_are_not_kept_and_the_others_keep_their_numbers(
    books: dict[str, Path], kind: str, tmp_path: Path
) -> None:
    loaded = load_cells(books[kind], "blanks", 1)
    with duckdb.connect() as connection, sheet_of(loaded, connection) as sheet:
        assert sheet.write(tmp_path / "kept", width=2, skip=1) == 3
    kept = pq.read_table(tmp_path / "kept").to_pydict()
    assert kept == {"c0": [None, "x", "y"], "c1": ["1", None, "2"], "row_no": [2, 3, 5]}


def test_two_sheets_are_looked_at_by_one_database_at_once(books: dict[str, Path]) -> None:
    with (
        duckdb.connect() as connection,
        sheet_of(load_cells(books["xlsx"], "one cell", 1), connection) as one,
        sheet_of(load_cells(books["xlsx"], "blanks", 1), connection) as other,
    ):
        assert one.head(9) == [("alone",)]
        assert other.rows == 5


def test_a_wide_sheet_is_the_same(tmp_path: Path) -> None:
    width = WIDE + 1
    rows: list[list[Cell]] = [[f"n{place}" for place in range(width)], list(range(width))]
    path = write_workbook(tmp_path / "wide.xlsx", {"wide": rows})
    with (
        duckdb.connect() as connection,
        sheet_of(load_cells(path, "wide", 1), connection) as sheet,
    ):
        assert sheet.head(9) == [tuple(str(cell) for cell in row) for row in rows]


@pytest.mark.parametrize("at", ["_SmallSheet.head", "_SmallSheet.write", "_SmallSheet.__init__"])
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            duckdb.OutOfMemoryException("failed to allocate data"),
            "not enough memory for (reading|keeping the rows of)",
        ),
        (duckdb.IOException("No space left on device"), "The disk is full: (reading|keeping the rows of)"),
    ],
    ids=["memory", "disk"],
)
def test_what_the_machine_lacks_is_not_said_of_the_file(
    books: dict[str, Path], monkeypatch: pytest.MonkeyPatch, at: str, error: Exception, said: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(f"core.source.sheet.{at}", fail)
    with Study(Recipe(), [books["xlsx"]]) as study, pytest.raises(RegularsError) as told:
        study.columns  # noqa: B018
    assert re.search(said, told.value.what)
    assert "damaged" not in told.value.what


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["xls", "XLS", "xlsb", "ods", "xlsm"])
def test_a_workbook_is_read_whatever_its_name_says_it_is(tmp_path: Path, kind: str, ending: str) -> None:
    rows = [
        ["customer", "date", "amount"],
        *[[f"K{day % 5}", date(2024, 3, day), 10 + day] for day in range(1, 30)],
    ]
    path = write_workbook(tmp_path / f"sales.{kind}", {"sales": rows})
    shutil.move(path, tmp_path / f"named.{ending}")
    with Study(Recipe(), [tmp_path / f"named.{ending}"]) as study:
        assert (study.report.kept, study.report.customers) == (29, 5)
        assert study.report.amount == 29 * 10 + 29 * 30 / 2
