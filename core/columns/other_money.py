"""Which other column could say what customers paid, and how to take it: offered beside the one that was taken."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from math import fsum

from core.columns.currencies import has_currencies, named_currency
from core.columns.discounts import taken_off
from core.columns.evidence import Column
from core.columns.former_prices import LEAST_LEFT
from core.columns.naming import Role, name_roles
from core.columns.of_days import is_of_day
from core.columns.order_totals import is_on_first_rows_only, once_and_on_every_row
from core.columns.relations import GROWS, STAYS, Relations
from core.columns.running import runs_up_for_someone

# How well a name has to fit an amount to be said beside the one that was taken; `tax` and `shipping` do not.
CLEARLY_AMOUNT = 0.6
# How well it has to fit a price; one word more may say which of several it is.
CLEARLY_PRICE = 0.6
# How well it has to fit the total of an order to be offered as one, and how little apart names leave open which of two it is.
CLEARLY_TOTAL, AS_WELL = 0.5, 0.03
MOST_NAMED = 4
# Prices change now and then; how far they go by product all the same, as `dependence` measures it.
MOSTLY_OF_PRODUCT = 0.5
MONEY_ROLES: tuple[Role, ...] = ("amount", "order_total", "price")


def total_to_take(chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations) -> Column | None:
    """What customers pay for a whole order, as it stands beside the lines that count: the total chosen, unless another is called so better.

    Of several that are called so equally the one with most in it has the tax and the shipping in it, which customers pay too. None where
    the one total is of something else, as of what has been paid.
    """
    orders, total = table[chosen["order"]], table[chosen["order_total"]]
    totals = {
        column: fit.fits
        for column in table
        if (fit := column.name.roles.get("order_total")) is not None
        and fit.fits >= CLEARLY_TOTAL
        and may_be_to_pay(column)
        and column.position not in {place for role, place in chosen.items() if role != "order_total"}
        and relations.is_order_total(orders.position, column.position)
    }
    if not totals:
        return total if may_be_to_pay(total) else None
    best = max(totals.values())
    called = [column for column, fits in totals.items() if fits >= best - AS_WELL]
    return max(called, key=lambda column: (once_and_on_every_row(orders, column)[0], -column.position))


def other_amounts(chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Which of several columns that could say what a row is worth was taken: net or gross is a tenth of all money."""
    ways: tuple[Role, ...] = ("amount", "order_total", "price")
    taken = next((role for role in ways if role in chosen), None)
    if taken is None:
        return []
    worth = table[chosen[taken]]
    converted = named_currency(worth.profile.name) and has_currencies(table)
    others = [
        column
        for column in table
        if column.position not in chosen.values()
        and not (converted and not named_currency(column.profile.name))  # it is in any of the currencies
        and column.is_number
        and column.profile.distinct > 1
        and may_be_to_pay(column)
        and _fits_amount(column) >= CLEARLY_AMOUNT
        and not ("order" in chosen and relations.is_order_total(chosen["order"], column.position))
        and not (taken == "amount" and _is_of_another_scale(chosen, column, relations))
        and not runs_up_for_someone(column, worth.numbers, chosen, table)
        and not is_of_day(column, chosen, table)
    ]
    if not others:
        return []
    off_already = taken_off(chosen, table)
    # The likeliest to be what customers pay comes first, and what a discount is still to be taken off comes last.
    before = off_already.gross if off_already is not None else ""
    others.sort(key=lambda column: (column.profile.name == before, -_fits_amount(column)))
    used = worth.profile.name
    if taken == "price" and "quantity" in chosen:
        used = f"{table[chosen['quantity']].profile.name} x {used}"
    role = worth_or_price(others[0], chosen, relations) if taken == "price" else "amount"
    if "order" in chosen and is_on_first_rows_only(table[chosen["order"]], others[0], worth):
        role = "order_total"  # on the other rows of the order there is nothing in it
    return [_several("what a row is worth", used, others, role)]


