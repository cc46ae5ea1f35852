"""Lists that write whom rows belong to once, on a line of its own above them, as accounting programs print sales by customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.columns.alike import GuessedTable
from core.columns.settled import Columns
from core.columns.words import read_name
from core.errors import ColumnsError

# One such line may be a remark.
LEAST_HEADINGS = 2
# Headings may stand below each other, as a group's above its members', but most have rows.
MOSTLY = 0.5

Cells = Sequence[str | None]


class Headings(NamedTuple):
    """The column that holds nothing but headings, how many of them, and one."""

    position: int
    lines: int
    example: str


def refuse_headings(table: GuessedTable, columns: Columns) -> None:
    """Refuse a table whose customers stand on lines of their own, with what to do about it."""
    customer = columns.roles.get("customer")
    places = range(len(table.names)) if customer is None else [customer.position or 0]
    found = next((found for place in places if (found := headings(table.opened.sample.columns, place))), None)
    if found is None:
        return
    name = table.names[found.position]
    raise ColumnsError(
        f"{table.label} has no column that says on each row who the customer is: {name} is filled on {found.lines:,} of the lines looked at, such as"
        f" {found.example[:40]!r}, which hold nothing else, and the rows are below them.",
        "If these lines name the customer, export a list with a column for it, or write it on each of the rows below in the source and leave out the"
        " lines by themselves.",
    )


def headings(sample: Sequence[Cells], position: int) -> Headings | None:
    """The headings in a column, where it holds nothing else but their totals."""
    others = [cells for place, cells in enumerate(sample) if place != position]
    lines: list[str] = []
    with_rows, rows = 0, 0
    is_below_heading = False
    for place, cell in enumerate(sample[position]):
        own = (cell or "").strip()
        has_more = any((cells[place] or "").strip() for cells in others)
        if not own:
            rows += has_more
            with_rows += has_more and is_below_heading
            is_below_heading = is_below_heading and not has_more
        elif not has_more:
            lines.append(own)
            is_below_heading = True
        elif not (lines and (lines[-1] in own or read_name(own).has("total", "subtotal"))):
            return None
        else:
            is_below_heading = False
    enough = len(lines) >= LEAST_HEADINGS and rows >= len(lines) and with_rows > MOSTLY * len(lines)
    return Headings(position, len(lines), lines[0]) if enough else None
