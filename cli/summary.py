"""The readable summary of a run: ledger, tiers and segments as tables, what was guessed, what deserves a second look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.classified import print_classified
from cli.compared import print_comparison
from cli.drawing import (
    CELL,
    LEFT,
    LINES_OF_A_NAME,
    RIGHT,
    bar_length,
    console,
    counted,
    drawn_bar,
    few,
    kept_of,
    let_names_wrap,
    money,
    print_list,
    print_sentence,
    share,
    show,
    table_of,
    taken,
)
from core.columns.attributes import ATTRIBUTE_REASON
from core.columns.money_elsewhere import MONEY_IS_IN
from core.ledger import KEPT
from core.printable import printable
from core.report import GroupLine, Report, revenue_heading
from core.study import Study
from core.told_apart import told_apart

if TYPE_CHECKING:
    from core.clusters.tables import ClusterLine
    from core.views.compare import Comparison

GROUP_COLUMNS = ("customers", "share", "revenue", "revenue share", "days away", "orders")


def print_summary(study: Study, written: Sequence[Path], comparison: Comparison | None = None) -> None:
    """Everything a person wants to know of a run."""
    out, report = console(), study.report
    out.print(Text(_headline(study), style="bold"))
    print_sentence(out, _sentence(report))
    show(out, _ledger(out, report))
    tables = study.clusters.tables if study.is_grouped else None
    clusters = tables.lines if tables else ()
    revenue = revenue_heading(is_net=study.recipe.customers.refunds == "net")
    groups = _group_layout(out, [*report.tiers, *report.segments, *clusters], revenue)
    show(out, _groups(groups, "tier", report.tiers, report))
    show(out, _groups(groups, "segment", report.segments, report))
    notes = report.notes
    if refusal := study.clusters.refusal if study.recipe.clusters.on else None:
        notes = (*notes, f"{refusal.what} {refusal.cure}")
    if tables:
        show(out, _groups(groups, "cluster", clusters, report))
        print_list(out, "Clusters in words", tables.summary)
        print_list(out, "Why they are called so", [f"{line.name}: {line.rule}" for line in clusters])
        notes = (*notes, *tables.notes)
    if study.recipe.classifier.on:
        print_classified(out, study.classifiers)
        notes = (*notes, *study.classifiers.notes)
    if comparison is not None:
        print_comparison(out, comparison)
    _print_roles(out, study)
    print_list(out, "A second look", notes)
    if written:
        print_list(out, "Written", [str(path) for path in written])


def _headline(study: Study) -> str:
    """The tables that were read, those of one file together."""
    sheets: dict[str, list[str]] = {}
    for table in study.columns.tables:
        sheets.setdefault(table.table.file, []).append(table.table.sheet)
    labels = [
        printable(file, 50) + (f" [{few([printable(name, 40) for name in named])}]" if any(named) else "")
        for file, named in sheets.items()
    ]
    return few(labels)


def _sentence(report: Report) -> Text:
    when = f" from {report.first[:10]} to {report.last[:10]}" if report.first else ""
    as_of = f", as of {report.as_of}" if report.as_of else ""
    who = counted(report.customers, "customer")
    # A table of customers may not say how often these bought.
    if any(line.median_frequency is not None for line in report.tiers):
        who += f" with {counted(report.orders, 'order')}"
    if report.revenue is None:
        elsewhere = any(note.startswith(MONEY_IS_IN) for note in report.notes)
        what = "what is read of the source" if elsewhere else "the source"
        worth = f"{when}{as_of}; {what} holds no amounts."
    elif report.bought != report.revenue:
        worth = f" worth {report.revenue:,.2f} after refunds{when}{as_of}; {report.bought:,.2f} before them."
    elif report.net is None or report.net == report.revenue:
        worth = f" worth {report.revenue:,.2f}{when}{as_of}."
    else:
        worth = f" worth {report.revenue:,.2f}{when}{as_of}; {report.net:,.2f} after refunds."
    return Text(f"{who}{worth} {kept_of(report.kept, report.rows)}.")


def _ledger(out: Console, report: Report) -> Table:
    lines = [line for line in report.ledger if line.rows]
    amounts = [*(money(line.amount) for line in lines), money(report.amount)]
    names = max(map(len, [*(line.rule for line in lines), "ledger"]))
    widths = [names, max(4, len(f"{report.rows:,}")), len("100.0 %"), max(map(len, [*amounts, "amount"]))]
    bar = bar_length(out, widths)
    table = table_of(
        ("ledger", "left"),
        ("rows", "right"),
        ("share", "right"),
        ("amount", "right"),
        *([("", LEFT)] if bar else []),
    )
    for line, amount in zip(lines, amounts, strict=False):
        table.add_row(
            line.rule,
            f"{line.rows:,}",
            share(line.rows, report.rows),
            amount,
            *([drawn_bar(line.rows, report.rows, bar)] if bar else []),
            style="bold" if line.rule == KEPT else "",
        )
    table.add_section()
    table.add_row("all", f"{report.rows:,}", "100.0 %" if report.rows else "", amounts[-1])
    return table


@dataclass(frozen=True, slots=True)
class GroupLayout:
    """What the tables of tiers and segments have room for, the same for both so that their columns stand below each other."""

    names: int
    amounts: int
    headings: Mapping[str, str]
    """What stands above each column that there is room for."""
    bar: int


def _group_layout(out: Console, lines: Sequence[GroupLine | ClusterLine], revenue: str) -> GroupLayout:
    """On a narrow terminal the medians go first, then the shares, before any name or sum is cut."""
    names = max(len("segment"), *(cell_len(printable(line.name, CELL)) for line in lines))
    amounts = max(len(revenue), *(len(money(line.revenue)) for line in lines))
    widths = {
        "name": names,
        "customers": len("customers"),
        "share": len("100.0 %"),
        "revenue": amounts,
        "revenue share": len("100.0 %"),
        "days away": len("days away"),
        "orders": len("orders"),
    }
    for dropped in ((), ("days away", "orders"), ("revenue share",), ("share",)):
        for name in dropped:
            del widths[name]
        if taken(widths.values()) <= out.width:
            break
    called = {"revenue": revenue, "revenue share": "share"}
    headings = {name: called.get(name, name) for name in GROUP_COLUMNS if name in widths}
    return GroupLayout(names, amounts, headings, bar_length(out, widths.values()))


def _groups(
    layout: GroupLayout, kind: str, lines: Sequence[GroupLine | ClusterLine], report: Report
) -> Table:
    """Segments or tiers."""
    revenue = sum(line.revenue or 0.0 for line in report.tiers)
    table = table_of(
        (kind, "left"),
        *((heading, RIGHT) for heading in layout.headings.values()),
        *([("", LEFT)] if layout.bar else []),
    )
    let_names_wrap(table, layout.names)
    longest = LINES_OF_A_NAME * layout.names
    names = told_apart([line.name for line in lines], longest)
    for name, line in zip(names, lines, strict=True):
        cells = {
            "customers": f"{line.customers:,}",
            "share": share(line.customers, report.customers),
            "revenue": money(line.revenue).rjust(layout.amounts),
            "revenue share": money(None) if line.revenue is None else share(line.revenue, revenue),
            "days away": _median(line.median_recency),
            "orders": _median(line.median_frequency),
        }
        # Where there is no money, the bars are of customers.
        part, whole = (line.customers, report.customers) if line.revenue is None else (line.revenue, revenue)
        table.add_row(
            printable(name, longest),
            *(cells[name] for name in layout.headings),
            *([drawn_bar(part, whole, layout.bar)] if layout.bar else []),
        )
    return table


def _print_roles(out: Console, study: Study) -> None:
    table = table_of(("role", "left"), ("column", "left"), ("why", "left"))
    for role, guess in study.columns.roles.items():
        table.add_row(role, printable(guess.column, CELL), printable(guess.reason))
    for name in study.columns.attributes:
        table.add_row("attribute", printable(name, CELL), ATTRIBUTE_REASON)
    show(out, table)


def _median(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
