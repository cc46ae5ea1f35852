"""Whoever is quicker than the app still has all of it."""

from __future__ import annotations

import asyncio

import pytest
from textual import events

from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine
from tui.widgets.open_panel import OpenPanel


@pytest.mark.parametrize("screen", "3456")
async def test_somebody_who_leafs_through_the_parts_in_no_time(engine: LastingEngine, screen: str) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        await told.press(screen)
        await told.until(lambda: told.view is not None and told.view.query("Parts"), "the screen's parts")
        view = told.view
        titles = [part.title for part in view.parts.parts]
        for _ in range(2 * len(titles) + 3):
            told.app.post_message(events.Key("right_square_bracket", "]"))
        fourth = titles[3 % len(titles)]
        await told.sees(f"[{fourth}]")
        await told.until(lambda: view.parts.widget is not None and view.parts.widget.display)
        assert view.is_running
        assert sum(widget.display for widget in view.parts.made()) == 1


@pytest.mark.parametrize("turns", range(6))
async def test_what_is_called_off_while_it_empties_the_screen_harms_nothing(
    engine: LastingEngine, turns: int
) -> None:
    async with story(engine) as told:
        await told.until(lambda: told.view.query("OpenPanel"), "the first screen")
        worker = told.view._put(OpenPanel("Another."))
        for _ in range(turns):
            await asyncio.sleep(0)
        worker.cancel()
        told.view._put(OpenPanel("The last."))
        await told.sees("The last.")
        assert len(told.view.children) == 1
