"""What `regulars inspect` shows: files, tables with their columns, roles with their reasons, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from cli.drawing import (
    CELL,
    GAP,
    LEFT,
    RIGHT,
    console,
    counted,
    print_list,
    print_sentence,
    show,
    table_of,
    taken,
)
from core.columns.attributes import ATTRIBUTE_REASON
from core.inspection import Inspection, TableView
from core.printable import printable

MOMENT = 19
EXAMPLES = 40
MOST_EXAMPLES = 3
SHOWN_COLUMNS = 60
# What a person calls the kinds of files.
KINDS = {
    "text": "text table",
    "workbook": "workbook",
    "parquet": "Parquet",
    "json": "JSON",
    "sqlite": "SQLite",
}


def print_inspection(inspection: Inspection) -> None:
    """Files, tables with their columns, roles, and what was left out."""
    out = console()
    for file in inspection.files:
        out.print(
            Text(f"{printable(file['file'])}: {KINDS[file['kind']]}, {_size(file['bytes'])}", style="bold")
        )
    for table in inspection.tables:
        label = printable(f"{table.file} [{table.sheet}]" if table.sheet else table.file)
        rows = counted(table.rows, "row")
        rows = rows if table.exact else f"a sample of {rows}"
        out.print()
        out.print(
            Text(
                f"{label}: {rows}, {counted(len(table.columns), 'column')}"
                + ("" if table.used else " (not used)"),
                style="bold",
            )
        )
        for line in table.described:
            print_sentence(out, Text(printable(line)), first="  ", indent="  ")
        _print_columns(out, table)
    _print_reasons(out, inspection)
    print_list(out, "Left out", [f"{left['label']}: {left['reason']}" for left in inspection.left_out])
    print_list(out, "A second look", inspection.notes)
    print_list(out, "Cannot be run", [inspection.problem] if inspection.problem else [])


def _print_columns(out: Console, view: TableView) -> None:
    """The columns of a table, with all that is known of each."""
    columns = view.columns[:SHOWN_COLUMNS]
    cells: dict[str, list[str]] = {
        "column": [printable(column.name, CELL) for column in columns],
        "role": [", ".join(column.roles) for column in columns],
        "type": [column.type for column in columns],
        "missing": [f"{column.missing:,}" for column in columns],
        "distinct": [f"{column.distinct:,}" for column in columns],
        "from": [printable(column.least, MOMENT) for column in columns],
        "to": [printable(column.most, MOMENT) for column in columns],
    }
    widths = {name: max(len(name), *map(len, texts)) for name, texts in cells.items()}
    # One example at least, whole.
    least = max(len("examples"), *(len(_some_of(one.examples[:1], EXAMPLES)) for one in columns))
    for names in _tables_of({**widths, "examples": least}, out.width):
        left = out.width - taken([widths[name] for name in names if name in widths]) - GAP
        texts = cells | {"examples": [_some_of(one.examples, min(EXAMPLES, left)) for one in columns]}
        table = table_of(*((name, RIGHT if name in ("missing", "distinct") else LEFT) for name in names))
        for number in range(len(columns)):
            table.add_row(*(texts[name][number] for name in names))
        show(out, table)
    if len(view.columns) > SHOWN_COLUMNS:
        out.print(f"  and {len(view.columns) - SHOWN_COLUMNS:,} more columns (--json shows all)")


def _some_of(examples: Sequence[str], room: int) -> str:
    """As many of a column's examples as there is room for whole; of one that is longer than that, its beginning."""
    shown = [printable(one, EXAMPLES) for one in examples[:MOST_EXAMPLES]]
    fitting = [", ".join(shown[:many]) for many in range(1, len(shown) + 1)]
    return next(
        (text for text in reversed(fitting) if len(text) <= room), printable("".join(shown[:1]), room)
    )


def _tables_of(widths: Mapping[str, int], room: int) -> list[list[str]]:
    """What is known of columns, over as many tables as there is no room for it in one; each begins with the columns' names."""
    tables: list[list[str]] = []
    for names in (("role", "type", "missing", "distinct"), ("from", "to"), ("examples",)):
        if not tables or taken(widths[name] for name in (*tables[-1], *names)) > room:
            tables.append(["column"])
        tables[-1] += names
    return tables


def _print_reasons(out: Console, inspection: Inspection) -> None:
    rivals = any(guess["runner_up"] for guess in inspection.roles)
    table = table_of(
        ("role", "left"), ("column", "left"), ("why", "left"), *([("runner-up", LEFT)] if rivals else [])
    )
    for guess in inspection.roles:
        rival = (
            f"{printable(guess['runner_up'], CELL)}: {printable(guess['runner_up_reason'])}"
            if guess["runner_up"]
            else ""
        )
        table.add_row(
            str(guess["role"]),
            printable(guess["column"], CELL),
            printable(guess["reason"]),
            *([rival] if rivals else []),
        )
    for name in inspection.attributes:
        table.add_row("attribute", printable(name, CELL), ATTRIBUTE_REASON)
    if table.row_count:
        show(out, table)


def _size(size: int) -> str:
    """Bytes as people count them."""
    for unit, bytes_each in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= bytes_each:
            return f"{size / bytes_each:,.1f} {unit}"
    return f"{size} {'byte' if size == 1 else 'bytes'}"
