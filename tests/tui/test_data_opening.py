"""The screen Data where a source is to be chosen: paths, folders, recipes, and what was worked on last."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from core.recipe import Recipe
from tests.tui import on_data
from tests.tui.on_data import has_rows, has_run, held, rows_part, sales, type_path, write_sales
from tests.tui.support import LastingEngine, app_on, screen_text, until
from tui.dialogs.open_source import OpenSource
from tui.dialogs.read import Read
from tui.session import Session, keep_session, kept_session
from tui.state import recent_sources
from tui.widgets.grid import Grid
from tui.widgets.open_panel import OpenPanel, PathEntry
from tui.widgets.places import PlaceList

shop = on_data.shop


async def test_with_nothing_open_the_list_has_the_focus_and_the_sample_is_offered(
    engine: LastingEngine,
) -> None:
    async with app_on(engine) as (app, pilot):
        places = app.query_one(PlaceList)
        assert app.focused is places
        assert places.place is not None
        assert places.place.kind == "sample"
        await until(pilot, lambda: "press / and type a path" in screen_text(pilot), "what can be done")
        await pilot.press("question_mark")
        assert isinstance(app.screen, Read)


async def test_a_path_is_typed_completed_and_opened(engine: LastingEngine, shop: Path) -> None:
    async with app_on(engine) as (app, pilot):
        await pilot.press("slash")
        entry = app.query_one(PathEntry)
        assert entry.has_focus
        await type_path(pilot, shop.parent / "sh")
        await pilot.press("tab")
        assert entry.value == str(shop)
        await pilot.press("enter")
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        assert app.session.recipe.source.paths == (str(shop),)
        assert recent_sources() == [str(shop)]
        assert rows_part(app).grid.has_focus


async def test_folders_are_walked_with_the_keyboard(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop.parent / "inner").mkdir()
    monkeypatch.chdir(shop.parent / "inner")
    async with app_on(engine) as (app, pilot):
        places = app.query_one(PlaceList)
        await pilot.press("left")
        assert places.folder == str(shop.parent)
        assert places.place is not None
        assert places.place.title == "inner/"
        await pilot.press("end")
        assert places.place.path == str(shop)
        await pilot.press("enter")
        await until(pilot, lambda: has_rows(app), "the rows")


async def test_what_is_not_there_is_said_before_anything_is_lost(engine: LastingEngine, shop: Path) -> None:
    async with app_on(engine, shop) as (app, pilot):
        await until(pilot, lambda: has_run(app), "the run")
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, OpenSource), "the dialog")
        await pilot.press("slash")
        await type_path(pilot, shop.parent / "shopp.csv")
        await pilot.press("enter")
        assert isinstance(app.screen, OpenSource)
        await until(pilot, lambda: "Did you mean shop.csv?" in screen_text(pilot), "what was meant")
        await pilot.press("escape")
        assert app.session.recipe.source.paths == (str(shop),)
        assert app.opened is not None


async def test_enter_goes_on_with_what_was_worked_on_last(engine: LastingEngine, shop: Path) -> None:
    session = Session()
    first = Recipe.from_tables({"source": {"paths": [str(shop)]}})
    session.begin(first)
    session.change(first.with_value("rules.price", "false"), "the rule price off")
    keep_session(session)
    async with app_on(engine, resumable=kept_session()) as (app, pilot):
        assert "shop.csv" in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: has_run(app), "the run")
        assert app.session.recipe.rules.price is False
        await pilot.press("u")
        assert app.session.recipe == first


async def test_leaving_without_a_choice_keeps_what_was_worked_on_last(
    engine: LastingEngine, shop: Path
) -> None:
    session = Session()
    session.begin(Recipe.from_tables({"source": {"paths": [str(shop)]}}))
    keep_session(session)
    async with app_on(engine, resumable=kept_session()) as (_, pilot):
        await pilot.press("q")
    kept = kept_session()
    assert kept is not None
    assert kept.recipe == session.recipe


async def test_a_recipe_file_opens_as_the_recipe(engine: LastingEngine, shop: Path) -> None:
    recipe = Recipe.from_tables({"source": {"paths": ["shop.csv"]}, "customers": {"as_of": "2024-03-01"}})
    file = shop.parent / "mine.toml"
    file.write_text(recipe.to_toml())
    async with app_on(engine) as (app, pilot):
        await pilot.press("slash")
        await type_path(pilot, file)
        await pilot.press("enter")
        await until(pilot, lambda: has_run(app), "the run")
        assert app.session.path == str(file)
        assert app.session.is_written
        assert app.opened is not None
        assert app.opened.report.as_of == "2024-03-01"


async def test_a_source_that_is_gone_is_an_error_and_another_can_be_chosen(
    engine: LastingEngine, shop: Path
) -> None:
    async with app_on(engine, shop.parent / "gone.csv") as (app, pilot):
        await until(pilot, lambda: app.query(OpenPanel), "the panel")
        text = screen_text(pilot)
        assert "gone.csv" in text
        assert text.count("Error:") == 1
        await pilot.press("slash")
        await type_path(pilot, shop)
        await pilot.press("enter")
        await until(pilot, lambda: has_run(app), "the run")


async def test_another_source_takes_the_place_of_the_one_before(engine: LastingEngine, shop: Path) -> None:
    other = write_sales(shop.parent / "other.csv", sales(seed=7))
    async with app_on(engine, shop) as (app, pilot):
        await until(pilot, lambda: has_run(app) and has_rows(app), "the run")
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, OpenSource), "the dialog")
        await pilot.press("slash")
        app.screen.query_one(Input).value = str(other)
        await pilot.press("enter")
        await until(pilot, lambda: has_run(app) and has_rows(app), "the other's run")
        assert held(rows_part(app).table).file == "other.csv"
        assert isinstance(app.focused, Grid)
        assert recent_sources()[0] == str(other)
