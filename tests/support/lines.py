"""Typed rows put straight into the stages, without a file: for properties that hold of any table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import duckdb

from core.columns.role_guess import RoleGuess
from core.columns.settled import Columns, TableColumns
from core.recipe import Recipe
from core.report import ledger_lines
from core.source.model import SourceTable
from core.sql import compiled
from core.stages import Stages

ROLES = ("customer", "order", "date", "quantity", "price", "country")
AS_OF = date(2030, 1, 1)


@dataclass(frozen=True)
class Line:
    """One row of `lines`."""

    customer: str | None
    order_id: str | None
    purchased_at: datetime | None
    quantity: float | None
    price: float | None
    unreadable: str | None = None
    country: str | None = None

    def cells(self) -> tuple[Any, ...]:
        order = self.order_id or (f"at {self.purchased_at}" if self.purchased_at else None)
        return (
            self.customer,
            order,
            self.purchased_at,
            self.quantity,
            self.price,
            self.country,
            self.unreadable,
            self.unreadable,
        )


def columns_of(roles: tuple[str, ...] = ROLES, tables: int = 1) -> Columns:
    """Columns with these roles, for a source that is never read."""
    table = SourceTable("t", "", "text", roles, ("",) * len(roles), "t", True, 2)
    assigned = TableColumns(table, {role: place for place, role in enumerate(roles)}, (), (), {}, None, ())
    guesses = {role: RoleGuess(role, role, place, "given", None, "") for place, role in enumerate(roles)}  # type: ignore[arg-type]
    return Columns("sales", (assigned,) * tables, guesses, (), (), (), ("C",))


@cache
def statements(recipe: Recipe, as_of: date) -> dict[str, str]:
    """The SQL of each stage, compiled once."""
    stages = Stages(recipe, columns_of(), as_of=as_of)
    return {
        name: compiled(getattr(stages, name))
        for name in ("ledger", "orders", "customers", "scores", "segments")
    }


@cache
def booked_statement(recipe: Recipe, as_of: date) -> str:
    """The SQL of the orders as of a date."""
    return compiled(Stages(recipe, columns_of(), as_of=as_of).booked)


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2})


def run_stages(
    lines: list[Line], recipe: Recipe | None = None, as_of: date = AS_OF
) -> dict[str, list[dict[str, Any]]]:
    """Every stage's rows."""
    recipe = (recipe or Recipe()).with_value("customers.as_of", as_of.isoformat())
    con = connection()
    con.execute(
        "CREATE OR REPLACE TABLE lines (customer VARCHAR, order_id VARCHAR, purchased_at TIMESTAMP, quantity DOUBLE, price DOUBLE,"
        " country VARCHAR, unreadable VARCHAR, unreadable_text VARCHAR)"
    )
    if lines:
        con.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [line.cells() for line in lines])
    found = {}
    for name, statement in statements(recipe, as_of).items():
        con.execute(f"CREATE OR REPLACE TABLE {name} AS {statement}")
        cursor = con.execute(f"SELECT * FROM {name}")
        names = [column[0] for column in cursor.description]
        found[name] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def ledger_of(
    lines: list[Line], recipe: Recipe | None = None, as_of: date = AS_OF
) -> dict[str, tuple[int, float]]:
    """Rows and money of each bucket."""
    asked = (recipe or Recipe()).with_value("customers.as_of", as_of.isoformat())
    run_stages(lines, recipe, as_of)
    connection().execute(f"CREATE OR REPLACE VIEW booked AS {booked_statement(asked, as_of)}")
    booked = ledger_lines(lambda select: connection().execute(select).fetchall(), ())
    return {line.rule: (line.rows, line.amount) for line in booked}
