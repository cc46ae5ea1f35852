"""What the smallest terminal has little room for is said all the same: what lies outside of bars, money, what to do, the cursor."""

from __future__ import annotations

from pathlib import Path

from core.recipe import Recipe
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.charts.heatmap import Table, heatmap
from tui.charts.look import DEFAULT
from tui.screens.clean_ledger import LedgerGrid
from tui.screens.data_profile import Spread
from tui.widgets.grid import Grid


async def to_column(told: Story, name: str) -> None:
    """Put the cursor of the rows on a column."""
    grid = told.view.query_one(Grid)
    await told.until(lambda: grid.rows and grid.row is not None, "rows")
    while grid.column is None or grid.column.title != name:
        await told.press("right")


async def test_the_histogram_says_how_many_values_it_leaves_out(
    engine: LastingEngine, tmp_path: Path
) -> None:
    """A thousand prices from 1 to 20, three of nothing, and seven of thousands: the bars end far below those."""
    prices = [number % 20 + 1 for number in range(1000)] + [0] * 3 + [9000 + number for number in range(7)]
    path = tmp_path / "prices.csv"
    path.write_text(
        "order_id,customer,date,quantity,price\n"
        + "".join(f"{n},c{n % 50},2024-{n % 12 + 1:02}-11,1,{price}.00\n" for n, price in enumerate(prices))
    )
    async with story(engine, path) as told:
        await to_column(told, "price")
        spread = told.view.query_one(Spread)
        await told.until(lambda: spread.display and spread.outside, "a histogram that leaves values out")
        await told.sees(f"How the values spread; {spread.outside} outside")
        assert spread.outside >= 7
        await told.press("p")
        await told.sees("Outside the bars:")
        await told.sees("7 above")


async def test_money_stays_in_view_while_a_rule_is_not_run(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("2")
        grid = told.view.query_one(LedgerGrid)
        await told.until(lambda: grid.source.columns, "the ledger")
        while grid.value("rule") != "cancelled":
            await told.press("down")
        await told.press("space", "x")
        await told.sees("off, not run")
        assert "Money" in screen_text(told.pilot).splitlines()[2]


async def test_the_suggestion_is_there_where_the_figures_take_a_line_more(engine: LastingEngine) -> None:
    recipe = Recipe.from_tables({"source": {"paths": [str(SAMPLE)]}, "customers": {"refunds": "net"}})
    async with story(engine, recipe=recipe) as told:
        await told.press("4")
        await told.sees("Champions are 107 customers")
        await told.sees("keep discounts for others.")


def test_the_cursor_on_cells_without_air_has_two_edges() -> None:
    """Values of four digits in cells of five: the right edge stands in the air of the cell beside it, or after the last one."""
    table = Table([[1259, 7622], [3099, 7748]], rows=["Mon", "Wed"], columns=["8h", "9h"])
    left, right = DEFAULT.symbols.sides

    def row(column: int) -> str:
        lines = heatmap(table, 18, 3, DEFAULT, cursor=(0, column), text_of=lambda value: f"{value:,.0f}")
        return "".join(segment.text for segment in lines[1])

    assert f"{left}1,259{right}7,622" in row(0).replace(" ", "")
    assert f"1,259{left}7,622{right}" in row(1).replace(" ", "")
