"""The screen Customers, as an analyst uses it."""

from __future__ import annotations

import asyncio
import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from textual import events

from core.remote import filtered
from core.remote.tables import FilterTold
from core.study import Study
from core.views import card as card_views
from core.views import compare as compare_views
from core.views import steps as steps_views
from core.views import tiers as tiers_views
from core.views.filter_completions import Completions
from core.views.headings import HEADINGS
from core.views.result import Result, ResultData, result_of
from core.workspace import Workspace
from tests.tui.sixty import customers, filter_by, recipe_of, sales, write_sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.dialogs.filter import AskFilter
from tui.screens.customers_card import CardPane
from tui.screens.customers_card_parts import rhythm
from tui.screens.customers_correlations import CorrelationsPart
from tui.screens.customers_scatter import ScatterPart
from tui.screens.customers_spread import Histograms, SpreadPart
from tui.screens.customers_tiers import TiersPart
from tui.widgets.chart import Chart, HeatGrid
from tui.widgets.entry import Entry
from tui.widgets.notice import Notice

CONTRACT = (
    "customer_id", "first_purchase", "last_purchase", "recency", "frequency", "monetary", "refunded", "net", "average_order",
    "r", "f", "m", "rfm", "value", "tier", "segment",
)  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sales(tmp_path_factory.mktemp("shop") / "shop.csv")


@pytest.fixture(scope="module")
def data(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ResultData]:
    """The same result, looked at without the app."""
    workspace = Workspace(tmp_path_factory.mktemp("workspace"), 10**9)
    with (
        Study(recipe_of(source), workspace=workspace) as study,
        ResultData(result_of(study), workspace) as found,
    ):
        yield found


async def test_the_table_has_every_column_of_the_contract_and_adds_up(
    engine: LastingEngine, source: Path
) -> None:
    async with customers(engine, source) as (told, grid):
        assert [column.name for column in grid.source.columns][: len(CONTRACT)] == list(CONTRACT)
        assert [column.title for column in grid.shown_columns][:3] == ["Customer", "Tier", "Segment"]
        assert grid.has_focus
        assert grid.rows == 60
        bought = sum(Decimal(price) * quantity for *_, quantity, price, _ in sales() if quantity > 0)
        orders = len({invoice for invoice, *_, quantity, _, _ in sales() if quantity > 0})
        await told.sees(f"All 60 customers: orders {orders:,}, monetary {bought:,.2f}, refunded -116.00")
        # The first column stays when the last is gone to.
        await told.press("dollar_sign")
        assert "K000" in screen_text(told.pilot)
        assert grid.column.name == "country"


async def test_a_filter_is_completed_checked_and_followed_by_the_sums(
    engine: LastingEngine, source: Path
) -> None:
    async with customers(engine, source) as (told, grid):
        await told.press("f")
        await told.sees("All 60 rows.")
        await told.type("cou")
        await told.sees("> country")
        await told.press("tab")
        await told.sees("> =")
        assert told.app.screen.query_one("Entry").value == "country "
        await told.press("tab")
        await told.type("ger")
        await told.sees("> Germany")
        await told.press("tab")
        await told.sees("Keeps 20 rows.")
        await told.press("enter")
        await told.until(lambda: grid.rows == 20)
        assert grid.order.filter == "country = Germany"
        mine = [line for line in sales() if line[6] == "Germany" and line[4] > 0]
        bought = sum(Decimal(price) * quantity for *_, quantity, price, _ in mine)
        await told.sees("20 of 60 customers (33.3 %)")
        await told.sees(f"monetary {bought:,.2f}")
        await told.press("F")
        await told.until(lambda: grid.rows == 60)


async def test_the_headings_on_the_screen_are_names_in_a_filter(engine: LastingEngine, source: Path) -> None:
    late = {line[2] for line in sales() if line[4] > 0 and line[1] >= "2025-10"}
    async with customers(engine, source) as (told, grid):
        await told.press("f")
        await told.type("last b")
        await told.sees("> last_purchase")
        await told.sees("Last bought")
        await told.press("escape")
        await filter_by(told, "Last bought >= 2025-10")
        assert grid.rows == len(late)
        # The charts understand it too.
        part = await told.go_to_part("scatter")
        await told.until(lambda: part.found is not None and part.found.customers == len(late))


