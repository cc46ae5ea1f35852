"""Money that interfaces of payment services write as a whole number of cents, without a word of it in the name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.evidence import Column
from core.columns.naming import Role
from core.patterns import later

MONEY_ROLES: tuple[Role, ...] = ("amount", "order_total", "price")
# What only such interfaces call money.
_CALLED_SO = later(
    r"(?:.*[._])?(?:amount_money|unit_amount|amount_total|amount_subtotal|centAmount|\w+_money\.amount)"
)
_PLAIN_AMOUNT = later(r"(?:.+\.)?amount")
_SMALL_CODE = later("[a-z]{3}")
# Currencies that have no hundredths, or hardly use them.
_NO_CENTS = "jpy krw vnd clp isk huf idr pyg ugx xaf xof xpf rwf gnf kmf djf bif vuv twd cop"
_WITHOUT_CENTS = frozenset(_NO_CENTS.split())
# So many of the numbers have three digits, and so many end in other digits than prices in whole units do.
NEARLY_ALL, LEAST_ODD = 0.95, 0.1
LEAST_DISTINCT = 5


def may_be_cents(chosen: Mapping[Role, int], table: Sequence[Column]) -> list[str]:
    """A word where money looks like cents; it is taken as it stands, since whole amounts look the same."""
    taken: Role | None = next((role for role in MONEY_ROLES if role in chosen), None)
    if taken is None:
        return []
    money = table[chosen[taken]]
    name = money.profile.name
    currencies = _currencies_beside(name, table)
    if not _are_hundredths(money) or not _WITHOUT_CENTS.isdisjoint(map(str.casefold, currencies)):
        return []
    if _CALLED_SO.fullmatch(name):
        shown = "by its name and its whole numbers"
    elif (
        _PLAIN_AMOUNT.fullmatch(name)
        and any(_SMALL_CODE.fullmatch(code) for code in currencies)
        and _are_odd(money)
    ):
        shown = "since it has whole numbers only, beside a currency in small letters"
    else:
        return []
    return [
        f"{name} may be in cents, {shown}, as payment services write it; it is taken as it stands, so if it is, all sums of money are a hundred times"
        " too large. Divide it by 100 in the source."
    ]


def _currencies_beside(name: str, table: Sequence[Column]) -> set[str]:
    """What stands in the column of the currency that belongs to one of money."""
    path = name.rpartition(".")[0]
    beside = {"currency", f"{path}.currency" if path else "currency"}
    return {code for column in table if column.profile.name in beside for code in column.some}


def _are_hundredths(money: Column) -> bool:
    """Whether all numbers are whole, and nearly all have three digits or more."""
    if not money.profile.whole or money.is_written_with_decimals or money.profile.distinct < LEAST_DISTINCT:
        return False
    known = [abs(number) for number in money.numbers if number]
    return sum(number >= 100 for number in known) >= NEARLY_ALL * len(known) > 0


def _are_odd(money: Column) -> bool:
    """Whether enough numbers end in other than zeros."""
    known = [abs(number) for number in money.numbers if number]
    return sum(number % 100 != 0 for number in known) >= LEAST_ODD * len(known)
