"""What changed since an earlier day, in the summary of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.drawing import CELL, LEFT, RIGHT, counted, money, print_list, print_sentence, show, table_of, taken
from core.printable import printable
from core.report import revenue_heading

if TYPE_CHECKING:
    from core.views.compare import Change, Comparison, Move

# Of so many moves that most customers made; moves.csv has them all.
MOST_MOVES = 12


def print_comparison(out: Console, found: Comparison) -> None:
    """Everybody, tiers and segments on both days, and where the most customers went."""
    out.print()
    out.print(Text(f"As of {found.now} beside {found.then}", style="bold"))
    print_sentence(
        out,
        Text(
            f"{counted(found.new_customers, 'customer')} bought for the first time since then;"
            f" {found.stayed_in_segment:,} are in the segment they were in, {found.stayed_in_tier:,} in the tier."
        ),
    )
    everybody = {one.name: one for one in found.figures}
    lines = [("all", everybody["customers"], everybody["revenue"])]
    lines += [(group.name, group.customers, group.revenue) for group in (*found.tiers, *found.segments)]
    show(out, _table(out, lines, len(found.tiers), revenue_heading(is_net=found.revenue_is_net)))
    moves = sorted(
        (one for one in found.segment_moves if one.then is not None and one.then != one.now),
        key=lambda one: -one.customers,
    )
    told = [_move_told(one) for one in moves[:MOST_MOVES]]
    print_list(out, "Who went to another segment", told + _others(moves[MOST_MOVES:]))
    print_list(out, "About the comparison", found.notes)


def _table(out: Console, lines: Sequence[tuple[str, Change, Change]], tiers: int, revenue: str) -> Table:
    """Now, then and the change of each; where there is no room for all, the changes go before any name or sum is cut."""
    has_money = any(worth.now is not None for _, _, worth in lines)
    cells = [
        {
            "": printable(name, CELL),
            "customers": _count(customers.now),
            "then": _count(customers.then),
            "change": _share(customers.change),
            **(
                {revenue: money(worth.now), "then ": money(worth.then), "change ": _share(worth.change)}
                if has_money
                else {}
            ),
        }
        for name, customers, worth in lines
    ]
    headings = list(cells[0])
    for dropped in ((), ("change",), ("change ",), ("then ",)):
        headings = [name for name in headings if name not in dropped]
        widths = [max(len(name), *(len(row[name]) for row in cells)) for name in headings]
        if taken(widths) <= out.width:
            break
    table = table_of(*((name.strip(), RIGHT if name else LEFT) for name in headings))
    for number, row in enumerate(cells):
        if number in (1, 1 + tiers):
            table.add_section()
        table.add_row(*(row[name] for name in headings))
    return table


def _move_told(move: Move) -> str:
    now = move.now or "not there any more"
    return f"{move.then}, now {now}: {counted(move.customers, 'customer')}"


def _others(moves: Sequence[Move]) -> list[str]:
    customers = sum(one.customers for one in moves)
    return [f"other ways: {counted(customers, 'customer')}"] if moves else []


def _count(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _share(change: float | None) -> str:
    return "" if change is None else f"{100 * change:+.1f} %"
