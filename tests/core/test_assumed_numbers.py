"""What is assumed of a customer can be: beside what is known, and beside each other."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from core.classifiers.features import QUARTERS
from core.models.assuming import Alike
from core.models.given import contradictions

COLUMNS = (
    "recency",
    "frequency",
    "monetary",
    "average_order",
    "tenure",
    "order_gap",
    "gap_spread",
    *QUARTERS,
    "same_season",
)
AS_OF = date(2025, 12, 10)


def shop(customers: int = 300) -> np.ndarray:
    """Customers with a history each, as numbers in the order of COLUMNS."""
    random = np.random.default_rng(7)
    found = []
    for _ in range(customers):
        days = np.sort(random.choice(700, size=random.integers(1, 9), replace=False))[::-1]
        gaps = -np.diff(days)
        quarters = [(date.fromordinal(AS_OF.toordinal() - int(day)).month - 1) // 3 for day in days]
        shares = [quarters.count(number) / len(days) for number in range(4)]
        money = float(random.lognormal(5, 1)) * len(days)
        found.append(
            [
                days[-1],
                len(days),
                money,
                money / len(days),
                days[0],
                gaps.mean() if len(gaps) else np.nan,
                gaps.std() if len(gaps) else np.nan,
                *shares,
                sum(275 < day <= 365 for day in days),
            ]
        )
    return np.array(found, dtype=float)


@pytest.fixture(scope="module")
def alike() -> Alike:
    return Alike(shop(), COLUMNS, AS_OF)


def asked(alike: Alike, **given: float) -> dict[str, float]:
    found = alike.completed({name: np.array([value], dtype=float) for name, value in given.items()})
    return dict(zip(COLUMNS, found.values[0].tolist(), strict=True))


@pytest.mark.parametrize("recency", [0, 12, 100, 300, 650])
@pytest.mark.parametrize("frequency", [1, 2, 3, 8])
@pytest.mark.parametrize("monetary", [25, 830])
def test_what_is_assumed_can_be(alike: Alike, recency: int, frequency: int, monetary: int) -> None:
    found = asked(alike, recency=recency, frequency=frequency, monetary=monetary)
    assert not list(
        contradictions({name: None if np.isnan(value) else value for name, value in found.items()})
    )
    assert found["tenure"] >= recency
    assert found["average_order"] == pytest.approx(monetary / frequency)
    assert sum(found[name] for name in QUARTERS) == pytest.approx(1)
    assert 0 <= found["same_season"] <= frequency
    if frequency == 1:
        assert found["tenure"] == recency
        assert np.isnan(found["order_gap"])
        assert np.isnan(found["gap_spread"])
        month = date.fromordinal(AS_OF.toordinal() - recency).month
        assert found[QUARTERS[(month - 1) // 3]] == 1
    else:
        assert found["order_gap"] == pytest.approx((found["tenure"] - recency) / (frequency - 1))
    if frequency == 2:
        assert found["gap_spread"] == 0


def test_what_is_given_stays_and_the_rest_fits_it(alike: Alike) -> None:
    found = asked(alike, recency=40, frequency=4, monetary=400, quarter_1=0.75, tenure=340)
    assert (found["quarter_1"], found["tenure"], found["order_gap"]) == (0.75, 340, 100)
    assert sum(found[name] for name in QUARTERS[1:]) == pytest.approx(0.25)


def test_without_a_day_one_order_is_still_in_one_quarter() -> None:
    found = asked(Alike(shop(), COLUMNS), recency=30, frequency=1, monetary=50)
    assert sorted(found[name] for name in QUARTERS) == [0, 0, 0, 1]


def test_who_learned_from_nobody_with_a_feature_assumes_none() -> None:
    alike = Alike(shop()[:, :3], COLUMNS[:3], AS_OF)
    found = alike.completed({"recency": np.array([5.0]), "frequency": np.array([1.0])})
    assert found.assumed == ("monetary",)
    assert found.values.shape == (1, 3)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"quarter_1": 7.0}, "quarter_1 7 cannot be: it is a share of the orders, from 0 to 1."),
        ({"quarter_2": -0.1}, "quarter_2 -0.1 cannot be"),
        ({"quarter_1": 0.7, "quarter_3": 0.6}, "quarter_1 and quarter_3 cannot add up to 1.3"),
        ({"recency": 12.0, "frequency": 1.0, "tenure": 30.0}, "so it is 12."),
    ],
)
def test_what_cannot_be_is_said(given: dict[str, float], said: str) -> None:
    assert said in " ".join(contradictions(given))
