"""How many groups there are, asked step by step: what was said stays, whatever else is asked in between."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.clusters.criteria import Choice
    from core.clusters.model import Numbers


class Asked:
    """The criteria of some customers, as far as they are worked out."""

    def __init__(self, key: str, scaled: Numbers, seed: int, kept: dict[str, Any] | None) -> None:
        from core.clusters.criteria import Choice, criteria

        self.key = key
        self.choice: Choice = Choice(len(scaled))
        self.is_done = False
        self._steps = criteria(scaled, seed)
        if kept is not None:
            with contextlib.suppress(KeyError, TypeError):  # what another version kept is worked out again
                self.choice, self.is_done = Choice.from_dict(kept), True

    def go_on(self) -> None:
        """Work out a little more."""
        found = next(self._steps, None)
        if found is None:
            self.is_done = True
        else:
            self.choice = found[1]


# What was asked last: with another k there is another study, and the same question.
_LAST: list[Asked] = []


def asked_of(key: str, scaled: Numbers, seed: int, kept: dict[str, Any] | None) -> Asked:
    """What is known of some customers, which `key` stands for."""
    if not _LAST or _LAST[0].key != key:
        _LAST[:] = [Asked(key, scaled, seed, kept)]
    return _LAST[0]
