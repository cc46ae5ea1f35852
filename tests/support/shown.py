"""What views look at, made of typed rows or of customers' measures without a file: for properties that hold of any table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import duckdb

from core.recipe import Recipe
from core.report import group_lines
from core.scores import TIERS
from core.sql import compiled
from core.stages import Stages
from core.views.result import Result, ResultData
from tests.support.lines import AS_OF, Line, booked_statement, columns_of
from tests.support.studied import Staged

MEASURED = (
    "customer_id VARCHAR, first_purchase TIMESTAMP, last_purchase TIMESTAMP, recency BIGINT, frequency BIGINT, monetary DECIMAL(18, 2),"
    " refunded DECIMAL(18, 2), net DECIMAL(18, 2), average_order DECIMAL(18, 2), tenure BIGINT, mostly_refunded BOOLEAN, country VARCHAR"
)


def shown_lines(lines: list[Line], recipe: Recipe | None = None, as_of: date = AS_OF) -> ResultData:
    """The result of rows put straight into the stages, with their orders. One at a time: the next takes its place."""
    recipe = recipe or Recipe()
    data = Staged(lines, recipe, as_of)
    asked = recipe.with_value("customers.as_of", as_of.isoformat())
    data.connection.execute(f"CREATE OR REPLACE VIEW booked AS {booked_statement(asked, as_of)}")
    return data


class Measured(ResultData):
    """A ready-made table of customers, scored and named by the real stages."""

    def __init__(
        self, rows: Sequence[tuple[str, int | None, int | None, float | None]], recipe: Recipe
    ) -> None:
        self._database = _database()
        run = self._database.execute
        scores, segments = _scored(recipe)
        run(f"CREATE OR REPLACE TABLE customers ({MEASURED})")
        for name, r, f, m in rows:
            average = m if not f or m is None else m / f
            run(
                "INSERT INTO customers VALUES (?, NULL, NULL, ?, ?, ?, NULL, ?, ?, NULL, FALSE, NULL)",
                [name, r, f, m, m, average],
            )
        run(f"CREATE OR REPLACE TABLE scores AS {scores}")
        run(f"CREATE OR REPLACE TABLE segments AS {segments}")
        run("CREATE OR REPLACE TABLE customers AS SELECT * FROM segments ORDER BY customer_id")
        run("CREATE OR REPLACE VIEW customer_segments AS SELECT * FROM customers")
        tiers = group_lines(lambda select: run(select).fetchall(), "tier", TIERS)
        report = SimpleNamespace(customers=len(rows), tiers=tiers)
        columns = SimpleNamespace(shape="customers")
        found = SimpleNamespace(recipe=recipe, resolved=recipe, columns=columns, report=report, as_of=None)
        self.result = cast("Result", found)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        return self._database

    def load_customers(self) -> None:
        pass


def shown_measures(
    rows: Sequence[tuple[str, int | None, int | None, float | None]], recipe: Recipe | None = None
) -> ResultData:
    """The result of customers by recency, frequency and monetary. One at a time: the next takes its place."""
    return Measured(rows, recipe or Recipe())


def customers_of(data: ResultData) -> dict[str, dict[str, Any]]:
    """Every customer by id, as the stages have them."""
    found = data.connection.execute("SELECT * FROM customers")
    names = [column[0] for column in found.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


@cache
def _scored(recipe: Recipe) -> tuple[str, str]:
    stages = Stages(recipe, columns_of(), as_of=AS_OF)
    return compiled(stages.scores), compiled(stages.segments)


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2})
