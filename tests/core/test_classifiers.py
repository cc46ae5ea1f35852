"""Classifiers: every figure from the predictions by scikit-learn, features by plain Python, and nothing known too soon."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
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
from core.classifiers.known import Known
from core.classifiers.naming import BASELINES, MODELS
from core.customers import first_bought
from core.output import write_results
from core.recipe import Recipe
from core.sql import Dialect, compiled
from core.study import Study
from core.workspace import Workspace
from tests.support.buyers import BEGAN, Sale, buyers, written

DIALECTS: tuple[Dialect, ...] = ("duckdb", "postgres", "pyspark")

# What is judged once serves many tests.
pytestmark = pytest.mark.xdist_group("classifiers")
HORIZON = 60
NEAR = 2e-6
ALL = ["tier", "high value", "segment", "cluster", "buys again", "top quarter", "tier later", "segment later"]


def recipe(**classifier: Any) -> Recipe:
    few = {"horizon_days": HORIZON, "trees": 15, "rounds": 15, "cut_offs": 3}
    return Recipe.from_tables({"classifier": {"on": True, **few, **classifier}})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("buyers") / "shop.csv", buyers())


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


# What is known on a day, and by plain Python


def in_plain_python(sales: list[Sale], day: date) -> dict[str, dict[str, Any]]:
    """Features of everybody who had bought before a day, from the rows before it."""
    orders: dict[str, dict[str, date]] = defaultdict(dict)
    money: dict[str, float] = defaultdict(float)
    back: dict[str, float] = defaultdict(float)
    products: dict[str, set[str]] = defaultdict(set)
    country = {}
    for sale in sales:
        if sale.at.date() >= day:
            continue
        if sale.order.startswith("C"):
            back[sale.customer] += sale.quantity * sale.price
            continue
        orders[sale.customer][sale.order] = sale.at.date()
        money[sale.customer] += sale.quantity * sale.price
        products[sale.customer].add(sale.sku)
        country[sale.customer] = sale.country
    found = {}
    for customer, days_of in orders.items():
        days = sorted(days_of.values())
        gaps = [(after - before).days for before, after in pairwise(days)]
        opens = day - timedelta(days=365)
        found[customer] = {
            "recency": (day - days[-1]).days,
            "frequency": len(days),
            "monetary": round(money[customer], 2),
            "refunded": round(back[customer], 2),
            "average_order": money[customer] / len(days),
            "tenure": (day - days[0]).days,
            "order_gap": np.mean(gaps) if gaps else math.nan,
            "gap_spread": np.std(gaps) if gaps else math.nan,
            "same_season": sum(opens <= one < opens + timedelta(days=HORIZON) for one in days),
            "products": len(products[customer]),
            "country": country[customer],
            **{f"quarter_{q}": np.mean([(one.month + 2) // 3 == q for one in days]) for q in (1, 2, 3, 4)},
        }
    return found


@pytest.fixture(scope="module")
def at(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[date, Known]:
    """The customers on every day that models learn at or are judged at."""
    with (
        closing(Workspace(tmp_path_factory.mktemp("cache"), 10**9)) as workspace,
        Study(recipe(), [shop], workspace=workspace) as study,
    ):
        return study.classifiers.exams.at


def test_features_at_a_cut_off_are_those_of_a_file_that_ends_there(at: Mapping[date, Known]) -> None:
    sales = buyers()
    assert len(at) >= 4
    for day, known in at.items():
        expected = in_plain_python(sales, day)
        assert set(known.ids) == set(expected)
        for name, values in zip(known.ids, known.values, strict=True):
            mine = dict(zip(known.columns, values, strict=True))
            mine["country"] = known.countries[mine["country"]]
            theirs = expected[name]
            assert mine.keys() == theirs.keys()
            assert mine.pop("country") == theirs.pop("country")
            assert mine == pytest.approx(theirs, abs=0.0051, nan_ok=True)


def test_labels_are_what_came_after(at: Mapping[date, Known]) -> None:
    sales = buyers()
    for day, known in at.items():
        until = day + timedelta(days=HORIZON)
        spent: dict[str, float] = defaultdict(float)
        for sale in sales:
            if day <= sale.at.date() < until and not sale.order.startswith("C"):
                spent[sale.customer] += sale.quantity * sale.price
        all_spent = np.array([round(spent.get(name, 0.0), 2) for name in known.ids])
        assert [one == "yes" for one in known.labels["buys again"]] == [name in spent for name in known.ids]
        top = [4 * (all_spent < mine).sum() >= 3 * len(all_spent) and mine > 0 for mine in all_spent]
        assert [one == "yes" for one in known.labels["top quarter"]] == top


def test_tiers_later_are_those_of_a_run_that_ends_then(shop: Path, at: Mapping[date, Known]) -> None:
    day, known = next(iter(at.items()))
    until = (day + timedelta(days=HORIZON)).isoformat()
    with Study(Recipe.from_tables({"customers": {"as_of": until}}), [shop]) as study:
        then = {row["customer_id"]: (row["tier"], row["segment"]) for row in study.customers.to_dicts()}
    assert list(zip(known.labels["tier later"], known.labels["segment later"], strict=True)) == [
        then[name] for name in known.ids
    ]


def test_nothing_after_a_cut_off_changes_what_is_known_there(tmp_path: Path) -> None:
    """A mutation: every row on or after a day is another customer's, dearer, elsewhere; what is known on that day stays."""
    sales = buyers()
    day = BEGAN + timedelta(days=360)
    changed = [
        sale
        if sale.at.date() < day
        else replace(
            sale, customer=f"B{number % 160:04}", sku=f"Z{number}", price=sale.price * 9 + 1, country="Peru"
        )
        for number, sale in enumerate(sales)
    ]
    assert changed != sales
    found = []
    for name, rows in (("one", sales), ("other", changed)):
        with Study(recipe(), [written(tmp_path / f"{name}.csv", rows)]) as study:
            past = study.classifiers.exams.past
            found.append([past.known_on(day - timedelta(days=back)) for back in (0, 45, 90)])
    for one, other in zip(*found, strict=True):
        assert list(one.ids) == list(other.ids)
        assert one.columns == other.columns
        assert np.array_equal(one.values, other.values, equal_nan=True)


