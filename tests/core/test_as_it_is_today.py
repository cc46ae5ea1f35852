"""Models beside what is so already: everybody staying as they are, the guess that looks at nothing, and what is said of both."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from sklearn.metrics import balanced_accuracy_score

from core.classifiers.mistakes import write_mistakes
from core.classifiers.sentinel import REPEATS
from core.classifiers.words import budget_line, in_short, standing, verdict
from core.recipe import Recipe
from core.study import Study
from tests.support.asked_tree import START, recipe
from tests.support.buyers import buyers, written

LATER = {"tier later": "tier", "segment later": "segment"}
WITHOUT = ["tier", "buys again", "top quarter"]
STAYS = ("stays_accuracy", "stays_balanced_accuracy", "stays_difference", "stays_difference_interval")


def rows_of(predictions: pd.DataFrame, record: dict[str, Any]) -> pd.DataFrame:
    return predictions[
        (predictions.target == record["target"]) & (predictions.model == record["model"])
    ].reset_index(drop=True)


class Shop:
    """What a run makes of simulated buyers, and everybody's labels on each of its cut-offs by runs as of these."""

    def __init__(self, folder: Path) -> None:
        source = written(folder / "shop.csv", buyers())
        with Study(recipe(classifier={"targets": [*LATER, *WITHOUT]}), [source]) as study:
            self.records = study.classifiers.models
            self.in_short = study.classifiers.in_short
            self.predictions = pd.read_parquet(study.classifiers.path)
            self.wrong = folder / "wrong.parquet"
            marked = next(iter(study.classifiers.marked("tier later", ["tree"])))
            write_mistakes(self.wrong, study.classifiers.exams.exam("tier later"), marked)
        self.today: dict[tuple[str, date, str], str] = {}
        for day in {one for one in self.predictions.cut_off if one is not None and not pd.isna(one)}:
            with Study(Recipe.from_tables({"customers": {"as_of": str(day)}}), [source]) as study:
                for row in study.customers.to_dicts():
                    for label in LATER.values():
                        self.today[label, day, row["customer_id"]] = row[label]

    def staying(self, record: dict[str, Any]) -> pd.DataFrame:
        """The rows of one model with the label that each customer has at the cut-off."""
        rows, label = rows_of(self.predictions, record), LATER[record["target"]]
        rows["stays"] = [
            self.today[label, day, who] for day, who in zip(rows.cut_off, rows.customer_id, strict=True)
        ]
        return rows


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return Shop(tmp_path_factory.mktemp("shop"))


# Everybody stays as they are


def test_staying_is_judged_by_the_same_customers_on_the_same_days(shop: Shop) -> None:
    later = [one for one in shop.records if one["target"] in LATER]
    assert {one["target"] for one in later} == set(LATER)
    for record in later:
        rows = shop.staying(record)
        right = rows.stays == rows.truth
        # A class that is not among the truths has no recall.
        told = rows.stays.where(rows.stays.isin(rows.truth.unique()), "none of them")
        recalls = [(told[rows.truth == name] == name).mean() for name in rows.truth.unique()]
        assert record["stays_accuracy"] == pytest.approx(right.mean(), abs=2e-6)
        assert record["stays_balanced_accuracy"] == pytest.approx(np.mean(recalls), abs=2e-6)
        assert record["stays_difference"] == pytest.approx(
            (rows.prediction == rows.truth).mean() - right.mean(), abs=2e-6
        )
        assert record["balanced_accuracy"] == pytest.approx(
            balanced_accuracy_score(rows.truth, rows.prediction), abs=2e-6
        )
        for one in record["cut_offs"]:
            day = rows.cut_off.astype(str) == one["cut_off"]
            assert one["stays_accuracy"] == pytest.approx(right[day].mean(), abs=2e-6)


def test_the_interval_of_the_difference_draws_customers_with_all_their_rows(shop: Shop) -> None:
    record = next(one for one in shop.records if (one["target"], one["model"]) == ("tier later", "tree"))
    rows = shop.staying(record)
    gained = (rows.prediction == rows.truth).astype(int) - (rows.stays == rows.truth).astype(int)
    of_customer = gained.groupby(rows.customer_id).agg(["sum", "size"]).to_numpy()
    rng = np.random.default_rng(77)
    drawn = [
        of_customer[rng.integers(0, len(of_customer), len(of_customer))].sum(axis=0) for _ in range(2000)
    ]
    low, high = np.percentile([total / count for total, count in drawn], (2.5, 97.5))
    assert record["stays_difference_interval"] == pytest.approx([low, high], abs=0.012)


