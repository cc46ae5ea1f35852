"""Drawing the parts of the screen Customers: what is in view, when something that it shows has changed."""

from __future__ import annotations

import asyncio
from copy import copy
from typing import TYPE_CHECKING, Literal

from textual.worker import Worker

from core.errors import RegularsError
from core.remote import compared, filtered
from core.remote.opened import Opened
from core.views import tiers as tiers_views
from core.views.correlations import Correlations
from core.views.measures import Scale
from tui.engine import answer
from tui.screens.customers_correlations import CorrelationsPart
from tui.screens.customers_scatter import ScatterPart
from tui.screens.customers_spread import MEASURES, SpreadPart
from tui.screens.customers_table import TablePart
from tui.screens.customers_tiers import TiersPart
from tui.text import plain
from tui.widgets.engine_rows import CustomerRows

if TYPE_CHECKING:
    from tui.screens.customers import CustomersView

SCALES: tuple[Scale, ...] = ("auto", "linear", "log")
SCALE_WORDS = {"auto": "logarithmic where it helps", "linear": "always linear", "log": "always logarithmic"}
# Rows come before the charts beside them, and of many filters in a row only the last is drawn.
AFTER_S = 0.06
# What is worth plotting, the most telling first, and what runs up where it is known.
TELLING, LOOKED_UP_TO = ("frequency", "recency", "tenure", "value", "monetary"), "monetary"
# Ranks of so many customers take more than a moment.
MANY = 100_000


class Charts:
    """What the charts show, and of which customers each was drawn last."""

    def __init__(self, view: CustomersView) -> None:
        self._view = view
        self._x, self._y = "", ""
        """The measures that were chosen to run across and up."""
        self.colour: Literal["tier", "segment"] = "tier"
        self.scale: Scale = "auto"
        self._results = 0
        """How many results there have been: what was drawn of an earlier one is out of date."""
        self._drawn: dict[str, object] = {}

    def forget(self) -> None:
        """There is another result: all parts are out of date."""
        self._results += 1

    def draw(self) -> None:
        """Draw the part in view, unless it shows all this already."""
        self._worker: Worker[None] = self._view.run_worker(self._draw, group="part", exclusive=True)

    def next_scale(self) -> str:
        """Take the next kind of scale; what it is called."""
        self.scale = SCALES[(SCALES.index(self.scale) + 1) % len(SCALES)]
        self.draw()
        return SCALE_WORDS[self.scale]

    def next_colour(self) -> None:
        """Colour by the other of tier and segment."""
        self.colour = "segment" if self.colour == "tier" else "tier"
        self.draw()

    def plot(self, *, x: str = "", y: str = "") -> None:
        """Plot other measures."""
        self._x, self._y = x or self._x, y or self._y
        self.draw()

    @property
    def axes(self) -> tuple[str, str]:
        """The measures that run across and up: those chosen, else the first that somebody has."""
        known = [name for name in TELLING if name not in self._view.absent]
        x = self._x or next((name for name in known if name not in (LOOKED_UP_TO, self._y)), TELLING[0])
        y = self._y or next(
            (name for name in (LOOKED_UP_TO, *known) if name in known and name != x), LOOKED_UP_TO
        )
        return x, y

    def _shown_by(self, part: object) -> object:
        """All that the picture of a part depends on."""
        state = (self._results, self._view.filter)
        if isinstance(part, ScatterPart):
            return (*state, self.scale, self.axes, self.colour, part.room)
        if isinstance(part, TablePart):
            return (*state, self.scale, part.has_histograms)
        if isinstance(part, SpreadPart):
            return (*state, self.scale)
        if isinstance(part, TiersPart):
            return (*state, part.is_roomy)
        return state

    async def _draw(self) -> None:
        await asyncio.sleep(AFTER_S)
        view = self._view
        opened, parts = view.opened, view.parts
        part, name = parts.widget, parts.present
        if opened is None or not view.grid.source.columns or part is None:
            return
        if self._drawn.get(name) == self._shown_by(part):
            return
        wanted = self._shown_by(part)
        try:
            is_drawn = await self._draw_part(part, opened)
        except RegularsError as error:
            view.regulars.fail(error)
            return
        if is_drawn:
            self._drawn[name] = self._shown_by(part) if isinstance(part, ScatterPart) else wanted

    async def _draw_part(self, part: object, opened: Opened) -> bool:
        view = self._view
        quick = view.regulars.engine.quick.latest("customers")
        if isinstance(part, SpreadPart) or (isinstance(part, TablePart) and part.has_histograms):
            spread = await answer(
                quick.view(
                    filtered.distributions,
                    opened,
                    view.filter,
                    [name for name in MEASURES if name not in view.absent],
                    scale=self.scale,
                    earlier=view.earlier_beside,
                )
            )
            if isinstance(part, SpreadPart):
                part.show(spread, view.whom)
            else:
                part.show_spread(spread)
        elif isinstance(part, ScatterPart):
            return await self._draw_scatter(part, opened)
        elif isinstance(part, CorrelationsPart):
            found = await self._correlations(opened)
            if found is None:
                return False
            part.show(found, view.whom)
        elif isinstance(part, TiersPart):
            tiers = await answer(quick.view(tiers_views.tiers_view, opened))
            earlier = view.regulars.earlier
            comparison = None
            if earlier is not None:
                comparison = await answer(quick.view(compared.compared, opened, earlier.payload))
            kept = plain(view.grid.order.filter_in_words, 60)
            whom = f"Tiers are of all customers, whatever the filter ({kept})." if kept else ""
            await part.show(tiers, comparison, whom)
            customers = view.grid.source
            if part.is_roomy and isinstance(customers, CustomerRows):
                # Rows of their own: what the table's come to is of its filter.
                await part.show_big_spenders(copy(customers), view.absent)
        return True

    async def _correlations(self, opened: Opened) -> Correlations | None:
        """The correlations; of a great many customers they are worked out where nothing else waits for them."""
        app, kept, earlier = self._view.regulars, self._view.filter, self._view.earlier_beside
        if opened.report.customers < MANY:
            quick = app.engine.quick.latest("customers")
            return await answer(quick.view(filtered.correlations, opened, kept, earlier))
        future = app.engine.slow.view(filtered.correlations, opened, kept, earlier)
        return await app.wait_for("working out correlations", future)

    async def _draw_scatter(self, part: ScatterPart, opened: Opened) -> bool:
        quick = self._view.regulars.engine.quick.latest("customers")
        # Once the axes are known there may be room for a few places more or fewer.
        for _ in range(2):
            room = part.room
            if room == (0, 0):
                return False
            found = await answer(
                quick.view(
                    filtered.scatter,
                    opened,
                    self._view.filter,
                    *self.axes,
                    size=room,
                    scale=self.scale,
                    colour=self.colour,
                    earlier=self._view.earlier_beside,
                )
            )
            part.show(found, self._view.whom)
            if part.room == room:
                break
        return True
