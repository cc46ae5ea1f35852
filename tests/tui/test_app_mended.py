"""Exports, copies and profiles that are of what is in view, and leave it as it is."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.study import Study
from core.views.result import ResultData, result_of
from core.workspace import Workspace
from tests.tui.sixty import customers, filter_by, recipe_of, write_sales
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.clean_charts import HoursPart
from tui.screens.clean_time import TimePart
from tui.screens.customers_tiers import TiersPart
from tui.widgets.chart import HeatGrid
from tui.widgets.entry import Entry
from tui.widgets.grid import Grid

THEN = "2025-07-01"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_sales(tmp_path / "shop.csv")


async def export(told: Story, target: Path) -> tuple[str, list[dict[str, str]]]:
    """Export what is in view; the name that was offered for it, and its lines."""
    await told.press("e")
    await told.until(lambda: told.app.screen.query(Entry), "where to")
    offered = told.app.screen.query_one(Entry).value
    await told.enter(str(target))
    await told.until(target.exists)
    with target.open(newline="") as file:
        return Path(offered).name, list(csv.DictReader(file))


async def copy(told: Story, folder: Path) -> str:
    """What `y` copies."""
    path = folder / "state" / "regulars" / "copied.txt"
    path.unlink(missing_ok=True)
    await told.press("y")
    await told.until(path.exists, "a copy")
    return path.read_text()


# The tiers


async def tiers_of(told: Story) -> TiersPart:
    part = await told.go_to_part("tiers")
    assert isinstance(part, TiersPart)
    await told.until(lambda: part.tiers is not None, "the tiers")
    return part


async def test_the_tiers_are_exported_as_they_are_and_the_filter_stays(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path, 10**9)
    with (
        Study(recipe_of(shop), workspace=workspace) as study,
        ResultData(result_of(study), workspace) as data,
    ):
        by_tier = data.rows(
            "SELECT tier, count(*), sum(frequency), sum(monetary) FROM customers GROUP BY tier"
        )
    expected = {
        tier: (f"{count}", f"{orders}", f"{money / orders:.2f}", f"{money:.2f}")
        for tier, count, orders, money in by_tier
    }
    async with customers(engine, shop) as (told, grid):
        await filter_by(told, "country = Germany")
        part = await tiers_of(told)
        await told.press("e")
        await told.sees("Export 3 rows")
        await told.press("escape")
        assert told.view.parts.widget is part
        assert grid.order.filter == "country = Germany"
        name, lines = await export(told, tmp_path / "mine.csv")
        assert name == "tiers.csv"
        assert [line["tier"] for line in lines] == ["High", "Medium", "Low"]
        assert {
            line["tier"]: (line["customers"], line["orders"], line["spend_per_order"], line["revenue"])
            for line in lines
        } == expected
        assert sum(float(line["revenue_share"]) for line in lines) == pytest.approx(1)
        assert "customers_change" not in lines[0]
        assert told.view.parts.widget is part
        assert (grid.order.filter, grid.rows) == ("country = Germany", 20)


async def test_each_table_below_the_tiers_is_exported_from_where_it_stands(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    async with customers(engine, shop, size=(120, 60)) as (told, grid):
        part = await tiers_of(told)
        assert part.tiers is not None
        told.app.compare_with(THEN)
        await told.until(lambda: part.comparison is not None, "the comparison")
        assert part.comparison is not None
        name, lines = await export(told, tmp_path / "tiers.csv")
        assert name == "tiers.csv"
        for line, change in zip(lines, part.comparison.tiers, strict=True):
            assert change.customers.then
            share = int(line["customers"]) / change.customers.then - 1
            assert float(line["customers_change"]) == pytest.approx(share)
        await go_to(told, part, "reasons-grid")
        name, lines = await export(told, tmp_path / "reasons.csv")
        assert name == "why-not-high.csv"
        big = part.tiers.big_spenders
        assert sum(int(line["customers"]) for line in lines) == big.not_high > 0
        await go_to(told, part, "moves-grid")
        name, lines = await export(told, tmp_path / "moves.csv")
        assert name == "tier-moves.csv"
        moved = [move for move in part.comparison.tier_moves if move.then != move.now]
        assert [(line["then"], line["now"], line["customers"]) for line in lines] == [
            (move.then or "", move.now or "", f"{move.customers}") for move in moved
        ]
        await go_to(told, part, "big-grid")
        name, lines = await export(told, tmp_path / "big.csv")
        assert name == "big-spenders.csv"
        assert len(lines) == big.not_high
        assert "High" not in {line["tier"] for line in lines}
        assert told.view.parts.widget is part
        assert (grid.order.filter, grid.rows) == ("", 60)


async def go_to(told: Story, part: TiersPart, name: str) -> None:
    grid = part.query_one(f"#{name}", Grid)
    await told.until(lambda: grid.rows, name)
    grid.focus()
    await told.until(lambda: grid.has_focus, name)


# A column's profile


async def test_the_profile_of_a_column_stays_while_other_parts_are_looked_at(
    engine: LastingEngine, tmp_path: Path
) -> None:
    # More rows than what is looked at first has, each with an order of its own.
    path = tmp_path / "many.csv"
    first = date(2024, 1, 1)
    rows = (f"{place},C{place % 90},{first + timedelta(days=place % 500)},4.50" for place in range(30_000))
    path.write_text("\n".join(["Order,Customer,Date,Amount", *rows]) + "\n")
    async with story(engine, path) as told:
        await told.until(lambda: has_full_profile(told), "the full profile")
        await told.go_to_part("files")
        await told.until(lambda: "distinct" not in screen_text(told.pilot), "the files")
        # The rows are shown anew while they are out of view.
        told.view._show_parts()
        await told.until(lambda: is_over(told, "parts"), "the parts")
        await told.press("left_square_bracket")
        await told.until(lambda: has_full_profile(told), "the full profile again")


def has_full_profile(told: Story) -> bool:
    shown = screen_text(told.pilot)
    return "30,000 distinct" in shown and "of a sample" not in shown


def is_over(told: Story, group: str) -> bool:
    return all(worker.is_finished for worker in told.app.workers if worker.group == group)


# What charts copy


async def test_sales_over_time_and_by_country_are_copied_as_their_figures(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    async with story(engine, shop) as told:
        await told.press("2")
        part = await told.go_to_part("time")
        assert isinstance(part, TimePart)
        await told.until(lambda: part.sales is not None, "the sales")
        lines = table(await copy(told, tmp_path))
        _, exported = await export(told, tmp_path / "time.csv")
        assert [line["start"] for line in lines] == [line["start"] for line in exported]
        assert [float(line["amount"]) for line in lines] == [float(line["amount"]) for line in exported]
        # Two rows came back, worth 21.00 and 95.00.
        assert sum(float(line["refunded"]) for line in lines) == -116
        countries: Any = await told.go_to_part("countries")
        await told.until(lambda: countries.figures().all_rows, "the countries")
        lines = table(await copy(told, tmp_path))
        assert {line["country"] for line in lines} == {"Germany", "France", "Norway"}


async def test_days_of_the_week_are_copied_where_there_are_no_hours(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    async with story(engine, shop) as told:
        await told.press("2")
        part = await told.go_to_part("hours")
        assert isinstance(part, HoursPart)
        await told.until(lambda: part.figures().all_rows, "the days")
        assert not part.query_one(HeatGrid).display
        lines = table(await copy(told, tmp_path))
        assert [line["weekday"] for line in lines] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        # Each customer has one to seven orders, a row each.
        assert sum(int(line["orders"]) for line in lines) == sum(1 + number % 7 for number in range(60))


def table(copied: str) -> list[dict[str, str]]:
    return list(csv.DictReader(copied.splitlines(), delimiter="\t"))
