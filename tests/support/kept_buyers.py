"""Simulated buyers, and a recipe whose classifiers are small enough to be kept soon."""

from __future__ import annotations

from typing import Any

from core.recipe import Recipe
from tests.support import judged_buyers

SMALL = {"horizon_days": 60, "trees": 12, "rounds": 12, "units": 6, "cut_offs": 1, "folds": 2}
shop = judged_buyers.shop


def recipe(**classifier: Any) -> Recipe:
    return Recipe.from_tables({"classifier": {"on": True, "targets": ["buys again"], **SMALL, **classifier}})
