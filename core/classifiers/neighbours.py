"""How many neighbours k-NN should ask, by cross-validation, with the whole curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from core.classifiers.models import Lesson
    from core.clusters.model import Labels, Numbers

KS = (1, 3, 5, 7, 9, 13, 19, 27, 39, 55, 79, 111, 159, 219)
FOLDS = 5
# The most customers of a fold that are placed by the others.
MOST_PLACED = 1_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What cross-validation says of one k."""

    k: int
    accuracy: float
    error: float
    """The mean squared error of the probabilities (Brier, over all classes); the least decides."""


def best_neighbours(
    prepared: Callable[[], Any], values: Numbers, lesson: Lesson, *, asked: int
) -> tuple[int, tuple[Tried, ...]]:
    """The k with the least error of probabilities, and what was tried; a k that is asked for is taken, as far as there are so many."""
    fold_of = _folds(lesson.whose, lesson.seed)
    most = min(int((fold_of != fold).sum()) for fold in range(FOLDS))
    if asked or most < 1:
        return max(1, min(asked or 1, len(values))), ()
    ks = [k for k in KS if k <= most]
    placed = 0
    right = np.zeros(len(ks))
    squared = np.zeros(len(ks))
    for fold in range(FOLDS):
        learned, here = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        here = np.random.default_rng(lesson.seed).permutation(here)[:MOST_PLACED]
        placed += len(here)
        for place, (hits, error) in enumerate(_of_fold(prepared(), values, lesson, learned, here, ks)):
            right[place] += hits
            squared[place] += error
    tried = tuple(
        Tried(k, float(hits) / placed, float(error) / placed)
        for k, hits, error in zip(ks, right, squared, strict=True)
    )
    return min(tried, key=lambda one: (round(one.error, 12), one.k)).k, tried


def _of_fold(
    scaler: Any, values: Numbers, lesson: Lesson, learned: Labels, asked: Labels, ks: list[int]
) -> list[tuple[int, float]]:
    """For each k, how many of those asked are placed right by those learned from, and the sum of squared errors."""
    from sklearn.neighbors import NearestNeighbors

    if not len(asked):
        return [(0, 0.0)] * len(ks)
    near = NearestNeighbors(n_neighbors=ks[-1], n_jobs=1).fit(scaler.fit_transform(values[learned]))
    places = near.kneighbors(scaler.transform(values[asked]), return_distance=False)
    votes = np.cumsum(np.eye(lesson.classes)[lesson.truth[learned][places]], axis=1)
    truth = lesson.truth[asked]
    sure = np.eye(lesson.classes)[truth]
    found = []
    for k in ks:
        shares = votes[:, k - 1] / k
        found.append((int((shares.argmax(axis=1) == truth).sum()), float(((shares - sure) ** 2).sum())))
    return found


def _folds(whose: Labels, seed: int) -> Labels:
    """The fold of each row; all rows of a customer are in one."""
    numbers = np.unique(whose, return_inverse=True)[1]
    turn = np.random.default_rng(seed).permutation(int(numbers.max()) + 1)
    return np.asarray(turn[numbers] % FOLDS, dtype=np.int64)
