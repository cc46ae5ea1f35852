"""Tables in which no column by itself says who the customer is, or when one bought: what is said of them, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.columns.split_names import split_name
from core.columns.yearless import lacks_year
from core.errors import ColumnsError
from core.recipe import ColumnsPart, Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

PEOPLE = [
    (given, family) for given in ("Anna", "Bram", "Clara", "Dirk") for family in ("Berg", "Dahl", "Falk")
]


def report_of(folder: Path, header: str, lines: list[str], **mapped: str) -> Report:
    path = folder / "sales.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    recipe = Recipe(columns=ColumnsPart(**mapped))  # type: ignore[arg-type]
    with Study(recipe, [path], workspace=Workspace(folder, 10**9)) as study:
        return study.report


def refusal_of(folder: Path, header: str, lines: list[str], **mapped: str) -> ColumnsError:
    with pytest.raises(ColumnsError) as refused:
        report_of(folder, header, lines, **mapped)
    return refused.value


def named(people: list[tuple[str, str]], count: int = 60) -> list[str]:
    return [
        f"{1000 + number},2024-{number % 9 + 1:02}-{number % 27 + 1:02},{','.join(people[number * 7 % len(people)])},Thing {number % 6},{10 + number}.50"
        for number in range(count)
    ]


# Names in two columns


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("First Name", "Last Name"),
        ("customer_first_name", "customer_last_name"),
        ("Vorname", "Nachname"),
        ("Kundenvorname", "Kundennachname"),
        ("Voornaam", "Achternaam"),
        ("Nome", "Cognome"),
        ("Nombre", "Apellidos"),
        ("Prénom client", "Nom client"),
        ("Name", "Surname"),
    ],
)
def test_halves_of_a_name_are_known_in_either_order(given: str, family: str) -> None:
    assert split_name(["Date", given, family]) == (given, family)
    assert split_name(["Date", family, given, "Amount"]) == (given, family)


@pytest.mark.parametrize(
    "names",
    [
        ["Product Name", "First Name"],
        ["Employee First Name", "Employee Last Name"],
        ["Customer Name", "Last Name"],
        ["Nom produit", "Prénom"],
        ["First Name", "Customer ID"],
        ["Customer", "Product Name"],
    ],
)
def test_other_names_are_no_halves(names: list[str]) -> None:
    assert split_name(names) is None


def test_the_buyer_comes_before_whomever_the_goods_went_to() -> None:
    shipping, billing = (
        [f"{side} {half} Name" for half in ("First", "Last")] for side in ("Shipping", "Billing")
    )
    assert split_name([*shipping, *billing]) == tuple(billing)


@pytest.mark.parametrize(("given", "family"), [("First Name", "Last Name"), ("Vorname", "Nachname")])
def test_a_name_in_two_columns_is_refused_with_why(tmp_path: Path, given: str, family: str) -> None:
    error = refusal_of(tmp_path, f"Order Number,Order Date,{given},{family},Item,Total", named(PEOPLE))
    assert error.what == (
        f"sales.csv has no one column that says who the customer is: names stand in two, {given} and {family}, and either alone makes one customer of"
        " all who share it."
    )
    assert error.cure.startswith("Join both into one column in the source")
    assert "--map" not in error.cure


@pytest.mark.parametrize(
    ("mapped", "said"),
    [
        (
            "Last Name",
            "Last Name is the family name only, and 3 of the 3 looked at go with several in First Name",
        ),
        (
            "First Name",
            "First Name is the given name only, and 4 of the 4 looked at go with several in Last Name",
        ),
    ],
)
def test_half_a_name_mapped_by_hand_is_told_to_merge_people(tmp_path: Path, mapped: str, said: str) -> None:
    report = report_of(
        tmp_path,
        "Order Number,Order Date,First Name,Last Name,Item,Total",
        named(PEOPLE),
        customer=mapped,
    )
    assert [note for note in report.notes if note.startswith(said)]


def test_half_a_name_that_merges_nobody_is_not_told_of(tmp_path: Path) -> None:
    """Families of one, each spelled in several ways."""
    alone = [("Anna", "Berg"), ("ANNA", "Berg"), ("Bram", "Dahl"), ("Clara ", "Falk"), ("Clara", "Falk")]
    report = report_of(
        tmp_path,
        "Order Number,Order Date,First Name,Last Name,Item,Total",
        named(alone),
        customer="Last Name",
    )
    assert not [note for note in report.notes if "name only" in note]


# Customers above their rows


def by_customer(*, more: str = "", totals: str = "Total for {}") -> list[str]:
    """Rows below a line with nothing but the customer, and a total below each customer's."""
    lines = []
    for number, (given, family) in enumerate(PEOPLE):
        name = f"{given} {family}"
        lines.append(f"{name},{more},,,")
        lines += [
            f",2024-{month:02}-{number + 1:02},{5000 + 20 * number + month},Thing {month % 4},{10 * month}.25"
            for month in range(1, 2 + number % 5)
        ]
        if totals:
            lines.append(f"{totals.format(name)},,,,{100 + number}.25")
    return [*lines, "TOTAL,,,,9999.00"] if totals else lines


