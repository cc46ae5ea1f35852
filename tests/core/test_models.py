"""Models that are kept: they place every customer where the run did, hold no names, and no file can make them do harm."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp

from core.errors import UsageError
from core.models.bundle import ModelError, read_bundle
from core.models.drift import drift
from core.models.kept import Model
from core.models.learning import model_of
from core.models.predicting import predict_many, predict_one
from core.models.scoring import as_learned, score
from core.recipe import Recipe
from core.study import Study
from tests.core.test_clusters import write_shop
from tests.support.command import ROOT
from tests.support.mutants import MUTANTS, repacked

PLACED = ["r", "f", "m", "rfm", "value", "tier", "segment"]
RECIPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "k-means": {"clusters": {"on": True}},
    "scores as features": {"clusters": {"on": True, "features": ["r", "f", "m", "log average_order"], "scaling": "robust"}},
    "mixture": {"clusters": {"on": True, "method": "mixture", "k": 3}},
    "ward": {"clusters": {"on": True, "method": "ward"}},
    "hdbscan": {"clusters": {"on": True, "method": "hdbscan"}},
    "ten scores": {"scores": {"q": 10}, "segments": {"map": "custom", "names": [
        {"name": "Upper", "cells": ["r6-10"]}, {"name": "Lower", "cells": ["r1-5"]},
    ]}},
    "thresholds": {"scores": {"recency": [20.0, 40.0, 90.0, 300.0], "monetary": [10.0, 50.0, 90.0, 400.0]}},
    "other map": {"segments": {"map": "eleven"}, "tiers": {"high": 0.9, "medium": 0.3}},
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "shop.csv"
    write_shop(path)
    return path


@pytest.fixture(scope="module")
def saved(shop: Path) -> Path:
    path = shop.parent / "kept.model"
    with Study(Recipe.from_tables(RECIPES["k-means"]), [shop]) as study:
        model_of(study).save(path)
    return path


def learned(shop: Path, name: str) -> tuple[Model, pd.DataFrame]:
    with Study(Recipe.from_tables(RECIPES[name]), [shop]) as study:
        model_of(study).save(shop.parent / f"{name}.model", overwrite=True)
        return Model.load(shop.parent / f"{name}.model"), study.customers.to_pandas()


def columns_of(customers: pd.DataFrame) -> dict[str, np.ndarray]:
    names = [
        name
        for name in ("recency", "frequency", "monetary", "net", "average_order", "tenure", "products")
        if name in customers
    ]
    return {name: customers[name].astype(float).to_numpy() for name in names}


@pytest.mark.parametrize("name", RECIPES)
def test_every_customer_is_placed_where_the_run_did(shop: Path, name: str) -> None:
    model, customers = learned(shop, name)
    predicted = predict_many(model, columns_of(customers)).columns
    for column in PLACED:
        assert list(predicted[column]) == list(customers[column]), column
    if model.groups is not None:
        assert list(predicted["cluster"]) == list(customers.cluster.fillna(0))
        assert list(predicted["cluster_name"]) == list(customers.cluster_name)
    for row in customers.sample(40, random_state=1).to_dict("records"):
        given = {column: float(row[column]) for column in columns_of(customers)}
        one = predict_one(model, given)
        assert [getattr(one.placing, column) for column in PLACED] == [row[column] for column in PLACED]
        if model.groups is not None:
            assert one.cluster_name == row["cluster_name"]


def test_the_nearest_group_is_the_one_and_likelihoods_add_up(shop: Path) -> None:
    model, _ = learned(shop, "mixture")
    one = predict_one(model, {"recency": 30, "frequency": 5, "monetary": 140.0})
    assert one.nearness[0].cluster == one.cluster
    likely = [near.probability or 0.0 for near in one.nearness]
    assert sum(likely) == pytest.approx(1)
    assert likely == sorted(likely, reverse=True)
    model, _ = learned(shop, "k-means")
    one = predict_one(model, {"recency": 30, "frequency": 5, "monetary": 140.0})
    assert [near.distance for near in one.nearness] == sorted(near.distance for near in one.nearness)
    assert one.nearness[0].cluster == one.cluster
    assert not one.outside
    beyond = predict_one(model, {"recency": 30, "frequency": 5000, "monetary": 140.0})
    assert beyond.outside == ("frequency 5,000 lies outside what the model was learned from (1 to 24).",)


def test_the_same_run_saves_the_same_bytes_and_no_customer(shop: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere.csv"
    moved.write_bytes(shop.read_bytes())
    contents = []
    for number, source in enumerate((shop, shop, moved)):
        with Study(Recipe.from_tables(RECIPES["ward"]), [source]) as study:
            path = model_of(study).save(tmp_path / f"{number}.model")
            ids = study.customers.to_pandas().customer_id
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]
    told, arrays = read_bundle(tmp_path / "2.model")
    assert told["origin"]["fingerprint"] == read_bundle(tmp_path / "0.model")[0]["origin"]["fingerprint"]
    everything = json.dumps(told) + "".join(arrays)
    assert not any(one in everything for one in ids)
    assert str(tmp_path) not in everything


# Files that are none


def with_npy(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("centres.npy", content)
    return packed.getvalue()


def npy(header: str, rest: bytes = b"") -> bytes:
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + rest


def foreign(saved: Path, tmp_path: Path) -> dict[str, tuple[Path, str]]:
    told, arrays = read_bundle(saved)
    arrays = dict(arrays)
    content = saved.read_bytes()
    files: dict[str, tuple[Path, str]] = {}

    def add(name: str, made: bytes | Path, words: str = "is no model") -> None:
        path = tmp_path / f"{name}.model"
        if isinstance(made, bytes):
            path.write_bytes(made)
        files[name] = (path if isinstance(made, bytes) else made, words)

    add("empty", b"")
    add("text", b"customer,order\n1,2\n")
    add("half", content[: len(content) // 2])
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("x", "y")
    add("a zip of something", other.getvalue())
    add("missing", tmp_path / "nowhere.model", "cannot be read")
    add("a folder", tmp_path, "cannot be read")
    with zipfile.ZipFile(saved) as archive:
        text, packed = archive.read("model.json"), archive.read("arrays.npz")
    edited = io.BytesIO()
    with zipfile.ZipFile(edited, "w") as archive:
        archive.writestr("model.json", text.replace(b'"Loyal High-Spenders"', b'"Best of All"'))
        archive.writestr("arrays.npz", packed)
    add("edited", edited.getvalue(), "was changed after it was saved")
    add("newer", repacked(tmp_path / "newer.model", {**told, "version": 99}, arrays), "a later regulars")
    add("odd version", repacked(tmp_path / "odd.model", {**told, "version": "one"}, arrays))
    add(
        "no recipe",
        repacked(tmp_path / "norecipe.model", {k: v for k, v in told.items() if k != "recipe"}, arrays),
    )
    add(
        "no centres",
        repacked(tmp_path / "nocentres.model", told, {k: v for k, v in arrays.items() if k != "centres"}),
    )
    add(
        "falling counts",
        repacked(
            tmp_path / "falling.model", told, {**arrays, "monetary_up_to": arrays["monetary_up_to"][::-1]}
        ),
    )
    add("no width", repacked(tmp_path / "nowidth.model", told, {**arrays, "scaling": arrays["scaling"] * 0}))
    add("nan", repacked(tmp_path / "nan.model", told, {**arrays, "centres": arrays["centres"] * np.nan}))
    huge = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 1000), }")
    add("an array that claims to be huge", repacked(tmp_path / "huge.model", told, with_npy(huge)))
    pickled = npy(
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"cos\nsystem\n(S'touch owned'\ntR."
    )
    add("a pickle", repacked(tmp_path / "pickle.model", told, with_npy(pickled)))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.json", b" " * (1 << 29))
        archive.writestr("arrays.npz", b"")
    add("a bomb", bomb.getvalue())
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.json", b"[" * 1_000_000)
        archive.writestr("arrays.npz", b"")
    add("deep", nested.getvalue())
    return files


def test_what_is_no_model_is_refused_with_a_sentence(saved: Path, tmp_path: Path) -> None:
    for name, (path, words) in foreign(saved, tmp_path).items():
        with pytest.raises(ModelError) as caught:
            Model.load(path)
        assert words in caught.value.what, name
        assert caught.value.cure
    assert not (Path.cwd() / "owned").exists()


FUZZ = """
import json, random, sys, time
from pathlib import Path
sys.path.insert(0, {root!r})
from core.errors import RegularsError
from core.models.kept import Model
from core.models.predicting import predict_one
from tests.support.mutants import mutated, repacked_mutant
saved = Path({saved!r})
content = saved.read_bytes()
rng = random.Random(7)
path = Path({folder!r}) / "mutant.model"
read = slowest = 0
for number in range({times}):
    if number % 2:
        path.write_bytes(mutated(content, rng))
    else:
        repacked_mutant(saved, path, rng)
    began = time.perf_counter()
    try:
        model = Model.load(path)
        predict_one(model, {{"recency": 3, "frequency": 2, "monetary": 10.0}})
        read += 1
    except RegularsError:
        pass
    slowest = max(slowest, time.perf_counter() - began)
