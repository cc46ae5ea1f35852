"""A result: what a finished run left in the workspace, in a form that any process can look at without ibis."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.closing import Closing
from core.engine import connect, plan_quickly, told_plainly
from core.source.kept import dropped_rows
from core.sql import file_literal
from core.workspace import Workspace

if TYPE_CHECKING:
    import duckdb

    from core.columns.settled import Columns
    from core.recipe import Recipe
    from core.report import Report
    from core.stages import Stages
    from core.study import Study


@dataclass(frozen=True, slots=True)
class Result:
    """One recipe run on one source: small, frozen, and able to cross to another process."""

    recipe: Recipe
    """The recipe that was run, with what it left to be found out still open."""
    resolved: Recipe
    """The same with all that was found out written into it."""
    columns: Columns
    report: Report
    customers_path: str
    orders_path: str
    booked_sql: str
    """The orders as of the date asked for, over a view named `orders`."""
    lines_sql: str
    """Every input row, typed."""
    overlap_sql: str
    """The table `overlap_orders`, over a view named `lines`; empty where the ledger does without."""
    ledger_sql: str
    """Every input row with its amount and bucket, its table and row number, over `lines` and `overlap_orders`."""
    attribute_titles: dict[str, str]
    """What each attribute column of `lines` and `orders` is called in the tables."""

    @property
    def as_of(self) -> date | None:
        """The day that recency counts to; None for a ready-made table."""
        return date.fromisoformat(self.report.as_of) if self.report.as_of else None


def result_of(study: Study) -> Result:
    """The result of a study, run now where it has not been."""
    from core.lines import lines_sql

    report = study.report
    numbered = study.stages.with_row_numbers
    said = _statements(study, numbered)
    return Result(
        recipe=study.recipe,
        resolved=study.resolved,
        columns=study.columns,
        report=report,
        customers_path=str(study.customers_path),
        orders_path=str(study.orders_path),
        booked_sql=said["booked"],
        lines_sql=lines_sql(study.columns, numbered.needs),
        overlap_sql=said["overlap"],
        ledger_sql=said["ledger"],
        attribute_titles=numbered.attribute_titles,
    )


def _statements(study: Study, numbered: Stages) -> dict[str, str]:
    """What the views of a result read from, kept: where all else is kept too, loading ibis would take longer than the rest."""
    known = study.workspace.find_json("statements", study.customers_key)
    if known is None or set(known) != {"booked", "overlap", "ledger"}:
        known = {
            "booked": study.stages.sql("booked"),
            "overlap": numbered.sql("overlap_orders") if numbered.plan.overlap_orders else "",
            "ledger": numbered.sql("dated_ledger"),
        }
        study.workspace.keep_json("statements", study.customers_key, known)
    return known


class ResultData(Closing):
    """A database that shows one result's tables to the views.

    `customers` is a table of every customer, by id, with the columns of `customers.parquet`; `booked` has the orders by (bucket,
    customer, order_id, day). `ledger`, every input row, is there after `view_ledger`, and a query of it reads the source.
    """

    def __init__(
        self,
        result: Result,
        workspace: Workspace | None = None,
        *,
        threads: int | None = None,
        memory_mb: int | None = None,
    ) -> None:
        self.result = result
        self._resources = ExitStack()
        if workspace is None:
            workspace = Workspace.default()
            self._resources.callback(workspace.close)
        self.workspace = workspace
        self._threads = threads
        self._memory_mb = memory_mb
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._ledger_shown = False
        self._customers_loaded = False

    def close(self) -> None:
        """Let go of the database."""
        self._resources.close()

    @property
    def database(self) -> duckdb.DuckDBPyConnection | None:
        """The database, where it is open already."""
        return self._connection

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The database, with `booked` in it."""
        if self._connection is None:
            spill = self._resources.enter_context(self.workspace.scratch())
            connection = connect(spill, threads=self._threads, memory_mb=self._memory_mb)
            self._resources.callback(connection.close)
            orders = file_literal(Path(self.result.orders_path))
            connection.execute(f"CREATE TEMP VIEW orders AS SELECT * FROM read_parquet({orders})")
            connection.execute(f"CREATE TEMP VIEW booked AS {self.result.booked_sql}")
            self._connection = connection
        return self._connection

    def load_customers(self) -> None:
        """Make the table `customers`."""
        if not self._customers_loaded:
            customers = file_literal(Path(self.result.customers_path))
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE customers AS SELECT * FROM read_parquet({customers}) ORDER BY customer_id"
            )
            self._customers_loaded = True

    def view_ledger(self) -> None:
        """Make the view `ledger`: every input row with its bucket, read from the source whenever it is queried."""
        self._restore_rows()
        if self._ledger_shown:
            return
        from core.lines import MACROS

        connection = self.connection
        plan_quickly(connection, max(len(table.shared) for table in self.result.columns.tables))
        # Replacing: a look that was called off half-way has left the first of these behind.
        connection.execute(MACROS)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW lines AS {self.result.lines_sql}")
        if self.result.overlap_sql:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE overlap_orders AS {self.result.overlap_sql}")
        connection.execute(f"CREATE OR REPLACE TEMP VIEW ledger AS {self.result.ledger_sql}")
        self._ledger_shown = True

    def _restore_rows(self) -> None:
        """Have the kept rows of the source made again where the workspace dropped them for room."""
        tables = [table.table for table in self.result.columns.tables]
        if not dropped_rows(tables):
            return
        from core.study import Study

        with Study(self.result.recipe, workspace=self.workspace) as study:
            study.source_pass.restore_rows(tables)

    def rows(self, select: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a SELECT gives; `customers` is there for it."""
        self.load_customers()
        with told_plainly("looking at the result"):
            return self.connection.execute(select, list(values)).fetchall()
