"""An amount that counts pieces: small whole numbers that are called one beside a price, where no column is called a quantity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import fsum
from statistics import median

from core.columns.discounts import ROUNDED
from core.columns.evidence import FAILS, LEAST_REPEATS, Column
from core.columns.multiplying import scales_with
from core.columns.naming import Role
from core.columns.order_totals import products
from core.columns.relations import GROWS, STAYS, Relations

# Of the rows: an amount below the price of one piece is no line's total.
NEARLY_ALL_BELOW, MANY_BELOW = 0.9, 0.25
# Beyond that a middle number counts no pieces, and more different ones are sums of money.
MOST_PIECES, MOST_DIFFERENT = 20, 60
# A line's total is a whole number of times the price on most rows; any number is now and then.
MOSTLY = 0.5


def settle_counted(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Have what is called an amount and counts pieces be the quantity, and the price beside it the money; say so, and what else it may be."""
    if "quantity" in chosen or not {"amount", "price"} <= chosen.keys():
        return []
    amount, price = table[chosen["amount"]], table[chosen["price"]]
    if not _may_count_pieces(amount, price):
        return []
    product = chosen.get("product", chosen.get("description"))
    # Across products what is dear may look like growth; within one nothing but more pieces does.
    scale = scales_with(amount, price, table[product]) if product is not None else None
    grows = scale is not None and scale >= GROWS
    # What is left of a price, or a part of it, hangs on the price; how many are sold does not, but on the total of these.
    hangs = not grows and _hangs_on(price, amount) >= FAILS
    if hangs and product is not None:
        return []
    name, each = amount.profile.name, price.profile.name
    by_piece, by_row, as_money = map(_sum, (products(amount, price), price.numbers, amount.numbers))
    if hangs:
        return [
            f"{name} holds small whole numbers beside larger ones in {each}, so it may count pieces; it is taken as money by its name, {as_money:,.2f} on"
            f" the rows looked at. If {each} is what a row is worth, they come to {by_row:,.2f}: --map 'amount={each}'"
        ]
    if not _is_below(amount, price):
        return [
            f"{name} holds small whole numbers, though {each} beside them has decimals, so it may count pieces; it is taken as money by its name,"
            f" {as_money:,.2f} on the rows looked at. If it counts pieces, {name} x {each} is {by_piece:,.2f}: --map 'quantity={name}'"
        ]
    chosen["quantity"] = chosen.pop("amount")
    relations.hold_for(
        "quantity", amount.position, f"it holds small whole numbers, too small beside {each} to be money"
    )
    said = (
        f"{name} holds small whole numbers, too small beside {each} to be money, and no column is called a quantity, so it is taken as how many"
        " pieces were sold."
    )
    if_money = f"As money {name} comes to {as_money:,.2f}; to take it so: --map 'amount={name}'"
    if grows:
        chosen["amount"] = chosen.pop("price")
        return [
            f"{said} {each} grows with it as a line's total does, so it is taken as what each row is worth, {by_row:,.2f} on the rows looked at."
            f" If it is the price of one piece, they are worth {by_piece:,.2f}: --map 'price={each}'. {if_money}"
        ]
    is_sure = price.reading.has("unit") or (scale is not None and scale <= STAYS)
    whole = (
        ""
        if is_sure
        else f" If {each} is for all of a row, they are worth {by_row:,.2f}: --map 'amount={each}'"
    )
    return [
        f"{said} Each row is worth {name} x {each}, {by_piece:,.2f} on the rows looked at.{whole} {if_money}"
    ]


def _may_count_pieces(amount: Column, price: Column) -> bool:
    """Whether numbers that are called an amount may be those of pieces: whole, few and small, and no line's total of the price beside them."""
    profile = amount.profile
    decorated = bool(profile.numbers and (profile.numbers.decorated or profile.numbers.currency))
    if not amount.is_number or not profile.whole or decorated or amount.is_written_with_decimals:
        return False
    if amount.is_row_number or amount.is_line_number or profile.distinct > MOST_DIFFERENT:
        return False
    if price.reading.has("cost"):
        return False
    pairs = _sizes(amount, price)
    if len(pairs) < LEAST_REPEATS or median(number for number, _ in pairs) > MOST_PIECES:
        return False
    if not (price.is_fractional and _is_below(amount, price)) and min(pairs)[0] > 1:
        return False  # one piece is sold now and then; the smallest of sums of money is seldom 1
    multiples = sum(
        number >= each - ROUNDED and abs(number - round(number / each) * each) <= ROUNDED
        for number, each in pairs
    )
    return multiples <= MOSTLY * len(pairs) and (price.is_fractional or _is_below(amount, price))


def _is_below(amount: Column, price: Column) -> bool:
    """Whether amounts are below the price of one piece on so many rows that they are no totals of lines."""
    pairs = _sizes(amount, price)
    below = sum(number < each for number, each in pairs)
    # Money with cents makes no whole totals, so what is whole beside it need not be below it everywhere.
    return below >= (MANY_BELOW if price.is_fractional else NEARLY_ALL_BELOW) * len(pairs)


def _sizes(amount: Column, price: Column) -> list[tuple[float, float]]:
    return [
        (abs(number), abs(each))
        for number, each in zip(amount.numbers, price.numbers, strict=True)
        if number and each
    ]


def _hangs_on(price: Column, amount: Column) -> float:
    """How far the price tells the amount: 0 where each price goes with all amounts alike, 1 where each goes with one."""
    amounts_of: dict[int, Counter[int]] = {}
    for each, number in zip(price.codes, amount.codes, strict=True):
        if each >= 0 and number >= 0:
            amounts_of.setdefault(each, Counter())[number] += 1
    repeated = [counts for counts in amounts_of.values() if counts.total() > 1]
    rows = sum(counts.total() for counts in repeated)
    if rows == 0:
        return 0.0
    told = sum(max(counts.values()) for counts in repeated) / rows
    anyway = max(sum(repeated, Counter()).values()) / rows
    return (told - anyway) / (1 - anyway) if anyway < 1 else 0.0


def _sum(numbers: Sequence[float | None]) -> float:
    return fsum(number or 0.0 for number in numbers)
