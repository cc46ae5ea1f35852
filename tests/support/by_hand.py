"""Customers with histories that are written down day by day, and a classifier that is kept as it learned from them."""

from __future__ import annotations

from datetime import date

import numpy as np

from core.classifiers.features import QUARTERS
from core.classifiers.known import code_of
from core.models.classes import KeptClassifier, probes_of

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
DAYS, HORIZON = 740, 90
COUNTRIES = ("Malta", "Norway")


def histories(customers: int = 900) -> list[list[int]]:
    """How many days before AS_OF each customer ordered, from the first to the last: in a rhythm of their own, until some stop."""
    random = np.random.default_rng(11)
    found = []
    for _ in range(customers):
        begins = int(random.integers(1, DAYS))
        ends = 0 if random.random() < 0.5 else int(random.integers(0, begins))
        rhythm = float(random.lognormal(3.6, 0.5))
        days, day = [], float(begins)
        while day >= max(1, ends):
            days.append(int(day))
            day -= max(1.0, random.gamma(2, rhythm / 2))
        if days:
            found.append(days)
    return found


def features(days: list[int], as_of: date, ago: int) -> list[float]:
    """The columns of somebody who ordered so many days before `as_of` less `ago`, in the order of COLUMNS."""
    away = [day - ago for day in days]
    gaps = -np.diff(away)
    looked_at = as_of.toordinal() - ago
    quarters = [(date.fromordinal(looked_at - day).month - 1) // 3 for day in away]
    return [
        away[-1],
        len(away),
        40.0 * len(away),
        40.0,
        away[0],
        float(gaps.mean()) if len(gaps) else np.nan,
        float(gaps.std()) if len(gaps) else np.nan,
        *(quarters.count(number) / len(away) for number in range(4)),
        sum(365 - HORIZON < day <= 365 for day in away),
    ]


def known_on(ago: int) -> tuple[np.ndarray, np.ndarray]:
    """Everybody as they were known so many days before AS_OF, and who ordered in the horizon after it (0 is yes)."""
    rows, came = [], []
    for days in histories():
        before = [day for day in days if day > ago]
        if before:
            rows.append(features(before, AS_OF, ago))
            came.append(0 if any(ago - HORIZON < day <= ago for day in days) else 1)
    return np.array(rows), np.array(came, dtype=np.int64)


def kept_by_hand(*, with_country: bool = False) -> KeptClassifier:
    """A logistic regression on who buys again, as it learned at the days whose horizons have ended."""
    days = [known_on(ago) for ago in (90, 180, 270)]
    values, truth = (np.concatenate(part) for part in zip(*days, strict=True))
    columns = COLUMNS
    if with_country:
        codes = [code_of(COUNTRIES[row % 2]) for row in range(len(values))]
        values, columns = np.column_stack([values, codes]), (*COLUMNS, "country")
    return KeptClassifier(
        target="buys again",
        model="logistic",
        classes=("yes", "no"),
        columns=columns,
        countries=COUNTRIES if with_country else (),
        k=0,
        horizon_days=HORIZON,
        learned_by="",
        evaluation={},
        values=values,
        truth=truth,
        said=np.zeros((len(probes_of(len(truth))), 2)),
    )
