"""What is assumed of a customer where a number is not known: the middle of those most alike in the numbers that are.

The most alike are so many of the customers that the model learned from, nearest by the signed logarithms of what is known,
each divided by its standard deviation. The middle is their median, a country the most frequent one; what most of them do not have is
not assumed either. How orders are spread is not assumed number by number, as no customer need have the middle of each: taken are the
middle of the days from the first order to the last and of how uneven the days between are, and the rest follows from the days of such
orders (`core.models.days_of_orders`). The average order follows from money and orders.

That is one customer, to tell of. Chances are the average over what each of those most alike has (`core.models.averaging`): customers
of the same recency, orders and money differ, and the chance of their middle is not the middle of their chances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.features import BETWEEN_ORDERS, COUNTRY, QUARTERS
from core.classifiers.models import signed_log
from core.models.days_of_orders import DaysOfOrders
from core.views.placing import WHOLE

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.clusters.model import Labels, Numbers

    Which = npt.NDArray[np.bool_]

MOST_ALIKE = 50
AVERAGE, MONEY, ORDERS, AWAY, TENURE = "average_order", "monetary", "frequency", "recency", "tenure"
BATCH = 20_000
# Numbers that are counts, of which nobody has a part.
COUNTED = WHOLE | {"same_season"}
# Alike is who is as near as 99 of 100 of those learned from have others; measured on so many of these.
USUALLY, MOST_MEASURED = 0.99, 500


def day_of(text: str) -> date | None:
    """The day that a model says, if it says one."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Completed:
    """Customers with all that a model looks at."""

    values: Numbers
    assumed: tuple[str, ...]
    """The columns that nobody gave."""
    is_far: Which
    """Of whom something was assumed by those who are not much alike: the nearest that there are."""
    alike: Labels
    """The rows of those learned from who are most alike to each, by whom it was assumed; none where nothing was."""


