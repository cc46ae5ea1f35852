"""The cache is cleared, or its folder removed, while a result that is kept in it is looked at: it is made again, and that is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.tui.sixty import customers
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text

MADE_AGAIN = "The cache was cleared while this was open"


def lose(engine: LastingEngine, how: str) -> None:
    assert engine.cache is not None
    folder = engine.cache / "regulars"
    if how == "cleared":
        removed, _ = Workspace(folder, 10**9).clear()
        assert removed
    else:
        shutil.rmtree(folder)


@pytest.mark.parametrize("how", ["cleared", "removed"])
@pytest.mark.parametrize(
    ("screen", "shown"), [("customers", "K000"), ("clean", "cancelled"), ("segments", "Champions")]
)
async def test_a_screen_that_is_gone_to_shows_what_there_is(
    engine: LastingEngine, source: Path, how: str, screen: str, shown: str
) -> None:
    async with story(engine, source) as told:
        lose(engine, how)
        await told.app.go_to(screen)
        await told.sees(MADE_AGAIN)
        await told.has_run()
        await told.sees(shown)
        await told.is_drawn()
        assert "One moment" not in screen_text(told.pilot)
        await told.until(lambda: told.app.focused is not None, "something to work on")


async def test_a_card_opens_all_the_same(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, grid):
        lose(engine, "removed")
        await told.press("enter")
        await told.sees(MADE_AGAIN)
        await told.has_run()
        await told.until(lambda: grid.rows == 60)
        await told.press("enter")
        await told.sees("What is known")


async def test_it_is_made_again_once_for_all_who_ask(engine: LastingEngine, source: Path) -> None:
    async with story(engine, source) as told:
        lose(engine, "cleared")
        before = told.app.opened
        for key in ("3", "4", "2"):
            await told.app._press_keys([key])
        await told.until(lambda: told.app.opened is not before, "what is made again")
        await told.has_run()
        await told.sees("cancelled")
