"""The rows that a rule of the ledger took, or the kept ones, as a file that a grid can page through. It reads the source.

where: the sheet, or the file, that a row stands in. row: its number there, as the file's own program shows it: the row of
a sheet, the line of a text file (as if no cell had line ends in it and no line were blank), else counted from 1. The other columns are the row's values as
the ledger read them, and `amount` what it is worth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.engine import told_plainly
from core.errors import SourceError
from core.shown_rows import (
    ROW_NO,
    SOURCE_TABLE,
    idle_because,
    places_of,
    rule_named,
    shown_columns,
    taken_by,
    titles_of,
    turned_on_by,
)
from core.sql import ident, literal
from core.views.row_files import column_names, keep_rows, names_and_rows, row_key, shortened

if TYPE_CHECKING:
    from core.views.result import ResultData

MOST_ROWS = 100_000
STAGE = "rule"

DEFINITIONS: Mapping[str, str] = {
    "where": "The sheet, or the file where there are several, that the row stands in.",
    "row": "The row's number as the file's own program shows it: the row of a sheet, the line of a text file (as if no cell had line"
    " ends in it and no line were blank), and of a database table, a Parquet or a JSON file, counted from 1.",
    "amount": "What the row is worth, whether or not it counts; empty where that cannot be told.",
    "unreadable": "The first column of the row that holds something that cannot be read, and what stands there.",
}


@dataclass(frozen=True, slots=True)
class RuleRows:
    """The rows of one bucket, in the order of the source: the first of them in a file, as many as `shown`."""

    rule: str
    takes: str
    total: int
    shown: int
    amount: float | None
    """Of all the rows, to the cent; None where the source has no money."""
    setting: str
    """What to set to turn the rule on, where it is off."""
    path: str
    """A Parquet file of them; empty where the rule took nothing."""
    columns: tuple[str, ...]


def rule_rows(data: ResultData, rule: str, most: int = MOST_ROWS) -> RuleRows:
    """All rows that `rule` took, up to `most` of them."""
    bucket = rule_named(rule)
    line = next((line for line in data.result.report.ledger if line.rule == bucket), None)
    found = RuleRows(
        rule=bucket,
        takes=taken_by(bucket),
        total=line.rows if line else 0,
        shown=min(line.rows, most) if line else 0,
        amount=line.amount if line else 0.0,
        setting=turned_on_by(bucket)
        if line is None and not idle_because(bucket, data.result.recipe, data.result.columns)
        else "",
        path="",
        columns=(),
    )
    return _kept(data, found) if found.shown else found


def _kept(data: ResultData, found: RuleRows) -> RuleRows:
    # The orders' name holds a key of the source and of all that decides what its rows become, but for the as-of date.
    key = row_key(Path(data.result.orders_path).name, data.result.ledger_sql, found.rule, found.shown)
    data.view_ledger()
    with told_plainly("looking up the rows"):
        path = data.workspace.find(STAGE, key, ".parquet") or _written(data, found, key)
        columns, shown = names_and_rows(data.connection, path)
    if shown != found.shown:
        data.workspace.forget(path)
        raise SourceError(
            "The source was changed since it was read, so its rows are no longer those of these figures.",
            "Open it again.",
        )
    return replace(found, path=str(path), columns=columns)


def _written(data: ResultData, found: RuleRows, key: str) -> Path:
    described = data.connection.execute("DESCRIBE ledger").fetchall()
    types = {str(name): str(kind) for name, kind, *_ in described}
    several = SOURCE_TABLE in types
    shown = shown_columns(list(types), found.rule)
    names = [name for name in shown if name != SOURCE_TABLE]
    titles = column_names("where", *titles_of(names, data.result.attribute_titles))
    cells = [_where(data, several=several), *(_cell(name, types[name]) for name in names)]
    order = f"{SOURCE_TABLE}, {ROW_NO}" if several else ROW_NO
    # Only the first rows are sorted in full, and without what is not shown.
    picked = ", ".join(map(ident, shown))
    rows = f"SELECT {picked} FROM ledger WHERE bucket = {literal(found.rule)} ORDER BY {order} LIMIT {found.shown}"
    return keep_rows(
        data.workspace,
        data.connection,
        STAGE,
        key,
        dict(zip(titles, cells, strict=True)),
        f"({rows}) ORDER BY {order}",
    )


def _where(data: ResultData, *, several: bool) -> str:
    places = ", ".join(
        "NULL" if place is None else literal(place) for place in places_of(data.result.columns)
    )
    return f"CAST(([{places}])[{SOURCE_TABLE + ' + 1' if several else 1}] AS VARCHAR)"


def _cell(name: str, kind: str) -> str:
    return shortened(ident(name)) if kind == "VARCHAR" else ident(name)
