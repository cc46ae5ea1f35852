"""Several currencies in the kept rows, which make no sum of money mean anything, and what is in each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from core.columns.currencies import named_currency
from core.columns.evidence import wording_of
from core.columns.words import read_name
from core.ledger import KEPT

if TYPE_CHECKING:
    from core.findings import Findings

MOST_SHOWN = 12
# Of rows that say no currency.
UNSAID = ""
# One currency, however it is written.
SAME_CURRENCY = {
    "€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "$": "USD", "US$": "USD", "¥": "JPY", "₹": "INR", "RS": "INR", "R$": "BRL", "₩": "KRW",
    "₺": "TRY", "KČ": "CZK", "ZŁ": "PLN", "FR": "CHF", "SFR": "CHF", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
}  # fmt: skip
CODES = frozenset(
    [
        *("EUR", "USD", "GBP", "JPY", "CNY", "INR", "BRL", "KRW", "TRY", "CZK", "PLN", "CHF", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "HUF", "RON"),
        *("BGN", "ISK", "UAH", "RUB", "ZAR", "MXN", "ARS", "CLP", "COP", "PEN", "SGD", "HKD", "TWD", "THB", "MYR", "IDR", "PHP", "VND", "AED", "SAR"),
        *("ILS", "EGP", "NGN", "KES"),
    ]
)  # fmt: skip
CURRENCY = "upper(trim(attribute_1))"
# What an order's first row alone says is so of its other rows; where its rows differ, each says what it says.
_OF_THE_ORDER = "OVER (PARTITION BY customer, order_id)"
CURRENCY_OF_ORDER = (
    f"coalesce(nullif({CURRENCY}, ''), CASE WHEN min(nullif({CURRENCY}, '')) {_OF_THE_ORDER} = max(nullif({CURRENCY}, '')) {_OF_THE_ORDER}"
    f" THEN max(nullif({CURRENCY}, '')) {_OF_THE_ORDER} END)"
)
# What a cell of money holds beside its number.
DECORATION = "upper(trim(regexp_replace(attribute_1, '[-0-9.,''’ ()+%[:space:]]', '', 'g')))"


def currencies(about: Findings) -> Iterator[str]:
    """Several currencies, by a column that names them or by the signs beside the amounts."""
    roles = about.columns.roles
    names = about.columns.tables[0].table.names
    named = [name for name in names if read_name(name).has("currency") and not read_name(name).has("percent")]
    money = next((role for role in ("amount", "order_total", "price", "monetary") if role in roles), None)
    for name in named[:2]:
        by = _currencies(about, name, CURRENCY)
        if len(by) > 1 and UNSAID in by and "order" in roles:
            by = _currencies(about, name, CURRENCY_OF_ORDER)
        if len(by.keys() - {UNSAID}) > 1:
            yield _several_currencies(name, by, str(roles[money].column) if money else "")
            return
    if money is None or not any(
        money in table.numbers and table.numbers[money].decorated for table in about.columns.tables
    ):
        return
    column = str(roles[money].column)
    by = _currencies(about, column, DECORATION)
    by.pop(UNSAID, None)  # beside a number without a sign it is the one that goes without saying
    if len(by) > 1:
        yield _several_currencies(column, by, "")


def _currencies(about: Findings, column: str, cell: str) -> dict[str, tuple[int, Decimal]]:
    """The kept rows and their money by currency, and of those that say none."""
    by: dict[str, tuple[int, Decimal]] = {}
    for text, bucket, count, amount in about.by_cell(column, cell):
        code = SAME_CURRENCY.get(text or "", text or UNSAID)
        if bucket == KEPT and (code in CODES or code == UNSAID):
            rows, money = by.get(code, (0, Decimal(0)))
            by[code] = rows + count, money + (amount or 0)
    return by


def _several_currencies(column: str, by: dict[str, tuple[int, Decimal]], money: str) -> str:
    """A sentence on them; `money` is the column beside them, which may be in one currency by its name."""
    named = {code: of_code for code, of_code in by.items() if code != UNSAID}
    most = sorted(named.items(), key=lambda item: (-item[1][0], item[0]))
    listed = ", ".join(
        f"{code} {wording_of(rows, 'row')} ({amount:,.2f})" for code, (rows, amount) in most[:MOST_SHOWN]
    )
    if UNSAID in by:
        rows, amount = by[UNSAID]
        listed += f", and none on {wording_of(rows, 'row')} ({amount:,.2f})"
    if one := named_currency(money):
        return (
            f"{column} holds {len(named)} currencies: {listed}. {money} is in {one} on all rows, as its name says, and its numbers are added up as they"
            " stand. If they are not converted, run the rows of each currency by themselves."
        )
    return (
        f"{column} holds {len(named)} currencies: {listed}. They were added up as if they were one, so no sum of money means anything; convert"
        " them to one currency first, or run the rows of each by themselves."
    )
