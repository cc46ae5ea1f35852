"""What the columns stage hands on: the tables that are read, where each role stands in them, and how its values are written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from core.columns.date_above import DateAbove
from core.columns.dates import DateFormat
from core.columns.naming import NUMBER_ROLES, ROLES
from core.columns.numbers import NumberFormat
from core.columns.role_guess import RoleGuess
from core.source.model import LeftOut, SourceTable

__all__ = ["COUNT_ROLES", "ID_ROLES", "NUMBER_ROLES", "Columns", "TableColumns"]

ID_ROLES = ("customer", "order", "product")
# Those that count something: a cell with a part of one is none that can be read.
COUNT_ROLES = ("frequency",)


@dataclass(frozen=True, slots=True)
class TableColumns:
    """One table's part: where each role stands in it and how it is written there."""

    table: SourceTable
    positions: dict[str, int]
    attributes: tuple[int | None, ...]
    shared: tuple[int | None, ...]
    numbers: dict[str, NumberFormat]
    dates: DateFormat | None
    stripped: tuple[str, ...]
    """Id roles whose every value ends in `.0`, a spreadsheet's doing, which is cut off."""
    whole_sample: bool = True
    once_an_order: tuple[str, ...] = ()
    """Roles that only the first row of an order fills, for all of it."""
    order_above: bool = False
    """Whether rows without order, customer and date belong to the order above them."""
    date_above: DateAbove = ""
    """What of the cells for the date means the date above them."""
    needed: int | None = None
    """The last position that a row must reach; a text row that ends before it is broken."""

    @property
    def dates_stored(self) -> bool:
        """Whether the source itself stores the moments, so that there is no text to read."""
        return self.table.natives[self.positions["date"]] == "date" and "time" not in self.positions


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns stage hands on."""

    shape: str
    tables: tuple[TableColumns, ...]
    roles: dict[str, RoleGuess]
    attributes: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    cancelled_prefixes: tuple[str, ...]
    dated: tuple[str, ...] = ()
    """The columns that hold dates, whatever these are of."""
    careful_ids: bool = True
    """Whether ids are cleaned of more than the spaces around them; a pass over many rows that finds them clean need not."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What a person calls each of the tables that are read."""
        return tuple(table.table.label for table in self.tables)

    @property
    def used_roles(self) -> tuple[str, ...]:
        """The roles that a column plays, in their usual order."""
        return tuple(role for role in ROLES if role in self.roles)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the workspace."""
        return {
            **asdict(self),
            "tables": [{**asdict(table), "table": table.table.to_dict()} for table in self.tables],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Columns:
        """The columns that `to_dict` made this data of."""
        return cls(
            shape=data["shape"],
            tables=tuple(_table_from_dict(table) for table in data["tables"]),
            roles={role: RoleGuess(**guess) for role, guess in data["roles"].items()},
            attributes=tuple(data["attributes"]),
            left_out=tuple(LeftOut(**left) for left in data["left_out"]),
            notes=tuple(data["notes"]),
            cancelled_prefixes=tuple(data["cancelled_prefixes"]),
            dated=tuple(data["dated"]),
            careful_ids=bool(data["careful_ids"]),
        )


def _table_from_dict(data: dict[str, Any]) -> TableColumns:
    dates = data["dates"]
    return TableColumns(
        table=SourceTable.from_dict(data["table"]),
        positions=data["positions"],
        attributes=tuple(data["attributes"]),
        shared=tuple(data["shared"]),
        numbers={role: NumberFormat(**numbers) for role, numbers in data["numbers"].items()},
        dates=DateFormat(**{**dates, "patterns": tuple(dates["patterns"])}) if dates else None,
        stripped=tuple(data["stripped"]),
        whole_sample=data["whole_sample"],
        once_an_order=tuple(data["once_an_order"]),
        order_above=data["order_above"],
        date_above=data["date_above"],
        needed=data["needed"],
    )
