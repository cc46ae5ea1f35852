"""A session that the state folder has no room for, or that cannot be written there, is not lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.session import kept_session


async def test_it_is_said_once_with_cause_and_cure(
    engine: LastingEngine, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where the folder of the state should be: nobody, not even root, can write into it."""
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "taken"))
    async with story(engine, source) as told:
        await told.sees("Error: The next start cannot go on with this:")
        await told.sees("cannot be written: Not a directory.")
        await told.sees("Write the recipe with w before you leave, or set XDG_STATE_HOME")
        await told.press("2")
        await told.comes_to("clean")
        assert "The next start" not in screen_text(told.pilot)
        await told.press("comma")
        await told.has_run()
        assert "The next start" not in screen_text(told.pilot)
        # What is said again when the app has been left.
        assert told.app.why_unkept is not None
        assert "Not a directory" in told.app.why_unkept
    assert kept_session() is None


async def test_nothing_is_said_of_what_is_kept(engine: LastingEngine, source: Path) -> None:
    async with story(engine, source) as told:
        await told.press("2")
        await told.comes_to("clean")
        assert told.app.why_unkept is None
        assert "The next start" not in screen_text(told.pilot)
    assert kept_session() is not None
