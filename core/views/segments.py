"""Segments and tiers as a table, and any two of the three scores as a grid.

The sums and medians of a group are those of the report; only what the report lacks is computed here. DEFINITIONS says what
each figure means, in the words that a screen shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from core.maps import MEASURE_LETTERS, SegmentMap, segment_map
from core.report import GroupLine, cents, share
from core.scores import LETTER, MEASURES

if TYPE_CHECKING:
    from core.views.result import ResultData

Letter = Literal["r", "f", "m"]

DEFINITIONS: Mapping[str, str] = {
    "customers": "The customers whose scores have this name, and their share of all customers.",
    "orders": "All orders of these customers.",
    "revenue": "What these customers spent, each rounded to the cent and then added up (less refunds where monetary is net), and its "
    "share of what all spent. The ledger adds up the rows, so it can differ by a few cents.",
    "net": "What these customers bought, less what was refunded to them: the negative amounts of their cancelled rows.",
    "median recency": "At least half of the customers bought this many days ago or later, and at least half then or earlier.",
    "median frequency": "At least half of the customers placed this many orders or more, and at least half as many or fewer.",
    "median monetary": "At least half of the customers spent this or more, and at least half this or less.",
    "average order": "Revenue divided by orders.",
    "grid": "Every combination of two scores with the customers who have it. Where they have several names, the commonest "
    "among them is shown with the number of other names; where nobody is, the names that the map gives there.",
}
NO_MONEY = "The source has no amounts, so there is no revenue."
NO_ORDERS = "The source does not say how many orders a customer placed."


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment or tier, or all customers; shares are from 0 to 1, and None is not known."""

    name: str
    customers: int
    customer_share: float | None
    orders: int | None
    revenue: float | None
    revenue_share: float | None
    net: float | None
    median_recency: float | None
    median_frequency: float | None
    median_monetary: float | None
    average_order: float | None


@dataclass(frozen=True, slots=True)
class SegmentsTable:
    """Groups of customers from best to worst, and all customers together."""

    kind: Literal["segment", "tier"]
    rows: tuple[SegmentRow, ...]
    everyone: SegmentRow
    revenue_is_net: bool
    notes: tuple[str, ...]
    """What the table cannot show of this source, and why."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """The customers with one score on each of two measures."""

    row: int
    column: int
    customers: int
    customer_share: float | None
    orders: int | None
    revenue: float | None
    revenue_share: float | None
    average_order: float | None
    segment: str
    """The commonest name here."""
    others: int
    """How many more names there are here."""
    names: tuple[tuple[str, int], ...]
    """Every name here with its customers, the commonest first."""


@dataclass(frozen=True, slots=True)
class ScoreGrid:
    """Two scores against each other: rows from the best score down, columns from the worst up."""

    rows: Letter
    columns: Letter
    q: int
    cells: tuple[tuple[GridCell, ...], ...]
    notes: tuple[str, ...]

    def at(self, row: int, column: int) -> GridCell:
        """The cell of a score on each measure."""
        return self.cells[self.q - row][column - 1]


def segments(data: ResultData) -> SegmentsTable:
    """The segments in the map's order."""
    return segments_and_tiers(data)[0]


def tiers(data: ResultData) -> SegmentsTable:
    """The tiers, High first."""
    return segments_and_tiers(data)[1]


def segments_and_tiers(data: ResultData) -> tuple[SegmentsTable, SegmentsTable]:
    """Both tables; what all customers have in common is worked out once."""
    report, net = data.result.report, data.result.resolved.customers.refunds == "net"
    medians = [_median(data, measure) for measure in MEASURES]
    everyone = totals_of(report.tiers, *medians)
    return (
        table_of("segment", report.segments, everyone, revenue_is_net=net),
        table_of("tier", report.tiers, everyone, revenue_is_net=net),
    )


def totals_of(
    lines: Sequence[GroupLine],
    recency: float | None = None,
    frequency: float | None = None,
    monetary: float | None = None,
) -> GroupLine:
    """The line of all customers: the sums of these groups, and medians that nobody can work out from them."""
    return GroupLine(
        "all",
        sum(line.customers for line in lines),
        sum(line.orders for line in lines),
        _sum(line.revenue for line in lines),
        _sum(line.net for line in lines),
        recency,
        frequency,
        monetary,
    )


def _median(data: ResultData, measure: str) -> float | None:
    """The median of all customers, rounded as those of the groups are.

    Equal values are counted first: of millions of customers far fewer differ, and the two in the middle are all that is needed.
    """
    found = data.rows(
        f"WITH counted AS (SELECT {measure} AS v, count(*) AS n FROM customers WHERE {measure} IS NOT NULL GROUP BY v),"
        " running AS (SELECT v, sum(n) OVER (ORDER BY v) AS upto, sum(n) OVER () AS everyone FROM counted),"
        " middle AS (SELECT min(v) FILTER (2 * upto >= everyone) AS v FROM running"
        " UNION ALL SELECT min(v) FILTER (2 * upto > everyone) FROM running)"
        " SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY v) FROM middle"
    )[0][0]
    return None if found is None else round(float(found), 2)


