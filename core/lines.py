"""The view `lines`: every input row with one typed column a role. The last place that speaks DuckDB's own SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.columns.assign import NUMBER_ROLES, Columns, TableColumns
from core.columns.dates import date_sql
from core.columns.numbers import number_sql
from core.sql import ident, literal

# What is cut off around a cell: blanks of every kind, as spreadsheets and databases leave them.
BLANKS = " ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279) || '"
# Amounts beyond this are typing errors or overflows, and no decimal type adds them up.
LARGEST_NUMBER = "1e13"
TEXT_ROLES = ("customer", "order", "product", "description", "country", "status")
LINE_NAMES = {"order": "order_id", "date": "purchased_at"}


@dataclass(frozen=True, slots=True)
class LineNeeds:
    """What a run needs of `lines` beyond the roles."""

    row_hash: bool = False
    row_no: bool = False


def line_name(role: str) -> str:
    """The column of `lines` that holds a role."""
    return LINE_NAMES.get(role, role)


def attribute_name(number: int) -> str:
    """The column of `lines` that holds the attribute with this number, whatever it is called in the source."""
    return f"attribute_{number + 1}"


def line_types(columns: Columns, needs: LineNeeds) -> dict[str, str]:
    """The columns of `lines` in order, with their ibis types."""
    types: dict[str, str] = {}
    if len(columns.tables) > 1:
        types["source_table"] = "int64"
    if needs.row_no:
        types["row_no"] = "int64"
    for role in columns.used_roles:
        types[line_name(role)] = "timestamp" if role == "date" else "float64" if role in NUMBER_ROLES else "string"
    if "order" not in columns.used_roles and "date" in columns.used_roles:
        types["order_id"] = "string"
    types |= {attribute_name(number): "string" for number in range(len(columns.attributes))}
    types |= {"unreadable": "string", "unreadable_text": "string"}
    if any(table.stripped for table in columns.tables):
        types["keeps_point_zero"] = "boolean"
    if needs.row_hash:
        types["row_hash"] = "int64"
    return types


def lines_sql(columns: Columns, needs: LineNeeds) -> str:
    """The SELECT of `lines` over every table of the source."""
    names = list(line_types(columns, needs))
    selects = [_table_select(columns, table, number, names, needs) for number, table in enumerate(columns.tables)]
    return "\nUNION ALL\n".join(selects)


def _table_select(columns: Columns, table: TableColumns, number: int, names: Sequence[str], needs: LineNeeds) -> str:
    cells = {line_name(role): _cell(table, role) for role in columns.used_roles}
    cells |= {attribute_name(index): _trimmed(table, position) for index, position in enumerate(table.attributes)}
    if "date" in columns.used_roles:
        # A row without an order id belongs to the customer's other rows of the same moment.
        moment = f"'at ' || CAST({_cell(table, 'date')} AS VARCHAR)"
        cells["order_id"] = f"coalesce({cells['order_id']}, {moment})" if "order_id" in cells else moment
    cells["source_table"] = str(number)
    cells["row_no"] = _row_number(table)
    cells["keeps_point_zero"] = _point_zero_broken(table)
    if needs.row_hash:
        cells["row_hash"] = _row_hash(columns, table)
    cells["unreadable"], cells["unreadable_text"] = _unreadable(columns, table)
    selected = ",\n  ".join(f"{cells[name]} AS {ident(name)}" for name in names)
    return f"SELECT\n  {selected}\nFROM {table.table.scan}"


def _cell(table: TableColumns, role: str) -> str:
    position = table.positions.get(role)
    if position is None:
        kind = "TIMESTAMP" if role == "date" else "DOUBLE" if role in NUMBER_ROLES else "VARCHAR"
        return f"CAST(NULL AS {kind})"
    native = table.table.natives[position]
    if role == "date":
        if native == "date":
            return f"CAST(c{position} AS TIMESTAMP)"
        return date_sql(_text(table, position), table.dates)  if table.dates else "CAST(NULL AS TIMESTAMP)"
    if role in NUMBER_ROLES:
        if native == "number":
            number = f"CAST(c{position} AS DOUBLE)"
        else:
            number = number_sql(_text(table, position), table.numbers[role])
        return f"CASE WHEN abs({number}) < {LARGEST_NUMBER} THEN {number} END"
    text = _trimmed(table, position)
    if role in table.stripped:
        return f"CASE WHEN {text} LIKE '%.0' THEN left({text}, length({text}) - 2) ELSE {text} END"
    return text


def _text(table: TableColumns, position: int) -> str:
    return f"CAST(c{position} AS VARCHAR)" if table.table.natives[position] else f"c{position}"


def _trimmed(table: TableColumns, position: int | None) -> str:
    if position is None:
        return "CAST(NULL AS VARCHAR)"
    return f"nullif(trim({_text(table, position)}, '{BLANKS}'), '')"


def _unreadable(columns: Columns, table: TableColumns) -> tuple[str, str]:
    """The first role whose cell holds something that cannot be read, and what it holds."""
    cases: list[tuple[str, str, str]] = []
    if table.table.surplus:
        extra = f"c{len(table.table.names)}"
        cases.append((f"{extra} IS NOT NULL", "row", extra))
    for role in ("date", *NUMBER_ROLES):
        position = table.positions.get(role)
        if role not in columns.used_roles or position is None:
            continue
        if table.table.natives[position] == "date" and role == "date":
            continue
        text = _trimmed(table, position)
        cases.append((f"{_cell(table, role)} IS NULL AND {text} IS NOT NULL", role, text))
    if not cases:
        return "CAST(NULL AS VARCHAR)", "CAST(NULL AS VARCHAR)"
    roles = " ".join(f"WHEN {condition} THEN {literal(role)}" for condition, role, _ in cases)
    texts = " ".join(f"WHEN {condition} THEN left({text}, 80)" for condition, _, text in cases)
    return f"CASE {roles} END", f"CASE {texts} END"


def _point_zero_broken(table: TableColumns) -> str:
    broken = [f"{text} NOT LIKE '%.0'" for role in table.stripped for text in [_trimmed(table, table.positions[role])]]
    return f"coalesce({' OR '.join(broken)}, FALSE)" if broken else "FALSE"


def _row_hash(columns: Columns, table: TableColumns) -> str:
    cells = ", ".join(_trimmed(table, position) for position in table.shared)
    # A signed 64-bit number is the widest that every engine adds up exactly.
    return f"CAST(hash({cells}) >> 1 AS BIGINT)"


def _row_number(table: TableColumns) -> str:
    return "row_no" if table.table.numbered else f"row_number() OVER () + {table.table.first_row - 1}"
