"""How many groups there are: what each of the usual criteria says of every k, what it recommends, and where they disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from core.clusters.fitting import STARTS, kmeans, mixture, one_thread, short_turns, without_warnings
from core.clusters.model import written_down
from core.clusters.tables import CRITERIA
from core.engine import usable_cores

if TYPE_CHECKING:
    from core.clusters.model import Labels, Numbers

T = TypeVar("T")
R = TypeVar("R")

KS = tuple(range(2, 11))
# The most customers that criteria are worked out on; the silhouette takes every distance between two of its own.
MOST_CUSTOMERS = 10_000
SILHOUETTE_CUSTOMERS, SILHOUETTE_SAMPLES = 1_000, 4
GAP_REFERENCES = 10
RESAMPLES = 30
# Enough for a resample to settle.
RESAMPLE_ROUNDS = 100
# With a single start it would be measured how lucky that is, and not whether customers drawn anew fall into the same groups.
RESAMPLE_STARTS = 3


@dataclass(slots=True)
class Criteria:
    """What was worked out of one k so far."""

    k: int
    inertia: float = 0.0
    silhouette: float | None = None
    silhouette_spread: float | None = None
    davies_bouldin: float | None = None
    calinski_harabasz: float | None = None
    gap: float | None = None
    gap_error: float | None = None
    bic: float | None = None
    stability: float | None = None
    """The mean adjusted Rand index of resamples."""
    jaccard: tuple[float, ...] = ()
    """How much of each group is found again in resamples."""
    smallest: int = 0
    """How many customers the smallest group has."""
    centres: tuple[tuple[float, ...], ...] = ()
    """Where its groups are, to tell which of them `jaccard` speaks of."""


@dataclass(slots=True)
class Choice:
    """All criteria, and the k that each recommends."""

    customers: int
    by_k: dict[int, Criteria] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as the workspace keeps it."""
        return {"customers": self.customers, "found": [asdict(one) for one in self.by_k.values()]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Choice:
        """The choice that `to_dict` made this data of."""
        found = [
            Criteria(
                **{**one, "jaccard": tuple(one["jaccard"]), "centres": tuple(map(tuple, one["centres"]))}
            )
            for one in data["found"]
        ]
        return cls(int(data["customers"]), {one.k: one for one in found})

    def firmness(self, centres: Sequence[Sequence[float]]) -> list[float | None]:
        """How much of each group, which stands there, is found again in resamples; None where that was not worked out."""
        mine = self.by_k.get(len(centres))
        if mine is None or not mine.jaccard:
            return [None] * len(centres)
        there = np.array(mine.centres)
        return [mine.jaccard[int(np.argmin(((there - np.array(one)) ** 2).sum(axis=1)))] for one in centres]

    def recommended(self) -> dict[str, int]:
        """The k that each criterion recommends, as far as it is worked out for all; none where there is only one to choose from."""
        found = list(self.by_k.values())
        best: dict[str, int] = {}
        if len(found) < 2:
            return best
        if len(found) > 2:
            best["inertia"] = _elbow([one.k for one in found], [one.inertia for one in found])
        for name, sign in (
            ("silhouette", 1),
            ("davies_bouldin", -1),
            ("calinski_harabasz", 1),
            ("bic", -1),
            ("stability", 1),
        ):
            values = [(sign * value, -one.k) for one in found if (value := getattr(one, name)) is not None]
            if len(values) == len(found):
                best[name] = -max(values)[1]
        gaps = [(one.k, one.gap, one.gap_error) for one in found]
        if all(gap is not None for _, gap, _ in gaps):
            best["gap"] = _first_gap(gaps)  # type: ignore[arg-type]
        return {name: best[name] for name in CRITERIA if name in best}


def _elbow(ks: Sequence[int], inertias: Sequence[float]) -> int:
    """Where the curve of inertia bends most: farthest below the line between its ends."""
    x = np.array(ks, dtype=float)
    y = np.array(inertias, dtype=float)
    x, y = (x - x[0]) / (x[-1] - x[0]), (y - y[-1]) / max(y[0] - y[-1], 1e-300)
    return int(ks[int(np.argmax(1 - x - y))])


def _first_gap(gaps: Sequence[tuple[int, float, float]]) -> int:
    """The smallest k whose gap is not beaten by the next one's by more than its error; else the largest gap's."""
    for (k, gap, _), (_, following, error) in pairwise(gaps):
        if gap >= following - error:
            return k
    return max(gaps, key=lambda one: one[1])[0]


def criteria(scaled: Numbers, seed: int = 0, ks: Sequence[int] = KS) -> Iterator[tuple[str, Choice]]:
    """Work out every criterion; what was worked on last, and all that is known, after each step. What is quick comes first.

    What takes long comes in steps of as many k as there are cores, so that whoever waits may turn to something else in between.
    """
    different = len(np.unique(scaled, axis=0))
    ks = [k for k in ks if k < different]
    choice = Choice(len(scaled))
    if not ks:
        return
    fits = _first_fits(scaled, seed, ks)
    for k, (centres, labels, inertia) in fits.items():
        smallest = int(np.bincount(labels, minlength=k).min())
        choice.by_k[k] = Criteria(
            k, inertia=inertia, smallest=smallest, centres=tuple(map(written_down, centres))
        )
    yield "inertia", choice
    references = _references(scaled, seed)
    # What is worked out together, how, and whether it takes long.
    todo: tuple[tuple[tuple[str, ...], Callable[[int], tuple[Any, ...]], bool], ...] = (
        (("davies_bouldin", "calinski_harabasz"), lambda k: _davies_bouldin(scaled, fits[k][1]), False),
        (("silhouette", "silhouette_spread"), lambda k: _silhouette(scaled, fits[k][1], seed), False),
        (("bic",), lambda k: (_bic(scaled, k, seed),), True),
        (("gap", "gap_error"), lambda k: _gap(references, k, fits[k][2], seed), True),
        (("stability", "jaccard"), lambda k: _stability(scaled, fits[k][0], fits[k][1], seed), True),
    )
    steps = [[(names, work, k) for k in ks] for names, work, takes_long in todo if not takes_long]
    # One line of them all: where it is cut by the number of cores, no core is left over but at its end.
    long = [(names, work, k) for names, work, takes_long in todo if takes_long for k in ks]
    steps += [long[start : start + usable_cores()] for start in range(0, len(long), usable_cores())]
    for some in steps:
        for (names, _, k), values in zip(some, _each(_worked_out, some), strict=True):
            for name, value in zip(names, values, strict=True):
                setattr(choice.by_k[k], name, value)
        yield some[-1][0][0], choice


def _first_fits(scaled: Numbers, seed: int, ks: Sequence[int]) -> dict[int, tuple[Numbers, Labels, float]]:
    # What takes longest begins first, lest one core waits for it in the end.
    falling = sorted(ks, reverse=True)
    found = dict(zip(falling, _each(lambda k: kmeans(scaled, k, seed, STARTS), falling), strict=True))
    return {k: found[k] for k in ks}


def _worked_out(task: tuple[Any, Callable[[int], tuple[Any, ...]], int]) -> tuple[Any, ...]:
    _, work, k = task
    return work(k)


def _each(work: Callable[[T], R], some: Sequence[T]) -> list[R]:
    """What `work` gives for each, on all cores."""
    from joblib import Parallel, delayed

    def alone(one: T) -> R:
        # OpenMP has a limit for each thread that calls it, so one of the thread that waits is none of theirs.
        with one_thread():
            return work(one)

    # Threads, as what takes long runs without the interpreter's lock; each with one of its own, or they would wait for each other.
    with one_thread(), short_turns(), without_warnings():
        return list(Parallel(n_jobs=usable_cores(), backend="threading")(delayed(alone)(one) for one in some))


def _davies_bouldin(scaled: Numbers, labels: Labels) -> tuple[float, float]:
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

    return float(davies_bouldin_score(scaled, labels)), float(calinski_harabasz_score(scaled, labels))


def _silhouette(scaled: Numbers, labels: Labels, seed: int) -> tuple[float, float]:
    """The mean silhouette of stratified samples, and their spread; of few customers, of all of them."""
    from sklearn.metrics import silhouette_score

    if len(scaled) <= SILHOUETTE_CUSTOMERS:
        return float(silhouette_score(scaled, labels)), 0.0
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(SILHOUETTE_SAMPLES):
        places = stratified(labels, SILHOUETTE_CUSTOMERS, rng)
        found.append(float(silhouette_score(scaled[places], labels[places])))
    return float(np.mean(found)), float(np.std(found, ddof=1))


def stratified(labels: Labels, size: int, rng: np.random.Generator) -> Labels:
    """The places of a sample that has each group in its share, and at least two of each that has two."""
    places = []
    for group in np.unique(labels):
        members = np.flatnonzero(labels == group)
        wanted = min(len(members), max(2, round(size * len(members) / len(labels))))
        places.append(rng.choice(members, wanted, replace=False))
    return np.sort(np.concatenate(places))


def _bic(scaled: Numbers, k: int, seed: int) -> float:
    return float(mixture(k, seed).fit(scaled).bic(scaled))


def _references(scaled: Numbers, seed: int) -> list[Numbers]:
    """Customers without groups: spread evenly over the box that the real ones fill, along their principal axes."""
    rng = np.random.default_rng(seed)
    mean = scaled.mean(axis=0)
    _, _, axes = np.linalg.svd(scaled - mean, full_matrices=False)
    turned = (scaled - mean) @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    return [rng.uniform(low, high, turned.shape) @ axes + mean for _ in range(GAP_REFERENCES)]


def _gap(references: Sequence[Numbers], k: int, inertia: float, seed: int) -> tuple[float, float]:
    logs = np.array([np.log(max(kmeans(reference, k, seed, 1)[2], 1e-300)) for reference in references])
    return float(logs.mean() - np.log(max(inertia, 1e-300))), float(logs.std() * np.sqrt(1 + 1 / len(logs)))


def _stability(
    scaled: Numbers, centres: Numbers, labels: Labels, seed: int
) -> tuple[float, tuple[float, ...]]:
    """How alike the groups of resampled customers are to those of all: the mean adjusted Rand index, and each group's mean Jaccard."""
    from sklearn.cluster import KMeans

    rng = np.random.default_rng(seed)
    k = len(centres)
    alike, shared = [], []
    for _ in range(RESAMPLES):
        drawn = scaled[rng.integers(0, len(scaled), len(scaled))]
        fresh = int(rng.integers(2**31))
        found = KMeans(k, n_init=RESAMPLE_STARTS, random_state=fresh, max_iter=RESAMPLE_ROUNDS).fit(drawn)
        both = _shared(labels, found.predict(scaled), k)
        alike.append(adjusted_rand(both))
        shared.append(_jaccard(both))
    return float(np.mean(alike)), tuple(float(one) for one in np.mean(shared, axis=0))


def _shared(labels: Labels, again: Labels, k: int) -> Labels:
    """How many customers each two groups have in common."""
    return np.bincount(labels * k + again, minlength=k * k).reshape(k, k)


def adjusted_rand(both: Labels) -> float:
    """How alike two groupings are, by the pairs of customers that both keep together: 1 where they are the same, 0 by chance."""
    together = _pairs(both)
    here, there, all_pairs = (
        _pairs(both.sum(axis=1)),
        _pairs(both.sum(axis=0)),
        _pairs(both.sum(keepdims=True)),
    )
    by_chance = 2 * here * there
    if (here + there) * all_pairs == by_chance:
        return 1.0
    return (2 * together * all_pairs - by_chance) / ((here + there) * all_pairs - by_chance)


def _pairs(counts: Labels) -> int:
    """How many pairs there are within groups of such sizes: exactly, as floating point would not hold their products."""
    return int((counts * (counts - 1) // 2).sum())


def _jaccard(both: Labels) -> Numbers:
    """Of each group, the share of it and of its best match that both have."""
    either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
    return np.asarray((both / np.maximum(either, 1)).max(axis=1))
