"""How far customers have moved away from those that a model was learned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.scores import MEASURES

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.clusters.model import Numbers
    from core.models.kept import Model
    from core.views.placing import Distribution

BINS = 10
# By custom: below the first little has changed, from the second on the model should be learned anew.
LITTLE, MUCH = 0.1, 0.25
# Times the root of 1/n + 1/m: the KS that two samples of the same customers exceed once in a hundred times (Smirnov's limit).
CHANCE = 1.628
# A bin that nobody is in would make the index infinite.
LEAST_SHARE = 1e-4
# What lies behind is left over from adding up in floating point, as 1e-31 where nothing has moved.
DECIMALS = 9
EVERYBODY, BOUGHT, OTHERS = "all", "bought since", "others"
TOO_FEW = "too few to tell"
DEFINITIONS: Mapping[str, str] = {
    "PSI": "The population stability index over the tenths of the model's customers: below 0.1 little has moved, from 0.25 on much,"
    " and the model should be learned anew. Of few customers it is large by chance.",
    "KS": "The largest difference between the two shares of customers up to a value (Kolmogorov-Smirnov). Where chance alone makes"
    " as large a one more often than once in a hundred times, there are too few customers to tell.",
    "bought since": "Those who bought on or after the model's as-of day; the others have only been away for longer.",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One measure of some customers against that of the model's."""

    measure: str
    whom: str
    customers: int
    psi: float
    """The population stability index over the tenths of the model's customers."""
    ks: float
    """The largest difference between the two shares of customers up to a value (Kolmogorov-Smirnov)."""
    beyond_chance: bool
    """Whether that difference is larger than so many customers show by chance."""

    @property
    def words(self) -> str:
        """How much that is."""
        if self.psi < LITTLE:
            return "little"
        if not self.beyond_chance:
            return TOO_FEW
        return "some" if self.psi < MUCH else "much"


def drift(model: Model, columns: Mapping[str, Numbers], bought: npt.NDArray[np.bool_] | None) -> list[Drift]:
    """Each measure of all customers, and, where it is known who bought since the model's day, of those and of the others."""
    groups = [(EVERYBODY, np.ones(len(next(iter(columns.values()))), dtype=bool))]
    if bought is not None and bought.any() and not bought.all():
        groups += [(BOUGHT, bought), (OTHERS, ~bought)]
    found = []
    parts = dict(zip(MEASURES, model.population.distributions, strict=True))
    parts.update(model.groups.spreads if model.groups is not None else {})
    for name, part in parts.items():
        values = np.asarray(columns[name], dtype=float)
        for whom, members in groups:
            mine = values[members & ~np.isnan(values)]
            if len(mine) and part.values:
                found.append(Drift(name, whom, len(mine), *_compared(part, mine)))
    return found


def _compared(part: Distribution, mine: Numbers) -> tuple[float, float, bool]:
    points = np.array(part.values, dtype=float)
    counts = np.diff(np.array((0, *part.up_to), dtype=float))
    order = np.argsort(points)
    points, counts = points[order], counts[order]
    theirs = np.cumsum(counts) / counts.sum()
    psi, ks = _psi(points, theirs, mine), _ks(points, theirs, mine)
    by_chance = CHANCE * float(np.sqrt(1 / counts.sum() + 1 / len(mine)))
    return round(psi, DECIMALS), round(ks, DECIMALS), ks > by_chance


def _psi(points: Numbers, theirs: Numbers, mine: Numbers) -> float:
    """Over bins that hold a tenth of the model's customers each, or more where many have one value.

    Where all have the same one, what is below it has a bin, as what is above it.
    """
    edges = np.unique(points[np.searchsorted(theirs, np.arange(1, BINS) / BINS)])
    if len(points) == 1:
        edges = np.array([np.nextafter(points[0], -np.inf), points[0]])
    up_to = np.concatenate(([0.0], theirs))[np.searchsorted(points, edges, side="right")]
    before = np.diff(np.concatenate(([0.0], up_to, [1.0])))
    now = np.bincount(np.searchsorted(edges, mine, side="left"), minlength=len(edges) + 1) / len(mine)
    before, now = np.maximum(before, LEAST_SHARE), np.maximum(now, LEAST_SHARE)
    return float(((now - before) * np.log(now / before)).sum())


def _ks(points: Numbers, theirs: Numbers, mine: Numbers) -> float:
    every = np.unique(np.concatenate([points, mine]))
    before = np.concatenate(([0.0], theirs))[np.searchsorted(points, every, side="right")]
    now = np.searchsorted(np.sort(mine), every, side="right") / len(mine)
    return float(np.abs(before - now).max())
