"""Which column says who the customer is: numbers of invoices never, partners and those billed yes, accounts of the books no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.errors import ColumnsError
from core.recipe import ColumnsPart, Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

ROWS = 120
PEOPLE = 31
# Whom each row is of: everybody comes back, nobody in turn.
WHO = [(number * number + 3 * number) % 97 % PEOPLE for number in range(ROWS)]
BOUGHT = len(set(WHO))
DAYS = [date(2024, 1, 8) + timedelta(days=2 * number) for number in range(ROWS)]
AMOUNTS = [f"{10 + number * 7 % 83}.{number * 13 % 100:02}" for number in range(ROWS)]
GIVEN = ("Ada", "Bo", "Cem", "Dora", "Eva", "Finn", "Gro")
FAMILY = ("Berg", "Dahl", "Falk", "Holm", "Juul")


def person(number: int) -> str:
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}"


def written(folder: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    path = folder / "sales.csv"
    lines = [";".join(header), *(";".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def report_of(folder: Path, header: Sequence[str], rows: Sequence[Sequence[object]], **mapped: str) -> Asked:
    path = written(folder, header, rows)
    recipe = Recipe(columns=ColumnsPart(**mapped))  # type: ignore[arg-type]
    return asked(Study(recipe, [path], workspace=Workspace(folder, 10**9)))


def roles_of(folder: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> dict[str, str | None]:
    path = written(folder, header, rows)
    with Study(Recipe(), [path], workspace=Workspace(folder, 10**9)) as study:
        return {role: guess.column for role, guess in study.columns.roles.items()}


def refusal_of(folder: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> ColumnsError:
    with pytest.raises(ColumnsError) as refused:
        report_of(folder, header, rows).report  # noqa: B018  asked for
    return refused.value


def numbered(form: str, *more: str) -> list[list[str]]:
    return [[form.format(1001 + row), str(DAYS[row]), *more, AMOUNTS[row]] for row in range(ROWS)]


# A list without a customer


@pytest.mark.parametrize("form", ["INV-{}", "{}", "FT 2024/{}", "{}/A", "ord_{:x}", "B{}"])
@pytest.mark.parametrize("name", ["Number", "ID", "Reference", "Nr", "Num"])
def test_numbers_that_differ_on_every_row_are_no_customers(tmp_path: Path, name: str, form: str) -> None:
    error = refusal_of(tmp_path, (name, "Date", "Channel", "Total"), numbered(form, "Web"))
    assert error.what == (
        "sales.csv has no column that says who the customer is, so there is nobody to describe; its columns are:"
        f" {name}, Date, Channel, Total."
    )
    assert error.cure == "If one of them does, name it: --map customer=COLUMN"


def test_numbers_that_come_twice_by_a_slip_are_none_either(tmp_path: Path) -> None:
    rows = numbered("INV-{}")
    for row in (30, 50, 70, 90):
        rows[row][0] = rows[row - 9][0]
    assert refusal_of(tmp_path, ("Number", "Date", "Total"), rows).what.startswith("sales.csv has no column")


def test_codes_without_a_name_are_none_either(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(";".join(row) for row in numbered("K{}")) + "\n", encoding="utf-8")
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study, pytest.raises(ColumnsError):
        study.report  # noqa: B018  asked for


@pytest.mark.parametrize("name", ["Familie", "Wohnung", "Pferd"])
def test_what_comes_back_under_another_name_is_offered(tmp_path: Path, name: str) -> None:
    rows = [[f"INV-{row}", DAYS[row], person(WHO[row]), AMOUNTS[row]] for row in range(ROWS)]
    error = refusal_of(tmp_path, ("Number", "Date", name, "Total"), rows)
    assert error.cure == (
        f"{name} comes nearest, with {BOUGHT} values that come back; if it says who bought: --map customer={name}"
    )
    assert report_of(tmp_path, ("Number", "Date", name, "Total"), rows, customer=name).customers == BOUGHT


def test_of_several_the_one_with_most_values_is_offered(tmp_path: Path) -> None:
    rows = [
        [f"INV-{row}", DAYS[row], f"Area {WHO[row] % 5}", person(WHO[row]), AMOUNTS[row]]
        for row in range(ROWS)
    ]
    error = refusal_of(tmp_path, ("Number", "Date", "Bezirk", "Familie", "Total"), rows)
    assert error.cure == (
        "Familie and Bezirk come nearest, with values that come back; if one of them says who bought: --map customer=Familie"
    )


# Ids that are customers all the same


@pytest.mark.parametrize("name", ["Customer", "Kundennr.", "Client ID", "Member", "Account No."])
def test_a_purchase_each_is_read_where_the_column_is_called_customer(tmp_path: Path, name: str) -> None:
    report = report_of(tmp_path, (name, "Date", "Total"), numbered("K{}"))
    assert (report.customers, report.orders) == (ROWS, ROWS)


def test_an_id_of_addresses_of_e_mail_is_one(tmp_path: Path) -> None:
    assert report_of(tmp_path, ("ID", "Date", "Total"), numbered("m{}@post.example")).customers == ROWS


@pytest.mark.parametrize("name", ["ID", "No.", "Code"])
def test_an_id_that_comes_back_is_one(tmp_path: Path, name: str) -> None:
    rows = [[f"K{100 + WHO[row]}", DAYS[row], AMOUNTS[row]] for row in range(ROWS)]
    assert report_of(tmp_path, (name, "Date", "Total"), rows).customers == BOUGHT


def test_an_id_that_seldom_comes_back_is_one_where_its_name_does_too(tmp_path: Path) -> None:
    """Of a hundred and twenty purchases eight are by somebody who bought before, under the same number and name."""
    who = [row - 40 if row % 15 == 14 and row > 40 else row for row in range(ROWS)]
    rows = [
        [7000 + who[row] * 37 % 900, DAYS[row], f"{person(who[row] % PEOPLE)} {who[row] // 2}", AMOUNTS[row]]
        for row in range(ROWS)
    ]
    assert roles_of(tmp_path, ("No.", "Date", "Name", "Total"), rows)["customer"] == "No."


def test_a_list_of_customers_is_read_by_its_id(tmp_path: Path) -> None:
    rows = [[f"K{row}", 3 + row % 40, 1 + row % 7, AMOUNTS[row]] for row in range(ROWS)]
    assert report_of(tmp_path, ("ID", "Recency", "Frequency", "Monetary"), rows).customers == ROWS


# Words for customers


@pytest.mark.parametrize("form", ["{}", "INV-{}", "FT 2024/{}"])
@pytest.mark.parametrize(
    ("number", "day", "name", "total"),
    [
        ("Number", "Date", "Partner", "Total"),
        ("Num", "Date", "Bill To", "Total"),
        ("Number", "Invoice/Bill Date", "Invoice Partner Display Name", "Total"),
        ("Number", "Date", "Business Partner", "Total"),
        ("Number", "Date", "Customer/Vendor Name", "Total"),
        ("Id", "Date", "Recipient", "Amount"),
        ("Numéro", "Date", "Tiers", "Total TTC"),
        ("Numéro", "Date", "Destinataire", "Total TTC"),
        ("Número", "Fecha", "Tercero", "Total"),
        ("Número", "Fecha", "Titular", "Total"),
        ("Número", "Data", "Entidade", "Total"),
        ("Número", "Data", "Terceiro", "Total"),
        ("Número", "Data", "Adquirente", "Total"),
        ("Nummer", "Datum", "Geschäftspartner", "Betrag"),
        ("Nummer", "Datum", "Rechnungsempfänger", "Betrag"),
        ("Nummer", "Datum", "Rechnungsempfaenger", "Betrag"),
        ("Nummer", "Datum", "Kunde/Lieferant", "Betrag"),
        ("Numero", "Data", "Denominazione", "Totale"),
        ("Numero", "Data", "Intestatario", "Totale"),
        ("Numero", "Data", "Cessionario/committente", "Totale"),
    ],
)
def test_words_for_customers_are_known(
    tmp_path: Path, number: str, day: str, name: str, total: str, form: str
) -> None:
    rows = [[form.format(1001 + row), DAYS[row], person(WHO[row]), AMOUNTS[row]] for row in range(ROWS)]
    report = report_of(tmp_path, (number, day, name, total), rows)
    assert (report.customers, report.orders) == (BOUGHT, ROWS)
    assert roles_of(tmp_path, (number, day, name, total), rows)["order"] == number


def test_a_code_of_customers_and_vendors_is_that_of_the_customer() -> None:
    named = name_roles("Customer/Vendor Code").roles["customer"]
    assert named == name_roles("Customer Code").roles["customer"]
    assert "customer" not in name_roles("Vendor Code").roles


def test_a_customer_comes_before_a_partner_and_whom_a_parcel_goes_to(tmp_path: Path) -> None:
    rows = [
        [row, DAYS[row], f"Shop {row % 6}", person(WHO[row]), person(row % PEOPLE), AMOUNTS[row]]
        for row in range(ROWS)
    ]
    header = ("Order ID", "Date", "Partner", "Customer", "Recipient", "Total")
    assert roles_of(tmp_path, header, rows)["customer"] == "Customer"


def test_steps_of_a_programme_are_no_partners(tmp_path: Path) -> None:
    steps = ("Gold", "Silver", "Bronze", "Platinum")
    rows = [[f"INV-{row}", DAYS[row], steps[WHO[row] % 4], AMOUNTS[row]] for row in range(ROWS)]
    refusal_of(tmp_path, ("Number", "Date", "Tiers", "Total"), rows)


def test_what_goods_are_called_is_no_customer(tmp_path: Path) -> None:
    """In Italian a denomination is a firm's name on an invoice, and a thing's in a list of what was sold."""
    rows = [[f"{row}/A", DAYS[row], f"Vite {WHO[row]}", 1 + row % 5, AMOUNTS[row]] for row in range(ROWS)]
    refusal_of(tmp_path, ("Numero", "Data", "Denominazione", "Quantità", "Totale"), rows)
    sold = [[*row[:2], person(WHO[number]), *row[2:]] for number, row in enumerate(rows)]
    found = roles_of(tmp_path, ("Numero", "Data", "Cliente", "Denominazione", "Quantità", "Totale"), sold)
    assert (found["customer"], found["description"]) == ("Cliente", "Denominazione")


@pytest.mark.parametrize(
    ("name", "role"),
    [("Recipient Country", "country"), ("Partner Order Number", "order"), ("Partner price", "price")],
)
def test_what_is_of_a_partner_or_a_recipient_keeps_its_role(name: str, role: str) -> None:
    assert role in name_roles(name).roles
    assert "customer" not in name_roles(name).roles


# Accounts


@pytest.mark.parametrize(
    ("number", "day", "name", "account", "total", "value"),
    [
        ("Num", "Date", "Name", "Account", "Amount", "Accounts Receivable (A/R)"),
        ("Nummer", "Datum", "Name", "Konto", "Betrag", "8400"),
        ("Número", "Fecha", "Nombre", "Cuenta", "Importe", "70000000"),
        ("Numéro", "Date", "Nom", "Compte", "Montant", "411000"),
    ],
)
@pytest.mark.parametrize("form", ["{}", "INV-{}"])
def test_one_account_for_all_is_no_customer(
    tmp_path: Path, number: str, day: str, name: str, account: str, total: str, value: str, form: str
) -> None:
    rows = [
        [form.format(1001 + row), DAYS[row], person(WHO[row]), value, AMOUNTS[row]] for row in range(ROWS)
    ]
    report = report_of(tmp_path, (number, day, name, account, total), rows)
    assert (report.customers, report.orders) == (BOUGHT, ROWS)


def test_accounts_of_the_books_are_no_customers(tmp_path: Path) -> None:
    """Four accounts, of which everybody's money goes to several."""
    rows = [
        [1001 + row, DAYS[row], person(WHO[row]), f"{4000 + row % 4}", AMOUNTS[row]] for row in range(ROWS)
    ]
    assert report_of(tmp_path, ("Number", "Date", "Name", "Account", "Amount"), rows).customers == BOUGHT


def test_the_account_of_several_people_is_the_customer(tmp_path: Path) -> None:
    """A firm's people each buy for their own firm."""
    rows = [
        [1001 + row, DAYS[row], person(WHO[row]), f"Firm {WHO[row] % 4}", AMOUNTS[row]] for row in range(ROWS)
    ]
    header = ("Order Number", "Date", "Name", "Account", "Amount")
    assert report_of(tmp_path, header, rows).customers == len({who % 4 for who in WHO})
