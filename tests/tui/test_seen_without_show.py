"""Screens that begin their work when somebody looks, where Textual sends no Show."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual._compositor import Compositor, ReflowResult
from textual.geometry import Size
from textual.widget import Widget

from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.screens.clean_columns import ColumnsPart


@pytest.fixture
def no_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look where everything is just before each layout: whatever is new has been seen by then, and is not told that it is shown."""
    lay_out = Compositor.reflow

    def looked_at_before(self: Compositor, parent: Widget, size: Size) -> ReflowResult:
        self._full_map_invalidated = True
        assert self.full_map is not None
        return lay_out(self, parent, size)

    monkeypatch.setattr(Compositor, "reflow", looked_at_before)


@pytest.mark.usefixtures("no_show")
async def test_columns_are_looked_at_when_they_are_gone_to(engine: LastingEngine, source: Path) -> None:
    async with story(engine, source) as told:
        await told.press("2")
        part = await told.go_to_part("columns")
        assert isinstance(part, ColumnsPart)
        await told.until(lambda: part.stats is not None, "the columns")


@pytest.mark.usefixtures("no_show")
async def test_groups_are_made_when_they_are_come_back_to(engine: LastingEngine, source: Path) -> None:
    async with story(engine, source) as told:
        await told.press("5")
        await told.until(lambda: told.view.grouped is not None and told.app.job is None, "all about groups")
        lines = told.view.grouped.tables.lines
        await told.press("4", "comma")
        await told.has_run()
        await told.press("5")
        await told.until(lambda: told.view.grouped.tables.lines != lines, "groups of the day before")
