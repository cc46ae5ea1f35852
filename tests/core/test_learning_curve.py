"""The learning curve: its points are those of models fitted by hand, and its words say what a larger sample would add."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from core.classifiers import models
from core.classifiers.judging import Exam, Part, ask
from core.classifiers.learning_curve import in_words, learning_curve
from core.classifiers.models import Lesson, fit
from core.recipe import ClassifierPart, Recipe
from core.study import Study
from tests.support.buyers import buyers, written

COLUMNS = ("recency", "frequency")


def simulated(rows: int, seed: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Customers of whom those with more orders come back, more or less surely."""
    rng = np.random.default_rng(seed)
    values = np.column_stack([rng.gamma(2.0, 60.0, rows), 1.0 + rng.poisson(4, rows)])
    truth = (values[:, 1] + rng.normal(0, noise, rows) < 5).astype(np.int64)
    return values, truth


def exam_of(rows: int, *, asked: int = 2_000, noise: float = 2.0) -> Exam:
    values, truth = simulated(rows, 1, noise)
    others, came = simulated(asked, 2, noise)
    lesson = Lesson(values, COLUMNS, truth, np.arange(rows), 2, 0, COLUMNS)
    ids = np.array([f"c{number}" for number in range(asked)], dtype=object)
    day = date(2025, 1, 1)
    return Exam("buys again", ("yes", "no"), (Part(lesson, ids, others, came, day, day, (day,), {}),), {})


@pytest.mark.parametrize("name", ["logistic", "tree", "knn"])
def test_each_point_is_a_model_that_learned_from_so_many(name: str) -> None:
    exam, recipe = exam_of(1_600), ClassifierPart()
    part, answer = exam.parts[0], ask(exam, name, 0, recipe)
    points = learning_curve(part, answer, exam.classes, recipe)
    assert [point["rows"] for point in points] == [200, 400, 800, 1_600]
    order = np.random.default_rng(0).permutation(1_600)
    for point in points:
        places = np.sort(order[: point["rows"]])
        lesson = replace(
            part.lesson,
            values=part.lesson.values[places],
            truth=part.lesson.truth[places],
            whose=part.lesson.whose[places],
        )
        chances = fit(name, lesson, recipe).probabilities(part.values)
        assert point["auc"] == pytest.approx(roc_auc_score(part.truth == 0, chances[:, 0]), abs=2e-6)
        low, high = point["auc_interval"]
        assert low < point["auc"] < high
    for before, point in pairwise(points):
        assert point["gained"] == pytest.approx(point["auc"] - before["auc"], abs=2e-6)
        low, high = point["gained_interval"]
        assert low <= point["gained"] <= high
        # What both have in common is not counted twice.
        assert high - low < 2 * (point["auc_interval"][1] - point["auc_interval"][0])


def said(target: str, model: str, points: list[dict[str, Any]], there: int) -> str:
    return in_words({"target": target, "model": model, "learning_curve": points, "rows_there": there})


def test_a_curve_that_has_flattened_says_so_and_one_that_rises_too() -> None:
    recipe = ClassifierPart()
    flat = exam_of(4_000, asked=6_000)
    points = learning_curve(flat.parts[0], ask(flat, "logistic", 0, recipe), flat.classes, recipe)
    told = said("buys again", "logistic", points, 60_000)
    assert told.startswith(
        "buys again: logistic regression learns from 4,000 of 60,000 rows: more would add little"
    )
    rising = [
        {"rows": 100, "auc": 0.6},
        {"rows": 200, "auc": 0.7, "gained": 0.1, "gained_interval": [0.05, 0.15]},
    ]
    assert "more might add something still (AUC +0.100 against 100 rows" in said("tier", "knn", rising, 900)
    open_ = [
        {"rows": 100, "auc": 0.6},
        {"rows": 200, "auc": 0.61, "gained": 0.01, "gained_interval": [-0.05, 0.07]},
    ]
    assert "cannot be told from so few customers" in said("tier", "knn", open_, 900)
    assert said("tier", "knn", [], 900) == ""


def test_classes_too_rare_in_a_part_of_the_sample_do_not_stop_it() -> None:
    exam, recipe = exam_of(400), ClassifierPart()
    part = exam.parts[0]
    truth = part.lesson.truth.copy()
    truth[:] = 1
    truth[np.random.default_rng(0).permutation(400)[150:157]] = 0
    part = replace(part, lesson=replace(part.lesson, truth=truth))
    exam = replace(exam, parts=(part,))
    points = learning_curve(part, ask(exam, "svm", 0, recipe), exam.classes, recipe)
    # Among the first 50 and 100 that are drawn nobody, or hardly anybody, is of one class.
    assert [point["rows"] for point in points] == [200, 400]
    assert all(0 <= point["auc"] <= 1 for point in points)


def test_a_run_on_a_sample_has_the_curve_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = written(tmp_path / "shop.csv", buyers())
    asked: dict[str, Any] = {
        "on": True,
        "targets": ["tier"],
        "models": ["logistic", "tree"],
        "folds": 2,
    }
    recipe = Recipe.from_tables({"classifier": asked})
    with Study(recipe, [shop]) as study:
        assert not any("learning_curve" in one for one in study.classifiers.models)
        assert not any("more would add" in told for told in study.classifiers.in_short)
    monkeypatch.setitem(models.MOST_LEARNED, "tree", 60)
    with Study(recipe.with_value("classifier.seed", "1"), [shop]) as study:
        by_model = {one["model"]: one for one in study.classifiers.models}
        told = [one for one in study.classifiers.in_short if "learns from" in one]
    assert "learning_curve" not in by_model["logistic"]
    curve = by_model["tree"]["learning_curve"]
    assert by_model["tree"]["rows_there"] == 80
    assert curve[-1]["rows"] == by_model["tree"]["learned_from"] == 60
    assert len(told) == 1
    assert told[0].startswith("tier: decision tree learns from 60 of 80 rows")
