"""Classifiers: every figure from the predictions by scikit-learn, the same bytes for the same seed, and a budget of contacts."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    classification_report,
    confusion_matrix,
    roc_auc_score,
    roc_curve,
)

from core.classifiers.ahead import labelled, window
from core.classifiers.habits import habits, with_habits
from core.classifiers.naming import BASELINES, MODELS
from core.customers import first_bought
from core.output import write_results
from core.sql import Dialect, compiled
from core.study import Study
from core.workspace import Workspace
from tests.support import judged_buyers
from tests.support.judged_buyers import HORIZON, recipe

DIALECTS: tuple[Dialect, ...] = ("duckdb", "postgres", "pyspark")
shop = judged_buyers.shop
NEAR = 2e-6
ALL = ["tier", "high value", "segment", "cluster", "buys again", "top quarter", "tier later", "segment later"]
# Every target by some models, and one target by every model.
ASKED: dict[str, dict[str, Any]] = {
    "targets": {"targets": ALL, "models": ["knn", "logistic", "tree"]},
    "models": {"targets": ["buys again"], "models": list(MODELS), "cut_offs": 2},
}


@pytest.fixture(scope="module", params=ASKED)
def asked(request: pytest.FixtureRequest) -> dict[str, Any]:
    return ASKED[str(request.param)]


@pytest.fixture(scope="module")
def results(shop: Path, asked: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a run."""
    folder = tmp_path_factory.mktemp("results")
    (folder / "cache").mkdir()
    with (
        closing(Workspace(folder / "cache", 10**9)) as workspace,
        Study(recipe(**asked), [shop], workspace=workspace) as study,
    ):
        write_results(study, folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def records(results: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((results / "models.json").read_text())
    return found


@pytest.fixture(scope="module")
def predictions(results: Path) -> pd.DataFrame:
    return pd.read_parquet(results / "predictions.parquet")


def rows_of(predictions: pd.DataFrame, record: dict[str, Any]) -> pd.DataFrame:
    mine = (predictions.target == record["target"]) & (predictions.model == record["model"])
    return predictions[mine]


def areas(rows: pd.DataFrame, classes: list[str], score: Any) -> float:
    """The mean over classes that some are and some are not."""
    chances = np.array(rows.probabilities.tolist())
    places = [0] if len(classes) == 2 else range(len(classes))
    found = [
        score(rows.truth == classes[place], chances[:, place])
        for place in places
        if 0 < (rows.truth == classes[place]).sum() < len(rows)
    ]
    return float(np.mean(found))


def brier(rows: pd.DataFrame, classes: list[str]) -> float:
    chances = np.array(rows.probabilities.tolist())
    sure = np.array([[one == name for name in classes] for one in rows.truth], dtype=float)
    return float(((chances - sure) ** 2).sum(axis=1).mean()) / (2 if len(classes) == 2 else 1)


def test_every_target_and_model_is_there(records: list[dict[str, Any]], asked: dict[str, Any]) -> None:
    assert [(one["target"], one["model"]) for one in records] == [
        (target, model) for target in asked["targets"] for model in (*asked["models"], *BASELINES)
    ]


def test_every_figure_follows_from_the_predictions(
    records: list[dict[str, Any]], predictions: pd.DataFrame
) -> None:
    for record in records:
        rows, classes = rows_of(predictions, record), record["classes"]
        days = [day for _, day in rows.groupby("cut_off", sort=False)]
        assert len(rows) == record["rows"]
        assert rows.customer_id.nunique() == record["customers"]
        assert record["accuracy"] == pytest.approx(accuracy_score(rows.truth, rows.prediction), abs=NEAR)
        assert record["balanced_accuracy"] == pytest.approx(
            balanced_accuracy_score(rows.truth, rows.prediction), abs=NEAR
        )
        auc = np.mean([areas(day, classes, roc_auc_score) for day in days])
        assert record["auc"] == pytest.approx(auc, abs=NEAR)
        assert list(record["auc_by_class"]) == classes
        for place, name in enumerate(classes):
            alone = [
                roc_auc_score(day.truth == name, np.array(day.probabilities.tolist())[:, place])
                for day in days
                if day.truth.eq(name).any() and day.truth.ne(name).any()
            ]
            assert record["auc_by_class"][name] == pytest.approx(np.mean(alone), abs=NEAR)
        assert record["auc_interval"][0] - NEAR <= record["auc"] <= record["auc_interval"][1] + NEAR
        assert record["brier"] == pytest.approx(brier(rows, classes), abs=NEAR)
        precision = np.mean([areas(day, classes, average_precision_score) for day in days])
        assert record["average_precision"] == pytest.approx(precision, abs=NEAR)
        assert record["confusion"] == confusion_matrix(rows.truth, rows.prediction, labels=classes).tolist()
        theirs = classification_report(
            rows.truth, rows.prediction, labels=classes, output_dict=True, zero_division=0.0
        )
        for name in classes:
            assert record["report"][name] == pytest.approx(theirs[name], abs=NEAR)


def test_every_cut_off_has_its_own_figures(records: list[dict[str, Any]], predictions: pd.DataFrame) -> None:
    for record in records:
        rows, classes = rows_of(predictions, record), record["classes"]
        days = {str(day): part for day, part in rows.groupby("cut_off", sort=False)}
        if record["question"] == "rule fidelity":
            assert record["cut_offs"] == []
            continue
        assert [one["cut_off"] for one in record["cut_offs"]] == list(days)
        for one in record["cut_offs"]:
            day = days[one["cut_off"]]
            assert one["auc"] == pytest.approx(areas(day, classes, roc_auc_score), abs=NEAR)
            assert one["accuracy"] == pytest.approx(accuracy_score(day.truth, day.prediction), abs=NEAR)
            assert one["brier"] == pytest.approx(brier(day, classes), abs=NEAR)
            assert one["confusion"] == confusion_matrix(day.truth, day.prediction, labels=classes).tolist()
            assert one["customers"] == len(day)
            learned = [date.fromisoformat(text) for text in one["learned_at"]]
            assert max(learned) + timedelta(days=HORIZON) <= date.fromisoformat(one["cut_off"])


def test_gains_and_calibration_follow_from_the_predictions(
    records: list[dict[str, Any]], predictions: pd.DataFrame
) -> None:
    for record in records:
        assert ("gains" in record) == (record["classes"] == ["yes", "no"])
        if "gains" not in record:
            continue
        rows = rows_of(predictions, record).assign(chance=lambda all_: [one[0] for one in all_.probabilities])
        for one in record["gains"]:
            reached = 0.0
            for _, day in rows.groupby("cut_off"):
                positive = day.truth == "yes"
                fpr, tpr, _ = roc_curve(positive, day.chance)
                asked = tpr * positive.sum() + fpr * (~positive).sum()
                reached += np.interp(one["share"] * len(day), asked, tpr * positive.sum())
            assert one["gain"] == pytest.approx(reached / (rows.truth == "yes").sum(), abs=NEAR)
            assert one["lift"] == pytest.approx(one["gain"] / one["share"], abs=1e-4)
        assert sum(one["customers"] for one in record["calibration"]) == len(rows)
        said = sum(one["said"] * one["customers"] for one in record["calibration"]) / len(rows)
        came = sum(one["came"] * one["customers"] for one in record["calibration"]) / len(rows)
        assert said == pytest.approx(rows.chance.mean(), abs=NEAR)
        assert came == pytest.approx((rows.truth == "yes").mean(), abs=NEAR)


def test_a_rule_that_is_repeated_is_marked(records: list[dict[str, Any]]) -> None:
    for record in records:
        made_from_features = record["question"] == "rule fidelity"
        assert (record["repeats"] == "repeats a rule") == made_from_features
        assert record["verdict"].startswith("Repeats a rule") == made_from_features


# The same seed, a budget, other engines


def test_the_same_seed_gives_the_same_bytes(shop: Path, tmp_path: Path) -> None:
    for number, threads in enumerate((1, 2)):
        (tmp_path / f"cache-{number}").mkdir()
        with (
            closing(Workspace(tmp_path / f"cache-{number}", 10**9)) as workspace,
            Study(
                recipe(cut_offs=2, models=["knn", "forest"], targets=["buys again"]),
                [shop],
                workspace=workspace,
                threads=threads,
            ) as study,
        ):
            write_results(study, tmp_path / f"out-{number}")
    for name in ("models.json", "predictions.parquet", "customers.parquet", "recipe.toml"):
        assert (tmp_path / "out-0" / name).read_bytes() == (tmp_path / "out-1" / name).read_bytes(), name


def test_no_active_model_adds_no_columns(shop: Path) -> None:
    with Study(recipe(active=""), [shop]) as study:
        assert "predicted" not in study.customers.columns


def test_a_budget_reaches_whom_each_policy_puts_first(shop: Path) -> None:
    with Study(recipe(models=["logistic"], targets=["buys again"], contacts=30, active=""), [shop]) as study:
        classified = study.classifiers
        logistic = next(one for one in classified.models if one["model"] == "logistic")
        predictions = pd.read_parquet(classified.path)
        assert any("30 contacts" in line for line in classified.in_short)
        at = classified.exams.at
    rows = predictions[predictions.model == "logistic"]
    assert len(logistic["budget"]) == 4 * len(logistic["cut_offs"])
    for line in logistic["budget"]:
        day = rows[rows.cut_off.astype(str) == line["cut_off"]]
        bought = (day.truth == "yes").to_numpy()
        assert line["looked_for"] == bought.sum()
        known = at[date.fromisoformat(line["cut_off"])]
        assert list(known.ids) == list(day.customer_id)
        score = {
            "model": np.array([one[0] for one in day.probabilities]),
            "value": known.facts["value"],
            "recency": -known.facts["recency"],
            "at random": np.zeros(len(day)),
        }[line["policy"]]
        edge = np.sort(score)[-30]
        surely, perhaps = score > edge, score == edge
        expected = bought[surely].sum() + (30 - surely.sum()) * bought[perhaps].mean()
        assert line["reached"] == pytest.approx(expected, abs=0.001)


def test_every_dialect_compiles_the_past(shop: Path) -> None:
    with Study(recipe(), [shop]) as study:
        stages = study.stages
        day = date(2024, 1, 1)
        spread = habits(stages.booked, day, HORIZON)
        inside = window(stages.booked, day, day + timedelta(days=HORIZON), "gross")
        known = ibis.table(stages.segments.schema(), name="known")
        later = ibis.table(stages.segments.schema(), name="later")
        table = labelled(known, ibis.table(inside.schema(), name="inside"), later)
        for dialect in DIALECTS:
            for expression in (spread, inside, with_habits(known), table, first_bought(stages.booked_lines)):
                assert "SELECT" in compiled(expression, dialect)
