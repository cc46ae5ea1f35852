"""Discounts as arithmetic: what is left after one, and which columns are others less it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import copysign
from statistics import median
from typing import Literal, get_args

from core.columns.evidence import LEAST_REPEATS, Column
from core.columns.multiplying import MOST_FACTOR, MULTIPLIES
from core.columns.naming import Role

Form = Literal["percent", "fraction", "money"]
Numbers = Sequence[float | None]
# What is left, what it is left of, and the discount.
Row = tuple[float, float, float]

FORMS: tuple[Form, ...] = get_args(Form)
# So many other columns are tried as what a discount is taken off, or as what is left of it.
MOST_TRIED = 12
# Beside the tax itself its rate may stand, and the share of it that goes to another treasury.
MOST_TAXES = 3
# A relation that fails on half of so many rows is not looked for on all.
FIRST_ROWS = 200
LIKELY_SHARE = 0.5
# As much as a price is off when it is rounded to the cent, and as much as any figure may be.
ROUNDED, CLOSE = 0.006, 0.0005
SAME_RATE = 0.004
# What is left of a price is seldom the smaller part of it; what is smaller may be the discount.
LEAST_LEFT = 0.5
NO_NET = ("profit", "cost", "percent", "quantity", "count")


def less(worth: float, off: float, form: Form) -> float:
    """What is left of a worth; the sign of a discount is how it is written, and of a refund it leaves less to pay back."""
    off = abs(off)
    if form == "money":
        return worth - copysign(off, worth)
    return worth * (1 - (off / 100 if form == "percent" else off))


@dataclass(frozen=True, slots=True)
class TakenOff:
    """That what a row is worth is something else less the discount, on nearly all rows that have one."""

    net: int
    gross: str
    instead: str
    """The options that go by the gross."""
    share: float
    factor: float
    """What stands on top of it, as 1.2 where there is a tax."""
    form: Form | None
    """How the discount is written; None where it is money off each piece, which no setting takes off."""
    tax: str = ""
    """The column of the tax on top of it, where one is and that is not the same everywhere."""


@dataclass(frozen=True, slots=True)
class _Less:
    """That one row of numbers is another less the discount."""

    share: float
    form: Form
    factor: float


@dataclass(frozen=True, slots=True)
class _Gross:
    """What the worth of a row may be less the discount, and what is to be compared with it."""

    words: str
    instead: str
    left: Numbers
    gross: Numbers
    of_a_piece: bool = False


def settle_net(chosen: Mapping[Role, int], table: Sequence[Column]) -> dict[Role, int]:
    """What customers paid, in the role it ought to play, where what was chosen is from before the discount; else nothing."""
    if "discount" not in chosen or taken_off(chosen, table) is not None:
        return {}
    discount = table[chosen["discount"]]
    for column in _free(chosen, table):
        if column.reading.has(*NO_NET):
            continue
        for role, gross in _worth_before(chosen, table):
            found = _less_discount(column.numbers, gross, discount.numbers)
            if found is not None and found.factor == 1 and _is_most_of(column.numbers, gross):
                return {role: column.position}
    return {}


def _worth_before(chosen: Mapping[Role, int], table: Sequence[Column]) -> Iterator[tuple[Role, Numbers]]:
    """What a row is worth as chosen, with the role that its net would play."""
    ways: tuple[Role, ...] = ("amount", "order_total")
    total = next((role for role in ways if role in chosen), None)
    if total is not None:
        yield total, table[chosen[total]].numbers
    elif {"quantity", "price"} <= chosen.keys():
        quantity, price = table[chosen["quantity"]], table[chosen["price"]]
        yield "amount", times(quantity, price)[1]
        yield "price", price.numbers


def taken_off(chosen: Mapping[Role, int], table: Sequence[Column]) -> TakenOff | None:
    """How it shows that what says the worth of a row has the discount taken off already; None where it does not."""
    role = worth_role(chosen)
    if role is None or "discount" not in chosen:
        return None
    discount = table[chosen["discount"]]
    for beside in _gross_beside(role, chosen, table):
        found = _less_discount(beside.left, beside.gross, discount.numbers)
        if found is not None:
            form = None if found.form == "money" and beside.of_a_piece else found.form
            return TakenOff(chosen[role], beside.words, beside.instead, found.share, found.factor, form)
    return _taken_off_below_tax(role, chosen, table)


def _taken_off_below_tax(role: Role, chosen: Mapping[Role, int], table: Sequence[Column]) -> TakenOff | None:
    """How it shows once the tax that stands beside it, in money or as a rate, is left out of what a row is worth."""
    discount, worth = table[chosen["discount"]].numbers, table[chosen[role]].numbers
    taken = set(chosen.values())
    taxes = [
        column
        for column in table
        if column.reading.has("tax") and column.is_number and column.position not in taken
    ]
    if not taxes:
        return None
    few = _few_rows(discount)
    some_worth, some_offs = _at(worth, few), _at(discount, few)
    grosses = [
        (beside, some_gross)
        for beside in _gross_beside(role, chosen, table)
        if not beside.of_a_piece
        and not _is_undone(some_worth, some_gross := _at(beside.gross, few), some_offs)
    ]
    for tax in taxes[:MOST_TAXES]:
        some_left = _without_tax(some_worth, _at(tax.numbers, few))
        for (form, left), (beside, some_gross) in product(enumerate(some_left), grosses):
            if _less_discount(left, some_gross, some_offs) is None:
                continue
            found = _less_discount(_without_tax(worth, tax.numbers)[form], beside.gross, discount)
            if found is not None and found.factor == 1:
                return TakenOff(
                    chosen[role], beside.words, beside.instead, found.share, 1.0, found.form, tax.profile.name
                )
    return None


def _few_rows(offs: Numbers) -> list[int]:
    """The first rows with a discount and the first without one: of many columns most fail on these."""
    with_one, without = (
        [row for row, off in enumerate(offs) if bool(off) is has_one] for has_one in (True, False)
    )
    return [*with_one[:FIRST_ROWS], *without[:FIRST_ROWS]]


def _at(numbers: Numbers, rows: Sequence[int]) -> Numbers:
    return [numbers[row] for row in rows]


def _without_tax(worth: Numbers, tax: Numbers) -> list[Numbers]:
    """The worth of rows less a tax in money, in percent, and as a fraction of 1."""
    in_money = [
        total - on_top if total is not None and on_top is not None else None
        for total, on_top in zip(worth, tax, strict=True)
    ]
    by_rate = [
        [
            total / (1 + rate / whole) if total is not None and rate is not None and rate >= 0 else None
            for total, rate in zip(worth, tax, strict=True)
        ]
        for whole in (100, 1)
    ]
    return [in_money, *by_rate]


def _is_undone(worth: Numbers, gross: Numbers, offs: Numbers) -> bool:
    """Whether rows with a discount are worth as much as without it: a tax of its size does not take it off."""
    same = [
        abs(total - whole) <= ROUNDED + CLOSE * abs(whole)
        for total, whole, off in zip(worth, gross, offs, strict=True)
        if total is not None and whole and off
    ]
    return sum(same) >= LIKELY_SHARE * len(same)


def worth_role(roles: Mapping[Role, object] | Mapping[str, object]) -> Role | None:
    """The role by which a row's worth is told, alone or with the quantity."""
    ways: tuple[Role, ...] = ("amount", "order_total", "price")
    return next((role for role in ways if role in roles), None)


