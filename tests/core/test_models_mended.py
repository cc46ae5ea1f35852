"""One mixture for the run, the criteria and the kept model, and origins of kept models that say what none can."""

from __future__ import annotations

import copy
import csv
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.mixture import GaussianMixture

from cli.main import main
from core.models.bundle import ModelError, read_bundle
from core.models.kept import Model
from core.models.learning import model_of
from core.models.predicting import predict_many
from core.recipe import Recipe
from core.study import Study
from tests.support.mutants import repacked

MEASURES = ["recency", "frequency", "monetary"]
FLOOR, K, SEED = 0.05, 4, 3


def write_many_of_one_order(path: Path) -> None:
    """Customers of whom half have ordered once: equal in one feature, so that a cloud can shrink onto them."""
    rng = np.random.default_rng(4)
    lines = ["customer_id,order_id,order_date,quantity,price"]
    order = 0
    for number in range(300):
        orders = 1 if number % 2 else 2 + int(rng.geometric(0.2))
        last = pd.Timestamp("2024-12-31") - pd.Timedelta(days=int(rng.exponential(90)))
        paid = 25 * float(rng.lognormal(0, 0.7))
        for back in range(orders):
            order += 1
            day = last - pd.Timedelta(days=9 * back)
            lines.append(f"c{number},{order},{day:%Y-%m-%d},1,{paid * rng.uniform(0.8, 1.2):.2f}")
    path.write_text("\n".join(lines) + "\n")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mixtures") / "shop.csv"
    write_many_of_one_order(path)
    return path


@pytest.fixture(scope="module")
def kept(shop: Path) -> Path:
    """A model with dates, as a run saves it."""
    with Study(Recipe.from_tables({}), [shop]) as study:
        return model_of(study).save(shop.parent / "kept.model")


def scaled_of(customers: pd.DataFrame) -> np.ndarray:
    logged = np.log1p(customers[["frequency", "monetary"]].astype(float))
    features = np.column_stack([customers.recency.astype(float), logged])
    return np.asarray((features - features.mean(axis=0)) / features.std(axis=0))


