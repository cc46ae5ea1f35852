"""How many examples a property is tried with."""

from __future__ import annotations

from hypothesis import settings


def examples(count: int) -> settings:
    """So many, the same each time; ten times as many where `make soak` looks for others."""
    return settings(max_examples=count if settings().derandomize else 10 * count)
