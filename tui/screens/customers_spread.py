"""How recency, frequency and monetary are spread over the customers of the filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from core.views.edges import Edge
from core.views.measures import DEFINITIONS, Histogram
from tui.actions import bindings
from tui.charts import Bins, Look, histogram
from tui.charts import Line as Cells
from tui.lacking import Lacking
from tui.number_style import number_style
from tui.screens.customers_columns import definition_of, title_of
from tui.screens.customers_part import CustomersPart
from tui.text import day, decimal, money, whole
from tui.widgets.chart import Chart
from tui.widgets.line import Line

MONEY = "monetary"
MEASURES = ("recency", "frequency", MONEY)
UNITS = {"recency": "days", "frequency": "orders", "tenure": "days"}
# From so many columns on each has room enough side by side, where they are high enough to have a shape.
ROOM_BESIDE = 60


class Histograms(Container):
    """The three of them, side by side where there is room, else one below the other."""

    DEFAULT_CSS = """
    Histograms { layout: vertical; height: 1fr; }
    Histograms.beside { layout: horizontal; }
    Histograms Chart { padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.spread: tuple[Histogram, ...] = ()

    def compose(self) -> ComposeResult:
        for name in MEASURES:
            yield Chart(title_of(name), empty=Lacking("customers"), id=f"spread-{name}")

    def on_resize(self, event: events.Resize) -> None:
        """Put them side by side or below each other."""
        self.set_class(event.size.width >= ROOM_BESIDE, "beside")
        self.show(self.spread)

    def show(self, spread: Sequence[Histogram]) -> None:
        """Show how the customers are spread."""
        self.spread = tuple(spread)
        told = [found.measure for found in spread]
        for name in MEASURES:
            # What nobody has takes no room from the others.
            self.query_one(f"#spread-{name}").display = not told or name in told
        beside = self.size.width // max(1, len(told)) if self.has_class("beside") else self.size.width
        for found in spread:
            chart = self.query_one(f"#spread-{found.measure}", Chart)
            if found.bins:
                chart.show(partial(_histogram, bins_of(found)), title=title(found, beside - 2), key=found)
            else:
                chart.title = title_of(found.measure)
                chart.show_nothing(found.reason)


class SpreadPart(CustomersPart, can_focus=True):
    """The histograms, and whom they are of."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("spread")

    DEFAULT_CSS = "SpreadPart Line { padding: 0 1; height: auto; max-height: 4; }"

    def compose(self) -> ComposeResult:
        yield Histograms()
        yield Line("")

    def show(self, spread: Sequence[Histogram], whom: str) -> None:
        """Show how the customers of a filter are spread."""
        self.query_one(Histograms).show(spread)
        outside = [text for found in spread if (text := left_out(found))]
        self.query_one(Line).show(" ".join([whom, *outside]))

    def copied(self) -> str:
        """The bars as tab-separated text."""
        lines = ["measure\tfrom\tbelow\tcustomers"]
        for found in self.query_one(Histograms).spread:
            lines += [
                f"{found.measure}\t{_edge(bar.low)}\t{_edge(bar.high)}\t{bar.customers}" for bar in found.bins
            ]
        return "\n".join(lines) + "\n" if len(lines) > 1 else ""

    def definition(self) -> str:
        measures = "\n".join(f"{title_of(name)}: {definition_of(name)}" for name in MEASURES)
        return measures + "\n\n" + "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())


def title(found: Histogram, width: int) -> str:
    """What a histogram shows: the measure, its scale, and as far as there is room between what it lies and in what unit."""
    known = title_of(found.measure) + (", log" if found.scale == "log" else "")
    ends = list(dict.fromkeys((found.least, found.most)))
    if ends == [None]:
        return known
    reach = " to ".join(map(_edge, ends))
    unit = UNITS.get(found.measure, "")
    longest_first = [f"{reach} {unit.removesuffix('s') if ends == [1] else unit}".rstrip(), reach]
    if found.measure == MONEY:
        amounts = " to ".join(money(float(end)) for end in ends if isinstance(end, int | float))
        longest_first = [amounts, f"{reach} {number_style().currency}".rstrip(), reach]
    return next((text for one in longest_first if len(text := f"{known}: {one}") <= width), known)


def bins_of(found: Histogram) -> Bins:
    """The bars as charts take them."""
    edges: list[Edge] = [bar.low for bar in found.bins] + [found.bins[-1].high]
    scale = "calendar" if found.unit else "log" if found.scale == "log" else "even"
    return Bins(edges, [bar.customers for bar in found.bins], scale)  # type: ignore[arg-type]


def left_out(found: Histogram) -> str:
    """Who is in none of the bars."""
    parts = []
    if found.missing:
        parts.append(f"{whole(found.missing)} without {title_of(found.measure).casefold()}")
    if found.not_positive:
        parts.append(f"{whole(found.not_positive)} with {title_of(found.measure).casefold()} of zero or less")
    return f"Not shown: {', '.join(parts)}." if parts else ""


def _edge(edge: Edge | None) -> str:
    if edge is None:
        return ""
    if isinstance(edge, date):
        return day(edge)
    return whole(edge) if edge == int(edge) else decimal(edge, 2)


def _histogram(bins: Bins, width: int, height: int, look: Look) -> Sequence[Cells]:
    return histogram(bins, width, height, look)
