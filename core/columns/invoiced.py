"""What customers were charged, beside what they have paid of it so far; and what says of goods that they were sold, which counts them unless it is money."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from math import fsum
from statistics import median
from typing import TYPE_CHECKING

from core.columns.evidence import HOLDS, Column, wording_of
from core.columns.naming import Role
from core.columns.telling_words import BILLING
from core.columns.words import name_words

if TYPE_CHECKING:
    from core.columns.relations import Relations

# What was done to goods, without accents: of how many, or for how much, only the numbers tell.
_DONE_TO_GOODS = frozenset(
    ("ordered", "bought", "purchased", "sold", "delivered", "shipped", "dispatched", "gekauft", "verkauft", "geliefert", "versendet", "gekocht", "verkocht",
     "geleverd", "verzonden", "achete", "vendu", "livre", "expedie", "acquistato", "venduto", "consegnato", "spedito",
     "comprado", "vendido", "entregado", "enviado")
)  # fmt: skip
_INVOICED = frozenset(
    ("invoiced", "billed", "charge", "charges", "charged", "fakturiert", "berechnet", "gefactureerd", "gefactureerde", "facturado",
     "facturada", "faturado", "faturada", "fatturato", "fatturata")
)  # fmt: skip
# What a name of what is due may say besides.
_OF_DUE = frozenset(("due", "amount", "total", "value", "payment", "net", "tax", "order", "sale"))
_OF_PAID = frozenset(
    ("payment", "amount", "total", "value", "net", "tax", "order", "sale", "customer", "line")
)
# Nobody sells so many pieces of one thing on most rows, nor none.
MOST_PIECES, MOST_OF_NOTHING = 60, 0.05
# So few rows without a payment are slips, or gifts.
SLIPS = 0.01
# Sums so little apart are the same money but for what is still open of the last days.
LEAST_APART = 0.001
MONEY_ROLES: tuple[Role, ...] = ("amount", "order_total")


def is_done_to_goods(column: Column) -> bool:
    """Whether a name says only what was done to goods, as `Sold` and `Delivered` do."""
    words = name_words(column.profile.name)
    return bool(words) and _DONE_TO_GOODS.issuperset(words)


def counts_goods(column: Column) -> bool:
    """Whether a name says only what was done to goods, and the numbers count these: whole, few and never none."""
    profile = column.profile
    if not is_done_to_goods(column) or profile.kind != "number" or not profile.whole or profile.distinct < 2:
        return False
    if _is_written_as_money(column) or profile.zero > MOST_OF_NOTHING * profile.filled:
        return False
    known = [number for number in column.numbers if number is not None]
    return bool(known) and 0 < median(known) <= MOST_PIECES


def _is_written_as_money(column: Column) -> bool:
    decorated = bool(column.profile.numbers and column.profile.numbers.decorated)
    return column.is_number and (column.is_fractional or decorated or column.is_written_with_decimals)


def settle_invoiced(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Take in `chosen` what customers were charged and not what they have paid of it, where both are there; say how far these are apart."""
    _drop_lots(chosen, table, relations)
    taken: Role | None = next((role for role in MONEY_ROLES if role in chosen), None)
    if taken is None:
        return []
    column = table[chosen[taken]]
    paid = [
        other
        for other in table
        if other.profile.kind == "number" and other.profile.distinct > 1 and _says_paid(other)
    ]
    if not paid:
        return []
    if not _says_paid(column):
        return _apart(column, paid, chosen) if _says_invoiced(column) else []
    free = [other for other in table if other.is_number and other.position not in chosen.values()]
    invoiced = next(
        (
            other
            for says in (_says_invoiced, _may_say_invoiced)
            for other in free
            if says(other) and (says is _says_invoiced or _is_no_less(other, column))
        ),
        None,
    )
    if invoiced is None:
        return _less_paid(taken, chosen, table)
    del chosen[taken]
    of_order = "order" in chosen and relations.is_order_total(chosen["order"], invoiced.position)
    chosen["order_total" if of_order else "amount"] = invoiced.position
    return _apart(invoiced, [column, *(other for other in paid if other is not column)], chosen)


