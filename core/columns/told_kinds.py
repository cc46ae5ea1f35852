"""What kind a column is told to be: one of numbers that name something is of texts where some of them have letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from core.columns.numbers import parse_number
from core.columns.profile import MISSING_WORDS
from core.columns.settled import ID_ROLES

if TYPE_CHECKING:
    from core.columns.profile import ColumnProfile, Kind


def told_kind(profile: ColumnProfile, roles: Collection[str], cells: Iterable[str | None]) -> Kind:
    """The kind of a column that plays these roles and has these cells.

    Numbers of orders, customers and products are read as texts, so that nothing else says that `C538164` is none: nothing is unread.
    """
    numbers = profile.numbers
    if profile.kind != "number" or numbers is None or not set(roles).intersection(ID_ROLES):
        return profile.kind
    texts = {cell.strip() for cell in cells if cell}
    words = (text for text in texts if text and text.casefold() not in MISSING_WORDS)
    return "text" if any(parse_number(text, numbers) is None for text in words) else "number"
