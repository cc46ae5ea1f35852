"""Classifiers in the file of a model: they say what the fitted ones said, and no file can make them do harm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cli.main import main
from core.classifiers.active import Learned
from core.classifiers.classified import Classified
from core.classifiers.known import code_of
from core.classifiers.naming import BASELINES, MODELS
from core.models.asking import ask_one, like_this, taught
from core.models.bundle import ModelError, read_bundle
from core.models.classes import KeptClassifier, kept
from core.models.kept import Model
from core.models.learning import model_of
from core.recipe import Recipe
from core.study import Study
from tests.support.buyers import buyers, written
from tests.support.command import ROOT
from tests.support.mutants import MUTANTS, repacked

pytestmark = pytest.mark.xdist_group("kept classifiers")
SMALL = {"horizon_days": 60, "trees": 12, "rounds": 12, "units": 6, "cut_offs": 1, "folds": 2}
EVERY = [
    "tier",
    "high value",
    "segment",
    "cluster",
    "buys again",
    "top quarter",
    "tier later",
    "segment later",
]


def recipe(**classifier: Any) -> Recipe:
    return Recipe.from_tables({"classifier": {"on": True, "targets": ["buys again"], **SMALL, **classifier}})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("kept") / "shop.csv", buyers())


@pytest.fixture(scope="module")
def saved(shop: Path) -> Path:
    """A model of two targets."""
    with Study(recipe(targets=["tier", "buys again"], active="tree"), [shop]) as study:
        return model_of(study).save(shop.parent / "two.model")


@dataclass(frozen=True, eq=False)
class Studied:
    """Models of two targets from one study, each as it was fitted and as it is kept."""

    model: Model
    judged: Classified

    def fitted(self, target: str, name: str) -> Learned:
        return self.judged.learned(target, name)

    def keeping(self, name: str, *targets: str) -> Model:
        """The model of the study with another classifier in it."""
        return replace(self.model, classifiers=tuple(self._kept(target, name) for target in targets))

    @lru_cache  # noqa: B019  as long as the tests of this module
    def _kept(self, target: str, name: str) -> KeptClassifier:
        countries = self.judged.exams.countries(target)
        told = self.judged.record_of(target, name)
        return kept(self.fitted(target, name), told, countries, SMALL["horizon_days"])


@pytest.fixture(scope="module")
def studied(shop: Path) -> Iterator[Studied]:
    with Study(recipe(targets=["tier", "buys again"]), [shop]) as study:
        yield Studied(model_of(study), study.classifiers)


@pytest.mark.parametrize("name", [*MODELS, *BASELINES])
def test_a_model_says_of_everybody_what_it_said_before_it_was_kept(
    studied: Studied, tmp_path: Path, name: str
) -> None:
    studied.keeping(name, "tier", "buys again").save(tmp_path / "kept.model")
    fitted = {target: studied.fitted(target, name) for target in ("tier", "buys again")}
    again = {one.kept.target: one for one in taught(Model.load(tmp_path / "kept.model"))}
    assert set(again) == set(fitted)
    for target, learned in fitted.items():
        places = [learned.lesson.columns.index(column) for column in learned.fitted.columns]
        values = learned.lesson.values[:, places]
        wanted = learned.fitted.pipeline.predict_proba(values)
        said = again[target].fitted.pipeline.predict_proba(again[target].kept.values)
        assert np.array_equal(said, wanted)
        columns = dict(zip(learned.fitted.columns, values.T, strict=True))
        answers = again[target].say(columns)
        assert np.array_equal(answers.chances, learned.fitted.probabilities(values))
        assert np.array_equal(answers.decided, learned.fitted.decided(answers.chances))
        assert not answers.assumed
        record = studied.judged.record_of(target, name)
        is_worth_nothing = record["standing"] in ("no better", "worse", "chance") and not record["repeats"]
        assert bool(again[target].kept.reservation) is is_worth_nothing
        assert not answers.doubt


def test_the_active_model_is_kept(shop: Path, studied: Studied) -> None:
    with Study(recipe(targets=["tier", "buys again"], active="boosting"), [shop]) as study:
        found = model_of(study).classifiers
    wanted = studied.keeping("boosting", "tier", "buys again").classifiers
    assert [(one.target, one.model) for one in found] == [("tier", "boosting"), ("buys again", "boosting")]
    for mine, theirs in zip(found, wanted, strict=True):
        assert np.array_equal(mine.values, theirs.values, equal_nan=True)
        assert np.array_equal(mine.said, theirs.said)
        assert mine.evaluation == theirs.evaluation


def test_every_target_is_kept_and_no_customer(shop: Path, tmp_path: Path) -> None:
    with Study(recipe(targets=EVERY, active="bayes"), [shop]) as study:
        path = model_of(study).save(tmp_path / "every.model")
        ids = set(study.customers.to_pandas().customer_id)
    told, arrays = read_bundle(path)
    assert [one["target"] for one in told["classifiers"]] == EVERY
    assert not any(one in json.dumps(told) + "".join(arrays) for one in ids)
    model = Model.load(path)
    assert [one.kept.repeats for one in taught(model)] == ["repeats a rule"] * 4 + [""] * 4
    (again,) = [one for one in taught(model) if one.kept.target == "buys again"]
    tenths = again.kept.calibration
    assert sum(tenth["customers"] for tenth in tenths) == again.kept.evaluation["rows"]


def test_a_target_that_cannot_be_judged_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    rng = np.random.default_rng(3)
    rows = [f"c{n},{rng.integers(1, 300)},{rng.integers(1, 20)},{rng.integers(5, 900)}" for n in range(200)]
    path.write_text("customer,recency,frequency,monetary\n" + "\n".join(rows) + "\n")
    with Study(recipe(targets=["tier", "buys again"], active="logistic"), [path]) as study:
        model = model_of(study)
    assert [one.target for one in model.classifiers] == ["tier"]
    with Study(recipe(active=""), [path]) as study:
        assert model_of(study).classifiers == ()


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


IN_PLAIN = """
import json, sys, warnings
from pathlib import Path
import joblib, numpy as np, pandas as pd
warnings.simplefilter("error")
found = {}
for path in Path(".").glob("*.joblib"):
    for target, one in joblib.load(path).items():
        table = pd.read_parquet(f"{path.stem} {target}.parquet")[one["columns"]]
        chances = one["pipeline"].predict_proba(table)
        if one["divided_by"]:
            chances = chances / one["divided_by"]
            chances = chances / chances.sum(axis=1, keepdims=True)
        weighed = chances * (one["weighed_by"] or 1)
        names = [one["classes"][place] for place in weighed.argmax(axis=1)]
        found[f"{path.stem} {target}"] = {"chances": chances.tolist(), "names": names, "classes": one["classes"]}
