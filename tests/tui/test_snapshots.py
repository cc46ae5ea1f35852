"""The screens look as they were stored: in a small terminal and in a larger one, on the sample data.

REGULARS_UPDATE_SNAPSHOTS=1 stores them as they are now instead.
"""

from __future__ import annotations

import difflib
import os
import time
from pathlib import Path

import pytest

from tests.tui.drawn import pictures_module
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, screen_text

FOLDER = Path(__file__).with_name("snapshots")
STORES = bool(os.environ.get("REGULARS_UPDATE_SNAPSHOTS"))
# On Clusters all that is asked of how many groups there are is waited for.
PATIENCE_S = 120.0
# How long nothing may change before a screen is stored.
QUIET_S = 3.0
# On Data a column is chosen, so that its profile is asked for once its rows are there.
SCREENS = {
    "data": ("1", "right"),
    "clean": ("2",),
    "customers": ("3",),
    "segments": ("4",),
    "clusters": ("5",),
    "models": ("6",),
    "predict": ("7",),
}
DRAWN = ("clean", "segments")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_screen_looks_as_it_did(engine: LastingEngine, size: tuple[int, int]) -> None:
    async with story(engine, SAMPLE, size=size) as told:
        for name, keys in SCREENS.items():
            await told.press(*keys)
            stored = FOLDER / f"{name}-{size[0]}x{size[1]}.txt"
            if STORES:
                _store(stored, await _settled(told))
            else:
                await _compare(told, stored)


@pytest.mark.parametrize("name", DRAWN)
async def test_a_screen_has_the_colours_that_it_had(engine: LastingEngine, name: str) -> None:
    stored = FOLDER / f"{name}-80x24.svg"
    async with story(engine, SAMPLE) as told:
        await told.press(*SCREENS[name])
        if STORES:
            await _settled(told)
        else:
            await _compare(told, FOLDER / f"{name}-80x24.txt")
        svg = pictures_module().cleaned(told.app.export_screenshot(title="regulars", simplify=True), name)
    if STORES:
        _store(stored, svg)
    assert svg == stored.read_text(encoding="utf-8"), f"{stored.name} is drawn otherwise now"


def _store(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


async def _settled(told: Story) -> str:
    """The text of the screen once it stays as it is."""
    shown, since = "", time.monotonic()
    while time.monotonic() - since < QUIET_S or told.app.job is not None:
        await told.pilot.pause(0.1)
        if (now := _text(told)) != shown:
            shown, since = now, time.monotonic()
    return shown


async def _compare(told: Story, stored: Path) -> None:
    """Wait until the screen is the stored one; show the difference where it does not come to that."""
    wanted, deadline = stored.read_text(encoding="utf-8"), time.monotonic() + PATIENCE_S
    while (shown := _text(told)) != wanted:
        await told.pilot.pause(0.05)
        if time.monotonic() > deadline:
            difference = difflib.unified_diff(
                wanted.splitlines(), shown.splitlines(), "stored", "now", lineterm=""
            )
            pytest.fail(f"{stored.name} has changed:\n" + "\n".join(difference), pytrace=False)


def _text(told: Story) -> str:
    return screen_text(told.pilot) + "\n"
