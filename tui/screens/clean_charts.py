"""Sales by weekday and hour, and by country."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from core.views.sales_groups import DEFINITIONS as GROUPS
from core.views.sales_groups import CountryLine, SalesByCountry, SalesByHour
from tui.acting import focus_on
from tui.charts import Bar, Look, Table, Titles, bar_chart, column_chart
from tui.charts import Line as Cells
from tui.lacking import Lacking
from tui.text import counted, money, plain, whole
from tui.widgets.chart import Chart, HeatGrid
from tui.widgets.line import Line
from tui.widgets.rows import FewRows, in_tabs, named_rows

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class HoursPart(Vertical):
    """Orders by weekday and hour."""

    by_what = "hour"
    DEFAULT_CSS = "HoursPart Line { padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._sales: SalesByHour | None = None
        self._by_money = True
        self._first_hour = 0

    def compose(self) -> ComposeResult:
        yield HeatGrid(empty=Lacking("sales"), opens=False)
        yield Chart()
        yield Line("")

    def show(self, sales: SalesByHour, *, by_money: bool) -> None:
        """Show the hours of the week, or its days where there are no times."""
        grid, chart = self.query_one(HeatGrid), self.query_one(Chart)
        by_money = by_money and bool(sales.weekday_amounts)
        self._sales, self._by_money = sales, by_money
        values: Sequence[Sequence[float]] = sales.amounts if by_money else sales.orders
        had_focus = self.has_focus or grid.has_focus
        grid.display, chart.display = bool(values), not values
        # A chart takes no keys, but those of the frame must reach the part through something that has the focus.
        self.can_focus = not values
        if had_focus:
            focus_on(grid if values else self)
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

    def copied(self) -> str:
        """The figures, where there is no grid of hours that has a picture to copy."""
        return in_tabs(self.figures())

    def definition(self) -> str:
        return GROUPS["by hour"]

    def figures(self) -> FewRows:
        """What is drawn, and what is not: orders and money of every hour of the week, or of its days."""
        sales = self._sales
        if sales is None:
            return named_rows((), ())
        if sales.orders:
            rows = [
                (name, hour, sales.orders[day][hour], sales.amounts[day][hour] if sales.amounts else None)
                for day, name in enumerate(WEEKDAYS)
                for hour in range(24)
            ]
            return named_rows(("weekday", "hour", "orders", "amount"), rows)
        amounts = sales.weekday_amounts or [None] * len(sales.weekday_orders)
        days = zip(WEEKDAYS, sales.weekday_orders, amounts, strict=False)
        return named_rows(("weekday", "orders", "amount"), list(days))


class CountriesPart(Vertical):
    """Sales by country."""

    by_what = "country"
    DEFAULT_CSS = "CountriesPart Line { padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._sales: SalesByCountry | None = None
        self.most = 0
        """How many countries were asked for by name."""

    def compose(self) -> ComposeResult:
        yield Chart(empty=Lacking("sales"))
        yield Line("")

    def show(self, sales: SalesByCountry, *, by_money: bool, most: int) -> None:
        """Show the countries, of which so many were asked for by name."""
        self._sales, self.most = sales, most
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
            bars.append(Bar(_country(line), value, line.share, text))
        what = "Money" if by_money else "Orders"
        chart.show(
            partial(_countries, bars), title=f"{what} by country; m: {'orders' if by_money else 'money'}"
        )
        said = [f"{whole(sales.countries)} {'country' if sales.countries == 1 else 'countries'}."]
        if sales.in_several:
            who = counted(sales.in_several, "customer")
            count = "counts" if sales.in_several == 1 else "count"
            said.append(f"{who} bought from several and {count} in each; Customers has the last one.")
        self.query_one(Line).show(" ".join(filter(None, (*said, sales.reason))))

    def copied(self) -> str:
        """What is drawn, line by line."""
        return in_tabs(self.figures())

    def definition(self) -> str:
        return "\n".join(GROUPS[name] for name in ("by country", "share"))

    def figures(self) -> FewRows:
        """What is drawn: every line with its figures."""
        lines = self._sales.lines if self._sales is not None else ()
        return named_rows(
            ("country", "rows", "orders", "customers", "amount", "share"),
            [
                (_country(line), line.rows, line.orders, line.customers, line.amount, line.share)
                for line in lines
            ],
        )


def _country(line: CountryLine) -> str:
    return {"country": plain(line.name), "rest": "all others", "unknown": "no country"}[line.kind]


def _days(days: Sequence[tuple[str, float]], width: int, height: int, look: Look) -> Sequence[Cells]:
    return column_chart(days, width, height, look, titles=Titles())


def _countries(bars: Sequence[Bar], width: int, height: int, look: Look) -> Sequence[Cells]:
    return bar_chart(bars, width, height, look)
