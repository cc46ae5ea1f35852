"""Two prices side by side: old, full and struck-out ones give way to what customers paid, and the other one is said with what it would come to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

# What was asked before and after a discount, and how many were bought.
SOLD = [(10, 8, 2), (12.5, 10, 1), (12.5, 10, 1), (30, 22.5, 3), (10, 8, 4), (7.95, 5.95, 2)]
PAID = sum(after * pieces for _, after, pieces in SOLD)  # 147.40
ASKED = sum(before * pieces for before, _, pieces in SOLD)  # 190.90


def study_of(tmp_path: Path, names: Sequence[str], rows: Sequence[Sequence[float | str]]) -> Study:
    path = tmp_path / "sales.csv"
    lines = [
        ";".join((f"o{number}", f"2024-0{1 + number}-05", f"C{number % 3}", f"P{number}", *map(str, row)))
        for number, row in enumerate(rows)
    ]
    path.write_text(
        "\n".join((f"Order;Date;Customer;Product;{';'.join(names)}", *lines)) + "\n", encoding="utf-8"
    )
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def prices(tmp_path: Path, before: str, after: str, *, swapped: bool) -> Study:
    if swapped:
        return study_of(tmp_path, (after, before, "Quantity"), [(row[1], row[0], row[2]) for row in SOLD])
    return study_of(tmp_path, (before, after, "Quantity"), SOLD)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Van prijs", "Prijs"),
        ("Van-prijs", "Voor-prijs"),
        ("Oude prijs", "Nieuwe prijs"),
        ("Prezzo pieno", "Prezzo scontato"),
        ("Prezzo", "Prezzo scontato"),
        ("Preço de", "Preço por"),
        ("PVP", "Preço"),
        ("Ancien prix", "Nouveau prix"),
        ("Was price", "Now price"),
        ("Full price", "Discounted price"),
        ("Brutoprijs", "Nettoprijs"),
        ("Bruttopreis", "Preis"),
        ("Gross price", "Price"),
        ("Price before discount", "Price after discount"),
        ("Prix avant remise", "Prix après remise"),
        ("Preis vor Rabatt", "Preis nach Rabatt"),
        ("Prijs voor korting", "Prijs na korting"),
        ("Prezzo prima dello sconto", "Prezzo dopo lo sconto"),
        ("Precio antes de descuento", "Precio después de descuento"),
    ],
)
def test_what_was_paid_is_the_price_and_the_other_is_said_with_its_result(
    tmp_path: Path, before: str, after: str, swapped: bool
) -> None:
    with prices(tmp_path, before, after, swapped=swapped) as study:
        assert study.columns.roles["price"].column == after
        assert "discount" not in study.columns.roles
        assert float(study.report.revenue or 0) == pytest.approx(PAID)
        (said,) = [note for note in study.report.notes if note.startswith("Several columns could say")]
        assert (
            f"{after} was taken, and not {before}. On the rows looked at that comes to {PAID:,.2f}, and"
            in said
        )
        assert f"by {before} it would to {ASKED:,.2f}" in said
        assert f"price={before}" in said
        assert not any("discounts" in note for note in study.report.notes)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Amount before discount", "Amount after discount"),
        ("Totale prima dello sconto", "Totale dopo lo sconto"),
    ],
)
def test_an_amount_after_a_discount_is_one(tmp_path: Path, before: str, after: str, swapped: bool) -> None:
    names, rows = (before, after), [row[:2] for row in SOLD]
    if swapped:
        names, rows = (after, before), [(row[1], row[0]) for row in SOLD]
    with study_of(tmp_path, names, rows) as study:
        assert float(study.report.revenue or 0) == pytest.approx(sum(row[1] for row in SOLD))


def test_a_gross_price_with_a_tax_in_it_is_no_struck_out_price(tmp_path: Path) -> None:
    rows = [(round(after * 1.21, 2), after, pieces) for _, after, pieces in SOLD]
    with study_of(tmp_path, ("Gross price", "Net price", "Quantity"), rows) as study:
        assert study.columns.roles["price"].column == "Gross price"
        assert any("Gross price was taken, and not Net price" in note for note in study.report.notes)


def test_a_price_that_stands_only_where_goods_were_reduced_does_not_replace_the_price(tmp_path: Path) -> None:
    rows = [
        (before, after if number % 2 else "", pieces) for number, (before, after, pieces) in enumerate(SOLD)
    ]
    with study_of(tmp_path, ("Price", "Discounted price", "Quantity"), rows) as study:
        assert study.columns.roles["price"].column == "Price"


def test_an_old_price_alone_is_the_price_all_the_same(tmp_path: Path) -> None:
    rows = [(before, pieces) for before, _, pieces in SOLD]
    with study_of(tmp_path, ("Old price", "Quantity"), rows) as study:
        assert float(study.report.revenue or 0) == pytest.approx(ASKED)


@pytest.mark.parametrize(("given", "said"), [("0.00", False), ("", False), ("1.50", True)])
def test_discounts_that_are_all_nothing_need_no_word(tmp_path: Path, given: str, said: bool) -> None:
    rows = [(after, given if number == 2 else "0.00") for number, (_, after, _) in enumerate(SOLD)]
    with study_of(tmp_path, ("Amount", "Discount"), rows) as study:
        assert any("were not taken off" in note for note in study.report.notes) == said
