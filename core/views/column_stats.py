"""What each column that is used holds, before cleaning (every row) and after it (the kept rows). It reads the source.

Values are those of the ledger: numbers and dates as they were read, texts without the spaces around them, statuses in small
letters. missing: rows in which nothing stands there. unreadable: rows set aside because this is the first of their columns
that holds something that cannot be read. Quartiles of numbers and dates lie between two values where no value stands at them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.columns.settled import NUMBER_ROLES
from core.engine import told_plainly
from core.ledger import KEPT, UNKNOWN
from core.line_columns import attribute_name, line_name
from core.sql import ident, literal, literals
from core.views.bins import HISTOGRAM, Bins, Histogram, filled
from core.views.row_files import cut_short, shortened
from core.views.spread import Found, Kind, Spread, bins_of, counts_sql, figures, spread_of, struct

if TYPE_CHECKING:
    from core.views.result import ResultData

# Up to here the columns are held, and everything is exact; beyond, they are read twice, and distinct values and quartiles are estimates.
EXACT_UP_TO_ROWS = 2_500_000
MOST_COMMON = 10
# So many are looked for where the most common are estimated: those found are then counted exactly.
CANDIDATES = 40
# More columns than this are no use on a screen; the roles come first.
MOST_COLUMNS = 60
APPROXIMATE = (
    "So that many rows do not take long, quartiles are estimates within about one part in a hundred, and counts of different values within"
    " about one in ten; which texts are most common is found by a method that may miss some"
    " that hardly stand out. All other figures are exact."
)

DEFINITIONS: Mapping[str, str] = {
    "before": "Every row of the source, whatever became of it.",
    "after": "The kept rows.",
    "missing": "Rows in which nothing stands in this column.",
    "unreadable": "Rows that were set aside because this is the first of their columns that holds something that cannot be read.",
    "distinct": "How many different values there are; texts that differ only in capitals are different.",
    "histogram": HISTOGRAM,
}


@dataclass(frozen=True, slots=True)
class Side:
    """What a column holds in some of the rows."""

    rows: int
    missing: int
    unreadable: int
    distinct: int
    spread: Spread
    common: tuple[tuple[str, int], ...]
    """Of texts, the most common values with their rows."""
    histogram: Histogram | None
    """Of numbers and dates; before and after have the same bins."""


@dataclass(frozen=True, slots=True)
class ColumnStats:
    """One column, before cleaning and after."""

    role: str
    """`attribute` for one of these."""
    title: str
    """The column's name in the source; `quantity x price` where the amount is that."""
    kind: Kind
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class AllColumnStats:
    """The columns that play a role, in the order of the roles, then the attributes."""

    columns: tuple[ColumnStats, ...]
    exact: bool
    reason: str
    """What is estimated, or why there is nothing; else empty."""


@dataclass(frozen=True, slots=True)
class _Column:
    role: str
    title: str
    kind: Kind
    value: str
    """Its expression over the ledger."""
    name: str
    """What it is called in the rows that are looked at."""


def column_stats(data: ResultData, *, exact: bool | None = None) -> AllColumnStats:
    """Every column before and after cleaning; `exact` asks for it, or does without it, whatever the number of rows."""
    data.view_ledger()
    held = {str(row[0]) for row in data.connection.execute("DESCRIBE ledger").fetchall()}
    columns = _columns(data, held)
    if exact is None:
        exact = data.result.report.rows <= EXACT_UP_TO_ROWS
    picked = ", ".join(f"{column.value} AS {column.name}" for column in columns)
    source = f"SELECT {picked}, unreadable, bucket = '{KEPT}' AS kept FROM ledger"
    with told_plainly("looking at the columns"):
        if not exact:
            return AllColumnStats(_looked_at(data, columns, f"({source})", exact=False), False, APPROXIMATE)
        data.connection.execute(f"CREATE OR REPLACE TEMP TABLE looked_at AS {source}")
        try:
            return AllColumnStats(_looked_at(data, columns, "looked_at", exact=True), True, "")
        finally:
            data.connection.execute("DROP TABLE looked_at")


def _columns(data: ResultData, held: set[str]) -> list[_Column]:
    roles = data.result.columns.roles
    found: list[tuple[str, str, Kind, str]] = []
    for role in data.result.columns.used_roles:
        name = line_name(role)
        if name in held:
            kind: Kind = "date" if role == "date" else "number" if role in NUMBER_ROLES else "text"
            found.append((role, roles[role].column or "", kind, _value(name, kind)))
    if "amount" not in roles and "amount" in held and roles.keys() & {"price", "order_total"}:
        worth = "quantity x price" if roles.keys() >= {"quantity", "price"} else "amount"
        found.append(("amount", worth, "number", _value("amount", "number")))
    for number, title in enumerate(data.result.columns.attributes):
        found.append(("attribute", title, "text", _value(attribute_name(number), "text")))
    return [_Column(*column, name=f"v{place}") for place, column in enumerate(found[:MOST_COLUMNS])]


