"""The screen Models, as an analyst uses it: its figures are those of the files of a run, and its keys are choices of the recipe."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from core.classifiers.naming import BASELINES, LONG_NAMES
from core.recipe import Recipe
from core.remote import classifying
from tests.test_imports import HEAVY, modules_after
from tests.tui.judged import patience, written  # noqa: F401
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.models_part import ModelPart
from tui.widgets.chart import Chart, HeatGrid
from tui.widgets.grid import Grid

# What is judged once serves many tests.
pytestmark = pytest.mark.xdist_group("models")
MODELS = ["knn", "logistic", "tree"]
ASKED: dict[str, Any] = {"models": MODELS, "targets": ["tier", "buys again"], "cut_offs": 2, "contacts": 100}
ORDER = [*MODELS, *BASELINES]
POLICIES = {"model": "knn", "value": "by_value", "recency": "by_recency", "at random": "at_random"}
COLUMNS = "customer_id,order_id,order_date,quantity,price\n"


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


def recipe(source: Path = SAMPLE, **classifier: Any) -> Recipe:
    return Recipe.from_tables({"source": {"paths": [str(source)]}, "classifier": {**ASKED, **classifier}})


async def judged(told: Story, target: str = "") -> None:
    """Wait until everything is said of the models of a target."""
    await told.has_run()

    def is_there() -> bool:
        shown = told.view.shown
        wanted = shown is not None and shown.told.is_done and told.view.of is told.app.opened
        return bool(wanted and (not target or shown.told.target == target) and told.app.job is None)

    await told.until(is_there, f"the models of {target}")


async def ask(told: Story, target: str) -> None:
    """Choose what is predicted."""
    await told.press("T")
    await told.enter(target)
    await judged(told, target)


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


@pytest.mark.parametrize("target", ["buys again", "tier"])
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


async def test_charts_compare_two_models_and_show_a_class(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe(), size=(120, 40)) as told:
        await told.press("6")
        await ask(told, "tier")
        await told.press("down", "m", "up")
        assert told.view.shown.marked == "logistic"
        assert (told.view.shown.model, told.view.shown.other) == ("knn", "logistic")
        part = await told.go_to_part("charts")
        await told.sees("k-NN beside logistic regression")
        await told.sees("The mean of all classes.")
        await told.sees("ROC (repeats a rule)")
        await told.sees("Drawn of one class: K chooses it.")
        await told.press("K")
        await told.sees("High against the rest.")
        await told.sees("Calibration (repeats a rule)")
        assert all(chart.copied().strip() for chart in part.query(Chart))
        await told.press("left_square_bracket", "down", "m")
        assert told.view.shown.marked == ""


async def test_charts_stand_below_the_table_where_there_is_room(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe(), size=(120, 40)) as told:
        await told.press("6")
        await ask(told, "tier")
        await told.sees("The mean of all classes. AUC")
        await told.sees("ROC (repeats a rule)")
        before = told.view.parts.widget.charts.copied()
        await told.press("down")
        await told.until(
            lambda: told.view.parts.widget.charts.copied() != before, "the charts of the next model"
        )
        await told.press("K", "b")
        await told.sees("High against the rest.")
        await told.sees("Gain: best 20 % hold")
        await told.resize(80, 24)
        await told.until(lambda: "High against the rest." not in screen_text(told.pilot))
        await told.press("b")
        await told.sees("That is for the parts Charts and Inside")


async def test_two_charts_at_a_time_where_there_is_room_for_no_more(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe()) as told:
        await told.press("6")
        await judged(told, "buys again")
        await told.go_to_part("charts")
        await told.sees("Precision by recall")
        assert "Calibration" not in screen_text(told.pilot)
        await told.press("b")
        await told.sees("Calibration")
        assert "Precision by recall" not in screen_text(told.pilot)
        await told.go_to_part("inside")
        await told.press("b")
        await told.sees("Neighbours asked (k)")
        await told.press("plus", "plus")
        await told.sees("by weight")


async def test_the_active_model_is_a_choice_of_the_recipe(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe()) as told:
        await told.press("6")
        await ask(told, "tier")
        calls = told.view.shown
        await told.press("enter")
        await judged(told, "tier")
        chosen = told.app.session.recipe.classifier
        assert (chosen.active, chosen.active_target) == ("knn", "tier")
        await told.sees("k-NN *")
        assert told.view.shown is not calls
        await told.press("C")
        await judged(told)
        assert told.app.opened is not None
        assert {"predicted", "predicted_chance"} <= set(told.app.opened.customer_columns)
        assert "on = true" in told.app.session.recipe.to_toml()
        await told.press("u", "u")
        await told.until(lambda: told.app.session.recipe.classifier.active == "logistic")
        await judged(told)
        assert told.app.session.recipe.classifier.active_target == "buys again"


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


async def test_models_come_one_by_one_and_the_rest_can_be_cancelled(engine: LastingEngine) -> None:
    many = recipe(models=["knn", "svm", "mlp", "forest"], seed=17, cut_offs=4, trees=900)
    async with story(engine, recipe=many) as told:
        await told.press("6")
        await told.until(lambda: told.view.shown is not None and told.view.shown.models, "the first model")
        assert "knn" in told.view.shown.models, "k-NN comes first"
        assert len(told.view.shown.models) < 7
        assert told.app.job is not None
        assert told.app.job.title == "judging models of 'buys again'"
        await told.press("x")
        await told.until(lambda: not told.view.is_judging and told.app.job is None, "the end")
        shown = len(told.view.shown.models)
        assert shown < 7
        await told.sees("Cancelled: judging models")
        await told.press("down", "r")
        await told.until(lambda: told.view.is_judging, "going on")
        # Another question leaves this one where it is.
        await told.press("T")
        await told.enter("tier")
        await told.until(
            lambda: told.view.shown is not None and told.view.shown.told.target == "tier", "the other target"
        )
        await told.press("x")
        # Looking at models leaves the table of the customers as it is.
        await told.press("3")
        await told.until(lambda: told.view.query_one(Grid).row is not None, "customers")
        assert told.view.query_one(Grid).size.height > 10


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([f"c{n},{n},2024-03-0{1 + n},1,5.00" for n in range(9)], "span 9 days"),
        (
            [
                f"c{n % 20},{n},{date(2023, 1, 1) + timedelta(days=4 * n)},1,{n % 7 + 1}.00"
                for n in range(120)
            ],
            "20 customers",
        ),
    ],
    ids=["horizon", "few"],
)
async def test_what_cannot_be_judged_is_said_in_place_of_the_table(
    engine: LastingEngine, tmp_path: Path, rows: list[str], said: str
) -> None:
    path = tmp_path / "shop.csv"
    path.write_text(COLUMNS + "\n".join(rows) + "\n")
    async with story(engine, path) as told:
        await told.press("6")
        await told.sees(said)
        shown = screen_text(told.pilot)
        assert "--set" not in shown
        assert "classifier." not in shown
        for name in ("charts", "confusion", "report", "inside", "history", "budget", "wrong"):
            await told.go_to_part(name)
            assert "Traceback" not in screen_text(told.pilot)
        await told.press("plus")
        await told.sees("There is no model yet.")


async def test_the_horizon_is_chosen_and_another_source_forgets_the_models(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with story(engine, recipe=recipe()) as told:
        await told.press("6")
        await judged(told, "buys again")
        await told.press("H")
        await told.enter("60")
        await told.until(lambda: told.app.session.recipe.classifier.horizon_days == 60)
        await judged(told)
        await told.sees("buys again, 60 days ahead")
        assert told.view.shown.models["knn"].record["cut_offs"][0]["cut_off"] == "2025-10-11"
        path = tmp_path / "other.csv"
        path.write_text(COLUMNS + "a,1,2024-01-01,1,5.00\n")
        told.app.open_source(str(path))
        await told.has_run()
        await told.sees("cannot be judged")
        assert told.view.shown is None


@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_part_has_room_and_no_colour_says_it_all(
    engine: LastingEngine, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with story(engine, recipe=recipe(), size=size) as told:
        await told.press("6")
        await ask(told, "tier")
        await told.sees("repeats a rule")
        for name in ("charts", "confusion", "report", "inside", "history", "budget", "wrong"):
            await told.go_to_part(name)
            await told.pilot.pause(0.2)
            shown = screen_text(told.pilot)
            assert "tier repeats a rule." in shown, name
            assert "needs" not in shown, name


async def test_nothing_is_asked_of_models_before_somebody_looks(
    engine: LastingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(classifying, "models", lambda *told: asked.append(told))
    async with story(engine, recipe=recipe()) as told:
        await told.press("2", "3")
        assert not asked


def test_the_screen_loads_none_of_the_libraries_of_the_engine() -> None:
    assert not modules_after("import tui.screens.models") & (HEAVY - {"rich", "textual"})
