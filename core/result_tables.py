"""The small tables of a result, as a run writes them into its files and the app exports them: their columns and how figures are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.report import Report
    from core.views.compare import Comparison
    from core.views.tiers import TiersView

Lines = list[dict[str, Any]]

MONEY = frozenset(
    (
        "amount",
        "average_order",
        "median_monetary",
        "net",
        "q1_monetary",
        "q3_monetary",
        "revenue",
        "revenue_then",
        "spend_per_order",
    )
)
SHARES = frozenset(
    (
        "customer_share",
        "revenue_share",
        "jaccard",
        "customers_change",
        "orders_change",
        "revenue_change",
    )
)

# What is compared with an earlier day.
MEASURES = ("customers", "orders", "revenue")


def written(name: str, value: Any) -> Any:
    """Money to the cent; shares as they are; a median of days or orders as short as it is."""
    if not isinstance(value, float) or name in SHARES:
        return value
    return f"{value:.2f}" if name in MONEY else f"{value:.2f}".rstrip("0").rstrip(".")


def written_rows(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows with each figure as it is written in a column of that name."""
    return [[written(name, value) for name, value in zip(names, row, strict=True)] for row in rows]


def segment_lines(report: Report) -> Lines:
    """A line a segment, from best to worst."""
    return [{"segment": line.name, **_without_name(asdict(line))} for line in report.segments]


def ledger_lines(report: Report) -> Lines:
    """A line a bucket of the ledger."""
    return [asdict(line) for line in report.ledger]


def tier_lines(tiers: TiersView, found: Comparison | None = None) -> Lines:
    """A line a tier, from best to worst; beside an earlier day also by how much each has changed, as a share of then."""
    changed = {one.name: one for one in found.tiers} if found is not None and not found.reason else {}
    lines = []
    for row in tiers.tiers:
        line = {"tier": row.name, **_without_name(asdict(row))}
        if row.name in changed:
            line |= {f"{measure}_change": getattr(changed[row.name], measure).change for measure in MEASURES}
        lines.append(line)
    return lines


def change_lines(found: Comparison) -> Lines:
    """All customers, the tiers and the segments on both days, a line each."""
    everybody = {one.name: one for one in found.figures}
    lines = [
        ("all", "", everybody["customers"], everybody["orders"], everybody["revenue"]),
        *(("tier", one.name, one.customers, one.orders, one.revenue) for one in found.tiers),
        *(("segment", one.name, one.customers, one.orders, one.revenue) for one in found.segments),
    ]
    return [
        {"of": kind, "name": name}
        | {
            f"{measure}{suffix}": value
            for measure, one in zip(MEASURES, (customers, orders, revenue), strict=True)
            for suffix, value in (("", one.now), ("_then", one.then), ("_change", one.change))
        }
        for kind, name, customers, orders, revenue in lines
    ]


def move_lines(found: Comparison) -> Lines:
    """How many customers went from each tier and segment to each; no name then: new, no name now: not there any more."""
    return [
        {"of": kind, "then": one.then or "", "now": one.now or "", "customers": one.customers}
        for kind, moves in (("tier", found.tier_moves), ("segment", found.segment_moves))
        for one in moves
    ]


def _without_name(line: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != "name"}
