"""The tiers of a source that has not been run: what is not known yet is not denied."""

from __future__ import annotations

from pathlib import Path

from core.recipe import Recipe
from tests.tui.stories import Story
from tests.tui.support import LastingEngine, app_on, screen_text
from tui.screens.customers_tiers import TiersPart


async def test_nothing_is_said_of_who_moved_or_who_is_not_high(engine: LastingEngine, source: Path) -> None:
    recipe = Recipe.from_tables({"source": {"paths": [str(source)]}, "customers": {"as_of": "1999-01-01"}})
    async with app_on(engine, recipe=recipe, size=(120, 40)) as (app, pilot):
        told = Story(app, pilot)
        await told.until(lambda: app.has_failed, "a run that comes to nothing")
        await told.press("3")
        await told.until(lambda: app.session.screen == "customers" and hasattr(told.view, "parts"))
        assert isinstance(await told.go_to_part("tiers"), TiersPart)
        await told.sees("No tiers: the recipe was not run.")
        shown = screen_text(pilot)
        assert "Nobody is to be told of" not in shown
        assert "Nobody moved" not in shown
