"""Sales over time: a line of what was sold and one of what was refunded, and what there is to say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical

from core.views.periods import Grain, start_of
from core.views.sales import DEFINITIONS, Period, SalesOverTime
from core.views.unusual import Unusual
from tui.charts import Line as Cells
from tui.charts import Look, Series, line_chart
from tui.lacking import Lacking
from tui.text import counted, money, whole
from tui.widgets.chart import Chart
from tui.widgets.line import Line
from tui.widgets.rows import FewRows, in_tabs, named_rows

# Periods that stand out and are told of.
MOST_TOLD = 4
GRAINS: tuple[Grain, ...] = ("month", "quarter", "week", "day")


class TimePart(Vertical):
    """What was sold and refunded, period by period."""

    DEFAULT_CSS = "TimePart Line { padding: 0 1; max-height: 5; }"

    def __init__(self) -> None:
        super().__init__()
        self.sales: SalesOverTime | None = None

    def compose(self) -> ComposeResult:
        yield Chart(empty=Lacking("sales"))
        yield Line("")

    def show(self, sales: SalesOverTime, *, by_money: bool) -> None:
        """Show sales, by money where there is any."""
        self.sales = sales
        chart = self.query_one(Chart)
        if not sales.sold:
            chart.show_nothing(sales.reason)
            self.query_one(Line).show("")
            return
        by_money = by_money and any(period.amount is not None for period in sales.sold)
        chart.show(
            partial(_time, series_of(sales, by_money=by_money)),
            title=f"{'Money' if by_money else 'Orders'} by {sales.grain}; b: another grain, m: {'orders' if by_money else 'money'}",
        )
        said = (_best(sales, by_money=by_money), *_in_part(sales), *_standing_out(sales), sales.reason)
        self.query_one(Line).show(" ".join(filter(None, said)))

    def copied(self) -> str:
        """What is drawn, period by period."""
        return in_tabs(self.figures())

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())

    @property
    def by_what(self) -> str:
        """What its figures are by, for the name of a file."""
        return self.sales.grain if self.sales is not None else "time"

    def figures(self) -> FewRows:
        """What is drawn, and more: every period with what was sold and refunded in it."""
        names = ("start", "end", "days_held", "rows", "orders", "customers", "amount")
        refunds = ("refunded_orders", "refunded")
        if self.sales is None:
            return named_rows((), ())
        return named_rows(
            (*names, *refunds),
            [
                (*(getattr(sold, name) for name in names), back.orders, back.amount)
                for sold, back in zip(self.sales.sold, self.sales.refunded, strict=True)
            ],
        )


def series_of(sales: SalesOverTime, *, by_money: bool) -> list[Series]:
    """What was sold and refunded; periods that the data hold a part of stand apart, so that no line drops to them."""
    sold = [(period.start, _worth(period, by_money=by_money), period.partial) for period in sales.sold]
    back = [(period.start, abs(_worth(period, by_money=by_money))) for period in sales.refunded]
    found = (
        Series("sold", [(start, None if partly else worth) for start, worth, partly in sold], 0),
        Series("refunded", back, 1),
        Series("sold, in part", [(start, worth if partly else None) for start, worth, partly in sold], 2),
    )
    return [series for series in found if any(value is not None for _, value in series.points)]


def _worth(period: Period, *, by_money: bool) -> float:
    return period.amount or 0.0 if by_money else period.orders


def _best(sales: SalesOverTime, *, by_money: bool) -> str:
    """The periods that most was sold in, in words."""
    worth = [(_worth(period, by_money=by_money), period.start) for period in sales.sold]
    best = sorted(worth, key=lambda one: (-one[0], one[1]))[:2]
    told = [
        f"{_named(start, sales.grain)} ({money(value) if by_money else counted(value, 'order')})"
        for value, start in best
    ]
    return f"Most was sold in {told[0]}" + (f", then {told[1]}." if len(told) > 1 else ".")


def _in_part(sales: SalesOverTime) -> Iterable[str]:
    """Which periods the data hold only a part of."""
    told = [
        f"{_named(period.start, sales.grain)} has {period.days_held} of {(period.end - period.start).days + 1} days"
        for period in sales.sold
        if period.partial and period.days_held
    ]
    if told:
        yield f"{' and '.join(told)} in the data."


def _standing_out(sales: SalesOverTime) -> Iterable[str]:
    """The periods that stand out, in words; or that none does. They are found by money, where there is any."""
    grain = sales.unusual_grain
    by_money = any(period.amount is not None for period in sales.sold)
    written = partial(money, places=0) if by_money else whole
    for found in sales.unusual[:MOST_TOLD]:
        yield _unusual(found, grain, written)
    more = len(sales.unusual) - MOST_TOLD
    if more > 0:
        yield f"And {counted(more, f'more {grain}')} {'stands' if more == 1 else 'stand'} out."
    if not sales.unusual:
        yield f"No {grain} stands out as a gap or a spike."


def _unusual(found: Unusual, grain: Grain, written: Callable[[float | None], str]) -> str:
    first = _named(found.start, grain)
    if found.kind == "gap":
        return (
            f"Nothing was sold in {first}."
            if found.periods == 1
            else f"Nothing was sold from {first} to {_named(start_of(found.end, grain), grain)}."
        )
    capital = first[:1].upper() + first[1:]
    heads = {
        "refunds": f"Refunds in {first} are high",
        "spike": f"{capital} is high",
        "low": f"{capital} is low",
    }
    head = heads[found.kind]
    return f"{head}: {written(found.value)}, where {grain}s around it have {written(found.usual)}."


def _named(start: date, grain: Grain) -> str:
    """A period as it is called."""
    if grain == "quarter":
        return f"{start.year} Q{(start.month + 2) // 3}"
    if grain == "week":
        return f"the week of {start}"
    return f"{start:%Y-%m}" if grain == "month" else f"{start:%Y}" if grain == "year" else str(start)


def _time(series: Sequence[Series], width: int, height: int, look: Look) -> Sequence[Cells]:
    return line_chart(series, width, height, look)
