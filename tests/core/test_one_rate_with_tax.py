"""Discounts of one single rate with tax on top: rows without a discount, or the tax itself, tell that it is taken off already."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from tests.support.planted import write_cells

CENT = Decimal("0.01")
BASE = ("Numero", "Data documento", "Cliente", "Codice articolo", "Q.tà", "Prezzo unit.")


@dataclass(frozen=True)
class Sale:
    number: int
    article: int
    pieces: int
    price: Decimal
    percent: int
    vat: int

    @property
    def gross(self) -> Decimal:
        return self.pieces * self.price

    @property
    def net(self) -> Decimal:
        return (self.gross * (100 - self.percent) / 100).quantize(CENT)

    @property
    def tax(self) -> Decimal:
        return (self.net * self.vat / 100).quantize(CENT)

    @property
    def gross_with_tax(self) -> Decimal:
        """What the row would cost if nobody took the discount off."""
        return (self.gross * (100 + self.vat) / 100).quantize(CENT)


def sold(percents: Sequence[int] = (0, 0, 10), vats: Sequence[int] = (22,)) -> list[Sale]:
    dice = random.Random(11)
    prices = [Decimal(dice.randrange(400, 9000)) * CENT for _ in range(12)]
    sales = []
    for number in range(240):
        article = dice.randrange(12)
        percent, pieces = dice.choice(percents), dice.choice((1, 1, 2, 3, 6))
        sales.append(Sale(number, article, pieces, prices[article], percent, vats[article % len(vats)]))
    return sales


def base(sale: Sale) -> tuple[str, ...]:
    day = f"{1 + sale.number // 3 % 28:02}/{1 + sale.number // 84:02}/2024"
    price = f"{sale.price}".replace(".", ",")
    return (
        str(1001 + sale.number // 2),
        day,
        f"K{sale.number // 2 % 31}",
        f"A{sale.article}",
        str(sale.pieces),
        price,
    )


def written(money: Decimal) -> str:
    return f"{money:.2f}".replace(".", ",")


def said_of_discounts(
    folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]], discount: str = "ignore"
) -> tuple[str, float]:
    """What is said of the discounts, and the revenue."""
    path = write_cells(folder / "fatture.csv", [tuple(row) for row in rows], (*BASE, *header))
    with Study(Recipe().with_values([("customers.discount", discount)]), [path]) as study:
        said = [note for note in study.report.notes if note.startswith("The discounts in ")]
        return " ".join(said), float(study.report.revenue or 0)


@pytest.mark.parametrize("blank", ["", "0"])
@pytest.mark.parametrize("with_net", [True, False])
def test_rows_without_the_discount_show_the_tax_alone(tmp_path: Path, blank: str, with_net: bool) -> None:
    sales = sold()
    rows = [
        (
            *base(sale),
            str(sale.percent or blank),
            *([written(sale.net), written(sale.tax)] if with_net else []),
            written(sale.net + sale.tax),
        )
        for sale in sales
    ]
    header = ("Sc. %", *(("Imponibile", "Imposta") if with_net else ()), "Totale riga")
    said, revenue = said_of_discounts(tmp_path, header, rows)
    assert "Totale riga is Q.tà x Prezzo unit. less the discount and times 1.22 on 100 % of the rows" in said
    assert "--set customers.discount=percent" not in said
    assert revenue == pytest.approx(float(sum(sale.net + sale.tax for sale in sales)))


@pytest.mark.parametrize("vats", [(22,), (22, 4, 10)])
def test_they_are_not_said_to_differ_from_what_they_are_made_of(tmp_path: Path, vats: Sequence[int]) -> None:
    rows = [
        (*base(sale), str(sale.percent or ""), written(sale.tax), written(sale.net + sale.tax))
        for sale in sold(vats=vats)
    ]
    path = write_cells(tmp_path / "fatture.csv", rows, (*BASE, "Sc. %", "Imposta", "Totale riga"))
    with Study(Recipe(), [path]) as study:
        assert not any("Totale riga is not" in note for note in study.report.notes)


def test_taking_it_off_once_more_is_said(tmp_path: Path) -> None:
    rows = [(*base(sale), str(sale.percent or ""), written(sale.net + sale.tax)) for sale in sold()]
    said, _ = said_of_discounts(tmp_path, ("Sc. %", "Totale riga"), rows, "percent")
    assert "customers.discount=percent takes them off a second time" in said


@pytest.mark.parametrize(("percents", "vats"), [((0, 0, 10), (22,)), ((10,), (22,)), ((10,), (22, 4, 10))])
def test_totals_that_still_hold_it_are_not_said_to_be_without(
    tmp_path: Path, percents: Sequence[int], vats: Sequence[int]
) -> None:
    rows = [
        (
            *base(sale),
            str(sale.percent or ""),
            written(sale.gross_with_tax - sale.gross),
            written(sale.gross_with_tax),
        )
        for sale in sold(percents, vats)
    ]
    said, _ = said_of_discounts(tmp_path, ("Sc. %", "Imposta", "Totale riga"), rows)
    assert "were not taken off" in said
    assert "already:" not in said


def test_one_rate_on_every_row_without_a_column_of_tax_is_left_open(tmp_path: Path) -> None:
    """Ten off and twenty-two on top is nearly as much as ten on top."""
    rows = [(*base(sale), "10", written(sale.net + sale.tax)) for sale in sold((10,))]
    said, _ = said_of_discounts(tmp_path, ("Sc. %", "Totale riga"), rows)
    assert "already:" not in said


@pytest.mark.parametrize("percents", [(0, 0, 10), (10,), (0, 5, 10, 15)])
@pytest.mark.parametrize("vats", [(22,), (22, 4, 10)])
@pytest.mark.parametrize("tax", ["money", "percent", "fraction"])
def test_a_tax_that_stands_beside_shows_it_whatever_its_rates(
    tmp_path: Path, percents: Sequence[int], vats: Sequence[int], tax: str
) -> None:
    sales = sold(percents, vats)
    rows = [
        (
            *base(sale),
            str(sale.percent or ""),
            {"money": written(sale.tax), "percent": str(sale.vat), "fraction": f"0,{sale.vat:02}"}[tax],
            written(sale.net + sale.tax),
        )
        for sale in sales
    ]
    name = "Imposta" if tax == "money" else "Aliquota IVA"
    said, revenue = said_of_discounts(tmp_path, ("Sc. %", name, "Totale riga"), rows)
    on_top = "times 1.22" if len(vats) == 1 and percents != (10,) else f"with {name} on top"
    assert f"Totale riga is Q.tà x Prezzo unit. less the discount and {on_top} on 100 % of the rows" in said
    assert revenue == pytest.approx(float(sum(sale.net + sale.tax for sale in sales)))


def test_a_tax_as_large_as_the_discount_does_not_take_it_off(tmp_path: Path) -> None:
    """The amount is from before the discount, and less the tax it only looks as if it were after it."""
    rows = [(*base(sale), "20", written(sale.gross / 5), written(sale.gross)) for sale in sold((20,), (20,))]
    said, _ = said_of_discounts(tmp_path, ("Sc. %", "di cui IVA", "Totale riga"), rows)
    assert "already:" not in said
