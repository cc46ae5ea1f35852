"""Tables without a customer: which column may be it under a name that does not say so, and the words of the refusal."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.numbering import may_name_customers

NO_CUSTOMER = "No column says who the customer is, so nothing can be said of customers."
MOST_NEAREST = 3


def nearest_to_customer(chosen: Mapping[Role, int], table: Sequence[Column]) -> str:
    """Which columns come back as customers do, though their names say nothing; "" where there are none."""
    free = [
        column for column in table if column.position not in chosen.values() and may_name_customers(column)
    ]
    # Of those that say the same of every row the one with the most values tells most people apart.
    nearest = sorted(free, key=lambda column: (-column.profile.distinct, column.position))[:MOST_NEAREST]
    if not nearest:
        return ""
    *others, last = [column.profile.name for column in nearest]
    one = shlex.quote(f"customer={nearest[0].profile.name}")
    if not others:
        return f" {last} comes nearest, with {nearest[0].profile.distinct:,} values that come back; if it says who bought: --map {one}"
    return f" {', '.join(others)} and {last} come nearest, with values that come back; if one of them says who bought: --map {one}"


def nobody_told(label: str, names: Sequence[str], notes: Sequence[str]) -> tuple[str, str]:
    """What is wrong with a table that has no customer, and what to do; `notes` are those on its columns."""
    told = next((note for note in notes if note.startswith(NO_CUSTOMER)), "")
    nearest = told.removeprefix(NO_CUSTOMER).strip()
    return (
        f"{label} has no column that says who the customer is, so there is nobody to describe; its columns are: {', '.join(names)}.",
        nearest or "If one of them does, name it: --map customer=COLUMN",
    )
