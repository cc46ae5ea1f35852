"""Models that are kept: they place every customer where the run did, hold no names, and no file can make them do harm."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.errors import UsageError
from core.models.bundle import ModelError, read_bundle
from core.models.kept import Model
from core.models.learning import model_of
from core.models.predicting import predict_many, predict_one
from core.recipe import Recipe
from core.study import Study
from tests.support import kept_models
from tests.support.command import ROOT
from tests.support.kept_models import RECIPES, columns_of, learned
from tests.support.mutants import MUTANTS, repacked

PLACED = ["r", "f", "m", "rfm", "value", "tier", "segment"]
shop, saved = kept_models.shop, kept_models.saved


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
