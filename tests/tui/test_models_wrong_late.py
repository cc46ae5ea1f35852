"""Whom a model places wrongly, and why: told also where the answer was called off, or came while another part was in view."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from core.recipe import Recipe
from core.remote import classifying
from core.remote.lane import Lane, StoppedError
from tests.tui import predicting
from tests.tui.predicting import recipe
from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.widgets.grid import Grid

shop = predicting.shop
TREE = {"models": ["tree"], "targets": ["tier"], "active": "tree", "active_target": "tier"}


async def test_a_list_that_was_called_off_is_asked_for_again_and_told_wherever_one_looked_meanwhile(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[tuple[Future[Any], Callable[[], Future[Any]]]] = []
    study = Lane.study

    def hold(lane: Lane, function: Callable[..., Any], of: Recipe, *args: Any, **kwargs: Any) -> Any:
        if function is not classifying.wrong:
            return study(lane, function, of, *args, **kwargs)
        late.append((Future(), lambda: study(lane, function, of, *args, **kwargs)))
        return late[-1][0]

    async with story(engine, recipe=recipe(shop, classifier=TREE), size=(120, 40)) as told:
        await told.press("6")
        await told.sees("decision tree")
        await told.until(lambda: told.app.job is None and told.view.shown is not None, "the tree")
        monkeypatch.setattr(Lane, "study", hold)
        part = await told.go_to_part("wrong")
        await told.until(lambda: late, "the question")
        late[-1][0].set_exception(StoppedError())
        await told.go_to_part("table")
        await told.go_to_part("wrong")
        await told.until(lambda: len(late) == 2, "the question once more")
        await told.go_to_part("table")
        answered, ask = late[-1]
        ask().add_done_callback(lambda done: answered.set_result(done.result()))
        grid = part.query_one(Grid)
        await told.until(lambda: grid.rows, "the list")
        await told.go_to_part("wrong")
        await told.until(lambda: grid.row is not None)
        await told.sees("most like this one among those it learned from")
