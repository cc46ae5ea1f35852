"""The rows behind a rule of the ledger, as many of their columns as the terminal is wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.text import Text

from cli.drawing import (
    CELL,
    LEFT,
    RIGHT,
    console,
    counted,
    print_sentence,
    show,
    table_of,
)
from core.explain import Explained
from core.printable import printable

# Where there is not room for every column of a row, these come first.
EXPLAINED_FIRST = (
    "row", "where", "unreadable", "unreadable_text", "customer", "order_id", "purchased_at", "quantity", "price", "amount", "status", "cancelled",
)  # fmt: skip
MONEY = ("price", "amount")
# The most decimals of money that are shown.
FINEST = 10


def print_explained(explained: Explained) -> None:
    """The rows behind a rule, as many of their columns as the terminal is wide."""
    out = console()
    print_sentence(out, Text(f"{explained.rule}: {explained.takes}", style="bold"))
    if explained.setting:
        out.print(Text(f"This rule is off. To turn it on: --set {explained.setting}"))
        return
    if explained.idle:
        print_sentence(out, Text(f"This rule took nothing: {explained.idle}."))
        return
    worth = "" if explained.amount is None else f" worth {explained.amount:,.2f}"
    out.print(
        f"It took {counted(explained.total, 'row')}{worth}"
        + ("; the first of them:" if explained.rows else ".")
    )
    if not explained.rows:
        return
    cells = {
        name: _cells(name, [row[index] for row in explained.rows])
        for index, name in enumerate(explained.columns)
    }
    # Attributes keep the names that the file gives them, so these are text from data as well.
    headings = {name: printable(name, CELL) for name in cells}
    filled = [name for name, column in cells.items() if any(column)]
    shown = _fitting(headings, {name: cells[name] for name in filled}, out.width)
    table = table_of(
        *(
            (headings[name], RIGHT if _numeric(explained.rows, explained.columns.index(name)) else LEFT)
            for name in shown
        )
    )
    for number in range(len(explained.rows)):
        table.add_row(*(cells[name][number] for name in shown))
    show(out, table)
    hidden = [headings[name] for name in filled if name not in shown]
    if hidden:
        out.print(f"Not shown for want of room: {', '.join(hidden)} (--json has them).")


def _fitting(headings: Mapping[str, str], cells: Mapping[str, Sequence[str]], room: int) -> list[str]:
    """The columns that fit beside each other, the telling ones first, in their own order."""
    chosen = []
    for name in sorted(
        cells,
        key=lambda name: EXPLAINED_FIRST.index(name) if name in EXPLAINED_FIRST else len(EXPLAINED_FIRST),
    ):
        width = max(len(headings[name]), *map(len, cells[name])) + 3
        if width <= room:
            chosen.append(name)
            room -= width
    return [name for name in cells if name in chosen]


def _numeric(rows: Sequence[Sequence[Any]], index: int) -> bool:
    return all(row[index] is None or not isinstance(row[index], str) for row in rows)


def _cells(name: str, values: Sequence[Any]) -> list[str]:
    """A column as shown: money with as many decimals in every row, two at the least."""
    if name not in MONEY or any(isinstance(value, str) for value in values):
        return [_cell(value) for value in values]
    needed = [
        -int(Decimal(repr(value)).normalize().as_tuple().exponent) for value in values if value is not None
    ]
    places = max(2, min(FINEST, max(needed, default=0)))
    return ["" if value is None else f"{value:,.{places}f}" for value in values]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.10g}"
    return printable(value, CELL)
