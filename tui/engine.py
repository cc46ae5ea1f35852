"""The app's two processes of the engine: one that answers at once, and one for what takes its time and may be cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from core.remote.lane import Event, Lane
from core.remote.messages import Progress

T = TypeVar("T")

# Keys stay quick while the engine is at work.
SLOW_NICENESS = 10


class Engine:
    """The lanes to the engine."""

    def __init__(self) -> None:
        self._notify: Callable[[Event], None] | None = None
        self.quick = Lane("quick", notify=self._tell_quick)
        self.slow = Lane("slow", niceness=SLOW_NICENESS, notify=self._tell)

    def start(self) -> None:
        """Start both processes; whoever calls need not wait for them."""
        self.slow.start()
        self.quick.start()

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