def other_prices(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """Which of several columns that could be the price of a piece was taken, with what rows come to by each: the other may be struck out, or have no tax."""
    role = next((role for role in MONEY_ROLES if role in chosen), None)
    if role is None:
        return []
    taken = table[chosen[role]]
    # Where there are no pieces, the price of one is what a row is worth.
    if role != "price" and (_fits_amount(taken) or "price" not in taken.name.roles):
        return []
    pieces = table[chosen["quantity"]].numbers if role == "price" and "quantity" in chosen else None
    known = _comes_to(taken, pieces)
    others = [
        column
        for column in table
        if column.position not in chosen.values()
        and column.is_number
        and column.profile.distinct > 1
        and _is_clearly_price(column)
        and not _fits_amount(column)
        and column.numbers != taken.numbers
        # What is far from it is the difference of two, or in another unit.
        and LEAST_LEFT * known <= _comes_to(column, pieces) <= known / LEAST_LEFT
    ]
    if not others:
        return []
    others.sort(key=lambda column: -column.name.roles["price"].fits)
    first = others[0]
    results = f" On the rows looked at that comes to {known:,.2f}, and by {first.profile.name} it would to {_comes_to(first, pieces):,.2f}."
    return [_several("what a piece costs", taken.profile.name, others, role, results)]


def _comes_to(price: Column, pieces: Sequence[float | None] | None) -> float:
    """What the rows come to by a price, of one piece each where `pieces` does not say how many."""
    return fsum(
        each * many
        for each, many in zip(price.numbers, pieces or [1.0] * len(price.numbers), strict=True)
        if each and many
    )


def _several(say: str, used: str, others: Sequence[Column], role: Role, results: str = "") -> str:
    names = [column.profile.name for column in others]
    mapped = f"{role}={names[0]}"
    quoted = shlex.quote(mapped) if "'" in mapped else f"'{mapped}'"
    return (
        f"Several columns could say {say}; {used} was taken, and not {' or '.join(names[:MOST_NAMED])}.{results}"
        f" To take another: --map {quoted}"
    )


def _is_clearly_price(column: Column) -> bool:
    named = column.name.roles.get("price")
    return (
        named is not None
        and named.fits >= CLEARLY_PRICE
        and not column.reading.has("cost", "discount", "list", "payment")
    )


def lists_of_money(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A word where the only money is within lists that stand in one cell each, as JSON text."""
    if chosen.keys() & set(MONEY_ROLES):
        return []
    return [
        f"{column.profile.name} holds lists of objects as JSON text, one in a cell, and {keys[0]} in them is called like money, so it is not used. Give"
        " each object a row of its own, with what it belongs to beside it."
        for column in table
        if column.is_json and (keys := list(dict.fromkeys(_keys_of_money(column))))
    ][:MOST_NAMED]


def _keys_of_money(column: Column) -> Iterator[str]:
    """The keys that are called like money in the objects of the lists in some cells."""
    for text in column.some:
        try:
            listed = json.loads(text)
        except ValueError:
            continue
        yield from (
            key
            for entry in (listed if isinstance(listed, list) else ())
            if isinstance(entry, dict)
            for key in entry
            if any(
                fit.fits >= CLEARLY_AMOUNT
                for role, fit in name_roles(key).roles.items()
                if role in MONEY_ROLES
            )
        )


def worth_or_price(column: Column, chosen: Mapping[Role, int], relations: Relations) -> Role:
    """The role that a column of money is to be mapped to: as an amount, a price of one piece would leave the quantity out.

    A total mapped as a price would be multiplied by the quantity, so a price has to be one by its name, or the same for all of one product.
    """
    if "quantity" not in chosen:
        return "amount"
    quantity, product = chosen["quantity"], chosen.get("product", chosen.get("description"))
    scale = relations.scale(quantity, column.position, product)
    if scale is None or scale >= STAYS:
        return "amount"
    of_product = relations.depends(product, column.position) if product is not None else None
    by_product = of_product is not None and of_product >= MOSTLY_OF_PRODUCT
    return "price" if by_product or "price" in column.name.roles else "amount"


def may_be_to_pay(column: Column) -> bool:
    """Whether a name lets a column be what customers owe: what has been paid leaves out what is still open, and pieces are no money."""
    if column.reading.has("payment", "quantity", "count", "running"):
        return False
    decorated = bool(column.profile.numbers and column.profile.numbers.decorated)
    return not (column.reading.has("products") and column.profile.whole and not decorated)


def _fits_amount(column: Column) -> float:
    ways: tuple[Role, ...] = ("amount", "order_total")
    return max((column.name.roles[role].fits for role in ways if role in column.name.roles), default=0.0)


def _is_of_another_scale(chosen: Mapping[Role, int], other: Column, relations: Relations) -> bool:
    """Whether a column stays whatever the pieces are while the amount grows with them: it is no other amount of the same row."""
    if "quantity" not in chosen:
        return False
    own, its = (
        relations.scale(chosen["quantity"], position, chosen.get("product"))
        for position in (chosen["amount"], other.position)
    )
    return own is not None and its is not None and own > GROWS and its < STAYS
