"""What is assumed of a customer where a number is not known: the middle of those most alike in the numbers that are.

The most alike are so many of the customers that the model learned from, nearest by the signed logarithms of what is known,
each divided by its standard deviation. The middle is their median, a country the most frequent one, of shares of orders the mean;
what most of them do not have is not assumed either. Where something follows from what is known, it is that: the average order from
money and orders, the first purchase of who ordered once, the days between orders; and nothing is assumed that cannot be beside the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.features import BETWEEN_ORDERS, COUNTRY, QUARTERS
from core.classifiers.models import signed_log

if TYPE_CHECKING:
    from core.clusters.model import Labels, Numbers

MOST_ALIKE = 50
AVERAGE, MONEY, ORDERS, AWAY, TENURE = "average_order", "monetary", "frequency", "recency", "tenure"
BATCH = 20_000


def day_of(text: str) -> date | None:
    """The day that a model says, if it says one."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


class Alike:
    """The customers that a model learned from, to assume numbers of others by."""

    def __init__(self, values: Numbers, columns: Sequence[str], as_of: date | None = None) -> None:
        self._values = values
        self._columns = tuple(columns)
        self._as_of = as_of
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
            by_name = {column: found[:, place] for place, column in enumerate(self._columns)}
            _make_possible(by_name, frozenset(self._columns[place] for place in lacking), self._as_of)
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
        if self._columns[place] in QUARTERS:
            there = ~np.isnan(theirs)
            return np.asarray(
                np.where(there, theirs, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1), dtype=float
            )
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


def _make_possible(columns: Mapping[str, Numbers], assumed: frozenset[str], as_of: date | None) -> None:
    """Change what was assumed so that it can be beside what is known, and beside each other."""
    orders, away, tenure = (columns.get(name) for name in (ORDERS, AWAY, TENURE))
    once = np.zeros(len(next(iter(columns.values()))), dtype=bool) if orders is None else orders == 1
    if tenure is not None and away is not None and TENURE in assumed:
        tenure[:] = np.fmax(tenure, away)  # nobody's first purchase is later than the last
        tenure[once] = away[once]
    if orders is not None:
        _space_orders(columns, assumed, orders, once)
    shares = [name for name in QUARTERS if name in assumed]
    if shares:
        _share_out([columns[name] for name in shares], _left_of(columns, assumed), once)
    if as_of is not None and away is not None and len(shares) == len(QUARTERS):
        for row in np.flatnonzero(once & (away < as_of.toordinal())):
            bought = date.fromordinal(as_of.toordinal() - int(away[row]))
            for quarter, name in enumerate(QUARTERS):
                columns[name][row] = float((bought.month - 1) // 3 == quarter)


def _space_orders(
    columns: Mapping[str, Numbers], assumed: frozenset[str], orders: Numbers, once: Labels
) -> None:
    """The days between orders, as far as they follow from how many there are; and of a season no more orders than of all time."""
    for name in assumed.intersection(BETWEEN_ORDERS):
        columns[name][once] = np.nan
    if "gap_spread" in assumed:
        columns["gap_spread"][orders == 2] = 0  # there is one gap
    if "order_gap" in assumed and TENURE in columns and AWAY in columns:
        often = orders > 1
        days = columns[TENURE][often] - columns[AWAY][often]
        columns["order_gap"][often] = days / (orders[often] - 1)
    if "same_season" in assumed:
        columns["same_season"][:] = np.fmin(columns["same_season"], orders)


def _left_of(columns: Mapping[str, Numbers], assumed: frozenset[str]) -> Numbers:
    """What share of the orders the quarters that are known leave to the others."""
    known = [columns[name] for name in QUARTERS if name in columns and name not in assumed]
    rows = len(next(iter(columns.values())))
    return np.clip(1 - np.sum(known, axis=0), 0, 1) if known else np.ones(rows)


def _share_out(shares: Sequence[Numbers], left: Numbers, once: Labels) -> None:
    """Make shares add up to what is left; a single order is in one quarter, the likeliest."""
    found = np.stack(shares, axis=1)
    likeliest = np.zeros_like(found)
    likeliest[np.arange(len(found)), found.argmax(axis=1)] = 1
    found = np.where(once[:, None], likeliest, found)
    total = found.sum(axis=1)
    even = np.full_like(found, 1 / found.shape[1])
    found = np.where((total > 0)[:, None], found / np.where(total > 0, total, 1)[:, None], even)
    for place, share in enumerate(shares):
        share[:] = found[:, place] * left


def _most_frequent(codes: Numbers) -> float:
    names, counts = np.unique(codes[~np.isnan(codes)], return_counts=True)
    return float(names[np.argmax(counts)]) if len(names) else float("nan")