class Alike:
    """The customers that a model learned from, to assume numbers of others by."""

    def __init__(
        self,
        values: Numbers,
        columns: Sequence[str],
        as_of: date | None = None,
        horizon_days: int | None = None,
    ) -> None:
        self.values = values
        self.columns = tuple(columns)
        self._as_of = as_of
        self._horizon_days = horizon_days
        self._span, self._unevenness = _spacing(dict(zip(self.columns, values.T, strict=True)))
        self._comparable: dict[tuple[int, ...], _Comparable] = {}

    def completed(self, given: Mapping[str, Numbers]) -> Completed:
        """All columns of customers, as far as they are not known with what is assumed."""
        given = self.known(given)
        rows = max((len(column) for column in given.values()), default=1)
        found = np.empty((rows, len(self.columns)))
        is_far = np.zeros(rows, dtype=bool)
        known = [place for place, column in enumerate(self.columns) if column in given]
        for place in known:
            found[:, place] = given[self.columns[place]]
        lacking = [place for place in range(len(self.columns)) if place not in known]
        assumed = tuple(self.columns[place] for place in lacking)
        by_whom = []
        if lacking:
            numbers = [place for place in known if self.columns[place] != COUNTRY]
            for begin in range(0, rows, BATCH):
                here = slice(begin, begin + BATCH)
                alike, is_far[here] = self._most_alike(found[here][:, numbers], numbers)
                by_whom.append(_some_of(alike))
                for place in lacking:
                    found[here, place] = self._middle(alike, place)
                by_name = {column: found[here, place] for place, column in enumerate(self.columns)}
                beside = {name: column[here] for name, column in given.items() if name not in by_name}
                self.spread_orders({**beside, **by_name}, frozenset(assumed), alike)
        alike = np.concatenate(by_whom) if by_whom else np.empty((rows, 0), dtype=np.int32)
        return Completed(found, assumed, is_far, alike)

    def known(self, given: Mapping[str, Numbers]) -> dict[str, Numbers]:
        """What is given of customers, and what follows from it."""
        return {**_follows(given), **given}

    def _most_alike(self, asked: Numbers, places: Sequence[int]) -> tuple[Labels, Which]:
        """The rows that are most alike, for each customer, and whether these are far away."""
        if not places:
            return np.tile(np.arange(len(self.values)), (len(asked), 1)), np.zeros(len(asked), dtype=bool)
        key = tuple(places)
        if key not in self._comparable:
            self._comparable[key] = _Comparable(self.values[:, list(places)])
        return self._comparable[key].nearest(asked)

    def _middle(self, alike: Labels, place: int) -> Numbers:
        name, theirs = self.columns[place], self.values[:, place][alike]
        if name == COUNTRY:
            return np.array([_most_frequent(row) for row in theirs])
        if name in QUARTERS:
            there = ~np.isnan(theirs)
            shares = np.where(there, theirs, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
            return np.asarray(shares, dtype=float)
        there = ~np.isnan(theirs)
        middle = np.where(2 * there.sum(axis=1) > theirs.shape[1], _median(theirs), np.nan)
        return np.rint(middle) if name in COUNTED else middle

    def spread_orders(self, columns: Mapping[str, Numbers], assumed: frozenset[str], alike: Labels) -> None:
        """Change what was assumed of how orders are spread to what is so of orders that there can be."""
        orders, away = columns.get(ORDERS), columns.get(AWAY)
        if TENURE in assumed and away is not None:
            # Nobody's first purchase is later than the last.
            columns[TENURE][:] = np.fmax(columns[TENURE], away)
        if orders is None or away is None:
            _share_out(columns, assumed, np.zeros(len(alike), dtype=bool))
            return
        span, unevenness = (_middle_of_those(part, alike) for part in (self._span, self._unevenness))
        told, told_unevenness = _spacing({name: columns[name] for name in columns if name not in assumed})
        span = np.where(np.isnan(told), span, told)
        unevenness = np.where(np.isnan(told_unevenness), unevenness, told_unevenness)
        # What is known to be missing stays as it is; nobody has no orders, or a part of one.
        can_be = ~(np.isnan(orders) | np.isnan(away)) & (orders >= 1)
        days = DaysOfOrders.spaced(away[can_be], np.rint(orders[can_be]), span[can_be], unevenness[can_be])
        follows = {TENURE: away[can_be] + days.span, "order_gap": days.gap, "gap_spread": days.spread}
        if self._horizon_days is not None:
            follows["same_season"] = days.in_season(self._horizon_days)
        if self._as_of is not None:
            follows |= {name: days.in_quarter(number, self._as_of) for number, name in enumerate(QUARTERS, 1)}
        for name in assumed.intersection(follows):
            columns[name][can_be] = follows[name]
        if "same_season" in assumed:
            columns["same_season"][:] = np.fmin(columns["same_season"], orders)
        _share_out(columns, assumed, orders == 1)


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
        sizes = sizes / self._width
        self._tree = cKDTree(sizes)
        self._most = min(MOST_ALIKE, len(values))
        of_some = sizes[:: max(1, len(sizes) // MOST_MEASURED)]
        self._usual = float(np.quantile(self._away(of_some)[0][:, -1], USUALLY))

    def nearest(self, asked: Numbers) -> tuple[Labels, Which]:
        """The places of the rows nearest to each customer, and whether these are further than almost anybody's are."""
        sizes = signed_log(asked)
        sizes = np.where(np.isnan(sizes), self._middle, sizes) / self._width
        distances, places = self._away(sizes)
        return places, distances[:, -1] > self._usual

    def _away(self, sizes: Numbers) -> tuple[Numbers, Labels]:
        distances, places = self._tree.query(sizes, k=range(1, self._most + 1))
        return np.asarray(distances, dtype=float), np.asarray(places, dtype=np.int64)


def _some_of(alike: Labels) -> Labels:
    """So many of those most alike, evenly from all of them where there are more: everybody is as alike where nothing is known."""
    step = max(1, alike.shape[1] // MOST_ALIKE)
    return alike[:, ::step][:, :MOST_ALIKE].astype(np.int32)


def _follows(given: Mapping[str, Numbers]) -> dict[str, Numbers]:
    if MONEY not in given or ORDERS not in given:
        return {}
    orders = np.asarray(given[ORDERS], dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {AVERAGE: np.where(orders > 0, np.asarray(given[MONEY], dtype=float) / orders, np.nan)}


def _spacing(columns: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
    """The days from the first order to the last, and the standard deviation of the days between by their average; NaN where they do not follow."""
    unknown = np.full(len(next(iter(columns.values()), ())), np.nan)
    orders, away, tenure, gap, spread = (
        columns.get(name, unknown) for name in (ORDERS, AWAY, TENURE, *BETWEEN_ORDERS)
    )
    span = np.where(orders > 1, tenure - away, np.nan)
    span = np.where(np.isnan(span) & (orders > 1), gap * (orders - 1), span)
    average = np.where(np.isnan(gap), span / np.where(orders > 1, orders - 1, np.nan), gap)
    # There is nothing to tell by where there is one gap, or all orders are of one day.
    uneven = (average > 0) & ((orders > 2) | (spread > 0))
    return span, np.divide(spread, average, out=np.full_like(unknown, np.nan), where=uneven)


def _middle_of_those(part: Numbers, alike: Labels) -> Numbers:
    """The median of those most alike of whom it is known, else of everybody; nothing where it is known of nobody."""
    middle = _median(part[alike])
    if not np.isnan(middle).any():
        return middle
    there = ~np.isnan(part)
    of_all = float(np.median(part[there])) if there.any() else 0.0
    return np.where(np.isnan(middle), of_all, middle)


def _median(rows: Numbers) -> Numbers:
    """The median of what is known in each row; NaN where nothing is."""
    ordered = np.sort(rows, axis=1)  # what is missing comes last
    there = (~np.isnan(ordered)).sum(axis=1)
    row = np.arange(len(ordered))
    low = ordered[row, np.maximum(there - 1, 0) // 2]
    high = ordered[row, np.minimum(there // 2, ordered.shape[1] - 1)]
    return np.asarray(np.where(there % 2 == 1, low, (low + high) / 2), dtype=float)


def _share_out(columns: Mapping[str, Numbers], assumed: frozenset[str], once: Which) -> None:
    """Make the shares of quarters that were assumed add up to what the others leave; a single order is in one quarter, the likeliest."""
    shares = [columns[name] for name in QUARTERS if name in assumed]
    if not shares:
        return
    known = [columns[name] for name in QUARTERS if name in columns and name not in assumed]
    left = np.clip(1 - np.sum(known, axis=0), 0, 1) if known else np.ones(len(once))
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
