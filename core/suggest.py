"""The nearest right word to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

# Below this likeness (0 to 1) a suggestion would puzzle rather than help.
LEAST_LIKENESS = 0.6


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` most likely stands for, or None where none is near.

    The same word in other capitals comes first, then the shortest that it begins, then the most alike.
    """
    folded = {candidate.casefold(): candidate for candidate in sorted(candidates, reverse=True)}
    wanted = word.casefold().strip()
    if not wanted:
        return None
    if wanted in folded:
        return folded[wanted]
    begun = sorted((name for name in folded if name.startswith(wanted)), key=lambda name: (len(name), name))
    if begun:
        return folded[begun[0]]
    alike = difflib.get_close_matches(wanted, sorted(folded), n=1, cutoff=LEAST_LIKENESS)
    return folded[alike[0]] if alike else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A sentence with a leading space that names the nearest candidate, or nothing."""
    found = nearest(word, candidates)
    return f" Did you mean `{found}`?" if found else ""
