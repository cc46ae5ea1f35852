"""A shop to predict by, and the words of the stories of the screen Predict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cli.main import main
from core.recipe import Recipe
from core.study import Study
from tests.support import four_kinds
from tests.support.four_kinds import write_shop
from tests.tui.stories import Story

GROUPED = {"clusters": {"on": True}}
shop = four_kinds.shop


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop whose customers nobody groups."""
    path = tmp_path_factory.mktemp("predict") / "bare.csv"
    write_shop(path, seed=5)
    return path


@pytest.fixture(scope="module")
def bare_customers(bare: Path) -> pd.DataFrame:
    with Study(Recipe(), [bare]) as study:
        return study.customers.to_pandas().set_index("customer_id")


@pytest.fixture(scope="module")
def customers(shop: Path) -> pd.DataFrame:
    with Study(Recipe.from_tables(GROUPED), [shop]) as study:
        return study.customers.to_pandas().set_index("customer_id")


def recipe(path: Path, **sections: Any) -> Recipe:
    return Recipe.from_tables({"source": {"paths": [str(path)]}, **sections})


def said_by(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    capsys.readouterr()
    assert main(["predict", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


async def on_predict(told: Story, *, groups: bool | None = True) -> None:
    """Go to the screen, and wait until all that the source teaches is known, with groups where some have been made."""
    await told.press("7")
    await told.until(lambda: told.view._has_learned and told.app.job is None, "what to predict by")
    if groups is not None:
        assert (told.view.basis.model.groups is not None) == groups


async def type_number(told: Story, text: str) -> None:
    await told.press("enter")
    await told.enter(text)
    await told.until(lambda: len(told.app.screen_stack) == 1)


async def leave(told: Story) -> None:
    """Leave the dialog that is open; the next key is for the screen."""
    await told.press("escape")
    await told.until(lambda: len(told.app.screen_stack) == 1)


def number(told: Story, name: str) -> float:
    return float(told.view.live.fields.values[name])
