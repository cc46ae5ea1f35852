"""The charts of the screen Customers: distributions, scatters and correlations of those that the filter keeps."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from core.remote import filtered
from core.views.result import ResultData
from tests.tui.sixty import customers, filter_by, sales
from tests.tui.support import LastingEngine, screen_text
from tui.screens.customers_correlations import CorrelationsPart
from tui.screens.customers_scatter import ScatterPart
from tui.screens.customers_spread import Histograms, SpreadPart
from tui.widgets.chart import Chart, HeatGrid
from tui.widgets.notice import Notice


async def test_distributions_follow_the_filter_and_count_everybody(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    async with customers(engine, source) as (told, _):
        await filter_by(told, "country = France")
        part = await told.go_to_part("spread")
        assert isinstance(part, SpreadPart)
        histograms = part.query_one(Histograms)
        await told.until(lambda: histograms.spread)
        assert histograms.spread == filtered.distributions(
            data, "country = France", ("recency", "frequency", "monetary")
        )
        orders = Counter(line[2] for line in sales() if line[6] == "France" and line[4] > 0)
        assert sum(bar.customers for bar in histograms.spread[1].bins) == len(orders) == 20
        await told.sees("20 of 60 customers, filter: country = France. F shows all.")
        assert part.has_focus
        # A filter can be typed here too.
        await filter_by(told, "frequency > 3")
        await told.until(lambda: histograms.spread[1].least == 4)
        await told.press("L", "L")
        await told.until(lambda: histograms.spread[1].scale == "log")


@pytest.mark.parametrize("size", [(80, 24), (80, 40), (120, 40), (200, 60)])
async def test_every_distribution_is_high_enough_to_have_a_shape(
    engine: LastingEngine, source: Path, size: tuple[int, int]
) -> None:
    async with customers(engine, source, size=size) as (told, _):
        part = await told.go_to_part("spread")
        charts = list(part.query(Chart))
        await told.until(lambda: all("█" in "".join(chart.copied()) for chart in charts))
        for chart in charts:
            assert chart.size.height >= 16
            # No title is cut, and each begins with what it is of.
            first = chart.copied().splitlines()[0]
            assert first == chart.title
            assert "…" not in first
        assert [chart.title.split(",")[0].split(":")[0] for chart in charts] == [
            "Recency",
            "Frequency",
            "Monetary",
        ]


async def test_larger_terminals_show_the_distributions_beside_the_table(
    engine: LastingEngine, source: Path
) -> None:
    async with customers(engine, source, size=(120, 40)) as (told, _):
        shown = told.view.query_one("TablePart Histograms", Histograms)
        await told.until(lambda: shown.spread)
        assert shown.has_class("beside")
        assert shown.display
        await filter_by(told, "country = France")
        await told.until(lambda: shown.spread[0].customers == 20)
        await told.resize(80, 24)
        await told.until(lambda: not shown.display)
        await told.resize(200, 60)
        await told.until(lambda: shown.display and shown.region.x > 100)


async def test_the_scatter_of_two_measures_by_tier_or_segment(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    async with customers(engine, source) as (told, _):
        part = await told.go_to_part("scatter")
        assert isinstance(part, ScatterPart)
        await told.until(
            lambda: part.found is not None and part.room == (part.found.width, part.found.height)
        )
        assert part.found == filtered.scatter(data, "", "frequency", "monetary", size=part.room)
        assert sum(cell.customers for cell in part.found.cells) == 60
        await told.sees("High")
        await told.press("b")
        await told.until(lambda: part.found.colour == "segment")
        await told.press("X")
        await told.enter("tenure")
        await told.until(lambda: part.found.x.measure == "tenure")
        await told.press("Y")
        await told.enter("last_purchase")
        await told.until(lambda: part.found.y.measure == "last_purchase")
        # An axis of days is written in dates.
        await told.sees("2025")
        await filter_by(told, "country = Norway")
        await told.until(lambda: part.found.customers == 20)


async def test_correlations_are_told_in_words_and_enter_plots_the_two(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    async with customers(engine, source) as (told, _):
        part = await told.go_to_part("correlations")
        assert isinstance(part, CorrelationsPart)
        await told.until(lambda: part.found is not None)
        found = filtered.correlations(data, "")
        assert part.found == found
        assert "first_purchase" not in found.measures
        await told.press("down")
        row = found.measures.index("monetary")
        await told.sees(f"Spearman {found.spearman[row][0]:.2f}, Pearson {found.pearson[row][0]:.2f}")
        assert part.query_one("#method", HeatGrid).title.startswith("Spearman")
        await told.press("m")
        assert part.query_one("#method", HeatGrid).title.startswith("Pearson")
        await told.press("enter")
        await told.until(lambda: isinstance(told.view.parts.widget, ScatterPart))
        plot = told.view.parts.widget
        await told.until(lambda: plot.found is not None)
        assert (plot.found.y.measure, plot.found.x.measure) == ("monetary", "recency")


async def test_help_has_the_keys_of_the_correlations_cells(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, _):
        part = await told.go_to_part("correlations")
        await told.until(lambda: part.found is not None)
        await told.press("question_mark")
        await told.sees("In these cells")
        await told.sees("Move to the cell below.")
        await told.press("escape")
        # Keys of one's own work there too.
        told.app.set_keymap({"cells.down": "d"})
        row, column = part.query_one("#method", HeatGrid).cursor
        await told.press("d", "j")
        assert part.query_one("#method", HeatGrid).cursor == (row + 1, column)


async def test_charts_of_one_customer_say_what_they_can(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, _):
        await filter_by(told, "customer_id = K001")
        part = await told.go_to_part("scatter")
        await told.until(lambda: part.found is not None and part.found.customers == 1)
        orders = len({line[0] for line in sales() if line[2] == "K001"})
        await told.sees("each mark is 1 customer")
        await told.is_drawn()
        lines = screen_text(told.pilot).splitlines()
        dot = next(line for line in lines[4:] if "●" in line)
        ticks = next(number for number, line in enumerate(lines) if "┬" in line)
        # The dot is beside the only tick of the money and above the only one of the orders.
        assert "┤" in dot
        assert dot.index("●") == lines[ticks].index("┬") == lines[ticks + 1].index(str(orders))
        part = await told.go_to_part("correlations")
        await told.sees("There is only 1 customer: one alone shows nothing that rises or falls.")
        for key in ("m", "enter", "down"):
            await told.press(key)
            notice = told.app.query_one(Notice)
            assert notice.display
            assert str(notice.render()) == part.found.reason
            told.app.quiet()
        await told.go_to_part("spread")
        await told.sees(f"Frequency: {orders} order")