def test_what_happens_in_a_window_and_labels_of_today_have_nobody_who_stays(shop: Shop) -> None:
    others = [one for one in shop.records if one["target"] in WITHOUT]
    assert {one["target"] for one in others} == set(WITHOUT)
    for record in others:
        assert [record[name] for name in STAYS] == [None] * len(STAYS)
        assert all(one["stays_accuracy"] is None for one in record["cut_offs"])
        assert "stays as they are" not in record["verdict"]


def told(**figures: Any) -> dict[str, Any]:
    """A record of a model that is better than counting orders."""
    plain = {
        "target": "tier later",
        "model": "tree",
        "repeats": "",
        "accuracy": 0.812,
        "auc": 0.9,
        "auc_interval": [0.88, 0.92],
        "baseline": "frequency",
        "auc_difference": 0.05,
        "auc_difference_interval": [0.03, 0.07],
        "stays_accuracy": 0.843,
        "stays_balanced_accuracy": 0.8,
        "stays_difference": -0.031,
        "stays_difference_interval": [-0.04, -0.02],
    }
    record = {**plain, **figures}
    return {"standing": standing(record), "verdict": verdict(record), **record}


MORE_OFTEN = {"accuracy": 0.88, "stays_difference": 0.037, "stays_difference_interval": [0.03, 0.045]}
NOT_SURELY = {"accuracy": 0.85, "stays_difference": 0.007, "stays_difference_interval": [-0.002, 0.016]}
NOBODY = dict.fromkeys(STAYS)


@pytest.mark.parametrize(
    ("figures", "stands", "says"),
    [
        (
            {},
            "no better",
            "No better than supposing that everybody stays as they are: that is right for 84.3 %",
        ),
        (NOT_SURELY, "no better", "No better than supposing that everybody stays as they are"),
        (MORE_OFTEN, "better", "Better than counting orders"),
        (NOBODY, "better", "Better than counting orders"),
        (
            {**MORE_OFTEN, "auc_difference_interval": [-0.1, 0.1]},
            "no better",
            "No better than counting orders",
        ),
        ({**MORE_OFTEN, "auc_interval": [0.49, 0.6]}, "chance", "No better than chance"),
    ],
)
def test_no_model_is_better_that_is_right_no_more_often_than_staying(
    figures: dict[str, Any], stands: str, says: str
) -> None:
    record = told(**figures)
    assert record["standing"] == stands
    assert record["verdict"].startswith(says)
    assert ("More often right than supposing" in record["verdict"]) == (
        figures.get("stays_difference") == 0.037 and stands != "chance"
    )


def test_the_summary_says_what_staying_is_worth() -> None:
    baseline = told(model="frequency", auc=0.85, auc_difference=0.0, auc_difference_interval=None)
    held = in_short([told(), baseline], 90)
    assert "more than chance" not in held
    assert (
        "No model is better than supposing that everybody stays as they are: that is right for 84.3 %" in held
    )
    assert "decision tree, the most often right, for 81.2 %" in held
    best = in_short([told(**MORE_OFTEN), baseline], 90)
    assert (
        "The difference is more than chance. Supposing that everybody stays as they are is right for 84.3 %"
        in best
    )
    # The one with the highest AUC is not the one that is right most often.
    forest = told(model="forest", auc=0.89, **MORE_OFTEN)
    both = in_short([told(), forest, baseline], 90)
    assert "random forest for 88.0 %: more often, beyond chance." in both
    assert "The difference is more than chance" not in both


def noise(path: Path) -> Path:
    """Everybody buys on days of chance: nothing that is known tells what comes."""
    rng = np.random.default_rng(4)
    lines = ["customer_id,order_id,order_date,quantity,price"]
    for who in range(300):
        for _ in range(int(rng.poisson(4)) + 1):
            day = START + timedelta(days=int(rng.integers(0, 700)))
            lines.append(f"c{who:04},o{len(lines)},{day},1,{rng.gamma(2, 20):.2f}")
    path.write_text("\n".join(lines) + "\n")
    return path


