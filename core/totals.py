"""Rows that add up others: totals and subtotals among the rows without a customer, known by what they say or by what they sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from core.columns.words import read_name
from core.ledger import MISSING_CUSTOMER

if TYPE_CHECKING:
    from core.findings import Findings

# Where a report may write what a row of totals is of, and what the ledger calls that.
LABELLED = {
    "description": "description",
    "product": "product",
    "order": "order_id",
    "country": "country",
    "status": "status",
}
# One row is the sum of itself, and so may be its neighbour by chance.
LEAST_SUMMED = 2
# Of saying so, being the sum and having no date.
EVIDENCE = 2


@dataclass(frozen=True, slots=True)
class Totals:
    """The rows of totals that have no customer."""

    rows: int = 0
    amount: Decimal = Decimal(0)
    undated: int = 0
    said: str = ""
    """What one of them says, such as `Subtotal March`; "" where none says anything."""


class _Row(NamedTuple):
    table: int
    is_nobodys: bool
    is_undated: bool
    amount: Decimal | None
    says: str
    """What it says of being a total."""


def totals_among(about: Findings) -> Totals:
    """The rows of totals among those without a customer; none of a source so large that it takes long to look.

    Two of three things make one: that it says so, that it is the sum of the rows above it, that it has no date. Each by itself may be a
    guest's: "Total" is on labels too, and two purchases may add up to a third.
    """
    if not about.is_small:
        return Totals()
    rows = _rows(about)
    # Where rows take something from others of their order, the database gives them in any order.
    in_order = not any(
        table.once_an_order or table.order_above or table.date_above for table in about.columns.tables
    )
    found = list(_found(rows, in_order=in_order))
    return Totals(
        rows=len(found),
        amount=sum((row.amount or Decimal(0) for row in found), Decimal(0)),
        undated=sum(row.is_undated for row in found),
        said=next((row.says for row in found if row.says), ""),
    )


def says_total(label: str) -> bool:
    """Whether a text is of a total, in any of the languages that names of columns are understood in."""
    return read_name(label).has("total", "subtotal")


def _rows(about: Findings) -> list[_Row]:
    labels = [name for role, name in LABELLED.items() if role in about.columns.roles]
    # Each by itself, since one may say nothing and another what the row is.
    said = ", ".join(f"CASE WHEN bucket = '{MISSING_CUSTOMER}' THEN {name} END" for name in labels)
    table = "source_table" if len(about.columns.tables) > 1 else "0"
    found = about.of_rows(
        f"{table}, bucket = '{MISSING_CUSTOMER}', purchased_at IS NULL, amount{', ' if said else ''}{said}",
        "TRUE",
    )
    return [
        _Row(
            number, nobodys, undated, amount, next((text for text in texts if text and says_total(text)), "")
        )
        for number, nobodys, undated, amount, *texts in found
    ]


def _found(rows: Sequence[_Row], *, in_order: bool) -> Iterator[_Row]:
    """The rows of totals, each of which may add up all rows since one before it, or since the top of a sheet."""
    cents, above, table = 0, 0, -1
    since: dict[int, int] = {}
    """By what the rows above came to, in cents, how many these were."""
    for row in rows:
        if row.table != table:
            table = row.table
            since.setdefault(cents, above)
        own = round((row.amount or 0) * 100)
        summed = [above - since[start] for start in _about(cents - own) if start in since]
        is_sum = in_order and own != 0 and max(summed, default=0) >= LEAST_SUMMED
        if row.is_nobodys and bool(row.says) + is_sum + row.is_undated >= EVIDENCE:
            since[cents] = above
            yield row
        else:
            cents, above = cents + own, above + 1


def _about(cents: int) -> range:
    """What a sum may be written as that was rounded otherwise."""
    return range(cents - 1, cents + 2)
