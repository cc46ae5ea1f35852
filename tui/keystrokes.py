"""Keys that come sooner than the app can take them: they wait a moment for what they are meant for, or are refused with a word; none is lost."""

from __future__ import annotations

import asyncio
from time import monotonic

from textual import events
from textual.widgets import Input

from tui.lacking import Lacking, why_nothing
from tui.running import Running

# Whoever pauses for so long has seen that a key was refused.
PAUSE_S = 0.6
# How long keys may wait for a dialog to be there, or to be gone.
DIALOG_S = 0.3
# What closes a dialog, if it can be closed.
CLOSING = ("enter", "escape")
# Keys that mean the same wherever they are pressed.
ALWAYS_TAKEN = frozenset(("escape", "ctrl+q", "ctrl+c"))


class Keystrokes(Running, inherit_bindings=False):
    """The part of the app that reads keys, each when the one before has been dealt with."""

    _refusal = ""
    """Why keys were not taken; what is typed in one go with them is not taken either, as it may be the text for a dialog."""
    _last_key = 0.0
    _newest_dialog: object = None
    _opened_at = 0.0
    _held: list[events.Key] | None = None
    """Keys that wait for a dialog to close."""

    @property
    def holds_keys(self) -> bool:
        """Whether keys wait for a dialog to close."""
        return self._held is not None

    def tell_refusal(self, sentence: str) -> None:
        """Say why a key was not taken."""
        raise NotImplementedError

    def refuse(self, reason: str) -> None:
        """Say why a key cannot be taken; while a source is opened, what is typed on after it is not taken either."""
        if self.is_opening:
            self._refusal = f"{reason} What was typed after it was not taken either."
        self.tell_refusal(reason)

    def refuse_what_is_typed(self) -> None:
        """Something else comes into view by itself: what is being typed is not meant for that."""
        self._refusal = "This came while you typed; what was typed since was not taken."

    async def on_event(self, event: events.Event) -> None:
        """Read a key."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._held is not None:
            self._held.append(event)
        elif len(self.screen_stack) > 1:
            await self._in_dialog(event)
        elif not self._takes(event.key):
            self.tell_refusal(self._refusal)
        elif isinstance(self.focused, Input):
            await super().on_event(event)
        elif not await self._check_bindings(event.key, priority=True):
            # At once, and not by way of what has the focus: the next key may be for a dialog that this one opens.
            await self._check_bindings(event.key)

    def _takes(self, key: str) -> bool:
        now = monotonic()
        if now - self._last_key > PAUSE_S:
            self._refusal = ""
        self._last_key = now
        return not self._refusal or key in ALWAYS_TAKEN

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what a key is bound to; of one that will mean something once a source is open, say that it means nothing yet."""
        is_done = await super()._check_bindings(key, priority)
        if not is_done and not priority and self.is_opening and len(self.screen_stack) == 1:
            self.refuse(why_nothing(self, Lacking("rows")))
        return is_done

    async def _in_dialog(self, event: events.Key) -> None:
        """Read a key for a dialog, once it is there; what follows a key that may close it waits for that."""
        dialog = self.screen
        if dialog is not self._newest_dialog:
            self._newest_dialog, self._opened_at = dialog, monotonic()
        while self.screen is dialog and dialog.focused is None and monotonic() < self._opened_at + DIALOG_S:
            await asyncio.sleep(0.005)
        if event.key in CLOSING:
            self._held = []
            self.run_worker(self._let_go_after(dialog), group="keys")
        await super().on_event(event)

    async def _let_go_after(self, dialog: object) -> None:
        end = monotonic() + DIALOG_S
        while self.screen is dialog and monotonic() < end:
            await asyncio.sleep(0.005)
        held, self._held = self._held or [], None
        for event in held:
            self.post_message(event)
