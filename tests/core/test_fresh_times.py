"""Times of day in a column of their own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.columns.clock import moment_sql, moment_text
from core.recipe import ColumnsPart
from core.views.column_profile import column_profile
from tests.support.asked import Asked
from tests.support.small_tables import csv_of, said, study_of, taken


def moments() -> list[tuple[str, datetime, int]]:
    """Two visits a day of each customer, two lines each."""
    return [
        (f"c{n % 5}", datetime(2024, 1, 13 + n // 10, 8 + 6 * (n % 10 // 5), 5 + n % 10, 30), n + 1)
        for n in range(60)
        for _ in range(2)
    ]


@pytest.mark.parametrize(
    ("header", "day", "clock"),
    [
        ("customer,date,time,amount", "%Y-%m-%d", "%H:%M"),
        ("customer,date,time,amount", "%d/%m/%Y", "%H:%M:%S"),
        ("customer,Order Date,Order Time,amount", "%m/%d/%Y", "%I:%M %p"),
        ("Kunde;Datum;Uhrzeit;Betrag", "%d.%m.%Y", "%H:%M"),
        ("customer,date,time,amount", "%Y-%m-%d 00:00:00", "1899-12-31 %H:%M:%S"),
        ("customer,date,time,amount", "%Y%m%d", "%H%M%S"),
        ("client,date,heure,montant", "%d/%m/%Y", "%Hh%M"),
        ("Kunde;Datum;Uhrzeit;Betrag", "%d.%m.%Y", "%H:%M Uhr"),
        ("customer,date,time,amount", "%d %b %Y", "%H:%M:%S.0000000"),
    ],
)
def test_date_and_time_are_one_moment(tmp_path: Path, header: str, day: str, clock: str) -> None:
    sign = ";" if ";" in header else ","
    rows = [
        sign.join((who, at.strftime(day), at.strftime(clock), str(worth))) for who, at, worth in moments()
    ]
    with study_of(csv_of(tmp_path, header, rows)) as study:
        assert study.columns.roles["time"].column == header.split(sign)[2]
        report, customers = study.report, study.customers.to_dicts()
    assert report.orders == 60
    assert "the same date and time count as one order" in said(report)
    last = max(at for who, at, _ in moments() if who == "c0")
    found = next(row for row in customers if row["customer_id"] == "c0")
    assert found["last_purchase"].replace(second=0) == last.replace(second=0)


def test_a_blank_time_leaves_the_day_and_a_wrong_one_is_set_aside(tmp_path: Path) -> None:
    clocks = {3: "", 4: "n/a", 7: "29:75"}
    rows = [
        f"c{n % 5},2024-01-{1 + n // 5:02},{clocks.get(n, f'{8 + n % 9:02}:15')},{n + 1}" for n in range(60)
    ]
    with study_of(csv_of(tmp_path, "customer,date,time,amount", rows)) as study:
        assert taken(study.report) == {"unreadable": 1, "kept": 59}
        assert "2024-01-02 29:75" in said(study.report)


@pytest.mark.parametrize("name", ["delivery time", "processing time", "time spent"])
def test_a_time_of_something_else_is_not_that_of_the_sale(tmp_path: Path, name: str) -> None:
    rows = [f"c{n % 5},2024-01-{1 + n // 5:02},{8 + n % 9:02}:15,{n + 1}" for n in range(60)]
    with study_of(csv_of(tmp_path, f"customer,date,{name},amount", rows)) as study:
        assert "time" not in study.columns.roles
        assert "rows of the same day count as one order" in said(study.report)


def test_a_time_is_left_alone_where_the_date_has_its_own(tmp_path: Path) -> None:
    rows = [f"c{n % 5},2024-01-{1 + n // 5:02} 10:{n:02},{8 + n % 9:02}:15,{n + 1}" for n in range(60)]
    with study_of(csv_of(tmp_path, "customer,date,time,amount", rows)) as study:
        assert "time" not in study.columns.roles
        assert Asked(study).orders == 60


def test_the_time_can_be_given_away(tmp_path: Path) -> None:
    rows = [f"{who},{at:%Y-%m-%d},{at:%H:%M},{worth}" for who, at, worth in moments()]
    with study_of(csv_of(tmp_path, "customer,date,time,amount", rows), ColumnsPart(time="-")) as study:
        assert study.report.orders == len({(who, at.date()) for who, at, _ in moments()})
        assert "rows of the same day count as one order" in said(study.report)


def test_dates_and_times_stored_in_parquet_and_in_a_workbook(tmp_path: Path) -> None:
    rows = moments()
    table = pa.table(
        {
            "customer": [who for who, _, _ in rows],
            "date": [at.date() for _, at, _ in rows],
            "time": [at.time() for _, at, _ in rows],
            "amount": [float(worth) for _, _, worth in rows],
        }
    )
    pq.write_table(table, tmp_path / "sales.parquet")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["customer", "date", "time", "amount"])
    for who, at, worth in rows:
        sheet.append([who, at.date(), at.time(), worth])
    book.save(tmp_path / "sales.xlsx")
    for name in ("sales.parquet", "sales.xlsx"):
        with study_of(tmp_path / name) as study:
            assert study.report.orders == 60, name
            assert study.report.last == str(max(at for _, at, _ in rows)), name


CELLS = [
    ("2024-01-07", "8:15"), ("2024-01-07 00:00:00", "1899-12-30 08:15:00"), (" 7/1/2024 ", " 08:15 PM "), ("20240107", "081530"),
    ("20240107", "0815"), ("2024-01-07T00:00", "08:15:30.123"), ("2024-01-07 10:20", "08:15"), ("2024-01-07", ""), ("2024-01-07", "n/a"),
    ("", "08:15"), ("2024-01-07", None), (None, "08:15"), ("07.01.2024", "8h15"), ("07.01.2024", "08:15 Uhr"), ("07 jan 2024", "1900-01-00 08:15:00"),
]  # fmt: skip


def test_the_two_readers_join_alike() -> None:
    found = [
        duckdb.execute(f"SELECT {moment_sql('d', 't')} FROM (SELECT ?::VARCHAR AS d, ?::VARCHAR AS t)", cells).fetchone()
        for cells in CELLS
    ]  # fmt: skip
    joined = [(row[0] or "").strip(" ") for row in found if row]
    assert joined == [moment_text(day or "", clock or "") for day, clock in CELLS]
    assert joined[:3] == ["2024-01-07 8:15", "2024-01-07 08:15:00", "7/1/2024 08:15 PM"]
    assert joined[3:6] == ["20240107 08:15:30", "20240107 08:15", "2024-01-07 08:15:30"]


def test_a_date_with_a_time_beside_it_still_shows_its_own_range(tmp_path: Path) -> None:
    rows = [f"{who},{at:%d/%m/%Y},{at:%H:%M},{worth}" for who, at, worth in moments()]
    with study_of(csv_of(tmp_path, "customer,date,time,amount", rows)) as study:
        assert Asked(study).orders == 60
        assert column_profile(study, 0, 1).unread == 0
