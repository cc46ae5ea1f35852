"""Rows that the engine holds: the customers of a result, or a file that it left in the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace

from core.remote import tables
from core.remote.opened import Opened
from core.views.grid_parts import Arrangement, Exported, ExportKind, GridSummary, Position, Sought
from core.views.headings import SHARES
from core.views.mailing import Mailing
from tui.engine import Engine, answer
from tui.order import Order
from tui.text import currency_cells
from tui.widgets.rows import Column, Row, RowSource

NARROWEST = 4
# A wide text gives way to other columns; what is under the cursor can be read whole.
WIDEST = 28
DAY = len("2025-12-31")


def _arrangement(order: Order) -> Arrangement:
    return Arrangement(order.sort, order.filter)


def _columns(
    shape: tables.TableShape, titles: Mapping[str, str], asides: Mapping[str, str]
) -> tuple[Column, ...]:
    found = []
    for column, width in zip(shape.columns, shape.widths, strict=True):
        title, aside = titles.get(column.name, column.name), asides.get(column.name, "")
        # The engine knows of no currency.
        needed = width + (currency_cells() if column.kind == "money" else 0)
        # One more than the title, so that the mark of the order has room.
        wide = max(NARROWEST, len(title) + 1, len(aside), min(needed, WIDEST))
        found.append(Column(column.name, title, column.kind, min(wide, WIDEST), aside))
    return tuple(found)


def _as_shown(column: Column) -> Column:
    """A column of customers as it is shown: days without the time, and a share in per cent."""
    if column.kind == "moment":
        return replace(column, kind="day", width=max(DAY, len(column.title) + 1))
    return replace(column, kind="percent") if column.name in SHARES else column


class CustomerRows(RowSource):
    """The customers of a result."""

    sortable = True
    filterable = True

    def __init__(
        self, engine: Engine, opened: Opened, columns: tuple[Column, ...], earlier: bytes = b""
    ) -> None:
        self._quick, self._slow = engine.quick, engine.slow
        self._opened, self.earlier = opened, earlier
        self.columns = columns
        self.summary: GridSummary | None = None
        """How many the filter in force keeps, and their sums."""

    @classmethod
    async def of(
        cls, engine: Engine, opened: Opened, titles: Mapping[str, str], earlier: Opened | None = None
    ) -> CustomerRows:
        """The customers of a result with their columns; `titles` are what columns are called where not by their names.

        Beside an earlier result they have its tiers and segments too.
        """
        payload = b"" if earlier is None else earlier.payload
        shape = await answer(engine.quick.view(tables.customers_shape, opened, payload))
        columns = tuple(_as_shown(column) for column in _columns(shape, titles, {}))
        return cls(engine, opened, columns, payload)

    def _arrangement(self, order: Order) -> Arrangement:
        return Arrangement(order.sort, order.filter, self.earlier)

    async def arrange(self, order: Order) -> int:
        self.summary = await answer(
            self._quick.view(tables.customers_arranged, self._opened, self._arrangement(order))
        )
        return self.summary.rows

    async def fetch(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row]:
        slices = self._quick.view(
            tables.customers_slice, self._opened, self._arrangement(order), first, count, tuple(names)
        )
        return await answer(slices)

    async def find(self, order: Order, sought: Sought, start: int, *, forward: bool) -> int | None:
        found = self._quick.view(
            tables.customers_find, self._opened, self._arrangement(order), sought, start, forward
        )
        return await answer(found)

    async def moved(self, old: Order, new: Order, runs: Sequence[tuple[int, int]]) -> Sequence[Position]:
        places = self._quick.view(
            tables.customers_moved, self._opened, self._arrangement(old), self._arrangement(new), tuple(runs)
        )
        return await answer(places)

    async def filter_told(self, text: str, cursor: int) -> tables.FilterTold:
        latest = self._quick.latest("filter")
        return await answer(
            latest.view(tables.customers_filter_told, self._opened, text, cursor, self.earlier)
        )

    async def id_at(self, order: Order, place: int) -> str | None:
        """The id of the customer who stands there; None where nobody does."""
        found = self._quick.view(tables.customer_ids, self._opened, self._arrangement(order), (place,))
        ids = await answer(found)
        return ids[0] if ids else None

    async def position(self, order: Order, customer_id: str) -> int | None:
        """Where a customer stands; None where the filter leaves them out."""
        place = self._quick.view(
            tables.customer_position, self._opened, self._arrangement(order), customer_id
        )
        return await answer(place)

    def export(
        self,
        order: Order,
        names: Sequence[str],
        path: str,
        kind: ExportKind,
        positions: Sequence[Position] | None,
        *,
        overwrite: bool,
    ) -> Future[Exported]:
        """Have them written to a file, on the lane where that can be cancelled."""
        arrangement, chosen = self._arrangement(order), None if positions is None else tuple(positions)
        return self._slow.view(
            tables.export_customers, self._opened, arrangement, tuple(names), path, kind, chosen, overwrite
        )

    def mail(
        self, order: Order, path: str, positions: Sequence[Position] | None, *, overwrite: bool
    ) -> Future[Mailing]:
        """Have them written as a mailing list."""
        chosen = None if positions is None else tuple(positions)
        return self._slow.view(
            tables.mail_customers, self._opened, self._arrangement(order), path, chosen, overwrite
        )


class FileRows(RowSource):
    """The rows of a Parquet file."""

    sortable = True
    filterable = True

    def __init__(
        self, engine: Engine, path: str, columns: tuple[Column, ...], page: tables.FirstPage | None = None
    ) -> None:
        self._quick, self._slow = engine.quick, engine.slow
        self._path = path
        self._page = page
        self.columns = columns
        self.summary: GridSummary | None = None

    @classmethod
    async def of(
        cls,
        engine: Engine,
        path: str,
        titles: Mapping[str, str],
        asides: Mapping[str, str] | None = None,
        page: tables.FirstPage | None = None,
    ) -> FileRows:
        """The rows of a file with their columns; `asides` stand under the titles. What is here of it already is not waited for."""
        shape = page.shape if page else await answer(engine.quick.plain(tables.file_shape, path))
        return cls(engine, path, _columns(shape, titles, asides or {}), page)

    async def arrange(self, order: Order) -> int:
        if self._page is not None and _arrangement(order) == Arrangement():
            self.summary = self._page.summary
            return self.summary.rows
        self.summary = await answer(self._quick.plain(tables.file_arranged, self._path, _arrangement(order)))
        return self.summary.rows

    def at_hand(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row] | None:
        page = self._page
        if page is None or _arrangement(order) != Arrangement():
            return None
        if first + count > len(page.rows) < page.summary.rows:
            return None
        there = [column.name for column in page.shape.columns]
        places = [there.index(name) for name in names]
        return [tuple(row[place] for place in places) for row in page.rows[first : first + count]]

    async def fetch(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row]:
        slices = self._quick.plain(
            tables.file_slice, self._path, _arrangement(order), first, count, tuple(names)
        )
        return await answer(slices)

    async def find(self, order: Order, sought: Sought, start: int, *, forward: bool) -> int | None:
        found = self._quick.plain(tables.file_find, self._path, _arrangement(order), sought, start, forward)
        return await answer(found)

    async def moved(self, old: Order, new: Order, runs: Sequence[tuple[int, int]]) -> Sequence[Position]:
        places = self._quick.plain(
            tables.file_moved, self._path, _arrangement(old), _arrangement(new), tuple(runs)
        )
        return await answer(places)

    async def filter_told(self, text: str, cursor: int) -> tables.FilterTold:
        latest = self._quick.latest("filter")
        return await answer(latest.plain(tables.file_filter_told, self._path, text, cursor))

    def export(
        self,
        order: Order,
        names: Sequence[str],
        path: str,
        kind: ExportKind,
        positions: Sequence[Position] | None,
        *,
        overwrite: bool,
    ) -> Future[Exported]:
        """Have them written to a file, on the lane where that can be cancelled."""
        arrangement, chosen = _arrangement(order), None if positions is None else tuple(positions)
        return self._slow.plain(
            tables.export_file, self._path, arrangement, tuple(names), path, kind, chosen, overwrite
        )
