"""Models beside what is so already: everybody staying as they are, rules that are copied, the guess that looks at nothing, and what cannot be judged."""

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
from core.classifiers.sentinel import OPEN, REPEATS, REPEATS_IN_PART, made_from, repeats
from core.classifiers.targets import TARGETS
from core.classifiers.words import budget_line, in_short, standing, verdict
from core.errors import RegularsError
from core.maps import segment_map
from core.recipe import Recipe, SegmentRule, SegmentsPart
from core.study import Study
from tests.support.buyers import buyers, written

# What is judged once serves many tests.
pytestmark = pytest.mark.xdist_group("as it is today")
HORIZON = 60
LATER = {"tier later": "tier", "segment later": "segment"}
WITHOUT = ["tier", "buys again", "top quarter"]
STAYS = ("stays_accuracy", "stays_balanced_accuracy", "stays_difference", "stays_difference_interval")
START = date(2024, 1, 1)


def recipe(**tables: Any) -> Recipe:
    classifier = {"on": True, "models": ["tree"], "horizon_days": HORIZON, "cut_offs": 2}
    return Recipe.from_tables({**tables, "classifier": {**classifier, **tables.get("classifier", {})}})


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


# Rules that are copied


@pytest.mark.parametrize(
    ("target", "features", "alike", "says"),
    [
        ("tier", ["recency", "frequency"], [], REPEATS_IN_PART),
        ("tier", ["recency", "frequency"], ["monetary"], REPEATS),
        ("tier", ["recency"], ["monetary"], REPEATS_IN_PART),
        ("tier", ["recency"], ["monetary", "frequency"], REPEATS),
        # What all have alike is no part of a rule that is seen.
        ("tier", ["monetary", "country"], ["monetary"], OPEN),
        ("tier", ["recency", "monetary"], ["average_order"], REPEATS),
        ("segment", ["recency"], ["frequency"], REPEATS),
        ("segment", ["recency"], [], REPEATS_IN_PART),
        ("cluster", ["recency", "frequency"], ["monetary"], REPEATS),
        ("cluster", ["country"], ["monetary"], OPEN),
        ("tier later", ["recency", "frequency"], ["monetary"], OPEN),
    ],
)
def test_what_is_the_same_for_all_makes_no_difference(
    target: str, features: list[str], alike: list[str], says: str
) -> None:
    source = made_from(TARGETS[target], segment_map(SegmentsPart(), 5), ("recency", "frequency", "monetary"))
    assert repeats(features, source, alike) == says


def test_of_a_map_only_scores_that_occur_matter() -> None:
    grid = segment_map(SegmentsPart(), 5)
    every = range(1, 6)
    assert made_from(
        TARGETS["segment"], grid, (), {"recency": {3}, "frequency": every, "monetary": every}
    ) == {"frequency"}
    # Frequency is asked for where recency is 2 only.
    rules = (SegmentRule("A", ("r1 f any",)), SegmentRule("B", ("r2 f1",)), SegmentRule("C", ("r2 f2",)))
    own = segment_map(SegmentsPart("custom", rules), 2)
    both = {"recency": {1, 2}, "frequency": {1, 2}, "monetary": {1, 2}}
    assert made_from(TARGETS["segment"], own, (), both) == {"recency", "frequency"}
    assert made_from(TARGETS["segment"], own, (), {**both, "frequency": {1}}) == {"recency"}


def sales(path: Path, header: str, row: str) -> Path:
    """A shop of 90 customers; `row` is made of who, order, day, and price."""
    rng = np.random.default_rng(8)
    lines = [header]
    for who in range(90):
        for _ in range(int(rng.poisson(3)) + 1):
            day = START + timedelta(days=int(rng.integers(0, 300)))
            lines.append(row.format(who=f"c{who:03}", order=f"o{len(lines)}", day=day, price=5 + who % 17))
    path.write_text("\n".join(lines) + "\n")
    return path


WITH_MONEY = ("customer_id,order_id,order_date,quantity,price", "{who},{order},{day},1,{price}.00")
NO_MONEY = ("customer_id,order_id,order_date", "{who},{order},{day}")
NO_ORDERS = ("customer_id,order_date", "{who},{day}")


@pytest.mark.parametrize(
    ("shape", "tables", "seen", "says"),
    [
        (WITH_MONEY, {}, ["recency", "frequency"], REPEATS_IN_PART),
        (WITH_MONEY, {}, ["recency", "frequency", "monetary"], REPEATS),
        (WITH_MONEY, {"customers": {"refunds": "net"}}, ["recency", "frequency"], REPEATS_IN_PART),
        (WITH_MONEY, {"customers": {"refunds": "net"}}, ["recency", "frequency", "average_order"], REPEATS),
        # Limits make scores, and so segments; a tier goes by places.
        (
            WITH_MONEY,
            {"scores": {"monetary": [1e6, 2e6, 3e6, 4e6]}},
            ["recency", "frequency"],
            REPEATS_IN_PART,
        ),
        (NO_MONEY, {}, ["recency", "frequency", "monetary"], REPEATS),
        (NO_MONEY, {}, ["recency", "frequency"], REPEATS),
        (NO_MONEY, {}, ["recency"], REPEATS_IN_PART),
        (NO_ORDERS, {}, ["recency", "frequency", "monetary"], REPEATS),
    ],
)
def test_a_tier_without_money_is_made_of_what_there_is(
    tmp_path: Path, shape: tuple[str, str], tables: dict[str, Any], seen: list[str], says: str
) -> None:
    with Study(
        recipe(**tables, classifier={"targets": ["tier"], "rule_features": seen}),
        [sales(tmp_path / "shop.csv", *shape)],
    ) as study:
        assert study.classifiers.exams.repeats("tier") == says