print(json.dumps(found))
assert not any(name.split(".")[0] in ("core", "cli", "tui") for name in sys.modules)
"""


def test_plain_scikit_learn_says_the_same(studied: Studied, tmp_path: Path) -> None:
    """In a process that knows nothing of regulars, from columns by name, countries among them."""
    from core.models.exporting import export_pipeline

    wanted = {}
    for name in (*MODELS, *BASELINES):
        model = studied.keeping(name, "tier", "buys again")
        export_pipeline(model, tmp_path / f"{name}.joblib")
        for one in taught(model):
            table = pd.DataFrame(one.kept.values, columns=list(one.kept.columns))
            what = f"{name} {one.kept.target}"
            wanted[what] = one.say({column: table[column].to_numpy() for column in table})
            if "country" in table:
                names = {code_of(country): country for country in ("Norway", "Spain", "Malta")}
                table["country"] = table.country.map(names)
            table.to_parquet(tmp_path / f"{what}.parquet")
    done = subprocess.run(
        [sys.executable, "-I", "-c", IN_PLAIN], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found) == 2 * len((*MODELS, *BASELINES))
    assert set(found) == set(wanted)
    for what, answers in wanted.items():
        assert found[what]["classes"] == list(answers.kept.classes)
        assert np.abs(np.array(found[what]["chances"]) - answers.chances).max() < 1e-6
        named = [answers.kept.classes[place] for place in answers.decided]
        agree = np.array([mine == theirs for mine, theirs in zip(named, found[what]["names"], strict=True)])
        # Regulars decides on chances of six decimals, so what is a tie there may be none here.
        assert agree.mean() > 0.99


FUZZ = """
import json, random, sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from core.errors import RegularsError
from core.models.asking import ask_one, taught
from core.models.kept import Model
from tests.support.mutants import mutated, repacked_mutant
saved = [Path(one) for one in {saved!r}]
rng = random.Random(11)
path = Path({folder!r}) / "mutant.model"
read = asked = slowest = 0
for number in range({times}):
    one = saved[number % len(saved)]
    if rng.random() < 0.3:
        path.write_bytes(mutated(one.read_bytes(), rng))
    else:
        repacked_mutant(one, path, rng)
    began = time.perf_counter()
    try:
        model = Model.load(path)
        read += 1
        if read % 10 == 0:
            asked += 1
            ask_one(taught(model), {{"recency": 3, "frequency": 2, "monetary": 10.0}})
    except RegularsError:
        pass
    slowest = max(slowest, time.perf_counter() - began)
status = Path("/proc/self/status")
most_mb = int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024 if status.exists() else 0
print(json.dumps({{"read": read, "asked": asked, "slowest": slowest, "mb": most_mb}}))
"""


def test_mutants_do_no_harm(studied: Studied, tmp_path: Path) -> None:
    saved = [
        str(studied.keeping(name, "buys again").save(tmp_path / f"{name}.model"))
        for name in (*MODELS, *BASELINES)
    ]
    before = {path.name for path in tmp_path.iterdir()}
    code = FUZZ.format(root=str(ROOT), saved=saved, folder=str(tmp_path), times=MUTANTS)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=900, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["mb"] < 512
    assert found["slowest"] < 10
    assert found["asked"] > MUTANTS / 100
    assert found["read"] < 0.7 * MUTANTS  # else hardly anything was mutated
    assert {path.name for path in tmp_path.iterdir()} - before == {"mutant.model"}


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
