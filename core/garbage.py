"""How often Python looks for garbage: what is loaded at the start stays, and looking through it takes a twentieth of a run."""

from __future__ import annotations

import gc


def look_less_often() -> None:
    """For a process that is ours from its beginning to its end."""
    gc.set_threshold(50_000, 20, 20)
