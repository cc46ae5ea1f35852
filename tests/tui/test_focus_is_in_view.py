"""Keys reach the app through what has the focus: it is never with what is hidden or gone."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from core.remote import looking
from core.remote.lane import Lane, StoppedError
from tests.tui.sixty import customers
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, app_on
from tui.dialogs.read import Read
from tui.session import kept_session
from tui.widgets.grid import Grid
from tui.widgets.open_panel import OpenPanel


async def test_another_source_opened_while_one_is_looked_at_has_the_keys(
    engine: LastingEngine, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "slow.csv"
    slow.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    study = Lane.study

    def hold(lane: Lane, function: Any, recipe: Any, *args: Any, **kwargs: Any) -> Any:
        is_slow = function is looking.first_look and str(slow) in recipe.source.paths
        return Future() if is_slow else study(lane, function, recipe, *args, **kwargs)

    monkeypatch.setattr(Lane, "study", hold)
    async with app_on(engine, slow) as (app, pilot):
        told = Story(app, pilot)
        await told.press("3")
        await told.comes_to("customers")
        await told.press("o")
        await told.until(lambda: app.screen.query("PathEntry"), "the field")
        panel = app.screen.query_one(OpenPanel)
        panel.entry.value = str(source)
        panel.entry.focus()
        await told.press("enter")
        await told.has_run()
        await told.until(
            lambda: isinstance(app.focused, Grid) and app.view in app.focused.ancestors, "the rows"
        )
        await told.press("question_mark")
        await told.until(lambda: isinstance(app.screen, Read), "the keys")


@pytest.mark.parametrize("how", ["hidden", "gone"])
async def test_keys_are_the_apps_where_what_has_the_focus_is_hidden_or_gone(
    engine: LastingEngine, source: Path, how: str
) -> None:
    async with customers(engine, source) as (told, grid):
        if how == "hidden":
            await told.press("4")
            await told.comes_to("segments")
            await told.until(lambda: told.app.focused is not None)
        else:
            await told.view.remove()
        told.app.screen.focused = grid  # as Textual's own ways of giving it may leave it
        await told.press("question_mark")
        await told.until(lambda: isinstance(told.app.screen, Read), "the keys")
        assert told.app.screen_stack[0].focused is not grid


async def test_data_says_so_where_looking_at_the_source_was_cancelled(
    engine: LastingEngine, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "slow.csv"
    slow.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    study, held = Lane.study, []

    def hold(lane: Lane, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is not looking.first_look:
            return study(lane, function, *args, **kwargs)
        held.append(Future())
        return held[-1]

    monkeypatch.setattr(Lane, "study", hold)
    async with app_on(engine, slow) as (app, pilot):
        told = Story(app, pilot)
        await told.sees("Looking at")
        held[0].set_exception(StoppedError())
        await told.sees("Reading slow.csv was cancelled.")
        await told.until(lambda: app.focused is not None, "the list")


@pytest.mark.parametrize(("screen", "part"), [("4", "map"), ("4", "grid"), ("4", "curve"), ("3", "scatter")])
async def test_the_part_that_a_session_was_left_at_has_the_keys(
    engine: LastingEngine, source: Path, screen: str, part: str
) -> None:
    async with story(engine, source) as told:
        await told.press(screen)
        await told.go_to_part(part)
        await told.press("1")
    session = kept_session()
    assert session is not None
    async with app_on(engine, resumable=session) as (app, pilot):
        again = Story(app, pilot)
        await app.resume()
        await again.has_run()
        await again.press(screen)
        await again.until(lambda: again.view.parts.present == part and again.view.parts.widget is not None)
        shown = again.view.parts.widget
        await again.until(lambda: app.focused is not None and shown in app.focused.ancestors_with_self)
        # Nor does it go elsewhere once all is there.
        await again.press("1", screen)
        await again.until(lambda: app.focused is not None and shown in app.focused.ancestors_with_self)
