"""Intervals by bootstrap over customers: who stands there at several cut-offs is drawn with all their rows, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.measures import DECIMALS, HEADLINES, Judged, Scale

if TYPE_CHECKING:
    from core.clusters.model import Labels, Numbers

DRAWS = 400
LOW, HIGH = 2.5, 97.5

Interval = tuple[float, float]


def resampled(judged: Judged, whose: Labels, seed: int, draws: int = DRAWS) -> Numbers:
    """The headline figures of so many draws, a row each, and the AUC of each cut-off."""
    scale = Scale(judged)
    found = np.empty((draws, len(HEADLINES) + len(judged.days)))
    for draw, weights in enumerate(weights_of_draws(whose, seed, draws)):
        found[draw] = scale.figures(weights)
    return found


def weights_of_draws(whose: Labels, seed: int, draws: int = DRAWS) -> Iterator[Numbers]:
    """How often each row counts in each draw.

    The same customers are drawn whatever is judged, so that two models can be compared draw by draw.
    """
    rng = np.random.default_rng(seed)
    customers = int(whose.max()) + 1
    for _ in range(draws):
        times = np.bincount(rng.integers(0, customers, customers), minlength=customers)
        yield times[whose].astype(float)


def interval(values: Sequence[float] | Numbers) -> Interval | None:
    """Where 95 % of the draws are; None where there is no figure."""
    told = np.asarray(values, dtype=float)
    told = told[~np.isnan(told)]
    if not len(told):
        return None
    low, high = np.percentile(told, (LOW, HIGH))
    return round(float(low), DECIMALS), round(float(high), DECIMALS)


def intervals(draws: Numbers) -> dict[str, Interval | None]:
    """The interval of each headline figure."""
    return {name: interval(draws[:, place]) for place, name in enumerate(HEADLINES)}


def numbered(ids: Sequence[str] | Labels) -> Labels:
    """A number for each customer, from 0 on."""
    return np.asarray(np.unique(np.asarray(ids, dtype=str), return_inverse=True)[1], dtype=np.int64)
