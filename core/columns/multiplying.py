"""Whether one column is so many times another: line totals, unit prices and pieces tell each other apart by it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from core.columns.evidence import LEAST_REPEATS, Column

# A product matches where this share of the rows agrees.
MULTIPLIES = 0.8
# The largest discount and the largest tax that make a total of a product; beyond them the price is another one, as a cost is.
LEAST_FACTOR, MOST_FACTOR = 0.65, 1.35


def is_about(amount: float, pieces: float, each: float) -> bool:
    """Whether an amount is so many pieces at this price, but for what rounding the price may do."""
    product = pieces * each
    return abs(amount - product) <= 0.006 * max(1.0, abs(pieces)) + 0.0005 * abs(product)


@dataclass(frozen=True, slots=True)
class Product:
    """How far one column is the product of two others."""

    share: float
    """Of the rows that can tell."""
    factor: float
    """The usual ratio, as 1.05 where tax is on top."""

    @property
    def is_exact(self) -> bool:
        """Whether it is the product itself on nearly all rows."""
        return self.factor == 1 and self.share >= MULTIPLIES

    @property
    def is_but_for_tax(self) -> bool:
        """Whether it is the product on nearly all rows, or that with a tax on top or a discount off."""
        return self.share >= MULTIPLIES and LEAST_FACTOR <= self.factor <= MOST_FACTOR


def is_product(total: Column, quantity: Column, price: Column) -> Product:
    """How often total = quantity x price, to the cent or times one constant; rows of quantity 1 tell only by their number."""
    ratios = []
    exact = 0
    varied = False
    for amount, pieces, each in zip(total.numbers, quantity.numbers, price.numbers, strict=True):
        if amount is None or not pieces or not each:
            continue
        product = pieces * each
        varied = varied or abs(pieces) != 1
        exact += is_about(amount, pieces, each)
        ratios.append(amount / product)
    if len(ratios) < LEAST_REPEATS or not varied:
        return Product(0.0, 1.0)
    if exact >= 0.5 * len(ratios):
        return Product(exact / len(ratios), 1.0)
    usual = median(ratios)
    close = sum(abs(ratio - usual) <= 0.004 * abs(usual) for ratio in ratios)
    return Product(close / len(ratios), round(usual, 4))


def multiplies_several(total: Column, quantity: Column, price: Column) -> bool:
    """Whether total = quantity x price where there are several pieces too: of one piece any copy of the total is the price."""
    several = [
        is_about(amount, pieces, each)
        for amount, pieces, each in zip(total.numbers, quantity.numbers, price.numbers, strict=True)
        if amount is not None and each is not None and pieces and abs(pieces) != 1
    ]
    return len(several) >= LEAST_REPEATS and sum(several) >= MULTIPLIES * len(several)


def scales_with(quantity: Column, money: Column, product: Column | None) -> float | None:
    """Whether money grows with the pieces (towards 1: a line total) or stays (towards 0: a unit price); None: no telling.

    Within one product where there is one, else over all rows; by the middle of money at each number of pieces.
    """
    groups: dict[tuple[int, float], list[float]] = {}
    for code, pieces, value in zip(
        product.codes if product else [0] * len(money.codes), quantity.numbers, money.numbers, strict=True
    ):
        if code >= 0 and pieces and value and pieces > 0 and value > 0:
            groups.setdefault((code, pieces), []).append(value)
    by_product: dict[int, list[tuple[float, float, int]]] = {}
    for (code, pieces), values in groups.items():
        by_product.setdefault(code, []).append((math.log(pieces), math.log(median(values)), len(values)))
    slopes = [
        (slope, weight)
        for points in by_product.values()
        if len(points) > 1
        for slope, weight in [_slope(points)]
    ]
    total = sum(weight for _, weight in slopes)
    if total < (4 if product else 8):
        return None
    return min(1.0, max(0.0, sum(slope * weight for slope, weight in slopes) / total))


def _slope(points: list[tuple[float, float, int]]) -> tuple[float, int]:
    """The slope of the best line through (x, y) with weights, and the weight of the points."""
    weight = sum(count for _, _, count in points)
    middle_x = sum(x * count for x, _, count in points) / weight
    middle_y = sum(y * count for _, y, count in points) / weight
    spread = sum(count * (x - middle_x) ** 2 for x, _, count in points)
    shared = sum(count * (x - middle_x) * (y - middle_y) for x, y, count in points)
    return (shared / spread if spread else 0.0), weight
