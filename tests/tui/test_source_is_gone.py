"""Files of the source are removed while it is open: what needs them says so, and all else goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.tui.sixty import customers, write_sales
from tests.tui.support import LastingEngine, screen_text


async def opens_a_card(engine: LastingEngine, source: Path, gone: Path, told_of: str) -> None:
    """Open a card after one of the files went, from which its products would be read."""
    async with customers(engine, source, size=(120, 40)) as (told, _grid):
        gone.unlink()
        await told.press("down", "enter")
        await told.sees(told_of)
        shown = screen_text(told.pilot)
        assert "did not expect" not in shown
        assert "report" not in shown
        pane = told.view.cards.pane
        assert pane.display
        assert pane.card.customer_id == "K001"
        assert pane.products is None
        # How often they come, and how their scores came about.
        assert "since the last purchase" in shown
        assert told.app.fault is None


async def test_a_file_that_is_named(engine: LastingEngine, tmp_path: Path) -> None:
    shop = write_sales(tmp_path / "gone.csv")
    await opens_a_card(engine, shop, shop, f"There is no file '{shop}'.")


async def test_the_file_behind_a_link(engine: LastingEngine, tmp_path: Path) -> None:
    shop = write_sales(tmp_path / "sales.csv")
    link = tmp_path / "link.csv"
    link.symlink_to(shop)
    await opens_a_card(
        engine, link, shop, f"'{link}' is a link that leads to '{shop}', where there is no file"
    )


@pytest.mark.parametrize("named", [".", "*.csv"])
async def test_one_file_of_several(engine: LastingEngine, tmp_path: Path, named: str) -> None:
    folder = tmp_path / "sales"
    folder.mkdir()
    shop = write_sales(folder / "gone.csv")
    other = folder / "stays.csv"
    other.write_text(shop.read_text().replace(",K0", ",L0").replace("\n1", "\n2"))
    await opens_a_card(engine, folder / named, shop, f"There is no file '{shop}' any more")


async def test_a_file_that_comes_back_is_read_again(engine: LastingEngine, tmp_path: Path) -> None:
    shop = write_sales(tmp_path / "away.csv")
    away = tmp_path / "away.txt"
    async with customers(engine, shop, size=(120, 40)) as (told, _grid):
        shutil.move(shop, away)
        await told.press("enter")
        await told.sees("There is no file")
        shutil.move(away, shop)
        await told.press("r")
        await told.until(lambda: told.view.cards.pane.products is not None, "what was bought")
