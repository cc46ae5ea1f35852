"""Cancelled rows that no customer's purchases are lessened by, in sentences: those of nobody, and those of people who bought nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from core.ledger import CANCELLED, KEPT, MISSING_CUSTOMER, MISSING_DATE

if TYPE_CHECKING:
    from core.findings import Findings

# The rules that take a cancelled row before it is known for one, and what such a row lacks.
LACKING = {MISSING_CUSTOMER: "customer", MISSING_DATE: "date"}
A_CENT = Decimal("0.01")


def cancelled_but_lacking(about: Findings, found: Mapping[str, tuple[int, Decimal]]) -> Iterator[str]:
    """Of rows marked as cancelled that an earlier rule took: how many, and their money, by that rule."""
    for rule, role in LACKING.items():
        rows, worth = found.get(rule, (0, Decimal(0)))
        guess = about.columns.roles.get(role)
        if worth >= 0 or guess is None:
            continue
        one = rows == 1
        yield (
            f"{_cancelled(rows)}, {worth:,.2f}, {'is' if one else 'are'} in {rule} and so taken off nobody. If the source knows"
            f" {'whose' if role == 'customer' else 'of when'} {'it is' if one else 'they are'}, fill in {guess.column}."
        )


def refunds_of_strangers(about: Findings) -> Iterator[str]:
    """Refunds of people without a purchase that counts, which the ledger has and no customer."""
    booked = f"FROM booked WHERE bucket = '{CANCELLED}' AND refunded < 0"
    refunded = about.run(f"SELECT sum(refunded) {booked}")[0][0]
    theirs = about.run("SELECT sum(refunded) FROM customer_segments")[0][0]
    # Both are known without looking at anybody: usually they are the same, and whose refunds these are need not be asked.
    if not refunded or abs(Decimal(refunded) - Decimal(theirs or 0)) < A_CENT:
        return
    rows, people, worth = about.run(
        f'SELECT sum("rows"), count(DISTINCT customer), sum(refunded) {booked}'
        f" AND customer NOT IN (SELECT customer FROM booked WHERE bucket = '{KEPT}' AND customer IS NOT NULL)"
    )[0]
    if rows:
        whose = "of one who has" if people == 1 else f"of {people:,} who have"
        yield (
            f"{_cancelled(int(rows))}, {float(worth):,.2f}, {'is' if rows == 1 else 'are'} {whose} no purchase that counts, and so taken off nobody: neither"
            f" revenue nor net is less by {'it' if rows == 1 else 'them'}. Either what was bought is not among the rows that count, or"
            f" {about.columns.roles['customer'].column} names somebody else on such rows."
        )


def _cancelled(rows: int) -> str:
    return f"{rows:,} cancelled row" if rows == 1 else f"{rows:,} cancelled rows"
