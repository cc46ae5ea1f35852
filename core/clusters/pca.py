"""The two directions in which customers differ most, for drawing groups in a plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.clusters.model import written_down

if TYPE_CHECKING:
    import ibis

    from core.clusters.model import GroupModel, Numbers

# A smaller share of all differences is left by rounding.
LEAST_EXPLAINED = 1e-12


@dataclass(frozen=True, slots=True)
class Component:
    """A direction: how much of each feature is in it, and what share of all differences lies along it."""

    loadings: tuple[float, ...]
    explained: float


@dataclass(frozen=True, slots=True)
class Plane:
    """All directions, the most telling first, and the middle that they are measured from."""

    centre: tuple[float, ...]
    components: tuple[Component, ...]

    def of(self, scaled: Numbers) -> Numbers:
        """Where customers are on the first two directions."""
        axes = np.array([component.loadings for component in self.components[:2]])
        return np.asarray((scaled - np.array(self.centre)) @ axes.T)


def plane_of(scaled: Numbers) -> Plane:
    """The directions of some customers; each points to where its largest loading is positive."""
    centre = scaled.mean(axis=0)
    variances, axes = np.linalg.eigh(np.atleast_2d(np.cov(scaled - centre, rowvar=False, ddof=0)))
    order = np.argsort(-variances, kind="stable")
    total = float(variances.sum()) or 1.0
    components = []
    for place in order:
        axis = axes[:, place]
        axis = axis * (1.0 if axis[np.argmax(np.abs(axis))] > 0 else -1.0)
        share = max(0.0, float(variances[place])) / total
        components.append(Component(written_down(axis), written_down(np.array([share]))[0]))
    return Plane(written_down(centre), tuple(components))


def placed(customers: ibis.Table, model: GroupModel, plane: Plane) -> ibis.Table:
    """Everyone's place on the first two directions, as x and y, with their group; where all differences lie along one direction, on a line."""
    import ibis

    scaling = model.scaling
    away = [
        (feature.value(customers) - middle) / width - centre
        for feature, middle, width, centre in zip(
            model.features, scaling.centre, scaling.width, plane.centre, strict=True
        )
    ]
    places = [
        sum((one * loading for one, loading in zip(away, component.loadings, strict=True)), ibis.literal(0.0))
        for component in plane.components[:2]
        if component.explained > LEAST_EXPLAINED
    ]
    x, y = places[0], places[1] if len(places) > 1 else ibis.literal(0.0)
    return customers.select(x=x, y=y, cluster=customers.cluster)
