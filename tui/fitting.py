"""Fitting to the room that there is."""

from __future__ import annotations

from collections.abc import Awaitable

from textual import events
from textual.geometry import Size
from textual.message_pump import MessagePump


class Fitting(MessagePump):
    """What shows more where it has more room.

    Out of view it has none, and stays as it is: else each change of screen would have it laid out for no room, and again.
    No widget itself: a widget takes the looks of the first widget that it is made from.
    """

    def on_resize(self, event: events.Resize) -> Awaitable[None] | None:
        """Use the room."""
        return self.fit(event.size) if event.size else None

    def fit(self, size: Size) -> Awaitable[None] | None:
        """Use so much room."""
        raise NotImplementedError
