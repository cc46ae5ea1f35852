"""The sample data is what its generator makes, is small, and holds every kind of dirt it is there to show."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

SAMPLE = Path(__file__).parent.parent / "sample_data"
FILES = (
    "online_retail.xlsx",
    "three_files/sales.csv",
    "three_files/customers.csv",
    "three_files/products.csv",
)
HEADER = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
SHEETS = ["Year 2023-2024", "Year 2024-2025"]

# Reckoned below in plain Python; sample_data/README.md shows the same.
LEDGER = {
    "unreadable": (6, 5.75),
    "overlap": (709, 17_324.31),
    "missing customer": (9_411, 177_282.25),
    "cancelled": (746, -27_956.68),
    "quantity": (6, 0.0),
    "price": (14, 0.0),
    "kept": (32_274, 900_378.75),
}
CUSTOMERS, ORDERS = 913, 5_882


class Row(NamedTuple):
    invoice: Any
    code: Any
    description: Any
    quantity: Any
    when: Any
    price: Any
    customer: Any
    country: Any

    @property
    def cancelled(self) -> bool:
        return str(self.invoice).startswith("C")

    @property
    def readable(self) -> bool:
        numbers = isinstance(self.quantity, int) and isinstance(self.price, int | float)
        return numbers and isinstance(self.when, datetime)

    @property
    def pence(self) -> int:
        if isinstance(self.quantity, int) and isinstance(self.price, int | float):
            return self.quantity * round(self.price * 100)
        return 0


@pytest.fixture(scope="module")
def sheets() -> list[list[Row]]:
    workbook = openpyxl.load_workbook(SAMPLE / "online_retail.xlsx", read_only=True)
    assert workbook.sheetnames == SHEETS
    tables = [list(sheet.iter_rows(values_only=True)) for sheet in workbook]
    assert all(list(table[0]) == HEADER for table in tables)
    return [[Row(*cells) for cells in table[1:]] for table in tables]


@pytest.fixture(scope="module")
def rows(sheets: list[list[Row]]) -> list[Row]:
    """Every row once: what stands in both sheets is taken from the first."""
    seen = {row.invoice for row in sheets[0]}
    return sheets[0] + [row for row in sheets[1] if row.invoice not in seen]


def records(name: str) -> list[dict[str, str]]:
    with (SAMPLE / "three_files" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def parts(path: Path) -> dict[str, bytes]:
    """The content of a file by parts; a workbook is unpacked, for zlib versions pack differently."""
    if path.suffix != ".xlsx":
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def share(count: int, rows: list[Row]) -> float:
    return count / len(rows)


def test_generator_makes_the_same_content_again(tmp_path: Path) -> None:
    command = [sys.executable, str(SAMPLE / "generate.py"), str(tmp_path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")) == sorted(FILES)
    for name in FILES:
        assert str(tmp_path / name) in said
        made, kept = parts(tmp_path / name), parts(SAMPLE / name)
        # Not compared by ==, whose report of a difference would be megabytes long.
        assert list(made) == list(kept)
        assert [part for part in made if made[part] != kept[part]] == []


def test_files_are_small() -> None:
    assert sum((SAMPLE / name).stat().st_size for name in FILES) <= 3_000_000


def test_first_nine_days_of_december_stand_in_both_sheets(sheets: list[list[Row]]) -> None:
    overlapping = [
        [row for row in sheet if isinstance(row.when, datetime) and begin <= row.when.date() <= end]
        for sheet, begin, end in zip(sheets, [date(2024, 12, 1)] * 2, [date(2024, 12, 9)] * 2, strict=True)
    ]
    assert overlapping[0] == overlapping[1]
    assert len(overlapping[0]) == LEDGER["overlap"][0]
    assert sheets[0][-len(overlapping[0]) :] == overlapping[0]
    assert sheets[1][: len(overlapping[1])] == overlapping[1]
    invoices = [{row.invoice for row in sheet} for sheet in sheets]
    assert invoices[0] & invoices[1] == {row.invoice for row in overlapping[0]}


def test_ledger(sheets: list[list[Row]]) -> None:
    ledger: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    orders: dict[int, set[Any]] = defaultdict(set)
    first_invoices = {row.invoice for row in sheets[0]}
    for number, sheet in enumerate(sheets):
        for row in sheet:
            if not row.readable:
                bucket = "unreadable"
            elif number == 1 and row.invoice in first_invoices:
                bucket = "overlap"
            elif row.customer is None:
                bucket = "missing customer"
            elif row.cancelled:
                bucket = "cancelled"
            elif row.quantity <= 0:
                bucket = "quantity"
            elif row.price <= 0:
                bucket = "price"
            else:
                bucket = "kept"
                orders[row.customer].add(row.invoice)
            ledger[bucket][0] += 1
            ledger[bucket][1] += row.pence
    assert {bucket: (count, pence / 100) for bucket, (count, pence) in ledger.items()} == LEDGER
    assert (len(orders), sum(map(len, orders.values()))) == (CUSTOMERS, ORDERS)
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for count, amount in LEDGER.values():
        assert f"{count:,} | {amount:,.2f}" in readme.replace("**", "")
    assert f"{CUSTOMERS:,} customers with {ORDERS:,} orders" in readme


def test_cells_have_the_types_of_a_spreadsheet(rows: list[Row]) -> None:
    for row in rows:
        assert isinstance(row.invoice, int) or row.invoice[0] in "CA"
        assert isinstance(row.code, int | str)
        assert row.customer is None or isinstance(row.customer, int)
    assert sum(not row.readable for row in rows) == LEDGER["unreadable"][0]
    odd = {cell for row in rows for cell in (row.quantity, row.when, row.price) if isinstance(cell, str)}
    assert {"?", "n/a", "31/02/2024"} <= odd


def test_customers_missing_and_cancellations_have_a_realistic_share(rows: list[Row]) -> None:
    assert 0.18 < share(sum(row.customer is None for row in rows), rows) < 0.25
    cancelled = [row for row in rows if row.cancelled]
    assert 0.015 < share(len(cancelled), rows) < 0.025
    assert sum(row.quantity > 0 for row in cancelled) == 1


def test_most_cancellations_refund_an_earlier_purchase(rows: list[Row]) -> None:
    sold = {
        (row.customer, row.code, row.price): row.when
        for row in reversed(rows)
        if row.readable and row.quantity > 0 and not row.cancelled
    }
    refunds = [row for row in rows if row.cancelled and row.customer]
    known = [row for row in refunds if (row.customer, row.code, row.price) in sold]
    assert 0.8 < len(known) / len(refunds) < 1
    late = [row for row in known if sold[row.customer, row.code, row.price] <= row.when]
    assert len(late) >= 0.99 * len(known)


def test_stock_is_written_off_and_debts_are_adjusted(rows: list[Row]) -> None:
    written_off = [row for row in rows if row.readable and row.quantity < 0 and not row.cancelled]
    assert all(row.price == 0 for row in written_off)
    assert {"damaged", "lost", None} <= {row.description for row in written_off}
    assert any(row.customer for row in written_off)
    assert any(row.price == 0 and row.quantity > 0 and row.customer for row in rows if row.readable)
    adjusted = [row.price for row in rows if str(row.invoice).startswith("A")]
    assert min(adjusted) < 0 < max(adjusted)


def test_rows_are_entered_twice_within_a_sheet(sheets: list[list[Row]]) -> None:
    for sheet in sheets:
        twice = len(sheet) - len(set(sheet))
        assert 0.005 < share(twice, sheet) < 0.02


def test_codes_and_descriptions_are_as_people_type_them(rows: list[Row]) -> None:
    codes = {row.code for row in rows}
    assert {"85123A", "85123a", "00021", "21730"} <= codes
    assert {"POST", "DOT", "M", "BANK CHARGES", "TEST001", "D", "C2"} <= codes
    assert any(str(code).startswith("gift_0001_") for code in codes)
    assert sum(isinstance(code, int) for code in codes) > 200
    texts = [row.description for row in rows]
    assert None in texts
    assert any(text.startswith(" ") for text in texts if text)
    assert any(text.endswith(" ") for text in texts if text)
    assert any("£" in text for text in texts if text)
    assert {"EIRE", "Unspecified", "United Kingdom"} <= {row.country for row in rows}


def test_one_customer_buys_and_cancels_tens_of_thousands_of_pieces(rows: list[Row]) -> None:
    bought, taken_back = (row for row in rows if isinstance(row.quantity, int) and abs(row.quantity) > 20_000)
    assert bought.customer == taken_back.customer is not None
    assert bought.quantity == -taken_back.quantity
    assert bought.when < taken_back.when
    assert taken_back.cancelled


def test_customers_have_believable_habits(rows: list[Row]) -> None:
    days: dict[int, set[date]] = defaultdict(set)
    for row in rows:
        if row.customer and row.readable and row.pence > 0 and not row.cancelled:
            days[row.customer].add(row.when.date())
    counts = [len(each) for each in days.values()]
    assert sum(count == 1 for count in counts) > 200
    assert sum(count > 80 for count in counts) == 8
    assert sum(15 <= count <= 40 for count in counts) > 80
    assert sum(min(each) >= date(2025, 10, 28) for each in days.values()) > 40
    lapsed = [each for each in days.values() if len(each) >= 4 and max(each) < date(2025, 1, 10)]
    assert len(lapsed) > 80
    only_before_christmas = [
        each for each in days.values() if len(each) > 1 and {day.month for day in each} <= {10, 11, 12}
    ]
    assert len(only_before_christmas) > 90
    on_weekdays = Counter(day.weekday() for each in days.values() for day in each)
    assert on_weekdays[5] == 0 < on_weekdays[6] < on_weekdays[0]
    by_month = Counter(day.month for each in days.values() for day in each if day.year == 2025)
    assert by_month[11] > 1.3 * by_month[6]


def test_three_files_have_their_rows_and_their_dirt() -> None:
    sales, customers, products = (records(f"{name}.csv") for name in ("sales", "customers", "products"))
    assert (len(sales), len(customers), len(products)) == (3_000, 500, 30)
    blank = Counter(column for row in sales for column, text in row.items() if not text)
    assert {**blank, "discount_applied": 0} == {
        "quantity": 3,
        "unit_price": 1,
        "order_date": 3,
        "delivery_status": 3,
        "payment_method": 3,
        "customer_id": 2,
        "product_id": 5,
        "discount_applied": 0,
    }
    assert {"three", "five"} == {row["quantity"] for row in sales if row["quantity"].isalpha()}
    statuses = {row["delivery_status"] for row in sales}
    assert {" DELAYED", " Cancelled ", "delivered", "delivrd", "delyed"} <= statuses
    assert Counter(Counter(row["order_id"] for row in sales).values()) == {1: 2_996, 2: 2}
    listed = {row["customer_id"] for row in customers}
    assert len({row["customer_id"] for row in sales} - listed) == 3
    assert {row["product_id"] for row in sales} - {""} == {row["product_id"] for row in products}
    assert 50 < sum(row["gender"] == "femle" for row in customers) < 120
    assert {" gold ", "GOLD", "gld", "brnze", ""} <= {row["loyalty_tier"] for row in customers}
    assert all(row["email"] == "" or row["email"].endswith("@example.com") for row in customers)


def test_three_files_cover_eighteen_months() -> None:
    ordered = [row["order_date"] for row in records("sales.csv")]
    dates = [datetime.strptime(text, "%d-%m-%y") for text in ordered if text]
    assert min(dates) == datetime(2024, 3, 1)
    assert max(dates) == datetime(2025, 8, 31)
    signed_up = [row["signup_date"] for row in records("customers.csv")]
    assert max(datetime.strptime(text, "%d-%m-%y") for text in signed_up) <= min(dates)
