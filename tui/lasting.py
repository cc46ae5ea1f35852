"""Outliving a message that comes too early or too late, and being called off in the middle."""

from __future__ import annotations

import asyncio

from textual.css.query import NoMatches
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget


class Lasting(MessagePump):
    """What goes on after a message that found a widget gone, not there yet, or an answer given up.

    Textual ends whoever fails over a message: a whole screen was gone because one of its charts was not made yet.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except NoMatches as error:
            # What was to be drawn is drawn when what it is drawn on is there.
            self.log.error(str(error))
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            # Not this was cancelled but what it waited for: a newer question has taken its place.


async def empty(widget: Widget) -> None:
    """Take away all that a widget holds.

    Who is called off meanwhile leaves the removal to go on: waiting for Textual's own, it would call off what is being removed, and the
    app would fail over that when it ends.
    """

    async def remove() -> None:
        for child in list(widget.children):
            await child.remove()

    await asyncio.shield(remove())
