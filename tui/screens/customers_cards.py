"""Opening the cards of customers one after the other: what is quick first, what reads the source after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import Worker

from core.errors import RegularsError
from core.remote import compared
from core.remote.opened import Opened
from core.views import card as card_views
from core.views import steps as steps_views
from core.views.steps import NextSteps
from tui.acting import focus_on
from tui.engine import answer
from tui.screens.customers_card import CardPane
from tui.text import plain
from tui.widgets.engine_rows import CustomerRows

if TYPE_CHECKING:
    from tui.screens.customers import CustomersView

# Whoever goes from card to card does not wait for the products of each.
PRODUCTS_AFTER_S = 0.4


class Cards:
    """The card that is open over the table, if one is."""

    def __init__(self, view: CustomersView) -> None:
        self._view = view
        self.customer_id = ""
        self.place: int | None = None
        self.back_to = ""
        """The screen that leaving the card leads back to; empty where that is the table."""
        self._worker: Worker[None] | None = None
        self._is_wanted = False
        """Whether a card was asked for before the customers were there."""
        self._over = ""
        """The part that the card was opened over."""

    @property
    def pane(self) -> CardPane:
        """Where the card is shown."""
        return self._view.query_one(CardPane)

    @property
    def is_open(self) -> bool:
        """Whether a card is open."""
        # Asked for with every move: going through all widgets for it would be felt.
        return any(isinstance(child, CardPane) and child.display for child in self._view.children)

    def open(self, place: int) -> None:
        """Open the card of the customer who stands there in the table."""
        self.back_to = ""
        self._over = self._view.parts.present
        self._work(partial(self._show_place, place))

    def open_of(self, customer_id: str, back_to: str = "") -> None:
        """Open the card of a customer, wherever in the table they stand, on the way to whom another screen may have been left."""
        self.customer_id, self.back_to = customer_id, back_to
        self._is_wanted = True
        self._over = self._view.parts.present
        self._work(self._show_again)

    def step(self, by: int) -> None:
        """Go on to the next customer of the table, or back to the one before."""
        grid = self._view.grid
        start = self.place if self.place is not None else grid.cursor
        place = start + by
        if 0 <= place < grid.rows:
            self._work(partial(self._show_place, place))
        else:
            self._view.regulars.say(
                "That was the last customer of the table." if by > 0 else "That was the first."
            )

    def again(self) -> None:
        """Show the same customer of another result, or one who was asked for before there was any."""
        if self.is_open or self._is_wanted:
            self._work(self._show_again)

    def look_up(self) -> None:
        """Look up the products of the customer once more."""
        if self.is_open and self._view.opened is not None:
            self._work(partial(self._show_products, self._view.opened))

    def leave(self) -> None:
        """Go back to the table."""
        self._is_wanted, self.back_to = False, ""
        if self._worker is not None:
            self._worker.cancel()
        if not self.is_open:
            return
        self.pane.display = False
        parts = self._view.parts
        parts.display = True
        if self._view.display:
            parts.focus_part()

    def leave_unless_over(self, part: str) -> None:
        """Go back where another part is in view than the one that the card was opened over."""
        if part != self._over:
            self.leave()

    def _work(self, show: Callable[[], Coroutine[None, None, None]]) -> None:
        if self._worker is not None:
            self._worker.cancel()
        self._worker = self._view.run_worker(show, group="card", exclusive=True)

    async def _show_place(self, place: int) -> None:
        grid, opened = self._view.grid, self._view.opened
        source = grid.source
        if opened is None or not isinstance(source, CustomerRows):
            return

        async def show() -> None:
            customer_id = await source.id_at(grid.order, place)
            if customer_id is not None:
                grid.move_to(place)
                self.place, self.customer_id = place, customer_id
                await self._show(opened)

        await self._shown(show, opened)

    async def _show_again(self) -> None:
        grid, opened = self._view.grid, self._view.opened
        source = grid.source
        if opened is None or not isinstance(source, CustomerRows):
            return
        self._is_wanted = False

        async def show() -> None:
            self.place = await source.position(grid.order, self.customer_id)
            if self.place is not None:
                grid.move_to(self.place)
            await self._show(opened)

        await self._shown(show, opened)

    async def _shown(self, show: Callable[[], Coroutine[None, None, None]], opened: Opened) -> None:
        """Show a card, and then its products; what it needs may have to be made again first, and who pressed a key since is not called back."""
        view, app = self._view, self._view.regulars
        asked_at = app.key_came_at
        try:
            await app.asked(show, lambda: view.display and app.key_came_at == asked_at)
        except RegularsError as error:
            app.fail(error)
            return
        await self._show_products(opened, wait=True)

    async def _show(self, opened: Opened) -> None:
        quick = self._view.regulars.engine.quick
        card = await answer(quick.latest("card").view(card_views.card, opened, self.customer_id))
        if card.reason:
            steps = NextSteps(self.customer_id, "", "", None, (), reason=card.reason)
        else:
            steps = await answer(quick.latest("steps").view(steps_views.next_steps, opened, self.customer_id))
        earlier, then = self._view.regulars.earlier, None
        if earlier is not None and not card.reason:
            wanted = quick.latest("then")
            then = await answer(wanted.view(compared.then_of, opened, earlier.payload, self.customer_id))
        pane = self.pane
        pane.show(card, steps, then, self.place, self._view.grid.rows)
        if not pane.display:
            self._view.parts.display = False
            pane.display = True
        if self._view.display and self._view.screen.focused is not pane:
            focus_on(pane)

    async def _show_products(self, opened: Opened, *, wait: bool = False) -> None:
        pane, app = self.pane, self._view.regulars
        if pane.card is None or pane.card.reason or app.is_stale:
            return
        pane.tell_products("Being looked up in the source; x cancels.")
        if wait:
            await asyncio.sleep(PRODUCTS_AFTER_S)
        future = app.engine.slow.view(card_views.top_products, opened, self.customer_id)
        found = await app.wait_for(f"looking up what {plain(self.customer_id, 24)} bought", future)
        if not pane.is_attached:
            return
        if found is None:
            pane.tell_products("They were not looked up: r does it.")
        else:
            pane.show_products(found)
