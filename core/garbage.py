"""How often Python looks for garbage: what is loaded at the start stays, and looking through it takes a twentieth of a run."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 50_000, 20, 20
# Where somebody waits: a look through 50,000 takes 10 ms and more, one through so few half a millisecond.
FEW_YOUNG, FEW_MIDDLE = 2_000, 10
NEVER = 1_000_000


def look_less_often() -> None:
    """For a process that is ours from its beginning to its end."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def look_when_idle() -> None:
    """For a process that a person waits for: the old is looked through where `tidy` is called, and not while a key is answered."""
    gc.set_threshold(FEW_YOUNG, FEW_MIDDLE, NEVER)


def look_past_what_is_loaded() -> None:
    """Look no more through what is there now."""
    gc.freeze()


def tidy() -> None:
    """Look through the old, if it is time for that."""
    if gc.get_count()[2] >= OLD:
        gc.collect()
