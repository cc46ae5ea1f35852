"""A source that changes while it is open: the first run that finds it changed says so, and no screen shows what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine

HEAD = "Invoice,InvoiceDate,Customer,Price,Quantity\n"


def line(number: int) -> str:
    return f"5{number:04d},2024-{number % 12 + 1:02d}-{number % 27 + 1:02d},{100 + number % 40},{1 + number % 9}.50,{1 + number % 3}\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    path.write_text(HEAD + "".join(map(line, range(300))))
    return path


def append(path: Path, first: int, last: int) -> None:
    with path.open("a") as file:
        file.writelines(map(line, range(first, last)))


async def choose(told: Story, value: str) -> None:
    """Make any choice, which is run."""
    told.app.set_values("another choice", rules__price=value)
    await told.has_run()


async def test_a_run_says_that_the_file_has_changed(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop, size=(120, 40)) as told:
        await told.sees("All 300 rows of shop.csv")
        append(shop, 300, 350)
        await told.press("2")
        await choose(told, "false")
        await told.sees("Since it was read shop.csv has changed: 300 rows then, 350 now.")
        assert told.app.opened is not None
        assert told.app.opened.report.rows == 350
        await told.press("1")
        await told.sees("All 350 rows of shop.csv")
        # The profile is of all rows that are there now.
        await told.sees("Rows 350")
        await choose(told, "true")
        assert "has changed" not in told.app.query_one("#notice").render().__str__()


async def test_rows_on_the_screen_are_read_anew(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop, size=(120, 40)) as told:
        await told.sees("All 300 rows of shop.csv")
        append(shop, 300, 301)
        await choose(told, "false")
        await told.sees("All 301 rows of shop.csv")
        part = told.view.rows_part
        await told.until(lambda: part.grid.rows == 301, "the new rows")


async def test_a_file_that_comes_to_a_folder_is_told(engine: LastingEngine, shop: Path) -> None:
    folder = shop.parent / "months"
    folder.mkdir()
    (folder / "a.csv").write_text(HEAD + "".join(map(line, range(100))))
    (folder / "b.csv").write_text(HEAD + "".join(map(line, range(100, 200))))
    async with story(engine, folder, size=(120, 40)) as told:
        (folder / "c.csv").write_text(HEAD + "".join(map(line, range(200, 250))))
        await choose(told, "false")
        await told.sees("Since it was read c.csv is new: 200 rows then, 250 now.")
        (folder / "a.csv").unlink()
        await choose(told, "true")
        await told.sees("Since it was read a.csv is gone: 250 rows then, 150 now.")


async def test_a_file_that_stays_is_not_told_of(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        looked = told.app.source_look
        await choose(told, "false")
        assert told.app.source_look is looked
        assert not told.app.query_one("#notice").display
