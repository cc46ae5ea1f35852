"""Whatever Textual makes of a change of size, the parts of a screen use the room that there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Size
from textual.screen import Screen

from tests.tui.sixty import customers, write_sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.screens.customers_spread import Histograms
from tui.screens.data_rows import RowsPart


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


async def test_what_is_out_of_view_stays_as_it_is_and_fits_when_it_is_back(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: list[int] = []
    fit = RowsPart.fit

    def told_of(self: RowsPart, size: Size) -> None:
        fitted.append(size.width)
        fit(self, size)

    monkeypatch.setattr(RowsPart, "fit", told_of)
    async with story(engine, write_sales(tmp_path / "shop.csv"), size=(130, 40)) as told:
        await told.has_run()
        part = told.view.query_one(RowsPart)
        await told.until(lambda: part.has_class("beside"), "the profile beside the rows")
        await told.press("2")
        await told.until(lambda: not part.size, "the rows out of view")
        assert part.has_class("beside")
        assert 0 not in fitted
        await told.resize(80, 24)
        await told.press("1")
        await told.until(lambda: part.size and not part.has_class("beside"), "the profile below the rows")
