"""The cache is cleared, or its folder removed, while a result that is kept in it is looked at: all is made again, and that is said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests.tui.sixty import customers, filter_by, write_sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine, engine_of_its_own, screen_text
from tui import running

CLEARED = "The cache was cleared while this was open"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LastingEngine]:
    """An engine of its own: what is removed here, other stories go on with."""
    with engine_of_its_own(tmp_path_factory.mktemp("cache")) as engine:
        yield engine


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A source that the engine has not looked at before."""
    return write_sales(tmp_path / "shop.csv")


@pytest.fixture(autouse=True)
def at_once(engine: LastingEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever clears a cache does so later than a story does; processes that take the place of others work in the same one."""
    monkeypatch.setattr(running, "SETTLED_S", 0.0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(engine.cache))


def lose(engine: LastingEngine, how: str) -> None:
    assert engine.cache is not None
    folder = engine.cache / "regulars"
    if how == "cleared":
        removed, _ = Workspace(folder, 10**9).clear()
        assert removed
    else:
        shutil.rmtree(folder)


@pytest.mark.parametrize("how", ["cleared", "removed"])
async def test_everything_is_there_again_on_every_screen(engine: LastingEngine, shop: Path, how: str) -> None:
    async with story(engine, shop) as told:
        lose(engine, how)
        before = told.app.opened
        await told.app.go_to("segments")
        await told.sees(CLEARED)
        await told.until(lambda: told.app.opened is not before, "the result made again")
        await told.has_run()
        await told.sees("Champions")
        for screen, shown in (("2", "cancelled"), ("3", "K000"), ("1", "Invoice")):
            await told.press(screen)
            await told.sees(shown)
            await told.is_drawn()
            assert "One moment" not in screen_text(told.pilot)
            assert "Error" not in screen_text(told.pilot)
        assert told.app.fault is None


@pytest.mark.parametrize("how", ["cleared", "removed"])
async def test_the_next_choice_and_what_reads_the_source_work(
    engine: LastingEngine, shop: Path, tmp_path: Path, how: str
) -> None:
    async with customers(engine, shop) as (told, grid):
        await filter_by(told, "country = Germany")
        await told.until(lambda: grid.rows == 20)
        lose(engine, how)
        told.app.set_values("the rule cancelled off", rules__cancelled="false")
        await told.has_run()
        await told.until(lambda: grid.rows == 20 and grid.row is not None, "the customers")
        lose(engine, how)
        # An export, and a card with the products that its customer bought.
        mine = tmp_path / "mine.csv"
        await told.press("e")
        await told.enter(str(mine))
        await told.until(lambda: told.app.job is None)
        await told.has_run()
        if not mine.exists():
            await told.press("e")
            await told.enter(str(mine))
            await told.until(mine.exists)
        assert len(mine.read_text().splitlines()) == 21
        lose(engine, how)
        await told.press("enter")
        await told.sees(CLEARED)
        await told.has_run()
        await told.press("enter")
        await told.until(lambda: told.view.cards.is_open, "the card")
        await told.until(
            lambda: told.view.cards.pane.products is not None, "what was bought, from the source"
        )
        assert "Error" not in screen_text(told.pilot)


async def test_what_is_removed_again_and_again_is_told_as_it_is(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SETTLED_S", 3600.0)
    async with story(engine, shop) as told:
        lose(engine, "cleared")
        await told.app.go_to("segments")
        await told.sees("Error:")
        assert CLEARED not in screen_text(told.pilot)
