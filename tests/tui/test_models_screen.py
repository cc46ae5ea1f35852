"""The screen Models, as an analyst uses it: its figures are those of the files of a run, and its keys are choices of the recipe."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.classifiers.naming import BASELINES, LONG_NAMES
from tests.tui.judged import ASKED, MODELS, ask, judged, patience, recipe, written  # noqa: F401
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.models_part import ModelPart
from tui.widgets.chart import HeatGrid
from tui.widgets.grid import Grid

ORDER = [*MODELS, *BASELINES]
POLICIES = {"model": "knn", "value": "by_value", "recency": "by_recency", "at random": "at_random"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `regulars run --with classifiers` writes of the sample."""
    return written(tmp_path_factory.mktemp("run"), ASKED)


@pytest.fixture(scope="module")
def records(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "models.json").read_text(encoding="utf-8"))
    return found


def words(told: Story) -> str:
    """The words of the screen, on one line."""
    return " ".join(screen_text(told.pilot).split())


async def exported(told: Story, target: Path) -> list[dict[str, str]]:
    """What the part in view writes to a file."""
    await told.press("e")
    await told.enter(str(target))
    await told.until(target.exists, "the file")
    with target.open(newline="") as file:
        return list(csv.DictReader(file))


def of(records: list[dict[str, Any]], target: str, model: str) -> dict[str, Any]:
    return next(one for one in records if (one["target"], one["model"]) == (target, model))


def drawn(told: Story) -> ModelPart:
    part = told.view.parts.widget
    assert isinstance(part, ModelPart)
    return part


async def test_every_model_is_gone_to_and_marked(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe(seed=3, models=["knn", "bayes"]), size=(120, 40)) as told:
        await told.press("6")
        await told.until(lambda: told.view.shown is not None and told.view.shown.models, "the first model")
        # What comes while the table is not in view is gone to as well.
        await told.press("]")
        await judged(told)
        seen = []
        for _ in range(5):
            await told.press("plus")
            await told.is_drawn()
            seen.append(told.view.shown.model)
        assert set(seen) == {"knn", "bayes", *BASELINES}
        await told.press("[")
        await told.until(lambda: told.view.parts.widget.grid.rows == 5, "the table")
        for _ in range(3):
            await told.press("plus")
            await told.until(
                lambda: told.view.parts.widget.under_cursor == told.view.shown.model, "the mark on the model"
            )


@pytest.mark.parametrize("target", [pytest.param("buys again", marks=pytest.mark.soak), "tier"])
async def test_every_figure_is_that_of_a_run(
    engine: LastingEngine, records: list[dict[str, Any]], tmp_path: Path, target: str
) -> None:
    async with story(engine, recipe=recipe(), size=(120, 40)) as told:
        await told.press("6")
        await ask(told, target)
        mine = [told.view.shown.models[name].record for name in ORDER]
        theirs = [{**of(records, target, name)} for name in ORDER]
        for one in theirs:
            one.pop("budget", None)  # which the part Budget asks for by itself
        assert mine == theirs
        rows = await exported(told, tmp_path / "models.csv")
        assert [row["model"] for row in rows] == ORDER
        for row, record in zip(rows, theirs, strict=True):
            for name in ("accuracy", "balanced_accuracy", "auc", "brier"):
                assert float(row[name]) == record[name]
        lines = [" ".join(line.split()) for line in screen_text(told.pilot).splitlines()]
        for record in theirs:
            shown = f"{LONG_NAMES[record['model']]} {100 * record['accuracy']:.1f} % {record['auc']:.3f}"
            assert any(line.removeprefix(">").startswith(shown.removesuffix(" *")) for line in lines) or (
                record["model"] == "logistic"
            ), shown
            assert any((record["repeats"] or record["standing"]) in line for line in lines)
        await told.go_to_part("confusion")
        await told.sees("truth down, prediction across")
        knn = of(records, target, "knn")
        for row in knn["confusion"]:
            for cell in row:
                await told.sees(f"{cell:,} ({100 * cell / sum(row):.1f} %)")
        await told.go_to_part("report")
        report = await exported(told, tmp_path / "report.csv")
        for line in report[: len(knn["classes"])]:
            wanted = knn["report"][line["class"]]
            assert float(line["precision"]) == wanted["precision"]
            assert float(line["recall"]) == wanted["recall"]
            assert float(line["f1-score"]) == wanted["f1-score"]
            assert int(line["support"]) == wanted["support"]
        await told.go_to_part("inside")
        importance = await exported(told, tmp_path / "importance.csv")
        assert {row["feature"]: float(row["auc_lost"]) for row in importance} == {
            one["feature"]: one["auc_lost"] for one in knn["importance"]
        }


