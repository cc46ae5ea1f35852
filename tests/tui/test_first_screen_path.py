"""The field for a path on the first screen: Esc leaves it, and the line of keys says so."""

from __future__ import annotations

from pathlib import Path

from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.widgets.open_panel import OpenPanel, PathEntry
from tui.widgets.places import PlaceList


async def test_escape_goes_back_to_the_list(engine: LastingEngine) -> None:
    async with story(engine) as told:
        await told.until(lambda: told.app.query(PlaceList), "the list of places")
        await told.press("slash")
        assert told.app.query_one(PathEntry).has_focus
        await told.sees("Esc To the list")
        await told.press("escape")
        assert told.app.query_one(PlaceList).has_focus
        await told.press("j")
        assert told.app.query_one(PathEntry).value == ""


async def test_in_the_dialog_escape_closes_it(engine: LastingEngine, source: Path) -> None:
    async with story(engine, source) as told:
        await told.press("o")
        await told.until(lambda: told.app.screen.query(OpenPanel), "the dialog")
        await told.press("slash", "escape")
        await told.until(lambda: not told.app.screen.query(OpenPanel), "no dialog")
