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
    assert found.startswith(
        "A customer looks like a line of totals, which counts sales twice: 'Total' with 3,690.00"
    )


def test_days_that_stand_for_no_date(tmp_path: Path) -> None:
    rows = [*sales(), "1000,900,1900-01-01,P1,2,3.25"]
    found = notes(tmp_path, HEADER, rows)
    assert "1900-01-01 on 1 row (6.50); the next date is 2024-01-01" in found
    assert "--set rules.before=2024-01-01" in found


def test_many_rows_without_a_customer(tmp_path: Path) -> None:
    rows = [*sales(20), *sales(40, customer="", order="9{}")]
    worth = sum(2 * (n + 0.25) for n in range(1, 41))
    found = notes(tmp_path, HEADER, rows)
    assert (
        f"40 rows of 60 (67 %), worth {worth:,.2f}, have nothing in customer and so count for nobody" in found
    )
    assert "--map customer=COLUMN" in found
    assert "count for nobody" not in notes(
        tmp_path, HEADER, [*sales(50), *sales(10, customer="", order="9{}")]
    )


def test_another_column_that_may_say_who_bought(tmp_path: Path) -> None:
    rows = [
        f"{row},a{n % 9}@x.nl" for n, row in enumerate([*sales(20), *sales(40, customer="", order="9{}")])
    ]
    assert "--map 'customer=email'" in notes(tmp_path, HEADER + ",email", rows)


def test_rows_below_a_report_s_first_that_cannot_be_told_from_totals(tmp_path: Path) -> None:
    rows = [f"{1000 + n % 9},{n},2024-01-{n % 28 + 1:02},10.00\n,,,5.00" for n in range(1, 41)]
    found = notes(tmp_path, "customer,order,date,amount", rows)
    assert "40 rows of 80 (50 %), worth 200.00, have nothing in customer" in found
    assert "on the first row of each order only, or like merged cells. If so, fill these cells down" in found


def test_ids_that_a_spreadsheet_rounded(tmp_path: Path) -> None:
    rows = [*sales(40), *sales(12, customer="1.23457E+11"), *sales(8, customer="4.9E+12")]
    found = notes(tmp_path, HEADER, rows)
    assert "2 ids in customer, such as '1.23457E+11', on 20 rows were rounded by a spreadsheet" in found
    rows = [f"{1000 + n % 9};{n};2024-01-{n % 28 + 1:02};P{n % 7};2;{n},25" for n in range(1, 41)]
    rows += [f"4,91577E+12;{n};2024-02-01;P1;2;{n},25" for n in range(50, 55)]
    found = notes(tmp_path, HEADER.replace(",", ";"), rows)
    assert "1 id in customer, such as '4,91577E+12', on 5 rows was rounded by a spreadsheet" in found
    found = notes(tmp_path, HEADER, [*sales(40), *sales(6, order="1.0002E+11")])
    assert "1 id in order, such as '1.0002E+11', on 6 rows was rounded" in found


def test_ids_that_only_look_a_little_like_rounded_numbers(tmp_path: Path) -> None:
    for customer in ("1E+{}A", "{}E1", "A1.5E+11-{}", "49157700{}"):
        assert "rounded" not in notes(tmp_path, HEADER, sales(40, customer=customer))


def test_lines_of_totals_are_named_together_with_what_sets_them_aside(tmp_path: Path) -> None:
    rows, whole, month = [], 0.0, 0.0
    for n in range(1, 61):
        rows.append(f"Shop {n % 7},{n},2024-{(n - 1) // 20 + 1:02}-{n % 20 + 1:02},{n}.50")
        month += n + 0.5
        if n % 20 == 0:
            rows.append(f"Subtotal,,2024-{n // 20:02}-28,{month:.2f}")
            whole, month = whole + month, 0.0
    rows.append(f"Grand Total,60,2024-03-30,{whole:.2f}")
    found = notes(tmp_path, "customer,order,date,amount", rows)
    assert (
        f"2 customers look like lines of totals, which count sales twice: 'Grand Total' with {whole:,.2f}, 'Subtotal' with {whole:,.2f};"
        f" all others together have {whole:,.2f}. To set them aside: --set 'rules.not_customers=Grand Total,Subtotal'"
    ) in found
    path = tmp_path / "table.csv"
    recipe = Recipe.from_tables({"rules": {"not_customers": ["Grand Total", "Subtotal"]}})
    with Study(recipe, [path], workspace=Workspace(tmp_path, 10**9)) as study:
        assert (study.report.customers, study.report.revenue) == (7, whole)
        assert "lines of totals" not in "\n".join(study.report.notes)


def test_a_total_of_each_customer(tmp_path: Path) -> None:
    rows = [f"Shop {n % 7},{n},2024-01-{n % 28 + 1:02},{n}.00" for n in range(1, 61)]
    rows += [f"Shop {shop} Total,,2024-01-30,{sum(range(shop, 61, 7))}.00" for shop in range(1, 7)]
    found = notes(tmp_path, "customer,order,date,amount", [*rows, "Real Total,99,2024-01-05,20.00"])
    assert "6 customers look like lines of totals" in found
    assert "Real Total" not in found


def test_what_comes_nearest_to_money_is_named_where_nothing_is_called_so(tmp_path: Path) -> None:
    rows = [f"{1000 + n % 9},{n},2024-01-{n % 28 + 1:02},{n}.50" for n in range(1, 61)]
    found = notes(tmp_path, "customer,order,date,Belopp", rows)
    assert "The numbers in Belopp come nearest; if that is it: --map 'amount=Belopp'" in found
    assert "count for nobody" not in found
    sides = [
        f"AC{n % 9},2024-01-{n % 28 + 1:02},{n},{',' if n % 5 == 0 else ''}{n}.25{'' if n % 5 == 0 else ','}"
        for n in range(1, 61)
    ]
    found = notes(tmp_path, "Account,Date,Reference,Debit,Credit", sides)
    assert "The numbers in Debit and Credit come nearest; if one of them is it: --map 'amount=Debit'" in found
    recipe = Recipe.from_tables({"columns": {"amount": "Debit"}})
    with Study(recipe, [tmp_path / "table.csv"], workspace=Workspace(tmp_path, 10**9)) as study:
        assert study.report.revenue == sum(n + 0.25 for n in range(1, 61) if n % 5)
        assert "no amount or price column" not in "\n".join(study.report.notes)
