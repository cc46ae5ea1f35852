"""Customers that an earlier run wrote: what a table of them says beyond its roles, under the names that a run writes it by.

A run's customers have columns that no role stands for, as `refunded` and `tenure`. A table is taken for a run's where every role is
played by the column that a run calls so; anybody else's `tenure` may be in months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from core.classifiers.features import COUNTRY
from core.columns.formats import PLAIN_NUMBERS
from core.columns.numbers import number_sql
from core.ledger import KEPT
from core.lines import attribute_name
from core.reporting import ledger_of
from core.sql import ident, literal

if TYPE_CHECKING:
    from core.columns.settled import TableColumns
    from core.study import Study

# What a run calls the columns that play a role in a table of customers.
NAMES_OF_ROLES: Mapping[str, str] = {
    "customer": "customer_id",
    "recency": "recency",
    "frequency": "frequency",
    "monetary": "monetary",
    "date": "last_purchase",
    "country": COUNTRY,
}
MOMENTS = ("first_purchase", "last_purchase")
NUMBERS = ("refunded", "net", "average_order", "tenure", "products")
OWN = (*MOMENTS, *NUMBERS, COUNTRY)


def with_own_columns(study: Study, select: str) -> str:
    """A SELECT of a study's customers, with what their table says under a run's own names in place of what follows without it."""
    columns = study.columns
    if columns.shape != "customers" or any(
        NAMES_OF_ROLES.get(role) != guess.column for role, guess in columns.roles.items()
    ):
        return select
    named = {name for table in columns.tables for name in table.table.names}
    own = tuple(name for name in OWN if name in named)
    if not own:
        return select
    tables = tuple(replace(table, attributes=_places(table, own)) for table in columns.tables)
    cells = [
        f"any_value({_read(name, attribute_name(number), columns.tables[0])}) AS {ident(name)}"
        for number, name in enumerate(own)
    ]
    connection = study.connection
    with ledger_of(study, replace(columns, attributes=own, tables=tables)) as ledger:
        # Of several rows of a customer none says what is true of them all.
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE own_columns AS SELECT customer, {', '.join(cells)} FROM {ledger}"
            f" WHERE bucket = {literal(KEPT)} GROUP BY customer HAVING count(*) = 1"
        )
    there = {str(row[0]) for row in connection.execute(f"DESCRIBE {select}").fetchall()}
    picked = [
        f"coalesce(own_columns.{ident(name)}, given.{ident(name)}) AS {ident(name)}"
        if name in there
        else f"own_columns.{ident(name)}"
        for name in own
    ]
    replaced = [ident(name) for name in own if name in there]
    rest = f"given.* EXCLUDE ({', '.join(replaced)})" if replaced else "given.*"
    return (
        f"SELECT {rest}, {', '.join(picked)} FROM ({select}) AS given"
        " LEFT JOIN own_columns ON own_columns.customer = given.customer_id"
    )


def _places(table: TableColumns, own: tuple[str, ...]) -> tuple[int | None, ...]:
    names = list(table.table.names)
    return tuple(names.index(name) if name in names else None for name in own)


def _read(name: str, cell: str, table: TableColumns) -> str:
    """A cell as what a run writes there; NULL where it is something else."""
    text = f"nullif(trim({cell}), '')"
    if name == COUNTRY:
        return text
    if name in MOMENTS:
        return f"try_cast({text} AS TIMESTAMP)"
    # A spreadsheet that writes the money its own way writes all numbers so.
    written = table.numbers.get("monetary", next(iter(table.numbers.values()), PLAIN_NUMBERS))
    return number_sql(text, written)
