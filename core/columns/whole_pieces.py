"""Pieces written with three decimals, as a database's decimal(10,3) comes out, in a file that writes its money with commas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from core.columns.number_patterns import reader
from core.columns.numbers import NumberFormat, decide_numbers
from core.patterns import later

_THREE_ZEROS = later(r"[^0-9.,]*[1-9][0-9]{0,2}\.000(?![.,]?[0-9])[^0-9]*")
# What is sold by the thousand costs less than this a piece; where no piece has a price, one that would cost more than that is none.
CHEAP_PIECE, DEAR_PIECE = 1, 1_000
# An amount agrees with its product up to rounding; in most rows.
AGREES, MOSTLY = 0.01, 0.5

Written = tuple[Sequence[str | None], NumberFormat]


def in_decimals(
    quantities: Sequence[str | None], found: NumberFormat, money: Mapping[str, Written]
) -> NumberFormat:
    """The format of a quantity column, read with decimals where it was taken for nothing but round thousands of pieces.

    Nobody sells only round thousands, whatever sign the file's money has; but for what costs next to nothing a piece, or where the
    amounts (`money` holds the columns of price and amount) say so. A single quantity written otherwise leaves the format alone.
    """
    filled = [value.strip() for value in quantities if value and value.strip()]
    taken_as_thousands = found.decimal == "," and not found.decided
    if not taken_as_thousands or not filled or not all(map(_THREE_ZEROS.fullmatch, filled)):
        return found
    decimals = decide_numbers(filled, decimal_hint=".")
    if decimals is None or _sold_by_thousands(quantities, decimals, money):
        return found
    return replace(
        decimals,
        decided=False,
        reason="values such as 1.000 can be thousands or three decimals; taken as decimals, as every one of them ends in .000"
        " and nobody sells round thousands only",
    )


def _sold_by_thousands(
    quantities: Sequence[str | None], decimals: NumberFormat, money: Mapping[str, Written]
) -> bool:
    """Whether the money says that these are thousands of pieces."""
    pieces, prices, amounts = (
        _numbers(quantities, decimals),
        _numbers(*money["price"]) if "price" in money else None,
        _numbers(*money["amount"]) if "amount" in money else None,
    )
    if prices is not None and amounts is not None:
        rows = [row for row in zip(pieces, prices, amounts, strict=True) if all(row)]
        told = {
            factor: sum(_agree(factor * (number or 0) * (price or 0), amount or 0) for number, price, amount in rows)
            for factor in (1, 1_000)
        }  # fmt: skip
        if max(told.values()) > MOSTLY * len(rows):
            return told[1_000] > told[1]
    if prices is not None:
        known = [abs(price) for price in prices if price]
        return bool(known) and median(known) < CHEAP_PIECE
    if amounts is not None:
        each = [
            abs(amount / number) for number, amount in zip(pieces, amounts, strict=True) if number and amount
        ]
        return bool(each) and median(each) > DEAR_PIECE
    return False


def _agree(product: float, amount: float) -> bool:
    return abs(abs(product) - abs(amount)) <= AGREES * abs(amount)


def _numbers(cells: Sequence[str | None], fmt: NumberFormat) -> list[float | None]:
    read = reader(fmt.decimal, fmt.grouping, fmt.decorated, fmt.currency)
    return [read(cell.strip()) if cell else None for cell in cells]
