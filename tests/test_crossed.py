"""`make test` leaves no value out of the lists that a test is over, though most of their pairs are left to `make soak`."""

from __future__ import annotations

from itertools import product

import pytest

from tests.support.crossed import diagonal


@pytest.mark.parametrize("lengths", [(11, 5, 2), (2, 19), (4, 4), (1, 12), (2, 2, 3, 2)])
def test_each_value_is_taken(lengths: tuple[int, ...]) -> None:
    pairs = list(product(*map(range, lengths)))
    kept = [pairs[place] for place in sorted(diagonal(lengths))]
    assert len(kept) == max(lengths)
    for place, length in enumerate(lengths):
        assert {pair[place] for pair in kept} == set(range(length))
