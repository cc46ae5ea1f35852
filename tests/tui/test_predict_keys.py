"""The keys of the screen Predict reach it in each of its parts, and Tab comes to all that they offer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.four_kinds import write_shop
from tests.tui import predicting
from tests.tui.predicting import leave, on_predict
from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.dialogs.ask import Ask
from tui.screens.customers_card import CardPane
from tui.screens.predict_batch import BatchPart
from tui.screens.predict_fields import FieldsPane
from tui.screens.predict_live import Overflowing
from tui.widgets.grid import Grid

shop, bare = predicting.shop, predicting.bare


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
async def test_tab_goes_from_the_numbers_to_those_most_alike_and_round(
    engine: LastingEngine, bare: Path, size: tuple[int, int]
) -> None:
    async with story(engine, bare, size=size) as told:
        await on_predict(told, groups=None)
        await told.until(lambda: told.view.live.near, "those most alike")
        assert isinstance(told.app.focused, FieldsPane)
        passed = []
        for _ in range(6):
            await told.press("tab")
            focused = told.app.focused
            assert focused is not None
            assert not passed or focused is not passed[-1]
            passed.append(focused)
            if isinstance(focused, FieldsPane):
                break
        assert isinstance(passed[-1], FieldsPane)
        first = told.view.query_one(Overflowing)
        assert (first in passed) == (first.max_scroll_y > 0)
        near = told.view.query_one("#near", Grid)
        assert near in passed
        while told.app.focused is not near:
            await told.press("tab")
        await told.press("enter")
        await told.until(lambda: told.app.query(CardPane), "the card")


async def test_the_part_files_takes_its_keys_before_any_file_was_scored(
    engine: LastingEngine, bare: Path, tmp_path: Path
) -> None:
    month = tmp_path / "month.csv"
    write_shop(month, seed=11)
    async with story(engine, bare) as told:
        await on_predict(told, groups=None)
        await told.go_to_part("batch")
        await told.sees("No file has been scored yet: b asks for one")
        focused = told.app.focused
        assert focused is not None
        assert focused.display
        for key in ("m", "b"):
            await told.press(key)
            await told.until(lambda: isinstance(told.app.screen, Ask), "a dialog")
            if key == "m":
                await leave(told)
        await told.enter(str(month))
        await told.until(lambda: isinstance(part := told.view.parts.widget, BatchPart) and part.found)
        await told.until(lambda: told.app.focused is told.view.query_one("#sums"), "the sums have the keys")
        await told.press("left_square_bracket", "right_square_bracket")
        assert told.app.focused is told.view.query_one("#sums")
