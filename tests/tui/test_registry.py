"""The registry of actions: each has a method, a key of its own, and a way to be reached; keys of a person's own are checked."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from textual.keys import _character_to_key

from core.errors import RegularsError
from core.preferences import Preferences
from tests.support.command import SALES
from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.acting import Acting, nodes_up
from tui.actions import action_named, all_actions, bindings, key_text, scopes
from tui.actions.registry import LISTS
from tui.app import RegularsApp
from tui.keymap import checked_keys, textual_key
from tui.screens import NAMES, SCREENS
from tui.widgets.keys import Usable, usable_actions
from tui.widgets.notice import Notice


def chosen(**keys: str) -> dict[str, str]:
    return checked_keys(Preferences.from_tables({"keys": keys}))


def refused(**keys: str) -> str:
    with pytest.raises(RegularsError) as caught:
        chosen(**keys)
    return str(caught.value)


def test_names_keys_and_words_are_whole() -> None:
    names = [action.name for action in all_actions()]
    assert len(names) == len(set(names))
    for action in all_actions():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", action.name)
        assert action.help.endswith("."), action.name
        assert action.help[0].isupper(), action.name
        assert 1 <= len(action.label.split()) <= 3, action.name
        assert len(action.label) <= 16, action.name
        for key in action.keys.split(","):
            assert textual_key(key) == key, f"{action.name}: {key}"
    for name in LISTS:
        assert import_module(f"tui.actions.{name}").ACTIONS or name


def test_no_key_does_two_things_for_the_same_part() -> None:
    for scope in scopes():
        for around in {scope, "frame"}:
            owners: dict[str, str] = {}
            for action in all_actions():
                if action.scope in (scope, around):
                    for key in action.keys.split(","):
                        assert owners.setdefault(key, action.name) == action.name, (key, action.name)


def test_no_key_is_one_that_terminals_keep_for_themselves() -> None:
    # Ctrl+S and Ctrl+Q stop and start the flow, Ctrl+B and Ctrl+A lead commands of tmux and screen; Ctrl+I, J, M and [ are Tab and Enter.
    for action in all_actions():
        keys = action.keys.split(",")
        assert not set(keys[:1]) & {f"ctrl+{letter}" for letter in "sqabijm"}, action.name
        assert not any(re.fullmatch(r"f\d+", key) for key in keys[:1]), action.name


async def test_every_action_has_a_method_and_can_be_reached(engine: LastingEngine, tmp_path: Path) -> None:
    """Every part of every screen is gone to, and what its keys do is looked for where Textual would."""
    path = tmp_path / "shop.csv"
    path.write_text(SALES)
    reached: dict[str, Usable] = {}
    async with story(engine, path, size=(120, 40)) as told:
        for name in SCREENS:
            await told.press(str(NAMES.index(name) + 1))
            parts = getattr(told.view, "parts", None)
            for part in parts.parts if parts is not None else ():
                await parts.go_to(part.name)
                await told.until(lambda: told.app.job is None)
                await told.pilot.pause()
                look_around(told.app, name, reached)
            look_around(told.app, name, reached)
    wanted = {action.name for action in all_actions()}
    # What is bound only where something else is open: a customer's card, and lists inside dialogs.
    elsewhere = {name for name in wanted if action_named(name).scope in ("card", "places", "path")}
    assert wanted - elsewhere <= set(reached)
    for scope in ("card", "places", "path"):
        assert bindings(scope)


def look_around(app: RegularsApp, view: str, reached: dict[str, Usable]) -> None:
    for widget in (one for one in app.view.query("*") if one.focusable and one.display):
        widget.focus()
        app.screen.set_focus(widget)
        chain = [node for node in nodes_up(widget) if isinstance(node, Acting)]
        owners: dict[str, tuple[str, object]] = {}
        for node in chain:
            for key, binding in node._bindings:
                name = binding.action.partition("perform('")[2].removesuffix("')")
                if not name:
                    continue
                action = action_named(name)
                assert node.can_do(action) or action.scope == "frame", (name, node)
                if action.scope == "frame" and key != "0":
                    owner = owners.get(key)
                    assert owner is None or owner[0] == name, (
                        f"on {view}, in {widget}, {key} would do {owner} and {name}"
                    )
                owners.setdefault(key, (name, node))
        for one in usable_actions(app.query_one(Notice)):
            reached.setdefault(one.action.name, one)
            assert one.keys, one.action.name


def test_characters_have_the_names_that_textual_gives_them() -> None:
    for character in map(chr, range(33, 127)):
        assert textual_key(character) == _character_to_key(character), character


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Q", "Q"),
        ("Ctrl+R", "ctrl+r"),
        ("Enter", "enter"),
        ("PgUp", "pageup"),
        ("esc", "escape"),
        ("shift+a", "A"),
        ("shift+up", "shift+up"),
        ("+", "plus"),
        ("F5", "f5"),
        ("full_stop", "full_stop"),
        ("foo", ""),
        ("hyper+x", ""),
        ("", ""),
        ("\x1b", ""),
    ],
)
def test_keys_may_be_written_as_people_know_them(written: str, key: str) -> None:
    assert textual_key(written) == key


def test_every_key_that_is_shown_can_be_written_so() -> None:
    for action in all_actions():
        for key in action.keys.split(","):
            assert textual_key(key_text(key)) == key, key


def test_keys_of_ones_own_take_the_place_of_ours() -> None:
    assert chosen(**{"frame.quit": "Q", "grid.sort": "o,Ctrl+O"} | {"frame.open": "O"}) == {
        "frame.quit": "Q",
        "grid.sort": "o,ctrl+o",
        "frame.open": "O",
    }
    # A key that two actions exchange is no clash.
    assert chosen(**{"frame.undo": "w", "frame.write": "u"})


def test_what_cannot_be_names_the_nearest() -> None:
    assert "Did you mean `frame.quit`?" in refused(**{"frame.qiut": "Q"})
    assert "Did you mean `escape`?" in refused(**{"frame.quit": "escpae"})
    said = refused(**{"grid.sort": "f"})
    assert "`f`" in said
    assert "grid.sort" in said
    assert "grid.filter" in said
    assert "frame.quit" in refused(**{"grid.sort": "q"}), "what is everywhere would be hidden by it"
    assert "There is no key `ctrl+`" in refused(**{"grid.sort": "ctrl+"})


async def test_keys_of_ones_own_work_and_are_what_is_shown(engine: LastingEngine, tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text(SALES)
    async with story(engine, path) as told:
        told.app.set_keymap(chosen(**{"frame.theme": "Z"}))
        await told.press("t")
        assert told.app.theme == "regulars-dark"
        await told.press("Z")
        assert told.app.theme == "regulars-light"
        shown = {one.action.name: one.keys for one in usable_actions(told.app.query_one(Notice))}
        assert shown["frame.theme"] == ("Z",)
