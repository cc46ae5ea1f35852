"""Whether the screen Predict has groups follows from the recipe and from what was looked at, not from what lies in the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models.kept import Model
from tests.support.four_kinds import write_shop
from tests.tui import support
from tests.tui.groups import grouped
from tests.tui.predicting import on_predict
from tests.tui.stories import story
from tests.tui.support import LastingEngine


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The criteria take a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 90.0)


async def test_groups_that_an_earlier_session_made_are_none_of_this_one(
    engine: LastingEngine, tmp_path: Path
) -> None:
    shop, folder = tmp_path / "shop.csv", tmp_path / "data" / "regulars" / "models"
    write_shop(shop, seed=23)
    async with story(engine, shop) as told:
        await on_predict(told, groups=False)
        await told.press("5")
        await grouped(told)
        await told.press("7")
        await told.sees("4 clusters (k-means)")
        await told.until(lambda: told.view.basis.model.groups is not None and told.app.job is None)
    # Their tables are in the cache now.
    async with story(engine, shop) as told:
        await on_predict(told, groups=False)
        await told.sees("no clusters")
        await told.press("1", "7")
        await on_predict(told, groups=False)
        await told.press("m")
        await told.sees("no clusters")
        await told.enter("plain")
        await told.until(lambda: (folder / "plain.model").exists() and told.app.job is None)
    assert Model.load(folder / "plain.model").groups is None
