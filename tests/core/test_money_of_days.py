"""Money that is of no row: what a day cost stands on all its orders, and an order's currency on its first row only."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace


def notes_of(tmp_path: Path, lines: list[str]) -> str:
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return "\n".join(study.report.notes)


def test_the_other_rows_of_an_order_are_in_the_currency_of_its_first(tmp_path: Path) -> None:
    lines, worth = ["Order,Customer,Date,Product,Quantity,Price,Currency"], {"EUR": 0.0, "SEK": 0.0, "": 0.0}
    rows = dict.fromkeys(worth, 0)
    for order in range(60):
        currency = "" if order % 12 == 5 else "SEK" if order % 3 == 0 else "EUR"
        for line in range(1 + order % 3):
            price = 10 + (order * 7 + line * 3) % 20
            lines.append(
                f"{900 + order},C{order % 14},2024-{1 + order // 6:02}-{2 + order % 6:02},P{order % 4 + line},2,{price}.50,{'' if line else currency}"
            )
            rows[currency] += 1
            worth[currency] += 2 * (price + 0.5)
    said = notes_of(tmp_path, lines)
    assert (
        f"Currency holds 2 currencies: EUR {rows['EUR']} rows ({worth['EUR']:,.2f}), SEK {rows['SEK']} rows ({worth['SEK']:,.2f}),"
        f" and none on {rows['']} rows ({worth['']:,.2f})."
    ) in said


BASE = ("Transaction", "Customer", "Date", "Article")
DICE = random.Random(3)
SPENT = {day: 500 + 35 * DICE.randrange(40) for day in range(50)}
# Order, day, article, pieces, the price of one.
SALES = [
    (order, order // 4, article, DICE.choice((1, 1, 2, 3, 5)), 400 + 135 * article)
    for order in range(200)
    for article in DICE.sample(range(12), DICE.choice((1, 2, 3)))
]
TOTALS = {
    order: sum(pieces * price for own, _, _, pieces, price in SALES if own == order) for order in range(200)
}


def guess_of(*header: str, clock: bool = False) -> Guess:
    rows = []
    for order, day, article, pieces, price in SALES:
        said = {
            "Quantity": str(pieces), "Unit Price": f"{price / 100:.2f}", "Avg_Price": f"{price / 100:.2f}", "Amount": f"{pieces * price / 100:.2f}",
            "Online Spend": str(SPENT[day]), "Total": f"{TOTALS[order] / 100:.2f}",
        }  # fmt: skip
        moment = f" {9 + order % 9}:{order % 60:02}" if clock else ""
        base = (
            f"T{3000 + order}",
            f"C{order % 31}",
            f"2024-{1 + day // 25:02}-{1 + day % 25:02}{moment}",
            f"A{article}",
        )
        rows.append([*base, *(said[name] for name in header)])
    columns = [list(column) for column in zip(*rows, strict=True)]
    return guess_roles(profile_columns([*BASE, *header], columns), columns)


def money_of(guess: Guess) -> dict[str, str | None]:
    roles = ("quantity", "price", "amount", "order_total")
    return {str(role): found.column for role, found in guess.roles.items() if role in roles}


@pytest.mark.parametrize("clock", [False, True], ids=["days", "moments"])
@pytest.mark.parametrize("price", ["Unit Price", "Avg_Price"])
def test_what_all_orders_of_a_day_repeat_is_the_money_of_none(price: str, *, clock: bool) -> None:
    guess = guess_of("Quantity", price, "Online Spend", clock=clock)
    assert money_of(guess) == {"quantity": "Quantity", "price": price}
    (said,) = (note for note in guess.notes if note.startswith("Online Spend is the same"))
    assert f"Quantity x {price}" in said
    assert "--map 'amount=Online Spend'" in said


@pytest.mark.parametrize("money", ["Amount", "Total"])
def test_another_amount_counts_beside_the_money_of_a_day(money: str) -> None:
    found = money_of(guess_of("Online Spend", money))
    assert found == {"amount" if money == "Amount" else "order_total": money}


def test_where_nothing_else_is_money_that_of_a_day_counts_and_is_told() -> None:
    guess = guess_of("Online Spend")
    assert list(money_of(guess).values()) == ["Online Spend"]
    assert [note for note in guess.notes if "--map amount=-" in note or "--map order_total=-" in note]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("Quantity", "Avg_Price"), {"quantity": "Quantity", "price": "Avg_Price"}),
        (("Quantity", "Avg_Price", "Unit Price"), {"quantity": "Quantity", "price": "Unit Price"}),
        (("Quantity", "Avg_Price", "Amount"), {"quantity": "Quantity", "amount": "Amount"}),
        (("Quantity", "Unit Price", "Total"), {"quantity": "Quantity", "price": "Unit Price"}),
    ],
)
def test_an_average_price_counts_beside_a_quantity_where_no_other_column_is_money(
    header: Sequence[str], found: dict[str, str]
) -> None:
    guess = guess_of(*header)
    assert money_of(guess) == found
    assert any("is an average by its name" in note for note in guess.notes) is ("Avg_Price" in found.values())
