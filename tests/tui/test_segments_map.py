"""The map of the screen Segments: another one, and one of one's own."""

from __future__ import annotations

from core.maps import GRID
from core.recipe import Recipe
from core.study import Study
from tests.support.studied import workspace
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, app_on, screen_text
from tui.screens.segments_map import MapPart, RulesGrid
from tui.session import kept_session
from tui.widgets.grid import Grid
from tui.widgets.line import Line


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
        told.view.query_one(MapPart).action_remove()
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
