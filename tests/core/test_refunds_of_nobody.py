"""Refunds that are taken off nobody's purchases: such as name no customer, and such as name one who bought nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

HEADER = "Receipt,Date,Receipt type,Customer,Item,Amount"
SOLD = [
    f"R{1000 + number},2024-{number % 9 + 1:02}-{number % 27 + 1:02},Sale,C{number * 7 % 13:03},Thing {number % 6},{10 + number}.50"
    for number in range(90)
]


def refund(
    number: int, amount: float, customer: str = "", day: str = "2024-10-01", kind: str = "Refund"
) -> str:
    return f"R{5000 + number},{day},{kind},{customer},Thing {number % 6},{amount}"


def report_of(folder: Path, lines: list[str], recipe: Recipe | None = None) -> Report:
    path = folder / "sales.csv"
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    with Study(recipe or Recipe(), [path], workspace=Workspace(folder, 10**9)) as study:
        return study.report


def on_refunds(report: Report) -> list[str]:
    return [
        note
        for note in report.notes
        if "ancelled" in note or ("refund" in note.casefold() and "more than half" not in note)
    ]


def test_a_mark_whose_rows_all_lack_a_customer_is_still_a_mark(tmp_path: Path) -> None:
    report = report_of(tmp_path, [*SOLD, *(refund(number, -20.25) for number in range(4))])

    assert on_refunds(report) == [
        "By Receipt type, 'refund' 4 rows are cancelled, but were taken out for another reason before; not so: 'sale' 90 rows.",
        "4 cancelled rows, -81.00, are in missing customer and so taken off nobody. If the source knows whose they are, fill in Customer.",
    ]
    assert {line.rule: line.rows for line in report.ledger if line.rows} == {
        "missing customer": 4,
        "kept": 90,
    }


def test_of_marked_rows_those_without_a_customer_are_told_apart(tmp_path: Path) -> None:
    refunds = [refund(1, -5.5, "C000"), refund(2, -6.5, "C001"), refund(3, -7.5)]
    assert on_refunds(report_of(tmp_path, [*SOLD, *refunds])) == [
        "By Receipt type, 'refund' 2 rows were taken as cancelled; not so: 'sale' 90 rows.",
        "1 cancelled row, -7.50, is in missing customer and so taken off nobody. If the source knows whose it is, fill in Customer.",
    ]


def test_a_refund_without_a_date_is_taken_off_nobody(tmp_path: Path) -> None:
    refunds = [refund(1, -5.5, "C000"), refund(2, -6.5, "C001", day="")]
    found = on_refunds(report_of(tmp_path, [*SOLD, *refunds]))
    assert (
        "1 cancelled row, -6.50, is in missing date and so taken off nobody. If the source knows of when it is, fill in Date."
        in found
    )


def test_cancelled_sales_of_nobody_took_nothing_from_anybody(tmp_path: Path) -> None:
    """Their amounts are above zero: nothing was given back."""
    lines = [*SOLD, *(refund(number, 20.25, kind="Cancelled") for number in range(4))]
    assert on_refunds(report_of(tmp_path, lines)) == [
        "By Receipt type, 'cancelled' 4 rows are cancelled, but were taken out for another reason before; not so: 'sale' 90 rows."
    ]


def test_words_that_mark_nothing_are_still_said_to(tmp_path: Path) -> None:
    lines = [*SOLD, *(refund(number, 20.25, f"C{number:03}", kind="Exchange") for number in range(4))]
    assert [note for note in on_refunds(report_of(tmp_path, lines)) if "marks no row" in note] == [
        "Receipt type marks no row as cancelled: 'sale' 90 rows, 'exchange' 4 rows."
    ]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (["SHOP"] * 3, "3 cancelled rows, -30.75, are of one who has no purchase that counts"),
        (["C900", "C901", "C902"], "3 cancelled rows, -30.75, are of 3 who have no purchase that counts"),
        (["C000", "C900", "C001"], "1 cancelled row, -10.25, is of one who has no purchase that counts"),
    ],
)
def test_refunds_of_people_without_a_purchase_are_told(tmp_path: Path, named: list[str], said: str) -> None:
    lines = [*SOLD, *(refund(number, -10.25, customer) for number, customer in enumerate(named))]
    report = report_of(tmp_path, lines)

    [found] = [note for note in report.notes if "no purchase that counts" in note]
    assert found.startswith(f"{said}, and so taken off nobody: neither revenue nor net is less by")
    strangers = sum(customer in ("SHOP", "C900", "C901", "C902") for customer in named)
    assert report.net == pytest.approx((report.revenue or 0) - 10.25 * (3 - strangers))


def test_refunds_of_customers_are_nothing_to_tell_of(tmp_path: Path) -> None:
    """Not even beside cancelled sales of people without another: no money went back."""
    lines = [
        *SOLD,
        refund(1, -5.5, "C000"),
        refund(2, -6.5, "C001"),
        refund(3, 70.0, "C900", kind="Cancelled"),
    ]
    assert not [note for note in report_of(tmp_path, lines).notes if "taken off nobody" in note]
