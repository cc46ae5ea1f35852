"""Rows that filters are tried on, and texts that may or may not be filters."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
from hypothesis import strategies as st

from core.views.filters import Kind, condition, read_filter

COLUMNS: dict[str, Kind] = {
    "customer_id": "text",
    "r": "number",
    "share": "number",
    "monetary": "money",
    "net": "money",
    "country": "text",
    'odd `"name': "text",
    "last_purchase": "moment",
    "born": "date",
    "mostly_refunded": "flag",
}

TYPES = (
    "VARCHAR",
    "BIGINT",
    "DOUBLE",
    "DECIMAL(18,2)",
    "DECIMAL(19,2)",
    "VARCHAR",
    "VARCHAR",
    "TIMESTAMP",
    "DATE",
    "BOOLEAN",
)
PLACES = {name: place for place, name in enumerate(COLUMNS)}
Row = tuple[Any, ...]
Test = Callable[[Row], bool]


def make_rows() -> list[Row]:
    """Rows with gaps, odd texts and days, the same each time."""
    dice = random.Random(7)
    texts = [
        None,
        "",
        "  ",
        "Germany",
        "germany",
        "FRANCE",
        "United Kingdom",
        "Can't",
        "Ñandú",
        "ñANDÚ",
        "a,b",
        "007",
        "7",
        "1e1",
        "中",
    ]
    rows: list[Row] = []
    for number in range(120):
        cents = Decimal(dice.randrange(-3000, 9000)) / 100
        rows.append(
            (
                f"{number:05d}",
                dice.choice([None, 1, 2, 3, 4, 5]),
                dice.choice([None, 0.25, 0.5, 1.0, 2.75]),
                dice.choice([None, cents, Decimal("1000.00")]),
                dice.choice([None, cents, -cents]),
                dice.choice(texts),
                dice.choice(texts),
                dice.choice([None, datetime(2011, 6, 1), datetime(2011, 6, 1, 13, 45, 30)])
                or datetime(2011, 5, 30) + timedelta(hours=dice.randrange(200)),
                dice.choice([None, date(2011, 6, 1), date(2011, 5, 31), date(2012, 1, 1)]),
                dice.choice([None, True, False]),
            )
        )
        if dice.random() < 0.1:
            rows[-1] = (*rows[-1][:7], None, *rows[-1][8:])
    return rows


ROWS = make_rows()


@contextmanager
def table_of_rows() -> Iterator[duckdb.DuckDBPyConnection]:
    """A table with the rows, a column for each of theirs."""
    with duckdb.connect(config={"threads": 1}) as connection:
        defined = ", ".join(f"c{place} {native}" for place, native in enumerate(TYPES))
        connection.execute(f"CREATE TABLE t (n INTEGER, {defined})")
        marks = ", ".join("?" * (len(TYPES) + 1))
        connection.executemany(f"INSERT INTO t VALUES ({marks})", [(n, *row) for n, row in enumerate(ROWS)])
        yield connection


def kept(table: duckdb.DuckDBPyConnection, written: str) -> set[int]:
    """The rows that a filter keeps."""
    node = read_filter(written, COLUMNS)
    if node is None:
        return set(range(len(ROWS)))
    sql, values = condition(node, lambda name: f"c{PLACES[name]}")
    return {row[0] for row in table.execute(f"SELECT n FROM t WHERE {sql}", list(values)).fetchall()}


def expected(test: Test) -> set[int]:
    """The rows that a test in Python keeps."""
    return {number for number, row in enumerate(ROWS) if test(row)}


SIGNS = [
    "(",
    ")",
    "=",
    "<",
    ">",
    "~",
    ",",
    "`",
    "'",
    '"',
    "!",
    "&",
    ";",
    "<=",
    ">=",
    "!=",
    "--",
    "/*",
    " ",
    "?",
    "$1",
    "\x00",
]
WORDS = ["and", "or", "not", "in", "is", "between", "contains", "empty", "null", "germany", "中"]
NAMES_AND_VALUES = [
    "r",
    "country",
    "monetary",
    "last_purchase",
    "mostly_refunded",
    "5",
    "1,000",
    "2011-06-01",
    "9999",
]
PIECES = st.sampled_from([*SIGNS, *WORDS, *NAMES_AND_VALUES])
SOUP = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=30).map("".join),
)
