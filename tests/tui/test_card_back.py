"""A card that another screen asked for leads back to it."""

from __future__ import annotations

from pathlib import Path

from tests.tui import predicting
from tests.tui.predicting import GROUPED, on_predict, recipe
from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.screens.customers_card import CardPane
from tui.widgets.grid import Grid

shop = predicting.shop
TREE = {"models": ["tree"], "targets": ["tier"], "active": "tree", "active_target": "tier"}


async def test_from_the_card_of_who_is_placed_wrongly_back_to_the_list(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, recipe=recipe(shop, classifier=TREE), size=(120, 40)) as told:
        await told.press("6")
        await told.sees("decision tree")
        await told.until(lambda: told.app.job is None and told.view.shown is not None, "the tree")
        await told.go_to_part("wrong")
        grid = told.view.parts.widget.query_one(Grid)
        await told.until(lambda: grid.rows and grid.row is not None, "who is placed wrongly")
        await told.press("down")
        place = grid.cursor
        await told.press("enter")
        await told.comes_to("customers")
        await told.until(lambda: told.view.cards.is_open, "the card")
        await told.press("escape")
        await told.comes_to("models")
        assert told.view.parts.present == "wrong"
        assert grid.cursor == place
        assert told.app.screen.focused is grid
        await told.press("3")
        await told.comes_to("customers")
        assert not told.view.cards.is_open


async def test_from_the_card_of_who_is_alike_back_to_predict(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, **GROUPED), size=(120, 40)) as told:
        await on_predict(told)
        await told.until(lambda: told.view.live.near, "who is alike")
        told.view.query_one("#near", Grid).focus()
        await told.press("enter")
        await told.comes_to("customers")
        await told.until(lambda: told.view.cards.is_open, "the card")
        # The next customers of the table are looked at on the way.
        await told.press("n", "escape")
        await told.comes_to("predict")
        assert told.app.screen.focused is told.view.query_one("#near", Grid)


async def test_a_card_that_is_come_back_to_is_left_for_the_table(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, **GROUPED), size=(120, 40)) as told:
        await on_predict(told)
        await told.until(lambda: told.view.live.near, "who is alike")
        told.view.query_one("#near", Grid).focus()
        await told.press("enter")
        await told.comes_to("customers")
        await told.until(lambda: told.view.cards.is_open, "the card")
        await told.press("4")
        await told.comes_to("segments")
        await told.press("3")
        await told.comes_to("customers")
        await told.until(lambda: isinstance(told.app.screen.focused, CardPane), "the card again")
        await told.press("escape")
        await told.until(lambda: not told.view.cards.is_open, "the table")
        assert told.app.session.screen == "customers"
        # So is one that was opened in the table.
        told.view.grid.focus()
        await told.press("enter")
        await told.until(lambda: told.view.cards.is_open, "a card of the table")
        await told.press("escape")
        assert told.app.session.screen == "customers"
