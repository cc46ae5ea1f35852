"""Answers of the engine that come when somebody has gone elsewhere and back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from core.remote import predicting
from core.remote.lane import Lane
from core.remote.opened import Opened
from tests.tui.predicting import on_predict
from tests.tui.stories import story
from tests.tui.support import LastingEngine


async def test_predict_learns_of_the_newest_result_also_where_it_is_come_back_to_meanwhile(
    engine: LastingEngine, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Coming back asks for groups once more, which must not take the place of what is being learned."""
    late: list[tuple[Future[Any], Callable[[], Future[Any]]]] = []
    view = Lane.view

    def hold(lane: Lane, function: Callable[..., Any], opened: Opened, *args: Any, **kwargs: Any) -> Any:
        if function is not predicting.measured:
            return view(lane, function, opened, *args, **kwargs)
        late.append((Future(), lambda: view(lane, function, opened)))
        return late[-1][0]

    async with story(engine, source) as told:
        await on_predict(told, groups=False)
        predict = told.view
        monkeypatch.setattr(Lane, "view", hold)
        await told.press("4")
        told.app.set_values("as of a month later", customers__as_of="2025-12-26")
        await told.until(lambda: late, "the question")
        await told.press("7")
        answered, ask = late[0]
        ask().add_done_callback(lambda done: answered.cancelled() or answered.set_result(done.result()))
        await told.until(lambda: predict.own.model.origin.as_of == "2025-12-26", "the newest result")
        await on_predict(told, groups=False)
