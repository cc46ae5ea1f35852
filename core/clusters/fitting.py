"""Fitting groups on a bounded sample of customers, with scikit-learn."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from core.clusters.features import Feature
from core.clusters.model import DIGITS, NOISE, Cloud, GroupModel, Scaling, written_down
from core.errors import ImpossibleError, RegularsError
from core.recipe_clusters import DEFAULT_K

if TYPE_CHECKING:
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import ThreadpoolController

    from core.clusters.model import Labels, Numbers
    from core.recipe import ClustersPart

# The most customers that each method learns from; Ward keeps every distance between two of them.
MOST_FITTED = {"k-means": 50_000, "mixture": 50_000, "ward": 6_000, "hdbscan": 20_000}
STARTS = 10
CLOUD_STARTS = 3
# What adds to every variance of a cloud, in standard deviations squared: orders are whole numbers, and with less a cloud shrinks
# onto the many customers of one order by chance, and a fit that is no better for anybody else wins by thousands.
CLOUD_VARIANCE = 0.05
# How long a thread keeps the interpreter while others wait for it.
TURN_S = 0.0002
# The share of customers that makes a group of its own, by density, and the fewest.
DENSE_SHARE, FEWEST_DENSE = 0.01, 5


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learned from a sample, and where each of it belongs."""

    model: GroupModel
    labels: Labels
    """The group of each customer of the sample, 0 for those in none."""
    scaled: Numbers


def fit(values: Numbers, features: Sequence[Feature], part: ClustersPart) -> Fit:
    """Group customers by the values of their features; RegularsError where that cannot be."""
    different = len(np.unique(values, axis=0))
    _check(different, len(values), part)
    scaling = Scaling.learned(values, part.scaling)
    scaled = scaling.of(values)
    found = _found(scaled, part)
    order = best_first(found.centres, features)
    model = GroupModel(
        method=part.method,
        features=tuple(features),
        scaling=scaling,
        centres=tuple(written_down(found.centres[place]) for place in order),
        clouds=tuple(found.clouds[place] for place in order) if found.clouds else (),
        fitted_on=len(values),
    )
    if found.labels is None:
        labels = nearest_centre(model, scaled)
    else:
        numbers = np.full(len(order) + 1, NOISE, dtype=np.int64)
        numbers[np.array(order)] = np.arange(1, len(order) + 1)
        labels = numbers[found.labels]  # -1, which is none, is the last of them
    inside = labels != NOISE
    inertia = float(((scaled[inside] - np.array(model.centres)[labels[inside] - 1]) ** 2).sum())
    return Fit(replace(model, inertia=float(f"{inertia:.{DIGITS}g}")), labels, scaled)


def best_first(centres: Numbers, features: Sequence[Feature]) -> list[int]:
    """The places of the groups from best to worst: seen lately, ordering often, spending much."""
    signs = np.array([-1.0 if feature.column == "recency" else 1.0 for feature in features])
    good = (centres * signs).sum(axis=1)
    return sorted(
        range(len(centres)), key=lambda place: (-round(float(good[place]), 9), *map(float, centres[place]))
    )


