"""A grid alone in an app, with rows that plain Python can tell apart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.tui.stories import Story
from tests.tui.support import LastingEngine, app_on, screen_text
from tui.engine import Engine
from tui.widgets.grid import Grid
from tui.widgets.rows import Column, Row, RowSource

COLUMNS = (
    Column("name", "Name", width=8),
    Column("amount", "Amount", "money", 12),
    Column("orders", "Orders", "number", 8),
    Column("city", "City", width=10),
)


CITIES = ("Oslo", "Bergen", None)


def people(count: int) -> list[Row]:
    return [
        (f"P{place:04}", float(place * 37 % 1000), place % 7, CITIES[place % 3]) for place in range(count)
    ]


@asynccontextmanager
async def grid_on(
    source: RowSource | None = None, *, size: tuple[int, int] = (60, 20), engine: Engine | None = None
) -> AsyncIterator[tuple[Grid, Story]]:
    """A grid that fills the screen."""
    lasting = engine or LastingEngine()
    async with app_on(lasting, size=size) as (app, pilot):  # type: ignore[arg-type]
        for view in app.query("View"):
            view.display = False
        grid = Grid(id="tested")
        await app.query_one("#body").mount(grid)
        grid.focus()
        if source is not None:
            await grid.show(source)
        told = Story(app, pilot)
        await pilot.pause()
        yield grid, told


def lines(told: Story) -> list[str]:
    """The lines of the screen that are the grid's: under the tabs, above the status and the keys."""
    return screen_text(told.pilot).splitlines()[1:-2]
