"""What customers were charged counts, and not what they have paid of it; and what was done to goods is money only where its numbers are."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

FIRST = date(2023, 1, 2)


def study_of(tmp_path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Study:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(";".join(map(str, row)) for row in (header, *rows)) + "\n", encoding="utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def invoices() -> list[tuple[str, int, str, float, float]]:
    """Customer, number, date, what was charged, and what was paid: half of it on every sixth."""
    chance = random.Random(11)
    rows = []
    for number in range(180):
        charged = round(chance.uniform(8, 700), 2)
        paid = round(charged / 2, 2) if number % 6 == 0 else charged
        day = FIRST + timedelta(3 * number)
        rows.append((f"C{chance.randrange(1000, 1030)}", 60_001 + number, day.isoformat(), charged, paid))
    return rows


INVOICES = invoices()
CHARGED = round(sum(row[3] for row in INVOICES), 2)
PAID = round(sum(row[4] for row in INVOICES), 2)


@pytest.mark.parametrize(
    ("charged", "paid"),
    [
        ("Charge", "Insurance paid"),
        ("Charges", "Paid"),
        ("Billed", "Paid"),
        ("Invoiced", "Amount paid"),
        ("Amount due", "Amount paid"),
        ("Amount charged", "Amount paid"),
        ("Invoice", "Paid"),
        ("Facturé", "Réglé"),
        ("Montant facturé", "Montant réglé"),
        ("Gefactureerd", "Betaald"),
        ("Fakturiert", "Bezahlt"),
        ("Faktura", "Bezahlt"),
        ("Facturado", "Pagado"),
        ("Fatturato", "Pagato"),
        ("Faturado", "Pago"),
    ],
)
def test_what_was_charged_counts_and_what_was_paid_is_said_beside_it(
    tmp_path: Path, charged: str, paid: str
) -> None:
    with study_of(tmp_path, ("Customer", "Number", "Date", charged, paid), INVOICES) as study:
        assert study.columns.roles["amount"].column == charged
        assert study.report.revenue == pytest.approx(CHARGED)
        (note,) = [note for note in study.report.notes if "what customers were charged" in note]
        assert f"{CHARGED:,.2f}" in note
        assert f"{paid} {PAID:,.2f}" in note
        assert f"amount={paid}" in note


def test_what_several_have_paid_is_said_of_each(tmp_path: Path) -> None:
    rows = [(*row[:3], row[3], round(row[4] * 0.7, 2), round(row[4] * 0.2, 2)) for row in INVOICES]
    header = ("Patient", "Claim", "Visit date", "Charge", "Insurance paid", "Patient paid")
    with study_of(tmp_path, header, rows) as study:
        assert study.columns.roles["amount"].column == "Charge"
        insured, own = (sum(row[place] for row in rows) for place in (4, 5))
        said = f"Insurance paid {insured:,.2f} and Patient paid {own:,.2f}"
        assert said in " ".join(study.report.notes)


def test_what_is_still_due_is_not_what_was_charged(tmp_path: Path) -> None:
    rows = [(*row[:3], round(row[3] - row[4], 2), row[4]) for row in INVOICES]
    with study_of(tmp_path, ("Customer", "Number", "Date", "Amount due", "Amount paid"), rows) as study:
        assert study.columns.roles["amount"].column == "Amount paid"


def test_the_same_money_charged_and_paid_needs_no_word(tmp_path: Path) -> None:
    rows = [(*row[:4], row[3]) for row in INVOICES]
    with study_of(tmp_path, ("Customer", "Number", "Date", "Invoiced", "Paid"), rows) as study:
        assert study.columns.roles["amount"].column == "Invoiced"
        assert "what customers were charged" not in " ".join(study.report.notes)


def test_what_was_invoiced_in_all_is_the_money_of_a_customer() -> None:
    assert name_roles("Total facturé").roles["monetary"].fits >= 0.5


def test_a_german_charge_is_a_lot_beside_pieces_and_a_price(tmp_path: Path) -> None:
    rows = [
        (row[0], row[1], row[2], f"A{place % 9}", 1 + place % 4, row[3], 40_120 + place % 37)
        for place, row in enumerate(INVOICES)
    ]
    header = ("Kunde", "Beleg", "Datum", "Artikel", "Menge", "Preis", "Charge")
    with study_of(tmp_path, header, rows) as study:
        assert "amount" not in study.columns.roles
        assert Asked(study).revenue == pytest.approx(sum(row[4] * row[5] for row in rows))


@pytest.mark.parametrize(
    ("counted", "other"), [("Delivered", "Ordered"), ("Shipped", "Bought"), ("Geliefert", "Verkauft")]
)
def test_what_was_done_to_goods_counts_them_beside_a_price(tmp_path: Path, counted: str, other: str) -> None:
    rows = [
        (row[0], row[1], row[2], f"A{place % 9}", 1 + place % 6, 1 + place % 6, row[3])
        for place, row in enumerate(INVOICES)
    ]
    header = ("Customer", "Invoice", "Date", "Item", counted, other, "Price")
    with study_of(tmp_path, header, rows) as study:
        assert "amount" not in study.columns.roles
        assert Asked(study).revenue == pytest.approx(sum(row[4] * row[6] for row in rows))


def test_what_was_sold_is_pieces_or_money_by_its_numbers(tmp_path: Path) -> None:
    header = ("Customer", "Invoice", "Date", "Sold")
    counts = [(*row[:3], 1 + place % 5) for place, row in enumerate(INVOICES)]
    with study_of(tmp_path, header, counts) as study:
        assert study.columns.roles["quantity"].column == "Sold"
        assert "amount" not in study.columns.roles
    money = [row[:4] for row in INVOICES]
    with study_of(tmp_path, header, money) as study:
        assert study.columns.roles["amount"].column == "Sold"


def test_a_flag_of_what_was_shipped_counts_nothing(tmp_path: Path) -> None:
    rows = [(*row[:4], place % 2) for place, row in enumerate(INVOICES)]
    with study_of(tmp_path, ("Customer", "Invoice", "Date", "Amount", "Shipped"), rows) as study:
        assert "quantity" not in study.columns.roles
        assert Asked(study).revenue == pytest.approx(CHARGED)
