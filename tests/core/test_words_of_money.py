"""Names of amounts without tax, and what discounts are shortened to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

FIRST = date(2024, 1, 1)
PIECES = [1 + number % 4 for number in range(60)]
PRICES = [10.35 + 3 * (number % 9) for number in range(60)]
WORTH = [round(pieces * price, 2) for pieces, price in zip(PIECES, PRICES, strict=True)]


def study_of(tmp_path: Path, header: str, rows: Sequence[str]) -> Study:
    path = tmp_path / "sales.csv"
    opened = [
        f"F{1000 + number};{FIRST + timedelta(number)};C{number % 7};Mug {PRICES[number]};{row}"
        for number, row in enumerate(rows)
    ]
    path.write_text("\n".join((f"order;date;customer;item;{header}", *opened)) + "\n", encoding="utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


@pytest.mark.parametrize(
    ("net", "tax", "gross"),
    [
        ("Imponibile", "IVA", "Totale"),
        ("Imponibile €", "IVA", "Totale ivato"),
        ("Base imponible", "Cuota IVA", "Total"),
        ("Base tributável", "IVA", "Total"),
        ("Base HT", "TVA", "Total TTC"),
        ("Bemessungsgrundlage", "MwSt", "Gesamt"),
        ("Valor s/ IVA", "IVA", "Valor c/ IVA"),
        ("Importe sin IVA", "Cuota IVA", "Importe con IVA"),
        ("Betrag o. MwSt.", "MwSt.", "Betrag m. MwSt."),
        ("Bedrag zonder btw", "btw", "Bedrag met btw"),
        ("Total w/o VAT", "VAT", "Total w/ VAT"),
        ("Montant hors taxes", "Taxes", "Net à payer"),
    ],
)
def test_what_a_tax_is_reckoned_on_is_the_amount_without_it(
    tmp_path: Path, net: str, tax: str, gross: str
) -> None:
    rows = [f"{worth:.2f};{worth * 0.2:.2f};{worth * 1.2:.2f}" for worth in WORTH]
    with study_of(tmp_path, f"{net};{tax};{gross}", rows) as study:
        assert study.columns.roles["amount"].column == net
        assert study.report.revenue == pytest.approx(sum(WORTH))
        found = [note for note in study.report.notes if note.startswith("Several columns could say")]
        assert len(found) == 1
        assert f"{net} was taken, and not {gross}" in found[0]


@pytest.mark.parametrize(
    "name",
    [
        "Sales Tax",
        "Total tax",
        "Tax w/o discount",
        "C. IVA",
        "Steuersumme",
        "Reste à payer",
        "Nog te betalen",
    ],
)
def test_a_tax_itself_and_what_is_still_to_be_paid_are_no_amounts(name: str) -> None:
    assert not name_roles(name).roles.keys() & {"amount", "order_total", "price"}


def test_a_base_price_is_still_the_price_of_a_piece(tmp_path: Path) -> None:
    rows = [f"{pieces};{price};{price}" for pieces, price in zip(PIECES, PRICES, strict=True)]
    with study_of(tmp_path, "quantity;price;Base", rows) as study:
        assert study.columns.roles["price"].column == "price"
        assert Asked(study).revenue == pytest.approx(sum(WORTH))


@pytest.mark.parametrize(
    "name",
    [
        "Dto.", "Dto", "Dto %", "% Dto", "Dto. (%)", "Dcto", "Dcto.", "Dscto", "Desc. %", "% Desc.", "Desc %", "Rab. %", "Rem. %", "% rem",
        "Sc. %", "% sc.", "Kort. %", "Desc.", "Dto línea",
    ],
)  # fmt: skip
def test_shortened_discounts_are_understood(name: str) -> None:
    assert "discount" in name_roles(name).roles


@pytest.mark.parametrize(
    "name", ["Sc.", "Rem.", "Rab.", "Kort", "Description", "Descripción", "Sc. no", "Rem"]
)
def test_names_that_are_too_short_for_a_discount_are_not(name: str) -> None:
    assert "discount" not in name_roles(name).roles


@pytest.mark.parametrize("name", ["Desc.", "Desc", "desc"])
def test_values_tell_whether_it_is_a_discount_or_a_description(tmp_path: Path, name: str) -> None:
    figures = [
        f"{pieces};{price};{(0, 10, 20)[number % 3]}"
        for number, (pieces, price) in enumerate(zip(PIECES, PRICES, strict=True))
    ]
    with study_of(tmp_path, f"quantity;price;{name}", figures) as study:
        assert study.columns.roles["discount"].column == name
        assert any("look like percentages" in note for note in study.report.notes)
    words = [row.rpartition(";")[0] + f";Blue mug no {number % 5}" for number, row in enumerate(figures)]
    with study_of(tmp_path, f"quantity;price;{name}", words) as study:
        assert "discount" not in study.columns.roles


@pytest.mark.parametrize("name", ["Dto.", "% Dto", "Rem. %", "Kort. %"])
def test_a_shortened_discount_that_is_taken_off_already_is_told(tmp_path: Path, name: str) -> None:
    offs = [(0, 10, 20)[number % 3] for number in range(60)]
    rows = [
        f"{pieces};{price};{off};{worth * (100 - off) / 100:.2f}"
        for pieces, price, off, worth in zip(PIECES, PRICES, offs, WORTH, strict=True)
    ]
    with study_of(tmp_path, f"quantity;price;{name};amount", rows) as study:
        assert study.columns.roles["discount"].column == name
        assert any(f"The discounts in {name} are taken off already" in note for note in study.report.notes)
