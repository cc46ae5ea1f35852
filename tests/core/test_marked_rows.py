"""Rows that are marked by what kind of document they are, and what is said where such a mark is not gone by."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe, RulesPart
from core.study import Study
from core.workspace import Workspace

SALES = 40


def study(tmp_path: Path, text: str, recipe: Recipe | None = None, name: str = "table.csv") -> Study:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Study(recipe or Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def documents(header: str, sale: str, other: str, *, every: int = 5, order: str = "{}") -> str:
    """So many rows of ten each, of which every fifth is of the other kind."""
    lines = [header]
    for n in range(1, SALES + 1):
        kind = other if n % every == 0 else sale
        lines.append(f"C{n % 9},{order.format(100 + n)},2024-01-{n % 28 + 1:02},{kind},10.00")
    return "\n".join(lines) + "\n"


def kept(one: Study) -> tuple[int, float]:
    rows = next(line for line in one.ledger_lines if line.rule == "kept")
    return rows.rows, rows.amount or 0.0


def cancelled(one: Study) -> int:
    return next((line.rows for line in one.ledger_lines if line.rule == "cancelled"), 0)


@pytest.mark.parametrize(
    ("column", "sale", "other"),
    [
        ("type", "Invoice", "Refund"),
        ("type", "Invoice", "Return"),
        ("Type", "Invoice", "Returned"),
        ("document_type", "Invoice", "Credit Note"),
        ("Vch Type", "Sales", "Credit Note"),
        ("doctype", "Invoice", "Cancelled"),
        ("Transaction Type", "Invoice", "Credit Memo"),
        ("Belegart", "Rechnung", "Gutschrift"),
        ("Soort", "Factuur", "Creditnota"),
        ("Type", "Facture", "Avoir"),
        ("Tipo", "Fattura", "Nota di credito"),
    ],
)
def test_a_kind_of_document_that_takes_back_is_cancelled(
    tmp_path: Path, column: str, sale: str, other: str
) -> None:
    with study(tmp_path, documents(f"customer,order,date,{column},amount", sale, other)) as one:
        assert (kept(one), cancelled(one)) == ((32, 320.0), 8)
        assert f"By {column}, '{other.lower()}' 8 rows were taken as cancelled" in "\n".join(one.report.notes)


@pytest.mark.parametrize(("sale", "other"), [("Invoice", "Cash Sale"), ("Retail", "Wholesale"), ("A", "B")])
def test_other_types_say_nothing_of_a_row(tmp_path: Path, sale: str, other: str) -> None:
    with study(tmp_path, documents("customer,order,date,type,amount", sale, other)) as one:
        assert kept(one) == (40, 400.0)
        assert "status" not in one.columns.roles
        assert "as sales" not in "\n".join(one.report.notes)


def test_the_type_speaks_beside_a_status_that_does_not(tmp_path: Path) -> None:
    text = documents("customer,order,date,type,amount", "Invoice", "Refund")
    first, *rest = text.splitlines()
    states = ("Open", "Paid", "Closed")
    text = "\n".join([f"{first},status", *(f"{line},{states[n % 3]}" for n, line in enumerate(rest))])
    with study(tmp_path, text) as one:
        assert kept(one) == (32, 320.0)


@pytest.mark.parametrize(
    ("column", "other"),
    [("type", "Payment"), ("type", "Quote"), ("Doc Type", "Pro forma"), ("type", "Gift card load")],
)
def test_documents_that_are_no_sales_are_said_and_can_be_taken_out(
    tmp_path: Path, column: str, other: str
) -> None:
    text = documents(f"customer,order,date,{column},amount", "Invoice", other)
    with study(tmp_path, text) as one:
        said = "\n".join(one.report.notes)
        assert kept(one) == (40, 400.0)
        assert f"{column} marks no row as cancelled" in said
        assert f"nothing is sold: '{other.lower()}' 8 rows (80.00)" in said
        assert f"--set 'rules.cancelled_statuses=auto,{other.lower()}'" in said
    rules = RulesPart(cancelled_statuses=("auto", other.lower()))
    with study(tmp_path, text, Recipe(rules=rules)) as one:
        assert kept(one) == (32, 320.0)
        assert "nothing is sold" not in "\n".join(one.report.notes)


def test_payments_below_zero_are_not_offered_as_refunds(tmp_path: Path) -> None:
    text = documents("customer,order,date,type,amount", "Invoice", "Payment")
    text = text.replace("Payment,10.00", "Payment,-10.00")
    with study(tmp_path, text) as one:
        assert kept(one) == (32, 320.0)
        assert "cancelled_statuses" not in "\n".join(one.report.notes)


@pytest.mark.parametrize(
    ("column", "debit", "credit"),
    [("D/C", "D", "C"), ("Soll/Haben-Kennzeichen", "S", "H"), ("side", "Dr", "Cr")],
)
def test_debit_and_credit_are_said(tmp_path: Path, column: str, debit: str, credit: str) -> None:
    text = documents(f"customer,order,date,{column},amount", debit, credit)
    with study(tmp_path, text) as one:
        said = "\n".join(one.report.notes)
        assert f"{column} holds '{debit}' on 32 rows, '{credit}' on 8 rows" in said
        assert f"--map 'status={column}' --set rules.cancelled_statuses={credit}" in said
    recipe = Recipe.from_tables({"columns": {"status": column}, "rules": {"cancelled_statuses": [credit]}})
    with study(tmp_path, text, recipe) as one:
        assert kept(one) == (32, 320.0)
    with study(tmp_path, text.replace(f"{credit},10.00", f"{credit},-10.00")) as one:
        assert "debit and credit" not in "\n".join(one.report.notes)


def returns(column: str, back: str) -> str:
    """So many rows of three pieces at 10.00, of which every fifth says how many came back."""
    lines = [
        f"C{n % 9},{100 + n},2024-01-{n % 28 + 1:02},3,10.00,{back if n % 5 == 0 else 0}"
        for n in range(1, SALES + 1)
    ]
    lines.insert(0, f"customer,order,date,qty,price,{column}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("column", ["return_qty", "qty_returned", "Returned Quantity", "Retourmenge"])
def test_returned_pieces_are_said(tmp_path: Path, column: str) -> None:
    with study(tmp_path, returns(column, "3")) as one:
        said = "\n".join(one.report.notes)
        assert kept(one) == (40, 1200.0)
        assert (
            f"{column} says that 24 pieces came back on 8 rows looked at, all that was bought on 8 of" in said
        )
        assert f"--map 'cancelled={column}'" in said
    recipe = Recipe.from_tables({"columns": {"cancelled": column}})
    with study(tmp_path, returns(column, "3"), recipe) as one:
        assert (kept(one), cancelled(one)) == ((32, 960.0), 8)
        assert "came back" not in "\n".join(one.report.notes)


def test_a_part_that_came_back_is_no_cancelled_row(tmp_path: Path) -> None:
    with study(tmp_path, returns("return_qty", "2")) as one:
        said = "\n".join(one.report.notes)
        assert "16 pieces came back on 8 rows looked at, all that was bought on 0 of" in said
        assert "To take these rows as cancelled all the same: --map 'cancelled=return_qty'" in said
