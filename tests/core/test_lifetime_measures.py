"""Tables of customers whose measures are of a lifetime, some of it foretold, or of which money is the average of an order only."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from cli.summary import _sentence
from core.columns.naming import name_roles
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

_DICE = random.Random(17)
CUSTOMERS = 40
ORDERS = [_DICE.randint(1, 20) for _ in range(CUSTOMERS)]
SPENT = [_DICE.randint(500, 90_000) / 100 for _ in range(CUSTOMERS)]
FORETOLD = [round(spent * 1.4 + 3, 2) for spent in SPENT]
LAST = [date(2023, 3, 1) + timedelta(days=_DICE.randint(0, 400)) for _ in range(CUSTOMERS)]
SOME = {"who": [f"K{number:03}" for number in range(CUSTOMERS)], "orders": ORDERS, "spent": SPENT, "foretold": FORETOLD, "last": LAST}  # fmt: skip


def study_of(tmp_path: Path, header: str, *columns: str) -> Study:
    rows = zip(*(SOME[column] for column in columns), strict=True)
    path = tmp_path / "customers.csv"
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n", "utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def taken(study: Study, role: str) -> str | None:
    guess = study.columns.roles.get(role)
    return guess.column if guess else None


@pytest.mark.parametrize(
    ("orders", "money"),
    [
        ("lifetime_orders", "lifetime_sales"),
        ("Lifetime Orders", "Lifetime Value"),
        ("Lifetime Order Count", "Lifetime Spend"),
        ("Customer Lifetime Orders", "Lifetime Revenue"),
    ],
)
def test_orders_of_a_lifetime_are_the_frequency(tmp_path: Path, orders: str, money: str) -> None:
    study = study_of(
        tmp_path, f"customer_id,{orders},{money},last_order_date", "who", "orders", "spent", "last"
    )
    assert (taken(study, "frequency"), taken(study, "monetary")) == (orders, money)


def test_the_sums_of_a_lifetime_are_as_the_file_has_them(tmp_path: Path) -> None:
    report = study_of(
        tmp_path, "Email,Lifetime Orders,Lifetime Value,Last Order Date", "who", "orders", "spent", "last"
    ).report
    assert (report.customers, report.orders) == (CUSTOMERS, sum(ORDERS))
    assert report.revenue == pytest.approx(sum(SPENT))
    assert any("Lifetime Value is a lifetime value by its name" in note for note in report.notes)


@pytest.mark.parametrize(
    ("spent", "foretold"),
    [
        ("Historic CLV", "Total CLV"),
        ("Total Spent", "CLV"),
        ("Revenue", "LTV"),
        ("Historical Customer Lifetime Value", "Customer Lifetime Value"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_was_spent_is_taken_and_a_lifetime_value_offered(
    tmp_path: Path, spent: str, foretold: str, first: bool
) -> None:
    names, columns = ([spent, foretold], ["spent", "foretold"])
    if not first:
        names.reverse()
        columns.reverse()
    study = study_of(
        tmp_path, f"Email,Orders,{','.join(names)},Last Order Date", "who", "orders", *columns, "last"
    )
    assert taken(study, "monetary") == spent
    said = f"Several columns could say what a customer spent; {spent} was taken, and not {foretold}."
    assert any(note.startswith(said) for note in study.columns.notes)


@pytest.mark.parametrize(
    "name",
    ["Predicted CLV", "Expected LTV", "Forecast Revenue", "Projected Lifetime Value", "Predicted Number Of Orders", "pLTV", "Importo previsto"],
)  # fmt: skip
def test_what_is_foretold_is_never_a_measure(name: str) -> None:
    assert not name_roles(name).roles.keys() & {"frequency", "monetary", "amount", "order_total"}


def test_money_that_stands_as_an_average_of_orders_is_said(tmp_path: Path) -> None:
    study = study_of(
        tmp_path,
        "CustomerID,Recency,Number_of_Purchases,Average_Order_Value",
        "who",
        "orders",
        "orders",
        "spent",
    )
    notes = study.columns.notes
    product = sum(orders * each for orders, each in zip(ORDERS, SPENT, strict=True))
    assert any(
        f"Number_of_Purchases x Average_Order_Value: {product:,.2f} on the rows" in note for note in notes
    )
    assert any("recency and frequency are taken as they stand" in note for note in notes)
    assert not any("recency, frequency and monetary" in note for note in notes)


def test_customers_of_whom_no_column_counts_the_orders_have_none_said(tmp_path: Path) -> None:
    report = study_of(tmp_path, "Email,Total Spent,Last Order Date", "who", "spent", "last").report
    assert "order" not in _sentence(report).plain
    assert _sentence(report).plain.startswith(f"{CUSTOMERS} customers worth ")