def nearest_centre(model: GroupModel, scaled: Numbers) -> Labels:
    """The number of the nearest group, or the likeliest of a mixture: what the expression says, for numbers at hand."""
    centres = np.array(model.centres)
    if model.clouds:
        levels = [
            cloud.level - 0.5 * ((((scaled - centre) @ np.array(cloud.triangle)) ** 2).sum(axis=1))
            for centre, cloud in zip(centres, model.clouds, strict=True)
        ]
        return np.asarray(np.argmax(np.column_stack(levels), axis=1) + 1, dtype=np.int64)
    distances = ((scaled[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(np.argmin(distances, axis=1) + 1, dtype=np.int64)


def _check(different: int, customers: int, part: ClustersPart) -> None:
    if customers == 0:
        raise ImpossibleError(
            "No customer has a value for every feature, so there is nothing to group by.",
            'Choose other features: --set clusters.features=["recency"]',
        )
    if different == 1:
        every = (
            "There is one customer"
            if customers == 1
            else f"All {customers:,} customers are alike in {_named(part)}"
        )
        raise ImpossibleError(
            f"{every}, so no groups can be told apart.",
            "Leave `--with clusters` out: groups need several customers."
            if customers == 1
            else "Choose other features, or leave `--with clusters` out.",
        )
    if part.method != "hdbscan" and part.k > different:
        # A number that somebody chose for other customers is a mistake of theirs; the default is nobody's.
        kind = ImpossibleError if part.k == DEFAULT_K else RegularsError
        raise kind(
            f"`clusters.k` is {part.k}, and there are only {different} different customers by {_named(part)}.",
            f"Ask for at most {different}: --set clusters.k={different}",
        )
    if part.method == "hdbscan" and customers < FEWEST_DENSE:
        raise ImpossibleError(
            f"{customers} customers are too few to find dense groups among: hdbscan needs {FEWEST_DENSE}.",
            'Take another method: --set clusters.method="k-means"',
        )


def _named(part: ClustersPart) -> str:
    return ", ".join(part.features)


@dataclass(frozen=True, slots=True)
class _Found:
    """Groups as the method has them, in its own order."""

    centres: Numbers
    clouds: tuple[Cloud, ...] = ()
    labels: Labels | None = None
    """Who belongs where, -1 for those in none; None where that follows from the centres."""


def one_thread() -> AbstractContextManager[object]:
    """Have scikit-learn work on one thread, within a `with`: sums are then added in one order, so the same seed gives the same bytes.

    Of OpenMP each thread has a limit of its own, so each has to ask for it.
    """
    limited: AbstractContextManager[object] = _libraries().limit(limits=1)
    return limited


@cache
def _libraries() -> ThreadpoolController:
    """The libraries with threads of their own; finding them takes milliseconds."""
    import sklearn.cluster
    import sklearn.neural_network  # noqa: F401  only libraries that are loaded already can be limited
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def short_turns() -> Iterator[None]:
    """Have threads take turns so short that none waits long for the interpreter between two steps in native code, within a `with`.

    At Python's own five milliseconds two cores get no more done than one, as most steps take less.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def without_warnings() -> Iterator[None]:
    """Have no thread warn of anything, within a `with`.

    Filters of warnings belong to all threads: while scikit-learn sets its own in one, another finds none at all, and warns of that.
    """
    # What is warned of while there are no filters is caught, and what was set before comes back in whatever order threads end.
    with warnings.catch_warnings(record=True):
        warnings.simplefilter("ignore")
        yield


def _found(scaled: Numbers, part: ClustersPart) -> _Found:
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if part.method == "k-means":
            return _Found(kmeans(scaled, part.k, part.seed)[0])
        if part.method == "mixture":
            return _clouds_of(mixture(part.k, part.seed).fit(scaled))
        if part.method == "ward":
            from sklearn.cluster import AgglomerativeClustering

            labels = AgglomerativeClustering(part.k, linkage="ward").fit_predict(scaled)
        else:
            from sklearn.cluster import HDBSCAN

            fewest = max(FEWEST_DENSE, round(DENSE_SHARE * len(scaled)))
            labels = HDBSCAN(min_cluster_size=fewest, copy=True).fit_predict(scaled)
    groups = range(int(labels.max()) + 1)
    if not groups:
        raise ImpossibleError(
            f"No group is dense enough to stand out among {len(scaled):,} customers, so hdbscan leaves everybody in none.",
            'Take another method: --set clusters.method="k-means"',
        )
    return _Found(
        np.array([scaled[labels == group].mean(axis=0) for group in groups]), labels=labels.astype(np.int64)
    )


def kmeans(scaled: Numbers, k: int, seed: int, starts: int = STARTS) -> tuple[Numbers, Labels, float]:
    """The centres, groups and inertia of k-means, from the best of several starts."""
    from sklearn.cluster import KMeans

    fitted = KMeans(k, n_init=starts, random_state=seed).fit(scaled)
    return fitted.cluster_centers_, fitted.labels_.astype(np.int64), float(fitted.inertia_)


def mixture(k: int, seed: int) -> GaussianMixture:
    """A mixture that has learned nothing yet: the one that groups are made by, that criteria judge, and that is exported."""
    from sklearn.mixture import GaussianMixture

    return GaussianMixture(k, n_init=CLOUD_STARTS, random_state=seed, reg_covar=CLOUD_VARIANCE)


def _clouds_of(fitted: GaussianMixture) -> _Found:
    clouds = []
    for weight, triangle in zip(fitted.weights_, fitted.precisions_cholesky_, strict=True):
        level = np.log(weight) + np.log(np.diag(triangle)).sum()
        clouds.append(Cloud(tuple(written_down(row) for row in triangle), written_down(np.array([level]))[0]))
    return _Found(fitted.means_, tuple(clouds))
