"""Customers are told apart by a number where there is one, and what describes them is the same whenever they buy."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles
from core.recipe import ColumnsPart, Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

CUSTOMERS = 40
# Two pairs of customers share a name.
GIVEN = ("Anna", "Bram", "Clara", "Dirk", "Eva")
FAMILY = ("Berg", "Dahl", "Falk", "Holm", "Lind", "Moss", "Nord", "Voss")
NAMES = [f"{GIVEN[n % 5]} {FAMILY[n // 5]}" for n in range(38)]
NAMES += [NAMES[3], NAMES[17]]
DICE = random.Random(11)
SALES = [(order, DICE.randrange(CUSTOMERS), line) for order in range(160) for line in range(order % 2 + 1)]
BUYERS = len({customer for order, customer, _ in SALES})


def columns_of(**more: list[str]) -> dict[str, list[str]]:
    return {
        "Beleg": [str(1001 + order) for order, *_ in SALES],
        "Datum": [f"2024-{order % 12 + 1:02}-{order % 28 + 1:02}" for order, *_ in SALES],
        **more,
        "Artikel": [f"Ding {(order + line) % 9}" for order, _, line in SALES],
        "Menge": [str((order + line) % 4 + 1) for order, _, line in SALES],
        "Preis": [f"{(order * 7 + line * 3) % 90 + 5}.50" for order, _, line in SALES],
    }


def of_customers(written: str) -> list[str]:
    """The cells of a column that numbers the customers."""
    return [written.format(10000 + customer * 7) for _, customer, _ in SALES]


def names() -> list[str]:
    return [NAMES[customer] for _, customer, _ in SALES]


def guessed(columns: dict[str, list[str]]) -> Guess:
    values = list(columns.values())
    return guess_roles(profile_columns(list(columns), values), values)


def written(path: Path, columns: dict[str, list[str]]) -> Path:
    rows = [list(columns), *zip(*columns.values(), strict=True)]
    path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("Kd.-Nr.", "Kundenname"),
        ("KdNr", "Kundenname"),
        ("Deb.nr.", "Klantnaam"),
        ("Klnt.nr", "Klantnaam"),
        ("Rel.nr.", "Naam"),
        ("Code tiers", "Nom client"),
        ("N° tiers", "Raison sociale"),
        ("Cód. cli.", "Razón social"),
        ("N.I.F.", "Nombre cliente"),
        ("P.IVA", "Ragione sociale"),
        ("Cod. fiscale", "Denominazione"),
        ("CPF", "Cliente"),
        ("CPF/CNPJ", "Nome do contato"),
        ("N.º contribuinte", "Nome cliente"),
        ("VAT No", "Customer Name"),
        ("Acct No", "Customer Name"),
        # Names in no language of ours, and such as say little.
        ("Nr kontrahenta", "Customer Name"),
        ("Xref", "Customer Name"),
        ("Code", "Customer Name"),
    ],
)
@pytest.mark.parametrize("number_first", [True, False])
def test_a_number_wins_over_a_name(tmp_path: Path, number: str, name: str, number_first: bool) -> None:
    both = {number: of_customers("{}"), name: names()}
    columns = columns_of(**(both if number_first else dict(reversed(both.items()))))
    found = guessed(columns)
    assert found.roles["customer"].column == number
    assert "one to one" not in found.roles["customer"].runner_up_reason
    assert not any("no customer id" in note for note in found.notes)
    if number_first:
        path = written(tmp_path / "sales.csv", columns)
        with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
            assert Asked(study).customers == BUYERS > len(set(names()))


def test_why_is_told_by_what_the_rows_say() -> None:
    found = guessed(columns_of(Xref=of_customers("X{}"), Customer=names())).roles["customer"]
    there = len(set(names()))
    assert found.reason.startswith(f"each of its {BUYERS} values belongs to one of the {there} in Customer")
    assert (found.column, found.runner_up) == ("Xref", "Customer")


def test_a_name_that_is_shared_does_not_go_one_to_one_with_the_number() -> None:
    found = guessed(columns_of(KdNr=of_customers("{}"), Kundenname=names())).roles["customer"]
    assert found.runner_up == "Kundenname"
    assert (
        f"goes with KdNr, but has {len(set(names()))} values where that has {BUYERS}"
        in found.runner_up_reason
    )


def test_a_name_of_one_each_goes_one_to_one_with_the_number() -> None:
    full = [f"{NAMES[customer]}-{'ab'[customer > 37]}" for _, customer, _ in SALES]
    found = guessed(columns_of(KdNr=of_customers("{}"), Kundenname=full)).roles["customer"]
    assert found.runner_up_reason.endswith("it goes one to one with KdNr")


@pytest.mark.parametrize("name", ["Versand-Nr.", "Ref", "Xref", "Vertreter-Nr."])
def test_numbers_of_purchases_or_of_others_are_no_customers(name: str) -> None:
    """A second number of each order belongs to one name too, but a name has as many of it as it has orders."""
    of_orders = [f"R{order * 13 + 5000}" for order, *_ in SALES]
    found = guessed(columns_of(Kundenname=names(), **{name: of_orders}))
    assert found.roles["customer"].column == "Kundenname"
    assert any(note.endswith("Kundenname, a name: there is no customer id.") for note in found.notes)


def test_an_id_that_comes_second_is_offered() -> None:
    mails = [f"c{customer}@example.com" for _, customer, _ in SALES]
    found = guessed(columns_of(Email=mails, Id=of_customers("{}")))
    assert found.roles["customer"].column == "Email"
    assert (
        "Customers are told apart by Email, an e-mail address. If Id is a customer id that tells them apart better:"
        " --map 'customer=Id'"
    ) in found.notes


def test_tax_numbers_that_only_companies_have_are_no_customers() -> None:
    numbers = [value if customer % 3 == 0 else "" for value, (_, customer, _) in zip(of_customers("IT{}"), SALES, strict=True)]  # fmt: skip
    found = guessed(columns_of(**{"P. IVA": numbers, "Cliente": names()}))
    assert found.roles["customer"].column == "Cliente"


def test_the_number_of_the_shop_itself_is_no_customer() -> None:
    found = guessed(columns_of(**{"VAT No": ["NL123456789B01"] * len(SALES), "Customer Name": names()}))
    assert found.roles["customer"].column == "Customer Name"


@pytest.mark.parametrize(
    "name", ["Seller VAT number", "Supplier tax number", "NIF proveedor", "Tiers", "CIF value", "RUT file"]
)
def test_numbers_of_others_do_not_say_customer(name: str) -> None:
    assert name_roles(name).roles.get("customer") is None


# Exports of customers that a shop program writes: who, when last seen, how often, for how much.
ROWS = 60
LAST = [f"2024-{n % 11 + 1:02}-{n * 5 % 28 + 1:02} 09:{n % 60:02}:31" for n in range(ROWS)]
COUNTS = [str(n * 7 % 12 + 1) for n in range(ROWS)]
SPENT = [f"{n * 37 % 900 + 12}.25" for n in range(ROWS)]


def shop_customers(last: str = "Last active", *, accounts: int = ROWS) -> dict[str, list[str]]:
    return {
        "Name": [NAMES[n % 38] for n in range(ROWS)],
        "Username": [f"u{n}.{NAMES[n % 38][:3].lower()}" if n < accounts else "" for n in range(ROWS)],
        last: LAST,
        "Sign up (Date)": ["2022-05-01 10:00:00" if n < accounts else "" for n in range(ROWS)],
        "Email": [f"c{n}@example.com" for n in range(ROWS)],
        "Orders": COUNTS,
        "Total spend": SPENT,
        "AOV": [f"{float(spent) / int(count):.2f}" for spent, count in zip(SPENT, COUNTS, strict=True)],
        "Country / Region": ["DE" if n % 3 else "NL" for n in range(ROWS)],
    }


@pytest.mark.parametrize(
    "last",
    ["Last active", "Last activity", "Zuletzt aktiv", "Dernière activité", "Última actividad", "Last visit", "Letzter Besuch", "Date dernière visite"],
)  # fmt: skip
@pytest.mark.parametrize("asked", [False, True])
def test_an_export_of_customers_with_the_day_they_were_last_active(
    tmp_path: Path, last: str, asked: bool
) -> None:
    path = written(tmp_path / "customers.csv", shop_customers(last))
    recipe = Recipe(columns=ColumnsPart(date=last) if asked else ColumnsPart())
    with Study(recipe, [path], workspace=Workspace(tmp_path, 10**9)) as study:
        assert study.columns.shape == "customers"
        roles = {role: guess.column for role, guess in study.columns.roles.items()}
        assert roles == {
            "customer": "Username",
            "date": last,
            "frequency": "Orders",
            "monetary": "Total spend",
        }
        assert (study.report.customers, study.report.orders) == (ROWS, sum(map(int, COUNTS)))
        assert f"{study.report.revenue:.2f}" == f"{sum(map(float, SPENT)):.2f}"
        assert "which may have been a visit without a purchase" in "\n".join(study.report.notes)


def test_customers_without_an_account_are_told_apart_by_their_address(tmp_path: Path) -> None:
    path = written(tmp_path / "customers.csv", shop_customers(accounts=ROWS // 3))
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        assert study.columns.roles["customer"].column == "Email"
        assert Asked(study).customers == ROWS


def test_last_active_alone_makes_no_table_of_customers() -> None:
    columns = shop_customers()
    del columns["Orders"]
    assert guessed(columns).shape != "customers"


def test_orders_of_a_table_of_one_row_a_customer_are_no_order_ids() -> None:
    columns = shop_customers("Visited") | {"Date": LAST}
    assert "order" not in guessed(columns).roles


def test_the_sentence_on_a_table_of_customers_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "customers.csv", shop_customers("Last order date"))
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        notes = "\n".join(study.report.notes)
    assert "recency is counted from Last order date, the last purchase, to the as-of date" in notes


@pytest.mark.parametrize("name", ["Gender", "Customer Segment", "Newsletter", "segment", "Stadt", "Merkmal"])
@pytest.mark.parametrize("many", [2, 3])
def test_what_differs_from_purchase_to_purchase_does_not_describe_the_customer(name: str, many: int) -> None:
    dice = random.Random(7)
    by_order = [dice.choice("ABC"[:many]) for _ in range(160)]
    skewed = ["A" if order % 10 else "B" for order in range(160)]
    for said in (by_order, skewed):
        column = [said[order] for order, *_ in SALES]
        assert guessed(columns_of(KdNr=of_customers("{}"), **{name: column})).attributes == ()


@pytest.mark.parametrize("name", ["Gender", "Customer Segment", "Newsletter", "segment", "Stadt", "Merkmal"])
def test_what_stays_the_same_does(name: str) -> None:
    of_customer = ["ABC"[customer % 3] for _, customer, _ in SALES]
    moved = [
        "C" if customer == 5 and order > 80 else value
        for value, (order, customer, _) in zip(of_customer, SALES, strict=True)
    ]
    for column in (of_customer, moved):
        assert guessed(columns_of(KdNr=of_customers("{}"), **{name: column})).attributes == (name,)
