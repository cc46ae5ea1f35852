"""The nearest right word to a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import PurePath

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


def nearest_file(name: str, siblings: Iterable[str]) -> str | None:
    """The file that a mistyped name most likely stands for; that many names end alike makes them no more alike."""
    ending = PurePath(name).suffix
    # Of files that differ in their endings alone, the one whose ending is most like this one.
    by_stem = {
        PurePath(sibling).stem: sibling
        for sibling in sorted(siblings, key=lambda one: (_likeness(PurePath(one).suffix, ending), one))
    }
    found = nearest(PurePath(name).stem, by_stem)
    return by_stem[found] if found else None


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(a=one.casefold(), b=other.casefold()).ratio()


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """A sentence with a leading space that names the nearest candidate, or nothing."""
    found = nearest(word, candidates)
    return f" Did you mean `{found}`?" if found else ""
