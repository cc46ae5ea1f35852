"""Rows of a table of customers that are no customers: their own measures say that they bought nothing, or nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.enumerated import enumerated
from core.ledger import AFTER_AS_OF, MISSING_DATE, QUANTITY, typed_name

if TYPE_CHECKING:
    from core.findings import Findings


def no_customers_given(about: Findings) -> Iterator[str]:
    """How many rows count as no customer, and why."""
    taken = {line.rule: line.rows for line in about.ledger}
    names = {role: guess.column for role, guess in about.columns.roles.items()}
    days = names.get("recency")
    causes = {
        MISSING_DATE: f"nothing in {days or names.get('date')}",
        QUANTITY: f"no order in {names.get('frequency')}",
        AFTER_AS_OF: f"days below zero in {days}" if days else "",
    }
    found = {rule: why for rule, why in causes.items() if why and taken.get(rule)}
    if not found:
        return
    listed = enumerated([f"{_rows(taken[rule])} with {why}" for rule, why in found.items()])
    verb = "counts" if sum(taken[rule] for rule in found) == 1 else "count"
    cure = (
        " To count those without orders all the same: --set rules.quantity=false" if QUANTITY in found else ""
    )
    yield (
        f"{listed} {verb} as no customer: lists of customers also hold people who never bought. To see them:"
        f" {' or '.join(f'--explain {typed_name(rule)}' for rule in found)}.{cure}"
    )


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