def test_a_column_planted_after_the_cut_off_changes_no_prediction(tmp_path: Path) -> None:
    """The answer written into every row's country after the last cut-off: no model may know it."""
    sales = buyers()
    with Study(recipe(cut_offs=1), [written(tmp_path / "plain.csv", sales)]) as study:
        last = study.classifiers.exams.cut_offs[0].day
    told = [
        sale if sale.at.date() < last else replace(sale, country="Atlantis", sku="LEAK") for sale in sales
    ]
    chances = []
    for name, rows in (("one", sales), ("other", told)):
        with Study(recipe(cut_offs=1), [written(tmp_path / f"{name}.csv", rows)]) as study:
            models = ("knn", "logistic", "tree")
            marked = {one.model: one for one in study.classifiers.marked("buys again", models)}
            chances.append([marked[model].judged.chances for model in models])
    for one, other in zip(*chances, strict=True):
        assert np.array_equal(one, other)


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


# The active model, a budget, other engines


def test_the_active_model_says_something_of_every_customer(shop: Path, at: Mapping[date, Known]) -> None:
    """As a logistic regression that learned from every day whose horizon has ended."""
    with Study(recipe(), [shop]) as study:
        today = study.as_of
        customers = study.customers.to_pandas().set_index("customer_id")
    assert list(customers.columns[-2:]) == ["predicted", "predicted_chance"]
    assert not customers.predicted.isna().any()
    assert today is not None
    known = in_plain_python(buyers(), today)

    def frame(rows: Mapping[str, dict[str, Any]] | Known) -> pd.DataFrame:
        if isinstance(rows, dict):
            return pd.DataFrame.from_dict(rows, orient="index")
        table = pd.DataFrame(rows.values, columns=list(rows.columns), index=rows.ids)
        return table.assign(country=[rows.countries[code] for code in table.country])

    learned = pd.concat([frame(day) for day in at.values()])
    truth = np.concatenate([day.labels["buys again"] for day in at.values()])
    now = frame(known).loc[customers.index, learned.columns]
    numbers = [name for name in learned.columns if name != "country"]
    middle = learned[numbers].median()
    size = learned[numbers].fillna(middle).map(lambda x: math.copysign(math.log1p(abs(x)), x))
    mean, width = size.mean(), size.std(ddof=0)

    def prepared(table: pd.DataFrame) -> np.ndarray:
        told = table[numbers].fillna(middle).map(lambda x: math.copysign(math.log1p(abs(x)), x))
        places = pd.get_dummies(table.country)[sorted(set(learned.country))]
        return np.hstack([((told - mean) / width).to_numpy(), places.to_numpy().astype(float)])

    weights = {name: len(truth) / (2 * (truth == name).sum()) for name in ("yes", "no")}
    model = LogisticRegression(max_iter=2000, class_weight="balanced").fit(prepared(learned), truth)
    weighed = model.predict_proba(prepared(now))[:, list(model.classes_).index("yes")]
    yes, no = weighed / weights["yes"], (1 - weighed) / weights["no"]
    assert customers.predicted_chance.to_numpy() == pytest.approx(yes / (yes + no), abs=0.01)
    clear = np.abs(weighed - 0.5) > 0.02
    assert ((customers.predicted == "yes").to_numpy() == (weighed > 0.5))[clear].all()


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
