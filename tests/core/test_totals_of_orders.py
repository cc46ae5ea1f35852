"""Rows of totals that are labelled where others have their order id: they are no orders, however many sheets have one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace
from tests.support.workbooks import write_xlsx

Row = tuple[object, ...]
HEADER = ("Invoice", "Date", "Customer No", "Item", "Amount")
MONTHS = ("Jan", "Feb", "Mar", "Apr")
ORDERS_A_MONTH = 20


def month(number: int, *, orders: int = ORDERS_A_MONTH) -> list[Row]:
    """Orders of two rows each, of 30.5 in all, by eleven customers."""
    return [
        (
            f"{4000 + 100 * number + order}",
            f"2024-{number:02}-{order + 1:02}",
            f"C{(7 * order + number) % 11:03}",
            f"Thing {line + order % 5}",
            amount,
        )
        for order in range(orders)
        for line, amount in enumerate((10.25, 20.25))
    ]


def total(label: str, rows: Sequence[Row]) -> Row:
    return (label, None, None, None, sum(row[-1] for row in rows))  # type: ignore[misc]


def report_of(folder: Path, sheets: dict[str, list[Row]]) -> Report:
    path = write_xlsx(folder / "book.xlsx", {name: [HEADER, *rows] for name, rows in sheets.items()})  # type: ignore[list-item]
    with Study(Recipe(), [path], workspace=Workspace(folder, 10**9)) as study:
        return study.report


def rows_by_rule(report: Report) -> dict[str, int]:
    return {line.rule: line.rows for line in report.ledger if line.rows}


@pytest.mark.parametrize("label", ["Total", "Summe", "Total 2024"])
def test_totals_of_sheets_are_no_orders_with_different_rows(tmp_path: Path, label: str) -> None:
    sheets = {name: [*(rows := month(number)), total(label, rows)] for number, name in enumerate(MONTHS, 1)}
    report = report_of(tmp_path, sheets)

    assert rows_by_rule(report) == {"kept": 160, "missing customer": 4}
    assert report.orders == 80
    assert report.revenue == 80 * 30.5
    assert not [note for note in report.notes if "order id" in note or "delivered twice" in note]


def test_equal_totals_of_sheets_are_no_orders_delivered_twice(tmp_path: Path) -> None:
    """Sheets of months without a sale all end in the same row, with nothing in it but a label and zero."""
    sheets = {name: [*(rows := month(number)), total("Total", rows)] for number, name in enumerate(MONTHS, 1)}
    sheets |= {name: [total("Total", [])] for name in ("May", "Jun", "Jul")}
    report = report_of(tmp_path, sheets)

    assert rows_by_rule(report) == {"kept": 160, "missing customer": 7}
    assert not [note for note in report.notes if "delivered twice" in note or "different rows" in note]


def test_orders_delivered_twice_are_still_taken_out_beside_totals(tmp_path: Path) -> None:
    sheets = {name: [*(rows := month(number)), total("Total", rows)] for number, name in enumerate(MONTHS, 1)}
    again = sheets["Feb"][:6]
    sheets["Mar"] = [*again, *sheets["Mar"]]
    report = report_of(tmp_path, sheets)

    assert rows_by_rule(report) == {"overlap": 6, "kept": 160, "missing customer": 4}
    assert report.revenue == 80 * 30.5
    assert [note for note in report.notes if note.startswith("3 orders were delivered twice")]


def test_guests_orders_delivered_twice_are_still_taken_out(tmp_path: Path) -> None:
    """Nobody bought them, but they have a number and a day."""
    sheets = {name: month(number) for number, name in enumerate(MONTHS, 1)}
    guest = ("4999", "2024-02-28", None, "Thing 1", 99.0)
    sheets["Feb"].append(guest)
    sheets["Mar"].insert(0, guest)
    report = report_of(tmp_path, sheets)

    assert rows_by_rule(report) == {"overlap": 1, "kept": 160, "missing customer": 1}
    assert [note for note in report.notes if note.startswith("1 order was delivered twice")]
