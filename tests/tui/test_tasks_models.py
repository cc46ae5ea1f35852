"""Five things that an analyst wants to know of models, each with the keys that get there and the most it may take.

What must be on the screen is worked out by scikit-learn and pandas from the predictions that a run writes of the sample.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import confusion_matrix, roc_auc_score

from core.recipe import Recipe
from core.study import Study
from tests.tui.judged import patience, written  # noqa: F401
from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine
from tests.tui.tasks import Task

ASKED = {"models": ["knn", "tree"], "targets": ["tier", "buys again"], "active": "tree"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `regulars run --with classifiers` writes of the sample."""
    return written(tmp_path_factory.mktemp("run"), ASKED)


@pytest.fixture(scope="module")
def predictions(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "predictions.parquet")


@asynccontextmanager
async def task(engine: LastingEngine, most_keys: int) -> AsyncIterator[Task]:
    """The app on the sample at 80 by 24, for a task that may take so many keys."""
    asked = {name: value for name, value in ASKED.items() if name != "active"}
    recipe = Recipe.from_tables({"source": {"paths": [str(SAMPLE)]}, "classifier": asked})
    async with story(engine, recipe=recipe) as told:
        doing = Task(told.app, told.pilot)
        yield doing
        assert doing.keys <= most_keys, f"{doing.keys} keys, where {most_keys} are enough"


async def look_at_the_tree(doing: Task) -> None:
    """`+` until it is in view: how many models stand before it depends on how many are there already."""
    await doing.sees_line("decision tree")
    while doing.view.shown.model != "tree":
        await doing.press("plus")


def of(predictions: pd.DataFrame, target: str, model: str) -> pd.DataFrame:
    return predictions[(predictions.target == target) & (predictions.model == model)]


def area(rows: pd.DataFrame) -> float:
    """The mean over cut-offs."""
    days = [
        roc_auc_score(day.truth == "yes", [said[0] for said in day.probabilities])
        for _, day in rows.groupby("cut_off")
    ]
    return sum(days) / len(days)


async def test_whether_a_model_knows_who_buys_again_better_than_the_last_purchase_does(
    engine: LastingEngine, predictions: pd.DataFrame
) -> None:
    mine, without = (area(of(predictions, "buys again", name)) for name in ("knn", "recency"))
    async with task(engine, most_keys=1) as doing:
        await doing.press("6")
        await doing.sees(f"than looking at the last purchase (AUC {mine - without:+.3f}")
        right = of(predictions, "buys again", "knn")
        await doing.sees(f"k-NN {100 * (right.truth == right.prediction).mean():.1f} % {mine:.3f}")


async def test_how_many_of_a_middling_tier_a_copied_rule_takes_for_a_high_one(
    engine: LastingEngine, predictions: pd.DataFrame
) -> None:
    rows = of(predictions, "tier", "knn")
    classes = ["High", "Medium", "Low"]
    table = confusion_matrix(rows.truth, rows.prediction, labels=classes)
    async with task(engine, most_keys=9) as doing:
        await doing.press("6", "T", *"tier", "enter", "right_square_bracket", "right_square_bracket")
        await doing.sees("tier repeats a rule.")
        share = 100 * table[1, 0] / table[1].sum()
        await doing.sees(f"{table[1, 0]} ({share:.1f} %)")


async def test_what_a_hundred_contacts_reach_by_value_in_place_of_a_model(
    engine: LastingEngine, predictions: pd.DataFrame
) -> None:
    rows = of(predictions, "buys again", "tree")
    by_value = by_model = 0.0
    for day, here in rows.groupby("cut_off"):
        recipe = Recipe().with_value("customers.as_of", f"{day}")
        with Study(recipe, [SAMPLE]) as study:
            value = study.customers.to_pandas().set_index("customer_id").value
        there = here.assign(value=here.customer_id.map(value), said=[one[0] for one in here.probabilities])
        by_value += reached(there, "value", 100)
        by_model += reached(there, "said", 100)
    async with task(engine, most_keys=15) as doing:
        await doing.press("6")
        await look_at_the_tree(doing)
        await doing.press("left_square_bracket", "left_square_bracket", "B", "backspace")
        await doing.type("100")
        await doing.press("enter")
        await doing.sees(
            f"decision tree would have reached {by_model:,.0f} of {(rows.truth == 'yes').sum():,}"
        )
        await doing.sees(f"by value {'█'}")
        await doing.sees(f" {by_value:,.0f} ")


def reached(rows: pd.DataFrame, score: str, contacts: int) -> float:
    """How many buyers are among so many with the highest scores; of equal ones as many as on average."""
    left, found = float(contacts), 0.0
    for _, equal in sorted(rows.groupby(score), key=lambda one: -one[0]):
        asked = min(left, len(equal))
        found += asked * (equal.truth == "yes").mean()
        left -= asked
    return found


async def test_a_file_of_those_who_came_although_the_tree_said_no(
    engine: LastingEngine, predictions: pd.DataFrame, tmp_path: Path
) -> None:
    rows = of(predictions, "buys again", "tree")
    missed = rows[(rows.truth == "yes") & (rows.prediction == "no")]
    async with task(engine, most_keys=12) as doing:
        await doing.press("6")
        await look_at_the_tree(doing)
        await doing.press("right_square_bracket", "right_square_bracket")
        await doing.sees("yes")
        await doing.press("right", "enter")
        await doing.sees(f"row 1 of {len(missed)}")
        await doing.press("e")
        target = tmp_path / "missed.csv"
        await doing.enter(str(target))
        await doing.until(target.exists, "the file")
    listed = pd.read_csv(target, dtype=str)
    assert set(zip(listed.customer_id, listed.cut_off, strict=True)) == set(
        zip(missed.customer_id, missed.cut_off.astype(str), strict=True)
    )


async def test_everybody_whom_the_tree_expects_back(engine: LastingEngine, folder: Path) -> None:
    customers = pd.read_parquet(folder / "customers.parquet")
    expected = (customers.predicted == "yes").sum()
    async with task(engine, most_keys=25) as doing:
        await doing.press("6")
        await look_at_the_tree(doing)
        await doing.press("enter")
        await doing.sees("is the active model")
        await doing.press("C")
        await doing.until(
            lambda: "predicted" in (doing.app.opened.customer_columns if doing.app.opened else ())
        )
        await doing.press("3", "f")
        await doing.type("predicted = yes")
        await doing.press("enter")
        await doing.sees(f"{expected} of {len(customers)} customers")
