"""The same share off on every row: what it is taken off is not taken for what is left of it and a tax on top."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pytest

from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles
from tests.support.discounted import CENT, Discounted

BASE = ("Order ID", "Customer ID", "Order Date", "SKU")


@dataclass(frozen=True)
class Sale(Discounted):
    number: int
    article: int
    pieces: int
    price: Decimal
    percent: int

    @property
    def taxed(self) -> Decimal:
        return (self.net * Decimal("1.21")).quantize(CENT)


COLUMNS: dict[str, Callable[[Sale], object]] = {
    "pieces": lambda sale: sale.pieces,
    "price": lambda sale: sale.price,
    "gross": lambda sale: sale.gross,
    "off": lambda sale: sale.off,
    "below": lambda sale: -sale.off,
    "net": lambda sale: sale.net,
    "taxed": lambda sale: sale.taxed,
    "tax": lambda sale: sale.taxed - sale.net,
}


def guess_of(header: Sequence[tuple[str, str]], percents: Sequence[int]) -> Guess:
    dice = random.Random(8)
    prices = [Decimal(dice.randrange(500, 9000)) * CENT for _ in range(15)]
    rows = []
    for number in range(210):
        article, percent = dice.randrange(15), dice.choice(percents)
        sale = Sale(number, article, dice.choice((1, 1, 2, 3, 5)), prices[article], percent)
        base = (f"B{4000 + number // 2}", f"K{number // 2 * 5 % 37}", f"2024-{1 + number // 24:02}-{1 + number // 2 % 12:02}", f"A{article}")  # fmt: skip
        rows.append([*base, *(str(COLUMNS[what](sale)) for _, what in header)])
    columns = [list(column) for column in zip(*rows, strict=True)]
    return guess_roles(profile_columns([*BASE, *(name for name, _ in header)], columns), columns)


def worth(guess: Guess) -> str | None:
    return guess.roles["amount"].column


NET = [
    [("Quantity", "pieces"), ("Unit Price", "price"), ("Gross Amount", "gross"), ("Discount", "off"), ("Net Amount", "net")],
    [("Quantity", "pieces"), ("Sales", "gross"), ("Order Item Discount", "off"), ("Net Amount", "net"), ("Product Price", "price")],
    [("Aantal", "pieces"), ("Prijs", "price"), ("Bedrag", "gross"), ("Korting", "below"), ("Netto bedrag", "net")],
]  # fmt: skip


@pytest.mark.parametrize("percents", [(10,), (25,), (0, 10)], ids=["ten", "quarter", "some"])
@pytest.mark.parametrize("header", NET, ids=lambda header: str(header[-1][0]))
def test_what_is_left_counts_beside_what_it_is_left_of(
    header: list[tuple[str, str]], percents: tuple[int, ...]
) -> None:
    guess = guess_of(header, percents)
    assert worth(guess) == next(name for name, what in header if what == "net")
    (said,) = (note for note in guess.notes if "taken off already" in note)
    assert "times" not in said


@pytest.mark.parametrize("percents", [(10,), (20,), (0, 20)], ids=["ten", "fifth", "some"])
@pytest.mark.parametrize(
    "names", [("Menge", "Einzelpreis", "Rabatt", "Betrag"), ("Quantity", "Price", "Discount Amount", "Sales")]
)
def test_nothing_is_said_to_be_taken_off_where_the_money_is_quantity_times_price(
    names: tuple[str, ...], percents: tuple[int, ...]
) -> None:
    guess = guess_of(list(zip(names, ("pieces", "price", "off", "gross"), strict=True)), percents)
    assert worth(guess) == names[-1]
    assert [note for note in guess.notes if "look like money" in note]
    assert not [note for note in guess.notes if "taken off already" in note]


def test_a_tax_still_shows_by_rows_without_a_discount_or_by_its_column() -> None:
    header = [("Quantity", "pieces"), ("Unit Price", "price"), ("Discount", "off"), ("Total", "taxed")]
    (said,) = (note for note in guess_of(header, (0, 0, 10)).notes if "taken off already" in note)
    assert "times 1.21" in said
    header.insert(3, ("Tax", "tax"))
    (said,) = (note for note in guess_of(header, (10,)).notes if "taken off already" in note)
    assert "with Tax on top" in said
