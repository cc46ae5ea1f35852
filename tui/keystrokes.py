"""Keys that come sooner than the app can take them: they wait a moment for what they are meant for, or are refused with a word; none is lost."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic

from textual import events
from textual.message import Message
from textual.widgets import Input

from tui.acting import nodes_up
from tui.lacking import Lacking, why_nothing
from tui.opening import Openings

# Whoever pauses for so long has seen that a key was refused.
PAUSE_S = 0.6
# How long keys may wait for a dialog to be there, or to be gone.
DIALOG_S = 0.3
# How long letters may wait for the key before them, which goes through all that is around the field. On a busy machine a moment is long.
FIELD_S = 3.0
MOMENT_S = 0.005
# What closes a dialog, and how long that is waited for: Enter may be refused, and then the dialog stays; Escape always leaves. Tab
# puts in a word that may still be on its way: that is waited for only where the dialog says so.
CLOSING = {"enter": DIALOG_S, "escape": 3.0, "tab": 0.0}
# How long keys may wait for the rows that they are meant for.
ROWS_S = 3.0
# Enter as it comes where it was pressed before the app had the terminal to itself.
RETURN = "ctrl+j"
# Keys that mean the same wherever they are pressed.
ALWAYS_TAKEN = frozenset(("escape", "ctrl+q", "ctrl+c"))
# Keys that are for no rows in view, unless they are part of a text that is being typed.
FOR_NO_ROWS = ALWAYS_TAKEN | frozenset(("q", "question_mark", *"12345678"))


class Keystrokes(Openings, inherit_bindings=False):
    """The part of the app that reads keys, each when the one before has been dealt with."""

    _refusal = ""
    """Why keys were not taken; what is typed in one go with them is not taken either, as it may be the text for a dialog."""
    _last_key = ""
    _last_key_at = 0.0
    key_came_at = 0.0
    """When the last key came, whatever became of it."""
    _unread = 0
    """How many keys that are for no rows have come and were not read yet."""
    _newest_dialog: object = None
    _opened_at = 0.0
    _left_dialog: object = None
    """A dialog that a key may have closed, and until when that is waited for."""
    _closes_until = 0.0
    _on_its_way: events.Key | None = None
    """A key for a text field that is no letter, until everything around the field has had it, and until when that is waited for."""
    _on_its_way_to: Input | None = None
    """The field."""
    _on_its_way_until = 0.0
    _awaited: object = None
    """The rows that keys wait for, and until when."""
    _awaited_until = 0.0
    _held: deque[events.Key] | None = None
    """Keys that wait, in their order; what comes after them waits too."""
    _released: events.Key | None = None
    """The one of them that is being read."""

    @property
    def holds_keys(self) -> bool:
        """Whether keys wait, or the next one would."""
        return self._held is not None or self._is_closing or self._is_on_its_way

    @property
    def is_hurried(self) -> bool:
        """Whether a key waits that is for no rows: what is being shown need not be there before it is read."""
        return self._unread > 0

    @property
    def is_coming(self) -> object:
        """What names the rows that keys are meant for, if these are on their way; None where there is nothing to wait for."""
        raise NotImplementedError

    def tell_refusal(self, sentence: str) -> None:
        """Say why a key was not taken."""
        raise NotImplementedError

    def refuse(self, reason: str) -> None:
        """Say why a key cannot be taken; while a source is opened, what is typed on after it is not taken either."""
        if self.is_opening:
            self._refusal = f"{reason} What was typed after it was not taken either."
        self.tell_refusal(reason)

    def is_idle_for(self, seconds: float) -> bool:
        """Whether the last key was pressed so long ago."""
        return monotonic() - self.key_came_at > seconds

    def refuse_what_is_typed(self) -> None:
        """Something else comes into view by itself: what is being typed is not meant for that."""
        self._refusal = "This came while you typed; what was typed since was not taken."

    def post_message(self, message: Message) -> bool:
        """Take note of a key on its way: a screen that is being made would have it wait."""
        is_taken = super().post_message(message)
        self._unread += is_taken and _is_for_no_rows(message)
        return is_taken

    async def on_event(self, event: events.Event) -> None:
        """Read a key, or have it wait."""
        self._unread -= _is_for_no_rows(event)
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            if event is self._on_its_way:
                self._on_its_way = None
                if self.screen is self._left_dialog:
                    self._await_closing(event.key)
            return
        if self._exit:
            return  # there is no screen any more that it could be for
        self.key_came_at = monotonic()
        if event.key == RETURN:
            event = events.Key("enter", "\r")
        if event is self._released:
            await self._read(event)
            self._released = None
        elif self._held is not None:
            self._held.append(event)
        elif self._is_on_its_way or (
            self._must_wait() and not (len(self.screen_stack) == 1 and event.key in FOR_NO_ROWS)
        ):
            self._held = deque([event])
            self.run_worker(self._read_what_waits(), group="keys")
        else:
            await self._read(event)

    async def _read(self, event: events.Key) -> None:
        if len(self.screen_stack) > 1:
            await self._in_dialog(event)
            return
        self._take_focus_from_what_is_gone()
        if not self._takes(event.key):
            self.tell_refusal(self._refusal)
        elif isinstance(self.focused, Input):
            await self._hand_on(event)
        elif not await self._check_bindings(event.key, priority=True):
            # At once, and not by way of what has the focus: the next key may be for a dialog that this one opens.
            await self._check_bindings(event.key)

    def _take_focus_from_what_is_gone(self) -> None:
        """Keys reach the app through what has the focus: with what is hidden, or no part of the app any more, all of them would be lost."""
        focused = self.screen.focused
        nodes = list(nodes_up(focused))
        if focused is not None and (nodes[-1] is not self or not all(node.display for node in nodes[:-1])):
            self.screen.set_focus(None)

    def _takes(self, key: str) -> bool:
        now = monotonic()
        if now - self._last_key_at > PAUSE_S:
            self._refusal = ""
        # Whoever presses it again and again wants to leave, and is not writing a word.
        insists = key == self._last_key == "q"
        self._last_key, self._last_key_at = key, now
        return not self._refusal or key in ALWAYS_TAKEN or insists

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Do what a key is bound to; of one that will mean something once a source is open, say that it means nothing yet."""
        is_done = await super()._check_bindings(key, priority)
        if not is_done and not priority and self.is_opening and len(self.screen_stack) == 1:
            self.refuse(why_nothing(self, Lacking("rows")))
        return is_done

    async def _in_dialog(self, event: events.Key) -> None:
        """Read a key for a dialog; what follows one that may close it waits for that."""
        self._await_closing(event.key)
        await self._hand_on(event)

    def _await_closing(self, key: str) -> None:
        """Have keys wait for what this one may do to a dialog: from when it is read, and again from when its field has had it."""
        if key in CLOSING:
            self._left_dialog, self._closes_until = self.screen, monotonic() + CLOSING[key]

    async def _hand_on(self, event: events.Key) -> None:
        """Give a key to what has the focus.

        A field takes letters at once. What steers it goes through all that is around it before it is done, and letters that come
        after it would be written before it.
        """
        field = self.focused
        if isinstance(field, Input) and not event.is_printable:
            self._on_its_way, self._on_its_way_to = event, field
            self._on_its_way_until = monotonic() + FIELD_S
            # Textual stops a message on its last way, to who sent it: as stopped by the field it would count as done before it is.
            event._sender = None
        await super().on_event(event)
        if not event.is_forwarded:  # it was done right here
            self._on_its_way = None

    # What keys wait for

    def _must_wait(self) -> bool:
        """Whether what the next key is meant for is not there yet: a dialog that opens or closes, or rows."""
        if self._is_closing or self._is_on_its_way:
            return True
        if len(self.screen_stack) > 1:
            return self._is_opening_dialog()
        return self._are_rows_coming()

    @property
    def _is_closing(self) -> bool:
        dialog, now = self.screen, monotonic()
        if dialog is not self._left_dialog:
            return False
        is_deciding = getattr(dialog, "is_deciding", False)
        return now < self._closes_until or (is_deciding and now < self._closes_until + ROWS_S)

    @property
    def _is_on_its_way(self) -> bool:
        key, field = self._on_its_way, self._on_its_way_to
        if key is None or field is None or not field.is_attached or field.screen is not self.screen:
            return False
        return not key._stop_propagation and monotonic() < self._on_its_way_until

    def _is_opening_dialog(self) -> bool:
        dialog = self.screen
        if dialog is not self._newest_dialog:
            self._newest_dialog, self._opened_at = dialog, monotonic()
        return dialog.focused is None and monotonic() < self._opened_at + DIALOG_S

    def _are_rows_coming(self) -> bool:
        coming = self.is_coming
        if coming is None:
            self._awaited = None
        elif coming != self._awaited:
            self._awaited, self._awaited_until = coming, monotonic() + ROWS_S
        return coming is not None and monotonic() < self._awaited_until

    async def _read_what_waits(self) -> None:
        """Have the keys that wait read one after the other, each once what it is meant for is there."""
        while self._held:
            while self._must_wait():
                await asyncio.sleep(MOMENT_S)
            self._released = self._held.popleft()
            self.post_message(self._released)
            while self._released is not None:
                await asyncio.sleep(MOMENT_S)
        self._held = None


def _is_for_no_rows(message: Message) -> bool:
    return isinstance(message, events.Key) and message.key in FOR_NO_ROWS
