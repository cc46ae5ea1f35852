"""A recipe that is run before there is an app to show it: handed over once, given up where another is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.remote.lane import StoppedError
from tests.support.command import CUSTOMERS, SALES
from tests.tui.support import LastingEngine


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    path = tmp_path / "shop.csv"
    path.write_text(SALES)
    return Recipe.from_tables({"source": {"paths": [str(path)]}})


def test_what_was_run_ahead_is_handed_over_once(engine: LastingEngine, recipe: Recipe) -> None:
    engine.open_ahead(recipe, look_first=True)
    first = engine.opening(recipe, look=True, look_first=True)
    again = engine.opening(recipe, look=True, look_first=True)
    assert again.run is not first.run
    assert first.look is not None
    assert first.look.result(60).recipe == recipe
    assert first.run.result(60).report.customers == CUSTOMERS
    assert again.run.result(60).report == first.run.result().report


def test_what_was_run_ahead_is_given_up_for_another_recipe(engine: LastingEngine, recipe: Recipe) -> None:
    other = recipe.with_value("customers.as_of", "2024-06-01")
    engine.open_ahead(recipe, look_first=True)
    ahead = engine._ahead
    assert ahead is not None
    opening = engine.opening(other, look=True, look_first=True)
    assert opening.run.result(60).report.as_of == "2024-06-01"
    with pytest.raises(StoppedError):
        ahead.run.result(60)


@pytest.mark.parametrize("look_first", [True, False])
def test_what_is_looked_at_comes_first(engine: LastingEngine, recipe: Recipe, look_first: bool) -> None:
    done: list[str] = []
    opening = engine.opening(recipe, look=True, look_first=look_first)
    assert opening.look is not None
    opening.look.add_done_callback(lambda _: done.append("look"))
    opening.run.add_done_callback(lambda _: done.append("run"))
    opening.look.result(60)
    opening.run.result(60)
    assert done == (["look", "run"] if look_first else ["run", "look"])
