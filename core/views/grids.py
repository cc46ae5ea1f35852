"""The grids there are: the customers of a result, and the rows of a Parquet file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.engine import told_plainly
from core.sql import file_literal
from core.views.filters import Kind
from core.views.grid import Grid
from core.views.grid_parts import GridColumn
from core.views.grid_source import copied, described_columns, kind_of, numbered, with_then
from core.views.headings import HEADINGS

if TYPE_CHECKING:
    import duckdb

    from core.views.result import Result, ResultData

# A Parquet file of up to so many cells is copied into the engine (some 12 bytes each, which may go to disk): its rows are then as quick to
# reach as those of customers. Larger ones are read where they are.
MOST_COPIED_CELLS = 50_000_000
# The average order is money too, but a sum of averages says nothing.
CUSTOMER_SUMS = frozenset(("frequency", "monetary", "refunded", "net"))


def customers_grid(data: ResultData, earlier: Result | None = None) -> Grid:
    """The customers of a result, in the order of their ids, each column under its name in `customers.parquet`.

    With an earlier result `tier_then` and `segment_then` follow: what they were at its date, or nothing.
    """
    data.load_customers()
    connection, report = data.connection, data.result.report
    orders = {
        "tier": tuple(line.name for line in report.tiers),
        "segment": tuple(line.name for line in report.segments),
    }
    everyone = "customers"
    if earlier is not None:
        orders["tier_then"] = tuple(line.name for line in earlier.report.tiers)
        orders["segment_then"] = tuple(line.name for line in earlier.report.segments)
        everyone = with_then(described_columns(connection, everyone), earlier.customers_path)
    described = described_columns(connection, everyone)
    columns = [
        GridColumn(name, kind_of(native), name in CUSTOMER_SUMS, orders.get(name, ()), HEADINGS.get(name, ""))
        for name, native in described
    ]
    relation, table = f"(SELECT rowid AS row_at, {numbered(described)} FROM customers)", None
    if earlier is not None or any(name.casefold() == "rowid" for name, _ in described):
        # Rows that are joined have no numbers, and an attribute of that name hides the engine's own.
        relation, table = copied(
            connection, f"SELECT {numbered(described)} FROM {everyone} ORDER BY customer_id"
        )
    return Grid(
        connection,
        relation,
        columns,
        title="customers",
        key="customer_id",
        sorted_by_key=True,
        table=table,
        sources=data.result.resolved.source.paths,
    )


def parquet_grid(
    connection: duckdb.DuckDBPyConnection,
    path: Path | str,
    *,
    title: str = "rows",
    key: str | None = None,
    kinds: Mapping[str, Kind] | None = None,
) -> Grid:
    """The rows of a Parquet file in its order; `key` names the column of ids, `kinds` what the file's types do not tell.

    A column is money, and summed, where its type is a decimal one or `kinds` says so.
    """
    file = file_literal(Path(path))
    with told_plainly(f"reading {path}"):
        described = described_columns(connection, f"read_parquet({file})")
        rows = connection.execute(f"SELECT count(*) FROM read_parquet({file})").fetchall()[0][0]
        table = None
        numbers_taken = any(name.casefold() == "file_row_number" for name, _ in described)
        if numbers_taken or rows * len(described) <= MOST_COPIED_CELLS:
            plain = numbered(described, plain=True)
            relation, table = copied(connection, f"SELECT {plain} FROM read_parquet({file})")
        else:
            relation = (
                f"(SELECT file_row_number AS row_at, {numbered(described, plain=True)}"
                f" FROM read_parquet({file}, file_row_number = true))"
            )
    columns = []
    for name, native in described:
        kind = (kinds or {}).get(name) or kind_of(native)
        columns.append(GridColumn(name, kind, kind == "money"))
    return Grid(connection, relation, columns, title=title, key=key, table=table)
