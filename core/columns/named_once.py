"""Customers who are named once above all their rows, as cells that were merged are in a file of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.evidence import HOLDS, Column
from core.columns.naming import Role

# So many customers have to be named, and so large a share of the rows has to name none.
FEWEST, MANY_BLANK = 5, 0.3
# What a row without a customer has to say to be one of the customer above it.
TELLING: tuple[Role, ...] = ("date", "order", "amount", "price", "quantity")


def named_once(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A word where each customer seems to be named once, above rows that say everything but whose they are."""
    if "customer" not in chosen or "date" not in chosen:
        return []
    customers = table[chosen["customer"]]
    named = [code for code in customers.codes if code >= 0]
    rows = len(customers.codes)
    blank = rows - len(named)
    if len(named) < FEWEST or blank < MANY_BLANK * rows or customers.codes[0] < 0:
        return []
    if len(set(named)) < HOLDS * len(named) or not all(
        _is_filled_below(table[place], customers) for role, place in chosen.items() if role in TELLING
    ):
        return []
    name = customers.profile.name
    return [
        f"{name} names {len(set(named)):,} customers once each, with {blank:,} rows between them that name nobody and are filled otherwise, of those looked"
        f" at. If a blank means the customer above it, as in cells that were merged, fill {name} down in the source: these rows count for nobody as they are."
    ]


def _is_filled_below(column: Column, customers: Column) -> bool:
    """Whether rows without a customer have a value in a column."""
    said = [own >= 0 for code, own in zip(customers.codes, column.codes, strict=True) if code < 0]
    return sum(said) >= HOLDS * len(said)
