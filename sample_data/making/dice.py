"""Chance that falls the same way on every machine and every Python.

Only `random.Random.random` is promised to give the same numbers for the same seed in all versions of Python,
and the mathematical functions of C libraries differ in their last digit; so everything here is that one
method and plain arithmetic.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """A source of chance with a seed of its own, so that a change in one part leaves the others alone."""

    def __init__(self, seed: str) -> None:
        self._generator = random.Random(f"regulars sample data: {seed}")

    def share(self) -> float:
        """A number from 0 up to, and without, 1."""
        return self._generator.random()

    def chance(self, likelihood: float) -> bool:
        """True as often as `likelihood` says."""
        return self.share() < likelihood

    def between(self, low: float, high: float) -> float:
        """A number from `low` to `high`, all equally likely."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int((high - low + 1) * self.share())

    def skewed(self, low: int, high: int) -> int:
        """A whole number from `low` to `high` that is far more often low than high."""
        share = self.share()
        return low + int((high - low + 1) * share * share * share)

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items, all equally likely."""
        return items[int(len(items) * self.share())]

    def weighted(self, items: Sequence[Item], weights: Iterable[float]) -> Item:
        """One of the items, each as likely as its weight; what weighs 0 is never picked."""
        return self.heaped(items, list(accumulate(weights)))

    def heaped(self, items: Sequence[Item], heaps: Sequence[float]) -> Item:
        """As `weighted`, with each weight added to those before it: for what is picked from many times."""
        return items[bisect_right(heaps, heaps[-1] * self.share())]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """`count` different items, in an order of chance."""
        left = list(items)
        return [left.pop(int(len(left) * self.share())) for _ in range(count)]
