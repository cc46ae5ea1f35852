"""What the tests of the app share: an app with an engine that lasts from test to test, waiting, and what is on the screen."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

import textual.app
from textual import _wait
from textual.pilot import Pilot, WaitForScreenTimeout

from core.recipe import Recipe
from core.remote.lane import Lane
from tui.app import RegularsApp
from tui.engine import Engine
from tui.session import Session

DEADLINE_S = 40.0
# A widget that is taken away while it is waited for never answers: a dialog that a key closes.
ANSWERED_S = 8.0
LOOKS_S, LATER_LOOKS_S = 0.02, 0.1
MOMENT_S = 0.002
# What a key began goes on behind the next one after a tenth of a second; on a busy machine that may be anything.
ACTS_S = 5.0
# After a key Textual's pilot looks every 20 ms whether the app has been idle for 19 of them, for up to a second: the clock of the
# status line alone keeps it waiting. What tests wait for is what they see.
_wait.SLEEP_GRANULARITY = 0.005
_wait.SLEEP_IDLE = 0.002


async def _wait_later(*_: float) -> None:
    await asyncio.sleep(0)


class PatientPilot(Pilot[int]):
    """A pilot that goes on where a widget that is gone does not answer; what tests wait for is what they see."""

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been dealt with; Textual's own way waits for that four times over."""
        for key in keys:
            with patch.object(textual.app, "wait_for_idle", _wait_later):
                await self.app._press_keys([key])
            began = time.monotonic()
            await self._let_posted_be_read()
            while self._is_dealing_with_it(time.monotonic() - began):
                await asyncio.sleep(LOOKS_S)
                await self._let_posted_be_read()

    async def _let_posted_be_read(self) -> None:
        await self.pause()
        # What was posted to another widget meanwhile.
        await self._wait_for_screen()

    def _is_dealing_with_it(self, waited: float) -> bool:
        """Whether a key waits for what it is meant for, or what it began goes on; not where that has become a job."""
        app = self.app
        if not isinstance(app, RegularsApp) or not app.is_running:
            return False
        acts = any(worker.group == "actions" and not worker.is_finished for worker in app.workers)
        return app.holds_keys or (acts and app.job is None and waited < ACTS_S)

    async def _wait_for_screen(self, timeout: float = ANSWERED_S) -> bool:
        with suppress(WaitForScreenTimeout):
            return await super()._wait_for_screen(min(timeout, ANSWERED_S))
        return True


class LastingEngine(Engine):
    """An engine that outlives the app, since starting one takes seconds; `end` ends it."""

    def __init__(self, cache: Path | None = None) -> None:
        super().__init__(later=())  # most stories never come to what takes so long to load
        self.cache = cache
        """Where it keeps what it works out, if not where everybody does."""

    def close(self) -> None:
        """Give up what the app still waits for."""
        self.listen(lambda _event: None)
        self.slow.stop()
        self.quick.stop()

    def end(self) -> None:
        """End both processes."""
        super().close()


@contextmanager
def engine_of_its_own(cache: Path) -> Iterator[LastingEngine]:
    """An engine with a workspace that nobody else has."""
    engine = LastingEngine(cache)
    with patch.dict(os.environ, XDG_CACHE_HOME=str(cache)):
        engine.start()
    yield engine
    engine.end()


@asynccontextmanager
async def app_on(
    engine: Engine,
    *paths: object,
    recipe: Recipe | None = None,
    resumable: Session | None = None,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[tuple[RegularsApp, Pilot[int]]]:
    """The app on a source, a recipe, or nothing."""
    session = Session()
    if recipe is not None or paths:
        session.begin(recipe or Recipe.from_tables({"source": {"paths": [str(path) for path in paths]}}))
    app = RegularsApp(session, engine, resumable=resumable)
    async with app.run_test(size=size):
        # Without the pilot, which would look at the whole screen and wait for the machine to be idle each time.
        began = time.monotonic()
        while not app.has_begun:
            assert time.monotonic() - began < DEADLINE_S, "the first screen never came"
            await asyncio.sleep(MOMENT_S)
        pilot = PatientPilot(app)
        await pilot.pause()  # until it is laid out
        yield app, pilot


@contextmanager
def held(lane: Lane) -> Iterator[int]:
    """The process of a lane, standing still."""
    lane.start()
    process = lane.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGCONT)


async def until(pilot: Pilot[int], true: Callable[[], object], what: str = "what was waited for") -> None:
    """Wait until something is so; fail with the text of the screen where it does not come to that."""
    began = time.monotonic()
    await pilot.pause()
    while not true():
        waited = time.monotonic() - began
        if waited > DEADLINE_S:
            raise AssertionError(f"{what} never came; the screen is:\n{screen_text(pilot)}")
        # Looking at the whole screen takes time from what is waited for.
        await asyncio.sleep(LOOKS_S if waited < 1 else LATER_LOOKS_S)
    await pilot.pause()


def screen_text(pilot: Pilot[int]) -> str:
    """The text of the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def type_text(pilot: Pilot[int], text: str) -> None:
    """Type a text letter by letter."""
    await pilot.press(*text)
