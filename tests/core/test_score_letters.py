"""A customer table with scores of its own called r, f and m is read as it is without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

CUSTOMERS = range(80)


def cells(n: int) -> dict[str, object]:
    """What a table may say of a customer, by the word for it that the tests use."""
    return {
        "id": f"C{n:03}",
        "last": f"2024-{1 + n % 12:02}-{1 + n % 28:02}",
        "days": 5 + 3 * n,
        "orders": 1 + n % 9,
        "money": 20 + n * 7.5,
        "score": 1 + n % 5,
        "value": 3 + n % 9,
    }


ORDERS = sum(1 + n % 9 for n in CUSTOMERS)
MONEY = sum(20 + n * 7.5 for n in CUSTOMERS)


def study_of(tmp_path: Path, header: str, says: str) -> Study:
    rows = [",".join(str(cells(n)[what]) for what in says.split()) for n in CUSTOMERS]
    path = tmp_path / "customers.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("customer_id,last_purchase,frequency,monetary", "id last orders money"),
        ("customer_id,last_purchase,frequency,monetary,r", "id last orders money score"),
        ("customer_id,last_purchase,frequency,monetary,R,value", "id last orders money score value"),
        ("customer_id,last_purchase,frequency,monetary,r,f,m", "id last orders money score score score"),
        ("customer,last_order_date,orders_count,total_spent,r", "id last orders money score"),
        ("customer_id,recency,frequency,monetary,r,f,m", "id days orders money score score score"),
        ("customer_id,last_purchase,f,m", "id last orders money"),
        ("customer_id,r,f,m", "id days orders money"),
    ],
)
def test_orders_and_money_are_those_of_the_measures(tmp_path: Path, header: str, says: str) -> None:
    with study_of(tmp_path, header, says) as study:
        assert study.columns.shape == "customers"
        report = study.report
        assert (report.customers, report.orders, report.revenue) == (80, ORDERS, MONEY)


def test_a_score_is_not_what_customers_spent(tmp_path: Path) -> None:
    with study_of(tmp_path, "customer_id,last_purchase,frequency,m", "id last orders score") as study:
        assert "monetary" not in study.columns.roles
        assert study.report.orders == ORDERS
