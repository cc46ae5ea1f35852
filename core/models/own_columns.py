"""Customers that an earlier run wrote: what a table of them says beyond its roles, under the names that a run writes it by.

A run's customers have columns that no role stands for, as `refunded` and `tenure`. A table is taken for a run's where every role is
played by the column that a run calls so; anybody else's `tenure` may be in months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from core.classifiers.counting import counted
from core.classifiers.features import COUNTRY
from core.columns.formats import PLAIN_NUMBERS
from core.columns.numbers import number_sql
from core.ledger import KEPT
from core.line_columns import attribute_name
from core.models.given import NAMED
from core.reporting import ledger_of
from core.scores import LETTER, MEASURES
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
# Whatever can be said of one customer; scores are made anew, from the measures.
OWN = (*MOMENTS, *(name for name in NAMED if name not in (*MEASURES, *LETTER.values())))


def with_own_columns(study: Study, select: str) -> tuple[str, tuple[str, ...]]:
    """A SELECT of a study's customers, with what their table says under a run's own names in place of what follows without it.

    And sentences on cells there that cannot be read.
    """
    columns = study.columns
    if columns.shape != "customers" or any(
        NAMES_OF_ROLES.get(role) != guess.column for role, guess in columns.roles.items()
    ):
        return select, ()
    named = {name for table in columns.tables for name in table.table.names}
    own = tuple(name for name in OWN if name in named)
    if not own:
        return select, ()
    tables = tuple(replace(table, attributes=_places(table, own)) for table in columns.tables)
    texts = [f"nullif(trim({attribute_name(number)}), '')" for number in range(len(own))]
    reads = [_read(name, text, columns.tables[0]) for name, text in zip(own, texts, strict=True)]
    cells = [f"any_value({read}) AS {ident(name)}" for name, read in zip(own, reads, strict=True)]
    unread = [f"({text}) FILTER (WHERE {read} IS NULL)" for text, read in zip(texts, reads, strict=True)]
    connection = study.connection
    with ledger_of(study, replace(columns, attributes=own, tables=tables)) as ledger:
        # Of several rows of a customer none says what is true of them all.
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE own_columns AS SELECT customer, {', '.join(cells)} FROM {ledger}"
            f" WHERE bucket = {literal(KEPT)} GROUP BY customer HAVING count(*) = 1"
        )
        counts = connection.execute(
            f"SELECT {', '.join(f'count{one}, min{one}' for one in unread)} FROM {ledger} WHERE bucket = {literal(KEPT)}"
        ).fetchone()
    there = {str(row[0]) for row in connection.execute(f"DESCRIBE {select}").fetchall()}
    picked = [
        f"coalesce(own_columns.{ident(name)}, given.{ident(name)}) AS {ident(name)}"
        if name in there
        else f"own_columns.{ident(name)}"
        for name in own
    ]
    replaced = [ident(name) for name in own if name in there]
    rest = f"given.* EXCLUDE ({', '.join(replaced)})" if replaced else "given.*"
    joined = (
        f"SELECT {rest}, {', '.join(picked)} FROM ({select}) AS given"
        " LEFT JOIN own_columns ON own_columns.customer = given.customer_id"
    )
    found = iter(counts or ())
    told = (
        _unread_words(name, *pair) for name, pair in zip(own, zip(found, found, strict=True), strict=True)
    )
    return joined, tuple(filter(None, told))


def _places(table: TableColumns, own: tuple[str, ...]) -> tuple[int | None, ...]:
    names = list(table.table.names)
    return tuple(names.index(name) if name in names else None for name in own)


def _unread_words(name: str, cells: int, example: str | None) -> str:
    """That something stands there which cannot be read; nothing where there is no such cell."""
    if not cells:
        return ""
    such = f"for example {example!r}" if cells > 1 else repr(example)
    return f"{name} of {counted(cells, 'customer')} cannot be read ({such}), and is taken for not known."


def _read(name: str, text: str, table: TableColumns) -> str:
    """A text as what a run writes there; NULL where it is something else."""
    if name == COUNTRY:
        return text
    if name in MOMENTS:
        return f"try_cast({text} AS TIMESTAMP)"
    # A spreadsheet that writes the money its own way writes all numbers so.
    written = table.numbers.get("monetary", next(iter(table.numbers.values()), PLAIN_NUMBERS))
    return number_sql(text, written)
