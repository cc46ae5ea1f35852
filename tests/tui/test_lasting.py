"""Whoever is quicker than the app still has all of it."""

from __future__ import annotations

import asyncio

from textual import events

from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine, screen_text


async def test_somebody_who_leafs_through_the_parts_in_no_time(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        for screen in "3456":
            await told.press(screen)
            await told.until(lambda: told.view is not None and told.view.query("Parts"), "the screen's parts")
            view = told.view
            names = [part.name for part in view.parts.parts]
            for _ in range(2 * len(names) + 3):
                told.app.post_message(events.Key("right_square_bracket", "]"))
            await told.until(lambda names=names: view.parts.present == names[3 % len(names)], "the fourth part")  # type: ignore[misc]
            await told.until(lambda: view.parts.widget is not None and view.parts.widget.display)
            assert view.is_running
            assert sum(widget.display for widget in view.parts.made()) == 1
            await asyncio.sleep(0.2)
            assert "[" + view.parts.parts[3 % len(names)].title + "]" in screen_text(told.pilot)
