"""The workbook that is written, read back by two programs that did not write it."""

from __future__ import annotations

import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import openpyxl
import pytest

from core.workbook_file import letters, write_workbook

MOMENT = datetime(2024, 2, 29, 10, 15, 30)
TEXTS = [
    "=1+1",
    "+1",
    "@SUM(A1)",
    "00042",
    "1e5",
    " two  blanks ",
    "a<b>&\"c'",
    "日本 ☕",
    "_x0041_",
    "",
    "line\nend",
]


def test_cells_keep_their_types(tmp_path: Path) -> None:
    path = tmp_path / "types.xlsx"
    values = ["13085", 7, -1.5, Decimal("12.50"), True, None, MOMENT, date(2024, 2, 29), datetime(1899, 1, 1)]
    write_workbook(path, "customers", [f"n{number}" for number in range(len(values))], [values])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.title == "customers"
    header, row = sheet.iter_rows()
    assert all(cell.font.bold for cell in header)
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in row] == [
        "13085", 7, -1.5, 12.5, True, None, MOMENT, datetime(2024, 2, 29), "1899-01-01 00:00:00",
    ]  # fmt: skip
    assert [cell.data_type for cell in row] == ["s", "n", "n", "n", "b", "n", "d", "d", "s"]
    assert row[3].number_format == "#,##0.00"
    assert (row[6].number_format, row[7].number_format) == ("yyyy\\-mm\\-dd hh:mm", "yyyy\\-mm\\-dd")


def test_days_show_no_time(tmp_path: Path) -> None:
    path = tmp_path / "days.xlsx"
    write_workbook(path, "t", ["day", "moment"], [[MOMENT, MOMENT]], days=["day"])
    day, moment = next(openpyxl.load_workbook(path).active.iter_rows(min_row=2))  # type: ignore[union-attr]
    assert (day.value, moment.value) == (datetime(2024, 2, 29), MOMENT)


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "text.xlsx"
    write_workbook(path, "t", ["customer_id"], [[text], ["end"]])
    cell = openpyxl.load_workbook(path).active["A2"]  # type: ignore[index]
    assert cell.data_type in ("s", "n" if not text else "s")
    # openpyxl leaves the escape of `_x0041_` as it is; spreadsheets and calamine take it back.
    assert (cell.value or "").replace("_x005F_", "_") == text
    read = fastexcel.read_excel(str(path)).load_sheet(0, header_row=None, dtypes="string").to_arrow()
    assert (read.column(0)[1].as_py() or "") == text


def test_what_no_workbook_may_hold_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    write_workbook(path, "t", ["a\x00b"], [["x\x01\x0b\x1f\ufffe\ud800y"], ["z" * 40_000]])
    sheet = openpyxl.load_workbook(path).active
    assert [row[0].value for row in sheet.iter_rows()] == ["ab", "xy", "z" * 32_767]  # type: ignore[union-attr]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_workbook(tmp_path / name, "t", ["a"], [[MOMENT], [Decimal("0.10")]])
        time.sleep(0.01)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_every_cell_is_where_it_says(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    write_workbook(path, "t", [f"n{number}" for number in range(800)], [list(range(800))] * 3)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for member in archive.namelist():
            ElementTree.fromstring(archive.read(member))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.dimensions == "A1:ADT4"
    assert [sheet.cell(4, column + 1).value for column in range(800)] == list(range(800))


def test_columns_are_called_as_in_a_sheet() -> None:
    from openpyxl.utils import get_column_letter

    assert [letters(place) for place in range(20_000)][:16_384] == [
        get_column_letter(place + 1) for place in range(16_384)
    ]


def test_a_hundred_thousand_rows_take_seconds(tmp_path: Path) -> None:
    row = [
        "C000001",
        MOMENT,
        MOMENT,
        3,
        4,
        Decimal("1.50"),
        Decimal("0.00"),
        Decimal("1.50"),
        1,
        2,
        3,
        "123",
        "High",
        "At Risk",
    ]
    began = time.process_time()
    write_workbook(
        tmp_path / "many.xlsx", "t", [f"n{n}" for n in range(len(row))], (row for _ in range(100_000))
    )
    assert time.process_time() - began < 12, "a library of cells takes half a minute"
