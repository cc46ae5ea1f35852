"""The readable summary of a run: ledger, tiers and segments as tables, what was guessed, what deserves a second look."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from rich.box import ASCII2, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from core.explain import Explained
from core.inspection import Inspection, TableView
from core.ledger import KEPT
from core.printable import printable
from core.report import GroupLine, Report
from core.study import Study

Side = Literal["left", "right"]
# Columns of sentences; all others stay on one line.
WRAPPED = frozenset(("why", "runner-up", "examples"))

WIDEST = 140
NARROWEST = 40
# How wide output is made that goes to a file or another program.
PIPED = 100
BAR = 16
SHORTEST_BAR = 4
# What a row of a group takes beside its name and its money.
WITH_MEDIANS, WITHOUT_MEDIANS = 61, 40
CELL = 28
SHOWN_COLUMNS = 60
# Where there is not room for every column of a row, these come first.
EXPLAINED_FIRST = (
    "row", "where", "unreadable", "unreadable_text", "customer", "order_id", "purchased_at", "quantity", "price", "amount", "status",
)  # fmt: skip


class PipedConsole(Console):
    """A console that leaves a closed pipe (`| head`) to whoever runs the command."""

    def on_broken_pipe(self) -> None:
        """Called by rich while the error is being handled."""
        raise BrokenPipeError


def console() -> Console:
    """Standard output as a console: colours where a terminal has them, never wider than is good to read."""
    plain = Console(markup=False, emoji=False, highlight=False)
    asked = os.environ.get("COLUMNS", "")
    width = plain.width if sys.stdout.isatty() else int(asked) if asked.isdigit() else PIPED
    width = max(NARROWEST, min(width, WIDEST))
    return PipedConsole(markup=False, emoji=False, highlight=False, width=width)


def speaks_unicode() -> bool:
    """Whether standard output can show more than ASCII."""
    return (sys.stdout.encoding or "ascii").lower().replace("-", "") in ("utf8", "utf16", "utf32")


def print_summary(study: Study, written: Sequence[Path]) -> None:
    """Everything a person wants to know of a run."""
    out, report = console(), study.report
    out.print(Text(_headline(study), style="bold"))
    out.print(_sentence(report))
    out.print()
    out.print(_ledger(out, report))
    out.print(_groups(out, "tier", report.tiers, report))
    out.print(_groups(out, "segment", report.segments, report))
    _print_roles(out, study)
    _print_list(out, "A second look", report.notes)
    if written:
        _print_list(out, "Written", [str(path) for path in written])


def _headline(study: Study) -> str:
    tables = study.columns.tables
    labels = [printable(table.table.label, 50) for table in tables]
    return ", ".join(labels[:3]) + (f" and {len(labels) - 3} more" if len(labels) > 3 else "")


def _sentence(report: Report) -> Text:
    when = f" from {report.first[:10]} to {report.last[:10]}" if report.first else ""
    as_of = f", as of {report.as_of}" if report.as_of else ""
    customers, orders = counted(report.customers, "customer"), counted(report.orders, "order")
    if "monetary" in report.says_nothing and not report.revenue:
        worth = f"; no amounts{when}{as_of}."
    else:
        worth = f" worth {report.revenue:,.2f}{when}{as_of}; {report.net:,.2f} after refunds."
    return Text(f"{customers} with {orders}{worth} {report.kept:,} of {counted(report.rows, 'row')} count.")


def table_of(*columns: tuple[str, Side], title: str = "") -> Table:
    """An empty table; a column is its heading and its justification."""
    table = Table(
        box=SIMPLE_HEAD if speaks_unicode() else ASCII2,
        title=title or None,
        title_justify="left",
        pad_edge=False,
    )
    for heading, justify in columns:
        table.add_column(
            heading,
            justify=justify,
            overflow="fold" if heading in WRAPPED else "ellipsis",
            no_wrap=heading not in WRAPPED,
        )
    return table


def _ledger(out: Console, report: Report) -> Table:
    table = table_of(
        ("ledger", "left"), ("rows", "right"), ("share", "right"), ("amount", "right"), ("", "left")
    )
    bar = _bar_length(out, 61)
    for line in (line for line in report.ledger if line.rows):
        style = "bold" if line.rule == KEPT else ""
        table.add_row(
            line.rule,
            f"{line.rows:,}",
            _share(line.rows, report.rows),
            f"{line.amount:,.2f}",
            _bar(line.rows, report.rows, bar),
            style=style,
        )
    table.add_section()
    total = sum(line.amount for line in report.ledger)
    table.add_row("all", f"{report.rows:,}", "100.0 %" if report.rows else "", f"{total:,.2f}", "")
    return table


def _groups(out: Console, kind: str, lines: Sequence[GroupLine], report: Report) -> Table:
    """Segments or tiers; on a narrow terminal the medians go before any name is cut."""
    revenue = sum(line.revenue for line in report.tiers)
    names = [printable(line.name, CELL) for line in lines]
    amounts = [f"{line.revenue:,.2f}" for line in lines]
    needed = max(map(len, names)) + max(map(len, amounts))
    medians = out.width >= needed + WITH_MEDIANS
    table = table_of(
        (kind, "left"),
        ("customers", "right"),
        ("share", "right"),
        ("revenue", "right"),
        ("share", "right"),
        *((("days away", "right"), ("orders", "right")) if medians else ()),
        ("", "left"),
    )
    bar = _bar_length(out, needed + (WITH_MEDIANS if medians else WITHOUT_MEDIANS))
    for line, name, amount in zip(lines, names, amounts, strict=True):
        middle = (_median(line.median_recency), _median(line.median_frequency)) if medians else ()
        table.add_row(
            name,
            f"{line.customers:,}",
            _share(line.customers, report.customers),
            amount,
            _share(line.revenue, revenue),
            *middle,
            _bar(line.revenue, revenue, bar),
        )
    return table


def _bar_length(out: Console, taken: int) -> int:
    """How long a full bar may be beside what else stands in the row; a few characters tell nothing."""
    room = min(BAR, out.width - taken)
    return room if room >= SHORTEST_BAR else 0


def _print_roles(out: Console, study: Study) -> None:
    table = table_of(("role", "left"), ("column", "left"), ("why", "left"))
    for role, guess in study.columns.roles.items():
        table.add_row(role, printable(guess.column, CELL), printable(guess.reason))
    for name in study.columns.attributes:
        table.add_row("attribute", printable(name, CELL), "says something about the customer")
    out.print(table)


def _print_list(out: Console, heading: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    out.print(Text(heading, style="bold"))
    mark = "•" if speaks_unicode() else "-"
    grid = Table.grid(padding=(0, 1))
    for line in lines:
        grid.add_row(mark, Text(printable(line), overflow="fold"))
    out.print(grid)
    out.print()


def print_inspection(inspection: Inspection) -> None:
    """Files, tables with their columns, roles, and what was left out."""
    out = console()
    for file in inspection.files:
        out.print(
            Text(f"{printable(file['file'])}: {file['kind']}, {file['bytes'] / 1e6:,.1f} MB", style="bold")
        )
    for table in inspection.tables:
        label = printable(f"{table.file} [{table.sheet}]" if table.sheet else table.file)
        counted = f"{table.rows:,} rows" if table.exact else f"a sample of {table.rows:,} rows"
        out.print()
        out.print(
            Text(
                f"{label}: {counted}, {len(table.columns):,} columns" + ("" if table.used else " (not used)"),
                style="bold",
            )
        )
        for line in table.described:
            out.print(Text(f"  {printable(line)}"))
        _print_columns(out, table)
    _print_reasons(out, inspection)
    _print_list(out, "Left out", [f"{left['label']}: {left['reason']}" for left in inspection.left_out])
    _print_list(out, "A second look", inspection.notes)
    _print_list(out, "Cannot be run", [inspection.problem] if inspection.problem else [])


def _print_columns(out: Console, view: TableView) -> None:
    table = table_of(
        ("column", "left"),
        ("role", "left"),
        ("type", "left"),
        ("missing", "right"),
        ("distinct", "right"),
        ("from", "left"),
        ("to", "left"),
        ("examples", "left"),
    )
    for column in view.columns[:SHOWN_COLUMNS]:
        table.add_row(
            printable(column.name, CELL),
            ", ".join(column.roles),
            column.type,
            f"{column.missing:,}",
            f"{column.distinct:,}",
            printable(column.least, 19),
            printable(column.most, 19),
            printable(", ".join(column.examples[:3]), 40),
        )
    out.print(table)
    if len(view.columns) > SHOWN_COLUMNS:
        out.print(f"  and {len(view.columns) - SHOWN_COLUMNS:,} more columns (--json shows all)")


def _print_reasons(out: Console, inspection: Inspection) -> None:
    table = table_of(("role", "left"), ("column", "left"), ("why", "left"), ("runner-up", "left"))
    for guess in inspection.roles:
        runner = (
            f"{printable(guess['runner_up'], CELL)}: {printable(guess['runner_up_reason'])}"
            if guess["runner_up"]
            else ""
        )
        table.add_row(
            str(guess["role"]), printable(guess["column"], CELL), printable(guess["reason"]), runner
        )
    for name in inspection.attributes:
        table.add_row("attribute", printable(name, CELL), "says something about the customer", "")
    if table.row_count:
        out.print(table)


def print_explained(explained: Explained) -> None:
    """The rows behind a rule, as many of their columns as the terminal is wide."""
    out = console()
    out.print(Text(f"{explained.rule}: {explained.takes}", style="bold"))
    if explained.setting:
        out.print(Text(f"This rule is off. To turn it on: --set {explained.setting}"))
        return
    out.print(
        f"It took {counted(explained.total, 'row')} worth {explained.amount:,.2f}"
        + ("; the first of them:" if explained.rows else ".")
    )
    if not explained.rows:
        return
    cells = {
        name: [_cell(row[index]) for row in explained.rows] for index, name in enumerate(explained.columns)
    }
    filled = [name for name, column in cells.items() if any(column)]
    shown = _fitting(filled, cells, out.width)
    table = table_of(
        *(
            (name, "right" if _numeric(explained.rows, explained.columns.index(name)) else "left")
            for name in shown
        )
    )
    for number in range(len(explained.rows)):
        table.add_row(*(cells[name][number] for name in shown))
    out.print(table)
    if len(shown) < len(filled):
        out.print(
            f"Not shown for want of room: {', '.join(name for name in filled if name not in shown)} (--json has them)."
        )


def _fitting(names: Sequence[str], cells: Mapping[str, Sequence[str]], room: int) -> list[str]:
    """The columns that fit beside each other, the telling ones first, in their own order."""
    chosen = []
    for name in sorted(
        names,
        key=lambda name: EXPLAINED_FIRST.index(name) if name in EXPLAINED_FIRST else len(EXPLAINED_FIRST),
    ):
        width = max(len(name), *map(len, cells[name])) + 3
        if width <= room:
            chosen.append(name)
            room -= width
    return [name for name in names if name in chosen]


def _numeric(rows: Sequence[Sequence[Any]], index: int) -> bool:
    return all(row[index] is None or not isinstance(row[index], str) for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, float):
        return f"{value:,.10g}"
    return printable(value, CELL)


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def _median(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _bar(part: float, whole: float, longest: int) -> str:
    length = round(longest * min(1.0, max(0.0, part) / whole)) if whole > 0 else 0
    return ("█" if speaks_unicode() else "#") * length


def counted(number: int, word: str) -> str:
    """A number with its noun."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
