"""Keys that come sooner than the app can take them: done once it can, or refused with a word."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual.message import Message

from core.remote.lane import StoppedError
from core.remote.tables import FilterTold
from tests.tui.sixty import customers, recipe_of, sales
from tests.tui.stories import Story
from tests.tui.support import LastingEngine, app_on, held
from tui import keystrokes
from tui.app import RegularsApp
from tui.dialogs.filter import AskFilter
from tui.lacking import Lacking, why_nothing
from tui.widgets.entry import Entry
from tui.widgets.notice import Notice
from tui.widgets.places import PlaceList

# Longer than keys wait for a dialog to be gone.
SLOW_S = 2 * keystrokes.DIALOG_S
NAMES = {" ": "space", "=": "equals_sign", ">": "greater_than_sign", "\n": "enter", "\t": "tab"}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, keys that are typed here come in one go."""
    monkeypatch.setattr(keystrokes, "PAUSE_S", 60.0)


def pour_in(told: Story, text: str) -> None:
    """Type a text all at once, as keys come over a slow line."""
    for letter in text:
        key = NAMES.get(letter, letter)
        told.app.post_message(events.Key(key, letter if letter.isprintable() else None))


def said(told: Story) -> str:
    notice = told.app.query_one(Notice)
    return str(notice.visual) if notice.display else ""


async def test_enter_before_a_filter_has_been_looked_at_filters_and_what_follows_is_for_the_table(
    engine: LastingEngine, source: Path
) -> None:
    norwegians = sorted({line[2] for line in sales() if line[6] == "Norway"})
    async with customers(engine, source) as (told, grid):
        await told.press("f")
        dialog = told.app.screen
        assert isinstance(dialog, AskFilter)
        ask, asked = dialog._tell, []

        async def slowly(text: str, cursor: int) -> FilterTold:
            asked.append(text)
            await asyncio.sleep(SLOW_S)
            if asked[-1] != text:  # as of the engine: only the latest question matters
                raise StoppedError
            return await ask(text, cursor)

        dialog._tell = slowly
        pour_in(told, "country = Norway\njj")
        await told.until(lambda: grid.order.filter == "country = Norway", "the filter")
        await told.until(lambda: grid.cursor == 2 and grid.row is not None, "the third of them")
        assert grid.value("customer_id") == norwegians[2]


async def test_tab_before_it_is_known_how_a_filter_goes_on_completes_it_and_what_follows_is_written_after_that(
    engine: LastingEngine, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch = RegularsApp._dispatch_message

    async def late(self: RegularsApp, message: Message) -> None:
        """The app has other things to do before a key that has been through everything comes back to it."""
        if isinstance(message, events.Key) and message.is_forwarded:
            await asyncio.sleep(20 * keystrokes.MOMENT_S)
        await dispatch(self, message)

    monkeypatch.setattr(RegularsApp, "_dispatch_message", late)
    async with customers(engine, source) as (told, grid):
        await told.press("f")
        dialog = told.app.screen
        assert isinstance(dialog, AskFilter)
        ask = dialog._tell

        async def slowly(text: str, cursor: int) -> FilterTold:
            await asyncio.sleep(SLOW_S)
            return await ask(text, cursor)

        dialog._tell = slowly
        pour_in(told, "cou\t= Norway\n")
        await told.until(lambda: len(told.app.screen_stack) == 1, "the filter taken")
        await told.until(lambda: grid.order.filter == "country = Norway", f"not {grid.order.filter!r}")


async def test_enter_that_was_pressed_before_the_app_had_the_terminal_opens_what_is_marked(
    engine: LastingEngine,
) -> None:
    async with app_on(engine) as (app, pilot):
        app.post_message(events.Key("ctrl+j", None))
        await Story(app, pilot).until(lambda: app.is_opening or app.opened is not None, "the sample")


async def test_a_text_that_follows_a_key_at_once_is_for_the_dialog_that_it_opens(
    engine: LastingEngine, source: Path
) -> None:
    norwegians = sorted({line[2] for line in sales() if line[6] == "Norway"})
    async with customers(engine, source) as (told, grid):
        # And what follows the Enter is for the table again.
        pour_in(told, "fcountry = Norway\njj")
        await told.until(lambda: grid.order.filter == "country = Norway", "the filter")
        await told.until(lambda: grid.cursor == 2 and grid.row is not None, "the third of them")
        assert told.app.session.screen == "customers"
        assert grid.value("customer_id") == norwegians[2]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (("a", "b", "c", "backspace", "d"), "abd"),
        (("a", "b", "c", "home", "X"), "Xabc"),
        (("a", "b", "c", "left", "X", "end", "Y"), "abXcY"),
        (("a", "b", "c", "ctrl+u", "d", "e"), "de"),
        (("a", "b", "c", "ctrl+w", "d", "e"), "de"),
        (("a", "b", "backspace", "backspace", "c", "ctrl+a", "5", "delete", "q"), "5q"),
    ],
    ids=lambda part: part if isinstance(part, str) else None,
)
@pytest.mark.parametrize("field", ["of a dialog", "on the screen"])
async def test_keys_that_come_in_one_go_are_written_in_their_order(
    engine: LastingEngine, source: Path, field: str, typed: tuple[str, ...], written: str
) -> None:
    if field == "of a dialog":
        async with customers(engine, source) as (told, _):
            await told.press("f")
            await _types(told, typed, written)
    else:
        async with app_on(engine) as (app, pilot):
            told = Story(app, pilot)
            await told.press("slash")
            await _types(told, typed, written)


