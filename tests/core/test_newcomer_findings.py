"""Sentences about kept rows that are readable and yet probably wrong."""

from __future__ import annotations

from pathlib import Path

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace


def notes(tmp_path: Path, header: str, rows: list[str]) -> str:
    path = tmp_path / "table.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return "\n".join(study.report.notes)


def sales(
    count: int = 60, *, customer: str = "{}", price: str = "{}.25", more: str = "", order: str = "{}"
) -> list[str]:
    return [
        f"{customer.format(1000 + n % 9)},{order.format(n)},2024-01-{n % 28 + 1:02},P{n % 7},2,{price.format(n)}{more}"
        for n in range(1, count + 1)
    ]


HEADER = "customer,order,date,product,quantity,price"


def test_ordinary_sales_have_none_of_them(tmp_path: Path) -> None:
    found = notes(tmp_path, HEADER, sales())
    assert [line for line in found.splitlines() if not line.startswith("Nobody here")] == []


def test_currencies_in_a_column_of_their_own(tmp_path: Path) -> None:
    rows = [*sales(40, more=",EUR"), *sales(20, more=",USD")]
    found = notes(tmp_path, HEADER + ",currency", rows)
    assert "currency holds 2 currencies: EUR 40 rows (1,660.00), USD 20 rows (430.00)" in found
    assert "currencies" not in notes(tmp_path, HEADER + ",currency", sales(more=",EUR"))


def test_signs_of_several_currencies_beside_the_amounts(tmp_path: Path) -> None:
    rows = [*sales(40, price="€{}.25"), *sales(20, price="${}.25")]
    assert "price holds 2 currencies: EUR 40 rows (1,660.00), USD 20 rows" in notes(tmp_path, HEADER, rows)
    assert "currencies" not in notes(
        tmp_path, HEADER, [*sales(40, price="€{}.25"), *sales(20, price="{}.25 EUR")]
    )


def test_ids_that_differ_by_point_zero_are_joined_where_all_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = [*sales(30), *sales(30, customer="{}.0")]
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        assert study.report.customers == 9
    found = notes(tmp_path, HEADER, [*rows, "A7,1,2024-01-01,P1,1,3.25"])
    assert "18 customer ids differ from each other by a .0 behind them" in found
    assert "'1000' and '1000.0'" in found


def test_ids_that_differ_by_capitals_only(tmp_path: Path) -> None:
    rows = [*sales(30, customer="ann{}@x.com"), *sales(30, customer="Ann{}@x.com")]
    found = notes(tmp_path, HEADER.replace("customer", "email"), rows)
    assert "18 customer ids differ from each other by capitals only" in found
    assert "may be 9" in found


def test_a_mark_whose_rows_are_all_positive(tmp_path: Path) -> None:
    rows = [*sales(54), *sales(6, order="C{}")]
    found = notes(tmp_path, HEADER, rows)
    assert "Order ids that begin with C are taken as cancelled (6 rows, 45.00)" in found
    negative = [row.replace(",2,", ",-2,") for row in sales(6, order="C{}")]
    assert "begin with C" not in notes(tmp_path, HEADER, [*sales(54), *negative])


def test_which_of_several_amounts_was_taken(tmp_path: Path) -> None:
    rows = [f"{1000 + n % 9},{n},2024-01-{n % 28 + 1:02},{n}.00,{n * 1.2:.2f}" for n in range(1, 61)]
    found = notes(tmp_path, "customer,order,date,net amount,gross amount", rows)
    assert "gross amount was taken, and not net amount" in found


def test_amounts_in_cents(tmp_path: Path) -> None:
    assert "price_cents is in hundredths" in notes(tmp_path, f"{HEADER}_cents", sales(price="{}25"))


def test_a_customer_that_stands_for_nobody(tmp_path: Path) -> None:
    found = notes(tmp_path, HEADER, [*sales(60), *sales(9, customer="Guest")])
    assert "'Guest' (9 orders, 94.50)" in found


def test_a_line_of_totals_with_a_date(tmp_path: Path) -> None:
    header = "customer,order,date,product,quantity,price,line total"
    rows = [f"{row},{2 * n + 0.5}" for n, row in enumerate(sales(), start=1)]
    found = notes(tmp_path, header, [*rows, "Total,,2024-01-28,,120,,3690.00"])
    assert found.startswith("The customer 'Total' has 3,690.00, and all others together 3,690.00")


def test_days_that_stand_for_no_date(tmp_path: Path) -> None:
    rows = [*sales(), "1000,900,1900-01-01,P1,2,3.25"]
    found = notes(tmp_path, HEADER, rows)
    assert "1900-01-01 on 1 row (6.50); the next date is 2024-01-01" in found
    assert "--set rules.before=2024-01-01" in found
