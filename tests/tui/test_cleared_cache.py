"""The cache is cleared, or its folder removed, while a result that is kept in it is looked at: all is made again, and that is said."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import RegularsError
from core.remote.lane import Lane
from core.workspace import Workspace
from tests.tui.sixty import customers, filter_by, write_sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine, engine_of_its_own, screen_text
from tui import asking

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
    monkeypatch.setattr(asking, "SETTLED_S", 0.0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(engine.cache))


def lose(engine: LastingEngine, how: str) -> None:
    assert engine.cache is not None
    folder = engine.cache / "regulars"
    if how == "cleared":
        removed, _ = Workspace(folder, 10**9).clear()
        assert removed
    else:
        shutil.rmtree(folder)


# Both are alike to the engine, and what else is removed here is so by hand.
HOW = ["cleared", pytest.param("removed", marks=pytest.mark.soak)]


def kill(lane: Lane) -> None:
    """What it holds in its memory is gone with it."""
    process = lane.process_id
    assert process is not None
    os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("how", HOW)
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


@pytest.mark.parametrize("how", HOW)
async def test_the_next_choice_and_what_reads_the_source_work(
    engine: LastingEngine, shop: Path, tmp_path: Path, how: str
) -> None:
    async with customers(engine, shop) as (told, grid):
        await filter_by(told, "country = Germany")
        await told.until(lambda: grid.rows == 20)
        lose(engine, how)
        told.app.set_values("the rule cancelled off", rules__cancelled="false")
        await told.has_run()
        # The table of before has as many rows.
        await told.until(lambda: told.view._shown is told.app.opened, "the customers of the new result")
        await told.until(lambda: grid.rows == 20 and grid.row is not None, "the customers")
        lose(engine, how)
        # An export, and a card with the products that its customer bought.
        mine = tmp_path / "mine.csv"
        await told.press("e")
        await told.enter(str(mine))
        await told.until(mine.exists)
        assert len(mine.read_text().splitlines()) == 21
        lose(engine, how)
        await told.press("enter")
        await told.sees(CLEARED)
        await told.until(lambda: told.view.cards.is_open, "the card, without asking again")
        await told.until(
            lambda: told.view.cards.pane.products is not None, "what was bought, from the source"
        )
        assert "Error" not in screen_text(told.pilot)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("key", ["e", "m"])
async def test_customers_are_written_though_their_dialog_has_just_been_open(
    engine: LastingEngine,
    shop: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
    key: str,
) -> None:
    async with customers(engine, shop) as (told, _grid):
        monkeypatch.setattr(asking, "SETTLED_S", 3.0)
        for name in ("first.csv", "second.csv"):
            # The result has been there for long; the dialog has not.
            monkeypatch.setattr(told.app, "_result_came_at", 0.0)
            lose(engine, how)
            written = tmp_path / name
            await told.press(key)
            await told.enter(str(written))
            await told.sees("Wrote 60 ")
            assert len(written.read_text().splitlines()) == 61
            await told.has_run()
            kill(engine.slow)
        assert told.app.fault is None


async def test_what_a_key_asks_for_comes_without_asking_again(engine: LastingEngine, shop: Path) -> None:
    async with customers(engine, shop) as (told, grid):

        async def forget() -> None:
            await told.has_run()
            lose(engine, "removed")
            kill(engine.quick)

        await forget()
        await told.press("s")
        await told.until(lambda: grid.order.sort, "the order")
        await forget()
        await told.press("f")
        await told.enter("country = Norway")
        await told.until(lambda: grid.order.filter and grid.rows == 20, "the filter")
        await forget()
        await told.press("slash")
        await told.enter("K005")
        await told.until(lambda: grid.row is not None and grid.row[0] == "K005", "who was looked for")
        await forget()
        await told.press("p")
        await told.comes_to("predict")
        await told.sees("These are the numbers of K005")
        assert told.app.fault is None


async def test_a_card_does_not_open_behind_somebody_who_went_on(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with customers(engine, shop) as (told, grid):
        went_on, until_made_again = asyncio.Event(), told.app._until_made_again

        async def late(error: RegularsError) -> None:
            await until_made_again(error)
            await went_on.wait()

        monkeypatch.setattr(told.app, "_until_made_again", late)
        lose(engine, "removed")
        await told.press("enter")
        await told.sees(CLEARED)
        await told.press("j")
        went_on.set()
        await told.has_run()
        await told.is_drawn()
        assert grid.cursor == 1
        assert not told.view.cards.is_open


async def test_the_rows_of_the_source_are_written(engine: LastingEngine, shop: Path, tmp_path: Path) -> None:
    async with story(engine, shop) as told:
        await told.sees("Invoice")
        lose(engine, "removed")
        written = tmp_path / "rows.csv"
        await told.press("e")
        await told.enter(str(written))
        await told.until(written.exists, "the rows")
        assert len(written.read_text().splitlines()) == len(shop.read_text().splitlines())


@pytest.mark.parametrize("how", HOW)
async def test_what_is_compared_with_is_made_again_too(engine: LastingEngine, shop: Path, how: str) -> None:
    async with customers(engine, shop, size=(120, 40)) as (told, grid):
        told.app.compare_with("2025-09-01")
        await told.until(lambda: told.view.earlier_beside, "the tiers of then")
        lose(engine, how)
        before = told.app.earlier
        await told.press("enter")
        await told.sees(CLEARED)
        await told.until(
            lambda: told.app.earlier is not before and told.app.earlier, "the earlier result made again"
        )
        await told.has_run()
        await told.is_drawn()
        assert "Error" not in screen_text(told.pilot)
        await told.until(lambda: told.view.earlier_beside, "the tiers of then again")
        await told.until(lambda: told.view.cards.is_open, "the card that was asked for")
        await told.press("escape")
        await filter_by(told, "tier_then = High")
        await told.until(lambda: 0 < grid.rows < 60)
        await told.press("enter")
        await told.until(lambda: told.view.cards.is_open, "the card")
        await told.is_drawn()
        assert "Error" not in screen_text(told.pilot)


async def test_a_source_that_is_gone_too_is_told_once(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    async with customers(engine, shop) as (told, _grid):
        lose(engine, "removed")
        shop.unlink()
        written = tmp_path / "mine.csv"
        await told.press("e")
        await told.enter(str(written))
        await told.sees(f"There is no file '{shop}'")
        await told.until(lambda: told.app.job is None)
        await told.is_drawn()
        await told.sees("There is no file")
        assert not written.exists()


async def test_what_is_removed_again_and_again_is_told_as_it_is(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SETTLED_S", 1e9)
    async with story(engine, shop) as told:
        lose(engine, "cleared")
        await told.app.go_to("segments")
        await told.sees("Error:")
        assert CLEARED not in screen_text(told.pilot)
