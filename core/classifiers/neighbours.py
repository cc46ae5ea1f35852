"""How many neighbours k-NN should ask, by cross-validation, with the whole curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.voting import WIDE

if TYPE_CHECKING:
    from core.classifiers.models import Lesson
    from core.clusters.model import Labels, Numbers

KS = (1, 3, 5, 7, 9, 13, 19, 27, 39, 55, 79, 111, 159, 219)
FOLDS = 5
# The most customers of a fold that are placed by the others.
MOST_PLACED = 400


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
    """The k with the least error of probabilities, and what was tried; a k that is asked for is taken, as far as there are so many.

    Values are made comparable once for all folds: that takes no label to do, and doing it for each took half of the time.
    """
    fold_of = _folds(lesson.whose, lesson.seed)
    most = min(int((fold_of != fold).sum()) for fold in range(FOLDS))
    if asked or most < 1:
        return max(1, min(asked or 1, len(values))), ()
    ks = [k for k in KS if k <= most]
    rows = prepared().fit_transform(values)
    placed = 0
    right = np.zeros(len(ks))
    squared = np.zeros(len(ks))
    for fold in range(FOLDS):
        learned, here = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
        here = np.random.default_rng(lesson.seed).permutation(here)[:MOST_PLACED]
        placed += len(here)
        for place, (hits, error) in enumerate(_of_fold(rows, lesson, learned, here, ks)):
            right[place] += hits
            squared[place] += error
    tried = tuple(
        Tried(k, float(hits) / placed, float(error) / placed)
        for k, hits, error in zip(ks, right, squared, strict=True)
    )
    return min(tried, key=lambda one: (round(one.error, 12), one.k)).k, tried


def _of_fold(
    rows: Numbers, lesson: Lesson, learned: Labels, asked: Labels, ks: list[int]
) -> list[tuple[int, float]]:
    """For each k, how many of those asked are placed right by those learned from, and the sum of squared errors."""
    if not len(asked):
        return [(0, 0.0)] * len(ks)
    places = _nearest(rows[learned], rows[asked], ks[-1])
    votes = np.cumsum(np.eye(lesson.classes)[lesson.truth[learned][places]], axis=1)
    truth = lesson.truth[asked]
    sure = np.eye(lesson.classes)[truth]
    found = []
    for k in ks:
        shares = votes[:, k - 1] / k
        found.append((int((shares.argmax(axis=1) == truth).sum()), float(((shares - sure) ** 2).sum())))
    return found


def _nearest(rows: Numbers, asked: Numbers, k: int) -> Labels:
    """The places of the k nearest rows, the nearest first; a tree is asked without what scikit-learn does around it."""
    from sklearn.neighbors import KDTree, NearestNeighbors

    if rows.shape[1] < WIDE:
        return np.asarray(KDTree(rows).query(asked, k, return_distance=False))
    near = NearestNeighbors(n_neighbors=k, n_jobs=1).fit(rows)
    return np.asarray(near.kneighbors(asked, return_distance=False))


def _folds(whose: Labels, seed: int) -> Labels:
    """The fold of each row; all rows of a customer are in one."""
    numbers = np.unique(whose, return_inverse=True)[1]
    turn = np.random.default_rng(seed).permutation(int(numbers.max()) + 1)
    return np.asarray(turn[numbers] % FOLDS, dtype=np.int64)