def test_a_segment_by_a_score_that_all_have_is_made_of_the_other(tmp_path: Path) -> None:
    limits = {"frequency": [1e3, 2e3, 3e3, 4e3]}
    source = sales(tmp_path / "shop.csv", *WITH_MONEY)
    for scores, says in (({}, REPEATS_IN_PART), (limits, REPEATS)):
        asked = recipe(scores=scores, classifier={"targets": ["segment"], "rule_features": ["recency"]})
        with Study(asked, [source]) as study:
            assert study.classifiers.exams.repeats("segment") == says


def test_customers_that_are_given_without_a_measure(tmp_path: Path) -> None:
    source = tmp_path / "ready.csv"
    lines = [f"c{n:03},{1 + n * 37 % 90},{10 + 3.5 * n:.2f}" for n in range(80)]
    source.write_text("customer_id,recency,monetary\n" + "\n".join(lines) + "\n")
    with Study(recipe(classifier={"targets": ["tier"]}), [source]) as study:
        records = study.classifiers.models
        assert {one["repeats"] for one in records} == {REPEATS}
        assert "tier repeats a rule" in study.classifiers.in_short[0]


def test_a_cluster_by_what_is_left_after_refunds(tmp_path: Path) -> None:
    source = written(tmp_path / "shop.csv", buyers(customers=120))
    for refunds, says in (("net", REPEATS), ("gross", REPEATS_IN_PART)):
        asked = recipe(
            customers={"refunds": refunds},
            clusters={"on": True, "features": ["recency", "net"], "k": 3},
            classifier={"targets": ["cluster"], "rule_features": ["recency", "monetary"]},
        )
        with Study(asked, [source]) as study:
            assert study.classifiers.exams.repeats("cluster") == says


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


# What cannot be judged


def at(path: Path, bought: dict[str, list[int]]) -> Path:
    """Customers with the days on which they buy, from a Monday on."""
    lines = ["customer_id,order_id,order_date,quantity,price"]
    lines += [
        f"{who},{who}-{day},{START + timedelta(days=day)},1,{5 + number % 9}.00"
        for number, (who, days) in enumerate(bought.items())
        for day in days
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def refused(source: Path, **classifier: Any) -> RegularsError:
    asked = {"targets": ["buys again"], "cut_offs": 1, **classifier}
    with Study(recipe(classifier=asked), [source]) as study, pytest.raises(RegularsError) as caught:
        study.classifiers.models  # noqa: B018
    return caught.value


def test_a_shorter_horizon_is_advised_only_where_it_would_do(tmp_path: Path) -> None:
    alike = at(tmp_path / "alike.csv", {f"c{n:02}": [14, 45, 73] for n in range(60)})
    error = refused(alike, horizon_days=90)
    assert "classifier.horizon_days=20 there are days enough, but that is refused as well" in error.cure
    then = refused(alike, horizon_days=20)
    assert then.what in error.cure
    # Every second of them comes on the last days too, and did so before.
    mixed = at(tmp_path / "mixed.csv", {f"c{n:02}": [1, 2] if n % 2 else [1, 25, 45, 59] for n in range(60)})
    cure = refused(mixed, horizon_days=90).cure
    assert cure.endswith("; now with --set classifier.horizon_days=19.")
    with Study(recipe(classifier={"targets": ["buys again"], "horizon_days": 19}), [mixed]) as study:
        assert study.classifiers.has_models


@pytest.mark.parametrize("buyers_again", [0, 1, 4, 5])
def test_fewer_than_five_of_a_class_are_too_few_to_judge_by(tmp_path: Path, buyers_again: int) -> None:
    bought = {f"c{n:02}": [n % 20, *([50 + n % 20] if n % 3 else [])] for n in range(60)}
    for n in range(buyers_again):
        bought[f"c{n:02}"].append(95 + n)
    bought["new"] = [100]
    source = at(tmp_path / "few.csv", bought)
    asked = {"targets": ["buys again"], "horizon_days": 30, "cut_offs": 1}
    if buyers_again == 5:
        with Study(recipe(classifier=asked), [source]) as study:
            assert study.classifiers.has_models
        return
    error = refused(source, horizon_days=30)
    says = (
        "one class of 'buys again' (no)"
        if not buyers_again
        else f"(no {60 - buyers_again}, yes {buyers_again})"
    )
    assert says in error.what
    assert "two classes have" in error.cure
    assert "1 customers" not in str(error)


def test_one_is_no_plural() -> None:
    assert in_short([told(), told(model="frequency", auc=0.85)], 1).startswith("tier later 1 day ahead:")
    assert in_short([told(), told(model="frequency", auc=0.85)], 2).startswith("tier later 2 days ahead:")
    line = {"policy": "model", "cut_off": "2024-01-01", "contacts": 1, "reached": 1.0, "looked_for": 3}
    assert "with 1 contact at the last cut-off" in budget_line([told(budget=[line])])


def test_the_highest_is_so_of_all_or_of_the_models() -> None:
    """What looks at one measure may be ahead of every model, and then none of these is called the highest."""
    behind = in_short([told(auc=0.55), told(model="frequency", auc=0.573)], 90)
    assert "has the highest AUC of the models, 0.550" in behind
    assert "has more, 0.573" in behind
    ahead = in_short([told(auc=0.6), told(model="frequency", auc=0.573)], 90)
    assert "has the highest AUC, 0.600" in ahead
    assert "has 0.573" in ahead
