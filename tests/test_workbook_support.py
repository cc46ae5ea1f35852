"""The workbooks that tests write are read back, cell for cell, by the reader that regulars uses."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import fastexcel
import pytest

from tests.support.workbooks import WRITERS, Sheets, write_locked_xlsx, write_truncated_xlsx, write_workbook

KINDS = sorted(WRITERS)
SHEETS: Sheets = {
    "Sales ’24 <&>": [
        ["id", "name", "pieces", "price", "sold", "day", "paid"],
        ["00017", " Ännä & <b> ", 3, 2.95, datetime(2024, 3, 1, 13, 45), date(2024, 3, 2), True],
        [None, "two\nlines", -4, 1_000_000.0, datetime(2023, 12, 31, 23, 59, 59), None, False],
        ["last", None, 1_234_567_890_123, 0.1, None, date(2000, 2, 29), None],
    ],
    "empty": [],
    "long": [["text"], ["y" * 3_000], *[[f"row {number}"] for number in range(2_000)]],
}


def cells(path: Path, sheet: int) -> list[tuple[str | None, ...]]:
    batch = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string").to_arrow()
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_come_back_in_their_order(tmp_path: Path, kind: str) -> None:
    path = write_workbook(tmp_path / f"some.{kind}", SHEETS)
    assert fastexcel.read_excel(path).sheet_names == list(SHEETS)


@pytest.mark.parametrize("kind", KINDS)
def test_cells_come_back(tmp_path: Path, kind: str) -> None:
    path = write_workbook(tmp_path / f"some.{kind}", SHEETS)
    read = cells(path, 0)
    assert [row[:4] for row in read] == [
        ("id", "name", "pieces", "price"),
        ("00017", " Ännä & <b> ", "3", "2.95"),
        (None, "two\nlines", "-4", "1000000"),
        ("last", None, "1234567890123", "0.1"),
    ]
    assert [row[6] for row in read] == ["paid", "true", "false", None]
    moments = [[text and datetime.fromisoformat(text) for text in row[4:6]] for row in read[1:]]
    assert moments == [
        [datetime(2024, 3, 1, 13, 45), datetime(2024, 3, 2)],
        [datetime(2023, 12, 31, 23, 59, 59), None],
        [None, datetime(2000, 2, 29)],
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_empty_and_long_sheets_come_back(tmp_path: Path, kind: str) -> None:
    path = write_workbook(tmp_path / f"some.{kind}", SHEETS)
    assert cells(path, 1) == []
    assert cells(path, 2) == [(row[0],) for row in SHEETS["long"]]


def test_locked_workbook_asks_for_a_password(tmp_path: Path) -> None:
    path = write_locked_xlsx(tmp_path / "locked.xlsx")
    assert path.read_bytes().startswith(bytes.fromhex("D0CF11E0A1B11AE1"))
    with pytest.raises(fastexcel.FastExcelError, match="password protected"):
        fastexcel.read_excel(path)


def test_truncated_workbook_does_not_open(tmp_path: Path) -> None:
    path = write_truncated_xlsx(tmp_path / "cut.xlsx", SHEETS)
    assert path.read_bytes().startswith(b"PK")
    with pytest.raises(fastexcel.FastExcelError):
        fastexcel.read_excel(path)
