"""A column called a rate beside what a row is worth: the price of one of something where that makes the money, and else the share of something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.evidence import Column
from core.columns.multiplying import is_about, is_product
from core.columns.naming import Role
from core.columns.telling_words import RATES
from core.columns.unit_prices import units_of_price
from core.columns.words import name_words

# Where it makes the money on so few rows, it does so by chance.
BY_CHANCE = 0.05


def drop_rate(chosen: dict[Role, int], table: Sequence[Column]) -> None:
    """Drop from `chosen` a price that is only called a rate and makes no row's money: rows with a tax of nothing are sales too."""
    if "price" not in chosen:
        return
    price = table[chosen["price"]]
    name = price.profile.name
    if RATES.isdisjoint(name_words(name)) or units_of_price(name):
        return
    money = next((table[chosen[role]] for role in ("amount", "order_total") if role in chosen), None)
    if money is not None and not _makes(price, money, chosen, table):
        del chosen["price"]


def _makes(price: Column, money: Column, chosen: Mapping[Role, int], table: Sequence[Column]) -> bool:
    """Whether money is so many times the price, with one tax on top or on more rows than it is by chance."""
    quantity = table[chosen["quantity"]] if "quantity" in chosen else None
    if quantity is not None and is_product(money, quantity, price).is_but_for_tax:
        return True
    pieces = quantity.numbers if quantity is not None else [1.0] * len(money.numbers)
    rows = [
        is_about(worth, count, each)
        for worth, count, each in zip(money.numbers, pieces, price.numbers, strict=True)
        if worth and count and each is not None
    ]
    return sum(rows) > BY_CHANCE * len(rows)
