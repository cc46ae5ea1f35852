"""The screen Customers, as an analyst uses it: the table, its filter and columns, tiers, and an earlier date."""

from __future__ import annotations

import asyncio
import csv
from decimal import Decimal
from pathlib import Path

from core.remote.tables import FilterTold
from core.study import Study
from core.views import compare as compare_views
from core.views import tiers as tiers_views
from core.views.filter_completions import Completions
from core.views.result import Result, ResultData, result_of
from core.workspace import Workspace
from tests.tui.sixty import customers, filter_by, recipe_of, sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.dialogs.filter import AskFilter
from tui.screens.customers_card import CardPane
from tui.screens.customers_tiers import TiersPart
from tui.widgets.entry import Entry
from tui.widgets.grid import Grid

CONTRACT = (
    "customer_id", "first_purchase", "last_purchase", "recency", "frequency", "monetary", "refunded", "net", "average_order",
    "r", "f", "m", "rfm", "value", "tier", "segment",
)  # fmt: skip


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
        await told.sees("K000")
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


async def test_who_they_are_stands_below_where_there_is_room(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    spent = data.rows("SELECT monetary, customer_id, tier FROM customers ORDER BY monetary DESC")
    # Three quarters of all customers or more spent less.
    least = min(
        money for money, *_ in spent if sum(other < money for other, *_ in spent) * 4 >= 3 * len(spent)
    )
    expected = [customer for money, customer, tier in spent if money >= least and tier != "High"]
    async with customers(engine, source, size=(200, 60)) as (told, grid):
        part = await told.go_to_part("tiers")
        them = part.query_one("#big-grid", Grid)
        await told.until(lambda: them.row is not None)
        assert them.rows == len(expected) > 1
        assert them.row[0] == expected[0]
        them.focus()
        await told.press("down", "enter")
        await told.sees(f"Customer {expected[1]}")
        await told.press("escape")
        # The table's own sums are still of everybody.
        await told.go_to_part("table")
        await told.sees(f"All {len(spent)} customers")
        assert not grid.order.filter
        await told.go_to_part("tiers")
        await told.resize(120, 40)
        await told.until(lambda: not them.size)


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
        assert change.now is not None
        assert change.then
        await told.sees(f"{change.now:.0f} {100 * (change.now / change.then - 1):+10.1f}")
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
