"""What the tests of models share: what a run of the sample writes of them, and patience."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from core.recipe import Recipe
from tests.tui import support
from tests.tui.stories import SAMPLE, Story

MODELS = ["knn", "logistic", "tree"]
ASKED: dict[str, Any] = {"models": MODELS, "targets": ["tier", "buys again"], "cut_offs": 2, "contacts": 100}


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models take a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 90.0)


def written(folder: Path, asked: Mapping[str, Any]) -> Path:
    """What `regulars run --with classifiers` writes of the sample, asked so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        run = ["run", str(SAMPLE), "--with", "classifiers", "--quiet", "--out", str(folder / "out")]
        for name, value in asked.items():
            run += ["--set", f"classifier.{name}={value if isinstance(value, str) else json.dumps(value)}"]
        assert main(run) == 0
    return folder / "out"


def recipe(source: Path = SAMPLE, **classifier: Any) -> Recipe:
    return Recipe.from_tables({"source": {"paths": [str(source)]}, "classifier": {**ASKED, **classifier}})


async def judged(told: Story, target: str = "") -> None:
    """Wait until everything is said of the models of a target."""
    await told.has_run()

    def is_there() -> bool:
        shown = told.view.shown
        wanted = shown is not None and shown.told.is_done and told.view.of is told.app.opened
        return bool(wanted and (not target or shown.told.target == target) and told.app.job is None)

    await told.until(is_there, f"the models of {target}")


async def ask(told: Story, target: str) -> None:
    """Choose what is predicted."""
    await told.press("T")
    await told.enter(target)
    await judged(told, target)
