"""The lists of SAP, with their headings as its windows shorten them: kinds of invoices, and who ordered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.columns.words import read_name
from tests.support.sold_to import BUYERS, CENTS, DAYS, MONEY, ROWS, WHO, name_of, number_of, read_table

KINDS = ["FkArt", "FKART", "FkArt.", "Fakt.Art", "Fakturaart", "Fkt.Art", "Bill.Type", "BillT"]
CREDITED = 12.50


@pytest.mark.parametrize("kind", KINDS)
def test_credit_notes_are_told_by_their_kind(tmp_path: Path, kind: str) -> None:
    rows: list[list[object]] = [
        [f"9{row:07}", "F2", DAYS[row], number_of(who), 1, MONEY[row]] for row, who in enumerate(WHO)
    ]
    rows.append(["99999999", "G2", DAYS[-1] + timedelta(days=1), number_of(WHO[0]), 1, f"-{CREDITED:.2f}"])
    found = read_table(tmp_path, ("Faktura", kind, "Datum", "Kunde", "Menge", "Nettowert"), rows)
    assert found.roles["cancelled"] == kind
    assert found.revenue == pytest.approx(sum(CENTS) / 100)
    assert found.figures.report.net == pytest.approx(sum(CENTS) / 100 - CREDITED)


@pytest.mark.parametrize("kind", ["AufArt", "Auftr.art", "AUART", "VArt", "Bestellart", "SaTy"])
def test_kinds_of_orders_are_no_products(kind: str) -> None:
    assert read_name(kind).concepts == {"order", "type"}


@pytest.mark.parametrize(
    "buyer", ["Auftr.geb.", "AuftrGeb", "Auftragg.", "Auftraggeber", "Sold-to pt", "KUNAG"]
)
def test_who_ordered_comes_before_a_name(tmp_path: Path, buyer: str) -> None:
    rows = [
        [f"9{row:07}", "F2", DAYS[row], number_of(who), name_of(who), MONEY[row]]
        for row, who in enumerate(WHO)
    ]
    found = read_table(tmp_path, ("Faktura", "FkArt", "Fakturadat", buyer, "Name 1", "Nettowert"), rows)
    assert (found.roles["customer"], found.customers, found.orders) == (buyer, BUYERS, ROWS)
    assert "there is no customer id" not in found.said


@pytest.mark.parametrize("name", ["Geb.", "Geb.dat.", "Geb. Datum", "Geburtsdatum"])
def test_a_birth_stays_one(name: str) -> None:
    assert "birth" in read_name(name).concepts


@pytest.mark.parametrize("name", ["VkOrg", "VKORG", "VTWeg", "Sparte", "SPART", "VkBür", "VkGrp"])
def test_those_who_sell_are_nobody(name: str) -> None:
    reading = read_name(name)
    assert reading.concepts
    assert not name_roles(name).roles


@pytest.mark.parametrize("name", ["Warenempf.", "WarenEmpf", "Ship-to pt", "Rechn.empf.", "Regulierer"])
def test_who_gets_or_pays_comes_behind_who_ordered(name: str) -> None:
    assert name_roles(name).roles["customer"].fits < name_roles("Auftr.geb.").roles["customer"].fits
