"""The screen Predict has the groups that the recipe in force makes, whatever was looked at before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.models.kept import Model
from tests.support.four_kinds import write_shop
from tests.tui import support
from tests.tui.predicting import on_predict
from tests.tui.stories import story
from tests.tui.support import LastingEngine, held


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The criteria take a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 90.0)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "shop.csv"
    write_shop(path, seed=23)
    return path


async def test_groups_are_there_though_nobody_looked_at_any(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "regulars" / "models"
    # The second time their tables are in the cache, which changes nothing.
    for name in ("first", "second"):
        async with story(engine, shop) as told:
            await on_predict(told)
            await told.sees("4 clusters (k-means)")
            await told.press("m")
            await told.sees("It will hold how customers are scored; 4 clusters")
            await told.enter(name)
            await told.until((folder / f"{name}.model").exists)
            await told.until(lambda: told.app.job is None)
    first, second = (folder / f"{name}.model" for name in ("first", "second"))
    assert Model.load(first).groups is not None
    assert first.read_bytes() == second.read_bytes()


async def test_what_was_stopped_is_learned_when_the_screen_is_come_back_to(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        await on_predict(told)
        with held(engine.slow):
            told.app.opened = replace(told.app.opened)  # type: ignore[type-var]
            told.view.show_result(told.app.opened)
            await told.sees("clusters are on their way")
            await told.press("x")
            await told.sees("no clusters")
            await told.press("m")
            await told.sees("another screen and back learns it")
        await told.press("4")
        await on_predict(told)
        await told.sees("4 clusters (k-means)")
