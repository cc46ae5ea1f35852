"""The process of the engine for what takes its time: what it loads, and how it is begun before there is an app to ask it anything."""

from __future__ import annotations

from core.remote.messages import LATER
from core.remote.process import Process, start

# Keys stay quick while the engine is at work.
SLOW_NICENESS = 10
# What opening a source needs of the engine, whatever the source.
OPENING_LOADS = ("duckdb", "core.study", "core.remote.looks", "core.remote.opened", "core.views.result")
# What groups and models need, which takes seconds: modules, and then what each begins with. What comes first is part of what
# comes after it, and named so that no piece keeps a question waiting for long.
PREPARED = (
    "ibis.expr.types",
    "ibis",
    "ibis.backends.sql.compilers",
    "pyarrow",
    "scipy.sparse",
    "scipy.linalg",
    "scipy.special",
    "scipy.optimize",
    "scipy.spatial",
    "scipy.ndimage",
    "scipy.interpolate",
    "scipy.stats",
    "pandas",
    "sklearn.metrics",
    "sklearn.cluster",
    "sklearn.ensemble",
    "sklearn.neural_network",
    "sklearn.impute",
    "core.remote.grouping:ahead",
    "core.remote.classifying:ahead",
)

_begun: list[Process] = []


def begin() -> None:
    """Start the process; OSError where that cannot be."""
    _begun.append(start(SLOW_NICENESS, (*OPENING_LOADS, *(f"{LATER}{name}" for name in PREPARED))))


def taken_over() -> Process | None:
    """The process that was begun, for whoever asks it from now on."""
    return _begun.pop() if _begun else None


def give_up() -> None:
    """End the process if nobody took it over."""
    while _begun:
        process = _begun.pop()
        process.popen.kill()
        process.popen.wait()
        process.socket.close()
