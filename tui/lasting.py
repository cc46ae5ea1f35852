"""Outliving a message that comes too early or too late."""

from __future__ import annotations

import asyncio

from textual.css.query import NoMatches
from textual.message import Message
from textual.message_pump import MessagePump


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
