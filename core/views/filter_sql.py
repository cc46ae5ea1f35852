"""A filter as a condition of SQL and its parameters: nothing that was typed becomes part of the statement's text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.sql import ident
from core.views.filter_tree import (
    DATES,
    And,
    Column,
    Compare,
    Contains,
    Empty,
    Node,
    Not,
    OneOf,
    Or,
    Search,
    Span,
)

Naming = Callable[[str], str]


def condition(node: Node, sql_of: Naming = ident) -> tuple[str, tuple[Any, ...]]:
    """The SQL for WHERE, and its parameters; `sql_of` gives the expression for a column.

    Unknown is as good as false throughout: `Not` asks for what is not true, and nothing else turns false into true.
    """
    values: list[Any] = []
    return _sql(node, sql_of, values), tuple(values)


def _sql(node: Node, sql_of: Naming, values: list[Any]) -> str:
    match node:
        case And(parts):
            return "(" + " AND ".join(_sql(part, sql_of, values) for part in parts) + ")"
        case Or(parts):
            return "(" + " OR ".join(_sql(part, sql_of, values) for part in parts) + ")"
        case Not(inner):
            return f"({_sql(inner, sql_of, values)} IS NOT TRUE)"
        case Search(columns, text):
            held = [_contains(sql_of(name), text, values) for name in columns]
            return "(" + " OR ".join(held) + ")" if held else "FALSE"
        case Contains(column, text):
            return _contains(f"CAST({sql_of(column)} AS VARCHAR)", text, values)
        case Empty(column, kind):
            where = sql_of(column)
            return f"({where} IS NULL OR trim({where}) = '')" if kind == "text" else f"({where} IS NULL)"
        case OneOf():
            return _one_of(node, sql_of, values)
        case Compare():
            return _compare(node, sql_of, values)


def _contains(where: str, text: str, values: list[Any]) -> str:
    values.append(text)
    return f"contains(lower({where}), lower(?))"


def _one_of(node: OneOf, sql_of: Naming, values: list[Any]) -> str:
    where = sql_of(node.column)
    if node.kind in DATES:
        spans = [value for value in node.values if isinstance(value, Span)]
        return "(" + " OR ".join(_within(where, span, values) for span in spans) + ")"
    # One list as one parameter: thousands of pasted ids stay a short statement.
    values.append(list(node.values))
    if node.kind == "text":
        return f"(lower({where}) IN (SELECT lower(unnest(?))))"
    return f"({where} IN (SELECT unnest(?)))"


def _within(where: str, span: Span, values: list[Any]) -> str:
    values += (_moment(span.start), _moment(span.end))
    return f"({where} >= ? AND {where} < ?)"


def _compare(node: Compare, sql_of: Naming, values: list[Any]) -> str:
    where, operator, value = sql_of(node.column), node.operator, node.value
    if operator == "!=":
        # Exactly what `=` leaves, rows without a value among it.
        same = Compare(node.column, node.kind, "=", value, node.number)
        return f"({_compare(same, sql_of, values)} IS NOT TRUE)"
    if isinstance(value, Column):
        other = sql_of(value.name)
        if node.kind == "text":
            return f"(lower({where}) {operator} lower({other}))"
        return f"({where} {operator} {other})"
    if isinstance(value, Span):
        return _compare_time(where, operator, value, values)
    if node.kind == "text":
        if operator != "=" and isinstance(node.number, Decimal):
            values.append(float(node.number))
            number = f"TRY_CAST({where} AS DOUBLE)"
            return f"(isfinite({number}) AND {number} {operator} ?)"
        values.append(value)
        return f"(lower({where}) {operator} lower(?))"
    values.append(value)
    return f"({where} {operator} ?)"


def _compare_time(where: str, operator: str, span: Span, values: list[Any]) -> str:
    """`<=` reaches to the end of the day (month, year) that was written, and `>` begins after it."""
    if operator == "=":
        return _within(where, span, values)
    edge, against = {
        "<": (span.start, "<"),
        "<=": (span.end, "<"),
        ">": (span.end, ">="),
        ">=": (span.start, ">="),
    }[operator]
    values.append(_moment(edge))
    return f"({where} {against} ?)"


def _moment(moment: datetime) -> datetime | date:
    # A day as a day: a date column is then compared as it stands.
    return moment.date() if moment == datetime(moment.year, moment.month, moment.day) else moment
