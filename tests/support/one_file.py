"""One file studied, with what is kept of it in a folder beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace


def study_of(path: Path, *settings: tuple[str, str]) -> Study:
    kept = path.parent / "kept"
    kept.mkdir(exist_ok=True)
    return Study(Recipe().with_values(list(settings)), [path], workspace=Workspace(kept, 10**9))


def purchased(study: Study) -> list[datetime]:
    return [line["purchased_at"] for line in study.lines.to_dicts()]
