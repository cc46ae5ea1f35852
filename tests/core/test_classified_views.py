"""What the screen Models draws and says of single customers, beside scikit-learn and numpy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import (
    auc,
    average_precision_score,
    precision_recall_curve,
    roc_auc_score,
    roc_curve,
)

from core.classifiers import models
from core.classifiers.measures import Judged
from core.classifiers.naming import BASELINES
from core.classifiers.told import Reason
from core.errors import RegularsError
from core.recipe import Recipe
from core.remote import classifying
from core.remote.classifying import Models, ModelTold, NoModels
from core.study import Study
from core.views.classified_curves import curves_of
from tests.support.buyers import buyers, written

MODELS = ("knn", "logistic", "tree")


def judged_by_chance(classes: int, days: int, *, seed: int, ties: bool = False) -> Judged:
    """Predictions that are better than chance, of several days."""
    rng = np.random.default_rng(seed)
    count = 300 * days
    truth = rng.integers(0, classes, count)
    said = rng.random((count, classes)) + 0.7 * np.eye(classes)[truth]
    chances = said / said.sum(axis=1, keepdims=True)
    if ties:
        chances = np.round(chances, 1)
    names = tuple(f"c{number}" for number in range(classes))
    day = np.repeat(np.arange(days), 300)
    return Judged(names, truth, chances.argmax(axis=1), chances, day)


# Curves


@pytest.mark.parametrize("ties", [False, True])
def test_one_day_and_two_classes_are_the_curves_of_scikit_learn(ties: bool) -> None:
    judged = judged_by_chance(2, 1, seed=1, ties=ties)
    (mine,) = curves_of(judged)
    assert mine.name == "c0"
    others, reached, _ = roc_curve(judged.truth == 0, judged.chances[:, 0], drop_intermediate=False)
    for x, y in mine.roc[1:]:
        assert y == pytest.approx(np.interp(x, others, reached), abs=1e-4)
    precision, recall, _ = precision_recall_curve(judged.truth == 0, judged.chances[:, 0])
    for x, y in mine.precision_recall:
        # The fewest who have to be asked to reach as much.
        assert y == pytest.approx(precision[recall >= x - 1e-9][-1], abs=1e-4)


@pytest.mark.parametrize(("classes", "days"), [(2, 3), (4, 1), (3, 2)])
def test_what_lies_below_a_curve_is_the_figure_beside_it(classes: int, days: int) -> None:
    judged = judged_by_chance(classes, days, seed=2)
    found = curves_of(judged)
    assert [one.name for one in found] == (["c0"] if classes == 2 else ["", *judged.classes])
    for one in found:
        places = [judged.classes.index(one.name)] if one.name else range(classes)
        rows = [judged.day == day for day in range(days)]
        areas = [
            roc_auc_score(judged.truth[here] == place, judged.chances[here, place])
            for here in rows
            for place in places
        ]
        precisions = [
            average_precision_score(judged.truth[here] == place, judged.chances[here, place])
            for here in rows
            for place in places
        ]
        x, y = zip(*one.roc, strict=True)
        assert auc(x, y) == pytest.approx(np.mean(areas), abs=0.003)
        # Recall in even steps: the mean of the precisions at them.
        assert np.mean([y for _, y in one.precision_recall]) == pytest.approx(np.mean(precisions), abs=0.01)


def test_gain_and_calibration_are_of_the_class_that_is_named() -> None:
    judged = judged_by_chance(3, 1, seed=3)
    frame = pd.DataFrame({"said": judged.chances[:, 2], "came": judged.truth == 2})
    third = next(one for one in curves_of(judged) if one.name == "c2")
    best = frame.sort_values("said", ascending=False)
    for share, gain in third.gain[1:]:
        reached = best.came.head(round(share * len(best))).sum()
        assert gain == pytest.approx(reached / frame.came.sum(), abs=1e-4)
    tenths = frame.groupby(pd.qcut(frame.said, 10, labels=False)).mean()
    assert [one["came"] for one in third.calibration] == pytest.approx(tenths.came.tolist(), abs=1e-6)


def test_a_class_that_nobody_is_of_has_no_curve() -> None:
    judged = judged_by_chance(2, 1, seed=4)
    nobody = Judged(judged.classes, np.ones_like(judged.truth), judged.decided, judged.chances, judged.day)
    (mine,) = curves_of(nobody)
    assert (mine.roc, mine.precision_recall) == ((), ())


# What the screen asks


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("views") / "shop.csv", buyers())


@pytest.fixture(scope="module")
def study(shop: Path) -> Iterator[Study]:
    recipe = Recipe.from_tables({"classifier": {"models": list(MODELS), "horizon_days": 60}})
    with Study(recipe, [shop]) as found:
        yield found


def all_models(study: Study, target: str) -> tuple[Models, dict[str, ModelTold]]:
    """Everything that is told of a target, asked for as the app does."""
    found: dict[str, ModelTold] = {}
    while True:
        told = classifying.models(study, target, {name: one.stage for name, one in found.items()})
        assert isinstance(told, Models)
        for one in told.news:
            name = one.record["model"]
            assert one.stage > (found[name].stage if name in found else -1), "nothing is told twice"
            found[name] = one
        if told.is_done:
            return told, found


@pytest.mark.parametrize("target", ["tier", "buys again"])
def test_the_models_that_come_one_by_one_are_those_of_a_run(study: Study, target: str) -> None:
    told, found = all_models(study, target)
    assert [found[name].record for name in told.order] == study.classifiers.records(target)
    assert told.order == (*MODELS, *BASELINES)
    assert all(one.learning_s > 0 for name, one in found.items() if name != "majority")


def test_models_of_a_sample_say_what_more_would_teach_them(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(models.MOST_LEARNED, "tree", 60)
    recipe = Recipe.from_tables({"classifier": {"models": ["tree", "knn"], "seed": 5}})
    with Study(recipe, [shop]) as study:
        told, found = all_models(study, "tier")
        assert [found[name].record for name in told.order] == study.classifiers.records("tier")
        assert "learns from 60 of" in found["tree"].sample
        assert found["tree"].record["learning_curve"][-1]["rows"] == 60
        assert found["knn"].sample == ""


def test_k_nn_comes_first_and_is_told_before_there_is_anything_beside_it(shop: Path) -> None:
    recipe = Recipe.from_tables({"classifier": {"models": ["logistic", "knn"], "seed": 9}})
    with Study(recipe, [shop]) as study:
        while True:
            told = classifying.models(study, "tier", {})
            assert isinstance(told, Models)
            if told.news:
                break
        assert told.news[0].record["model"] == "knn"
        if told.news[0].stage == 0:
            assert told.news[0].record["standing"] == ""
            assert told.news[0].record["auc_difference"] is None
        all_models(study, "tier")


def test_another_active_model_judges_nothing_anew(study: Study, shop: Path) -> None:
    told, _ = all_models(study, "buys again")
    other = study.recipe.with_value("classifier.active", "tree").with_value("classifier.contacts", "7")
    with Study(other, [shop]) as again:
        at_once = classifying.models(again, "buys again", {})
        assert isinstance(at_once, Models)
        assert at_once.is_done
        assert len(at_once.news) == len(told.order)


def test_called_off_models_are_gone_on_with(shop: Path) -> None:
    recipe = Recipe.from_tables({"classifier": {"models": ["knn", "svm", "mlp"], "seed": 11}})
    with Study(recipe, [shop]) as study:
        classifying.models(study, "tier", {})
        classifying.call_off(study, "tier")
        told, found = all_models(study, "tier")
        assert set(found) == set(told.order)


def test_what_cannot_be_judged_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    rows = [f"c{n},{n},2024-03-{1 + n:02},1,5.00" for n in range(9)]
    path.write_text("customer_id,order_id,order_date,quantity,price\n" + "\n".join(rows) + "\n")
    with Study(Recipe(), [path]) as study:
        few = classifying.models(study, "tier", {})
        assert isinstance(few, NoModels)
        assert "9 customers" in few.what
        short = classifying.models(study, "buys again", {})
        assert isinstance(short, NoModels)
        assert "90 days" in short.what


# Whom it gets wrong, and why


@pytest.mark.parametrize(("target", "model"), [("tier", "tree"), ("buys again", "knn")])
def test_mistakes_are_those_of_the_predictions(study: Study, target: str, model: str) -> None:
    all_models(study, target)
    found = classifying.wrong(study, target, model)
    record = next(one for one in study.classifiers.records(target) if one["model"] == model)
    confusion = np.array(record["confusion"])
    assert found.rows == confusion.sum() - np.trace(confusion)
    assert found.of == confusion.sum()
    wrong = pd.read_parquet(found.path)
    assert len(wrong) == found.rows
    assert (wrong.truth != wrong.prediction).all()
    for row, truth in enumerate(record["classes"]):
        for column, decided in enumerate(record["classes"]):
            if row != column:
                assert ((wrong.truth == truth) & (wrong.prediction == decided)).sum() == confusion[
                    row, column
                ]
    margin = wrong.chance_of_truth - wrong.chance_of_prediction
    assert margin.is_monotonic_increasing or (margin.diff().dropna() >= -0.002).all()


def reasons(study: Study, target: str, model: str, count: int = 5) -> list[tuple[pd.Series, Reason]]:
    wrong = pd.read_parquet(classifying.wrong(study, target, model).path)
    found = []
    for _, row in wrong.head(count).iterrows():
        cut_off = str(row.cut_off) if "cut_off" in wrong else ""
        found.append((row, classifying.why(study, target, model, row.customer_id, cut_off)))
    assert found
    return found


def test_the_path_in_the_tree_is_true_of_the_customer(study: Study) -> None:
    all_models(study, "buys again")
    for row, reason in reasons(study, "buys again", "tree"):
        assert (reason.truth, reason.decided) == (row.truth, row.prediction)
        values = dict(zip(reason.features, reason.values, strict=True))
        assert len(reason.path) > 1
        for question in reason.path[:-1]:
            name, sign, limit = question.split(" ")
            value = values[name]
            if isinstance(value, float):  # what is missing goes by the median
                assert (value <= float(limit) + 1e-4) == (sign == "<=") or abs(value - float(limit)) < 1e-3
        assert sum(chance for _, chance in reason.chances) == pytest.approx(1, abs=1e-5)


def test_those_most_alike_are_the_nearest_that_were_learned_from(study: Study) -> None:
    all_models(study, "tier")
    exam = study.classifiers.exams.exam("tier")
    for row, reason in reasons(study, "tier", "knn"):
        part = next(one for one in exam.parts if row.customer_id in one.ids)
        places = [part.lesson.columns.index(name) for name in reason.features]
        learned = np.log1p(part.lesson.values[:, places])
        mine = np.log1p(np.array(reason.values, dtype=float))
        spread = learned.std(axis=0)
        distances = np.sqrt((((learned - mine) / spread) ** 2).sum(axis=1))
        alike = [
            np.sqrt((((np.log1p(np.array(one.values, dtype=float)) - mine) / spread) ** 2).sum())
            for one in reason.alike
        ]
        assert alike == pytest.approx(np.sort(distances)[: len(alike)].tolist())


def test_nobody_else_has_a_reason(study: Study) -> None:
    all_models(study, "tier")
    with pytest.raises(RegularsError, match="not among those"):
        classifying.why(study, "tier", "knn", "nobody", "")