async def test_the_history_and_the_budget_are_those_of_a_run(
    engine: LastingEngine, records: list[dict[str, Any]], tmp_path: Path
) -> None:
    async with story(engine, recipe=recipe(), size=(120, 40)) as told:
        await told.press("6")
        await judged(told, "buys again")
        await told.go_to_part("history")
        for one in of(records, "buys again", "knn")["cut_offs"]:
            await told.sees(f"{one['cut_off']} {one['until']}")
            await told.sees(f"{one['auc']:.3f} {one['auc_interval'][0]:.3f} to {one['auc_interval'][1]:.3f}")
        rows = await exported(told, tmp_path / "history.csv")
        assert len(rows) == len(ORDER) * ASKED["cut_offs"]
        await told.go_to_part("budget")
        await told.sees("would have reached")
        rows = await exported(told, tmp_path / "budget.csv")
        for line in of(records, "buys again", "knn")["budget"]:
            row = next(row for row in rows if row["cut_off"] == line["cut_off"])
            column = POLICIES[line["policy"]]
            assert float(row[column]) == pytest.approx(line["reached"], abs=0.06)
            assert int(row["contacts"]) == line["contacts"] == 100
            assert int(row["looked_for"]) == line["looked_for"]
        # What is said adds up as it is read.
        said = re.search(r"reached ([\d,]+) of .*?: ([\d,]+) (more|fewer) than .*? \(([\d,]+)\)", words(told))
        assert said is not None
        mine, apart, other = (int(said[place].replace(",", "")) for place in (1, 2, 4))
        assert mine - other == (apart if said[3] == "more" else -apart)
        # What is compared with is a model by the name of a policy; both have their columns.
        columns = [column.name for column in told.view.parts.widget.query_one(Grid).shown_columns]
        assert {"recency", "by_recency"} <= set(columns)
        assert len(set(columns)) == len(columns)
        await told.press("B")
        await told.enter("10")
        await judged(told)
        await told.until(lambda: "With 10 contacts" in screen_text(told.pilot), "another budget")
        assert told.app.session.recipe.classifier.contacts == 10


async def test_the_table_is_sorted_and_the_cursor_stays_on_its_model(
    engine: LastingEngine, records: list[dict[str, Any]]
) -> None:
    async with story(engine, recipe=recipe(), size=(120, 40)) as told:
        await told.press("6")
        await judged(told, "buys again")
        grid = told.view.query_one(Grid)
        await told.press("down", "down", "right", "right", "s")  # by AUC, from the highest
        best = sorted((one for one in records if one["target"] == "buys again"), key=lambda one: -one["auc"])
        first = [LONG_NAMES[one["model"]] for one in best]
        await told.until(lambda: str(grid.row_at(0)[0]).removesuffix(" *") == first[0], "the best first")
        assert [str(grid.row_at(place)[0]).removesuffix(" *") for place in range(6)] == first
        # + and - go through the models in this order, in any part.
        await told.go_to_part("report")
        here = told.view.shown.model
        await told.press("plus")
        place = [one["model"] for one in best].index(here)
        assert told.view.shown.model == best[(place + 1) % len(best)]["model"]
        await told.press("minus", "minus")
        assert told.view.shown.model == best[(place - 1) % len(best)]["model"]
        await told.sees(LONG_NAMES[told.view.shown.model])


async def test_whom_a_model_gets_wrong_is_listed_with_why_and_a_card(
    engine: LastingEngine, folder: Path
) -> None:
    told_by_run = pd.read_parquet(folder / "predictions.parquet")
    mine = told_by_run[(told_by_run.target == "tier") & (told_by_run.model == "tree")]
    wrong = mine[mine.truth != mine.prediction]
    some = wrong[(wrong.truth == "Medium") & (wrong.prediction == "High")]
    async with story(engine, recipe=recipe(), size=(120, 40)) as told:
        await told.press("6")
        await ask(told, "tier")
        await told.press("down", "down")
        await told.go_to_part("wrong")
        await told.sees(f"Wrong: {len(wrong)} of {len(mine)} predictions")
        grid = drawn(told).query_one(Grid)
        assert grid.rows == len(wrong)
        await told.sees("Because ")
        await told.sees("most like this one")
        assert str(grid.row_at(0)[0]) in set(wrong.customer_id)
        # A cell of the confusion matrix lists those in it.
        await told.go_to_part("confusion")
        cells = drawn(told).query_one(HeatGrid)
        cells.move_to(1, 0)
        await told.press("enter")
        await told.until(lambda: grid.rows == len(some), "those of one cell")
        assert grid.order.filter == 'truth = "Medium" and prediction = "High"'
        await told.until(lambda: grid.row is not None)
        customer = str(grid.row_at(grid.cursor)[0])
        await told.press("enter")
        await told.comes_to("customers")
        await told.sees(customer)
