"""What is under everything on the screen, and draws it: what changed, as soon as it did, and nothing twice."""

from __future__ import annotations

from asyncio import Event, sleep, timeout
from contextlib import suppress
from time import monotonic
from typing import TypeVar

from textual import on
from textual.message import Message
from textual.messages import Layout, Update
from textual.reactive import Reactive
from textual.screen import UPDATE_PERIOD, Screen
from textual.timer import Timer
from textual.widget import Widget

from tui.compositor import FrugalCompositor

T = TypeVar("T")

# How long a change of screen may take to be laid out until what else changed is drawn without it.
LAID_OUT_S = 0.1


class FrugalScreen(Screen[T]):
    """A screen that asks its widgets only for the lines that changed, and as soon as they did."""

    # What has the focus draws itself. Textual would draw all there is anew, for every Tab.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    _draws: Soon | None = None

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._compositor = self._frugal = FrugalCompositor()

    @property
    def _update_timer(self) -> Timer:
        if self._draws is None:
            self._draws = Soon(self, UPDATE_PERIOD, name="draws", callback=self._on_timer_update, pause=True)
            self._draws._start()
            self._timers.add(self._draws)
        return self._draws

    @property
    def told_their_size(self) -> frozenset[Widget]:
        """The widgets that the last layout told what room they have."""
        return self._frugal.told_their_size

    def draw_once_laid_out(self) -> None:
        """Something else has come into view: draw it as soon as it has its place, and nothing without it."""
        if self._draws is not None:
            self._draws.hold()

    def post_message(self, message: Message) -> bool:
        """Take a message, unless it asks for what is out of view to be drawn, or to get a place: both happen when it comes into view."""
        if isinstance(message, Update | Layout) and not all(
            node.display for node in message.widget.ancestors
        ):
            return True
        return super().post_message(message)

    @on(Layout)
    def _draw_soon(self) -> None:
        if self._draws is not None:
            self._draws.release()


class Soon(Timer):
    """A timer that goes off as soon as it is resumed, if the last time is an interval ago.

    Textual's own keeps the beat that it began with, and leaves one out after every pause: what follows something that was just drawn
    waits up to two intervals.
    """

    _last = 0.0
    _released: Event | None = None
    """What is waited for, where it is held."""

    def hold(self) -> None:
        """Wait, but for so long only."""
        self._released = Event()

    def release(self) -> None:
        """Go off at once."""
        if self._released is not None:
            self._released.set()

    async def _run(self) -> None:
        while True:
            await self._active.wait()
            rest = self._last + self._interval - monotonic()
            if self._released is not None:
                with suppress(TimeoutError):
                    async with timeout(LAID_OUT_S):
                        await self._released.wait()
                self._released, self._last = None, 0.0
            elif rest > 0:
                await sleep(rest)
            else:
                self._last = monotonic()
                await self._tick(next_timer=self._last, count=0)
