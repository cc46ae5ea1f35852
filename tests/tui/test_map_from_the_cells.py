"""The map editor from its grid of cells: what is said there can be done there."""

from __future__ import annotations

from core.maps import GRID
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.segments_map import MapPart
from tui.widgets.chart import HeatGrid


async def cells_of_map(told: Story) -> tuple[MapPart, HeatGrid]:
    await told.press("4")
    part = await told.go_to_part("map")
    assert isinstance(part, MapPart)
    await told.until(lambda: part.examined is not None)
    await told.press("tab")
    grid = part.query_one(HeatGrid)
    assert grid.has_focus
    return part, grid


async def test_a_cell_is_given_and_the_map_put_in_force_without_leaving_the_cells(
    engine: LastingEngine,
) -> None:
    async with story(engine, SAMPLE) as told:
        part, grid = await cells_of_map(told)
        # The name under the cursor of the list is Champions; the cell is r5 f2, which Potential Loyalist had.
        await told.press("right", "enter")
        await told.sees("p puts it in force.")
        await told.sees("p Put in force")
        await told.press("p")
        await told.has_run()
        segments = told.app.session.recipe.segments
        assert segments.map == "custom"
        assert grid.has_focus
        assert next(rule for rule in segments.names if rule.name == "Champions").cells == ("r5 f2,4-5",)
        await told.until(lambda: not part.is_changed, "the draft of the map in force")


async def test_names_are_edited_from_the_cells_and_found_by_the_palette(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        part, _ = await cells_of_map(told)
        await told.press("minus")
        assert [rule.name for rule in part.draft.rules] == [rule.name for rule in GRID[1:]]
        await told.press("u")
        assert [rule.name for rule in part.draft.rules] == [rule.name for rule in GRID]
        await told.press("colon")
        await told.type("force")
        await told.sees("Put in force")


async def test_help_begins_with_the_keys_of_the_editor_while_there_is_a_draft(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        await cells_of_map(told)
        await told.press("enter", "question_mark")
        await told.sees("In the map editor")
        shown = screen_text(told.pilot)
        assert "Shift+Down" in shown
        first = next(
            line for line in shown.splitlines() if "In the map editor" in line or "Everywhere" in line
        )
        assert "In the map editor" in first


async def test_a_name_whose_cells_are_all_anothers_is_told_so(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await cells_of_map(told)
        await told.press("plus")
        await told.enter("Whales")
        await told.sees("Scores of Whales")
        await told.enter("r5 f5 m5")
        await told.sees('Nothing is left for "Whales": names above it have all of its cells too.')
