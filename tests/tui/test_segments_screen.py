"""The screen Segments, as an analyst uses it."""

from __future__ import annotations

import csv
from pathlib import Path

from core.recipe import Recipe
from core.study import Study
from tests.support.studied import workspace
from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.segments_changes import ChangesPart
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


async def test_bars_of_plain_characters_use_the_room_in_proportion(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        told.app.symbols = "ascii"
        await told.press("4")
        grid = told.view.query_one(Grid)
        await told.until(lambda: grid.rows and grid.row_at(0) is not None)
        places = {column.name: place for place, column in enumerate(grid.shown_columns)}
        shown = [grid.row_at(place) for place in range(grid.rows)]
    for share, bar in (("customer_share", "customer_bar"), ("revenue_share", "revenue_bar")):
        found = [(row[places[share]], row[places[bar]].strip()) for row in shown if row[0] != "All customers"]
        most, longest = max(one for one, _ in found), max(len(text) for _, text in found)
        assert longest >= 6
        for one, text in found:
            cells = longest * one / most
            assert text == ("#" * round(cells) or "|"), f"{one} of {most} is {cells} of {longest} cells"


async def test_the_figures_behind_each_part_can_be_exported(engine: LastingEngine, tmp_path: Path) -> None:
    with Study(Recipe(), [SAMPLE], workspace=workspace()) as study:
        frame, report = study.customers.to_pandas(), study.report
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        await told.sees("Champions are 107 customers")

        async def exported(part: str) -> list[dict[str, str]]:
            widget = await told.go_to_part(part)
            shown = widget.figures if hasattr(widget, "figures") else lambda: widget.query_one(Grid).source
            await told.until(lambda: getattr(shown(), "all_rows", ()), "figures")
            target = tmp_path / f"{part}.csv"
            await told.press("e")
            await told.enter(str(target))
            await told.until(target.exists)
            with target.open(newline="") as file:
                return list(csv.DictReader(file))

        table = await exported("table")
        assert {row["name"]: int(row["customers"]) for row in table}["Champions"] == 107
        cells = await exported("grid")
        assert {(row["r"], row["f"]): int(row["customers"]) for row in cells} == {
            (str(r), str(f)): len(frame[(frame.r == r) & (frame.f == f)])
            for r in range(1, 6)
            for f in range(1, 6)
        }
        curve = await exported("curve")
        ranked = sorted(map(float, frame.monetary), reverse=True)
        for point in curve:
            share = sum(ranked[: int(point["customers"])]) / sum(ranked)
            assert abs(float(point["revenue_share"]) - share) < 1e-9
        words = await exported("summary")
        assert [row["segment"] for row in words] == ["", *(line.name for line in report.segments)]
        assert words[1]["summary"].startswith("Champions are 107 customers")
        names = await exported("map")
        assert [(row["name"], int(row["customers"])) for row in names] == [
            (line.name, line.customers) for line in report.segments
        ]


async def test_no_figure_of_the_table_is_cut(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        await told.sees("Champions are 107 customers")
        grid = told.view.query_one(Grid)
        for width in range(80, 131, 5):
            await told.resize(width, 24)
            await told.until(lambda width=width: grid.size.width == width)
            await told.until(lambda: "570,795.87" in screen_text(told.pilot))
            assert "##" not in screen_text(told.pilot)
        assert "more column" not in screen_text(told.pilot)


async def test_a_segment_is_told_in_words_and_enter_goes_to_its_customers(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        await told.sees("Champions are 107 customers")
        await told.press("down")
        await told.sees("Loyal are 165 customers")
        await told.press("enter")
        await told.comes_to("customers")
        customers = told.view.query_one(Grid)
        await told.until(lambda: customers.rows == 165)
        assert customers.order.filter == 'segment = "Loyal"'


async def test_of_an_empty_segment_it_is_said_once_that_nobody_is_in_it(
    engine: LastingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "two.csv"
    path.write_text("order,customer,date,amount\n1,A,2024-01-05,10\n2,B,2024-03-05,20\n")
    async with story(engine, path) as told:
        await told.press("4")
        grid = told.view.query_one(Grid)
        await told.until(lambda: grid.rows and grid.row_at(0) is not None)
        empty = next(place for place in range(grid.rows) if grid.row_at(place)[1] == 0)
        name = grid.row_at(empty)[0]
        await told.press(*["down"] * empty)
        await told.sees(f"Nobody is in {name}.")
        assert screen_text(told.pilot).count("Nobody is in") == 1
        await told.go_to_part("summary")
        await told.sees(f"Nobody is in {name}.")
        assert screen_text(told.pilot).count(f"Nobody is in {name}.") == 1


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
        await told.comes_to("customers")
        customers = told.view.query_one(Grid)
        await told.until(lambda: customers.rows == part.cell.customers)
        assert customers.order.filter == "r = 5 and f = 2"


async def test_what_changed_since_an_earlier_date(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        await told.press("4", "c")
        await told.enter("2025-06-01")
        await told.until(lambda: told.app.earlier is not None)
        part = await told.go_to_part("changes")
        assert isinstance(part, ChangesPart)
        await told.until(lambda: part.comparison is not None)
        with (
            Study(Recipe(), [SAMPLE], workspace=workspace()) as now,
            Study(
                Recipe().with_value("customers.as_of", "2025-06-01"), [SAMPLE], workspace=workspace()
            ) as then,
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
        # A number stands for the same name down and across, and the cell under the cursor is told in full.
        heat = part.query_one(HeatGrid)
        assert [name for name in heat.table.rows if name[0].isdigit()] == list(heat.table.columns)
        await told.sees("Tab goes there.")
        await told.press("tab")
        at_risk, sleeping = ("9 At Risk", "7 About to Sleep")
        heat.move_to(heat.table.rows.index(at_risk), heat.table.columns.index(sleeping))
        both = past.merge(today, on="customer_id")
        gone = both[(both.segment_x == "At Risk") & (both.segment_y == "About to Sleep")]
        await told.sees(f"At Risk then, About to Sleep now: {len(gone)} customer")
        loyal = both[(both.segment_x == "Champions") & (both.segment_y == "Loyal")]
        heat.move_to(heat.table.rows.index("1 Champions"), heat.table.columns.index("2 Loyal"))
        await told.sees(f"Champions then, Loyal now: {len(loyal)} customers. Enter shows them.")
        await told.press("enter")
        await told.sees("filter: Champions then, Loyal now")
        customers_grid = told.view.query_one(Grid)
        assert customers_grid.rows == len(loyal)
        # In the table it is the segment under its cursor that keys are for.
        await told.press("4")
        at_risk = [str(row[0]) for row in part.groups.source.all_rows].index("At Risk")
        part.groups.focus()
        part.groups.move_to(at_risk)
        await told.press("m")
        await told.sees("Mailing list of At Risk")
        await told.press("escape", "enter")
        await told.sees('filter: segment = "At Risk"')
        assert customers_grid.rows == (today.segment == "At Risk").sum()
        # Where not all of the moves have room it is said which do, and a column has its number rather than one letter.
        await told.press("4")
        await told.resize(80, 24)
        heat.move_to(0, 0)
        await told.sees("by tier; rows 1 to 7 of 11")
        assert " ".join(map(str, range(1, 11))) in " ".join(screen_text(told.pilot).split())
        await told.press("4", "c")
        await told.until(lambda: part.comparison is None)
