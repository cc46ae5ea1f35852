"""What is learned of groups: small numbers that everyone can be assigned by afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.clusters.features import Feature

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
    Labels = npt.NDArray[np.int64]

# The label of who is in no group.
NOISE = 0
# Numbers that are written down are those that are computed with, so that a file assigns as the run did that wrote it.
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Scaling:
    """What is taken off each feature, and what it is divided by."""

    centre: tuple[float, ...]
    width: tuple[float, ...]

    def of(self, values: Numbers) -> Numbers:
        """The values made comparable."""
        return np.asarray((values - np.array(self.centre)) / np.array(self.width))

    @classmethod
    def learned(cls, values: Numbers, kind: str) -> Scaling:
        """By mean and standard deviation, or by median and the distance of the quartiles; what is the same for all stays as it is."""
        if kind == "robust":
            centre = np.median(values, axis=0)
            low, high = np.percentile(values, [25, 75], axis=0)
            width = high - low
            width = np.where(width > 0, width, values.std(axis=0))
        else:
            centre, width = values.mean(axis=0), values.std(axis=0)
        # Rounding leaves a trace of a spread where there is none.
        none = width <= 1e-12 * np.maximum(1.0, np.abs(centre))
        return cls(written_down(centre), written_down(np.where(none, 1.0, width)))


@dataclass(frozen=True, slots=True)
class Cloud:
    """A component of a mixture: its centre is among the centres; the triangle that makes its spread round, and its level."""

    triangle: tuple[tuple[float, ...], ...]
    """The Cholesky factor of the inverse covariance: distances after it are standard deviations."""
    level: float
    """The logarithm of its weight and of the triangle's determinant."""


@dataclass(frozen=True, slots=True)
class GroupModel:
    """Groups of customers: numbered from 1, best first."""

    method: str
    features: tuple[Feature, ...]
    scaling: Scaling
    centres: tuple[tuple[float, ...], ...]
    """The mean of each group in scaled features."""
    clouds: tuple[Cloud, ...] = ()
    """Of a mixture: what else there is to know of each group."""
    fitted_on: int = 0
    """How many customers it was learned from."""
    inertia: float = 0.0
    """The sum of squared distances to the centres among those."""

    @property
    def k(self) -> int:
        """How many groups there are."""
        return len(self.centres)


def written_down(numbers: Numbers) -> tuple[float, ...]:
    """Numbers with as many digits as are kept."""
    return tuple(float(f"{number:.{DIGITS}g}") for number in numbers)
