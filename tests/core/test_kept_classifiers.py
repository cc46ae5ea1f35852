"""Classifiers in the file of a model: they say what the fitted ones said, and no file can make them do harm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.classifiers.active import Learned
from core.classifiers.classified import Classified
from core.classifiers.known import code_of
from core.classifiers.naming import BASELINES, MODELS
from core.models.asking import taught
from core.models.bundle import read_bundle
from core.models.classes import KeptClassifier, kept
from core.models.kept import Model
from core.models.learning import model_of
from core.study import Study
from tests.support import kept_buyers
from tests.support.command import ROOT
from tests.support.kept_buyers import SMALL, recipe
from tests.support.mutants import MUTANTS

shop = kept_buyers.shop
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
