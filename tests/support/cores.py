"""Each process of tests on a core of its own, where there is one for each: libraries that share the work out wait for each other less."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

ALL = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def keep_to_one() -> None:
    """Stay on one core, if there are as many as processes of tests."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if len(ALL) > 1 and worker and len(ALL) == int(os.environ["PYTEST_XDIST_WORKER_COUNT"]):
        os.sched_setaffinity(0, {sorted(ALL)[int(worker.removeprefix("gw"))]})


@contextmanager
def on_all() -> Iterator[None]:
    """Use every core for what is begun meanwhile, as a user's processes do."""
    if not ALL:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, ALL)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
