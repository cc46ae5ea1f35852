"""When Python looks for garbage, each time in a process of its own."""

from __future__ import annotations

import subprocess
import sys

MAKES_A_RING = """
import gc, weakref
from core.garbage import look_past_what_is_loaded, look_when_idle, tidy
class Thing: pass
def ring():
    thing = Thing()
    thing.itself = thing
    return weakref.ref(thing)
"""


def said(code: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", MAKES_A_RING + code], capture_output=True, text=True, check=True, timeout=60
    )
    return run.stdout.strip()


def test_the_old_is_looked_through_where_that_is_asked_for_and_only_then() -> None:
    assert (
        said("""
look_when_idle()
kept = ring(); strong = kept()
gc.collect(1); gc.collect(1)
del strong  # an old one is garbage now
much = [[] for _ in range(5_000_000)]
print(kept() is None, end=" ")
while gc.get_count()[2] < 20: gc.collect(1)
tidy()
print(kept() is None)
""")
        == "False True"
    )


def test_little_that_is_old_is_not_looked_through() -> None:
    assert (
        said("""
gc.collect(); look_when_idle()
kept = ring(); strong = kept()
gc.collect(1); gc.collect(1)
del strong
tidy()
print(kept() is None)
""")
        == "False"
    )


def test_what_was_loaded_is_no_garbage_any_more() -> None:
    assert (
        said("""
left = ring()
look_past_what_is_loaded()
gc.collect()
print(left() is None, gc.get_freeze_count() > 1000)
""")
        == "False True"
    )
