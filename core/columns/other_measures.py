"""What other columns of a table of customers could say how often these bought, or for how much: offered beside those that were taken."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from math import fsum

from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.of_years import MEASURED, of_years

# How well a name has to fit a measure for its column to be taken for it, or to be said beside the one that was.
LEAST_NAMED = 0.4
MOST_NAMED = 4
SAYS: Mapping[Role, str] = {"frequency": "how often a customer bought", "monetary": "what a customer spent"}
# What the name of an order's average worth may be made of, and which of these say that it is of an order.
OF_ORDERS = frozenset(("order", "orders", "sale", "purchases"))
OF_AN_AVERAGE = OF_ORDERS | {"average", "value", "amount", "total", "net", "customer", "lifetime"}


def other_measure_notes(table: Sequence[Column], places: Mapping[Role, int]) -> list[str]:
    """A word where several columns are called the same measure: which was taken, and how to take another."""
    return [note for role in MEASURED if role in places for note in _others(table, role, places)]


def _others(table: Sequence[Column], role: Role, places: Mapping[Role, int]) -> list[str]:
    taken = table[places[role]]
    said = {*places.values(), *(one.column.position for one in of_years(table, role))}
    named = {
        column: fit.fits
        for column in table
        if column.position not in said
        and (fit := column.name.roles.get(role)) is not None
        and fit.fits >= LEAST_NAMED
        and not column.reading.unknown  # that of a part says of which
        and not column.reading.has("average")
        and column.is_number
        and column.profile.distinct > 1
        and column.numbers != taken.numbers
    }
    if not named:
        return _reckoned_ahead(taken) if role == "monetary" else []
    names = [column.profile.name for column in sorted(named, key=lambda other: -named[other])]
    return [
        f"Several columns could say {SAYS[role]}; {taken.profile.name} was taken, and not {' or '.join(names[:MOST_NAMED])}."
        f" To take another: --map {shlex.quote(f'{role}={names[0]}')}"
    ]


def _reckoned_ahead(taken: Column) -> list[str]:
    """A word where only a lifetime value says what customers spent, of which a part may be still to come."""
    if not taken.reading.has("lifetime") or not taken.reading.has("value"):
        return []
    return [
        f"{taken.profile.name} is a lifetime value by its name. It is taken for what a customer spent, which no other column says; where it was reckoned"
        " ahead, money is too high. To take what was spent instead, add it to the file: --map monetary=COLUMN"
    ]


def average_notes(table: Sequence[Column], places: Mapping[Role, int]) -> list[str]:
    """A word where money stands as the average of an order only: what customers spent is that times their orders."""
    if "monetary" in places or "frequency" not in places:
        return []
    orders = table[places["frequency"]]
    average = next((column for column in table if _averages_orders(column)), None)
    if average is None:
        return []
    spent = fsum(
        times * each
        for times, each in zip(orders.numbers, average.numbers, strict=True)
        if times is not None and each is not None
    )
    name = average.profile.name
    return [
        f"{name} is the average of a customer's orders by its name, so what customers spent is {orders.profile.name} x {name}: {spent:,.2f} on the"
        " rows looked at. It is not counted. To score it, add a column with this product to the file and take that: --map monetary=COLUMN"
    ]


def _averages_orders(column: Column) -> bool:
    concepts = column.reading.concepts
    return (
        column.is_number
        and "average" in concepts
        and bool(concepts & OF_ORDERS)
        and concepts <= OF_AN_AVERAGE
    )
