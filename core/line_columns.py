"""The columns of the view `lines`, by name and type: all that the stages after it know of it."""

from __future__ import annotations

from dataclasses import dataclass

from core.columns.settled import NUMBER_ROLES, Columns

SOURCE_TABLE = "source_table"
LINE_NAMES = {"order": "order_id", "date": "purchased_at"}
# How the id begins that stands in for one where the source has none.
WITHOUT_ID = "at "


@dataclass(frozen=True, slots=True)
class LineNeeds:
    """What a run needs of `lines` beyond the roles."""

    row_hash: bool = False
    row_no: bool = False
    discount: bool = False
    """Whether the discount is taken off; else what it holds does not matter."""
    not_compared: tuple[str, ...] = ()
    """The columns that the row's hash leaves out."""


def line_name(role: str) -> str:
    """The column of `lines` that holds a role."""
    return LINE_NAMES.get(role, role)


def attribute_name(number: int) -> str:
    """The column of `lines` that holds the attribute with this number, whatever it is called in the source."""
    return f"attribute_{number + 1}"


def line_roles(columns: Columns, needs: LineNeeds) -> list[str]:
    """The roles that `lines` has a column for."""
    return [role for role in columns.used_roles if role != "time" and (role != "discount" or needs.discount)]


def line_types(columns: Columns, needs: LineNeeds) -> dict[str, str]:
    """The columns of `lines` in order, with their ibis types."""
    types: dict[str, str] = {}
    if len(columns.tables) > 1:
        types[SOURCE_TABLE] = "int64"
    if needs.row_no:
        types["row_no"] = "int64"
    for role in line_roles(columns, needs):
        types[line_name(role)] = (
            "timestamp" if role == "date" else "float64" if role in NUMBER_ROLES else "string"
        )
    if "order" not in columns.used_roles and "date" in columns.used_roles:
        types["order_id"] = "string"
    types |= {attribute_name(number): "string" for number in range(len(columns.attributes))}
    types |= {"unreadable": "string", "unreadable_text": "string"}
    if any(table.stripped for table in columns.tables):
        types["keeps_point_zero"] = "boolean"
    if needs.row_hash:
        types["row_hash"] = "int64"
    return types
