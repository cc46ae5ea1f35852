"""What is running: one job at a time on the slow lane, known by what it is for."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Job:
    """A call of the slow lane that a person waits for."""

    title: str
    future: Future[Any]
    doing: str = ""
    share: float | None = None
    started: float = field(default_factory=time.monotonic)