# Not getrusage's figure, which a new process has from the one that started it.
status = Path("/proc/self/status")
most_mb = int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024 if status.exists() else 0
print(json.dumps({{"read": read, "slowest": slowest, "mb": most_mb}}))
"""


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 0, 99])
def test_what_is_packed_in_another_way_is_refused(saved: Path, tmp_path: Path, packed: int) -> None:
    content = bytearray(saved.read_bytes())
    content[8] = packed
    content[content.index(b"PK\x01\x02") + 10] = packed
    damaged = tmp_path / "damaged.model"
    damaged.write_bytes(content)
    with pytest.raises(ModelError, match="no model of regulars, or it is damaged"):
        Model.load(damaged)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (Path("/dev/zero"), pipe):
        with pytest.raises(ModelError, match="is no file, so it holds no model"):
            Model.load(path)


def test_mutants_do_no_harm(saved: Path, tmp_path: Path) -> None:
    code = FUZZ.format(root=str(ROOT), saved=str(saved), folder=str(tmp_path), times=MUTANTS)
    before = {path.name for path in tmp_path.iterdir()}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=600, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["mb"] < 512
    assert found["slowest"] < 10
    assert found["read"] < 0.4 * MUTANTS  # else hardly anything was mutated
    assert {path.name for path in tmp_path.iterdir()} - before == {"mutant.model"}


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


def test_what_groups_are_made_by_beside_the_measures_is_kept(shop: Path) -> None:
    model, customers = learned(shop, "scores as features")
    assert model.groups is not None
    ((name, part),) = model.groups.spreads.items()
    assert name == "average_order"
    orders = sorted(customers.average_order.astype(float))
    for value in (orders[0], orders[40], orders[-1], 7.77):
        assert part.worse(value) == sum(one < value for one in orders)
    assert model.standing["tier"] == dict(customers.tier.value_counts())
    assert model.standing["segment"] == dict(customers.segment.value_counts())
    # It follows from money and orders, and from nothing else.
    measures = {"recency": 30, "frequency": 5, "monetary": 140.0}
    given = predict_one(model, {**measures, "average_order": 28.0})
    assert predict_one(model, measures).to_dict() == given.to_dict()
    with pytest.raises(UsageError, match="--feature average_order=NUMBER"):
        predict_one(model, {"recency": 30, "frequency": 5})
