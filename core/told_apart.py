"""Names that have no room, cut so that they can still be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

ELLIPSIS = "…"


def told_apart(names: Sequence[str], width: int) -> list[str]:
    """Names that are cut at their end at `width` letters; those that would read alike are cut in the middle, as their ends differ."""
    alike = Counter(name[: width - 1] for name in names if len(name) > width)
    return [
        _cut_in_the_middle(name, width) if len(name) > width and alike[name[: width - 1]] > 1 else name
        for name in names
    ]


def _cut_in_the_middle(name: str, width: int) -> str:
    tail = (width - len(ELLIPSIS)) // 2
    head = width - len(ELLIPSIS) - tail
    return f"{name[:head].rstrip()}{ELLIPSIS}{name[-tail:].lstrip()}"
