"""Which currency a column of money is in, as its name says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.number_patterns import CURRENCY_CODES
from core.columns.words import name_words, read_name

_CODES = frozenset(CURRENCY_CODES.split())
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY"}
# How well a name has to fit to be another of the same; `tax_eur` does not.
_CLEARLY = 0.6


def named_currency(name: str) -> str:
    """The code of the currency in the name of a column, as in `amount_eur` and `Betrag (€)`; "" where it names none, or several."""
    named = {word.upper() for word in name_words(name)} & _CODES
    named |= {code for sign, code in _SIGNS.items() if sign in name}
    return named.pop() if len(named) == 1 else ""


def has_currencies(table: Sequence[Column]) -> bool:
    """Whether a column says of each row which of several currencies its money is in."""
    return any(
        not column.is_number
        and column.profile.distinct > 1
        and "currency" in read_name(column.profile.name).concepts
        for column in table
    )


def in_one_currency(chosen: Mapping[Role, int], table: Sequence[Column]) -> dict[Role, int]:
    """The money of one currency that stands beside money of several, role by role."""
    if not has_currencies(table):
        return {}
    found: dict[Role, int] = {}
    for role in ("amount", "order_total", "price"):
        if role not in chosen or named_currency(table[chosen[role]].profile.name):
            continue
        converted = [
            column.position
            for column in table
            if column.position not in chosen.values()
            and column.is_number
            and named_currency(column.profile.name)
            and role in column.name.roles
            and column.name.roles[role].fits >= _CLEARLY
        ]
        if len(converted) == 1:
            found[role] = converted[0]
    return found
