"""The view `lines`: every input row with one typed column a role. The last place that speaks DuckDB's own SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.amounts import TOO_MUCH
from core.columns.alike import find_columns
from core.columns.clock import moment_sql
from core.columns.date_above import DITTO, TOTALS
from core.columns.dates import date_sql
from core.columns.numbers import number_sql
from core.columns.profile import MISSING_WORDS
from core.columns.settled import COUNT_ROLES, ID_ROLES, NUMBER_ROLES, Columns, TableColumns
from core.line_columns import (
    SOURCE_TABLE,
    WITHOUT_ID,
    LineNeeds,
    attribute_name,
    line_name,
    line_roles,
    line_types,
)
from core.sql import ident, literal

# Cells are cleaned in two ways. Text that is only shown or compared loses the spaces around it, which is quick. Ids lose blanks of every
# kind, as spreadsheets and databases leave them, and the words that exports write where nobody is known; nearly every id is seen at once
# to hold none of that, and among many rows they stay as given until the orders show one that is not clean. (IN with a long list would
# become a join, which runs even where its column is not asked for, and what is named twice in an expression is worked out for every row.)
MACROS = r"""CREATE OR REPLACE TEMP MACRO clean(x) AS nullif(trim(x), '');
CREATE OR REPLACE TEMP MACRO given(x) AS nullif(x, '');
CREATE OR REPLACE TEMP MACRO bare(x) AS nullif(trim(x, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279)), '');
-- ="00042" is how some keep a spreadsheet from making 42 of 00042.
CREATE OR REPLACE TEMP MACRO known(x) AS
  CASE WHEN contains(MISSING, '|' || lower(x) || '|') THEN NULL WHEN x LIKE '="%"' THEN nullif(x[3:-2], '') ELSE x END;
CREATE OR REPLACE TEMP MACRO id(x) AS
  CASE WHEN x BETWEEN '!' AND '~' AND right(x, 1) BETWEEN '0' AND '9' THEN x ELSE known(bare(x)) END;
