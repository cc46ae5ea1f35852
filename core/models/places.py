"""Where the customers that groups were learned from are in the plane of these groups: counts by places, as a model keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.clusters.model import written_down

if TYPE_CHECKING:
    from core.clusters.fitting import Fit
    from core.clusters.model import Labels, Numbers
    from core.clusters.pca import Plane

# Columns and rows of places: no fewer than the cells of a large terminal, so that none stays empty for want of a place. What files
# say goes by it, so that another grid takes another version of them.
GRID = (320, 160)
# What each place tells, in this order.
COLUMN, ROW, GROUP, CUSTOMERS = range(4)


@dataclass(frozen=True, slots=True)
class Places:
    """How many customers of each group are at each place of a grid over the plane."""

    low: tuple[float, float]
    """The lower left of all customers; the first column and row lie on it."""
    high: tuple[float, float]
    """The upper right, which the last column and row lie on."""
    counts: Labels
    """Column, row, group (0 for those in none) and customers of each place that somebody is at."""

    @classmethod
    def of(cls, plane: Plane, fit: Fit) -> Places:
        """Where the customers are that were learned from."""
        there = in_two(plane.of(fit.scaled))
        low, high = (np.array(written_down(end)) for end in (there.min(axis=0), there.max(axis=0)))
        span = np.where(high > low, high - low, 1.0)
        last = np.array(GRID) - 1
        steps = np.clip(np.rint((there - low) / span * last), 0, last).astype(np.int64)
        found, customers = np.unique(np.column_stack([steps, fit.labels]), axis=0, return_counts=True)
        return cls(_pair(low), _pair(high), np.column_stack([found, customers]).astype(np.int64))

    @property
    def points(self) -> Numbers:
        """Where each place is in the plane."""
        low, high = np.array(self.low), np.array(self.high)
        return np.asarray(low + self.counts[:, :GROUP] / (np.array(GRID) - 1) * (high - low))

    @property
    def groups(self) -> Labels:
        """Whose place each is, 0 for those in no group."""
        return np.asarray(self.counts[:, GROUP])

    @property
    def customers(self) -> Labels:
        """How many of the group are there."""
        return np.asarray(self.counts[:, CUSTOMERS])

    def is_possible(self, groups: int) -> bool:
        """Whether so many groups can have such places: nobody is outside the grid, or in a group that is not there."""
        counts = self.counts
        if counts.ndim != 2 or counts.shape[1] != CUSTOMERS + 1 or not len(counts):
            return False
        most = np.array([GRID[0] - 1, GRID[1] - 1, groups])
        return (
            bool((counts[:, :CUSTOMERS] >= 0).all())
            and bool((counts[:, :CUSTOMERS] <= most).all())
            and bool((counts[:, CUSTOMERS] > 0).all())
            and self.low[0] <= self.high[0]
            and self.low[1] <= self.high[1]
        )


def in_two(places: Numbers) -> Numbers:
    """Places in the plane across and up; where there is one direction, all at the same height."""
    if places.shape[1] > 1:
        return places
    return np.column_stack([places[:, 0], np.zeros(len(places))])


def _pair(two: Numbers) -> tuple[float, float]:
    return float(two[0]), float(two[1])
