"""The screen Clusters, as an analyst uses it: its figures are those of the files of a run, and its keys are choices of the recipe."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cli.main import main
from core.recipe import Recipe
from core.remote import grouping
from core.study import Study
from core.workspace import Workspace
from tests.test_imports import HEAVY, modules_after
from tests.tui import support
from tests.tui.groups import COLUMNS, grouped
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, held, screen_text
from tui.charts import scatter_room
from tui.screens.clusters_map import GroupsMapPart
from tui.widgets.chart import Chart, HeatGrid, look_of
from tui.widgets.grid import Grid


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty resamples of nine numbers of groups take a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 60.0)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """What `regulars run --with clusters` writes of the sample."""
    folder = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        run = ["run", str(SAMPLE), "--with", "clusters", "--quiet", "--out", str(folder / "out")]
        assert main(run) == 0
    read = {}
    for path in (folder / "out").glob("*.csv"):
        with path.open(newline="") as file:
            read[path.stem] = list(csv.DictReader(file))
    customers = pd.read_parquet(folder / "out" / "customers.parquet")
    read["customers"] = customers.astype({"cluster": int}).astype(str).to_dict("records")
    return read


def columns_of(told: Story) -> tuple[str, ...]:
    """The columns of the customers."""
    assert told.app.opened is not None
    return told.app.opened.customer_columns


async def test_every_part_has_the_figures_of_the_files_of_a_run(
    engine: LastingEngine, files: dict[str, list[dict[str, str]]], tmp_path: Path
) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("5")
        await grouped(told)
        parts = {"groups": "clusters", "criteria": "criteria", "map": "pca", "crossed": "crossed"}
        for part, name in parts.items():
            await told.go_to_part(part)
            target = tmp_path / f"{name}.csv"
            await told.press("e")
            await told.enter(str(target))
            await told.until(target.exists)
            with target.open(newline="") as file:
                exported = list(csv.DictReader(file))
            assert len(exported) == len(files[name])
            for mine, theirs in zip(exported, files[name], strict=True):
                assert mine.keys() == theirs.keys()
                assert mine == theirs
        await told.go_to_part("profile")
        cells = told.view.parts.widget.query_one(HeatGrid).table
        assert cells.columns == ["recency", "frequency", "monetary"], "days, orders and money, no logarithms"
        target = tmp_path / "profile.csv"
        await told.press("e")
        await told.enter(str(target))
        await told.until(target.exists)
        with target.open(newline="") as file:
            profile = list(csv.DictReader(file))
        centroids = {row["cluster"]: row for row in files["centroids"]}
        assert len(profile) == 3 * len(centroids)
        for row in profile:
            assert float(row["scaled"]) == float(centroids[row["cluster"]][f"{row['feature']} (scaled)"])


async def test_what_is_drawn_are_these_figures(
    engine: LastingEngine, files: dict[str, list[dict[str, str]]]
) -> None:
    async with story(engine, SAMPLE, size=(200, 60)) as told:
        await told.press("5")
        await grouped(told)
        lines = {" ".join(line.split()) for line in screen_text(told.pilot).splitlines()}
        for place, row in enumerate(files["clusters"]):
            name = f"{row['cluster']} {row['name']} {row['customers']}"
            shares = [f"{100 * float(row[share]):.1f}" for share in ("customer_share", "revenue_share")]
            shown = f"{name} {shares[0]} {float(row['revenue']):,.2f} {shares[1]}"
            assert any(line.removeprefix(">").startswith(shown) for line in lines), shown
            values = told.view.query_one(Grid).row_at(place)
            for name in ("q1_recency", "median_frequency", "q3_monetary"):
                assert float(row[name]) in values
        await told.go_to_part("criteria")
        await told.sees("Stability")
        grid = told.view.parts.widget.query_one(Grid)
        by_name = {grid.row_at(place)[0]: grid.row_at(place) for place in range(grid.rows)}
        stability = [row["stability"] for row in files["criteria"]]
        for text, value in zip(by_name["Stability"][2:], stability, strict=True):
            assert abs(float(text.strip("*")) - float(value)) <= 0.0005
        best = next(row["k"] for row in files["criteria"] if "stability" in row["recommended_by"].split())
        assert by_name["Stability"][1] == best
        await told.sees(f"Stability: says {best}")
        await told.sees("The criteria do not agree")
        await told.go_to_part("crossed")
        await told.sees("Hibernating")
        for row in files["crossed"]:
            if row["value"] == "Hibernating" and int(row["customers"]):
                await told.sees(f"{row['customers']} ({100 * float(row['cluster_share']):.1f} %)")
        await told.go_to_part("map")
        await told.sees(f"component 1 ({100 * float(files['pca'][0]['explained']):.1f} %)")
        part = told.view.parts.widget
        assert isinstance(part, GroupsMapPart)
        await told.until(lambda: part.found is not None)
        assert part.found is not None
        assert sum(cell.customers for cell in part.found.cells) == len(files["customers"])


async def test_the_map_has_as_many_places_as_customers_are_counted_by(engine: LastingEngine) -> None:
    """Otherwise a column or row of the map is empty where customers stand close."""
    recipe = Recipe.from_tables(
        {
            "source": {"paths": [str(SAMPLE)]},
            "clusters": {"features": ["monetary", "refunded"], "scaling": "robust"},
        }
    )
    async with story(engine, recipe=recipe, size=(120, 40)) as told:
        await told.press("5")
        await told.until(lambda: told.view.grouped is not None, "groups")
        part = await told.go_to_part("map")
        await told.until(lambda: part.found is not None)
        await told.pilot.app.workers.wait_for_complete(
            [worker for worker in told.app.workers if worker.group == "map"]
        )
        found = part.found
        width, height = part.query_one(Chart).content_size
        room = scatter_room(part._cloud(found), width, height - 1, look_of(told.app), part._titles)
        assert found.y[1] > 5, "its numbers are as wide as those of no map yet"
        assert found.size == room


async def test_the_analyst_overrules_the_criteria_and_says_why(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("5")
        await grouped(told)
        await told.press("plus", "plus")
        await told.until(lambda: told.app.session.recipe.clusters.k == 6)
        await grouped(told)
        assert len(told.view.grouped.tables.lines) == 6
        await told.press("minus")
        await grouped(told)
        grid = told.view.query_one(Grid)
        await told.until(lambda: grid.rows == 5)
        await told.press("W")
        await told.enter("two kinds of newcomers")
        await grouped(told)
        assert told.app.session.recipe.clusters.reason == "two kinds of newcomers"
        await told.go_to_part("criteria")
        await told.sees("Your note: “two kinds of newcomers”.")
        # Enter takes what the criterion under the cursor says.
        criteria = told.view.parts.widget.query_one(Grid)
        await told.until(lambda: criteria.row_at(1) is not None)
        says = int(criteria.row_at(1)[1])
        await told.press("down", "enter")
        await grouped(told)
        assert told.app.session.recipe.clusters.k == says
        await told.press("K")
        await told.sees(f"{says} groups")
        await told.type("7 g")
        await told.press("enter")
        await grouped(told)
        assert told.view.grouped.tables.k == 7
        # The note was on five groups, and comes back with them.
        assert told.app.session.recipe.clusters.reason == ""
        await told.press("u", "u")
        await told.until(lambda: told.app.session.recipe.clusters.k == 5)
        assert 'reason = "two kinds of newcomers"' in told.app.session.recipe.to_toml()


async def test_enter_shows_the_customers_of_a_group(
    engine: LastingEngine, files: dict[str, list[dict[str, str]]]
) -> None:
    async with story(engine, SAMPLE, size=(120, 40)) as told:
        await told.press("3", "5")  # the customers are there already, without the columns
        await grouped(told)
        await told.press("down", "enter")
        await told.comes_to("customers")
        customers = told.view.query_one(Grid)
        mine = [row for row in files["customers"] if row["cluster"] == "2"]
        await told.until(lambda: customers.rows == len(mine), "those of the group")
        assert customers.order.filter == "cluster = 2"
        assert told.app.session.recipe.clusters.on
        assert {"cluster", "cluster_name"} <= {column.name for column in customers.source.columns}
        await told.press("5")
        await grouped(told)
        await told.go_to_part("crossed")
        cells = told.view.parts.widget.query_one(HeatGrid)
        await told.until(lambda: cells.table is not None)
        await told.press("down", "right", "enter")
        await told.comes_to("customers")
        both = [row for row in mine if row["segment"] == "Loyal"]
        await told.until(lambda: customers.rows == len(both), "those of the group and the segment")


async def test_a_taller_terminal_has_the_profile_below_the_words(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE, size=(120, 44)) as told:
        await told.press("5")
        await grouped(told)
        await told.sees("Medians of each group")
        await told.press("tab", "tab", "down")
        assert isinstance(told.app.focused, HeatGrid)
        assert told.view.query_one(Grid).cursor == 0
        assert told.view.under_cursor[0].cluster == 2


async def test_figures_and_charts_take_turns_where_there_is_room_for_one(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("5")
        await grouped(told)
        await told.go_to_part("criteria")
        await told.sees("Least firm")
        await told.press("b")
        await told.sees("Silhouette: says")
        assert "Least firm" not in screen_text(told.pilot)
        await told.press("plus")
        await grouped(told)
        assert told.view.grouped.tables.k == 5
        await told.press("b")
        await told.sees("Least firm")
        await told.press("down", "enter")
        await told.until(lambda: told.app.session.recipe.clusters.k != 5, "the k of the second criterion")


async def test_the_columns_go_into_the_customers_and_out_again(engine: LastingEngine, tmp_path: Path) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("5")
        await grouped(told)
        await told.press("m")
        await told.sees("press C")
        await told.press("C")
        await grouped(told)
        assert columns_of(told)[-2:] == ("cluster", "cluster_name")
        await told.press("m")
        target = tmp_path / "list.csv"
        await told.enter(str(target))
        await told.until(target.exists)
        with target.open(newline="") as file:
            assert len(list(csv.DictReader(file))) == told.view.grouped.tables.lines[0].customers
        await told.press("C")
        await grouped(told)
        assert "cluster" not in columns_of(told)


async def test_a_group_is_renamed_and_another_number_of_groups_forgets_it(
    engine: LastingEngine, source: Path
) -> None:
    async with story(engine, source) as told:
        await told.press("5")
        await grouped(told)
        names = [line.name for line in told.view.grouped.tables.lines]
        await told.press("down", "R")
        await told.enter(names[0])
        await told.sees("Another group is called")
        await told.press("escape", "R")
        await told.enter("The promising, ½")
        await grouped(told)
        assert told.app.session.recipe.clusters.names == ("", "The promising, ½", "", "")
        await told.sees("2 The promising, ½")
        assert [line.name for line in told.view.grouped.tables.lines][2:] == names[2:]
        await told.press("plus")
        await grouped(told)
        assert told.app.session.recipe.clusters.names == ()


async def test_method_features_and_scaling_are_chosen_from_lists(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("5")
        await grouped(told)
        for key, text in (("M", "ward"), ("L", "robust"), ("F", "log monetary"), ("F", "tenure")):
            await told.press(key)
            await told.until(lambda: told.app.screen.query("ChoiceList"), "a list")
            await told.type(text)
            await told.press("enter")
            await grouped(told)
        part = told.app.session.recipe.clusters
        assert (part.method, part.scaling) == ("ward", "robust")
        assert part.features == ("recency", "log frequency", "tenure")
        await told.sees("ward over recency, log frequency, tenure, robust scaling")
        assert all(line.jaccard is None for line in told.view.grouped.tables.lines)
        await told.press("M")
        await told.type("hdbscan")
        await told.press("enter")
        await grouped(told)
        await told.press("plus")
        await told.sees("HDBSCAN finds the number of groups itself")


async def test_groups_wait_until_somebody_looks_and_follow_the_recipe(
    engine: LastingEngine, source: Path
) -> None:
    async with story(engine, source) as told:
        await told.press("5")
        await grouped(told)
        clusters = told.view
        before = clusters.grouped
        await told.press("4", "comma")
        await told.has_run()
        assert clusters.grouped is before, "made while nobody looked"
        await told.press("5")
        await grouped(told)
        assert clusters.grouped.tables.lines != before.tables.lines


async def test_every_part_is_drawn_while_the_engine_works_on_the_criteria(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("5")
        await told.until(lambda: told.view.grouped is not None, "groups")
        at_work = engine.slow.plain(time.sleep, 300)
        await told.go_to_part("map")
        part = told.view.parts.widget
        await told.until(lambda: part.found is not None, "the map")
        for name, seen in (("profile", "recency"), ("crossed", "Champions"), ("criteria", "Silhouette")):
            await told.go_to_part(name)
            await told.sees(seen)
        assert not at_work.done()
        engine.slow.stop()


async def test_a_cancelled_job_says_so_and_can_be_had_again(
    engine: LastingEngine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Other customers than any other test has asked about, so that nothing is kept of them.
    path = tmp_path / "shop.csv"
    path.write_text(
        COLUMNS
        + "".join(f"c{n % 200},{n},202{n % 5}-0{1 + n % 9}-11,1,{1 + n * n % 977}.00\n" for n in range(900))
    )
    async with story(engine, path) as told:
        await told.press("5")
        await told.until(lambda: told.app.job is not None, "a job")
        await told.press("x")
        await told.sees("Cancelled:")
        await told.until(lambda: told.app.job is None)
        await told.press("4", "5")
        await grouped(told)
        assert len(told.view.grouped.tables.lines) == 4


async def test_groups_stay_in_view_where_others_were_not_made(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("5")
        await grouped(told)
        before = told.view.grouped
        with held(engine.slow):
            told.app.opened = replace(told.app.opened)  # type: ignore[type-var]
            told.view.show_result(told.app.opened)
            await told.sees("Being made: k-means over")
            await told.press("x")
            await told.sees("Cancelled:")
            await told.sees("Not made anew; these are those of before (another screen and back makes them)")
        assert told.view.grouped is before
        assert told.view.parts.widget.query_one(Grid).display
        await told.press("4", "5")
        await told.until(lambda: told.view.grouped is not before, "the groups made anew")
        await told.until(lambda: "Not made anew" not in screen_text(told.pilot))


def test_criteria_come_bit_by_bit_and_end_as_a_run_has_them(tmp_path: Path) -> None:
    whole: list[Any] = []
    for number in range(2):
        cache = tmp_path / f"cache-{number}"
        cache.mkdir()
        workspace = Workspace(cache, 10**9)
        with Study(Recipe(), [SAMPLE], workspace=workspace) as study:
            if number:
                whole.append(json.loads(json.dumps(study.clusters.tables.to_dict())))
                continue
            found = grouping.groups(study)
            assert isinstance(found, grouping.Grouped)
            known = 0
            while not found.is_done:
                found = grouping.ask_on(study)
                told = sum(value is not None for row in found.tables.criteria for value in row.values())
                assert told >= known
                known = told
            whole.append(json.loads(json.dumps(found.tables.to_dict())))
    assert whole[0] == whole[1]


def test_the_screen_loads_none_of_the_libraries_of_the_engine() -> None:
    assert not modules_after("import tui.screens.clusters") & (HEAVY - {"rich", "textual"})