CREATE OR REPLACE TEMP MACRO within(x) AS CASE WHEN abs(x) < TOO_MUCH THEN x END;
CREATE OR REPLACE TEMP MACRO counts(x) AS CASE WHEN x = trunc(x) THEN x END""".replace(
    "MISSING", literal(f"|{'|'.join(sorted(MISSING_WORDS))}|")
).replace("TOO_MUCH", f"{TOO_MUCH:.0e}")


def lines_sql(columns: Columns, needs: LineNeeds) -> str:
    """The SELECT of `lines` over every table of the source."""
    names = list(line_types(columns, needs))
    alike: dict[object, list[int]] = {}
    for number, table in enumerate(columns.tables):
        alike.setdefault(_form(columns, table, number, names, needs), []).append(number)
    selects = [
        _table_select(columns, columns.tables[numbers[0]], str(numbers[0]), names, needs)
        if len(numbers) == 1
        else _alike_select(columns, numbers, names, needs)
        for numbers in alike.values()
    ]
    return "\nUNION ALL\n".join(selects)


def _form(
    columns: Columns, table: TableColumns, number: int, names: Sequence[str], needs: LineNeeds
) -> object:
    """What is the same of tables that can be read as one: all of their SELECT but where the rows are.

    Hundreds of files a day each are one statement then: DuckDB needs a twentieth of a second to make out each other one.
    """
    looks_at_other_rows = table.order_above or table.date_above or table.once_an_order
    if table.table.kind != "text" or looks_at_other_rows:
        return number
    anywhere = replace(table, table=replace(table.table, scan="", numbered=True))
    select = _table_select(columns, anywhere, SOURCE_TABLE, names, needs)
    return select, len(table.table.names), table.table.surplus, table.table.numbered


def _alike_select(columns: Columns, numbers: Sequence[int], names: Sequence[str], needs: LineNeeds) -> str:
    """The SELECT of tables of one form, the rows of which are put together before anything is made of them."""
    tables = [columns.tables[number] for number in numbers]
    first = tables[0]
    is_numbered_here = needs.row_no and not first.table.numbered
    rows = " UNION ALL ".join(
        f"SELECT *{f', {_row_number(table)} AS row_no' if is_numbered_here else ''}, {number} AS {SOURCE_TABLE} FROM {table.table.scan}"
        for number, table in zip(numbers, tables, strict=True)
    )
    numbered = first.table.numbered or is_numbered_here
    together = replace(first, table=replace(first.table, scan=f"({rows})", numbered=numbered))
    return _table_select(columns, together, SOURCE_TABLE, names, needs)


def _table_select(
    columns: Columns, table: TableColumns, number: str, names: Sequence[str], needs: LineNeeds
) -> str:
    if table.order_above:
        table = _with_order_above(table)
    if table.date_above:
        table = _with_date_above(table)
    cells = {
        line_name(role): _cell(table, role, _id_macro(columns, table, role))
        for role in line_roles(columns, needs)
    }
    cells |= {
        attribute_name(index): _as_it_is(table, position) for index, position in enumerate(table.attributes)
    }
    cells[SOURCE_TABLE] = number
    cells["row_no"] = _row_number(table)
    cells["keeps_point_zero"] = _point_zero_broken(table)
    if needs.row_hash:
        cells["row_hash"] = _row_hash(table, needs.not_compared)
    judged = _judged_roles(line_roles(columns, needs), table)
    inner = [f"{cells[name]} AS {ident(name)}" for name in names if name in cells] + [
        f"{_moment(table) if role == 'date' else _text(table, position)} AS raw_{role}"
        for role, position in judged
    ]
    if table.table.surplus:
        inner.append(f"c{len(table.table.names)} AS raw_row")
        inner.append(f"{_short_row(table)} AS raw_short")
    outer = [_outer(name, columns, table, judged) for name in names]
    # Three steps, so that a cell is parsed once and judged by what came of it.
    return (
        f"SELECT {', '.join(outer)}\nFROM (\n  SELECT *, {_verdict(table, judged)} AS unreadable\n  FROM (\n    SELECT\n      "
        + ",\n      ".join(inner)
        + f"\n    FROM {table.table.scan}))"
    )


def _with_order_above(table: TableColumns) -> TableColumns:
    """The table with the order id of the row above on the rows that lack all but what was bought."""
    goods = table.positions["product" if "product" in table.positions else "description"]
    order, customer, day = (table.positions[role] for role in ("order", "customer", "date"))
    bare = " AND ".join(_is_blank(table, place) for place in (order, customer, day))
    return _filled_down(table, order, f"{bare} AND {_says_no_total(table, goods)}", _is_blank(table, order))


def _with_date_above(table: TableColumns) -> TableColumns:
    """The table with the date of the row above on the rows that mean it: those with a ditto mark, and sales without a date."""
    day, customer = table.positions["date"], table.positions["customer"]
    blank = _is_blank(table, day)
    marked = f"regexp_full_match(lower(trim(coalesce({_text(table, day)}, ''))), {literal(DITTO)})"
    sale = f"({blank} AND {_says_no_total(table, customer)})"
    means_above = f"({marked} OR {sale})" if table.date_above == "blanks" else marked
    return _filled_down(table, day, means_above, f"({blank} OR {marked})")


def _filled_down(table: TableColumns, place: int, rows: str, says_nothing: str) -> TableColumns:
    """The table with what the last row above says in a column on the rows that are meant; cells that say nothing are passed over."""
    above = f"last_value(CASE WHEN NOT {says_nothing} THEN c{place} END IGNORE NULLS) OVER (ORDER BY row_no)"
    numbered = "*" if table.table.numbered else f"*, {_row_number(table)} AS row_no"
    scan = (
        f"(SELECT * REPLACE (CASE WHEN {rows} THEN {above} ELSE c{place} END AS c{place})"
        f" FROM (SELECT {numbered} FROM {table.table.scan}))"
    )
    return replace(table, table=replace(table.table, scan=scan, numbered=True))


def _is_blank(table: TableColumns, place: int) -> str:
    return f"coalesce(trim({_text(table, place)}), '') = ''"


def _says_no_total(table: TableColumns, place: int) -> str:
    """Whether a cell says something, and not that the row is a total."""
    return f"NOT {_is_blank(table, place)} AND NOT regexp_matches(lower({_text(table, place)}), {literal(TOTALS)})"


def _outer(name: str, columns: Columns, table: TableColumns, judged: Sequence[tuple[str, int]]) -> str:
    if name == "order_id" and "date" in columns.used_roles:
        # A row without an order id belongs to the customer's other rows of the same moment.
        moment = f"'{WITHOUT_ID}' || CAST(purchased_at AS VARCHAR)"
        return (f"coalesce(order_id, {moment})" if "order" in columns.used_roles else moment) + " AS order_id"
    if name == "unreadable_text":
        texts = [f"WHEN {literal(role)} THEN left(raw_{role}, 80)" for role, _ in judged]
        if table.table.surplus:
            texts.append("WHEN 'row' THEN left(raw_row, 80)")
            texts.append("WHEN 'short' THEN left(raw_short, 80)")
        # Nearly no row has one: asking that first spares all others the comparisons, a tenth of the time of a large file.
        which = f"CASE WHEN unreadable IS NOT NULL THEN CASE unreadable {' '.join(texts)} END END"
        return f"{which if texts else 'CAST(NULL AS VARCHAR)'} AS unreadable_text"
    if name == "discount":
        return "abs(discount) AS discount"  # some sources write below zero what is taken off
    if name in map(line_name, table.once_an_order):
        return f"{_of_its_order(name, table)} AS {ident(name)}"
    return ident(name)


def _of_its_order(name: str, table: TableColumns) -> str:
    """What a row says, or where it says nothing the one row of its order that does."""
    # Two customers may have an order of the same number, unless it is the order that tells who the customer is.
    order = "order_id" if "customer" in table.once_an_order else "customer, order_id"
    window = f"OVER (PARTITION BY {order})"
    said = ident(name)
    return (
        f"CASE WHEN {said} IS NOT NULL OR order_id IS NULL OR min({said}) {window} <> max({said}) {window} THEN {said}"
        f" ELSE max({said}) {window} END"
    )


def _judged_roles(roles: Sequence[str], table: TableColumns) -> list[tuple[str, int]]:
    """The roles whose cells may hold something that cannot be read, with their positions."""
    return [
        (role, table.positions[role])
        for role in ("date", *NUMBER_ROLES)
        if role in roles and role in table.positions and not (role == "date" and table.dates_stored)
    ]


def _verdict(table: TableColumns, judged: Sequence[tuple[str, int]]) -> str:
    """The first role whose cell holds something that cannot be read; a row with more cells than the header comes before all."""
    cases = (
        ["WHEN raw_row IS NOT NULL THEN 'row'", "WHEN raw_short IS NOT NULL THEN 'short'"]
        if table.table.surplus
        else []
    )
    for role, _ in judged:
        cases.append(
            f"WHEN {ident(line_name(role))} IS NULL AND regexp_matches(raw_{role}, '[^[:space:]]') THEN {literal(role)}"
        )
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def _short_row(table: TableColumns) -> str:
    """The cells of a row that ends before the last that is needed, and nearly always filled: one is missing, nobody knows which."""
    if table.needed is None:
        return "CAST(NULL AS VARCHAR)"
    cells = ", ".join(f"c{place}" for place in range(table.needed))
    return (
        f"CASE WHEN c{table.needed} IS NULL THEN concat_ws(' | ', {cells}) END"
        if cells
        else "CAST(NULL AS VARCHAR)"
    )


def _cell(table: TableColumns, role: str, id_macro: str) -> str:
    position = table.positions.get(role)
    if position is None:
        kind = "TIMESTAMP" if role == "date" else "DOUBLE" if role in NUMBER_ROLES else "VARCHAR"
        return f"CAST(NULL AS {kind})"
    native = table.table.natives[position]
    if role == "date":
        if table.dates_stored:
            return f"CAST(c{position} AS TIMESTAMP)"
        return date_sql(_moment(table), table.dates) if table.dates else "CAST(NULL AS TIMESTAMP)"
    if role in NUMBER_ROLES:
        number = (
            f"within(CAST(c{position} AS DOUBLE))"
            if native == "number"
            else number_sql(_text(table, position), table.numbers[role], bounded=True)
        )
        return f"counts({number})" if role in COUNT_ROLES else number
    if role == "country":
        return _as_it_is(table, position)
    text = f"{id_macro}({_text(table, position)})" if role in ID_ROLES else _trimmed(table, position)
    if role in table.stripped:
        return f"CASE WHEN {text} LIKE '%.0' THEN left({text}, length({text}) - 2) ELSE {text} END"
    return text


def _text(table: TableColumns, position: int) -> str:
    return f"CAST(c{position} AS VARCHAR)" if table.table.natives[position] else f"c{position}"


def _moment(table: TableColumns) -> str:
    """The text of a date, with that of the time of day where it has a column of its own."""
    day, clock = _text(table, table.positions["date"]), table.positions.get("time")
    return day if clock is None else moment_sql(day, _text(table, clock))


def _as_it_is(table: TableColumns, position: int | None) -> str:
    """What is only carried along until there is one a customer, and is cleaned then."""
    return "CAST(NULL AS VARCHAR)" if position is None else _text(table, position)


def _trimmed(table: TableColumns, position: int | None) -> str:
    if position is None:
        return "CAST(NULL AS VARCHAR)"
    return f"clean({_text(table, position)})"


def _id_macro(columns: Columns, table: TableColumns, role: str) -> str:
    """What an id is cleaned by. As it is given it stays only where the orders show, and the pass looks, whether that was right."""
    if columns.careful_ids:
        return "id"
    compared = role == "product" or len(columns.tables) > 1 or table.once_an_order
    return "clean" if compared else "given"


def _point_zero_broken(table: TableColumns) -> str:
    cells = [f"id({_text(table, table.positions[role])})" for role in table.stripped]
    broken = [f"({cell} NOT LIKE '%.0' AND NOT regexp_full_match({cell}, '[0-9]+'))" for cell in cells]
    return f"coalesce({' OR '.join(broken)}, FALSE)" if broken else "FALSE"


def _row_hash(table: TableColumns, not_compared: Sequence[str]) -> str:
    left_out = {place for place in find_columns(not_compared, table.table.names) if place is not None}
    compared = [place for place in table.shared if place is None or place not in left_out]
    cells = ", ".join(
        "NULL" if place is None else f"nullif({_text(table, place)}, '')" for place in compared or (None,)
    )
    # A signed 64-bit number is the widest that every engine adds up exactly.
    return f"CAST(hash({cells}) >> 1 AS BIGINT)"


def _row_number(table: TableColumns) -> str:
    return "row_no" if table.table.numbered else f"row_number() OVER () + {table.table.first_row - 1}"
