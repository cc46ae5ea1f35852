"""Tests over several lists at once: `make test` takes each value of each list, `make soak` each with every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import prod

import pytest

# Fewer take no time.
MANY = 12


def leave_most_pairs_to_soak(items: Iterable[pytest.Item]) -> None:
    """Mark what is in no diagonal of the lists that a test is over, where there are many."""
    tests: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        tests[item.nodeid.partition("[")[0]].append(item)
    for cases in tests.values():
        lengths = [len(mark.args[1]) for mark in cases[0].iter_markers("parametrize") if len(mark.args) > 1]
        # Others are over fixtures too, or some of their cases were named.
        if len(lengths) > 1 and len(cases) == prod(lengths) >= MANY:
            kept = diagonal(lengths)
            for place, case in enumerate(cases):
                if place not in kept:
                    case.add_marker(pytest.mark.soak)


def diagonal(lengths: Sequence[int]) -> set[int]:
    """Where in all the pairs, the last list running fastest, each value of each list stands for once."""
    places = set()
    for number in range(max(lengths)):
        place = 0
        for length in lengths:
            place = place * length + number % length
        places.add(place)
    return places