@pytest.mark.parametrize("totals", ["Total for {}", "Summe {}", "{} gesamt", ""])
@pytest.mark.parametrize(("first", "mapped"), [("", ""), ("", "column 1"), ("Customer", "")])
def test_customers_above_their_rows_are_told_as_that(
    tmp_path: Path, first: str, mapped: str, totals: str
) -> None:
    header = f"{first},Date,Invoice,Item,Amount"
    error = refusal_of(tmp_path, header, by_customer(totals=totals), customer=mapped)
    assert error.what == (
        f"sales.csv has no column that says on each row who the customer is: {first or 'column 1'} is filled on 12 of the lines looked at, such as"
        " 'Anna Berg', which hold nothing else, and the rows are below them."
    )
    assert error.cure.startswith("If these lines name the customer, export a list with a column for it")


def test_a_customer_on_the_first_row_of_each_order_is_no_heading(tmp_path: Path) -> None:
    lines = []
    for number in range(40):
        given, family = PEOPLE[number * 5 % len(PEOPLE)]
        lines.append(f"{given} {family},2024-{number % 9 + 1:02}-11,{5000 + number},Thing 1,10.25")
        lines.append(f",,{5000 + number},Thing 2,20.25")
    report = report_of(tmp_path, "Customer,Date,Invoice,Item,Amount", lines, customer="Customer")
    assert report.customers == len(PEOPLE)


def test_a_table_of_no_customers_at_all_is_told_so_as_before(tmp_path: Path) -> None:
    lines = [
        f"{5000 + number},2024-{number % 9 + 1:02}-11,Thing {number % 4},{number}.25" for number in range(40)
    ]
    lines += ["Printed by the till,,,", "Page 1,,,"]
    error = refusal_of(tmp_path, "Invoice,Date,Item,Amount", lines)
    assert error.what.startswith("sales.csv has no column that says who the customer is, so there is nobody")


# Dates without a year


@pytest.mark.parametrize("mapped", ["", "Belegdatum"])
@pytest.mark.parametrize(
    "form", ["{day:02}{month:02}", "{day}{month:02}", "{day:02}.{month:02}.", "{month}/{day}"]
)
def test_dates_without_a_year_are_told_as_that(tmp_path: Path, form: str, mapped: str) -> None:
    lines = [
        f"{10 + number}.50,C{number * 7 % 13:03},{form.format(day=number % 28 + 1, month=number % 12 + 1)},RE{1000 + number},Thing {number % 6}"
        for number in range(60)
    ]
    error = refusal_of(tmp_path, "Umsatz,Kundennummer,Belegdatum,Belegfeld 1,Artikel", lines, date=mapped)
    assert "are a day and a month without a year" in error.what
    assert "'Belegdatum'" in error.what
    assert "best year first" in error.cure


@pytest.mark.parametrize(
    "cells",
    [
        ["2010", "2011", "2012", "2009", "2008"],
        ["0930", "1745", "0101", "0202", "0303"],
        ["20240101", "20240102", "20240103", "20240104", "20240105"],
        ["0101", "0101", "0201"],
        ["45292", "45293", "45294", "45295", "45296"],
    ],
)
def test_other_numbers_are_no_dates_without_a_year(cells: list[str]) -> None:
    assert not lacks_year(cells)
