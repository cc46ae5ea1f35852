"""Large tables as the app pages through them: the customers of a result, or a Parquet file that a view has left in the workspace."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from core.views.grid_parts import Arrangement, Exported, ExportKind, GridColumn, GridSummary, Position, Sought

if TYPE_CHECKING:
    import duckdb

    from core.views.filter_completions import Completions
    from core.views.filter_tree import Kind
    from core.views.grid import Grid
    from core.views.mailing import Mailing
    from core.views.result import ResultData

MOST_FILES = 4
# What is sent ahead: a page of the grid, of tables that are not very wide.
ROWS_AHEAD = 128
MOST_COLUMNS_AHEAD = 60


@dataclass(frozen=True, slots=True)
class TableShape:
    """What a table has: columns with how wide each is good to be, and rows."""

    columns: tuple[GridColumn, ...]
    widths: tuple[int, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The beginning of a file as it stands, sent along with what names the file: it can be drawn before anybody asks for rows."""

    shape: TableShape
    summary: GridSummary
    rows: tuple[tuple[Any, ...], ...]

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> FirstPage:
        """What `asdict` gave, after it was kept as JSON."""
        shape, summary = fields["shape"], fields["summary"]
        columns = tuple(
            GridColumn(**{**column, "order": tuple(column["order"])}) for column in shape["columns"]
        )
        return cls(
            TableShape(columns, tuple(shape["widths"]), shape["rows"]),
            GridSummary(summary["rows"], tuple((name, total) for name, total in summary["totals"])),
            tuple(map(tuple, fields["rows"])),
        )


@dataclass(frozen=True, slots=True)
class FilterTold:
    """A filter that is being typed: how many rows it keeps, or what is wrong with which of its characters; and how it could go on."""

    completions: Completions
    rows: int | None
    what: str = ""
    cure: str = ""
    start: int = 0
    end: int = 0


# The grids that this process keeps open: of results as long as these are, of files the last few, each with what closes it.
_OF_CUSTOMERS: WeakKeyDictionary[ResultData, dict[bytes, Grid]] = WeakKeyDictionary()
_OF_FILES: OrderedDict[str, tuple[Grid, Callable[[], object]]] = OrderedDict()


def _grid(data: ResultData, earlier: bytes = b"") -> Grid:
    """The customers, by themselves or beside those of an earlier result, of which the last one is kept."""
    from core.remote.compared import result_named
    from core.views.grids import customers_grid

    grids = _OF_CUSTOMERS.setdefault(data, {})
    if earlier not in grids:
        if earlier:
            for other in [payload for payload in grids if payload]:
                grids.pop(other).close()
        grids[earlier] = customers_grid(data, result_named(earlier) if earlier else None)
    return grids[earlier]


def _file_grid(path: str) -> Grid:
    import tempfile
    from pathlib import Path

    from core.engine import connect
    from core.views.grids import parquet_grid

    if path not in _OF_FILES:
        connection = connect(Path(tempfile.gettempdir()))
        _OF_FILES[path] = parquet_grid(connection, path), connection.close
        while len(_OF_FILES) > MOST_FILES:
            _, close = _OF_FILES.popitem(last=False)[1]
            with contextlib.suppress(Exception):
                close()
    _OF_FILES.move_to_end(path)
    return _OF_FILES[path][0]


# Each function twice: of the customers of a result, and of a file.


def customers_shape(data: ResultData, earlier: bytes = b"") -> TableShape:
    """The columns of the customers, and how many there are."""
    return _shape(_grid(data, earlier))


def file_shape(path: str) -> TableShape:
    """The columns of a file, and how many rows it has."""
    return _shape(_file_grid(path))


def first_page(connection: duckdb.DuckDBPyConnection, path: str) -> FirstPage | None:
    """The first rows of a file; None of one so wide that they would be much."""
    from core.views.grids import parquet_grid

    grid = parquet_grid(connection, path)
    try:
        if len(grid.columns) > MOST_COLUMNS_AHEAD:
            return None
        names = [column.name for column in grid.columns]
        asked = Arrangement()
        return FirstPage(_shape(grid), _arranged(grid, asked), grid.slice(asked, 0, ROWS_AHEAD, names))
    finally:
        grid.close()


def customers_arranged(data: ResultData, arrangement: Arrangement) -> GridSummary:
    """The customers sorted and filtered: how many are left, and their sums."""
    return _arranged(_grid(data, arrangement.earlier), arrangement)


def file_arranged(path: str, arrangement: Arrangement) -> GridSummary:
    """The rows of a file sorted and filtered: how many are left, and their sums."""
    return _arranged(_file_grid(path), arrangement)


def customers_slice(
    data: ResultData, arrangement: Arrangement, first: int, count: int, names: Sequence[str]
) -> tuple[tuple[Any, ...], ...]:
    """Customers from a position on."""
    return _grid(data, arrangement.earlier).slice(arrangement, first, count, names)


def file_slice(
    path: str, arrangement: Arrangement, first: int, count: int, names: Sequence[str]
) -> tuple[tuple[Any, ...], ...]:
    """Rows of a file from a position on."""
    return _file_grid(path).slice(arrangement, first, count, names)