def _gross_beside(role: Role, chosen: Mapping[Role, int], table: Sequence[Column]) -> Iterator[_Gross]:
    """What the worth of a row may be less the discount, the likeliest first."""
    net, others = table[chosen[role]].numbers, _free(chosen, table)
    quantity = table[chosen["quantity"]] if "quantity" in chosen else None
    if role == "price":
        for other in others:
            instead = f"--map 'price={other.profile.name}'"
            yield _Gross(other.profile.name, instead, net, other.numbers, quantity is not None)
        return
    price = table[chosen["price"]] if "price" in chosen else None
    for other in [price, *others] if price else others:
        name = other.profile.name
        if quantity is not None:
            words, worth = times(quantity, other)
            instead = f"--map {role}=-" + ("" if other is price else f" --map 'price={name}'")
            yield _Gross(words, instead, net, worth)
        yield _Gross(name, f"--map '{role}={name}'", net, other.numbers)
    if quantity is not None and price is not None:
        each = [
            total / pieces if total is not None and pieces else None
            for total, pieces in zip(net, quantity.numbers, strict=True)
        ]
        yield _Gross(times(quantity, price)[0], f"--map {role}=-", each, price.numbers, of_a_piece=True)


def _free(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[Column]:
    taken = set(chosen.values())
    free = [
        column
        for column in table
        if column.position not in taken and column.is_number and column.profile.distinct > 1
    ]
    return free[:MOST_TRIED]


def times(quantity: Column, each: Column) -> tuple[str, Numbers]:
    """The product of two columns, in words and in numbers."""
    worth = [
        pieces * price if pieces is not None and price is not None else None
        for pieces, price in zip(quantity.numbers, each.numbers, strict=True)
    ]
    return f"{quantity.profile.name} x {each.profile.name}", worth


def _less_discount(net: Numbers, gross: Numbers, offs: Numbers) -> _Less | None:
    """How one is the other less the discount, on nearly all rows that have one; without one they are the same."""
    rows = [
        (left, whole, off or 0.0)
        for left, whole, off in zip(net, gross, offs, strict=True)
        if left is not None and whole
    ]
    with_one, without = ([row for row in rows if bool(row[2]) is has_one] for has_one in (True, False))
    likeliest = _likeliest(with_one[:FIRST_ROWS], without[:FIRST_ROWS])
    if likeliest is None:
        return None
    form, factor = likeliest
    share = _share_less(with_one, form, factor)
    plain = [abs(left - whole * factor) <= ROUNDED + SAME_RATE * abs(whole) for left, whole, _ in without]
    holds = share >= MULTIPLIES and sum(plain) >= MULTIPLIES * len(plain)
    return _Less(share, form, factor) if holds else None


def _likeliest(rows: Sequence[Row], without: Sequence[Row]) -> tuple[Form, float] | None:
    """The form, and what is on top, that may be how a few rows have the discount taken off, beside a few that have none."""
    share, form = max((_share_less(rows, form), form) for form in FORMS)
    if share >= LIKELY_SHARE:
        return form, 1.0
    # One discount everywhere is hidden in the tax, unless rows without it show the tax alone.
    is_one = len({off for _, _, off in rows}) < LEAST_REPEATS or _is_one_share(rows)
    alone = _usual(without, "money") if is_one else None
    if alone is not None and len(without) < LEAST_REPEATS:
        return None
    for form in FORMS:
        usual = _usual(rows, form) if alone is None else alone
        if not 1 + SAME_RATE < usual <= MOST_FACTOR:
            continue
        undone = sum(abs(left / whole - usual) <= SAME_RATE * usual for left, whole, _ in rows)
        if _share_less(rows, form, usual) >= LIKELY_SHARE and undone < LIKELY_SHARE * len(rows):
            return form, round(usual, 4)
    return None


def _is_one_share(rows: Sequence[Row]) -> bool:
    """Whether nearly all discounts are money off at one rate, but for what rounding them does."""
    rate = median(abs(off / whole) for _, whole, off in rows) if rows else 0.0
    near = sum(abs(abs(off) - rate * abs(whole)) <= 2 * ROUNDED for _, whole, off in rows)
    return near >= MULTIPLIES * len(rows)


def _usual(rows: Sequence[Row], form: Form) -> float:
    """What usually stands on top of the rest, once the discount is off."""
    ratios = [left / rest for left, whole, off in rows if abs(rest := less(whole, off, form)) > ROUNDED]
    return median(ratios) if ratios else 1.0


def _share_less(rows: Sequence[Row], form: Form, factor: float = 1.0) -> float:
    """Of the rows on which the discount shows at all, those on which it is taken off."""
    rate = CLOSE if factor == 1 else SAME_RATE
    telling = agree = 0
    for left, whole, off in rows:
        rest, near = less(whole, off, form) * factor, ROUNDED + rate * abs(whole)
        if abs(rest - whole * factor) > 2 * near:
            telling += 1
            agree += abs(left - rest) <= near
    return agree / telling if telling >= LEAST_REPEATS else 0.0


def _is_most_of(net: Numbers, gross: Numbers) -> bool:
    both = [
        (abs(left), abs(whole))
        for left, whole in zip(net, gross, strict=True)
        if left is not None and whole is not None
    ]
    return sum(left for left, _ in both) >= LEAST_LEFT * sum(whole for _, whole in both)
