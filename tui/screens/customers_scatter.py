"""Two measures of the customers of the filter against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from core.views.edges import Edge
from core.views.scatter import DEFINITIONS, Scatter
from core.views.scatter import Axis as Found
from tui.actions import bindings
from tui.charts import Axis, Cell, Cloud, Look, Titles, scatter, scatter_room
from tui.charts import Line as Cells
from tui.charts.numbers import Tick, date_ticks
from tui.charts.scatter import CROWD
from tui.lacking import Lacking
from tui.screens.customers_columns import definition_of, title_of
from tui.screens.customers_part import CustomersPart
from tui.screens.customers_spread import UNITS
from tui.text import plain, whole
from tui.widgets.chart import Chart, look_of
from tui.widgets.line import Line

DEFINED = {
    **DEFINITIONS,
    "mark": "A hollow mark (a small letter where the terminal has only ASCII) stands for one customer, a solid one for several, "
    f"and one in a box of its colour for {CROWD} or more. Its shape and colour say which tier or segment leads there.",
}


class DateAxis(Axis):
    """An axis of days, written as dates."""

    def ticks(self, most: int) -> list[Tick]:
        """Round dates and where they lie."""
        first, last = int(self.low), int(self.high)
        if first >= last:
            return super().ticks(most)
        span = last - first
        found = date_ticks(date.fromordinal(first), date.fromordinal(last), most)
        return [Tick((day.toordinal() - first) / span, text) for day, text in found]

    def text(self, value: float) -> str:
        """The date."""
        return date.fromordinal(int(value)).isoformat()


class ScatterPart(CustomersPart, can_focus=True):
    """The plot with its legend, and whom it is of."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("scatter")

    DEFAULT_CSS = (
        "ScatterPart Chart { padding: 0 1; } ScatterPart Line { padding: 0 1; height: auto; max-height: 3; }"
    )

    class RoomChanged(Message):
        """There is room for more or fewer places than the points were counted by."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Scatter | None = None

    def compose(self) -> ComposeResult:
        yield Chart(empty=Lacking("customers"))
        yield Line("")

    def on_resize(self, _event: events.Resize) -> None:
        """Have the points counted again, by the places there are now."""
        self.post_message(self.RoomChanged())

    @property
    def room(self) -> tuple[int, int]:
        """How many places the plot has, across and up; (0, 0) while it has none."""
        width, height = self.query_one(Chart).content_size
        if not width or not height:
            return 0, 0
        cloud = cloud_of(self.found) if self.found is not None else Cloud((), (1, 1), Axis(0, 1), Axis(0, 1))
        return scatter_room(cloud, width, height - 1, look_of(self.app), _titles(self.found))

    def show(self, found: Scatter, whom: str) -> None:
        """Show two measures against each other."""
        self.found = found
        chart = self.query_one(Chart)
        title = f"{title_of(found.y.measure)} (up) by {title_of(found.x.measure)} (across), by {found.colour}; X, Y and b change them"
        if found.cells:
            chart.show(partial(_scatter, found), title=title, key=found)
        else:
            chart.title = title
            chart.show_nothing(found.reason)
        self.query_one(Line).show(" ".join(filter(None, (whom, left_out(found)))))

    def copied(self) -> str:
        """The plot as it is drawn."""
        return self.query_one(Chart).copied()

    def definition(self) -> str:
        found = self.found
        names = (found.x.measure, found.y.measure) if found is not None else ()
        measures = "\n".join(f"{title_of(name)}: {definition_of(name)}" for name in names)
        return f"{measures}\n\n" + "\n".join(f"{name}: {text}" for name, text in DEFINED.items())


def left_out(found: Scatter) -> str:
    """Who is not in the plot."""
    parts = []
    if found.missing:
        parts.append(f"{whole(found.missing)} without one of the two")
    if found.not_positive:
        parts.append(f"{whole(found.not_positive)} with zero or less on a log axis")
    return f"Not shown: {', '.join(parts)}." if parts else ""


def cloud_of(found: Scatter) -> Cloud:
    """The places as charts take them; only the groups that somebody in the plot has."""
    held = [place for place, (_, customers) in enumerate(found.groups) if customers]
    numbers = {place: number for number, place in enumerate(held)}
    cells = [
        Cell(cell.column, cell.row, cell.customers, numbers[cell.group])
        for cell in found.cells
        if cell.group in numbers
    ]
    groups = []
    for place in held:
        name, customers = found.groups[place]
        # Three tiers leave room for how many; ten segments do not.
        groups.append(f"{name} {whole(customers)}" if found.colour == "tier" else plain(name, 30))
    return Cloud(cells, (found.width, found.height), _axis(found.x), _axis(found.y), groups, point="customer")


def _axis(found: Found) -> Axis:
    low, high = _number(found.low), _number(found.high)
    if isinstance(found.low, date):
        return DateAxis(low, high)
    return Axis(low, high, log=found.scale == "log")


def _number(edge: Edge | None) -> float:
    if edge is None:
        return 0.0
    return float(edge.toordinal()) if isinstance(edge, date) else float(edge)


def _titles(found: Scatter | None) -> Titles:
    return Titles() if found is None else Titles(x=_axis_title(found.x), y=_axis_title(found.y))


def _axis_title(axis: Found) -> str:
    unit = UNITS.get(axis.measure, "")
    about = ", ".join(filter(None, (unit, "log scale" if axis.scale == "log" else "")))
    return title_of(axis.measure) + (f" ({about})" if about else "")


def _scatter(found: Scatter, width: int, height: int, look: Look) -> Sequence[Cells]:
    cloud = cloud_of(found)
    if found.colour == "tier":
        held = [place for place, (_, customers) in enumerate(found.groups) if customers]
        cloud = replace(cloud, colors=[look.palette.tiers[place] for place in held])
    return scatter(cloud, width, height, look, titles=_titles(found))
