"""A recipe that asks for one tree, which is judged soon."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.recipe import Recipe

HORIZON = 60
START = date(2024, 1, 1)


def recipe(**tables: Any) -> Recipe:
    classifier = {"on": True, "models": ["tree"], "horizon_days": HORIZON, "cut_offs": 2}
    return Recipe.from_tables({**tables, "classifier": {**classifier, **tables.get("classifier", {})}})
