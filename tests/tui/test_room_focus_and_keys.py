"""Parts that were not seen before take the keys, what depends on room follows it, and the line of keys follows the cursor."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.tui.framed import keys_line, said, status_line
from tests.tui.sixty import sales, write_sales
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.clean_charts import CountriesPart
from tui.screens.segments_changes import ChangesPart
from tui.widgets.places import PlaceList

SIZES = [(80, 24), (120, 40)]
# More countries than a terminal of either size has lines for.
MANY = 60


def shop_of_many_countries(path: Path) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Invoice", "InvoiceDate", "Customer ID", "StockCode", "Quantity", "Price", "Country"]
        )
        for number, line in enumerate(sales()):
            writer.writerow([*line[:6], f"Land {number % MANY:02}"])
    return path


async def lines_of_countries(told: Story) -> list[str]:
    part = await told.go_to_part("countries")
    assert isinstance(part, CountriesPart)
    await told.until(lambda: part.most == told.view._most_countries, "as many countries as there is room for")
    await told.sees("all others")
    return [line for line in screen_text(told.pilot).splitlines() if "customer" in line and "%" in line]


@pytest.mark.parametrize("size", SIZES)
async def test_the_moves_have_the_keys_when_they_are_first_seen(
    engine: LastingEngine, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with story(engine, write_sales(tmp_path / "shop.csv"), size=size) as told:
        await told.has_run()
        await told.press("4")
        part = await told.go_to_part("changes")
        assert isinstance(part, ChangesPart)
        await told.until(lambda: "b Measure" in screen_text(told.pilot), "the keys of Segments")
        told.app.compare_with("2025-06-01")
        await told.until(
            lambda: part.comparison is not None and part.groups.has_focus, "the table of changes"
        )
        await told.press("down")
        assert part.groups.cursor == 1


async def test_countries_are_as_many_as_there_is_room_for(engine: LastingEngine, tmp_path: Path) -> None:
    source = shop_of_many_countries(tmp_path / "many.csv")
    async with story(engine, source, size=(80, 24)) as told:
        await told.has_run()
        await told.press("2")
        low = await lines_of_countries(told)
        await told.resize(120, 40)
        high = await lines_of_countries(told)
        assert len(high) == len(low) + 16 - 1  # the keys take two lines there
        await told.resize(80, 24)
        assert await lines_of_countries(told) == low
        # A result that comes while another screen is in view.
        await told.press("1")
        told.app.set_values("the rule cancelled off", rules__cancelled="false")
        await told.has_run()
        await told.press("2")
        assert len(await lines_of_countries(told)) == len(low)
        await told.resize(80, 16)
        few = await lines_of_countries(told)
        assert len(few) == len(low) - 8
        assert "all others" in few[-1]


async def test_who_goes_back_beyond_what_is_compared_with_compares_no_more(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with story(engine, write_sales(tmp_path / "shop.csv")) as told:
        await told.has_run()
        told.app.compare_with("2025-09-01")
        await told.until(lambda: told.app.earlier is not None, "what is compared with")
        told.app.set_values("as of 2025-08-01", customers__as_of="2025-08-01")
        await told.has_run()
        await told.until(lambda: told.app.earlier is None, "nothing to compare with")
        assert told.app.session.compared == ""
        assert said(told) == "Nothing is compared any more: 2025-09-01 is not before 2025-08-01."
        await told.until(lambda: " vs " not in status_line(told), "a status line without it")


async def test_the_line_of_keys_follows_what_has_the_focus_in_a_dialog(
    engine: LastingEngine, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    write_sales(tmp_path / "folder" / "other.csv")
    async with story(engine, write_sales(tmp_path / "shop.csv")) as told:
        await told.has_run()
        await told.press("o")
        await told.until(lambda: told.app.screen.query(PlaceList), "the list")
        await told.until(lambda: "Open all" in keys_line(told), "the keys of the list")
        await told.press("slash")
        await told.until(lambda: "Open all" not in keys_line(told), "no keys that would be typed")