def _sum(amounts: Iterable[float | None]) -> float | None:
    known = [Decimal(str(amount)) for amount in amounts if amount is not None]
    return cents(sum(known, Decimal(0))) if known else None


def table_of(
    kind: Literal["segment", "tier"],
    lines: Sequence[GroupLine],
    everyone: GroupLine,
    *,
    revenue_is_net: bool = False,
) -> SegmentsTable:
    """The table of a report's lines, with their shares of the line of all customers."""
    has_orders, has_money = everyone.median_frequency is not None, everyone.median_monetary is not None
    notes = (*(() if has_orders else (NO_ORDERS,)), *(() if has_money else (NO_MONEY,)))
    return SegmentsTable(
        kind,
        tuple(_row(line, everyone) for line in lines),
        _row(everyone, everyone),
        revenue_is_net,
        notes,
    )


def _row(line: GroupLine, everyone: GroupLine) -> SegmentRow:
    orders = line.orders if _known(line, "frequency", everyone) else None
    has_money = _known(line, "monetary", everyone)
    revenue = line.revenue if has_money else None
    return SegmentRow(
        name=line.name,
        customers=line.customers,
        customer_share=share(line.customers, everyone.customers),
        orders=orders,
        revenue=revenue,
        revenue_share=share(revenue, everyone.revenue),
        net=line.net if has_money else None,
        median_recency=line.median_recency,
        median_frequency=line.median_frequency,
        median_monetary=line.median_monetary,
        average_order=average_order(revenue, orders),
    )


def _known(line: GroupLine, measure: Literal["frequency", "monetary"], everyone: GroupLine) -> bool:
    """Whether a sum is one of numbers. A group of nobody sums to zero, unless nobody at all has the measure."""
    name = f"median_{measure}"
    return getattr(line if line.customers else everyone, name) is not None


def average_order(revenue: float | None, orders: int | None) -> float | None:
    """Revenue divided by orders, to the cent; None without orders."""
    return None if revenue is None or not orders else cents(revenue / orders)


def score_grid(data: ResultData, rows: Letter = "r", columns: Letter = "f") -> ScoreGrid:
    """The customers of each combination of two scores."""
    resolved, report = data.result.resolved, data.result.report
    named = segment_map(resolved.segments, resolved.scores.q)
    found = data.rows(
        f"SELECT {_letter(rows)}, {_letter(columns)}, segment, count(*), sum(frequency), sum(monetary)"
        " FROM customers GROUP BY ALL"
    )
    by_cell: dict[tuple[int, int], list[tuple[str, int, int | None, Decimal | None]]] = defaultdict(list)
    for row, column, name, customers, orders, money in found:
        by_cell[row, column].append((name, customers, orders, money))
    everyone = sum(line[3] for line in found)
    spent = cents(sum((line[5] for line in found if line[5] is not None), Decimal(0)))
    scores = range(1, named.q + 1)
    cells = tuple(
        tuple(
            _grid_cell(
                (row, column),
                by_cell[row, column],
                _given(named, rows, columns, row, column),
                everyone,
                spent,
            )
            for column in scores
        )
        for row in reversed(scores)
    )
    silent = [name for name in report.says_nothing if LETTER[name] in (rows, columns)]
    notes = tuple(
        f"The {name} is missing or the same for everybody, so all have the same score." for name in silent
    )
    return ScoreGrid(rows, columns, named.q, cells, notes)


def _letter(letter: Letter) -> str:
    if letter not in MEASURE_LETTERS:
        raise ValueError(letter)
    return letter


def _given(named: SegmentMap, rows: Letter, columns: Letter, row: int, column: int) -> list[str]:
    """The names that the map gives to these two scores, the one of most cells first, then in the map's order."""
    first, second = MEASURE_LETTERS.index(rows), MEASURE_LETTERS.index(columns)
    given = [name for cell, name in named.cells.items() if cell[first] == row and cell[second] == column]
    return sorted(set(given), key=lambda name: (-given.count(name), named.order.index(name)))


def _grid_cell(
    place: tuple[int, int],
    groups: Sequence[tuple[str, int, int | None, Decimal | None]],
    given: Sequence[str],
    everyone: int,
    spent: float,
) -> GridCell:
    customers = sum(group[1] for group in groups)
    ordered = [group[2] for group in groups if group[2] is not None]
    paid = [group[3] for group in groups if group[3] is not None]
    orders = int(sum(ordered)) if ordered else None
    revenue = cents(sum(paid, Decimal(0))) if paid else None
    names = sorted(
        ((group[0], group[1]) for group in groups), key=lambda pair: (-pair[1], given.index(pair[0]))
    )
    names = names or [(name, 0) for name in given]
    return GridCell(
        row=place[0],
        column=place[1],
        customers=customers,
        customer_share=share(customers, everyone),
        orders=orders,
        revenue=revenue,
        revenue_share=share(revenue, spent),
        average_order=average_order(revenue, orders),
        segment=names[0][0] if names else "",
        others=max(0, len(names) - 1),
        names=tuple(names),
    )