def test_the_mixture_that_is_made_is_the_one_that_criteria_judge(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, pipeline = tmp_path / "mixture.model", tmp_path / "mixture.joblib"
    asked = ["clusters.method=mixture", f"clusters.k={K}", f"clusters.seed={SEED}"]
    sets = [part for one in asked for part in ("--set", one)]
    run = ["run", str(shop), "--with", "clusters", *sets, "--out", str(tmp_path / "out")]
    assert main([*run, "--save-model", str(model)]) == 0
    assert main(["export-model", str(model), "--joblib", str(pipeline)]) == 0
    capsys.readouterr()

    customers = pd.read_parquet(tmp_path / "out" / "customers.parquet")
    scaled = scaled_of(customers)
    theirs = GaussianMixture(K, n_init=3, random_state=SEED, reg_covar=FLOOR).fit(scaled)
    with (tmp_path / "out" / "criteria.csv").open(newline="") as file:
        said = {int(row["k"]): float(row["bic"]) for row in csv.DictReader(file)}
    assert said[K] == pytest.approx(theirs.bic(scaled), rel=1e-6)

    # The expression that assigns everybody, and the kept model: the same groups, whatever their numbers.
    labels = theirs.predict(scaled)
    pairs = set(zip(labels.tolist(), customers.cluster.tolist(), strict=True))
    assert len(pairs) == len(set(labels.tolist())) == customers.cluster.nunique()
    columns = {name: customers[name].astype(float).to_numpy() for name in MEASURES}
    loaded = Model.load(model)
    assert list(predict_many(loaded, columns).columns["cluster"]) == list(customers.cluster)
    assert loaded.groups is not None
    for cloud in loaded.groups.model.clouds:
        triangle = np.array(cloud.triangle)
        assert np.linalg.eigvalsh(np.linalg.inv(triangle @ triangle.T)).min() >= FLOOR * (1 - 1e-9)

    # The exported one: as good a fit, of the same clouds, and the same mixture when it learns again.
    exported = joblib.load(pipeline)
    features = exported[:-1].transform(customers[MEASURES].astype(float))
    assert exported[-1].bic(features) == pytest.approx(said[K], rel=1e-6)
    assert list(exported[-1].predict(features) + 1) == list(customers.cluster)
    assert exported[-1].get_params() == theirs.get_params()


def test_a_cloud_of_customers_alike_in_a_feature_does_not_collapse(shop: Path) -> None:
    for k in (2, 3, 6):
        recipe = Recipe.from_tables({"clusters": {"on": True, "method": "mixture", "k": k}})
        with Study(recipe, [shop]) as study:
            clouds = study.clusters.groups.model.clouds
        assert len(clouds) == k
        for cloud in clouds:
            triangle = np.array(cloud.triangle)
            assert np.linalg.eigvalsh(np.linalg.inv(triangle @ triangle.T)).min() >= FLOOR * (1 - 1e-9)


def with_origin(kept: Path, path: Path, **origin: Any) -> Path:
    """The model with something else in its origin, and a checksum that is right."""
    told, arrays = read_bundle(kept)
    told = copy.deepcopy(told)
    told["origin"].update(origin)
    return repacked(path, told, dict(arrays))


IMPOSSIBLE = {
    "as_of": [None, "x", 20241231, True, [], "20241231", "2024-13-01", "2024-12-31 10:00:00"],
    "first": [None, "x", 0, {}, "20240101 080000", "2024-01-01", "2024-02-30 00:00:00"],
    "last": [None, "x", 0, {}, "20240101 080000", "2024-01-01", "2024-02-30 00:00:00"],
    "customers": [None, "x", "300", 300.0, True, -1, []],
    "rows": [None, "x", "300", 300.0, True, -1, []],
    "files": [None, "shop.csv", [None], [1], [["shop.csv"]], {"shop.csv": 1}],
    "fingerprint": [None, 1, [], {}],
    "of_no_meaning": [1],
}


@pytest.mark.parametrize(
    ("field", "value"), [(name, one) for name, some in IMPOSSIBLE.items() for one in some]
)
def test_an_origin_that_says_what_none_can_is_refused(
    kept: Path, tmp_path: Path, field: str, value: Any
) -> None:
    with pytest.raises(ModelError, match="is damaged"):
        Model.load(with_origin(kept, tmp_path / "edited.model", **{field: value}))


@pytest.mark.parametrize("field", [name for name in IMPOSSIBLE if name != "of_no_meaning"])
def test_an_origin_that_lacks_something_is_refused(kept: Path, tmp_path: Path, field: str) -> None:
    told, arrays = read_bundle(kept)
    del told["origin"][field]
    with pytest.raises(ModelError, match="is damaged"):
        Model.load(repacked(tmp_path / "edited.model", told, dict(arrays)))


@pytest.mark.parametrize("value", [None, "x", [], 1])
def test_an_origin_that_is_none_is_refused(kept: Path, tmp_path: Path, value: Any) -> None:
    told, arrays = read_bundle(kept)
    with pytest.raises(ModelError, match="is damaged"):
        Model.load(repacked(tmp_path / "edited.model", {**told, "origin": value}, dict(arrays)))


@pytest.mark.parametrize(("field", "value"), [("as_of", None), ("as_of", "x"), ("customers", "x")])
def test_who_predicts_by_such_a_model_is_told_that_it_is_damaged(
    shop: Path, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], field: str, value: Any
) -> None:
    edited = with_origin(kept, tmp_path / "edited.model", **{field: value})
    assert main(["predict", str(edited), str(shop)]) == 1
    told = capsys.readouterr().err
    assert "is no model of regulars, or it is damaged." in told
    assert "did not expect" not in told


@pytest.mark.parametrize(
    "origin",
    [
        {},
        {"as_of": "", "first": "", "last": ""},
        {"first": "2024-01-01 00:00:00+01:00", "files": [], "fingerprint": ""},
    ],
)
def test_origins_that_can_be_are_read_as_they_stand(
    kept: Path, tmp_path: Path, origin: dict[str, Any]
) -> None:
    before = read_bundle(kept)[0]["origin"] | origin
    found = Model.load(with_origin(kept, tmp_path / "edited.model", **origin)).origin
    assert {name: getattr(found, name) for name in before} == before | {"files": tuple(before["files"])}


def test_customers_without_dates_have_an_origin_without_days(tmp_path: Path) -> None:
    path = tmp_path / "ready.csv"
    lines = [f"c{number},{number * 7 % 90},{1 + number % 9},{10 + number * 3 % 70}.5" for number in range(40)]
    path.write_text("customer_id,recency,frequency,monetary\n" + "\n".join(lines) + "\n")
    with Study(Recipe.from_tables({}), [path]) as study:
        saved = model_of(study).save(tmp_path / "ready.model")
    origin = Model.load(saved).origin
    assert (origin.as_of, origin.first, origin.last, origin.customers) == ("", "", "", 40)
