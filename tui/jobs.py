"""What is running: one job at a time on the slow lane, known by what it is for."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

# Before so many seconds have passed, and so many hundredths are done, nobody knows how long the rest will take.
TELLING_S, LEAST_SHARE = 2.0, 1.0


@dataclass(slots=True)
class Job:
    """A call of the slow lane that a person waits for."""

    title: str
    future: Future[Any]
    doing: str = ""
    share: float | None = None
    started: float = field(default_factory=time.monotonic)
    step_started: float = field(default_factory=time.monotonic)

    def tell(self, doing: str, share: float | None) -> None:
        """What is being done now, and how much of that is done: each step begins at nothing."""
        if doing != self.doing:
            self.step_started = time.monotonic()
        self.doing, self.share = doing, share

    @property
    def seconds_left(self) -> float | None:
        """How long the present step will take yet; None where that cannot be known."""
        spent = time.monotonic() - self.step_started
        if self.share is None or not LEAST_SHARE <= self.share < 100 or spent < TELLING_S:
            return None
        return spent * (100 - self.share) / self.share
