"""Choosing an encoding or a delimiter that is not in the list: what was typed leads to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine
from tui.widgets.entry import Entry


def typed_in(told: Story) -> str:
    """What stands in the field of the dialog that is open."""
    return str(told.app.screen.query_one(Entry).value)


@pytest.mark.parametrize(
    ("setting", "typed", "field"), [("encoding", "cp850", "encoding"), ("delimiter", "~", "delimiter")]
)
async def test_what_was_typed_is_taken_over(
    engine: LastingEngine, source: Path, setting: str, typed: str, field: str
) -> None:
    async with story(engine, source) as told:
        await told.press("1", "d")
        await told.sees("How it is read")
        await told.type(setting)
        await told.press("enter")
        await told.sees("type to narrow down")
        await told.type(typed)
        await told.sees("another ...")
        await told.press("enter")
        await told.until(lambda: typed_in(told) == typed, "the field with what was typed")
        await told.press("enter")
        assert getattr(told.app.session.recipe.source, field) == typed


async def test_what_is_listed_comes_first(engine: LastingEngine, source: Path) -> None:
    async with story(engine, source) as told:
        await told.press("1", "d")
        await told.sees("How it is read")
        await told.type("encoding")
        await told.press("enter")
        await told.sees("type to narrow down")
        await told.type("cp1252")
        await told.press("enter")
        assert told.app.session.recipe.source.encoding == "cp1252"
