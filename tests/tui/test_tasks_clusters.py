"""Three things that an analyst wants to know of groups, each with the keys that get there and the most it may take.

What must be on the screen is worked out by scikit-learn and pandas from the customers of the sample.
"""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import calinski_harabasz_score
from sklearn.preprocessing import StandardScaler

from core.recipe import Recipe
from core.study import Study
from tests.support.studied import workspace
from tests.tui import support
from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine
from tests.tui.tasks import Task


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The criteria take a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 60.0)


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    """Everybody with scaled features and the group of scikit-learn's k-means, 0 the one that spends most."""
    with Study(Recipe(), [SAMPLE], workspace=workspace()) as study:
        frame = study.customers.to_pandas()
    features = np.column_stack(
        [frame.recency, np.log1p(frame.frequency), np.log1p(frame.monetary.astype(float))]
    )
    scaled = StandardScaler().fit_transform(features.astype(float))
    frame[["x", "y", "z"]] = scaled
    labels = KMeans(4, n_init=20, random_state=3).fit_predict(scaled)
    frame["group"] = labels
    order = frame.groupby("group").monetary.sum().astype(float).sort_values(ascending=False).index
    frame["group"] = frame.group.map({label: place for place, label in enumerate(order)})
    return frame


@asynccontextmanager
async def task(engine: LastingEngine, most_keys: int) -> AsyncIterator[Task]:
    """The app on the sample at 80 by 24, for a task that may take so many keys."""
    async with story(engine, SAMPLE) as told:
        doing = Task(told.app, told.pilot)
        yield doing
        assert doing.keys <= most_keys, f"{doing.keys} keys, where {most_keys} are enough"


async def test_how_many_groups_one_criterion_recommends(
    engine: LastingEngine, customers: pd.DataFrame
) -> None:
    points = customers[["x", "y", "z"]].to_numpy()
    found = {
        k: calinski_harabasz_score(points, KMeans(k, n_init=10, random_state=0).fit_predict(points))
        for k in range(2, 11)
    }
    async with task(engine, most_keys=2) as doing:
        await doing.press("5", "right_square_bracket")
        await doing.sees(f"Calinski-H. {max(found, key=lambda k: found[k])} ")
        await doing.sees("The criteria do not agree")


async def test_how_many_champions_are_in_the_best_group(
    engine: LastingEngine, customers: pd.DataFrame
) -> None:
    best = customers[customers.group == 0]
    champions = int((best.segment == "Champions").sum())
    async with task(engine, most_keys=2) as doing:
        await doing.press("5", "left_square_bracket")
        await doing.sees(
            f"In 1 Loyal High-Spenders {champions} customers have the segment Champions: {100 * champions / len(best):.1f} % of the group"
        )


async def test_a_mailing_list_of_who_is_in_two_views_at_risk(
    engine: LastingEngine, customers: pd.DataFrame, tmp_path: Path
) -> None:
    """Those of the second best group whom the segments call At Risk."""
    wanted = customers[(customers.group == 1) & (customers.segment == "At Risk")]
    async with task(engine, most_keys=14) as doing:
        await doing.press("5", "left_square_bracket")
        await doing.sees("customers have the segment Champions")
        await doing.press("right", *["down"] * 8, "enter")
        await doing.sees(f"{len(wanted)} of {len(customers)} customers")
        await doing.press("m")
        target = tmp_path / "list.csv"
        await doing.enter(str(target))
        await doing.until(target.exists, "the list")
    with target.open(newline="") as file:
        assert {row["customer_id"] for row in csv.DictReader(file)} == set(wanted.customer_id)
