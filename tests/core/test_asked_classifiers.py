"""What the classifiers in the file of a model are asked: of files, tables and single customers, and which files they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cli.main import main
from core.models.asking import ask_one, like_this, taught
from core.models.bundle import ModelError, read_bundle
from core.models.kept import Model
from core.models.learning import model_of
from core.study import Study
from tests.support import kept_buyers
from tests.support.kept_buyers import recipe
from tests.support.mutants import repacked

shop = kept_buyers.shop


@pytest.fixture(scope="module")
def saved(shop: Path) -> Path:
    """A model of two targets."""
    with Study(recipe(targets=["tier", "buys again"], active="tree"), [shop]) as study:
        return model_of(study).save(shop.parent / "two.model")


def test_what_is_not_known_is_the_middle_of_those_most_alike(saved: Path) -> None:
    (later,) = [one for one in taught(Model.load(saved)) if one.kept.target == "buys again"]
    table = pd.DataFrame(later.kept.values, columns=list(later.kept.columns))
    given = {"recency": 20.0, "frequency": 4.0, "monetary": 130.0}

    def size(values: Any) -> Any:
        return np.sign(values) * np.log1p(np.abs(values))

    asked = ["recency", "frequency", "monetary", "average_order"]
    learned = size(table[asked])
    here = size(pd.Series({**given, "average_order": 32.5}))
    away = (((learned - here) / learned.std(ddof=0)) ** 2).sum(axis=1)
    near = table.loc[away.sort_values(kind="stable").index[:50]]
    (said,) = ask_one([later], given)
    assumed = dict(said.assumed)
    assert set(assumed) == set(later.kept.columns) - set(asked)
    often = near[near.frequency > 1]
    assert assumed["tenure"] == 20 + np.rint((often.tenure - often.recency).median())
    assert assumed["order_gap"] == pytest.approx((assumed["tenure"] - 20) / 3)
    assert assumed["country"] == "Norway"  # where seven of ten live
    own = {**given, "average_order": 32.5, "tenure": 11.0, "order_gap": None}
    (said,) = ask_one([later], own, country="Malta")
    assert not set(dict(said.assumed)) & {"tenure", "order_gap", "country"}


def test_a_model_that_says_something_else_now_is_doubted(saved: Path, tmp_path: Path) -> None:
    told, arrays = read_bundle(saved)
    changed = {name: array.copy() for name, array in arrays.items()}
    changed["classifier_1_said"][0] = [0.25, 0.75]
    for one in told["classifiers"]:
        one["learned_by"] = "0.1"
    path = repacked(tmp_path / "other.model", told, changed)
    first, second = taught(Model.load(path))
    assert not first.doubt
    assert "then with scikit-learn 0.1) of 1 of" in second.doubt


def test_what_is_no_better_than_a_baseline_says_so_wherever_it_is_asked(
    saved: Path, shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told, arrays = read_bundle(saved)
    verdict = "No better than the last purchase alone (AUC -0.010)."
    for one in told["classifiers"]:
        one["evaluation"] |= {"standing": "no better", "verdict": verdict}
    path = repacked(tmp_path / "other.model", told, arrays)
    asked = ["predict", str(path), "--recency", "20", "--frequency", "4", "--monetary", "130"]
    assert main(asked) == 0
    # Of the tier it is said already that it repeats a rule.
    assert " ".join(capsys.readouterr().out.split()).count(f"As it was judged: {verdict}") == 1
    assert main(["predict", str(path), str(shop)]) == 0
    assert f"buys again, as it was judged: {verdict}" in " ".join(capsys.readouterr().out.split())


def test_files_of_other_versions_say_so(saved: Path, tmp_path: Path) -> None:
    told, arrays = read_bundle(saved)

    def of_version(version: int, **other: Any) -> Path:
        return repacked(tmp_path / f"{version}.model", {**told, **other, "version": version}, arrays)

    with pytest.raises(ModelError, match=r"saved by an earlier regulars .its format is 0,"):
        Model.load(of_version(0))
    with pytest.raises(ModelError, match=r"saved by a later regulars .its format is 3, .* up to 2"):
        Model.load(of_version(3))
    # The first version knew no classifiers.
    sections = {name: told["recipe"][name] for name in told["recipe"] if name != "classifier"}
    bare = {name: value for name, value in told.items() if name != "classifiers"}
    plain = {name: array for name, array in arrays.items() if not name.startswith("classifier")}
    path = repacked(tmp_path / "first.model", {**bare, "recipe": sections, "version": 1}, plain)
    assert Model.load(path).classifiers == ()


def test_what_contradicts_itself_is_refused(saved: Path, tmp_path: Path) -> None:
    def refused(change: Any, **arrays: Any) -> None:
        told, known = read_bundle(saved)
        change(told["classifiers"][1])
        path = repacked(tmp_path / "changed.model", told, {**known, **arrays})
        with pytest.raises(ModelError, match="is no model"):
            Model.load(path)

    known = read_bundle(saved)[1]
    truth, missing = known["classifier_1_truth"], known["classifier_1_missing"]
    refused(lambda one: one.update(model="eval"))
    refused(lambda one: one.update(target="tier"))
    refused(lambda one: one.update(columns=["recency"]))
    refused(lambda one: one.update(columns=["recency", *one["columns"][:-1]]))
    refused(lambda one: one.update(classes=["yes"]))
    refused(lambda one: one.update(k=7))
    refused(lambda one: one.update(horizon_days=0))
    refused(lambda one: one["evaluation"].update(calibration=[{"customers": 1}]))
    refused(lambda _: None, classifier_1_truth=truth * 0)
    refused(lambda _: None, classifier_1_truth=truth + 1)
    refused(lambda _: None, classifier_1_truth=truth.astype(float))
    refused(lambda _: None, classifier_1_missing=missing - 10**9)
    refused(lambda _: None, classifier_1_said=known["classifier_1_said"][:3])


def test_a_file_is_placed_as_the_run_placed_it(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "kept.model", tmp_path / "scored.csv"
    with Study(recipe(targets=["tier", "buys again"], active="forest"), [shop]) as study:
        customers = study.customers.to_pandas().set_index("customer_id")
        model_of(study).save(path)
    assert main(["predict", str(path), str(shop), "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    scored = pd.read_csv(out, dtype={"customer_id": str}).set_index("customer_id").loc[customers.index]
    assert list(scored.predicted_buys_again) == list(customers.predicted)
    assert scored.chance_buys_again_yes.to_numpy() == pytest.approx(customers.predicted_chance.to_numpy())
    chances = scored[["chance_tier_High", "chance_tier_Medium", "chance_tier_Low"]]
    assert chances.sum(axis=1).to_numpy() == pytest.approx(1.0, abs=1e-5)
    tier, later = told["classifiers"]
    assert (tier["target"], tier["model"], tier["repeats"]) == ("tier", "forest", "repeats a rule")
    counts = scored.predicted_buys_again.value_counts().to_dict()
    assert {one["name"]: one["customers"] for one in later["classes"]} == counts
    assert not tier["assumed"]
    assert not later["assumed"]
    assert main(["predict", str(path), str(shop)]) == 0
    printed = capsys.readouterr().out
    assert "tier, by random forest, repeats a rule" in printed
    assert "buys again, by random forest" in printed


def test_a_table_of_customers_is_asked_about_with_the_rest_assumed(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "customers.csv", tmp_path / "scored.csv"
    rng = np.random.default_rng(5)
    numbers = np.column_stack([rng.integers(1, 300, 60), rng.integers(1, 20, 60), rng.integers(5, 900, 60)])
    lines = [f"c{place:02},{','.join(map(str, row))}" for place, row in enumerate(numbers)]
    table.write_text("customer,recency,frequency,monetary\n" + "\n".join(lines) + "\n")
    assert main(["predict", str(saved), str(table), "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    scored = pd.read_csv(out).set_index("customer_id")
    models = taught(Model.load(saved))
    for place in (0, 17, 59):
        given = dict(zip(("recency", "frequency", "monetary"), map(float, numbers[place]), strict=True))
        for said in ask_one(models, given):
            target = said.target.replace(" ", "_")
            assert scored[f"predicted_{target}"].iloc[place] == said.decided
            for name, chance in said.chances:
                assert scored[f"chance_{target}_{name}"].iloc[place] == pytest.approx(chance)
    assert told["classifiers"][0]["assumed"] == []
    assert "tenure" in told["classifiers"][1]["assumed"]
    assert main(["predict", str(saved), str(table)]) == 0
    assert "50 most alike of the customers learned from have" in " ".join(capsys.readouterr().out.split())


def test_one_customer_on_the_command_line(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = ["--recency", "20", "--frequency", "4", "--monetary", "130"]
    further = ["--feature", "tenure=60", "--feature", "country=Malta"]
    assert main(["predict", str(saved), *numbers, *further, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    given = {"recency": 20.0, "frequency": 4.0, "monetary": 130.0, "tenure": 60.0}
    wanted = ask_one(taught(Model.load(saved)), given, "Malta")
    assert told["classifiers"] == json.loads(json.dumps([one.to_dict() for one in wanted]))
    tier, later = told["classifiers"]
    assert sum(later["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert tier["calibration"] is None
    tenths = sorted(Model.load(saved).classifiers[1].calibration, key=lambda one: one["said"])
    line = [[one[name] for one in tenths] for name in ("said", "came")]
    came = np.interp(later["probabilities"]["yes"], *line)
    assert later["calibration"]["came"] == pytest.approx(came, abs=1e-6)
    assert "country" not in later["assumed"]
    assert main(["predict", str(saved), *numbers]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "buys again, by decision tree" in printed
    for tenth in later["calibration"]["tenths"]:
        assert (
            f"{tenth['customers']} given {100 * tenth['said']:.1f} % on average {100 * tenth['came']:.1f} %"
            in printed
        )
    assert "It repeats a rule" in printed


@pytest.mark.parametrize("chance", [0.0, 0.02, 0.3, 0.625, 0.765, 0.99, 1.0])
def test_what_came_is_read_between_the_tenths_on_both_sides(chance: float) -> None:
    said, came = (0.02, 0.3, 0.625, 0.872, 0.97), (0.05, 0.22, 0.341, 0.746, 0.98)
    kept = SimpleNamespace(
        calibration=[{"customers": 300.0, "said": a, "came": b} for a, b in zip(said, came, strict=True)],
        positive="yes",
        classes=("no", "yes"),
    )
    found = like_this(kept, np.array([1 - chance, chance]))  # type: ignore[arg-type]
    assert found is not None
    assert found.came == pytest.approx(np.interp(chance, said, came))
    words = found.words("bought within 90 days", str, "{:.1%}".format)
    assert ("of such a chance" in words) == (said[0] < chance < said[-1])
    if chance == 0.765:
        assert words == (
            "At past cut-offs, of 300 given 62.5% on average 34.1% and of 300 given 87.2% on average 74.6%"
            " bought within 90 days: about 57.1% of such a chance."
        )
