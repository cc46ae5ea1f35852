"""The engine behind the app: what fails is told, what is cancelled stops, and what is killed comes back with the right figures.

A process that is to be caught at work is held still (SIGSTOP) before it is asked.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bench.terminal import Terminal, family
from core.errors import RegularsError
from core.recipe import Recipe
from core.remote.lane import Lane
from core.remote.looks import FirstLook
from core.remote.messages import Progress
from core.report import Report
from core.study import Study
from tests.core.test_remote import gone
from tests.support.command import CUSTOMERS, ROOT, SALES
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import DEADLINE_S, LastingEngine, app_on, held, screen_text
from tui.engine import Engine, Opening
from tui.session import Session
from tui.widgets.grid import Grid

DIRTY = SALES.replace("C003,1003", ",1003").replace("C004,1004", ",1004")
KILLED = "The engine was stopped by SIGKILL."


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    path.write_text(DIRTY)
    return path


def report(path: Path, *settings: tuple[str, str]) -> Report:
    with Study(Recipe().with_values(settings), [path]) as study:
        return study.report


@asynccontextmanager
async def killed(told: Story, lane: Lane) -> AsyncIterator[None]:
    """Kill the process of a lane with the call that is made meanwhile under way."""
    await told.until(lambda: not lane.busy)
    with held(lane) as process:
        yield
        await told.until(lambda: lane.busy, "a call under way")
        os.kill(process, signal.SIGKILL)
    await told.sees(KILLED)


# Failures


async def test_a_missing_file_is_told_in_two_lines_and_another_can_be_opened(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    async with app_on(engine, tmp_path / "nowhere.csv") as (app, pilot):
        told = Story(app, pilot)
        await told.sees("Error:")
        await told.sees("nowhere.csv")
        assert app.opened is None
        for number in "1234":
            await told.press(number)
        await told.press("3")
        await told.sees("No customers: the recipe was not run.")
        await told.until(lambda: "this recipe was not run" in screen_text(pilot).splitlines()[-2])
        app.open_source(str(shop))
        await told.has_run()
        assert app.opened is not None
        assert app.opened.report == report(shop)


@pytest.mark.parametrize("name", ["broken.xlsx", "broken.parquet", "empty.csv", "folder"])
async def test_what_cannot_be_read_is_told_and_the_app_goes_on(
    engine: LastingEngine, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"" if name == "empty.csv" else b"\x00nothing of the kind" * 50)
    async with app_on(engine, path) as (app, pilot):
        told = Story(app, pilot)
        await told.until(lambda: "Error:" in screen_text(pilot) or "no rows" in screen_text(pilot).casefold())
        await told.until(lambda: app.job is None)
        assert "did not expect" not in screen_text(pilot)
        assert app.opened is None
        await told.press("3", "2", "4", "1")


async def test_a_choice_that_fails_keeps_the_old_result_marked(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        before = told.app.opened
        shop.unlink()
        told.app.set_values("as of June", customers__as_of="2024-06-01")
        await told.sees("Error:")
        assert told.app.opened is before
        assert told.app.is_stale
        line = screen_text(told.pilot).splitlines()[-2]
        assert "was 5" in line
        assert "not run" in line
        shop.write_text(DIRTY)
        await told.press("u")
        await told.has_run()
        assert told.app.opened.report == report(shop)  # type: ignore[union-attr]


async def test_an_impossible_choice_is_told_and_changes_nothing(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        before = told.app.session.recipe
        told.app.set_values("nonsense", customers__as_of="the day before")
        await told.sees("customers.as_of")
        told.app.set_values("nonsense", customers__as_if="2024-01-01")
        await told.sees("as_of")
        assert told.app.session.recipe == before
        assert not told.app.is_stale


# Cancelling


async def test_what_is_cancelled_stops_and_the_old_result_stays(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.press("x")
        await told.sees("Nothing is running.")
        before = told.app.opened
        with held(engine.slow) as process:
            await told.press("comma")
            await told.until(lambda: told.app.job is not None)
            await told.sees("x cancels")
            assert told.app.is_stale
            await told.press("2", "3", "down")
            await told.press("x")
            await told.sees("Cancelled:")
            await told.until(lambda: told.app.job is None)
            assert gone(process), "it was killed for not letting go"
        assert told.app.opened is before
        assert told.app.is_stale
        await told.until(lambda: "was 5" in screen_text(told.pilot).splitlines()[-2], "what was chosen")
        await told.press("u")
        await told.has_run()
        assert told.app.opened.report == report(shop)  # type: ignore[union-attr]


async def test_the_last_of_several_choices_counts(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        for _ in range(5):
            await told.pilot.press("comma")
        await told.has_run()
        day = told.app.session.recipe.customers.as_of
        assert told.app.opened.report == report(shop, ("customers.as_of", day))  # type: ignore[union-attr]
        assert len(told.app.session.recipes) == 6


# Deaths


async def test_killed_while_opening(engine: LastingEngine, shop: Path) -> None:
    await_idle = engine.slow
    with held(await_idle) as process:
        async with app_on(engine, shop) as (app, pilot):
            told = Story(app, pilot)
            await told.until(lambda: engine.slow.busy)
            os.kill(process, signal.SIGKILL)
            await told.sees(KILLED)
            await told.has_run()
            assert app.opened is not None
            assert app.opened.report == report(shop)


async def test_killed_while_reading(engine: LastingEngine) -> None:
    del engine
    fresh = LastingEngine()
    fresh.start()
    try:
        async with app_on(fresh, SAMPLE) as (app, pilot):
            told = Story(app, pilot)
            await told.until(lambda: app.job is not None and app.job.doing, "the first word of how far it is")
            process = fresh.slow.process_id
            assert process is not None
            os.kill(process, signal.SIGKILL)
            await told.sees(KILLED)
            await told.has_run()
            assert app.opened is not None
            assert app.opened.report == report(SAMPLE)
    finally:
        fresh.end()


async def test_killed_while_customers_are_made(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        async with killed(told, engine.slow):
            await told.press("comma")
        await told.has_run()
        day = told.app.session.recipe.customers.as_of
        assert told.app.opened.report == report(shop, ("customers.as_of", day))  # type: ignore[union-attr]


async def test_killed_while_the_table_is_looked_at(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.press("3")
        grid = told.view.query_one("#customers-grid", Grid)
        await told.until(lambda: grid.has_focus and grid.row is not None)
        await told.press("dollar_sign", "0")
        while grid.column.name != "monetary":
            await told.press("right")
        async with killed(told, engine.quick):
            await told.pilot.press("s")
        await told.until(lambda: grid.order.sort and grid.row is not None)
        with Study(Recipe(), [shop]) as study:
            frame = study.customers.to_pandas()
        name = grid.order.sort[0][0]
        highest = frame.sort_values([name, "customer_id"], ascending=[False, True]).customer_id.iloc[0]
        assert grid.value("customer_id") == highest
        assert grid.rows == CUSTOMERS


async def test_killed_while_the_rows_of_a_rule_are_fetched(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.press("2")
        ledger = told.view.query_one(Grid)
        await told.until(lambda: ledger.rows and ledger.has_focus)
        while ledger.value("rule") != "missing customer":
            await told.press("down")
            await told.pilot.pause()
        async with killed(told, engine.slow):
            await told.pilot.press("r")
        await told.until(lambda: told.app.job is None)
        rows = told.view.parts.widget.query_one(Grid)
        await told.until(lambda: rows.rows == 2, "the two rows without a customer")


async def test_killed_while_idle_and_again_while_at_work(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.until(lambda: not engine.slow.busy)
        idle = engine.slow.process_id
        assert idle is not None
        os.kill(idle, signal.SIGKILL)
        await told.sees(KILLED)
        await told.press("escape")
        before = told.app.opened
        for _ in range(2):
            engine.slow.start()
            await told.until(lambda: engine.slow.process_id is not None)
            with held(engine.slow) as process:
                if told.app.job is None:
                    await told.press("comma")
                await told.until(lambda: engine.slow.busy)
                os.kill(process, signal.SIGKILL)
            await told.until(lambda process=process: engine.slow.process_id != process)  # type: ignore[misc]
        await told.sees("twice while it worked on this")
        assert told.app.opened is before
        await told.press("u")
        await told.has_run()
        assert told.app.opened.report == report(shop)  # type: ignore[union-attr]


async def test_killed_again_and_again_is_told_once(engine: LastingEngine, shop: Path) -> None:
    # The first stands still; those that take its place die while they begin, which takes longer than a look here.
    with held(engine.slow):
        async with app_on(engine, shop) as (app, pilot):
            told = Story(app, pilot)
            await told.until(lambda: engine.slow.busy)
            killed = set()
            while not app.has_failed:
                process = engine.slow.process_id
                if process is not None and engine.slow.busy and process not in killed:
                    os.kill(process, signal.SIGKILL)
                    killed.add(process)
                await pilot.pause()
            assert len(killed) == 4, "twice what is in the source was asked for, and twice the result"
            await told.sees("twice while it worked on this")
            assert screen_text(pilot).count("SIGKILL") == 1


# Leaving


async def test_a_look_that_failed_is_taken_again_once_the_run_has_not(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = engine.opening

    def without_look(recipe: Recipe, *, look: bool, look_first: bool) -> Opening:
        failed: Future[FirstLook] = Future()
        failed.set_exception(RegularsError("The engine was stopped twice.", "Close other programs."))
        return opening(recipe, look=look, look_first=look_first)._replace(look=failed)

    monkeypatch.setattr(engine, "opening", without_look)
    async with story(engine, shop) as told:
        await told.sees("C001")
        assert told.app.source_look is not None
        assert "twice" not in screen_text(told.pilot)


async def test_quitting_in_the_middle_leaves_no_process() -> None:
    engine = Engine()
    engine.start()
    session = Session()
    session.begin(Recipe.from_tables({"source": {"paths": [str(SAMPLE)]}}))
    from tui.app import RegularsApp

    app = RegularsApp(session, engine)
    async with app.run_test() as pilot:
        told = Story(app, pilot)
        await told.until(lambda: app.job is not None and engine.slow.busy)
        processes = [engine.slow.process_id, engine.quick.process_id]
        await told.pilot.press("q")
        await told.until(lambda: not app.is_running)
    assert app.return_value == 0
    for process in processes:
        assert process is not None
        assert gone(process)


def test_ended_from_outside_it_gives_the_terminal_back(shop: Path) -> None:
    terminal = Terminal([sys.executable, "-m", "cli.main", str(shop)], env={"PYTHONPATH": str(ROOT)})
    try:
        terminal.until(f"{CUSTOMERS} customers")
        engine = _helpers_of(terminal)
        assert len(engine) in (2, 3), "the two sides, and the writer of statements where it was ready in time"
        os.kill(terminal.process, signal.SIGTERM)
        terminal.settle(1)
        _, status = os.waitpid(terminal.process, 0)
        assert os.waitstatus_to_exitcode(status) == 128 + signal.SIGTERM
        assert b"\x1b[?1049l" in terminal.drawn, "the alternate screen was left"
        assert _comes_true(lambda: all(map(gone, engine)))
    finally:
        terminal.close()


def _helpers_of(terminal: Terminal) -> list[int]:
    """The processes of an app's engine, as soon as both sides are there: the one that answers at once starts after the first rows."""
    found: list[int] = []

    def both() -> bool:
        found[:] = [process for process in family(terminal.process) if process != terminal.process]
        return len(found) > 1

    _comes_true(both)
    return found


def _comes_true(condition: Callable[[], bool]) -> bool:
    """Whether something comes to be so."""
    end = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


async def test_how_far_it_is_comes_from_the_job_alone(engine: LastingEngine, shop: Path) -> None:
    heard: list[object] = []
    async with story(engine, shop):
        engine.listen(heard.append)
        engine._tell_quick(Progress(1, "paging", 3.0))
        engine._tell(Progress(1, "reading", 3.0))
    assert heard == [Progress(1, "reading", 3.0)]
