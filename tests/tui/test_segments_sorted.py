"""Segments that are sorted otherwise: what is done with a line is done with the segment that stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.sixty import write_sales
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine
from tui.screens.segments_table import chosen
from tui.widgets.grid import Grid


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_sales(tmp_path / "shop.csv")


async def on_hibernating(told: Story) -> Grid:
    """The table of segments, the most customers first, with the cursor on one segment."""
    await told.press("4")
    grid: Grid = told.view.query_one("#segments-grid", Grid)
    await told.until(lambda: grid.rows, "the segments")
    await told.press("l", "s")
    await told.until(lambda: grid.order.sort == (("customers", True),), "the most customers first")
    await told.press("home")
    while grid.value("name") != "Hibernating":
        await told.press("down")
    return grid


async def test_those_selected_are_the_ones_that_are_mailed(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await on_hibernating(told)
        await told.press("space")
        assert chosen(told.view._groups) == ("Hibernating",)


async def test_the_cursor_stays_on_its_segment_when_all_is_drawn_anew(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        grid = await on_hibernating(told)
        told.app.compare_with("2025-08-01")
        await told.until(lambda: "customers_change" in {one.name for one in grid.source.columns}, "changes")
        await told.is_drawn()
        assert grid.value("name") == "Hibernating"
