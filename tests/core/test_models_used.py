"""Models that are kept, put to use: how customers have moved since, from the command line, and by plain scikit-learn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp

from core.models.drift import drift
from core.models.kept import Model
from core.models.learning import model_of
from core.models.reading import as_learned
from core.models.scoring import score
from core.recipe import Recipe
from core.study import Study
from tests.support import kept_models
from tests.support.kept_models import columns_of, learned

shop, saved = kept_models.shop, kept_models.saved


# Drift


def test_drift_is_that_of_scipy_and_of_the_formula(shop: Path) -> None:
    model, customers = learned(shop, "plain")
    mine = columns_of(customers)
    found = {one.measure: one for one in drift(model, mine, None)}
    assert all(one.psi < 1e-9 and one.ks < 1e-9 for one in found.values())
    rng = np.random.default_rng(2)
    later = {
        name: values[rng.integers(0, len(values), 180)] * rng.uniform(0.4, 1.2, 180)
        for name, values in mine.items()
    }
    bought = rng.random(180) < 0.3
    for one in drift(model, later, bought):
        members = {"all": np.ones(180, dtype=bool), "bought since": bought, "others": ~bought}[one.whom]
        values, theirs = later[one.measure][members], mine[one.measure]
        assert one.customers == members.sum()
        assert one.ks == pytest.approx(ks_2samp(theirs, values).statistic)
        edges = sorted(
            {np.sort(theirs)[int(np.ceil(len(theirs) * share / 10)) - 1] for share in range(1, 10)}
        )
        index = 0.0
        for low, high in zip([-np.inf, *edges], [*edges, np.inf], strict=True):
            was = max(1e-4, float(((theirs > low) & (theirs <= high)).mean()))
            now = max(1e-4, float(((values > low) & (values <= high)).mean()))
            index += (now - was) * float(np.log(now / was))
        assert one.psi == pytest.approx(index, rel=1e-6)


# From the command line


@pytest.mark.parametrize("name", ["k-means", "mixture", "ward"])
def test_plain_scikit_learn_predicts_the_same(shop: Path, tmp_path: Path, name: str) -> None:
    from core.models.exporting import export_pipeline

    model, customers = learned(shop, name)
    export_pipeline(model, tmp_path / "pipeline.joblib")
    customers[["recency", "frequency", "monetary"]].astype(float).to_parquet(tmp_path / "customers.parquet")
    code = (
        "import joblib, json, sys, pandas as pd\n"
        "assert not any(name.split('.')[0] in ('core', 'cli', 'tui') for name in sys.modules)\n"
        "pipeline = joblib.load('pipeline.joblib')\n"
        "print(json.dumps([int(one) for one in pipeline.predict(pd.read_parquet('customers.parquet'))]))\n"
        "assert not any(name.split('.')[0] in ('core', 'cli', 'tui') for name in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert [one + 1 for one in json.loads(done.stdout)] == list(customers.cluster)


def test_saved_on_monday_and_scored_on_tuesday(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from cli.main import main

    model = tmp_path / "monday.model"
    assert main(["run", str(shop), "--with", "clusters", "--save-model", str(model), "--json"]) == 0
    capsys.readouterr()
    # On Tuesday a few have bought again; everybody's recency is a day more.
    tuesday = tmp_path / "tuesday.csv"
    tuesday.write_text(
        shop.read_text() + "gone-1,90001,2025-01-02,1,50.00\ngone-2,90002,2025-01-02,1,50.00\n"
    )
    out = tmp_path / "scored.csv"
    assert main(["predict", str(model), str(tuesday), "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    scored = pd.read_csv(out, dtype={"customer_id": str, "rfm": str})
    assert told["customers"] == len(scored) == 300
    assert {
        one["name"]: one["customers"] for one in told["segments"] if one["customers"]
    } == scored.segment.value_counts().to_dict()
    assert {
        one["name"]: one["customers"] for one in told["clusters"] if one["customers"]
    } == scored.cluster_name.value_counts().to_dict()
    assert {one["whom"] for one in told["drift"]} == {"all", "bought since", "others"}
    assert {one["customers"] for one in told["drift"] if one["whom"] == "bought since"} == {2}
    back = scored[scored.customer_id == "gone-1"].iloc[0]
    assert back.recency == 1
    assert (
        main(
            [
                "predict",
                str(model),
                "--recency",
                "1",
                "--frequency",
                str(back.frequency),
                "--monetary",
                str(back.monetary),
                "--json",
            ]
        )
        == 0
    )
    one = json.loads(capsys.readouterr().out)
    assert (one["segment"], one["tier"], one["cluster_name"]) == (back.segment, back.tier, back.cluster_name)
    assert main(["predict", str(model), str(tuesday)]) == 0
    assert "bought since" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "Nobody is named"),
        (["--recency", "3"], 2, "frequency and monetary are not given"),
        (["--recency", "three", "--frequency", "1", "--monetary", "5"], 2, "recency cannot be 'three'"),
        (["--recency", "3", "sales.csv"], 2, "here it is both"),
        (["--recency", "3", "--frequency", "1.5", "--monetary", "5"], 2, "frequency cannot be '1.5'"),
        (["--recency", "3", "--frequency", "1", "--monetary", "nan"], 2, "monetary cannot be 'nan'"),
        (["--feature", "montary=3"], 2, "Did you mean monetary=3?"),
        (["nowhere.csv"], 1, "nowhere.csv"),
        (["nowhere.csv", "--out", "scored.txt"], 2, "does not say what to write"),
    ],
)
def test_questions_that_cannot_be_answered(
    saved: Path, arguments: list[str], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from cli.main import main

    assert main(["predict", str(saved), *arguments]) == status
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_a_model_is_not_written_over_what_is_none(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from cli.main import main

    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    assert main(["run", str(shop), "--save-model", str(precious), "--quiet"]) == 1
    assert "is no model, so it is not written over" in capsys.readouterr().err
    assert precious.read_text() == "mine"
    assert main(["run", str(shop), "--save-model", str(tmp_path / "nowhere" / "x.model"), "--quiet"]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_customers_are_scored_by_the_numbers_that_the_model_learned_from(tmp_path: Path) -> None:
    path = tmp_path / "refunds.csv"
    rows = [
        f"{name},{order},2024-0{month}-05,{order},1"
        for order, (name, month) in enumerate(zip("abcd" * 2, range(1, 9), strict=True), 10)
    ]
    path.write_text(
        "customer,order,date,price,quantity\n" + "\n".join([*rows, "a,C99,2024-08-09,4,-1"]) + "\n"
    )
    with Study(Recipe().with_value("customers.refunds", "net"), [path]) as study:
        net = dict(study.customers.to_pandas().set_index("customer_id").monetary.astype(float))
        model_of(study).save(tmp_path / "net.model")
    model = Model.load(tmp_path / "net.model")
    assert net["a"] == 10 + 14 - 4
    with Study(as_learned(model, Recipe()), [path]) as study:
        assert dict(study.customers.to_pandas().set_index("customer_id").monetary.astype(float)) == net
        scored = score(model, study)
    assert [(one.customers, one.in_model) for one in scored.tiers] == [
        (one.in_model, one.in_model) for one in scored.tiers
    ]
    assert [(one.customers, one.in_model) for one in scored.segments] == [
        (one.in_model, one.in_model) for one in scored.segments
    ]
    assert sum(one.customers for one in scored.segments) == 4
