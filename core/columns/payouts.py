"""Fees of a platform, and what it pays out after them: the money of a row only where nothing says what customers paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.evidence import LEAST_REPEATS, Column
from core.columns.multiplying import MULTIPLIES
from core.columns.naming import Role
from core.columns.words import name_words

MONEY_ROLES: tuple[Role, ...] = ("amount", "order_total", "price")
# A name that says fee and at most of which currency: any other word may say whose it is.
FEE = frozenset(("fee", "fees", "amount", "total", "eur", "usd", "gbp", "chf", "cad", "aud"))
PAID_OUT = frozenset(("earnings", "payout", "payouts", "auszahlung", "uitbetaling"))
CENT = 0.011
# A fee that most rows do not have shows nothing.
LEAST_WITH_FEE = 0.5


def settle_payouts(chosen: dict[Role, int], table: Sequence[Column]) -> list[str]:
    """Take in `chosen` what customers paid, and not what is left of it after fees, where both are there; say which and why."""
    if {"amount", "price"} <= chosen.keys() and _is_payout(table[chosen["amount"]]):
        del chosen["amount"]
    notes = [*_before_fees(chosen, table), *_only_money(chosen, table)]
    if "amount" in chosen and not PAID_OUT.isdisjoint(name_words(table[chosen["amount"]].profile.name)):
        notes.append(
            f"{table[chosen['amount']].profile.name} is what was paid out, by its name, and no other column says what customers paid: fees that were kept"
            " back are not in it."
        )
    return notes


def _is_payout(column: Column) -> bool:
    """Whether a column is a contribution or a payout by its name, which is the money only where nothing says what was sold."""
    return column.reading.by_short_words and column.reading.has("payment")


def _before_fees(chosen: dict[Role, int], table: Sequence[Column]) -> list[str]:
    """Take what the amount is the rest of, less a column of fees."""
    if "amount" not in chosen:
        return []
    rest = table[chosen["amount"]]
    fees = [
        column
        for column in table
        if column.is_number
        and column.position not in chosen.values()
        and column.reading.has("profit", "cost")
    ]
    if not fees:
        return []
    priced = table[chosen["price"]] if "price" in chosen and "quantity" not in chosen else None
    others = [priced] if priced else [column for column in table if _may_be_before_fees(column, chosen)]
    for whole in others:
        for fee in fees:
            if whole is fee or not _is_less_fee(rest, whole, fee):
                continue
            chosen["amount"] = whole.position
            if whole is priced:
                del chosen["price"]
            paid, left, off = (column.profile.name for column in (whole, rest, fee))
            return [
                f"{left} is {paid} less {off} on the rows, so {paid} is taken as what customers paid. To take what is left after fees:"
                f" --map 'amount={left}'"
            ]
    return []


def _may_be_before_fees(column: Column, chosen: Mapping[Role, int]) -> bool:
    return (
        column.is_number
        and column.position not in chosen.values()
        and not column.reading.has("profit", "cost")
        and bool(column.name.roles.keys() & {"amount", "order_total"})
    )


def _is_less_fee(rest: Column, whole: Column, fee: Column) -> bool:
    """Whether a column is another less a fee on nearly all rows, and rows with a fee are no exception."""
    rows = [
        (left, paid, abs(off))
        for left, paid, off in zip(rest.numbers, whole.numbers, fee.numbers, strict=True)
        if left is not None and paid is not None and off is not None
    ]
    with_fee = [(left, paid, off) for left, paid, off in rows if off > CENT]
    if len(with_fee) < LEAST_REPEATS or len(with_fee) < LEAST_WITH_FEE * len(rows):
        return False
    return sum(abs(paid - off - left) <= CENT for left, paid, off in rows) >= MULTIPLIES * len(rows)


def _only_money(chosen: dict[Role, int], table: Sequence[Column]) -> list[str]:
    """Take a contribution or a fee for the money where there is no other: a member's are alike, and beside other money a fee is the shop's own."""
    if chosen.keys() & set(MONEY_ROLES):
        return []
    free = [column for column in table if column.position not in chosen.values()]
    called = [column for column in free if column.name.roles.keys() & set(MONEY_ROLES)]
    if len(called) == 1 and called[0].is_number and _is_payout(called[0]):
        chosen["amount"] = called[0].position
    if called:
        return []
    fees = [
        column
        for column in free
        if column.profile.kind == "number"
        and set(name_words(column.profile.name)) <= FEE
        and column.reading.has("profit")
    ]
    if len(fees) != 1:
        return []
    chosen["amount"] = fees[0].position
    name = fees[0].profile.name
    return [
        f"{name} is the only money here, so it is taken as what customers paid. If it is what the shop itself pays, leave money out: --map amount=-"
    ]
