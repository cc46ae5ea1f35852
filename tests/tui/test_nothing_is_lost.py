"""Whatever is opened next, what was chosen before can be gone back to: in the app, at the next start, and from beside."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from core.recipe import Recipe
from tests.tui.sixty import write_sales
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, app_on
from tui.session import (
    MOST_SESSIONS,
    Session,
    keep_session,
    kept_session,
    opened_session,
    session_at,
    sessions_left,
)
from tui.state import recent_sources
from tui.widgets.open_panel import OpenPanel


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_sales(tmp_path / "shop.csv")


@pytest.fixture
def junk(tmp_path: Path) -> Path:
    path = tmp_path / "junk.csv"
    path.write_bytes(bytes(range(256)) * 400)
    return path


def on(path: Path | str, **rules: object) -> Recipe:
    return Recipe.from_tables({"source": {"paths": [str(path)]}, "rules": rules})


async def open_path(told: Story, path: Path) -> None:
    """Open a file by its path, whatever is open."""
    await told.press("o")
    await told.until(lambda: told.app.screen.query(OpenPanel), "what to open")
    await told.press("slash")
    await told.enter(str(path))


async def is_open(told: Story, name: str) -> None:
    """Wait until a source has been run."""
    await told.until(lambda: told.app.session.name == name and told.app.source_look is not None, name)
    await told.has_run()


async def edit_a_map(told: Story) -> None:
    """Begin a draft of a map: a name more."""
    await told.press("4")
    await told.until(lambda: told.view.parts.widget is not None, "the segments")
    await told.go_to_part("map")
    await told.until(lambda: told.app.session.draft is not None, "a draft")
    assert told.app.session.draft is not None
    draft = told.app.session.draft
    told.view.parts.widget.edit(type(draft.draft)(draft.draft.q, (*draft.draft.rules, draft.draft.rules[0])))
    assert told.app.session.draft.is_under_way


# In the app


async def test_undo_goes_back_from_another_source_with_everything_chosen(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        told.app.set_values("the rule price off", rules__price="false")
        await told.has_run()
        await edit_a_map(told)
        left = told.app.session.recipe
        draft = told.app.session.draft
        await open_path(told, SAMPLE)
        await is_open(told, SAMPLE.name)
        assert told.app.session.draft is None
        await told.press("u")
        await is_open(told, shop.name)
        assert told.app.session.recipe == left
        assert told.app.session.draft is draft
        await told.comes_to("segments")
        await told.press("1", "u")
        assert told.app.session.recipe.rules.price
        await told.press("ctrl+r", "ctrl+r")
        await is_open(told, SAMPLE.name)


async def test_a_choice_after_undo_ends_the_going_forth_to_the_other_source(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        await open_path(told, SAMPLE)
        await is_open(told, SAMPLE.name)
        await told.press("u")
        await is_open(told, shop.name)
        told.app.set_values("the rule price off", rules__price="false")
        await told.press("ctrl+r")
        await told.sees("There is nothing to redo.")
        assert told.app.session.name == shop.name


async def test_a_file_that_cannot_be_read_is_told_of_also_where_nothing_came_of_what_is_open(
    engine: LastingEngine, tmp_path: Path
) -> None:
    header, empty = tmp_path / "header.csv", tmp_path / "empty.csv"
    header.write_text("a,b,c\n")
    empty.touch()
    async with app_on(engine, header) as (app, pilot):
        told = Story(app, pilot)
        await told.sees("header.csv has a header and no rows")
        await open_path(told, empty)
        await told.sees("header.csv is open as it was.")
        await told.until(lambda: app.session.name == header.name and app._is_settled.is_set())
        await told.sees("empty.csv")
        await told.sees("header.csv is open as it was.")


async def test_a_file_that_cannot_be_read_leaves_what_is_open(
    engine: LastingEngine, shop: Path, junk: Path
) -> None:
    async with story(engine, shop) as told:
        told.app.set_values("the rule price off", rules__price="false")
        await told.has_run()
        left, shown = told.app.session.recipe, told.app.opened.report  # type: ignore[union-attr]
        await open_path(told, junk)
        await told.sees("Error:")
        await told.sees("junk.csv")
        await told.sees("shop.csv is open as it was.")
        await is_open(told, shop.name)
        assert told.app.session.recipe == left
        assert told.app.opened is not None
        assert told.app.opened.report == shown
        assert not told.app.trail.before
        await told.press("u")
        assert told.app.session.recipe.rules.price
    kept = kept_session()
    assert kept is not None
    assert kept.name == shop.name
    assert [left.name for left in sessions_left()] == [shop.name]
    assert recent_sources() == [str(shop)]


async def test_what_cannot_be_read_is_not_offered_at_the_next_start(
    engine: LastingEngine, junk: Path
) -> None:
    async with app_on(engine, junk) as (app, pilot):
        told = Story(app, pilot)
        await told.sees("Error:")
        await told.press("q")
    assert kept_session() is None
    assert recent_sources() == []


async def test_a_source_that_was_left_is_offered_and_gone_on_with(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop, size=(120, 40)) as told:
        told.app.set_values("the rule price off", rules__price="false")
        await told.has_run()
        await told.press("2")
        await told.comes_to("clean")
        await open_path(told, SAMPLE)
        await is_open(told, SAMPLE.name)
        await told.press("o")
        await told.sees("1 choice made, left on Clean")
        await told.press("down", "enter")
        await is_open(told, shop.name)
        assert not told.app.session.recipe.rules.price
        await told.comes_to("clean")


async def test_opening_a_source_anew_is_a_step(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        told.app.set_values("the rule price off", rules__price="false")
        await told.has_run()
        await open_path(told, SAMPLE)
        await is_open(told, SAMPLE.name)
        await open_path(told, shop)
        await is_open(told, shop.name)
        assert told.app.session.recipe.rules.price
        await told.sees("u goes back to them")
        await told.press("u")
        await told.sees("Undone: shop.csv opened anew.")
        assert not told.app.session.recipe.rules.price


# From start to start


def test_each_source_keeps_its_own_session(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        session = opened_session(on(tmp_path / name))
        session.change(on(tmp_path / name, price=False), "the rule price off")
        keep_session(session)
    assert [left.name for left in sessions_left()] == ["b.csv", "a.csv"]
    newest = kept_session()
    assert newest is not None
    assert newest.name == "b.csv"
    again = opened_session(on(tmp_path / "a.csv"))
    assert again.recipe.rules.price
    assert again.is_begun_again
    assert again.undo() == "a.csv opened anew"
    assert not again.recipe.rules.price
    assert not again.is_begun_again


def test_a_source_is_the_same_wherever_it_is_named_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("x")
    (tmp_path / "link.csv").symlink_to(tmp_path / "data" / "a.csv")
    monkeypatch.chdir(tmp_path / "data")
    names = ("a.csv", "../data/a.csv", str(tmp_path / "data" / "a.csv"), str(tmp_path / "link.csv"))
    assert len({opened_session(on(name)).place for name in names}) == 1
    assert opened_session(on("b.csv")).place != opened_session(on("a.csv")).place
    assert opened_session(on("a.csv"), "mine.toml").place != opened_session(on("a.csv")).place


def test_opening_anew_where_nothing_was_chosen_is_no_step(tmp_path: Path) -> None:
    keep_session(opened_session(on(tmp_path / "a.csv")))
    again = opened_session(on(tmp_path / "a.csv"))
    assert not again.has_work
    assert not again.is_begun_again


def test_the_newest_sessions_are_kept(tmp_path: Path) -> None:
    for number in range(MOST_SESSIONS + 3):
        keep_session(opened_session(on(tmp_path / f"{number}.csv")))
    names = [left.name for left in sessions_left()]
    assert len(names) == MOST_SESSIONS
    assert names[0] == f"{MOST_SESSIONS + 2}.csv"


def test_the_one_session_of_an_earlier_version_is_still_there(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "regulars"
    folder.mkdir(parents=True)
    session = Session()
    session.begin(on(tmp_path / "a.csv"))
    session.change(on(tmp_path / "a.csv", price=False), "the rule price off")
    (folder / "session.json").write_text(json.dumps(session.to_json()))
    kept = kept_session()
    assert kept is not None
    assert kept.undo() == "the rule price off"
    assert not (folder / "session.json").exists()
    assert [left.choices for left in sessions_left()] == [1]


# Beside


def test_two_apps_on_one_source_keep_both_sessions(tmp_path: Path) -> None:
    first = opened_session(on(tmp_path / "a.csv"))
    first.change(on(tmp_path / "a.csv", price=False), "the rule price off")
    keep_session(first)
    (file,) = (tmp_path / "state" / "regulars" / "sessions").glob("*.json")
    # As though another app kept it: whatever started the tests runs as long as they do.
    file.write_text(json.dumps({**json.loads(file.read_text()), "process": os.getppid()}))
    second = opened_session(on(tmp_path / "a.csv"))
    assert second.undo() == "a.csv opened anew"
    second.change(on(tmp_path / "a.csv", quantity=False), "the rule quantity off")
    keep_session(second)
    assert [left.has_work for left in sessions_left()] == [True, True]
    again = session_at(first.place)
    assert again is not None
    assert again.recipe == first.recipe


def test_what_an_app_left_that_has_ended_is_gone_on_with_in_place(tmp_path: Path) -> None:
    session = opened_session(on(tmp_path / "a.csv"))
    keep_session(session)
    (file,) = (tmp_path / "state" / "regulars" / "sessions").glob("*.json")
    file.write_text(json.dumps({**json.loads(file.read_text()), "process": 2**22 + 1}))
    assert opened_session(on(tmp_path / "a.csv")).place == session.place
