"""What each row of a sample is worth, by the columns that say it of a row."""

from __future__ import annotations

from collections.abc import Mapping

from core.columns.evidence import Column
from core.columns.naming import Role


def worth_of_rows(roles: Mapping[Role, Column]) -> list[float]:
    """The amount of each row, else its quantity x price; nothing where only the total of a whole order is known, which stands on several rows."""
    if "amount" in roles:
        return [number or 0.0 for number in roles["amount"].numbers]
    if "order_total" in roles or not {"quantity", "price"} <= roles.keys():
        return []
    pairs = zip(roles["quantity"].numbers, roles["price"].numbers, strict=True)
    return [(pieces or 0.0) * (each or 0.0) for pieces, each in pairs]
