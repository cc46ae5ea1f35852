"""The screen Segments, as an analyst uses it."""

from __future__ import annotations

import csv
from pathlib import Path

from core.maps import GRID
from core.recipe import Recipe
from core.study import Study
from tests.support.studied import workspace
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, app_on, screen_text
from tui.screens.segments_changes import ChangesPart
from tui.screens.segments_map import MapPart, RulesGrid
from tui.screens.segments_parts import ScoreGridPart
from tui.session import kept_session
from tui.widgets.chart import HeatGrid
from tui.widgets.grid import Grid
from tui.widgets.line import Line


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


async def test_another_map_and_back(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("4", "M", "down", "enter")
        assert told.app.session.recipe.segments.map == "eleven"
        await told.has_run()
        assert told.app.opened.segment_order[-1] == "Lost"
        await told.press("u")
        await told.has_run()
        assert told.app.opened.segment_order[-1] == "Hibernating"


async def test_under_another_map_the_cursor_stays_on_its_segment(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        grid = told.view.query_one(Grid)
        await told.until(lambda: grid.rows and grid.row_at(0) is not None)
        while grid.value("name") != "Can't Lose Them":
            await told.press("down")
        before = grid.cursor
        await told.press("M", "down", "enter")
        await told.has_run()
        places = {name: place for place, name in enumerate(told.app.opened.segment_order)}
        # Else this would prove nothing.
        assert places["Can't Lose Them"] != before
        await told.until(
            lambda: grid.cursor == places["Can't Lose Them"], "the cursor on the segment's new line"
        )
        await told.until(lambda: grid.value("name") == "Can't Lose Them")


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
        # Its scores are asked for at once.
        await told.sees("Scores of Stars")
        await told.enter("r4 f5")
        await told.until(lambda: part.examined.holds)
        await told.press("p")
        await told.has_run()
        recipe = told.app.session.recipe
        assert recipe.segments.map == "custom"
        stars = next(line for line in told.app.opened.report.segments if line.name == "Stars")
        with Study(Recipe(), [SAMPLE], workspace=workspace()) as study:
            frame = study.customers.to_pandas()
        assert stars.customers == len(frame[(frame.r == 4) & (frame.f == 5)])


async def map_of(told: Story) -> tuple[MapPart, RulesGrid]:
    await told.press("4")
    part = await told.go_to_part("map")
    assert isinstance(part, MapPart)
    rules = part.query_one(RulesGrid)
    await told.until(lambda: part.examined is not None and rules.has_focus)
    return part, rules


async def test_a_draft_is_there_again_after_quitting(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        part, _ = await map_of(told)
        await told.press("R")
        await told.enter("Stars")
        await told.press("down", "minus")
        drafted = part.draft
        assert [rule.name for rule in drafted.rules][:2] == ["Stars", "Potential Loyalist"]
    session = kept_session()
    assert session is not None
    async with app_on(engine, resumable=session) as (app, pilot):
        again = Story(app, pilot)
        await app.resume()
        await again.has_run()
        part, rules = await map_of(again)
        assert part.draft == drafted
        await again.until(lambda: rules.row_at(0) is not None and rules.row_at(0)[2] == "Stars")
        await again.press("u", "u")
        assert part.draft.rules[0].name == "Champions"


async def test_no_two_segments_are_called_alike(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        part, _ = await map_of(told)
        await told.press("plus")
        await told.enter("champions")
        await told.sees("'champions' is there already.")
        await told.press("escape")
        await told.press("down", "R")
        await told.enter("Champions")
        await told.sees("'Champions' is there already.")
        await told.press("escape")
        assert [rule.name for rule in part.draft.rules].count("Champions") == 1


async def test_u_undoes_the_draft_while_there_is_one_and_choices_otherwise(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        told.app.set_values("fewer names", segments__map="eleven")
        await told.has_run()
        part, _ = await map_of(told)
        await told.press("u")
        await told.has_run()
        assert told.app.session.recipe.segments.map == "grid"
        await told.until(lambda: len(part.draft.rules) == 10)
        before = part.draft
        await told.press("minus")
        await told.sees("u Undo")
        assert len(part.draft.rules) == 9
        # From the cells too.
        await told.press("tab", "u")
        assert part.draft == before
        await told.press("ctrl+r")
        assert len(part.draft.rules) == 9
        await told.press("u", "u")
        await told.sees("Every edit of the draft is undone")
        assert told.app.session.recipe.segments.map == "grid"


async def test_marks_tell_in_the_smallest_terminal_which_cells_are_wrong(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        part, _ = await map_of(told)
        # Champions are r5 f4-5, Loyal r3-4 f4-5, Need Attention r3 f3.
        await told.press("enter")
        await told.enter("r5 f5; r3 f3; r4 f5 m1")
        await told.until(lambda: not part.examined.holds)
        await told.sees("? nobody's, ! of several")
        lines = {line[:2]: line for line in screen_text(told.pilot).splitlines() if line[:1] == "r"}
        cells = {
            f"{r} f{f}": lines[r].split()[1:] for r in ("r5", "r4", "r3", "r2", "r1") for f in range(1, 6)
        }
        marked = {name: [text for text in row if text in ("?", "!", "x")] for name, row in cells.items()}
        assert marked["r5 f1"] == ["?"], "r5 f4 is nobody's"
        assert marked["r4 f1"] == ["!"], "Loyal has r4 f5 too"
        assert marked["r3 f1"] == ["x"], "nothing is left for Need Attention"
        assert marked["r2 f1"] == marked["r1 f1"] == []
        listed = {line[6:24].strip(): line[4] for line in screen_text(told.pilot).splitlines()[3:12]}
        marks = [listed[name] for name in ("Champions", "Loyal", "Need Attention", "New")]
        assert marks == ["!", "!", "x", " "]


async def test_what_is_wrong_with_scores_is_said_in_whole_sentences(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        part, _ = await map_of(told)
        proof = part.query_one("#proof", Line)
        for typed in ("r9 f7 zz", "r9; f7; zz", "r4-5 f1; zz", "r1-5 f1-5", "5*, r1-5", ";;;", "r" * 40):
            await told.press("enter")
            await told.sees("Scores of Champions")
            entry, meaning = told.app.screen.query_one("Entry"), told.app.screen.query_one("#meaning", Line)
            entry.value = typed  # type: ignore[attr-defined]
            await told.pilot.pause()
            said = str(meaning.content)
            assert said.endswith(".")
            # All of it is there to be read.
            shown = screen_text(told.pilot).splitlines()
            in_box = [line.strip("│ ") for line in shown if line.startswith("│")][1:]
            assert " ".join(filter(None, in_box)) == said
            await told.press("enter")
            if typed not in ("r1-5 f1-5", ";;;"):
                # Scores that there cannot be are no draft on its way to a map.
                assert told.app.screen.query("Entry")
                await told.press("escape")
                await told.until(lambda: not told.app.screen.query("Entry"))
                assert not part.is_changed
                continue
            await told.until(lambda: not part.examined.holds and not told.app.screen.query("Entry"))
            await told.until(lambda: str(proof.content).startswith("Not a map yet: "))
            said, shown = str(proof.content), screen_text(told.pilot).splitlines()
            assert said.endswith(".")
            assert " ".join(filter(None, map(str.strip, shown[-5:-2]))) == said
            await told.press("u")
            await told.until(lambda: part.examined.holds)


async def test_a_key_that_comes_before_the_list_has_changed_means_a_name_that_there_is(
    engine: LastingEngine,
) -> None:
    async with story(engine, SAMPLE) as told:
        _, rules = await map_of(told)
        await told.press("G")
        assert rules.cursor == 9
        rules.action_remove()
        assert rules.cursor == 9
        rules.action_patterns()
        await told.sees("Scores of At Risk")


async def test_a_name_can_be_added_as_soon_as_the_map_is_gone_to(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        await told.sees("Champions are 107 customers")
        await told.view.parts.go_to("map")
        assert told.app.session.draft is not None, "before anything was counted"
        await told.press("plus")
        await told.enter("Stars")
        await told.sees("Scores of Stars")


async def test_the_list_and_the_cells_stay_in_view_while_scores_are_typed(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await map_of(told)
        await told.press("enter")
        await told.sees("Scores of Champions")
        shown = screen_text(told.pilot)
        for name in ("Champions  ", "Loyal  ", "Potential Loyalist", "Need Attention", "Can't Lose Them"):
            assert name in shown
        for score in range(1, 6):
            assert f"\nr{score} " in shown


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


async def test_a_segment_keeps_a_name(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        part, _ = await map_of(told)
        for key in ("R", "plus"):
            await told.press(key)
            await told.enter("   ")
            await told.sees("A segment needs a name.")
            await told.press("escape")
            await told.until(lambda: not told.app.screen.query("Entry"))
        assert [rule.name for rule in part.draft.rules] == [rule.name for rule in GRID]
