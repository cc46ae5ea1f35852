"""Mailing lists of the screen Segments: of whom the part in view names."""

from __future__ import annotations

import csv
from pathlib import Path

from core.recipe import Recipe
from core.study import Study
from tests.support.studied import workspace
from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine
from tui.screens.segments_map import RulesGrid
from tui.widgets.grid import Grid


async def test_a_mailing_list_holds_the_members(engine: LastingEngine, tmp_path: Path) -> None:
    target = tmp_path / "risk.csv"
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        await told.sees("Champions are")
        grid = told.view.query_one(Grid)
        while grid.value("name") != "At Risk":
            await told.press("down")
        await told.press("m")
        await told.enter(str(target))
        await told.until(target.exists)
        await told.sees("112 customers")
    with target.open(newline="") as file:
        listed = {row["customer_id"] for row in csv.DictReader(file)}
    with Study(Recipe(), [SAMPLE], workspace=workspace()) as study:
        frame = study.customers.to_pandas()
    assert listed == set(frame[frame.segment == "At Risk"].customer_id)


async def test_the_map_writes_the_segment_under_its_own_cursor(engine: LastingEngine, tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        part = await told.go_to_part("map")
        grid = part.query_one(RulesGrid)
        await told.until(lambda: grid.rows)
        while part.segment != "Hibernating":
            await told.press("down")
        await told.press("m")
        await told.sees("Mailing list of Hibernating")
        await told.enter(str(target))
        await told.until(target.exists)
        # A draft that is not in force has no members yet.
        await told.press("minus", "m")
        await told.sees("The draft of the map is not in force: p puts it there.")
    with target.open(newline="") as file:
        listed = {row["customer_id"] for row in csv.DictReader(file)}
    with Study(Recipe(), [SAMPLE], workspace=workspace()) as study:
        frame = study.customers.to_pandas()
    assert listed == set(frame[frame.segment == "Hibernating"].customer_id)


async def test_where_no_part_names_anybody_it_is_said_who_does(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("4")
        for part, said in (
            ("grid", "Enter shows the customers of the cell"),
            ("curve", "chosen in the table"),
            ("summary", "chosen in the table"),
        ):
            await told.go_to_part(part)
            await told.press("m")
            await told.sees(said)