async def test_a_filter_that_pours_in_is_asked_about_when_it_is_there(
    engine: LastingEngine, source: Path
) -> None:
    asked: list[str] = []
    answer = asyncio.Event()

    async def tell(text: str, cursor: int) -> FilterTold:
        asked.append(text)
        await answer.wait()
        return FilterTold(Completions(cursor, cursor, ()), len(text))

    async with customers(engine, source) as (told, _):
        told.app.push_screen(AskFilter("", tell))
        await told.until(lambda: asked)
        entry = told.app.screen.query_one(Entry)
        for length in range(1, 301):
            entry.value = "x" * length
            await told.pilot.pause()
        assert asked == [""]
        assert len(list(told.app.workers)) < 20
        answer.set()
        await told.sees("Keeps 300 rows.")
        assert asked == ["", "x" * 300]


async def test_what_is_wrong_with_a_filter_is_told_under_it_and_it_cannot_be_taken(
    engine: LastingEngine, source: Path
) -> None:
    async with customers(engine, source) as (told, grid):
        await told.press("f")
        await told.type("r>=9x")
        await told.sees("`9x` is none")
        await told.sees("   ^^")
        await told.press("enter")
        assert told.app.screen.query("AskFilter OptionList")
        await told.press("escape")
        await told.until(lambda: grid.has_focus)
        assert grid.order.filter == ""


async def test_keys_do_no_harm_where_a_filter_leaves_nobody(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, grid):
        await filter_by(told, "monetary < 0")
        await told.sees("No customer fits the filter")
        await told.press(
            "down", "up", "pagedown", "pageup", "end", "home", "left", "right", "space", "A", "enter", "n"
        )
        await told.press("s", "y")
        assert (grid.rows, grid.cursor, len(grid.selected)) == (0, 0, 0)
        for name in ("spread", "scatter", "correlations"):
            await told.go_to_part(name)
            await told.sees("No customer fits the filter.")
            await told.sees("0 of 60 customers, filter: monetary < 0.")
        await told.go_to_part("table")
        await told.press("F")
        await told.until(lambda: grid.rows == 60)


async def test_the_choice_of_columns_is_there_the_next_time(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, grid):
        await told.press("v")
        await told.press("down", "space", "down", "K", "enter")
        await told.until(lambda: "tier" in grid.hidden)
        chosen = [column.name for column in grid.shown_columns]
    async with customers(engine, source) as (told, grid):
        assert [column.name for column in grid.shown_columns] == chosen
        assert "tier" not in chosen