def _value(name: str, kind: Kind) -> str:
    if kind != "text":
        return f"CAST({ident(name)} AS {'DOUBLE' if kind == 'number' else 'TIMESTAMP'})"
    if name == "order_id":
        # Rows without an order id have one made of their moment.
        return "CASE WHEN NOT starts_with(order_id, 'at ') THEN order_id END"
    if name == "description":
        return f"nullif(description, {literal(UNKNOWN)})"
    return f"nullif(trim({ident(name)}), '')"


def _sides(column: _Column) -> tuple[str, str]:
    """A column's values before cleaning, and after."""
    return column.name, f"CASE WHEN kept THEN {column.name} END"


def _looked_at(
    data: ResultData, columns: Sequence[_Column], source: str, *, exact: bool
) -> tuple[ColumnStats, ...]:
    """Two queries: one for the figures, from which the bins follow, and one to count what falls into these."""
    measured = [_measured(column, value, exact=exact) for column in columns for value in _sides(column)]
    bad = [f"count(*) FILTER (WHERE unreadable = {literal(column.role)})" for column in columns]
    counts = ["count(*)", "count(*) FILTER (WHERE kept)"]
    row = _one(data, f"SELECT {', '.join((*counts, *bad, *measured))} FROM {source}")
    all_rows, kept_rows, *row_rest = row
    unreadable, found = row_rest[: len(columns)], row_rest[len(columns) :]
    pairs = list(zip(found[::2], found[1::2], strict=True))
    bins = [bins_of(before, column.kind) for column, (before, _) in zip(columns, pairs, strict=True)]
    counted = _counted(data, columns, source, bins, pairs, exact=exact)
    return tuple(
        ColumnStats(
            role=column.role,
            title=column.title,
            kind=column.kind,
            before=_side(
                int(all_rows), int(unreadable[place]), pairs[place][0], bins[place], counted[place][0]
            ),
            after=_side(int(kept_rows), 0, pairs[place][1], bins[place], counted[place][1]),
        )
        for place, column in enumerate(columns)
    )


def _measured(column: _Column, value: str, *, exact: bool) -> str:
    """The aggregates of one column's values, as a struct."""
    aggregates = {
        "filled": f"count({value})",
        "distinct": f"count(DISTINCT {value})" if exact else f"approx_count_distinct({value})",
        **figures(value, column.kind, exact=exact),
    }
    if column.kind == "text" and not exact:
        aggregates["top"] = f"approx_top_k({value}, {CANDIDATES})"
    return struct(aggregates)


def _counted(
    data: ResultData,
    columns: Sequence[_Column],
    source: str,
    bins: Sequence[Bins | None],
    pairs: Sequence[tuple[Found, Found]],
    *,
    exact: bool,
) -> list[tuple[Any, ...]]:
    """For each column, before and after: how many values fall into each bin, or the most common texts with their rows."""
    picked = []
    for column, edges, pair in zip(columns, bins, pairs, strict=True):
        for value in _sides(column):
            if edges is not None:
                picked.append(counts_sql(value, edges))
            elif column.kind == "text" and not exact:
                tops = sorted({text for found in pair for text in found["top"] or ()})
                picked.append(f"histogram_exact({value}, {_texts(tops)})")
            else:
                picked.append("NULL")
    row = _one(data, f"SELECT {', '.join(picked)} FROM {source}") if picked else ()
    counted = list(zip(row[::2], row[1::2], strict=True))
    for place, column in enumerate(columns):
        if column.kind == "text":
            before, after = _sides(column)
            counted[place] = (
                (_most_common(data, before, source), _most_common(data, after, source))
                if exact
                else (_of_those(counted[place][0]), _of_those(counted[place][1]))
            )
    return counted


def _most_common(data: ResultData, value: str, source: str) -> tuple[tuple[str, int], ...]:
    found = data.connection.execute(
        f"SELECT {shortened('value')}, n FROM (SELECT value, count(*) AS n FROM (SELECT {value} AS value FROM {source})"
        f" WHERE value IS NOT NULL GROUP BY value) ORDER BY n DESC, value LIMIT {MOST_COMMON}"
    ).fetchall()
    return tuple((str(text), int(rows)) for text, rows in found)


def _of_those(counts: Mapping[str, int] | None) -> tuple[tuple[str, int], ...]:
    """The most common of the values that were looked for; the empty text stands for all others."""
    known = [(cut_short(text), int(rows)) for text, rows in (counts or {}).items() if text and rows]
    return tuple(sorted(known, key=lambda one: (-one[1], one[0]))[:MOST_COMMON])


def _texts(values: Sequence[str]) -> str:
    return f"list_value{literals(values)}" if values else "CAST([] AS VARCHAR[])"


def _side(rows: int, unreadable: int, found: Found, bins: Bins | None, counted: Any) -> Side:
    return Side(
        rows=rows,
        missing=rows - int(found["filled"]) - unreadable,
        unreadable=unreadable,
        distinct=int(found["distinct"]),
        spread=spread_of(found),
        common=() if "levels" in found else counted,
        histogram=filled(bins, counted) if bins else None,
    )


def _one(data: ResultData, select: str) -> tuple[Any, ...]:
    return data.connection.execute(select).fetchone() or ()
