"""Groups, models and predictions in a notebook: the lines of the README run, and have what the commands write and print."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cli.main import main
from core import RegularsError, open_model, open_source
from core.errors import UsageError
from core.table import table_of_rows

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = "sample_data/online_retail.xlsx"
ASKED = ["--with", "clusters,classifiers", "--set", "classifier.models=logistic"]
ONE = ["--recency", "12", "--frequency", "5", "--monetary", "830"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the notebook and the commands work, with the sample data where the README says it is."""
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "sample_data").symlink_to(ROOT / "sample_data", target_is_directory=True)
    return folder


@pytest.fixture(scope="module")
def told(folder: Path) -> Iterator[dict[str, Any]]:
    """What the README's lines give, by their names, after the commands have written the same into `results`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first, second = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        run = ["run", SAMPLE, *ASKED, "--quiet", "--out", "results", "--save-model", "run.model"]
        assert main(run) == 0
        assert main(["predict", "run.model", SAMPLE, "--quiet", "--out", "scored.parquet"]) == 0
        exec(compile(first.splitlines()[0] + "\n" + second, "README.md", "exec"), names)  # our own page
        yield names
        names["scored"].close()
        names["study"].close()


def written(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "results" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assert_same(frame: pd.DataFrame, rows: list[dict[str, str]]) -> None:
    """A frame has what a CSV says: numbers as they are there, which has money to the cent, and nothing for a cell without one."""
    assert list(frame.columns) == list(rows[0])
    assert len(frame) == len(rows)
    for place, row in enumerate(rows):
        for name, text in row.items():
            value = frame[name].iloc[place]
            if isinstance(value, str):
                assert value == text, (place, name)
            elif not text:
                assert pd.isna(value), (place, name)
            else:
                assert math.isclose(float(value), float(text), rel_tol=1e-12, abs_tol=0.005), (place, name)


@pytest.mark.parametrize("name", ["clusters", "criteria", "centroids", "pca", "crossed"])
def test_tables_of_groups_are_those_of_the_files(name: str, told: dict[str, Any], folder: Path) -> None:
    groups = told["study"].clusters
    frame = groups.to_pandas() if name == "clusters" else getattr(groups, name).to_pandas()
    assert_same(frame, written(folder, f"{name}.csv"))


def test_figures_of_models_are_those_of_the_file(told: dict[str, Any], folder: Path) -> None:
    models = json.loads((folder / "results" / "models.json").read_text(encoding="utf-8"))
    assert told["study"].classifiers.models == models
    assert {one["model"] for one in models} > {"logistic", "majority"}
    assert told["judged"]["target"].tolist() == [one["target"] for one in models]
    assert told["judged"]["auc"].tolist() == pytest.approx(
        [np.nan if one["auc"] is None else one["auc"] for one in models], nan_ok=True
    )
    kept = pd.read_parquet(folder / "results" / "predictions.parquet")
    mine = told["predictions"]
    assert len(kept) == len(mine) > 0
    for column in ("customer_id", "target", "model", "truth", "prediction"):
        assert mine[column].tolist() == kept[column].tolist()
    assert np.array_equal(np.concatenate(mine["probabilities"]), np.concatenate(kept["probabilities"]))


def test_a_model_that_is_saved_is_the_one_of_the_run(told: dict[str, Any], folder: Path) -> None:
    assert (folder / "shop.model").read_bytes() == (folder / "run.model").read_bytes()


def test_groups_that_were_only_looked_at_are_kept_when_that_is_said(
    told: dict[str, Any], folder: Path, tmp_path: Path
) -> None:
    with open_source(folder / SAMPLE) as study:
        names = study.clusters.to_pandas()["name"].tolist()
        assert open_model(study.save_model(tmp_path / "without.model")).model.groups is None
        model = open_model(study.save_model(tmp_path / "with.model", clusters=True)).model
    assert model.groups is not None
    assert [name.name for name in model.groups.names] == names
    model = open_model(
        told["study"].save_model(tmp_path / "less.model", clusters=False, classifiers=False)
    ).model
    assert (model.groups, model.classifiers) == (None, ())


def test_one_customer_is_what_the_command_prints(
    told: dict[str, Any], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["predict", str(folder / "run.model"), *ONE, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == told["one"]
    assert told["one"]["recency"] == 12
    further = ["--feature", "tenure=400", "--feature", "country=Malta"]
    assert main(["predict", str(folder / "run.model"), *ONE, *further, "--json"]) == 0
    again = told["model"].predict(12, 5, np.float64(830), tenure="400", country="Malta")
    assert json.loads(capsys.readouterr().out) == again.to_dict()


def test_a_file_is_what_the_command_writes(told: dict[str, Any], folder: Path) -> None:
    kept = pd.read_parquet(folder / "scored.parquet")
    pd.testing.assert_frame_equal(told["customers"], kept, check_dtype=False)
    assert len(kept) == 913
    # Nothing has moved in the file that the model was learned from.
    assert (told["drift"]["psi"] == 0).all()
    assert told["drift"].columns.tolist()[:5] == ["measure", "whom", "customers", "psi", "ks"]
    path = told["scored"].write(folder / "by_hand.parquet")
    assert path.read_bytes() == (folder / "scored.parquet").read_bytes()
    with pytest.raises(RegularsError, match="does not say what to write"):
        told["scored"].write(folder / "by_hand.txt")


def test_what_is_shown_says_what_it_is(told: dict[str, Any]) -> None:
    study = told["study"]
    assert repr(study.clusters).startswith("<4 clusters by k-means: Loyal High-Spenders")
    assert repr(study.classifiers).endswith("classifiers, baselines among them, of tier, buys again>")
    assert repr(told["model"]) == (
        "<Model of 913 customers as of 2025-12-10: scores, tier, segment, cluster, tier, buys again>"
    )
    assert repr(told["model"].predict(12, 5, 830)).startswith(
        "<Prediction: Champions, tier High, scores 545, "
    )
    assert repr(told["scored"]).startswith("<Predictions of 913 customers as of 2025-12-10: High ")
    with open_source("not there.csv") as nothing_read:
        assert repr(nothing_read.clusters) == "<Clusters by k-means, not worked out yet>"
        assert repr(nothing_read.classifiers) == "<Classifiers of tier, buys again, not judged yet>"


def test_errors_are_our_own(told: dict[str, Any], folder: Path) -> None:
    model = told["model"]
    with pytest.raises(UsageError, match="frequency and monetary are not given"):
        model.predict(recency=3)
    with pytest.raises(UsageError, match="Did you mean tenure"):
        model.predict(12, 5, 830, tenur=4)
    with pytest.raises(UsageError, match="recency is not given"):
        model.predict(float("nan"), 5, 830)  # as pandas has a number that is missing
    assert (
        model.predict(12, 1, 830, order_gap=np.nan).to_dict()
        == model.predict(12, 1, 830, order_gap=None).to_dict()
    )
    for wrong in ("a dozen", -1, 1.5, True, [12]):
        with pytest.raises(UsageError, match="recency cannot be"):
            model.predict(recency=wrong, frequency=5, monetary=830)
    with pytest.raises(UsageError, match=r"`scores\.q` is for the model to decide"):
        model.predict_file(folder / SAMPLE, scores={"q": 4})
    with pytest.raises(UsageError, match="'DataFrame' is none"):
        model.predict_file(pd.DataFrame({"recency": [1]}))
    with pytest.raises(RegularsError, match="not there"):
        model.predict_file("not there.csv")
    for wrong in (None, 3):
        with pytest.raises(UsageError, match="named by a path"):
            open_model(wrong)
    with pytest.raises(RegularsError, match="cannot be read"):
        open_model(folder / "not there.model")


def test_missing_values_keep_the_kind_of_their_column() -> None:
    import duckdb

    connection = duckdb.connect()
    rows = [{"a b": 1, "c": "x'y", "d": 0.1}, {"a b": None, "c": None, "d": None}]
    table = table_of_rows(rows, lambda: connection)
    assert table.to_dicts() == rows
    nothing = table_of_rows([], lambda: connection, ("k", "bic"))
    assert (nothing.columns, len(nothing), len(nothing.to_pandas())) == (["k", "bic"], 0, 0)


def test_a_closed_study_and_files_that_are_none_are_said(told: dict[str, Any], folder: Path) -> None:
    source = folder / "known.csv"
    source.write_text("customer_id,recency,frequency,monetary\na,12,5,830\nb,40,3,200\nc,100,1,20\n")
    study = open_source(source)
    customers = study.customers
    with pytest.raises(RegularsError, match="one of the files that are read here"):
        study.save_model(source, overwrite=True)
    for wrong in (None, ""):
        with pytest.raises(UsageError, match="named by a path"):
            study.save_model(wrong)  # type: ignore[arg-type]
    study.close()
    for ask in (customers.to_pandas, customers.rows, lambda: study.customers):
        with pytest.raises(RegularsError, match="is closed"):
            ask()
    for wrong in (3, "", " "):
        with pytest.raises(UsageError, match="country cannot be"):
            told["model"].predict(12, 5, 830, country=wrong)
    unreadable = told["model"].predict(12, 5, 830, country="\udcff").to_dict()
    assert "lies outside" in " ".join(unreadable["outside"])
