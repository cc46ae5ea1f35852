"""Whatever Textual makes of a change of size, the parts of a screen use the room that there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Size
from textual.screen import Screen

from tests.tui.sixty import customers, write_sales
from tests.tui.support import LastingEngine
from tui.screens.customers_spread import Histograms


async def test_a_size_that_was_laid_out_before_anybody_was_told_is_told_all_the_same(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh = Screen._refresh_layout

    def ask_for_a_place_first(self: Screen[object], size: Size | None = None, scroll: bool = False) -> None:
        # What something drawn before its first layout does, and somebody who asks where it is.
        self._compositor._full_map_invalidated = True
        _ = self._compositor.full_map
        refresh(self, size, scroll)

    source = write_sales(tmp_path / "shop.csv")
    monkeypatch.setattr(Screen, "_refresh_layout", ask_for_a_place_first)
    async with customers(engine, source, size=(120, 40)) as (told, _):
        shown = told.view.query_one("TablePart Histograms", Histograms)
        await told.until(lambda: shown.spread, "the histograms below the table")
        assert shown.display
