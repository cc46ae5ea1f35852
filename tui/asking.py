"""Asking the engine: what is waited for is a job, and what fails since the cache was cleared is asked for again once it is made again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual.app import App

from core.errors import RegularsError
from core.remote.lane import Died, Event, Reply, StoppedError
from core.remote.messages import Progress
from tui.acting import Acting
from tui.engine import Engine, answer
from tui.jobs import Job
from tui.messages import EngineEvent

if TYPE_CHECKING:
    from core.remote.opened import Opened

T = TypeVar("T")

# What is removed sooner after it was made is not made again by itself.
SETTLED_S = 3.0


class Asking(Acting, App[int], inherit_bindings=False):
    """The part of the app that waits for the engine."""

    _run: Future[Opened] | None
    """The last run that was asked for."""
    _result_came_at: float
    """When the result in view came."""
    _is_settled: asyncio.Event
    """Set where the last run that was asked for is over, with all that follows from it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.opened: Opened | None = None
        """The last finished run."""
        self.earlier: Opened | None = None
        """The result of an earlier as-of date, while one is compared with."""
        self._jobs: list[Job] = []
        super().__init__()

    # What the other parts do

    def run_recipe(self, *, look_again: bool = False) -> None:
        """Run the recipe in force."""
        raise NotImplementedError

    def refresh_frame(self) -> None:
        """Draw the lines around the screen again."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Say something."""
        raise NotImplementedError

    def fail(self, error: RegularsError) -> None:
        """Tell an error."""
        raise NotImplementedError

    def quiet(self) -> None:
        """Take away what was said."""
        raise NotImplementedError

    # Asking

    async def wait_for(self, title: str, future: Future[T], *, tell: bool = True) -> T | None:
        """What a call of the slow lane gives, shown as the job that is running; None where it failed, which is told unless somebody else does.

        What fails since the cache was cleared is asked for again, once what was in it is made again.
        """
        try:
            try:
                return await self._watch(title, future)
            except RegularsError as error:
                again = await self._asked_again(future, error)
            return await self._watch(title, again)
        except RegularsError as error:
            if tell:
                self.fail(error)
            else:
                # What was said while it was tried is no longer so.
                self.quiet()
            return None

    async def _asked_again(self, future: Future[T], error: RegularsError) -> Future[T]:
        """The same call once more, where it failed for want of what was removed and has been made again; else its error is raised."""
        if not isinstance(future, Reply):
            raise error
        await self._until_made_again(error)
        return future.ask_again()

    async def _until_made_again(self, error: RegularsError) -> None:
        """Wait until what was removed from the cache is there again; where something failed for another reason, its error is raised."""
        if isinstance(error, StoppedError) or not self.makes_again():
            raise error
        await self._is_settled.wait()
        if self._lacks_files():
            raise StoppedError from error  # why it was not made again has been told

    async def _watch(self, title: str, future: Future[T]) -> T:
        """The same; what fails is raised."""
        job = Job(title, future)
        self._jobs.append(job)
        self.refresh_frame()
        try:
            return await answer(future)
        finally:
            # Who no longer waits has cancelled the future; the lane does not know that by itself.
            if future.cancelled() or not future.done():
                self.engine.slow.stop(future)
            self._jobs.remove(job)
            self.refresh_frame()

    async def ask(self, future: Future[T]) -> T | None:
        """What a call of the quick lane gives, asked for again like what a job waits for; None where it failed, which is told."""
        try:
            try:
                return await answer(future)
            except RegularsError as error:
                again = await self._asked_again(future, error)
            return await answer(again)
        except RegularsError as error:
            self.fail(error)
            return None

    async def asked(self, ask: Callable[[], Awaitable[T]], is_wanted: Callable[[], bool] | None = None) -> T:
        """What an ask of the engine gives; what fails is raised.

        Where it fails for want of what is made again, it is asked once more after that, if it still `is_wanted`.
        """
        try:
            return await ask()
        except RegularsError as error:
            await self._until_made_again(error)
            if is_wanted is not None and not is_wanted():
                raise StoppedError from error
        return await ask()

    @property
    def job(self) -> Job | None:
        """What is running: the lane does the first of those that are waited for."""
        return self._jobs[0] if self._jobs else None

    @property
    def is_opening(self) -> bool:
        """Whether a source is being opened, and there is nothing to show yet."""
        return self.opened is None and self.job is not None

    # The engine

    def _engine_says(self, event: Event) -> None:
        # Called from the lanes' threads; a message is the way in.
        with contextlib.suppress(Exception):
            self.post_message(EngineEvent(event))

    def on_engine_event(self, message: EngineEvent) -> None:
        """Show how far a job is, or say that the engine died and goes on."""
        event = message.event
        if isinstance(event, Progress):
            if self.job is not None:
                self.job.tell(event.doing, event.share)
        elif isinstance(event, Died) and not self.makes_again():
            again = " and is at it again" if event.tried_again else ""
            self.say(
                f"The engine {event.how}. A new one takes its place{again}; your choices and results are kept."
            )

    def makes_again(self) -> bool:
        """Whether what was kept of the results that are open was removed, so that it is made again; that is begun here."""
        if not self._lacks_files():
            return False
        if self._run is not None:
            if not self._run.done():
                return True
            if failure_of(self._run) is not None:
                return False  # the source is gone, too, or has changed: it would fail again
        if monotonic() - self._result_came_at < SETTLED_S:
            return False  # whatever removes it would do so again
        self.run_recipe(look_again=True)
        self.say("The cache was cleared while this was open: what was kept of the result is made again.")
        return True

    def _lacks_files(self) -> bool:
        return any(one is not None and one.is_gone for one in (self.opened, self.earlier))


def failure_of(run: Future[Opened]) -> RegularsError | None:
    """Why a run came to nothing; None where it was stopped."""
    error = run.exception() if run.done() and not run.cancelled() else None
    return error if isinstance(error, RegularsError) and not isinstance(error, StoppedError) else None
