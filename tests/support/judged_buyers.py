"""Simulated buyers, and a recipe by which models of them are judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.recipe import Recipe
from tests.support.buyers import buyers, written

HORIZON = 60


def recipe(**classifier: Any) -> Recipe:
    few = {"horizon_days": HORIZON, "trees": 15, "rounds": 15, "cut_offs": 3}
    return Recipe.from_tables({"classifier": {"on": True, **few, **classifier}})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("buyers") / "shop.csv", buyers())
