"""Dates that a spreadsheet stored with day and month exchanged, beside those that it left as text because it could not.

Opened where the other order is usual, 05/03/2024 is stored as the third of May, and 25/03/2024 stays text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from core.columns.date_order import OpenDate, Threefold
from core.columns.date_patterns import pattern_reader

Swapped = Literal["auto", "on", "off"]
STORED, STORED_SWAPPED = "%Y-%m-%d", "%Y-%d-%m"
# By chance one date in two is of a day up to the 12th: fewer different ones of either kind prove nothing.
LEAST_OF_EACH = 5
LAST_MONTH = 12


def are_swapped(
    dates: Sequence[tuple[str, OpenDate | None, str]], order: Threefold, asked: Swapped = "auto"
) -> bool:
    """Whether a column's different values, each with its pattern and its open fields, are such a mixture; texts are of `order`."""
    texts = [fields for _, fields, _ in dates if fields is not None]
    stored = [
        (pattern, value) for pattern, fields, value in dates if fields is None and pattern.startswith(STORED)
    ]
    if asked != "auto" or order == "ymd":
        return asked == "on" and order != "ymd" and bool(stored)
    if min(len(texts), len(stored)) < LEAST_OF_EACH:
        return False
    if any((fields.first if order == "dmy" else fields.second) <= LAST_MONTH for fields in texts):
        return False
    moments = [pattern_reader(pattern, False)(value) for pattern, value in stored]
    return all(moment is None or moment.day <= LAST_MONTH for moment in moments)
