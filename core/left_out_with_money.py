"""Rows that have money of their own and do not count, since another column says that nothing was sold, or for nothing."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.columns.evidence import wording_of
from core.ledger import PRICE, QUANTITY

if TYPE_CHECKING:
    from core.findings import Findings

MONEY_ROLES = ("amount", "order_total")
RULES = (
    ("quantity", QUANTITY, "how many were sold", "quantity = 0"),
    ("price", PRICE, "what one piece cost", "price <= 0"),
)


def left_out_with_money(about: Findings) -> Iterator[str]:
    """Rows without pieces, or without a price, that say in another column what they are worth; those below zero have sentences of their own."""
    roles = about.columns.roles
    money = next((role for role in MONEY_ROLES if role in roles), None)
    if money is None:
        return
    worth = roles[money].column or ""
    for role, bucket, what, nothing in RULES:
        if role not in roles or not about.run(
            f"SELECT 1 FROM booked WHERE bucket = '{bucket}' AND amount <> 0 LIMIT 1"
        ):
            continue
        if about.is_small:
            rows, amount = about.of_rows(
                "count(*), sum(amount)", f"bucket = '{bucket}' AND {nothing} AND {money} > 0"
            )[0]
            which, one = wording_of(int(rows), "row"), rows == 1
        elif role == "price":
            rows, amount = about.run(
                f"SELECT count(DISTINCT (customer, order_id)), sum(amount) FROM booked WHERE bucket = '{bucket}' AND amount > 0"
            )[0]
            which, one = f"Rows of {wording_of(int(rows), 'order')}", False
        else:
            continue  # of orders added up, `negative_rows` says it together with what is below zero
        if not rows:
            continue
        name = roles[role].column or ""
        in_all = f" ({float(amount):,.2f}{'' if one else ' in all'})" if amount and money == "amount" else ""
        yield (
            f"{which} with money in {worth}{in_all} {'has' if one else 'have'} nothing above zero in {name}, and so {'does' if one else 'do'} not count"
            f" ({bucket}). If {name} does not say {what}, this counts {'it' if one else 'them'}: --map {shlex.quote(f'{role}=-')}"
        )
