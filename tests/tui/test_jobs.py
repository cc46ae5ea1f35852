"""How long a job will take yet."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from tui import jobs
from tui.jobs import Job


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(jobs, "time", clock)
    return clock


def job_on(clock: Clock) -> Job:
    return Job("running", Future(), started=clock.now, step_started=clock.now)


def test_what_is_left_follows_from_the_share_that_is_done(clock: Clock) -> None:
    job = job_on(clock)
    job.tell("reading", 0.0)
    clock.now += 10
    job.tell("reading", 25.0)
    assert job.seconds_left == pytest.approx(30)
    job.tell("reading", 100.0)
    assert job.seconds_left is None


def test_each_step_begins_at_nothing(clock: Clock) -> None:
    """A share is of the present step: a long one before it says nothing of what is left of this one."""
    job = job_on(clock)
    job.tell("reading", 99.0)
    clock.now += 600
    job.tell("customers", 0.0)
    clock.now += 3
    job.tell("customers", 50.0)
    assert job.seconds_left == pytest.approx(3)


@pytest.mark.parametrize(("seconds", "share"), [(1, 10.0), (30, 0.2), (30, None), (30, 0.0)])
def test_nobody_guesses_from_next_to_nothing(clock: Clock, seconds: int, share: float | None) -> None:
    job = job_on(clock)
    clock.now += seconds
    job.tell("", share)
    assert job.seconds_left is None
