"""A small shop, and what the frame around the screens shows of it."""

from __future__ import annotations

from pathlib import Path

from core.recipe import Recipe
from core.report import Report
from core.study import Study
from tests.support.command import SALES
from tests.tui.stories import Story
from tests.tui.support import screen_text
from tui.widgets.grid import Grid
from tui.widgets.keys import Keys
from tui.widgets.notice import Notice


def shop_in(folder: Path) -> Path:
    path = folder / "shop.csv"
    path.write_text(SALES)
    return path


def report(path: Path, *settings: tuple[str, str]) -> Report:
    with Study(Recipe().with_values(settings), [path]) as study:
        return study.report


def status_line(told: Story) -> str:
    """The line above the keys, which take two lines of a high terminal."""
    return screen_text(told.pilot).splitlines()[-1 - told.app.query_one(Keys).size.height]


def keys_line(told: Story) -> str:
    return screen_text(told.pilot).splitlines()[-1]


async def customers(told: Story) -> Grid:
    """The table of customers, with the focus."""
    await told.press("3")
    grid: Grid = told.view.query_one("#customers-grid", Grid)
    await told.until(lambda: grid.has_focus and grid.row is not None, "the customers")
    return grid


def said(told: Story) -> str:
    return str(told.app.query_one(Notice).visual)


def folded(told: Story) -> str:
    """All that is on the screen, as one line."""
    return " ".join(screen_text(told.pilot).split())
