"""Sheets that list which orders came back, by their numbers alone: they are not read, and that these count as sales is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

import core

ORDERS = [f"CA-{1000 + number}" for number in range(60)]
BACK = ORDERS[3:30:5]


def book(path: Path, back: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    sheets = openpyxl.Workbook()
    sheets.remove(sheets.active)
    sales = sheets.create_sheet("Orders")
    sales.append(["Order ID", "Order Date", "Customer ID", "Product", "Quantity", "Sales"])
    for number, order in enumerate(ORDERS):
        for place in range(2):
            day = date(2023, 1, 2) + timedelta(days=5 * number)
            sales.append([order, day, f"C{number % 17}", f"Mug {place}", 1 + place, 10 + number + 3 * place])
    other = sheets.create_sheet(back)
    for row in (header, *rows):
        other.append(list(row))
    sheets.save(path)
    return path


def said(path: Path) -> str:
    with core.open_source(path) as study:
        assert study.report.kept == 2 * len(ORDERS)
        return " ".join(study.report.notes)


@pytest.mark.parametrize(
    ("name", "header", "rows"),
    [
        ("Returns", ("Returned", "Order ID"), [("Yes", order) for order in BACK]),
        (
            "Stornos",
            ("Bestellnr", "Storniert am", "Grund"),
            [(order, "2023-03-01", "Kunde") for order in BACK],
        ),
        ("Log", ("Order ID", "Cancelled on"), [(order, "2023-03-01") for order in BACK]),
    ],
)
def test_what_a_sheet_lists_as_returned_is_said(
    tmp_path: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    worth = sum(2 * (10 + ORDERS.index(order)) + 3 for order in BACK)
    words = said(book(tmp_path / "shop.xlsx", name, header, rows))
    assert f"[{name}] lists {len(BACK)} orders as cancelled or returned" in words
    assert f"worth {worth:,.2f}" in words


@pytest.mark.parametrize(
    ("name", "header", "rows"),
    [
        ("Gifts", ("Note", "Order ID"), [("wrapped", order) for order in BACK]),
        ("Returns", ("Returned", "Order ID"), [("Yes", f"X{order}") for order in BACK]),
        ("Returns", ("Policy", "Days"), [("free", 30)]),
        ("Log", ("Order ID", "Returned"), [(order, "No") for order in ORDERS]),
    ],
)
def test_what_lists_no_returns_is_not_said_to(
    tmp_path: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    assert "as cancelled or returned" not in said(book(tmp_path / "shop.xlsx", name, header, rows))
