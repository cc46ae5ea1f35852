"""Whether money that all rows of an order repeat is the total of the order, or what each of its rows is worth by itself.

Equal line amounts are no total: a shop where everything costs the same has them, and so has an order of one article over and over.
Totals are told from them by how seldom independent amounts agree in so many orders, and by growing with the rows of an order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation, linear_regression

from core.columns.evidence import FAILS, HOLDS, Column, dependence
from core.columns.multiplying import MULTIPLIES

# That independent amounts agree as often as these do; a name that says it is of an order needs less than one that leaves it open.
MOST_CHANCE, MOST_CHANCE_NAMED = 1e-6, 0.01
# Where so many of the repeated values differ, agreeing is no chance however they are spread.
MANY_VALUES = 0.3
# Of the logarithm of money over that of rows: a total grows as its rows do, and the amount of a line stays.
GROWING, STAYING, BETWEEN = 0.65, 0.35, 0.5
# So many standard errors away from the one a slope is the other.
SURELY = 2.0
LEAST_SLOPED = 12
# Fewer orders have to agree without exception.
FEW_ORDERS = 8
# Sums of rounded products may differ from a rounded total by so much a row.
CENT = 0.01
SAME = 0.0005


def is_order_total(orders: Column, what: Column) -> bool:
    """Whether a number is the same on all rows of an order because it belongs to the order."""
    if what.reading.has("line") or not is_repeated(orders, what):
        return False
    if has_many_values(orders, what):
        return True
    named = is_called_order_total(what)
    if chance_to_agree(orders, what) > (MOST_CHANCE_NAMED if named else MOST_CHANCE):
        return False
    return named or grows_with_rows(orders, what) is True


def is_repeated(orders: Column, what: Column) -> bool:
    """Whether nearly all orders of several rows, of which there are some, have one value."""
    several = _repeated_values(orders, what)
    differing = sum(len(set(codes)) > 1 for codes in several)
    # An order id used twice must not decide among a few orders.
    forgiven = max((1 - HOLDS) * len(several), 1 if len(several) >= FEW_ORDERS else 0)
    return len(several) >= 2 and differing <= forgiven


def has_many_values(orders: Column, what: Column) -> bool:
    """Whether orders of several rows differ so much that the rows of each do not agree by chance."""
    several = _repeated_values(orders, what)
    return what.profile.distinct >= 3 and len({codes[0] for codes in several}) > MANY_VALUES * len(several)


def is_open(orders: Column, what: Column) -> bool:
    """Whether a number that counts on every row may yet be the total of the order: its name says so, or rows agree beyond chance."""
    if what.reading.has("line") or not is_repeated(orders, what) or is_order_total(orders, what):
        return False
    return is_called_order_total(what) or chance_to_agree(orders, what) <= MOST_CHANCE


def is_called_order_total(column: Column) -> bool:
    """Whether a name says that the number is of an order, as `Order total` does and `Total` does not."""
    return "order_total" in column.name.roles and column.reading.has("order")


def chance_to_agree(orders: Column, what: Column, among: Column | None = None) -> float:
    """At most how likely rows that have any of the values agree in as many orders as they do; only in orders of several of `among`.

    Chernoff's bound for orders that agree by themselves with different chances, which is that of their mean.
    """
    several = [codes for codes in _repeated_values(orders, what, among) if len(codes) > 1]
    if not several:
        return 1.0
    counts = Counter(code for code in what.codes if code >= 0)
    filled = counts.total()
    lengths = Counter(map(len, several))
    expected = sum(
        orders_of_length * sum((count / filled) ** length for count in counts.values())
        for length, orders_of_length in lengths.items()
    ) / len(several)
    agreeing = sum(len(set(codes)) == 1 for codes in several) / len(several)
    if agreeing <= expected:
        return 1.0
    divergence = agreeing * math.log(agreeing / expected)
    if agreeing < 1:
        divergence += (1 - agreeing) * math.log((1 - agreeing) / (1 - expected))
    return math.exp(-len(several) * divergence)


def grows_with_rows(orders: Column, what: Column) -> bool | None:
    """Whether orders of more rows have more of it, as totals do (True), or as much (False); None: no telling."""
    points = [
        (math.log(len(rows)), math.log(said))
        for rows in _rows_of(orders).values()
        if (said := _first(what, rows) or 0.0) > 0
    ]
    if len(points) < LEAST_SLOPED:
        return None
    lengths, money = zip(*points, strict=True)
    try:
        slope, related = linear_regression(lengths, money).slope, correlation(lengths, money)
    except StatisticsError:  # all orders have as many rows, or are worth as much
        return None if len(set(lengths)) == 1 else False
    error = abs(slope / related) * math.sqrt(max(0.0, 1 - related**2) / (len(points) - 2)) if related else 0.0
    if slope >= BETWEEN:
        return True if slope - SURELY * error > STAYING else None
    return False if slope + SURELY * error < GROWING else None


def agrees_across_articles(orders: Column, what: Column, product: Column) -> bool:
    """Whether different articles of an order have one value beyond chance, which is another for the same article in other orders."""
    held = dependence(product, what)
    return held is not None and held < FAILS and chance_to_agree(orders, what, product) <= MOST_CHANCE


def is_of_one_article(orders: Column, product: Column) -> bool:
    """Whether nearly all orders of several rows repeat one article: then their line amounts are alike without being totals."""
    several = _repeated_values(orders, product)
    return sum(len(set(codes)) == 1 for codes in several) >= HOLDS * len(several) > 0


@dataclass(frozen=True, slots=True)
class OrderSums:
    """What is said once for each order beside the sum of its lines, over all orders and over those where they differ."""

    orders: int
    differing: int
    said: float
    summed: float
    """Both of the orders that differ."""

    @property
    def agree(self) -> bool:
        """Whether nearly all orders are the sum of their lines."""
        return self.orders > 0 and self.orders - self.differing >= MULTIPLIES * self.orders


def order_sums(
    orders: Column, total: Column, lines: Sequence[float | None], *, least_rows: int = 1
) -> OrderSums:
    """The totals of orders beside the sums of what their lines are worth, where both are known."""
    compared = [
        (said, sum(worth), len(worth))
        for rows in _rows_of(orders).values()
        if len(rows) >= least_rows
        and (said := _first(total, rows)) is not None
        and len(worth := [line for row in rows if (line := lines[row]) is not None]) == len(rows)
    ]
    differing = [
        (said, summed)
        for said, summed, rows in compared
        if abs(said - summed) > CENT * rows + SAME * abs(said)
    ]
    return OrderSums(
        len(compared),
        len(differing),
        sum(said for said, _ in differing),
        sum(summed for _, summed in differing),
    )


def once_and_on_every_row(orders: Column, what: Column) -> tuple[float, float]:
    """What a number comes to where it counts once an order, and where it counts on every row."""
    rows = _rows_of(orders)
    once = sum(_first(what, of_order) or 0.0 for of_order in rows.values())
    return once, sum(what.numbers[row] or 0.0 for of_order in rows.values() for row in of_order)


def is_on_first_rows_only(orders: Column, what: Column, lines: Column) -> bool:
    """Whether a number stands beside the id of each order, on the first of its rows only, where those of its `lines` stand on all."""
    beside = [(order >= 0, said >= 0) for order, said in zip(orders.codes, what.codes, strict=True)]
    below = [(said, line >= 0) for (first, said), line in zip(beside, lines.codes, strict=True) if not first]
    heads = [said for first, said in beside if first]
    return (
        len(below) > (1 - HOLDS) * len(beside)
        and sum(said for said, _ in below) <= (1 - HOLDS) * len(below)
        and sum(line for _, line in below) >= HOLDS * len(below)
        and sum(heads) >= HOLDS * len(heads) > 0
    )


def products(quantity: Column, price: Column) -> list[float | None]:
    """What each row is worth by its pieces and the price of one."""
    return [
        pieces * each if pieces is not None and each is not None else None
        for pieces, each in zip(quantity.numbers, price.numbers, strict=True)
    ]


def _first(column: Column, rows: Iterable[int]) -> float | None:
    return next((number for row in rows if (number := column.numbers[row]) is not None), None)


def _rows_of(orders: Column) -> Mapping[int, list[int]]:
    """The rows of each order."""
    rows: dict[int, list[int]] = {}
    for row, order in enumerate(orders.codes):
        if order >= 0:
            rows.setdefault(order, []).append(row)
    return rows


def _repeated_values(orders: Column, what: Column, among: Column | None = None) -> list[list[int]]:
    """The values of each order of several rows, and of several of `among` if that is given, less blank ones, where there are any."""
    filled = [
        [code for row in rows if (code := what.codes[row]) >= 0]
        for rows in _rows_of(orders).values()
        if len(rows) > 1 and (among is None or len({among.codes[row] for row in rows}) > 1)
    ]
    return [codes for codes in filled if codes]
