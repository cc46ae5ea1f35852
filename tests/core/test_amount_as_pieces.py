"""An `Amount` that counts pieces beside a price: taken as the quantity, and left alone where it is money."""

from __future__ import annotations

import random
from collections.abc import Callable
from math import prod

import pytest

from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles

ROWS = 240
DICE = random.Random(5)
GOODS = [DICE.randrange(20) for _ in range(ROWS)]
PIECES = [DICE.choice((1, 1, 1, 2, 2, 3, 4, 6)) for _ in range(ROWS)]
EXACT = [round(8.15 + 3.27 * good, 2) for good in range(20)]
ROUND = [9 + 4 * good for good in range(20)]
CHEAP = [round(0.09 + 0.04 * good, 2) for good in range(20)]
MONEY = ("quantity", "price", "amount")


def guess_of(
    amount: str, amounts: list[float], price: str, prices: list[float], goods: str = "Product"
) -> Guess:
    header = ["Order", "Customer", "Date", goods, amount, price]
    rows = [
        [str(7000 + number // 2), f"C{100 + number // 2 * 7 % 41}", f"2024-{1 + number // 24:02}-{1 + number // 2 % 12:02}", f"Thing {good}"]
        for number, good in enumerate(GOODS)
    ]  # fmt: skip
    cells = [[*row, f"{one:g}", f"{each:.10g}"] for row, one, each in zip(rows, amounts, prices, strict=True)]
    columns = [list(column) for column in zip(*cells, strict=True)]
    return guess_roles(profile_columns(header, columns), columns)


def money_of(guess: Guess) -> dict[str, str | None]:
    return {str(role): found.column for role, found in guess.roles.items() if role in MONEY}


def by_row(amounts: list[float], prices: list[float]) -> str:
    return f"{sum(map(prod, zip(amounts, prices, strict=True))):,.2f}"


@pytest.mark.parametrize("price", ["Unit Price", "Price", "Prijs"])
@pytest.mark.parametrize("prices", [EXACT, ROUND], ids=["cents", "whole"])
def test_an_amount_too_small_to_be_money_counts_pieces(price: str, prices: list[float]) -> None:
    pieces, each = [float(piece) for piece in PIECES], [prices[good] for good in GOODS]
    guess = guess_of("Amount", pieces, price, each)
    assert money_of(guess) == {"quantity": "Amount", "price": price}
    (said,) = (note for note in guess.notes if note.startswith("Amount holds"))
    assert by_row(pieces, each) in said
    assert f"{sum(PIECES):,.2f}" in said
    assert "--map 'amount=Amount'" in said


def test_pieces_taken_back_count_below_zero_and_boxes_of_several_count_too() -> None:
    back = [-float(piece) if number % 17 == 0 else float(piece) for number, piece in enumerate(PIECES)]
    each = [EXACT[good] for good in GOODS]
    assert money_of(guess_of("Amount", back, "Price", each))["quantity"] == "Amount"
    boxes = [6.0 * min(piece, 2) for piece in PIECES]
    assert money_of(guess_of("Amount", boxes, "Price", [40 + one for one in each]))["quantity"] == "Amount"


def test_a_price_that_grows_with_the_pieces_is_the_total_of_the_line() -> None:
    pieces = [float(piece) for piece in PIECES]
    worth = [piece * ROUND[good] for piece, good in zip(PIECES, GOODS, strict=True)]
    guess = guess_of("AMOUNT", pieces, "SALES_PRICE", [float(one) for one in worth], "PRODUCT_ID")
    assert money_of(guess) == {"quantity": "AMOUNT", "amount": "SALES_PRICE"}
    (said,) = (note for note in guess.notes if note.startswith("AMOUNT holds"))
    assert f"{sum(worth):,.2f}" in said
    assert "--map 'price=SALES_PRICE'" in said


def test_totals_of_lines_of_nobody_knows_what_are_offered() -> None:
    worth = [piece * EXACT[good] for piece, good in zip(PIECES, GOODS, strict=True)]
    guess = guess_of("Amount", [float(piece) for piece in PIECES], "Price", worth, "Remark")
    assert money_of(guess)["amount"] == "Amount"
    (said,) = (note for note in guess.notes if note.startswith("Amount holds"))
    assert f"{sum(worth):,.2f}: --map 'amount=Price'" in said


def test_pieces_of_what_is_cheap_are_said_where_they_are_not_sure() -> None:
    pieces, each = [float(piece) for piece in PIECES], [CHEAP[good] for good in GOODS]
    guess = guess_of("Amount", pieces, "Price", each)
    assert money_of(guess) == {"amount": "Amount", "price": "Price"}
    (said,) = (note for note in guess.notes if note.startswith("Amount holds"))
    assert by_row(pieces, each) in said
    assert "--map 'quantity=Amount'" in said


Made = Callable[[int, int], float]
OF_MONEY: dict[str, tuple[Made, Made]] = {
    "the total of a line": (lambda pieces, good: round(pieces * EXACT[good], 2), lambda _, good: EXACT[good]),
    "a whole total of a line": (lambda pieces, good: pieces * ROUND[good], lambda _, good: ROUND[good]),
    "a total of what costs one": (lambda pieces, good: pieces * (1 + good % 3), lambda _, good: 1 + good % 3),
    "what is left of a list price": (lambda _, good: 1 + good // 2, lambda _, good: 2 + good),
    "pieces in other words": (lambda pieces, good: pieces + 0.25 * (good % 4), lambda _, good: EXACT[good]),
}


@pytest.mark.parametrize("kind", OF_MONEY)
def test_an_amount_of_money_stays_one(kind: str) -> None:
    amount, price = OF_MONEY[kind]
    sold = list(zip(PIECES, GOODS, strict=True))
    guess = guess_of("Amount", [amount(*one) for one in sold], "Price", [price(*one) for one in sold])
    assert money_of(guess)["amount"] == "Amount"
    assert not [note for note in guess.notes if note.startswith("Amount holds")]