async def test_selected_rows_are_written_to_a_file(
    engine: LastingEngine, source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "some.csv"
    async with customers(engine, source) as (told, grid):
        await filter_by(told, "country = Norway")
        await told.until(lambda: grid.row is not None)
        await told.press("space", "space", "e")
        await told.enter(str(target))
        await told.until(target.exists)
        await told.sees("Wrote 2 rows to")
    with target.open(newline="") as file:
        assert [row["customer_id"] for row in csv.DictReader(file)] == ["K002", "K005"]


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
        await told.pilot.resize_terminal(80, 24)
        await told.until(lambda: not shown.display)
        await told.pilot.resize_terminal(200, 60)
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


async def test_who_bought_from_two_countries_is_told_of_where_both_count(
    engine: LastingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "moved.csv"
    path.write_text(
        "Invoice,InvoiceDate,Customer ID,Quantity,Price,Country\n"
        "1,2025-01-02,A1,1,9.50,Germany\n2,2025-02-03,A1,2,8.25,France\n3,2025-02-04,B2,1,7.75,Germany\n"
    )
    async with story(engine, path) as told:
        await told.press("2")
        await told.go_to_part("countries")
        await told.sees("17.25, 2 customers")
        await told.sees("1 customer bought from several and counts in each; Customers has the last one.")
        await told.press("3")
        await told.until(lambda: told.view.grid.row is not None)
        await filter_by(told, "country = Germany")
        assert told.view.grid.rows == 1


async def test_the_tiers_and_who_spends_much_without_being_high(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    tiers = tiers_views.tiers_view(data)
    async with customers(engine, source, size=(120, 40)) as (told, grid):
        part = await told.go_to_part("tiers")
        assert isinstance(part, TiersPart)
        await told.until(lambda: part.tiers is not None)
        assert part.tiers == tiers
        high = tiers.tiers[0]
        await told.sees(f"{high.revenue:,.2f}")
        big = tiers.big_spenders
        assert big.not_high
        await told.sees(f"{big.not_high} of them are not High and bring {big.revenue:,.2f}")
        await told.press("B")
        await told.until(lambda: grid.has_focus and grid.rows == big.not_high)
        await told.go_to_part("tiers")
        await told.sees("whatever the filter")
        await told.press("down", "enter")
        await told.until(lambda: grid.order.filter == "tier = Medium")
        assert grid.rows == tiers.tiers[1].customers


async def test_an_earlier_date_shows_the_change_and_who_moved(
    engine: LastingEngine, source: Path, data: ResultData, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path, 10**9)
    with Study(recipe_of(source, "2025-07-01"), workspace=workspace) as study:
        earlier: Result = result_of(study)
        with ResultData(earlier, workspace) as then:
            expected = compare_views.compare(data, then)
    async with customers(engine, source, size=(120, 40)) as (told, grid):
        part = await told.go_to_part("tiers")
        told.app.compare_with("2025-07-01")
        await told.until(lambda: part.comparison is not None, "the comparison")
        assert part.comparison.tiers == expected.tiers
        assert part.comparison.tier_moves == expected.tier_moves
        change = expected.tiers[0].customers
        await told.sees(f"{change.now:.0f} {change.difference:+.0f}")
        moves = part.query_one("#moves-grid")
        moved = next(move for move in expected.tier_moves if move.then and move.now and move.then != move.now)
        place = [move for move in expected.tier_moves if move.then != move.now].index(moved)
        moves.focus()
        await told.press(*["down"] * place, "enter")
        await told.until(lambda: grid.order.filter.startswith("customer_id in ("))
        assert grid.rows == moved.customers
        await told.sees(f"{moved.then} then, {moved.now} now.")
        # What keeps them is told in words, not as a list of ids.
        await told.sees(f"filter: {moved.then} then, {moved.now} now")
        assert "customer_id in" not in screen_text(told.pilot)
        await told.press("right", "s")
        await told.sees(f"filter: {moved.then} then, {moved.now} now")
        await told.go_to_part("tiers")
        await told.sees(f"whatever the filter ({moved.then} then, {moved.now} now)")
        told.app.compare_with("")
        await told.go_to_part("tiers")
        await told.until(lambda: part.comparison is None)


async def test_a_card_tells_everything_of_a_customer(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    card = card_views.card(data, "K005")
    steps = steps_views.next_steps(data, "K005")
    async with customers(engine, source, size=(120, 40)) as (told, grid):
        await told.press(*["down"] * 5, "enter")
        pane = told.view.query_one(CardPane)
        await told.until(lambda: pane.display and pane.has_focus)
        assert pane.card == card
        assert pane.steps == steps
        await told.sees("Customer K005")
        await told.sees("(6 of 60)")
        text = screen_text(told.pilot)
        for name, value in card.facts:
            if isinstance(value, float):
                assert f"{HEADINGS[name]}" in text
                assert (f"{100 * value:.1f} %" if name == "value_share" else f"{value:,.2f}") in text
        await told.sees("Bought and refunded (below zero) by month")
        await told.sees("How the scores, tier and segment came about")
        for score in card.scores:
            assert score.text in pane.copied()
        await told.until(lambda: pane.products is not None, "the products")
        spent: dict[str, Decimal] = defaultdict(Decimal)
        for line in sales():
            if line[2] == "K005" and line[4] > 0:
                spent[line[3]] += line[4] * Decimal(line[5])
        assert {line.product: line.amount for line in pane.products.products} == {
            product: float(amount) for product, amount in spent.items()
        }
        assert "K005" in pane.copied()
        # Each of the six orders is of 2 for 10.50.
        assert rhythm(card).endswith("The usual order is 21.00 (the median).")
        # The card shows the last few orders, and the copy has all of them.
        invoices = {line[0] for line in sales() if line[2] == "K005"}
        assert all(invoice in pane.copied() for invoice in invoices)
        await told.press("escape")
        await told.until(lambda: grid.has_focus and not pane.display)


async def test_a_customer_who_gave_nearly_all_back_is_marked(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    async with customers(engine, source) as (told, _):
        await filter_by(told, "mostly_refunded")
        await told.until(lambda: told.view.grid.rows == 1)
        await told.press("enter")
        pane = told.view.query_one(CardPane)
        await told.until(lambda: pane.display)
        assert pane.card.customer_id == "K012"
        await told.sees("Mostly refunded: Of the")


async def test_from_card_to_card_in_the_order_of_the_table(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, grid):
        await filter_by(told, "country = Norway")
        await told.until(lambda: grid.row is not None)
        await told.press("enter")
        pane = told.view.query_one(CardPane)
        seen = []
        for key in ("", "n", "right", "N", "left"):
            if key:
                await told.press(key)
            wanted = {"": "K002", "n": "K005", "right": "K008", "N": "K005", "left": "K002"}[key]
            await told.until(lambda wanted=wanted: pane.card is not None and pane.card.customer_id == wanted)
            seen.append(grid.cursor)
        assert seen == [0, 1, 2, 1, 0]
        await told.press("left")
        await told.sees("That was the first.")
        # It scrolls, and what is pressed there moves nothing in the table.
        await told.press("end")
        await told.until(lambda: pane.scroll_y > 0)
        await told.press("home")
        await told.until(lambda: pane.scroll_y == 0)
        # Keys that come in one go move as far as those that come one by one.
        for key in ("down", "down", "down", "up"):
            told.app.post_message(events.Key(key, None))
        await told.until(lambda: pane.scroll_y == 2)
        await told.press("escape")
        await told.until(lambda: grid.has_focus)
        assert grid.cursor == 0


async def test_a_card_follows_another_as_of_date(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, grid):
        await told.press("down", "down", "down", "enter")
        pane = told.view.query_one(CardPane)
        await told.until(lambda: pane.card is not None)
        before = dict(pane.card.facts)["recency"]
        told.app.set_values("as of a month later", customers__as_of="2026-01-15")
        await told.until(lambda: dict(pane.card.facts)["recency"] != before)
        assert pane.display
        assert pane.card.customer_id == "K003"
        # Before their first order they are no customer.
        told.app.set_values("as of January", customers__as_of="2025-01-20")
        await told.until(lambda: pane.card.reason)
        await told.sees("There is no such customer. Escape goes back to the table.")
        await told.press("escape")
        await told.until(lambda: grid.has_focus)


async def test_others_come_here_with_a_filter(engine: LastingEngine, source: Path) -> None:
    async with story(engine, source) as told:
        # Before the screen has ever been shown, and again while a card is open.
        await told.app.show_customers("country = France", "The customers of France.")
        grid = told.view.grid
        await told.until(lambda: grid.rows == 20 and grid.row is not None)
        await told.sees("The customers of France.")
        await told.press("enter")
        pane = told.view.query_one(CardPane)
        await told.until(lambda: pane.display)
        await told.app.show_customers("country = Norway")
        await told.until(lambda: grid.order.filter == "country = Norway" and grid.rows == 20)
        assert not pane.display
        assert grid.has_focus
