"""What the table of customers is sorted by, and whom its filter keeps: as it was left, at the next start too."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from tests.tui.sixty import customers, filter_by, write_sales
from tests.tui.stories import Story
from tests.tui.support import LastingEngine, app_on
from tui.order import Order
from tui.session import Session, keep_session, kept_session, opened_session


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_sales(tmp_path / "shop.csv")


async def test_the_next_start_goes_on_with_the_filter_and_the_sort(engine: LastingEngine, shop: Path) -> None:
    async with customers(engine, shop) as (told, grid):
        await filter_by(told, "country = Germany")
        await told.until(lambda: grid.rows == 20)
        while grid.column.name != "frequency":
            await told.press("l")
        await told.press("s")
        await told.until(lambda: grid.order.sort == (("frequency", True),))
    left = kept_session()
    assert left is not None
    async with app_on(engine, resumable=left) as (app, pilot):
        told = Story(app, pilot)
        await app.resume()
        await told.has_run()
        await told.comes_to("customers")
        await told.until(lambda: told.view.grid.rows == 20, "the filter")
        assert told.view.grid.order == Order((("frequency", True),), "country = Germany")
        await told.sees("20 of 60 customers (33.3 %)")
        await told.press("F")
        await told.until(lambda: told.view.grid.rows == 60)
    again = kept_session()
    assert again is not None
    assert again.customers == Order((("frequency", True),))


async def test_a_filter_on_what_is_compared_with_waits_for_it(engine: LastingEngine, shop: Path) -> None:
    async with customers(engine, shop) as (told, grid):
        told.app.compare_with("2025-06-01")
        await told.until(lambda: "tier_then" in {column.name for column in grid.source.columns})
        await filter_by(told, "tier_then is empty")
        await told.until(lambda: 0 < grid.rows < 60)
        new = grid.rows
    async with app_on(engine, resumable=kept_session()) as (app, pilot):
        told = Story(app, pilot)
        await app.resume()
        await told.has_run()
        await told.until(lambda: told.view.grid.rows == new, "the filter")
        assert told.view.grid.order.filter == "tier_then is empty"


async def test_a_filter_that_the_source_no_longer_answers_is_dropped_with_a_sentence(
    engine: LastingEngine, shop: Path
) -> None:
    async with customers(engine, shop) as (told, _):
        session = told.app.session
    session.customers = Order((("monetary", True), ("gone", False)), "loyalty_card = gold")
    keep_session(session)
    async with app_on(engine, resumable=kept_session()) as (app, pilot):
        told = Story(app, pilot)
        await app.resume()
        await told.has_run()
        await told.comes_to("customers")
        await told.sees(
            "The filter 'loyalty_card = gold' cannot be read any more, so all customers are shown."
        )
        assert told.view.grid.rows == 60
        await told.until(lambda: app.session.customers == Order(), "what is kept from now on")


async def test_another_source_begins_with_all_customers_and_undo_brings_the_filter_back(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    other = write_sales(tmp_path / "other.csv")
    async with customers(engine, shop) as (told, grid):
        await filter_by(told, "country = Germany")
        await told.until(lambda: grid.rows == 20)
        told.app.open_source(str(other))
        await told.until(lambda: told.app.session.name == "other.csv")
        await told.has_run()
        await told.until(lambda: told.view.grid.rows == 60, "all customers of the other source")
        assert told.app.session.customers == Order()
        await told.press("u")
        await told.until(lambda: told.app.session.name == "shop.csv")
        await told.has_run()
        await told.until(lambda: told.view.grid.rows == 20, "those of the filter")


def test_the_order_is_of_the_session_and_not_of_the_source() -> None:
    session = Session()
    session.begin(Recipe.from_tables({"source": {"paths": ["a.csv"]}}))
    assert not session.has_work
    session.customers = Order((("recency", False),), "r >= 4", "those of late")
    assert session.has_work
    assert Session.from_json(session.to_json()).customers == session.customers
    keep_session(session)
    assert opened_session(session.recipe).customers == Order()


def test_a_session_of_before_has_no_order() -> None:
    session = Session()
    session.begin(Recipe.from_tables({"source": {"paths": ["a.csv"]}}))
    data = session.to_json()
    del data["customers"]
    assert Session.from_json(data).customers == Order()
