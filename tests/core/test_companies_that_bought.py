"""Firms that buy: a company is the customer before its contacts, and the shop's own companies and whoever made a thing are none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.errors import ColumnsError
from tests.support.sold_to import BUYERS, DAYS, MONEY, ROWS, WHO, name_of, read_table

COMPANIES = ["Company", "Firma", "Bedrijf", "Entreprise", "Société", "Azienda", "Empresa", "Organisation", "Bedrijfsnaam", "Firmenname"]  # fmt: skip
WHO_ORDERED = ["Ordered by", "Besteld door", "Bestellt von", "Commandé par", "Ordinato da", "Comprado por"]
PERSONS = 7


def listed(*, code: bool = True, contacts: int = PERSONS) -> list[list[object]]:
    """An order a row of a firm, beside one of a few persons."""
    return [
        [f"F{1001 + row}", DAYS[row], f"K{100 + who}" if code else f"{name_of(who)} & Zonen {who}", f"P{row % contacts}", MONEY[row]]
        for row, who in enumerate(WHO)
    ]  # fmt: skip


def without(place: int, rows: Sequence[Sequence[object]]) -> list[list[object]]:
    return [[*row[:place], *row[place + 1 :]] for row in rows]


@pytest.mark.parametrize("code", [True, False], ids=["codes", "names"])
@pytest.mark.parametrize("name", COMPANIES + WHO_ORDERED)
def test_who_bought_comes_before_the_contact_there(tmp_path: Path, name: str, code: bool) -> None:
    found = read_table(tmp_path, ("Order", "Date", name, "Contact", "Amount"), listed(code=code))
    assert (found.roles["customer"], found.customers, found.orders) == (name, BUYERS, ROWS)
    assert f"{name} is taken as the customer" in found.said
    assert "If Contact says who bought: --map customer=Contact" in found.said


@pytest.mark.parametrize("name", COMPANIES + WHO_ORDERED)
def test_and_is_the_customer_alone(tmp_path: Path, name: str) -> None:
    found = read_table(tmp_path, ("Order", "Date", name, "Amount"), without(3, listed()))
    assert (found.roles["customer"], found.customers) == (name, BUYERS)


def test_what_follows_is_said_of_a_company_alone(tmp_path: Path) -> None:
    found = read_table(tmp_path, ("Order", "Date", "Company", "Amount"), without(3, listed()))
    assert (
        "Customers are told apart by Company, a company: there is no customer id. If these are the shop's own, or made what was sold, name the column that"
        " says who bought: --map customer=COLUMN"
    ) in found.said


def test_the_contact_may_be_taken_all_the_same(tmp_path: Path) -> None:
    header = ("Order", "Date", "Company", "Contact", "Amount")
    assert read_table(tmp_path, header, listed(), customer="Contact").customers == PERSONS


@pytest.mark.parametrize("name", ["Customer", "Customer No.", "Kunde", "Account", "Customer Name", "Email"])
def test_a_customer_comes_before_a_company(tmp_path: Path, name: str) -> None:
    rows = [[*row[:3], f"{row[3]}@post.example" if name == "Email" else row[3], row[4]] for row in listed()]
    found = read_table(tmp_path, ("Order", "Date", "Company", name, "Amount"), rows)
    assert found.roles["customer"] == name
    assert "Company is taken" not in found.said


def test_the_one_company_that_sells_is_never_the_customer(tmp_path: Path) -> None:
    rows = [[row[0], row[1], "NL01", name_of(WHO[place]), row[4]] for place, row in enumerate(listed())]
    found = read_table(tmp_path, ("Order", "Date", "Company", "Contact", "Amount"), rows)
    assert (found.roles["customer"], found.customers) == ("Contact", len({name_of(who) for who in WHO}))
    with pytest.raises(ColumnsError):
        read_table(tmp_path, ("Order", "Date", "Company", "Amount"), without(3, rows))


def test_nor_are_the_few_that_sell_to_many(tmp_path: Path) -> None:
    own = ("USMF", "DEMF", "GBSI", "FRRT")
    rows = [
        [row[0], row[1], own[WHO[place] % 4], f"P{WHO[place]}", row[4]] for place, row in enumerate(listed())
    ]
    found = read_table(tmp_path, ("Order", "Date", "Company", "Contact", "Amount"), rows)
    assert (found.roles["customer"], found.customers) == ("Contact", BUYERS)
    assert (
        f"Company tells only 4 apart beside {BUYERS} of these, as the shop's own companies are" in found.said
    )
    assert "If Company says who bought: --map customer=Company" in found.said


def test_nor_is_the_code_of_one_in_the_books(tmp_path: Path) -> None:
    rows = [[row[0], row[1], f"{1000 + place % 6}", row[4]] for place, row in enumerate(listed())]
    with pytest.raises(ColumnsError) as refused:
        read_table(tmp_path, ("Order", "Date", "Company Code", "Amount"), rows)
    assert refused.value.cure.startswith("Company Code comes nearest")


def test_nor_is_whoever_made_what_was_sold(tmp_path: Path) -> None:
    """Each model is of one maker, and a contact bought it."""
    rows = [
        [f"F{row}", DAYS[row], f"M{who % 9}", f"Model {who}", f"P{row % PERSONS}", MONEY[row]]
        for row, who in enumerate(WHO)
    ]
    found = read_table(tmp_path, ("Order", "Date", "Company", "Item", "Contact", "Amount"), rows)
    assert (found.roles["customer"], found.customers) == ("Contact", PERSONS)


def test_a_company_that_private_persons_lack_leaves_the_contact(tmp_path: Path) -> None:
    rows = [[*row[:2], row[2] if place % 3 else "", *row[3:]] for place, row in enumerate(listed())]
    assert (
        read_table(tmp_path, ("Order", "Date", "Company", "Contact", "Amount"), rows).roles["customer"]
        == "Contact"
    )


@pytest.mark.parametrize("name", ["Order", "Orders", "Ordered", "Sold", "Bestellt", "Company Country"])
def test_what_was_ordered_is_nobody(name: str) -> None:
    assert "customer" not in name_roles(name).roles
