"""A recipe that is run before there is an app to show it: handed over once, given up where another is opened."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.remote.lane import StoppedError
from tests.support.command import CUSTOMERS, SALES
from tests.tui.support import LastingEngine
from tui.engine import Engine
from tui.order import Order
from tui.widgets.engine_rows import FileRows


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


@pytest.fixture
def fresh() -> Iterator[Engine]:
    """An engine with no process yet."""
    engine = Engine()
    yield engine
    engine.close()


def test_the_quick_process_keeps_out_of_the_way_of_what_is_waited_for(fresh: Engine, recipe: Recipe) -> None:
    fresh.open_ahead(recipe, look_first=True)
    fresh.stand_by()
    assert fresh.quick.process_id is None
    fresh.opening(recipe, look=True, look_first=True).run.result(60)
    deadline = time.monotonic() + 60
    while fresh.quick.process_id is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("opened", [True, False])
def test_the_quick_process_is_loaded_at_once_where_a_result_is_shown_first(
    fresh: Engine, recipe: Recipe, opened: bool
) -> None:
    if opened:
        fresh.open_ahead(recipe, look_first=False)
    fresh.stand_by()
    assert fresh.quick.process_id is not None


async def test_the_first_rows_come_with_the_look(fresh: Engine, recipe: Recipe) -> None:
    opening = fresh.opening(recipe, look=True, look_first=True)
    assert opening.look is not None
    look = opening.look.result(60)
    assert look.rows is not None
    assert look.page is not None
    here = await FileRows.of(fresh, look.rows.path, {}, page=look.page)
    assert await here.arrange(Order()) == look.rows.shown
    names = [column.name for column in here.columns][::-1]
    page = here.at_hand(Order(), 0, 128, names)
    assert page is not None
    assert fresh.quick.process_id is None  # nobody was asked
    there = await FileRows.of(fresh, look.rows.path, {})
    assert here.columns == there.columns
    assert list(page) == list(await there.fetch(Order(), 0, 128, names))
    down = Order(((names[0], True),))
    assert here.at_hand(down, 0, 128, names) is None
    assert await here.fetch(down, 0, 3, names) == await there.fetch(down, 0, 3, names)
