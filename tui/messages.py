"""Every message of the app."""

from __future__ import annotations

from textual.message import Message

from core.remote.lane import Event


class EngineEvent(Message):
    """The engine is a little further, or a process of it has died and was started again."""

    def __init__(self, event: Event) -> None:
        self.event = event
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        """Only the latest progress matters."""
        return isinstance(message, EngineEvent) and type(message.event) is type(self.event)
