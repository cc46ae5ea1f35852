"""The as-of date: typed, or moved by day, month and quarter."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui.dialogs.dialog import Dialog, give_title
from tui.text import whole
from tui.widgets.entry import Entry
from tui.widgets.line import Line

# An as-of date later than so long after the last purchase may be mistyped.
RARELY_DAYS = 366
# Days and months that keys move the date by.
MOVES = {
    "up": (1, 0),
    "down": (-1, 0),
    "pageup": (0, 1),
    "pagedown": (0, -1),
    "shift+up": (0, 3),
    "shift+down": (0, -3),
    "right_square_bracket": (0, 3),
    "left_square_bracket": (0, -3),
}


class AskDate(Dialog[str]):
    """Asks for a date; an empty answer means the usual one."""

    def __init__(
        self, title: str, value: date | None, *, first: str, last: str, empty: str, before: date | None = None
    ) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._first = first
        self._last = last
        self._empty = empty
        self._before = before

    def compose(self) -> ComposeResult:
        """The box."""
        box = Vertical(classes="box")
        give_title(box, self._title)
        with box:
            yield DateEntry(self._value.isoformat() if self._value else "", placeholder="YYYY-MM-DD")
            yield Line("", id="meaning", classes="hint")
            if self._first:
                yield Line(
                    f"Purchases: {self._first[:10]} to {self._last[:10]}. Empty: {self._empty}.",
                    classes="hint",
                )
            yield Line(
                "Up and Down: a day. PgUp and PgDn: a month. [ and ]: a quarter.",
                classes="hint",
            )
            yield Line("Enter takes it, Esc leaves it.", classes="hint")

    def move(self, days: int, months: int) -> None:
        """Move the date."""
        entry = self.query_one(Entry)
        base = _date(entry.value) or self._value or _date(self._last[:10]) or date.today()
        entry.value = moved(base, days=days, months=months).isoformat()
        entry.cursor_position = len(entry.value)

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Say what the date would mean."""
        wrong = self._wrong(event.value.strip())
        meaning = self.query_one("#meaning", Line)
        meaning.set_class(bool(wrong), "wrong")
        meaning.show(wrong or self._far_after(event.value.strip()))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Give the date back."""
        text = event.value.strip()
        if not self._wrong(text):
            found = _date(text)
            self.dismiss(found.isoformat() if found else "")

    def _wrong(self, text: str) -> str:
        """Why a text cannot be the answer; empty where it can."""
        found = _date(text)
        if not text:
            return ""
        if found is None:
            return f"That is no date; write it as {self._first[:10] or '2011-12-31'}."
        if self._before is not None and found >= self._before:
            return f"Give a date before {self._before.isoformat()}."
        if self._first and found.isoformat() <= self._first[:10]:
            return f"Give a date after {self._first[:10]}: nothing was bought before."
        return ""

    def _far_after(self, text: str) -> str:
        """How long after the last purchase a date is, where so long is rarely meant; else nothing."""
        found, last = _date(text), _date(self._last[:10])
        if found is None or last is None or (days := (found - last).days) <= RARELY_DAYS:
            return ""
        years = found.year - last.year - ((found.month, found.day) < (last.month, last.day))
        after = f"{whole(years)} years" if years > 1 else f"{whole(days)} days"
        return f"That is {after} after the last purchase."


class DateEntry(Entry):
    """The field, in which some keys move the date instead of being typed."""

    async def _on_key(self, event: events.Key) -> None:
        dialog = self.screen
        if event.key not in MOVES or not isinstance(dialog, AskDate):
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        dialog.move(*MOVES[event.key])


def moved(day: date, *, days: int = 0, months: int = 0) -> date:
    """A date so many days and months later; the end of a month that is shorter. It stays within the calendar."""
    month = day.year * 12 + day.month - 1 + months
    year, month = divmod(month, 12)
    if not 1 <= year <= 9999:
        return day
    last = calendar.monthrange(year, month + 1)[1]
    try:
        return date(year, month + 1, min(day.day, last)) + timedelta(days=days)
    except OverflowError:
        return day


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
