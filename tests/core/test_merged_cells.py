"""Cells of a workbook that are merged downwards hold their value for every row that they span."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

FIRST = date(2024, 1, 3)
Row = tuple[str, int, date, float]


def orders() -> list[Row]:
    """Thirty customers with one to six orders each, beneath one another."""
    chance = random.Random(5)
    rows: list[Row] = []
    for place in range(30):
        for _ in range(1 + place % 6):
            day = FIRST + timedelta(chance.randrange(300))
            rows.append(
                (
                    f"Customer {chr(65 + place % 26)}{place}",
                    900 + len(rows),
                    day,
                    round(chance.uniform(5, 400), 2),
                )
            )
    return rows


ORDERS = orders()
WORTH = sum(row[3] for row in ORDERS)


def book_of(
    path: Path,
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    merged: Sequence[int],
    *,
    right: int = 0,
    down: int = 0,
) -> Path:
    """A workbook whose rows of one value in the first column have that merged, as have the columns `merged` beside it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row_number, row in enumerate((header, *rows), 1 + down):
        for column, value in enumerate(row, 1 + right):
            sheet.cell(row_number, column, value)
    first = 0
    for last in range(len(rows)):
        if last + 1 < len(rows) and rows[last + 1][0] == rows[first][0]:
            continue
        for column in merged:
            if last > first:
                place = column + 1 + right
                sheet.merge_cells(
                    start_row=first + 2 + down, end_row=last + 2 + down, start_column=place, end_column=place
                )
        first = last + 1
    book.save(path)
    return path


def study_of(path: Path) -> Study:
    return Study(Recipe(), [path], workspace=Workspace(path.parent, 10**9))


@pytest.mark.parametrize(("right", "down"), [(0, 0), (2, 3)])
def test_merged_customers_are_of_every_row(tmp_path: Path, right: int, down: int) -> None:
    path = book_of(
        tmp_path / "merged.xlsx",
        ("Customer", "Order", "Date", "Amount"),
        ORDERS,
        (0,),
        right=right,
        down=down,
    )
    with study_of(path) as study:
        assert study.report.kept == len(ORDERS)
        assert study.report.customers == 30
        assert study.report.revenue == pytest.approx(WORTH)
        below = len(ORDERS) - 30
        assert (
            f"has merged cells in Customer: what they hold was taken for every row that they span, {below:,} rows"
            in (" ".join(study.report.notes))
        )


def test_merged_money_is_not_repeated(tmp_path: Path) -> None:
    rows = []
    worth = 0.0
    for place in range(40):
        total = 50 + 7 * (place % 11)
        worth += total
        rows += [
            (f"{4_000 + place}", f"C{place % 13}", FIRST + timedelta(place), item, total)
            for item in ("A", "B", "C")
        ]
    header = ("Order", "Customer", "Date", "Item", "Amount")
    with study_of(book_of(tmp_path / "merged.xlsx", header, rows, (0, 1, 2, 4))) as study:
        assert Asked(study).customers == 13
        assert Asked(study).orders == 40
        assert Asked(study).revenue == pytest.approx(worth)


def test_blank_cells_that_are_not_merged_stay_blank(tmp_path: Path) -> None:
    rows = [(*row[:1], *row[1:]) if place % 5 else (None, *row[1:]) for place, row in enumerate(ORDERS)]
    with study_of(
        book_of(tmp_path / "plain.xlsx", ("Customer", "Order", "Date", "Amount"), rows, ())
    ) as study:
        assert study.report.kept == sum(row[0] is not None for row in rows)
        assert "merged cells" not in " ".join(study.report.notes)


def listed(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    header = ("Customer", "Order", "Date", "Amount")
    path.write_text("\n".join(";".join(map(str, row)) for row in (header, *rows)) + "\n", encoding="utf-8")
    return path


def test_customers_named_once_above_their_rows_are_told_in_a_file_of_text(tmp_path: Path) -> None:
    rows = [
        ("" if place and ORDERS[place - 1][0] == row[0] else row[0], *row[1:])
        for place, row in enumerate(ORDERS)
    ]
    with study_of(listed(tmp_path / "once.csv", rows)) as study:
        told = f"Customer names 30 customers once each, with {len(ORDERS) - 30:,} rows between them"
        assert told in " ".join(study.report.notes)


def test_guests_among_customers_who_come_back_are_not_told_so(tmp_path: Path) -> None:
    rows = [("" if place % 2 else row[0], *row[1:]) for place, row in enumerate(ORDERS)]
    with study_of(listed(tmp_path / "guests.csv", rows)) as study:
        assert "once each" not in " ".join(study.report.notes)
