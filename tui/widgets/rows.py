"""What a grid draws: columns, and rows that are asked for a slice at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from core.figures import PLAIN
from core.printable import printable
from core.views.grid_parts import ShownAs, Sought
from tui.number_style import number_style
from tui.order import Order
from tui.text import cell, plain

if TYPE_CHECKING:
    from core.remote.tables import FilterTold
    from core.views.grid_parts import Position

Kind = ShownAs
Row = tuple[Any, ...]
RIGHT_ALIGNED: frozenset[str] = frozenset(("number", "figure", "money", "share", "percent", "change"))


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


def sought_in(columns: Sequence[Column], typed: str) -> Sought:
    """What was typed to be looked for in these columns."""
    return Sought(
        typed, _in_plain_style(typed), tuple((column.name, column.kind) for column in columns if column.width)
    )


def shows(sought: Sought, value: Any, kind: str) -> bool:
    """Whether what is looked for stands in a cell; without marks between thousands it is found in a number that has them."""
    shown = plain(cell(value, kind)).casefold()
    if sought.text.casefold() in shown:
        return True
    if not sought.number or kind not in RIGHT_ALIGNED or isinstance(value, str):
        return False
    is_marked = PLAIN.thousands in sought.number
    return sought.number in (_in_plain_style(shown) if is_marked else number_style().unmarked(shown))


def _in_plain_style(text: str) -> str:
    """What was written in the style in force, maybe a part of a number or an amount, in the plain style: `1.234,5` as `1,234.5`."""
    style = number_style()
    bare = (text.replace(style.currency, "") if style.currency else text).strip()
    # The blank before a sign of per cent parts no thousands.
    parts = re.split(rf"{re.escape(style.thousands)}(?=\d|$)", bare)
    return PLAIN.thousands.join(part.replace(style.decimal, PLAIN.decimal) for part in parts)


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

    def at_hand(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row] | None:
        """The same, where nobody has to wait for them; None where they have to be fetched."""
        return None

    async def find(self, order: Order, sought: Sought, start: int, *, forward: bool) -> int | None:
        """The next row from `start` on that shows a text, coming round to the other end; None where none does."""
        return None

    async def moved(self, old: Order, new: Order, runs: Sequence[tuple[int, int]]) -> Sequence[Position]:
        """Where the rows of some runs of positions are in another order, as far as its filter keeps them; nowhere if that is not known."""
        return ()

    async def filter_told(self, text: str, cursor: int) -> FilterTold:
        """What a filter that is being typed comes to, and how it could go on."""
        raise NotImplementedError


class FewRows(RowSource):
    """Rows that are all here already."""

    sortable = True

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self.columns = tuple(columns)
        self._rows = list(rows)
        self._arranged: tuple[tuple[tuple[str, bool], ...], list[int]] = ((), list(range(len(rows))))

    def _places(self, order: Order) -> list[int]:
        """The places of the rows as they were given, in an order; missing values come last either way."""
        if order.sort != self._arranged[0]:
            places = list(range(len(self._rows)))
            for name, descending in reversed(order.sort):
                column = self._column(name)
                filled = [place for place in places if self._rows[place][column] is not None]
                filled.sort(key=lambda place: _sortable(self._rows[place][column]), reverse=descending)
                places = filled + [place for place in places if self._rows[place][column] is None]
            self._arranged = order.sort, places
        return self._arranged[1]

    def _column(self, name: str) -> int:
        return [column.name for column in self.columns].index(name)

    @property
    def all_rows(self) -> list[Row]:
        """The rows in their present order."""
        return [self._rows[place] for place in self._arranged[1]]

    async def arrange(self, order: Order) -> int:
        """Sort them."""
        return len(self._places(order))

    async def fetch(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row]:
        """A slice of them."""
        return self._slice(order, first, count, names)

    def at_hand(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row] | None:
        """The same."""
        return self._slice(order, first, count, names)

    def _slice(self, order: Order, first: int, count: int, names: Sequence[str]) -> list[Row]:
        columns = [self._column(name) for name in names]
        rows = (self._rows[place] for place in self._places(order)[first : first + count])
        return [tuple(row[column] for column in columns) for row in rows]

    async def find(self, order: Order, sought: Sought, start: int, *, forward: bool) -> int | None:
        """Look through them."""
        places, step = self._places(order), 1 if forward else -1
        looked_at = [(self._column(name), kind) for name, kind in sought.columns or ()]
        for distance in range(len(places)):
            here = (start + step * distance) % len(places)
            row = self._rows[places[here]]
            if any(shows(sought, row[place], kind) for place, kind in looked_at):
                return here
        return None

    async def moved(self, old: Order, new: Order, runs: Sequence[tuple[int, int]]) -> Sequence[Position]:
        """Where some of them are now."""
        before = self._places(old)
        chosen = {place for first, last in runs for place in before[first : last + 1]}
        return [here for here, place in enumerate(self._places(new)) if place in chosen]


# The first column stays in view, so others have to have room beside it.
WIDEST_FIRST, WIDEST = 24, 100


def fitted_columns(columns: Sequence[Column], rows: Sequence[Row], most: int = WIDEST) -> tuple[Column, ...]:
    """Columns as wide as what stands in them and their titles, up to so many cells."""
    found = []
    for place, column in enumerate(columns):
        needed = max(cell_len(text) for text in (column.title, *_shown(rows, place, column.kind)))
        found.append(replace(column, width=min(needed, most, WIDEST_FIRST if place == 0 else WIDEST)))
    return tuple(found)


def _shown(rows: Sequence[Row], place: int, kind: Kind) -> Iterator[str]:
    return (plain(cell(row[place], kind)) for row in rows)


def named_rows(names: Sequence[str], rows: Sequence[Row]) -> FewRows:
    """Rows for a file, with the names of its columns."""
    return FewRows([Column(name, name) for name in names], rows)


def in_tabs(source: FewRows) -> str:
    """The names of the columns and all rows, as tab-separated text; nothing where there are no rows."""
    if not source.all_rows:
        return ""
    lines = [[column.name for column in source.columns]]
    lines += [["" if value is None else printable(str(value)) for value in row] for row in source.all_rows]
    return "\n".join(map("\t".join, lines)) + "\n"


def _sortable(value: Any) -> tuple[int, Any]:
    """Numbers before everything else, texts without regard to capitals: values of several kinds can stand in one column."""
    if isinstance(value, int | float):
        return 0, value
    return (1, value.casefold()) if isinstance(value, str) else (2, str(value))
