"""Sales over time, by weekday and hour, and by country."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from core.views.periods import Grain
from core.views.sales import DEFINITIONS as SALES
from core.views.sales import SalesOverTime
from core.views.sales_groups import DEFINITIONS as GROUPS
from core.views.sales_groups import SalesByCountry, SalesByHour
from core.views.unusual import Unusual
from tui.charts import Bar, Look, Series, Table, Titles, bar_chart, column_chart, line_chart
from tui.charts import Line as Cells
from tui.lacking import Lacking
from tui.text import counted, money, plain, whole
from tui.widgets.chart import Chart, HeatGrid
from tui.widgets.line import Line

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Months that stand out and are told of.
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
        sold = [(period.start, period.amount if by_money else period.orders) for period in sales.sold]
        back = [
            (period.start, -(period.amount or 0.0) if by_money else period.orders)
            for period in sales.refunded
        ]
        what = "Money" if by_money else "Orders"
        series = [Series("sold", sold), Series("refunded", back)]
        chart.show(
            partial(_time, series),
            title=f"{what} by {sales.grain}; b: another grain, m: {'orders' if by_money else 'money'}",
        )
        said = [_unusual(found) for found in sales.unusual[:MOST_TOLD]]
        more = len(sales.unusual) - MOST_TOLD
        if more > 0:
            said.append(f"And {more} more months stand out.")
        text = " ".join(said) if said else "No month stands out as a gap or a spike."
        best = _best(sales, by_money=by_money)
        self.query_one(Line).show(" ".join(filter(None, (best, text, sales.reason))))

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in SALES.items())


class HoursPart(Vertical):
    """Orders by weekday and hour."""

    DEFAULT_CSS = "HoursPart Line { padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._sales: SalesByHour | None = None
        self._by_money = True
        self._first_hour = 0

    def compose(self) -> ComposeResult:
        yield HeatGrid(empty=Lacking("sales"))
        yield Chart()
        yield Line("")

    def show(self, sales: SalesByHour, *, by_money: bool) -> None:
        """Show the hours of the week, or its days where there are no times."""
        grid, chart = self.query_one(HeatGrid), self.query_one(Chart)
        by_money = by_money and bool(sales.weekday_amounts)
        self._sales, self._by_money = sales, by_money
        values: Sequence[Sequence[float]] = sales.amounts if by_money else sales.orders
        grid.display, chart.display = bool(values), not values
        what = "Money" if by_money else "Orders"
        if values:
            hours = [hour for hour in range(24) if any(row[hour] for row in values)]
            first, last = (min(hours), max(hours)) if hours else (0, 23)
            self._first_hour = first
            table = Table(
                [[row[hour] or None for hour in range(first, last + 1)] for row in values],
                WEEKDAYS,
                [f"{hour}h" for hour in range(first, last + 1)],
            )
            grid.show(table, title=f"{what} by weekday and hour; m: {'orders' if by_money else 'money'}")
        else:
            days = sales.weekday_amounts if by_money else sales.weekday_orders
            if any(days):
                chart.show(partial(_days, list(zip(WEEKDAYS, days, strict=True))), title=f"{what} by weekday")
            else:
                chart.show_nothing(sales.reason)
        self._tell()

    @on(HeatGrid.CellHighlighted)
    def _tell(self) -> None:
        """The hour that most was sold in, and the one under the cursor."""
        sales = self._sales
        if sales is None:
            return
        values: Sequence[Sequence[float]] = sales.amounts if self._by_money else sales.orders
        said = []
        if values:
            best = max(
                ((day, hour) for day in range(7) for hour in range(24)),
                key=lambda place: values[place[0]][place[1]],
            )
            row, column = self.query_one(HeatGrid).cursor
            said = [
                f"Most: {self._hour(sales, *best)}.",
                f"Here: {self._hour(sales, row, self._first_hour + column)}.",
            ]
        self.query_one(Line).show(" ".join(filter(None, (*said, sales.reason))))

    def _hour(self, sales: SalesByHour, day: int, hour: int) -> str:
        orders = counted(sales.orders[day][hour], "order")
        worth = f", {money(sales.amounts[day][hour])}" if sales.amounts else ""
        return f"{WEEKDAYS[day]} {hour}:00 to {hour}:59, {orders}{worth}"

    def definition(self) -> str:
        return GROUPS["by hour"]


class CountriesPart(Vertical):
    """Sales by country."""

    DEFAULT_CSS = "CountriesPart Line { padding: 0 1; }"

    def compose(self) -> ComposeResult:
        yield Chart(empty=Lacking("sales"))
        yield Line("")

    def show(self, sales: SalesByCountry, *, by_money: bool) -> None:
        """Show the countries."""
        chart = self.query_one(Chart)
        if not sales.lines:
            chart.show_nothing(sales.reason)
            self.query_one(Line).show("")
            return
        by_money = by_money and any(line.amount is not None for line in sales.lines)
        bars = []
        for line in sales.lines:
            customers = "" if line.customers is None else f", {counted(line.customers, 'customer')}"
            value = line.amount if by_money else line.orders
            text = (money(line.amount) if by_money else counted(line.orders, "order")) + customers
            name = {"country": plain(line.name), "rest": "all others", "unknown": "no country"}[line.kind]
            bars.append(Bar(name, value, line.share, text))
        what = "Money" if by_money else "Orders"
        chart.show(
            partial(_countries, bars), title=f"{what} by country; m: {'orders' if by_money else 'money'}"
        )
        self.query_one(Line).show(
            f"{whole(sales.countries)} {'country' if sales.countries == 1 else 'countries'}. {sales.reason}".strip()
        )

    def definition(self) -> str:
        return "\n".join(GROUPS[name] for name in ("by country", "share"))


def _best(sales: SalesOverTime, *, by_money: bool) -> str:
    """The periods that most was sold in, in words."""
    worth = [(period.amount or 0.0 if by_money else period.orders, period.start) for period in sales.sold]
    best = sorted(worth, key=lambda one: (-one[0], one[1]))[:2]
    told = [
        f"{_period(start, sales.grain)} ({money(value) if by_money else counted(value, 'order')})"
        for value, start in best
    ]
    return f"Most was sold in {told[0]}" + (f", then {told[1]}." if len(told) > 1 else ".")


def _period(start: date, grain: Grain) -> str:
    if grain == "quarter":
        return f"{start.year} Q{(start.month + 2) // 3}"
    if grain == "week":
        return f"the week of {start}"
    return f"{start:%Y-%m}" if grain == "month" else f"{start:%Y}" if grain == "year" else str(start)


def _unusual(found: Unusual) -> str:
    """A month that stands out, in words."""
    month = f"{found.start:%Y-%m}"
    if found.kind == "gap":
        return (
            f"Nothing was sold in {month}."
            if found.months == 1
            else f"Nothing was sold from {month} to {found.end:%Y-%m}."
        )
    word = "high" if found.kind == "spike" else "low"
    return f"{month} is {word}: {whole(found.value)}, where months around it have {whole(found.usual)}."


def _time(series: Sequence[Series], width: int, height: int, look: Look) -> Sequence[Cells]:
    return line_chart(series, width, height, look)


def _days(days: Sequence[tuple[str, float]], width: int, height: int, look: Look) -> Sequence[Cells]:
    return column_chart(days, width, height, look, titles=Titles())


def _countries(bars: Sequence[Bar], width: int, height: int, look: Look) -> Sequence[Cells]:
    return bar_chart(bars, width, height, look)
