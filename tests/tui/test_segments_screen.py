"""The screen Segments, as an analyst uses it."""

from __future__ import annotations

import csv
from pathlib import Path

from core.recipe import Recipe
from core.study import Study
from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine
from tui.screens.segments_changes import ChangesPart
from tui.screens.segments_map import MapPart, RulesGrid
from tui.screens.segments_parts import ScoreGridPart
from tui.widgets.chart import HeatGrid
from tui.widgets.grid import Grid


async def test_the_table_has_the_figures_of_the_report(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        await told.press("4")
        grid = told.view.query_one(Grid)
        report = told.app.opened.report
        await told.until(lambda: grid.rows == len(report.segments) + 1 + len(report.tiers))
        await told.until(lambda: grid.row_at(0) is not None)
        names = [column.name for column in grid.shown_columns]
        for place, line in enumerate(report.segments):
            row = dict(zip(names, grid.row_at(place), strict=True))
            assert (row["name"], row["customers"], row["revenue"], row["orders"]) == (
                line.name,
                line.customers,
                line.revenue,
                line.orders,
            )
        total = dict(zip(names, grid.row_at(len(report.segments)), strict=True))
        assert total["customers"] == report.customers


async def test_a_segment_is_told_in_words_and_enter_goes_to_its_customers(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        await told.sees("Champions are 107 customers")
        await told.press("down")
        await told.sees("Loyal are 165 customers")
        await told.press("enter")
        await told.until(lambda: told.app.session.screen == "customers")
        customers = told.view.query_one(Grid)
        await told.until(lambda: customers.rows == 165)
        assert customers.order.filter == 'segment = "Loyal"'


async def test_a_mailing_list_holds_the_members(engine: LastingEngine, tmp_path: Path) -> None:
    target = tmp_path / "risk.csv"
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        await told.sees("Champions are")
        grid = told.view.query_one(Grid)
        while grid.value("name") != "At Risk":
            await told.press("down")
        await told.press("m")
        await told.enter(str(target))
        await told.until(target.exists)
        await told.sees("112 customers")
    with target.open(newline="") as file:
        listed = {row["customer_id"] for row in csv.DictReader(file)}
    with Study(Recipe(), [SAMPLE]) as study:
        frame = study.customers.to_pandas()
    assert listed == set(frame[frame.segment == "At Risk"].customer_id)


async def test_the_grid_of_scores_counts_everybody_and_goes_to_a_cell(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        await told.press("4")
        part = await told.go_to_part("grid")
        assert isinstance(part, ScoreGridPart)
        await told.until(lambda: part.grid is not None)
        cells = [cell for row in part.grid.cells for cell in row]
        assert sum(cell.customers for cell in cells) == told.app.opened.report.customers
        await told.until(lambda: part.query_one(HeatGrid).has_focus)
        await told.press("right", "enter")
        await told.until(lambda: told.app.session.screen == "customers")
        customers = told.view.query_one(Grid)
        await told.until(lambda: customers.rows == part.cell.customers)
        assert customers.order.filter == "r = 5 and f = 2"


async def test_another_map_and_back(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("4", "M", "down", "enter")
        assert told.app.session.recipe.segments.map == "eleven"
        await told.has_run()
        assert told.app.opened.segment_order[-1] == "Lost"
        await told.press("u")
        await told.has_run()
        assert told.app.opened.segment_order[-1] == "Hibernating"


async def test_a_map_of_ones_own_is_proven_while_it_is_made(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        await told.press("4")
        part = await told.go_to_part("map")
        assert isinstance(part, MapPart)
        rules = part.query_one(RulesGrid)
        await told.until(lambda: part.examined is not None and rules.has_focus)
        # Loyal loses its best corner, which is then nobody's.
        await told.press("down", "enter")
        await told.enter("r3-4 f4; r3 f5")
        await told.until(lambda: not part.examined.holds)
        await told.sees("r4 f5")
        await told.press("p")
        await told.sees("no map yet")
        assert told.app.session.recipe.segments.map == "grid"
        # A new name takes it.
        await told.press("plus")
        await told.type("Stars")
        await told.press("enter")
        await told.until(lambda: any(rule.name == "Stars" for rule in part.draft.rules))
        await told.press("enter")
        await told.enter("r4 f5")
        await told.until(lambda: part.examined.holds)
        await told.press("p")
        await told.has_run()
        recipe = told.app.session.recipe
        assert recipe.segments.map == "custom"
        stars = next(line for line in told.app.opened.report.segments if line.name == "Stars")
        with Study(Recipe(), [SAMPLE]) as study:
            frame = study.customers.to_pandas()
        assert stars.customers == len(frame[(frame.r == 4) & (frame.f == 5)])


async def test_what_changed_since_an_earlier_date(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        await told.press("4", "c")
        await told.enter("2025-06-01")
        await told.until(lambda: told.app.earlier is not None)
        part = await told.go_to_part("changes")
        assert isinstance(part, ChangesPart)
        await told.until(lambda: part.comparison is not None)
        with (
            Study(Recipe(), [SAMPLE]) as now,
            Study(Recipe().with_value("customers.as_of", "2025-06-01"), [SAMPLE]) as then,
        ):
            today, past = now.customers.to_pandas(), then.customers.to_pandas()
        customers = next(change for change in part.comparison.figures if change.name == "customers")
        assert (customers.now, customers.then) == (len(today), len(past))
        moves = {(move.then, move.now): move.customers for move in part.comparison.tier_moves}
        both = past.merge(today, on="customer_id")
        for then_tier in ("High", "Medium", "Low"):
            for now_tier in ("High", "Medium", "Low"):
                wanted = len(both[(both.tier_x == then_tier) & (both.tier_y == now_tier)])
                assert moves.get((then_tier, now_tier), 0) == wanted
        await told.press("c")
        await told.until(lambda: part.comparison is None)