def test_of_noise_a_tier_that_stays_is_no_skill(tmp_path: Path) -> None:
    asked = {"targets": ["tier later"], "models": ["logistic"], "horizon_days": 90, "cut_offs": 3}
    with Study(recipe(classifier=asked), [noise(tmp_path / "noise.csv")]) as study:
        record = next(one for one in study.classifiers.models if one["model"] == "logistic")
        summary = study.classifiers.in_short[0]
    # Tiers hardly change, so an order of customers by what they are has a high AUC.
    assert record["auc_interval"][0] > 0.65
    assert record["auc_difference_interval"][0] > 0
    assert record["accuracy"] < record["stays_accuracy"]
    assert record["standing"] == "no better"
    assert record["verdict"].startswith("No better than supposing that everybody stays as they are")
    assert "more than chance" not in summary


# The guess that looks at nothing


def test_the_most_frequent_class_is_guessed_with_the_same_chance_in_every_fold(shop: Shop) -> None:
    record = next(one for one in shop.records if (one["target"], one["model"]) == ("tier", "majority"))
    rows = rows_of(shop.predictions, record)
    assert len({tuple(one) for one in rows.probabilities}) == 1
    shares = [(rows.truth == name).mean() for name in record["classes"]]
    assert rows.probabilities[0] == pytest.approx(shares, abs=1e-6)
    assert (record["auc"], record["auc_interval"]) == (0.5, [0.5, 0.5])


def test_no_verdict_says_both_that_a_rule_is_copied_and_that_nothing_is_learned() -> None:
    chance = {"repeats": REPEATS, "auc_interval": [0.45, 0.55], **NOBODY}
    for model in ("majority", "frequency", "tree"):
        says = told(model=model, **chance)["verdict"]
        assert says.startswith("Repeats a rule")
        assert "how well the rule is copied" not in says
        assert "nothing is learned" not in says
    assert "looks at none of them" in told(model="majority", **chance)["verdict"]
    assert "how well the rule is copied" in told(repeats=REPEATS, **NOBODY)["verdict"]


# Whom a model places wrongly


def test_the_furthest_from_the_truth_come_first(shop: Shop) -> None:
    table = pq.read_table(shop.wrong).to_pandas()
    apart = (1000 * table.chance_of_prediction).round() - (1000 * table.chance_of_truth).round()
    order = list(zip(-apart, table.customer_id, strict=True))
    assert len(set(apart)) > 3
    assert order == sorted(order)


def test_one_is_no_plural() -> None:
    assert in_short([told(), told(model="frequency", auc=0.85)], 1).startswith("tier later 1 day ahead:")
    assert in_short([told(), told(model="frequency", auc=0.85)], 2).startswith("tier later 2 days ahead:")
    line = {"policy": "model", "cut_off": "2024-01-01", "contacts": 1, "reached": 1.0, "looked_for": 3}
    assert "with 1 contact at the last cut-off" in budget_line([told(budget=[line])])


def test_more_contacts_than_customers_are_told_as_they_were_at_each_cut_off() -> None:
    lines = [
        {
            "policy": "model",
            "cut_off": f"2024-0{month}-01",
            "contacts": there,
            "reached": 5.0,
            "looked_for": 5,
        }
        for month, there in ((1, 823), (2, 782), (3, 692))
    ]
    says = budget_line([told(budget=lines)])
    assert (
        "with 692 to 823 contacts, all customers where there were no more, at each of the last 3 cut-offs, of 15"
        in says
    )
    says = budget_line([told(budget=[{**line, "contacts": 500} for line in lines])])
    assert "with 500 contacts at each of the last 3 cut-offs, of 15" in says


def test_the_highest_is_so_of_all_or_of_the_models() -> None:
    """What looks at one measure may be ahead of every model, and then none of these is called the highest."""
    behind = in_short([told(auc=0.55), told(model="frequency", auc=0.573)], 90)
    assert "has the highest AUC of the models, 0.550" in behind
    assert "has more, 0.573" in behind
    ahead = in_short([told(auc=0.6), told(model="frequency", auc=0.573)], 90)
    assert "has the highest AUC, 0.600" in ahead
    assert "has 0.573" in ahead