def customers_find(
    data: ResultData, arrangement: Arrangement, sought: Sought, start: int, forward: bool
) -> int | None:
    """The next customer of whom a text is shown, coming round to the other end."""
    return _found(_grid(data, arrangement.earlier), arrangement, sought, start, forward=forward)


def file_find(path: str, arrangement: Arrangement, sought: Sought, start: int, forward: bool) -> int | None:
    """The next row that shows a text, coming round to the other end."""
    return _found(_file_grid(path), arrangement, sought, start, forward=forward)


def customers_moved(
    data: ResultData, old: Arrangement, new: Arrangement, positions: Sequence[Position]
) -> tuple[Position, ...]:
    """Where some of the customers stand in another arrangement."""
    return _grid(data, new.earlier).moved(old, new, positions)


def file_moved(
    path: str, old: Arrangement, new: Arrangement, positions: Sequence[Position]
) -> tuple[Position, ...]:
    """Where some of the rows of a file stand in another arrangement."""
    return _file_grid(path).moved(old, new, positions)


def customer_position(data: ResultData, arrangement: Arrangement, customer_id: str) -> int | None:
    """Where a customer stands."""
    return _grid(data, arrangement.earlier).position_of(arrangement, customer_id)


def customer_ids(
    data: ResultData, arrangement: Arrangement, positions: Sequence[Position]
) -> tuple[str, ...]:
    """The ids of the customers at these positions."""
    return _grid(data, arrangement.earlier).select_ids(arrangement, positions)


def export_customers(
    data: ResultData,
    arrangement: Arrangement,
    names: Sequence[str],
    path: str,
    kind: ExportKind,
    positions: Sequence[Position] | None,
    overwrite: bool,
) -> Exported:
    """Write customers to a file."""
    return _grid(data, arrangement.earlier).export(
        arrangement, names, path, kind, positions, overwrite=overwrite
    )


def mail_customers(
    data: ResultData,
    arrangement: Arrangement,
    path: str,
    positions: Sequence[Position] | None,
    overwrite: bool,
) -> Mailing:
    """Write customers as a mailing list."""
    from core.views.mailing import Members, write_mailing

    everybody = not arrangement.filter and positions is None
    grid = _grid(data, arrangement.earlier)
    rows = grid.arrange(arrangement)
    chosen = positions if positions is not None else [(0, rows - 1)] if rows else []
    ids = None if everybody else grid.select_ids(arrangement, chosen)
    return write_mailing(data, path, Members(ids=ids), overwrite=overwrite)


def export_file(
    source: str,
    arrangement: Arrangement,
    names: Sequence[str],
    path: str,
    kind: ExportKind,
    positions: Sequence[Position] | None,
    overwrite: bool,
) -> Exported:
    """Write the rows of a file of the workspace to a file of one's own."""
    return _file_grid(source).export(arrangement, names, path, kind, positions, overwrite=overwrite)


def export_few(
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    path: str,
    kind: ExportKind,
    overwrite: bool,
    exact: bool = True,
) -> Exported:
    """Write rows that the app holds whole, as plain values, to a file; not exact: figures as a run writes them."""
    from pathlib import Path

    from core.views.grid_files import write_few

    return write_few(names, rows, Path(path), kind, "rows", overwrite=overwrite, exact=exact)


def filter_completions(data: ResultData, text: str, cursor: int) -> Completions:
    """What could come next in a filter of customers."""
    from core.views.filters import completions

    grid = _grid(data)
    kinds = {column.name: column.kind for column in grid.columns}
    return completions(text, cursor, kinds, grid.values, grid.headings)


def customer_kinds(data: ResultData, earlier: bytes = b"") -> dict[str, Kind]:
    """What the values of each column of the customers are."""
    return {column.name: column.kind for column in _grid(data, earlier).columns}


def customers_filter_told(data: ResultData, text: str, cursor: int, earlier: bytes = b"") -> FilterTold:
    """What a filter of customers that is being typed comes to, and how it could go on."""
    return _told(_grid(data, earlier), text, cursor)


def file_filter_told(path: str, text: str, cursor: int) -> FilterTold:
    """What a filter of a file's rows that is being typed comes to, and how it could go on."""
    return _told(_file_grid(path), text, cursor)


def _told(grid: Grid, text: str, cursor: int) -> FilterTold:
    from core.views.filters import FilterError, completions

    kinds = {column.name: column.kind for column in grid.columns}
    going_on = completions(text, cursor, kinds, grid.values, grid.headings)
    try:
        rows = grid.summary(Arrangement(filter=text)).rows
    except FilterError as error:
        return FilterTold(going_on, None, error.what, error.cure, error.start, error.end)
    return FilterTold(going_on, rows)


def _shape(grid: Grid) -> TableShape:
    names = [column.name for column in grid.columns]
    return TableShape(grid.columns, grid.column_widths(names), grid.arrange(Arrangement()))


def _arranged(grid: Grid, arrangement: Arrangement) -> GridSummary:
    grid.arrange(arrangement)
    return grid.summary(arrangement)


def _found(grid: Grid, arrangement: Arrangement, sought: Sought, start: int, *, forward: bool) -> int | None:
    found = grid.find(arrangement, sought, start, forward=forward)
    if found is None:
        rows = grid.arrange(arrangement)
        found = grid.find(arrangement, sought, 0 if forward else rows - 1, forward=forward)
    return found
