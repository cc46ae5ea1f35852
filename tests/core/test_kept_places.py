"""Where a kept model's customers are in the plane of their groups, counted without them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA

from core.models.bundle import ModelError, read_bundle
from core.models.kept import Model
from core.models.learning import model_of
from core.models.places import COLUMN, CUSTOMERS, GRID, GROUP, ROW
from core.recipe import Recipe
from core.study import Study
from tests.support import four_kinds
from tests.support.mutants import repacked

shop = four_kinds.shop


def learned(path: Path, kept: Path, **clusters: Any) -> tuple[Model, pd.DataFrame]:
    recipe = Recipe.from_tables({"clusters": {"on": True, **clusters}})
    with Study(recipe, [path]) as study:
        model_of(study, judged=False).save(kept, overwrite=True)
        return Model.load(kept), study.customers.to_pandas()


def in_the_plane(customers: pd.DataFrame) -> np.ndarray:
    """Everybody on the first two principal components, each pointing to where its largest loading is positive."""
    logged = np.log1p(customers[["frequency", "monetary"]].astype(float))
    features = np.column_stack([customers.recency.astype(float), logged])
    scaled = (features - features.mean(axis=0)) / features.std(axis=0)
    fitted = PCA(2).fit(scaled)
    turn = [np.sign(axis[np.abs(axis).argmax()]) for axis in fitted.components_]
    return np.asarray(fitted.transform(scaled) * turn)


@pytest.mark.parametrize("wanted", [{"k": 2}, {"k": 4}, {"method": "mixture", "k": 3}, {"method": "ward"}])
def test_a_kept_model_has_every_customer_at_their_place(shop: Path, tmp_path: Path, wanted: Any) -> None:
    model, customers = learned(shop, tmp_path / "kept.model", **wanted)
    assert model.groups is not None
    places = model.groups.places
    assert places is not None
    there = in_the_plane(customers)
    assert places.low == pytest.approx(there.min(axis=0))
    assert places.high == pytest.approx(there.max(axis=0))
    step = (there.max(axis=0) - there.min(axis=0)) / (np.array(GRID) - 1)
    assert places.customers.sum() == len(customers)
    for group, members in customers.groupby("cluster").groups.items():
        mine = places.groups == group
        assert places.customers[mine].sum() == len(members)
        # Each member has a place of the group no further away than half a step, and each place a member.
        away = np.abs(there[np.array(members)][:, None, :] - places.points[mine][None, :, :]) / step
        near = (away <= 0.5 + 1e-6).all(axis=2)
        assert near.any(axis=1).all()
        assert near.any(axis=0).all()


def test_customers_are_counted_and_not_named(shop: Path, tmp_path: Path) -> None:
    model, customers = learned(shop, tmp_path / "kept.model")
    assert model.groups is not None
    told, arrays = read_bundle(tmp_path / "kept.model")
    assert arrays["places"].dtype.kind == "i"
    assert arrays["places"].shape[1] == 4
    assert not any(one in json.dumps(told) for one in customers.customer_id)


def test_groups_by_one_number_lie_on_a_line(shop: Path, tmp_path: Path) -> None:
    model, customers = learned(shop, tmp_path / "kept.model", features=["recency"], k=3)
    assert model.groups is not None
    places = model.groups.places
    assert places is not None
    assert set(places.points[:, 1]) == {0.0}
    assert places.customers.sum() == len(customers)


def test_an_older_file_has_no_places_unless_it_has_the_customers(shop: Path, tmp_path: Path) -> None:
    for method, known in (("k-means", False), ("ward", True)):
        model, _ = learned(shop, tmp_path / "kept.model", method=method)
        assert model.groups is not None
        told, arrays = read_bundle(tmp_path / "kept.model")
        older = {name: array for name, array in arrays.items() if not name.startswith("places")}
        again = Model.load(repacked(tmp_path / "older.model", told, older))
        assert again.groups is not None
        assert (again.groups.places is not None) == known
        if known:
            assert again.groups.places is not None
            assert model.groups.places is not None
            assert np.array_equal(again.groups.places.counts, model.groups.places.counts)


@pytest.mark.parametrize(
    ("column", "value"),
    [(COLUMN, GRID[0]), (COLUMN, -1), (ROW, GRID[1]), (GROUP, 5), (GROUP, -1), (CUSTOMERS, 0)],
)
def test_places_that_cannot_be_are_refused(shop: Path, tmp_path: Path, column: int, value: int) -> None:
    learned(shop, tmp_path / "kept.model")
    told, arrays = read_bundle(tmp_path / "kept.model")
    places = arrays["places"].copy()
    places[0, column] = value
    with pytest.raises(ModelError):
        Model.load(repacked(tmp_path / "odd.model", told, {**arrays, "places": places}))


@pytest.mark.parametrize("places", [np.zeros((0, 4), int), np.zeros((3, 3), int), np.full((2, 4), 1.5)])
def test_what_are_no_places_is_refused(shop: Path, tmp_path: Path, places: np.ndarray) -> None:
    learned(shop, tmp_path / "kept.model")
    told, arrays = read_bundle(tmp_path / "kept.model")
    with pytest.raises(ModelError):
        Model.load(repacked(tmp_path / "odd.model", told, {**arrays, "places": places}))
