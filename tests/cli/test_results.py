"""The files of a run as a person opens them: money to the cent, dates as dates, ids as text."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.support.command import Run

MONEY = ("monetary", "refunded", "net", "average_order")
# Thirds, thousandths and tenths: sums that binary fractions do not hit.
ROWS = [
    ("0007", "1", "2024-01-05", "0.1"),
    ("0007", "2", "2024-01-06", "0.2"),
    ("0007", "C3", "2024-01-07", "-0.25"),
    ("0008", "4", "2024-01-08", "12.4999"),
    ("0008", "5", "2024-01-09", "3.335"),
    ("0009", "6", "2024-02-10", "1000000.005"),
]
EXPECTED = {"0007": "0.30", "0008": "15.83", "0009": "1000000.01"}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.csv"
    path.write_text(
        "customer_id,order_id,order_date,amount\n" + "".join(",".join(row) + "\n" for row in ROWS)
    )
    return path


@pytest.fixture
def results(run: Run, odd: Path, tmp_path: Path) -> dict[str, Path]:
    for kind in ("csv", "xlsx", "parquet"):
        assert run("run", odd, "--out", tmp_path / kind, "--format", kind, "--quiet").status == 0
    return {kind: tmp_path / kind for kind in ("csv", "xlsx", "parquet")}


def test_money_is_to_the_cent_in_every_csv(results: dict[str, Path]) -> None:
    with (results["csv"] / "customers.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["customer_id"]: row["monetary"] for row in rows} == EXPECTED
    for row in rows:
        for name in MONEY:
            assert re.fullmatch(r"-?\d+\.\d\d", row[name]), (name, row[name])
    assert rows[0]["refunded"] == "-0.25"
    for name in ("segments.csv", "ledger.csv"):
        with (results["csv"] / name).open(newline="") as file:
            for row in csv.DictReader(file):
                for column in ("revenue", "net", "amount", "median_monetary"):
                    assert re.fullmatch(r"(-?\d+\.\d\d)?", row.get(column, "")), (name, column)
                for column in ("median_recency", "median_frequency"):
                    assert re.fullmatch(r"(\d+(\.\d*[1-9])?)?", row.get(column, "")), (name, column)


def test_all_formats_hold_the_same_money(results: dict[str, Path]) -> None:
    with (results["csv"] / "customers.csv").open(newline="") as file:
        text = [[Decimal(row[name]) for name in MONEY] for row in csv.DictReader(file)]
    parquet = pq.read_table(results["parquet"] / "customers.parquet").to_pylist()
    assert [[Decimal(str(row[name])).quantize(Decimal("0.01")) for name in MONEY] for row in parquet] == text
    sheet = openpyxl.load_workbook(results["xlsx"] / "customers.xlsx").active
    header, *rows = sheet.iter_rows()  # type: ignore[union-attr]
    places = {cell.value: number for number, cell in enumerate(header)}
    assert [
        [Decimal(str(row[places[name]].value)).quantize(Decimal("0.01")) for name in MONEY] for row in rows
    ] == text
    assert {row[places["monetary"]].number_format for row in rows} == {"#,##0.00"}


def test_a_workbook_s_cells_are_what_they_are(results: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(results["xlsx"] / "customers.xlsx").active
    header, *rows = sheet.iter_rows()  # type: ignore[union-attr]
    row = {name.value: cell for name, cell in zip(header, rows[0], strict=True)}
    assert (row["customer_id"].value, row["customer_id"].data_type) == ("0007", "s")
    assert row["first_purchase"].value == datetime(2024, 1, 5)
    assert row["first_purchase"].number_format == "yyyy\\-mm\\-dd"  # no purchase here has a time of day
    assert row["recency"].data_type == row["frequency"].data_type == "n"
    assert (row["rfm"].data_type, row["mostly_refunded"].data_type) == ("s", "b")
