"""Cells in quotes with as many commas in every row: dates in words, and amounts of lakhs, are one cell all the same."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

import core

DAYS = [date(2023, 1, 5) + timedelta(days=9 * number) for number in range(60)]


def write(path: Path, header: list[str], rows: list[list[str]], delimiter: str = ",") -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def lakhs(number: int) -> str:
    """12345678 as 1,23,45,678."""
    text = str(number)
    head, tail = text[:-3], text[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join((*pairs, tail))


@pytest.mark.parametrize(
    "form", ["%A, %B %d, %Y", "%a, %b %d, %Y", "%b %d, %Y, 10:45 AM", "%b %d, %Y, 10:45 UTC"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_date_in_words(tmp_path: Path, form: str, delimiter: str) -> None:
    rows = [
        [str(5000 + place), f"{day:{form}}", f"c{place % 17}@mail.example", f"${place}.50"]
        for place, day in enumerate(DAYS, 10)
    ]
    path = write(
        tmp_path / "sales.csv",
        ["Order Number", "Date Ordered", "Buyer Email", "Order Total"],
        rows,
        delimiter,
    )
    with core.open_source(path) as study:
        found = study.report
    assert (found.customers, found.orders, found.kept) == (17, 60, 60)
    assert found.revenue == sum(Decimal(f"{place}.50") for place in range(10, 70))
    assert (found.first[:10], found.last[:10]) == (DAYS[0].isoformat(), DAYS[-1].isoformat())


@pytest.mark.parametrize("sign", ["", "₹"])
def test_an_amount_of_lakhs(tmp_path: Path, sign: str) -> None:
    amounts = [103_340 + 1_771 * place for place in range(60)]
    rows = [
        [
            str(5000 + place),
            f"{day:%d-%m-%Y}",
            f"C{100 + place % 17}",
            f"Plate {place % 7}",
            "1",
            sign + lakhs(amount),
        ]
        for place, (day, amount) in enumerate(zip(DAYS, amounts, strict=True))
    ]
    path = write(
        tmp_path / "sales.csv", ["Invoice No", "Date", "Customer ID", "Product", "Qty", "Amount"], rows
    )
    with core.open_source(path) as study:
        found = study.report
    assert (found.customers, found.orders, found.revenue) == (17, 60, sum(amounts))


def test_marks_of_inches_are_no_quotes(tmp_path: Path) -> None:
    """Where quotes do not close, the line divides at every comma as before."""
    rows = [
        f'{5000 + place},{day:%Y-%m-%d},C{100 + place % 17},"{place % 9} inch,{place}.50'
        for place, day in enumerate(DAYS, 10)
    ]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(["Invoice No,Date,Customer ID,Product,Amount", *rows]))
    with core.open_source(path) as study:
        found = study.report
    assert (found.customers, found.orders) == (17, 60)
    assert found.revenue == sum(Decimal(f"{place}.50") for place in range(10, 70))
