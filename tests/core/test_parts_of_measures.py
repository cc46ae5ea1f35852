"""Customers whose orders and money stand in parts: one part is not taken for all of it without a word."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles

DICE = random.Random(12)
WEB, SHOP, PHONE = ([DICE.randrange(9) for _ in range(150)] for _ in range(3))
ORDERS = ("NumWebPurchases", "NumStorePurchases", "NumPhonePurchases")
SPENT = ("MntTea", "MntCoffee", "MntProducts")
PARTS = {"Web": WEB, "Store": SHOP, "Phone": PHONE, "Tea": WEB, "Coffee": SHOP, "MntProducts": PHONE}


def cells_of(name: str) -> list[int]:
    for part, counts in PARTS.items():
        if part in name:
            return [37 * count + 5 for count in counts] if name.startswith(("Mnt", "Spend")) else counts
    whole: dict[str, Callable[[int, int, int], int]] = {
        "Total Purchases": lambda *parts: sum(parts),
        "Monetary": lambda *parts: 37 * sum(parts) + 15,
        "Z_Revenue": lambda *_: 11,
        "Revenue Net": lambda *parts: 30 * sum(parts) + 15,
        "NumAnywherePurchases": lambda *parts: sum(parts),
    }
    return [whole[name](*parts) for parts in zip(WEB, SHOP, PHONE, strict=True)]


def guess_of(*names: str) -> Guess:
    columns: list[list[str | None]] = [
        [str(400 + number) for number in range(150)], [str(3 + number * 7 % 90) for number in range(150)]
    ]  # fmt: skip
    columns += [[str(cell) for cell in cells_of(name)] for name in names]
    return guess_roles(profile_columns(["Customer ID", "Recency", *names], columns), columns)


def told(guess: Guess) -> list[str]:
    return [note for note in guess.notes if "looks like a part of it only" in note]


def test_parts_are_told_with_what_they_come_to() -> None:
    guess = guess_of(*ORDERS, *SPENT)
    assert guess.shape == "customers"
    orders, money = told(guess)
    assert orders.startswith("NumWebPurchases is taken for how often customers bought")
    assert "NumStorePurchases, NumPhonePurchases are called alike and left out" in orders
    assert f"comes to {sum(WEB):,}, and all of them to {sum(WEB + SHOP + PHONE):,}" in orders
    assert money.startswith("MntTea is taken for what customers spent")
    assert f"all of them to {37 * sum(WEB + SHOP + PHONE) + 5 * 450:,}" in money
    assert "--map monetary=COLUMN" in money


def test_a_constant_is_no_money_where_another_column_is_called_so() -> None:
    roles = guess_of("Total Purchases", "Z_Revenue", "Spend Tea").roles
    assert roles["monetary"].column == "Spend Tea"
    assert guess_of("Total Purchases", "Z_Revenue").roles["monetary"].column == "Z_Revenue"


@pytest.mark.parametrize(
    "names",
    [
        ("Total Purchases", *ORDERS, "Monetary", *SPENT),
        ("Total Purchases", "Monetary", "Revenue Net"),
    ],
    ids=["totals", "net"],
)
def test_what_is_all_of_it_is_no_part(names: tuple[str, ...]) -> None:
    assert not told(guess_of(*names))


def test_their_sum_is_offered_where_it_is_called_like_a_part() -> None:
    (said,) = told(guess_of(*ORDERS, "NumAnywherePurchases", "Monetary"))
    assert said.startswith("NumWebPurchases")
    assert "--map 'frequency=NumAnywherePurchases'" in said
    assert not told(guess_of("NumAnywherePurchases", *ORDERS, "Monetary"))
