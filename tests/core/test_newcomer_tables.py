"""Tables of customers with dates, roles that were asked for, flags and words of cancellation, plain names and ids of rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.cancelled import is_cancellation_flag
from core.errors import UsageError
from core.recipe import ColumnsPart, Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked


def run(tmp_path: Path, header: str, rows: list[str], columns: ColumnsPart | None = None) -> Study:
    path = tmp_path / "table.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    recipe = Recipe(columns=columns) if columns else Recipe()
    return Study(recipe, [path], workspace=Workspace(tmp_path, 10**9))


def customers(study: Study) -> dict[str, tuple[object, ...]]:
    found = study.customers.to_pandas()
    names = ["customer_id", "recency", "frequency", "monetary"]
    return {str(row[0]): tuple(row[1:]) for row in found[names].itertuples(index=False, name=None)}


GIVEN = [f"{1000 + n},{date(2024, 1, 1) + timedelta(days=n)},{n % 7 + 1},{n * 10}.50" for n in range(30)]


def test_the_date_of_the_last_purchase_gives_recency(tmp_path: Path) -> None:
    with run(tmp_path, "Customer ID,Last Order Date,Total Orders,Total Spent", GIVEN) as study:
        found = customers(study)
        assert study.columns.shape == "customers"
        assert study.report.as_of == "2024-01-31"
        assert study.report.last.startswith("2024-01-30")
    assert found["1000"] == (30, 1, 0.5)
    assert found["1029"] == (1, 2, 290.5)


def test_dates_of_orders_without_a_word_of_last_are_sales(tmp_path: Path) -> None:
    rows = [f"{1000 + n},{date(2024, 1, 1) + timedelta(days=n)},{n * 10}.50" for n in range(30)]
    with run(tmp_path, "Customer ID,Order Date,Total", rows) as study:
        assert study.columns.shape == "sales"


def test_mapped_measures_make_a_table_of_customers(tmp_path: Path) -> None:
    part = ColumnsPart(frequency="visits made", monetary="worth")
    with run(tmp_path, "Customer ID,Order Date,visits made,worth", GIVEN, part) as study:
        assert customers(study)["1006"] == (24, 7, 60.5)


def test_measures_and_roles_of_sales_do_not_go_together(tmp_path: Path) -> None:
    part = ColumnsPart(frequency="orders", amount="worth")
    with (
        run(tmp_path, "Customer ID,Order Date,orders,worth", GIVEN, part) as study,
        pytest.raises(UsageError, match="no row has both"),
    ):
        _ = study.report


def test_rows_of_one_given_customer_are_added_up_and_told(tmp_path: Path) -> None:
    rows = [*GIVEN, "1000,2024-01-20,4,100.00"]
    part = ColumnsPart(frequency="orders", monetary="worth")
    with run(tmp_path, "Customer ID,Order Date,orders,worth", rows, part) as study:
        assert customers(study)["1000"] == (11, 5, 100.5)
        assert any("31 rows have 30 different customers" in note for note in study.report.notes)


@pytest.mark.parametrize(
    ("name", "cancelled", "stands"),
    [
        ("is_cancelled", "true", "false"),
        ("Returned", "Yes", "No"),
        ("isReturn", "1", "0"),
        ("type", "Return", "Sale"),
        ("transaction type", "Refund", "Purchase"),
        ("status", "Credit note", "paid"),
    ],
)
def test_flags_and_types_mark_cancelled_rows(tmp_path: Path, name: str, cancelled: str, stands: str) -> None:
    rows = [
        f"{1000 + n % 9},{n // 2},2024-01-{n % 28 + 1:02},{cancelled if n % 10 == 0 else stands},2,{n}.25"
        for n in range(60)
    ]
    with run(tmp_path, f"customer,order,date,{name},quantity,price", rows) as study:
        ledger = {line.rule: line.rows for line in study.report.ledger}
        notes = " ".join(study.report.notes)
    assert (ledger["cancelled"], ledger["kept"]) == (6, 54)
    assert f"'{cancelled.lower()}' 6 rows" in notes
    assert f"'{stands.lower()}' 54 rows" in notes


def test_counts_and_sums_of_returns_are_no_flags(tmp_path: Path) -> None:
    rows = [f"{1000 + n % 9},{n},2024-01-{n % 28 + 1:02},{n % 5},2,{n}.25" for n in range(60)]
    with run(tmp_path, "customer,order,date,returned,quantity,price", rows) as study:
        assert "status" not in study.columns.roles
    assert not is_cancellation_flag("outstanding")
    assert not is_cancellation_flag("returning customer")


def test_words_of_payments_that_failed_are_told_with_what_to_do(tmp_path: Path) -> None:
    words = ("paid", "pending", "failed")
    rows = [f"{1000 + n % 9},{n},2024-01-{n % 28 + 1:02},{n}.25,{words[n % 3]}" for n in range(1, 61)]
    with run(tmp_path, "customer,order,date,amount,payment status", rows) as study:
        notes = " ".join(study.report.notes)
    assert "'failed' 20 rows, 'paid' 20 rows, 'pending' 20 rows" in notes
    assert "rules.cancelled_statuses=auto,failed,pending" in notes


@pytest.mark.parametrize("customers_there", [2, 4, 5])
def test_a_column_called_customer_is_the_customer(tmp_path: Path, customers_there: int) -> None:
    rows = [f"{n % customers_there},{n},2023-01-01,2,3.50" for n in range(50)]
    with run(tmp_path, "customer,order,date,quantity,price", rows) as study:
        assert Asked(study).customers == customers_there


def test_an_id_that_differs_on_every_row_is_the_order_where_nothing_is_of_a_product(
    tmp_path: Path,
) -> None:
    rows = [f"{n + 1},{1000 + n % 9},2024-01-{n % 3 + 1:02},{n}.25" for n in range(1, 61)]
    with run(tmp_path, "id,customer_id,order_date,total", rows) as study:
        assert study.columns.roles["order"].column == "id"
        assert Asked(study).orders == 60
