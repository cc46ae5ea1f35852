"""A file that the app exports under the name of a run's file is that file; what differs has a name of its own."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from core.output import RUN_FILES, write_results
from core.recipe import Recipe
from core.study import Study
from core.views.since import compared_with
from core.workspace import Workspace
from tests.tui.sixty import write_sales
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine
from tui.widgets.chart import HeatGrid
from tui.widgets.entry import Entry
from tui.widgets.grid import Grid

THEN = "2025-08-01"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_sales(tmp_path / "shop.csv")


def run(source: Path, tmp_path: Path, *, then: str = "") -> Path:
    """The folder that a run writes."""
    recipe = Recipe.from_tables({"source": {"paths": [str(source)]}})
    folder, cache = tmp_path / "run", tmp_path / "cache"
    cache.mkdir()
    with Study(recipe, workspace=Workspace(cache, 10**9)) as study:
        comparison = compared_with(study, date.fromisoformat(then), progress=lambda _: None) if then else None
        write_results(study, folder, "csv", comparison)
    return folder


async def export(told: Story, target: Path) -> str:
    """Export what is in view; the name that was offered for it."""
    await told.press("e")
    await told.until(lambda: told.app.screen.query(Entry), "where to")
    offered = told.app.screen.query_one(Entry).value
    await told.enter(str(target))
    await told.until(target.exists)
    return Path(offered).name


async def test_the_ledger_and_the_changes_are_those_of_the_run(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    results = run(shop, tmp_path, then=THEN)
    async with story(engine, shop) as told:
        await told.press("2")
        await told.until(lambda: told.view.query(Grid) and told.view.query(Grid).first().rows, "the ledger")
        mine = tmp_path / "mine.csv"
        assert await export(told, mine) == "ledger.csv"
        assert mine.read_bytes() == (results / "ledger.csv").read_bytes()
        told.app.compare_with(THEN)
        await told.until(lambda: told.app.earlier is not None, "what is compared with")
        await told.press("4")
        part = await told.go_to_part("changes")
        await told.until(lambda: part.comparison is not None, "the comparison")
        changed = tmp_path / "changed.csv"
        assert await export(told, changed) == "changes.csv"
        assert changed.read_bytes() == (results / "changes.csv").read_bytes()
        await told.press("tab")
        await told.until(lambda: part.query_one(HeatGrid).has_focus, "the cells of who went where")
        moved = tmp_path / "moved.csv"
        assert await export(told, moved) == "moves.csv"
        assert moved.read_bytes() == (results / "moves.csv").read_bytes()


async def test_the_table_of_segments_and_tiers_is_no_segments_csv_and_has_its_figures(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    results = run(shop, tmp_path)
    with (results / "segments.csv").open(newline="") as file:
        of_run = list(csv.DictReader(file))
    mine = tmp_path / "mine.csv"
    async with story(engine, shop) as told:
        await told.press("4")
        await told.until(lambda: told.view.query(Grid) and told.view.query(Grid).first().rows, "the segments")
        offered = await export(told, mine)
    assert offered == "segments-and-tiers.csv"
    assert offered not in RUN_FILES
    with mine.open(newline="") as file:
        exported = list(csv.DictReader(file))
    assert [row["of"] for row in exported] == ["segment"] * len(of_run) + ["all"] + ["tier"] * 3
    for row, theirs in zip(exported, of_run, strict=False):
        assert row["name"] == theirs.pop("segment")
        # Written the same way, to the last zero.
        assert {name: row[name] for name in theirs} == theirs
    assert sum(int(row["customers"]) for row in exported if row["of"] == "tier") == 60


async def test_all_customers_are_those_of_the_run(engine: LastingEngine, shop: Path, tmp_path: Path) -> None:
    results = run(shop, tmp_path)
    async with story(engine, shop) as told:
        await told.press("3")
        await told.until(lambda: told.view.grid.rows == 60, "the customers")
        mine = tmp_path / "mine.csv"
        assert await export(told, mine) == "customers.csv"
    assert mine.read_bytes() == (results / "customers.csv").read_bytes()
