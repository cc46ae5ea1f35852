"""What is assumed of a customer where a number is not known: the middle of those most alike in the numbers that are.

The most alike are so many of the customers that the model learned from, nearest by the signed logarithms of what is known,
each divided by its standard deviation. The middle is their median, a country the most frequent one; what most of them do not
have, as the time between orders of those who ordered once, is not assumed either. The average order follows from money and orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.features import COUNTRY
from core.classifiers.models import signed_log

if TYPE_CHECKING:
    from core.clusters.model import Labels, Numbers

MOST_ALIKE = 50
AVERAGE, MONEY, ORDERS = "average_order", "monetary", "frequency"
BATCH = 20_000


class Alike:
    """The customers that a model learned from, to assume numbers of others by."""

    def __init__(self, values: Numbers, columns: Sequence[str]) -> None:
        self._values = values
        self._columns = tuple(columns)
        self._comparable: dict[tuple[int, ...], _Comparable] = {}

    def completed(self, given: Mapping[str, Numbers]) -> tuple[Numbers, tuple[str, ...]]:
        """All columns of customers, and which of them had to be assumed."""
        given = {**_follows(given), **given}
        rows = max((len(column) for column in given.values()), default=1)
        found = np.empty((rows, len(self._columns)))
        known = [place for place, column in enumerate(self._columns) if column in given]
        for place in known:
            found[:, place] = given[self._columns[place]]
        lacking = [place for place in range(len(self._columns)) if place not in known]
        if lacking:
            numbers = [place for place in known if self._columns[place] != COUNTRY]
            for begin in range(0, rows, BATCH):
                here = slice(begin, begin + BATCH)
                alike = self._most_alike(found[here][:, numbers], numbers)
                for place in lacking:
                    found[here, place] = self._middle(alike, place)
        return found, tuple(self._columns[place] for place in lacking)

    def _most_alike(self, asked: Numbers, places: Sequence[int]) -> Labels:
        """The rows that are most alike, for each customer."""
        if not places:
            return np.tile(np.arange(len(self._values)), (len(asked), 1))
        key = tuple(places)
        if key not in self._comparable:
            self._comparable[key] = _Comparable(self._values[:, list(places)])
        return self._comparable[key].nearest(asked)

    def _middle(self, alike: Labels, place: int) -> Numbers:
        theirs = self._values[:, place][alike]
        if self._columns[place] == COUNTRY:
            return np.array([_most_frequent(row) for row in theirs])
        theirs = np.sort(theirs, axis=1)  # what is missing comes last
        there = (~np.isnan(theirs)).sum(axis=1)
        rows = np.arange(len(theirs))
        low, high = (
            theirs[rows, np.maximum(there - 1, 0) // 2],
            theirs[rows, np.minimum(there // 2, theirs.shape[1] - 1)],
        )
        middle = np.where(there % 2 == 1, low, (low + high) / 2)
        return np.where(2 * there > theirs.shape[1], middle, np.nan)


class _Comparable:
    """Some numbers of the customers learned from, made comparable."""

    def __init__(self, values: Numbers) -> None:
        from scipy.spatial import cKDTree

        sizes = signed_log(values)
        there = ~np.isnan(sizes)
        self._middle = np.array(
            [
                np.median(column[known]) if known.any() else 0.0
                for column, known in zip(sizes.T, there.T, strict=True)
            ]
        )
        sizes = np.where(there, sizes, self._middle)
        self._width = sizes.std(axis=0)
        self._width[self._width == 0] = 1
        self._tree = cKDTree(sizes / self._width)
        self._most = min(MOST_ALIKE, len(values))

    def nearest(self, asked: Numbers) -> Labels:
        """The places of the rows nearest to each customer."""
        sizes = signed_log(asked)
        sizes = np.where(np.isnan(sizes), self._middle, sizes) / self._width
        return np.asarray(self._tree.query(sizes, k=range(1, self._most + 1))[1], dtype=np.int64)


def _follows(given: Mapping[str, Numbers]) -> dict[str, Numbers]:
    if MONEY not in given or ORDERS not in given:
        return {}
    orders = np.asarray(given[ORDERS], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {AVERAGE: np.where(orders > 0, np.asarray(given[MONEY], dtype=float) / orders, np.nan)}


def _most_frequent(codes: Numbers) -> float:
    names, counts = np.unique(codes[~np.isnan(codes)], return_counts=True)
    return float(names[np.argmax(counts)]) if len(names) else float("nan")
