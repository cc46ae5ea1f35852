"""What a grid draws: columns, and rows that are asked for a slice at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "number", "money", "date", "moment", "flag"]
Row = tuple[Any, ...]
RIGHT_ALIGNED: frozenset[str] = frozenset(("number", "money"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid."""

    name: str
    """What the source calls it."""
    title: str
    kind: Kind = "text"
    width: int = 12
    aside: str = ""
    """What a second line of the header says under the title."""


@dataclass(frozen=True, slots=True)
class Order:
    """What rows are sorted by, the first column first, and which are kept."""

    sort: tuple[tuple[str, bool], ...] = ()
    """Names of columns, each with whether it runs down from the highest."""
    filter: str = ""


class RowSource:
    """Rows to page through. A source that cannot be sorted, filtered or searched says so by what it answers."""

    columns: tuple[Column, ...] = ()
    sortable = False
    filterable = False

    async def arrange(self, order: Order) -> int:
        """Sort and filter; how many rows there are then. RegularsError for a filter that cannot be read."""
        raise NotImplementedError

    async def fetch(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row]:
        """Rows from `first` on, with the named columns."""
        raise NotImplementedError

    async def find(self, order: Order, text: str, start: int, *, forward: bool) -> int | None:
        """The next row from `start` on that holds a text, coming round to the other end; None where none does."""
        return None


class FewRows(RowSource):
    """Rows that are all here already."""

    sortable = True

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self.columns = tuple(columns)
        self._rows = list(rows)
        self._sorted = list(rows)
        self._order = Order()

    async def arrange(self, order: Order) -> int:
        """Sort them; missing values come last either way."""
        rows = list(self._rows)
        for name, descending in reversed(order.sort):
            place = [column.name for column in self.columns].index(name)
            filled = [row for row in rows if row[place] is not None]
            filled.sort(key=lambda row: row[place], reverse=descending)
            rows = filled + [row for row in rows if row[place] is None]
        self._sorted, self._order = rows, order
        return len(rows)

    async def fetch(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row]:
        """A slice of them."""
        if order != self._order:
            await self.arrange(order)
        places = [[column.name for column in self.columns].index(name) for name in names]
        return [tuple(row[place] for place in places) for row in self._sorted[first : first + count]]

    async def find(self, order: Order, text: str, start: int, *, forward: bool) -> int | None:
        """Look through them."""
        wanted, count = text.casefold(), len(self._sorted)
        step = 1 if forward else -1
        for distance in range(count):
            place = (start + step * distance) % count
            if any(wanted in str(value).casefold() for value in self._sorted[place] if value is not None):
                return place
        return None