def _less_paid(taken: Role, chosen: dict[Role, int], table: Sequence[Column]) -> list[str]:
    """Take in `chosen` quantity x price and not what was paid, where that is nothing on some rows, as of those who have not paid yet.

    Where something was paid on all rows, what it is less than the product may be a discount.
    """
    if not {"quantity", "price"} <= chosen.keys() or table[chosen["price"]].reading.has("cost", "list"):
        return []
    paid, pieces, price = (table[chosen[role]] for role in (taken, "quantity", "price"))
    charged = [
        (count or 0.0) * (each or 0.0) for count, each in zip(pieces.numbers, price.numbers, strict=True)
    ]
    unpaid = sum(worth > 0 and not part for worth, part in zip(charged, paid.numbers, strict=True))
    if unpaid <= SLIPS * len(charged):
        return []
    del chosen[taken]
    name, product = paid.profile.name, f"{pieces.profile.name} x {price.profile.name}"
    return [
        f"{name} is what customers have paid, by its name, and nothing on {wording_of(unpaid, 'row')} of the {len(charged):,} looked at: {name} comes to"
        f" {_sum(paid):,.2f}, and {product} to {fsum(charged):,.2f}. {product} is taken; to take what was paid: --map {shlex.quote(f'amount={name}')}"
    ]


def _drop_lots(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> None:
    """Drop an amount called a charge that is none: beside pieces and a price, in German, it numbers a lot."""
    if not {"amount", "quantity", "price"} <= chosen.keys():
        return
    charge = table[chosen["amount"]]
    if charge.reading.concepts != {"charge"} or _is_written_as_money(charge):
        return
    if not relations.product(charge.position, chosen["quantity"], chosen["price"]).is_but_for_tax:
        del chosen["amount"]


def _says_paid(column: Column) -> bool:
    said = column.reading
    return said.has("payment") and said.concepts <= _OF_PAID and not said.by_short_words


def _says_invoiced(column: Column) -> bool:
    """Whether a name says that customers were charged so much."""
    return not _INVOICED.isdisjoint(name_words(column.profile.name)) and bool(
        column.name.roles.keys() & set(MONEY_ROLES)
    )


def _may_say_invoiced(column: Column) -> bool:
    """Whether a name says it if the numbers bear it out: what is due may be what is left, and `Rechnung` the number of a bill."""
    concepts = column.reading.concepts
    if "due" in concepts:
        return concepts <= _OF_DUE and column.profile.kind == "number" and len(concepts) > 1
    words = name_words(column.profile.name)
    billed = bool(words) and all(word in BILLING or word == "faktura" for word in words)
    return (billed or concepts == {"sale"}) and _is_written_as_money(column)


def _is_no_less(invoiced: Column, paid: Column) -> bool:
    """Whether on nearly all rows at least as much was charged as was paid."""
    rows = [
        (abs(whole), abs(part))
        for whole, part in zip(invoiced.numbers, paid.numbers, strict=True)
        if whole is not None and part is not None
    ]
    return sum(whole >= part for whole, part in rows) >= HOLDS * len(rows) > 0


def _apart(invoiced: Column, paid: Sequence[Column], chosen: Mapping[Role, int]) -> list[str]:
    """How far what was charged and what was paid are apart, and how to take the other."""
    whole, parts = _sum(invoiced), [_sum(column) for column in paid]
    if abs(whole - fsum(parts)) <= LEAST_APART * abs(whole):
        return []
    told = [f"{column.profile.name} {part:,.2f}" for column, part in zip(paid, parts, strict=True)]
    *first, last = told
    sums = f"{', '.join(first)} and {last}" if first else last
    role = next(role for role in MONEY_ROLES if chosen.get(role) == invoiced.position)
    name = invoiced.profile.name
    return [
        f"{name} is what customers were charged, by its name, and what they have paid is another sum: on the rows looked at {name} comes to"
        f" {whole:,.2f}, and {sums}. {name} is taken; to take what was paid: --map {shlex.quote(f'{role}={paid[0].profile.name}')}"
    ]


def _sum(column: Column) -> float:
    return fsum(number or 0.0 for number in column.numbers)
