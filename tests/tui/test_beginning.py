"""The engine begins before the app does, and is the app's once there is one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

import pytest

from cli import main as command
from core.engine import asked_threads
from core.errors import UsageError
from core.remote import beginning
from tui.engine import Engine

ANSWERED_S = 60


@pytest.fixture(autouse=True)
def left_as_it_was() -> Iterator[None]:
    yield
    beginning.give_up()


def has_ended(process: int) -> bool:
    """Whether it has ended and was waited for."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_it_is_the_one_that_answers() -> None:
    beginning.begin()
    engine = Engine()
    try:
        begun = engine.slow.process_id
        assert begun is not None
        engine.start()
        assert engine.slow.plain(os.getpid).result(ANSWERED_S) == begun
        assert beginning.taken_over() is None
    finally:
        engine.close()
    assert has_ended(begun)


def test_it_goes_by_preferences_that_were_read_later(monkeypatch: pytest.MonkeyPatch) -> None:
    beginning.begin()
    monkeypatch.setenv("REGULARS_THREADS", "3")
    engine = Engine()
    try:
        assert engine.slow.plain(asked_threads).result(ANSWERED_S) == 3
    finally:
        engine.close()


def test_another_takes_its_place_when_it_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    beginning.begin()
    monkeypatch.setenv("REGULARS_THREADS", "3")
    engine = Engine(later=())
    try:
        begun = engine.slow.process_id
        assert begun is not None
        os.kill(begun, 9)
        assert engine.slow.plain(os.getpid).result(ANSWERED_S) != begun
        assert engine.slow.plain(asked_threads).result(ANSWERED_S) == 3
    finally:
        engine.close()


def test_it_ends_with_a_start_that_comes_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []

    def refuse(_: argparse.Namespace) -> int:
        begun.extend(process.popen.pid for process in beginning._begun)
        raise UsageError("No.", "Ask otherwise.")

    monkeypatch.setattr(command, "_executed", refuse)
    with pytest.raises(UsageError):
        command._execute(argparse.Namespace(command="app", source=[]))
    assert len(begun) == 1
    assert has_ended(begun[0])