async def test_letters_wait_for_the_key_before_them_however_slow_the_machine(
    engine: LastingEngine, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slowly(_: Entry, event: events.Key) -> None:
        if not event.is_printable:
            await asyncio.sleep(SLOW_S)

    monkeypatch.setattr(Entry, "on_key", slowly, raising=False)
    async with customers(engine, source) as (told, _):
        await told.press("f")
        await _types(told, ("a", "b", "home", "X"), "Xab")


async def _types(told: Story, typed: tuple[str, ...], written: str) -> None:
    await told.until(lambda: isinstance(told.app.focused, Entry), "a field")
    entry = told.app.focused
    assert isinstance(entry, Entry)
    for key in typed:
        told.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await told.until(lambda: entry.value == written, f"{written!r}, not {entry.value!r}")
    assert not told.app.holds_keys


async def test_what_is_typed_while_a_source_opens_is_refused_and_does_nothing_else(
    engine: LastingEngine, source: Path
) -> None:
    with held(engine.slow) as process:
        async with app_on(engine, source) as (app, pilot):
            told = Story(app, pilot)
            await told.until(lambda: app.is_opening)
            # Nothing takes this key on the screen Data before there are rows.
            pour_in(told, "k")
            await told.until(lambda: "No rows yet" in said(told), "why")
            # Screens can be walked meanwhile.
            app._last_key_at = float("-inf")
            pour_in(told, "3")
            await told.until(lambda: app.session.screen == "customers" and app.view.is_mounted)
            pour_in(told, "fr>=4")
            await told.until(lambda: "What was typed after it was not taken either." in said(told), "why")
            assert "No customers yet" in said(told)
            assert app.session.screen == "customers"
            assert len(app.screen_stack) == 1
            os.kill(process, signal.SIGCONT)
            await told.has_run()
            # Now it would be untrue.
            await told.until(lambda: not said(told))


async def test_whoever_insists_on_leaving_leaves(engine: LastingEngine, source: Path) -> None:
    """A key that is refused makes the next ones be refused, which may be the letters of a word; but not for ever."""
    with held(engine.slow):
        async with app_on(engine, source) as (app, pilot):
            told = Story(app, pilot)
            await told.until(lambda: app.is_opening)
            pour_in(told, "kq")
            await told.until(lambda: "What was typed after it" in said(told), "why")
            assert app.is_running
            pour_in(told, "q")
            await told.until(lambda: not app.is_running or app._exit, "the end")


@pytest.mark.parametrize("busy", [True, False])
def test_work_is_spoken_of_only_where_there_is_some(source: Path, busy: bool) -> None:
    app: Any = SimpleNamespace(
        is_going_on=False,
        session=SimpleNamespace(recipe=recipe_of(source)),
        has_failed=False,
        opened=None,
        engine=SimpleNamespace(slow=SimpleNamespace(busy=busy)),
    )
    told = why_nothing(app, Lacking("customers"))
    assert ("says what is being done" in told) is busy
    assert ("nothing is being worked out" in told) is not busy


async def test_keys_under_way_are_not_for_the_list_that_an_error_brings(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        with held(engine.slow):
            app, pilot = await stack.enter_async_context(app_on(engine, tmp_path / "nothere.csv"))
            told = Story(app, pilot)
            pour_in(told, "j")
            await told.pilot.pause()
            assert not app.query(PlaceList)
        # Whoever types all the time types on when the list comes.
        while not app.query(PlaceList):
            pour_in(told, "j")
            await told.pilot.pause()
        pour_in(told, "\n")
        # The error itself may come after the word that a key was not taken, and counts for more.
        await told.until(lambda: "not taken" in said(told) or "There is no file" in said(told), "why")
        assert "not taken" in app._refusal
        assert app.session.recipe.source.paths == (str(tmp_path / "nothere.csv"),)
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize(
    ("screen", "typed", "whose"),
    [("4", "jjm", 2), ("4", "jj1", None)],
)
async def test_keys_wait_for_the_rows_that_they_are_meant_for(
    engine: LastingEngine, source: Path, screen: str, typed: str, whose: int | None
) -> None:
    """What is pressed while a screen still says "One moment." acts on its rows, not on what the screen holds without them."""
    async with customers(engine, source) as (told, _):
        assert told.app.opened is not None
        order = told.app.opened.segment_order
        process = engine.quick.process_id
        assert process is not None
        os.kill(process, signal.SIGSTOP)
        try:
            pour_in(told, screen)
            await told.until(lambda: told.app.is_coming is not None, "rows on their way")
            pour_in(told, typed)
            await told.until(lambda: told.app.holds_keys)
            assert told.app.session.screen == "segments"
            assert len(told.app.screen_stack) == 1
        finally:
            os.kill(process, signal.SIGCONT)
        await told.until(lambda: not told.app.holds_keys)
        if whose is None:
            assert told.app.session.screen == "data"
        else:
            await told.sees(f"Mailing list of {order[whose]}")


async def test_keys_wait_no_longer_than_rows_may_take(
    engine: LastingEngine, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keystrokes, "ROWS_S", 0.2)
    async with customers(engine, source) as (told, _):
        process = engine.quick.process_id
        assert process is not None
        os.kill(process, signal.SIGSTOP)
        try:
            pour_in(told, "4")
            await told.until(lambda: told.app.is_coming is not None, "rows on their way")
            pour_in(told, "w?")
            await told.until(lambda: not told.app.holds_keys and len(told.app.screen_stack) > 1, "a dialog")
        finally:
            os.kill(process, signal.SIGCONT)
