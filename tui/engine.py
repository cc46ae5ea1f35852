"""The app's two processes of the engine: one that answers at once, and one for what takes its time and may be cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from core.preferences import engine_environment
from core.remote import jobs, looking
from core.remote.beginning import OPENING_LOADS, PREPARED, SLOW_NICENESS, taken_over
from core.remote.lane import Event, Lane
from core.remote.messages import Progress

if TYPE_CHECKING:
    from core.recipe import Recipe
    from core.remote.looks import FirstLook
    from core.remote.opened import Opened

T = TypeVar("T")


class Opening(NamedTuple):
    """A recipe that is being run, and what is in its source, if that is asked for."""

    recipe: Recipe
    look: Future[FirstLook] | None
    run: Future[Opened]


class Engine:
    """The lanes to the engine."""

    def __init__(self, later: Sequence[str] = PREPARED) -> None:
        self._notify: Callable[[Event], None] | None = None
        self.quick = Lane("quick", loads=("duckdb",), notify=self._tell_quick)
        begun = taken_over()
        self.slow = Lane(
            "slow",
            niceness=SLOW_NICENESS,
            loads=OPENING_LOADS,
            later=later,
            notify=self._tell,
            begun=begun,
        )
        if begun is not None:
            # It began before the preferences were read.
            self.slow.plain(jobs.go_by, engine_environment())
        self._ahead: Opening | None = None
        self._has_opened = False
        self._shown_first: Opening | None = None

    def start(self) -> None:
        """Start both processes; whoever calls need not wait for them."""
        self.slow.start()
        self.quick.start()

    def stand_by(self) -> None:
        """Once something is drawn: load what will be needed next, if that takes nothing from what is waited for."""
        if self._shown_first is not None:
            # Its first rows come along with the look, and two cores are busy with it and with drawing.
            self._shown_first.run.add_done_callback(lambda _: self.quick.start())
            return
        self.quick.start()
        if not self._has_opened:
            self.slow.plain(jobs.stand_by)

    def open_ahead(self, recipe: Recipe, *, look_first: bool) -> None:
        """Begin to run a recipe before there is anybody to show it; `opening` hands over what has become of it."""
        self._ahead = self.opening(recipe, look=True, look_first=look_first)

    def opening(self, recipe: Recipe, *, look: bool, look_first: bool) -> Opening:
        """Run a recipe. The lane answers in order: what is in the source comes before the run only where it is looked at."""
        self._has_opened = True
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            if look and ahead.recipe == recipe:
                return ahead
            self.give_up(ahead)
        run = None if look_first else self.slow.study(jobs.run, recipe)
        looked = self.slow.study(looking.first_look, recipe) if look else None
        opening = Opening(recipe, looked, run or self.slow.study(jobs.run, recipe))
        self._shown_first = opening if look_first else None
        return opening

    def give_up(self, opening: Opening) -> None:
        """Stop what is not done of it."""
        for future in (opening.look, opening.run):
            if future is not None and not future.done():
                self.slow.stop(future)

    def listen(self, notify: Callable[[Event], None]) -> None:
        """Have progress and deaths told, from another thread, to `notify`."""
        self._notify = notify

    def _tell(self, event: Event) -> None:
        if self._notify is not None:
            self._notify(event)

    def _tell_quick(self, event: Event) -> None:
        # Nobody waits for what is answered at once: how far it is would only overwrite how far the job is.
        if not isinstance(event, Progress):
            self._tell(event)

    def close(self) -> None:
        """End both, side by side."""
        lanes = (self.slow, self.quick)
        for lane in lanes:
            lane.begin_to_close()
        for lane in lanes:
            lane.close()


async def answer(future: Future[T]) -> T:
    """What a lane answers, without holding up the app; RegularsError where it cannot."""
    return await asyncio.wrap_future(future)
