"""A screen draws what changed, once, and lays nothing out for what is out of view."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Size
from textual.screen import Screen

from tests.tui.sixty import write_sales
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine
from tui.compositor import FrugalCompositor
from tui.screens.clean import LedgerPart
from tui.widgets.line import Line

WIDTH, HEIGHT = 120, 40
REST_S = 0.3
KEYS_LINES = 2


class Drawn:
    """How often everything was laid out, and how many cells were drawn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.layouts = self.cells = 0
        lay_out, partly, wholly = (
            Screen._refresh_layout,
            FrugalCompositor.render_partial_update,
            FrugalCompositor.render_full_update,
        )

        def laid_out(screen: Screen[Any], size: Size | None = None, scroll: bool = False) -> None:
            self.layouts += 1
            lay_out(screen, size, scroll)

        def in_part(compositor: FrugalCompositor) -> ChopsUpdate | None:
            update = partly(compositor)
            self.cells += sum(right - left for _, left, right in update.spans) if update else 0
            return update

        def in_whole(compositor: FrugalCompositor, simplify: bool = False) -> LayoutUpdate:
            self.cells += WIDTH * HEIGHT
            return wholly(compositor, simplify)

        monkeypatch.setattr(Screen, "_refresh_layout", laid_out)
        monkeypatch.setattr(FrugalCompositor, "render_partial_update", in_part)
        monkeypatch.setattr(FrugalCompositor, "render_full_update", in_whole)

    def forget(self) -> None:
        self.layouts = self.cells = 0

    async def is_at_rest(self) -> None:
        """Wait until nothing more is drawn."""
        before = None
        while before != (before := (self.layouts, self.cells)):
            await asyncio.sleep(REST_S)


@asynccontextmanager
async def seen_both(
    engine: LastingEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Story, Drawn]]:
    """Data and Clean have both been seen with their figures, and Data is in view, at rest."""
    async with story(engine, write_sales(folder / "shop.csv"), size=(WIDTH, HEIGHT)) as told:
        await told.has_run()
        for key in ("2", "1", "2", "1"):
            await told.press(key)
            await told.is_drawn()
        drawn = Drawn(monkeypatch)
        await drawn.is_at_rest()
        yield told, drawn


async def test_what_has_the_focus_is_drawn_anew_and_nothing_else(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seen_both(engine, tmp_path, monkeypatch) as (told, drawn):
        focused = told.app.screen.focused
        assert focused is not None
        drawn.forget()
        told.app.screen.set_focus(None)
        await told.until(lambda: drawn.cells, "the rows without the focus")
        await drawn.is_at_rest()
        assert drawn.cells <= focused.size.width * focused.size.height + KEYS_LINES * WIDTH


async def test_a_screen_that_comes_back_is_laid_out_once(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seen_both(engine, tmp_path, monkeypatch) as (told, drawn):
        for key in ("2", "1", "2"):
            drawn.forget()
            await told.press(key)
            await drawn.is_at_rest()
            assert drawn.layouts == 1
            # The tab, all there is, and the keys of what has the focus.
            assert drawn.cells <= WIDTH * (1 + HEIGHT + KEYS_LINES)


async def test_what_is_out_of_view_has_nothing_laid_out_and_is_right_when_it_is_back(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with seen_both(engine, tmp_path, monkeypatch) as (told, drawn):
        await told.press("2")
        out_of_view = Line("one line")
        await told.view.query_one(LedgerPart).mount(out_of_view, before=0)
        await told.press("1")
        await drawn.is_at_rest()
        drawn.forget()
        out_of_view.show("first line\nsecond line\nwords that were written out of view")
        await drawn.is_at_rest()
        assert drawn.layouts == 0
        await told.press("2")
        await told.sees("words that were written out of view")
