"""Answers of the engine that come when somebody has gone elsewhere and back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from core.remote import predicting, tables
from core.remote.lane import Lane
from core.remote.opened import Opened
from tests.tui.predicting import on_predict
from tests.tui.sixty import customers
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
        await on_predict(told)
        predict = told.view
        monkeypatch.setattr(Lane, "view", hold)
        await told.press("4")
        told.app.set_values("as of a month later", customers__as_of="2025-12-26")
        await told.until(lambda: late, "the question")
        await told.press("7")
        answered, ask = late[0]
        ask().add_done_callback(lambda done: answered.cancelled() or answered.set_result(done.result()))
        await told.until(lambda: predict.own.model.origin.as_of == "2025-12-26", "the newest result")
        await on_predict(told)


@pytest.mark.parametrize("typed", [["f", *"r>=2", "enter"], ["s"]])
async def test_keys_after_a_filter_or_a_sort_are_for_the_rows_that_it_leaves(
    engine: LastingEngine, source: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str]
) -> None:
    """Arranging may take longer than typing on: what was typed on does not act on the rows of before."""
    late: list[Callable[[], None]] = []
    view = Lane.view

    def hold(lane: Lane, function: Callable[..., Any], opened: Opened, *args: Any, **kwargs: Any) -> Any:
        if function is not tables.customers_arranged:
            return view(lane, function, opened, *args, **kwargs)
        answer: Future[Any] = Future()

        def let_go() -> None:
            asked = view(lane, function, opened, *args, **kwargs)
            asked.add_done_callback(lambda done: answer.cancelled() or answer.set_result(done.result()))

        late.append(let_go)
        return answer

    async with customers(engine, source) as (told, grid):
        before = grid.order
        monkeypatch.setattr(Lane, "view", hold)
        await told.press(*typed[:-1])
        await told.app._press_keys([typed[-1]])
        await told.until(lambda: late, "the question")
        await told.app._press_keys(["down", "down"])
        # Longer than a key waits for what it began.
        await asyncio.sleep(0.3)
        assert (grid.order, grid.cursor) == (before, 0)
        late.pop()()
        await told.until(lambda: grid.cursor == 2, "the row of the keys")
        assert grid.order != before
