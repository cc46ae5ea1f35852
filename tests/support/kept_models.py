"""Models of a shop as runs keep them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.models.kept import Model
from core.models.learning import model_of
from core.recipe import Recipe
from core.study import Study
from tests.support import four_kinds

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
shop = four_kinds.shop


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
