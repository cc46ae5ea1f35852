"""Customers who were given one probability stay one group of the calibration: no point stands where nobody was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.classifiers.measures import BINS, Judged, calibration


def judged(said: np.ndarray, truth: np.ndarray) -> Judged:
    chances = np.column_stack([said, 1 - said])
    days = np.zeros(len(said), dtype=np.int64)
    return Judged(("yes", "no"), truth, np.where(said > 0.5, 0, 1), chances, days)


def test_none_and_all_are_two_groups() -> None:
    said = np.repeat([0.0, 1.0], [685, 228])
    assert calibration(judged(said, np.where(said == 1, 0, 1))) == [
        {"customers": 685, "said": 0.0, "came": 0.0},
        {"customers": 228, "said": 1.0, "came": 1.0},
    ]


def test_few_between_many_are_a_group_of_their_own() -> None:
    said = np.concatenate([np.zeros(600), [0.4, 0.5, 0.6], np.ones(300)])
    told = calibration(judged(said, np.where(said > 0.45, 0, 1)))
    assert [(one["customers"], one["said"]) for one in told] == [(600, 0.0), (3, 0.5), (300, 1.0)]
    assert [one["came"] for one in told] == pytest.approx([0, 2 / 3, 1], abs=1e-6)


def test_one_probability_for_everybody_is_one_group() -> None:
    (one,) = calibration(judged(np.full(50, 0.3), np.repeat([0, 1], [20, 30])))
    assert one == {"customers": 50, "said": 0.3, "came": 0.4}


@pytest.mark.parametrize("customers", [100, 997])
def test_where_none_repeats_there_are_tenths(customers: int) -> None:
    said = np.random.default_rng(0).permutation(np.arange(customers) / customers)
    told = calibration(judged(said, np.where(said > 0.5, 0, 1)))
    assert len(told) == BINS
    assert max(one["customers"] for one in told) - min(one["customers"] for one in told) <= 1


@given(st.lists(st.integers(0, 12), min_size=1, max_size=300))
def test_what_many_were_given_is_said_as_it_was(steps: list[int]) -> None:
    said = np.array(steps) / 12
    truth = np.arange(len(said)) % 2
    told = calibration(judged(said, truth))
    assert sum(one["customers"] for one in told) == len(said)
    assert sum(one["customers"] * one["said"] for one in told) == pytest.approx(said.sum(), abs=1e-3)
    assert [one["said"] for one in told] == sorted(one["said"] for one in told)
    for value in set(steps):
        many = steps.count(value)
        if many >= max(2, len(steps) / 20):
            came = float((truth[said == value / 12] == 0).mean())
            # Those who were given it, and no other.
            assert {"customers": many, "said": round(value / 12, 6), "came": round(came, 6)} in told
