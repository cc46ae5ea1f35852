"""What says how many were sold beside a price, where no column is called a quantity: hours, nights, kilos, seats."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.relations import GROWS, Relations
from core.columns.unit_prices import MEASURES, TIMES, is_measured, is_rate, unit_counted, units_of_price

# Beyond that a middle number counts no pieces of anything.
MOST_PIECES = 60
# Nobody sells no pieces; a column with more such rows is of something else.
MOST_OF_NOTHING = 0.05
MOST_OFFERED = 2


@dataclass(frozen=True, slots=True)
class UnitsSold:
    """The column that counts what a price is the price of, why, and what is said of it where its names leave it open."""

    position: int
    reason: str
    notes: tuple[str, ...]


def units_sold(chosen: Mapping[Role, int], table: Sequence[Column], relations: Relations) -> UnitsSold | None:
    """The quantity that goes with a price that no column called a quantity goes with; None where that stays open."""
    if "price" not in chosen or "amount" in chosen:
        return None
    quantity = table[chosen["quantity"]] if "quantity" in chosen else None
    price = table[chosen["price"]]
    of_price = units_of_price(price.profile.name)
    by_measure = quantity is not None and not unit_counted(quantity.profile.name, of_price)
    if by_measure and not (of_price <= MEASURES and of_price):
        return None
    counting = _counting(chosen, table, of_price)
    if of_price:
        counting = {column: unit for column, unit in counting.items() if unit in of_price}
    elif not TIMES.isdisjoint(counting.values()):
        # For how many it is, is not how many are sold, where it says how long.
        counting = {column: unit for column, unit in counting.items() if unit != "person"}
    if len(counting) != 1:
        return None
    (column, unit), *_ = counting.items()
    if column is quantity:
        return None
    if unit == "person" and not of_price:
        return None
    if not is_rate(price.profile.name) and _grows(column, price, chosen, relations):
        return None
    return UnitsSold(
        column.position,
        f"it counts what {price.profile.name} is the price of",
        _said(column, price, quantity if by_measure else None, is_sure=bool(of_price)),
    )


def one_piece_a_row(chosen: Mapping[Role, int], table: Sequence[Column]) -> str:
    """That a price counts once a row, with what may say of how many it is the price."""
    price = table[chosen["price"]].profile.name
    said = f"{price} is a price and there is no quantity, so each row is taken as one piece at that price."
    counting = _may_count_pieces(chosen, table)
    if not counting:
        return said
    flags = " ".join(
        f"--map {shlex.quote(f'{role}={name}')}"
        for role, name in (("quantity", counting[0]), ("price", price))
    )
    return f"{said} If {' or '.join(counting)} says how many: {flags}"


def _said(column: Column, price: Column, quantity: Column | None, *, is_sure: bool) -> tuple[str, ...]:
    """What is taken in spite of another, or as nothing else is left; nothing where the price is by its name of what is counted."""
    name, each = column.profile.name, price.profile.name
    worth = f"each row is worth {name} x {each}"
    if quantity is not None:
        other = quantity.profile.name
        return (
            f"{each} is by its name the price of one of what {name} counts, so {worth}, and {other} is not used."
            f" To take it instead: --map {shlex.quote(f'quantity={other}')}",
        )
    if is_sure:
        return ()
    return (
        f"No column is called a quantity; {name} is taken for it, so {worth}."
        f" If {each} is for all of a row: --map {shlex.quote(f'amount={each}')}",
    )


def _may_count_pieces(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """What may say how many a price is for: what counts something by its name, else measures and small whole numbers that nothing names."""
    price = table[chosen["price"]]
    named = _counting(chosen, table, units_of_price(price.profile.name))
    found = list(named) or [
        column for column in table if column.position not in chosen.values() and _may_be_sold(column)
    ]
    return [column.profile.name for column in found[:MOST_OFFERED]]


def _counting(
    chosen: Mapping[Role, int], table: Sequence[Column], of_price: frozenset[str]
) -> dict[Column, str]:
    taken = {place for role, place in chosen.items() if role != "quantity"}
    return {
        column: unit
        for column in table
        if column.position not in taken
        and column.is_number
        and not (
            column.is_row_number or column.is_line_number or column.profile.negative == column.profile.filled
        )
        and (unit := unit_counted(column.profile.name, of_price))
    }


def _grows(column: Column, price: Column, chosen: Mapping[Role, int], relations: Relations) -> bool:
    """Whether money that is called a price grows with what is counted, as a price for all of it does."""
    scale = relations.scale(column.position, price.position, chosen.get("product"))
    return scale is not None and scale >= GROWS


def _may_be_sold(column: Column) -> bool:
    """Whether a column holds measures, or small whole numbers whose name says nothing."""
    if is_measured(column.profile.name):
        return column.is_number and column.profile.distinct > 1
    return not column.name.understood and _are_pieces(column)


def _are_pieces(column: Column) -> bool:
    profile = column.profile
    if not column.is_number or profile.kind != "number" or not profile.whole or profile.negative:
        return False
    if profile.distinct < 2 or column.is_row_number or column.is_line_number or column.is_code:
        return False
    known = sorted(number for number in column.numbers if number is not None)
    return (
        bool(known)
        and known[len(known) // 2] <= MOST_PIECES
        and profile.zero <= MOST_OF_NOTHING * profile.filled
    )
