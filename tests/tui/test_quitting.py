"""Whoever leaves while a screen is being made does not wait for it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from textual.events import Key

from tests.tui.sixty import write_sales
from tests.tui.stories import story
from tests.tui.support import DEADLINE_S, LOOKS_S, LastingEngine, held
from tui import showing


@pytest.mark.parametrize("screen", ["5", "6", "7"])
async def test_a_screen_that_is_being_made_holds_up_no_key_that_is_for_no_rows(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    monkeypatch.setattr(showing, "SHOWN_WITHIN_S", 300.0)
    async with story(engine, write_sales(tmp_path / "shop.csv")) as told:
        with held(engine.slow):
            for key in (screen, "4", screen, "q"):
                told.app.post_message(Key(key, key))
            began = time.monotonic()
            # Not by way of the pilot, which has no app to look at then.
            while told.app.is_running:
                assert time.monotonic() - began < DEADLINE_S, "the app never ended"
                await asyncio.sleep(LOOKS_S)
