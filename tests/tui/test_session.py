"""The session: steps, undo, and what is kept for the next start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.recipe import Recipe
from tui.session import MOST_STEPS, Session, keep_session, kept_session
from tui.state import recent_sources, remember_source, state_folder


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "regulars"


def recipe(**customers: object) -> Recipe:
    return Recipe.from_tables({"source": {"paths": ["a.csv"]}, "customers": customers})


def test_undo_goes_back_and_redo_forth() -> None:
    session = Session()
    first, second, third = recipe(), recipe(as_of="2011-01-01"), recipe(as_of="2011-02-01")
    session.begin(first)
    assert session.change(second, "as of January")
    assert session.change(third, "as of February")
    assert session.undo() == "as of February"
    assert session.recipe == second
    assert session.undo() == "as of January"
    assert session.recipe == first
    assert session.undo() is None
    assert session.redo() == "as of January"
    assert session.redo() == "as of February"
    assert session.recipe == third
    assert session.redo() is None


def test_a_choice_after_undo_ends_what_could_be_redone() -> None:
    session = Session()
    session.begin(recipe())
    session.change(recipe(as_of="2011-01-01"), "one")
    session.undo()
    session.change(recipe(as_of="2011-03-01"), "two")
    assert session.redo() is None
    assert session.undo() == "two"
    assert session.recipe == recipe()


def test_the_same_choice_twice_is_one_step() -> None:
    session = Session()
    session.begin(recipe())
    assert not session.change(recipe(), "nothing")
    assert session.undo() is None


def test_steps_are_bounded_and_the_latest_stay() -> None:
    session = Session()
    session.begin(recipe())
    for day in range(MOST_STEPS + 50):
        session.change(recipe(as_of=f"{2000 + day}-01-01"), str(day))
    assert len(session.recipes) == MOST_STEPS
    assert session.recipe == recipe(as_of=f"{2000 + MOST_STEPS + 49}-01-01")


def test_a_session_comes_back_as_it_was() -> None:
    session = Session()
    session.begin(recipe(), "/tmp/a.toml")
    for day in range(50):
        session.change(recipe(as_of=f"{2000 + day}-01-01"), f"step {day}")
    session.undo()
    session.screen, session.compared = "segments", "2001-05-05"
    keep_session(session)
    again = kept_session()
    assert again is not None
    assert (again.recipe, again.path, again.screen, again.compared, again.written) == (
        session.recipe,
        "/tmp/a.toml",
        "segments",
        "2001-05-05",
        recipe(),
    )
    assert again.redo() == "step 49"
    again.undo()
    assert again.undo() == "step 48"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"recipes": []}',
        "null",
        '"x"',
        '{"recipes": ["x ="], "reasons": [""], "position": 0}',
    ],
)
def test_a_damaged_session_is_no_session(text: str, own_state: Path) -> None:
    own_state.mkdir(parents=True)
    (own_state / "session.json").write_text(text)
    assert kept_session() is None


def test_a_session_whose_steps_do_not_fit_is_no_session(own_state: Path) -> None:
    session = Session()
    session.begin(recipe())
    data = session.to_json()
    own_state.mkdir(parents=True)
    (own_state / "session.json").write_text(json.dumps({**data, "position": 7}))
    assert kept_session() is None


def test_a_state_folder_that_cannot_be_written_loses_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/nowhere")
    session = Session()
    session.begin(recipe())
    keep_session(session)
    remember_source("a.csv")
    assert kept_session() is None
    assert recent_sources() == []


def test_recent_sources_are_the_last_ones_that_are_still_there(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.csv" for number in range(3)]
    for path in paths:
        path.write_text("x")
        remember_source(str(path))
    remember_source(str(paths[0]))
    paths[1].unlink()
    assert recent_sources() == [str(paths[0]), str(paths[2])]
    assert state_folder() is not None
