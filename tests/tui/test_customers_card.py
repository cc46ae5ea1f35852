"""The card of one customer: what it tells, and going from card to card."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from textual import events

from core.views import card as card_views
from core.views import steps as steps_views
from core.views.headings import HEADINGS
from core.views.result import ResultData
from tests.tui.sixty import customers, filter_by, sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui import showing
from tui.screens.customers_card import CardPane
from tui.screens.customers_card_parts import rhythm


async def test_a_card_tells_everything_of_a_customer(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    card = card_views.card(data, "K005")
    steps = steps_views.next_steps(data, "K005")
    async with customers(engine, source, size=(120, 40)) as (told, grid):
        await told.press(*["down"] * 5, "enter")
        pane = told.view.query_one(CardPane)
        await told.until(lambda: pane.display and pane.has_focus)
        assert pane.card == card
        assert pane.steps == steps
        await told.sees("Customer K005")
        await told.sees("(6 of 60)")
        text = screen_text(told.pilot)
        for name, value in card.facts:
            if isinstance(value, float):
                assert f"{HEADINGS[name]}" in text
                assert (f"{100 * value:.1f} %" if name == "value_share" else f"{value:,.2f}") in text
        await told.sees("Bought and refunded (below zero) by month")
        await told.sees("How the scores, tier and segment came about")
        for score in card.scores:
            assert score.text in pane.copied()
        await told.until(lambda: pane.products is not None, "the products")
        spent: dict[str, Decimal] = defaultdict(Decimal)
        for line in sales():
            if line[2] == "K005" and line[4] > 0:
                spent[line[3]] += line[4] * Decimal(line[5])
        assert {line.product: line.amount for line in pane.products.products} == {
            product: float(amount) for product, amount in spent.items()
        }
        assert "K005" in pane.copied()
        # Each of the six orders is of 2 for 10.50.
        assert rhythm(card).endswith("The usual order is 21.00 (the median).")
        # The card shows the last few orders, and the copy has all of them.
        invoices = {line[0] for line in sales() if line[2] == "K005"}
        assert all(invoice in pane.copied() for invoice in invoices)
        await told.press("escape")
        await told.until(lambda: grid.has_focus and not pane.display)


async def test_a_customer_who_gave_nearly_all_back_is_marked(
    engine: LastingEngine, source: Path, data: ResultData
) -> None:
    async with customers(engine, source) as (told, _):
        await filter_by(told, "mostly_refunded")
        await told.until(lambda: told.view.grid.rows == 1)
        await told.press("enter")
        pane = told.view.query_one(CardPane)
        await told.until(lambda: pane.display)
        assert pane.card.customer_id == "K012"
        await told.sees("Mostly refunded: Of the")


async def test_from_card_to_card_in_the_order_of_the_table(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, grid):
        await filter_by(told, "country = Norway")
        await told.until(lambda: grid.row is not None)
        await told.press("enter")
        pane = told.view.query_one(CardPane)
        seen = []
        for key in ("", "n", "right", "N", "left"):
            if key:
                await told.press(key)
            wanted = {"": "K002", "n": "K005", "right": "K008", "N": "K005", "left": "K002"}[key]
            await told.until(lambda wanted=wanted: pane.card is not None and pane.card.customer_id == wanted)
            seen.append(grid.cursor)
        assert seen == [0, 1, 2, 1, 0]
        await told.press("left")
        await told.sees("That was the first.")
        # It scrolls, and what is pressed there moves nothing in the table.
        await told.press("end")
        await told.until(lambda: pane.scroll_y > 0)
        await told.press("home")
        await told.until(lambda: pane.scroll_y == 0)
        # Keys that come in one go move as far as those that come one by one.
        for key in ("down", "down", "down", "up"):
            told.app.post_message(events.Key(key, None))
        await told.until(lambda: pane.scroll_y == 2)
        await told.press("escape")
        await told.until(lambda: grid.has_focus)
        assert grid.cursor == 0


async def test_a_card_that_is_asked_for_before_the_customers_are_there_opens_when_they_are(
    engine: LastingEngine, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if they took longer than a new screen is waited for.
    monkeypatch.setattr(showing, "SHOWN_WITHIN_S", 0.0)
    async with story(engine, source) as told:
        await told.app.show_card("K005")
        assert not told.view.grid.source.columns
        pane = told.view.query_one(CardPane)
        await told.until(lambda: pane.display and pane.has_focus, "the card")
        await told.sees("Customer K005")


async def test_a_card_follows_another_as_of_date(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, grid):
        await told.press("down", "down", "down", "enter")
        pane = told.view.query_one(CardPane)
        await told.until(lambda: pane.card is not None)
        before = dict(pane.card.facts)["recency"]
        told.app.set_values("as of a month later", customers__as_of="2026-01-15")
        await told.until(lambda: dict(pane.card.facts)["recency"] != before)
        assert pane.display
        assert pane.card.customer_id == "K003"
        # Before their first order they are no customer.
        told.app.set_values("as of January", customers__as_of="2025-01-20")
        await told.until(lambda: pane.card.reason)
        await told.sees("There is no such customer. Escape goes back to the table.")
        await told.press("escape")
        await told.until(lambda: grid.has_focus)
