"""The days of orders that somebody may have had, of whom it is known when the last was, how many there were and how they are spaced.

The days come first and the habits from them, so that the habits are of one history: a customer with these numbers there can be. What
spaces orders are two numbers that hang on nothing else: the days from the first to the last, and how uneven the days between are
(their standard deviation by their average). All orders are as far apart, but for one longer pause in the middle: that gives any
average and any standard deviation that days between orders can have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.habits import DECIMALS, YEAR_DAYS

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.clusters.model import Labels, Numbers

# Of more orders so many are laid out, and stand for all of them.
MOST_LAID_OUT = 400


@dataclass(frozen=True, slots=True)
class DaysOfOrders:
    """How many days before the model's day each of somebody's orders was, of several customers."""

    orders: Numbers
    """How many orders each customer has."""
    span: Numbers
    """The whole days from each customer's first order to the last."""
    customer: Labels
    """Whose order each one is, by place."""
    away: Numbers
    """How many days ago it was."""

    @classmethod
    def spaced(cls, recency: Numbers, orders: Numbers, span: Numbers, unevenness: Numbers) -> DaysOfOrders:
        """Orders of customers, the last of each `recency` days ago."""
        span = np.where(orders > 1, np.rint(np.fmax(span, 0)), 0.0)
        laid_out = np.minimum(orders, MOST_LAID_OUT).astype(np.int64)
        customer = np.repeat(np.arange(len(orders)), laid_out)
        turn = np.arange(len(customer)) - np.repeat(np.cumsum(laid_out) - laid_out, laid_out)
        gaps = np.maximum(laid_out - 1, 1)
        # Where all but one gap are nothing, the standard deviation is this many times the average: it can be no more.
        most = np.sqrt(np.maximum(gaps - 1, 0))
        paused = np.clip(np.divide(unevenness, most, out=np.zeros_like(span), where=most > 0), 0, 1)
        even = span / gaps * (1 - paused)
        after_pause = (turn > (laid_out // 2 - 1)[customer]) & (turn > 0)
        since_last = turn * even[customer] + after_pause * (paused * span)[customer]
        return cls(orders, span, customer, recency[customer] + np.rint(since_last))

    @property
    def gap(self) -> Numbers:
        """The days between an order and the one before, on average; NaN of one order."""
        often = self.orders > 1
        found = np.divide(self.span, self.orders - 1, out=np.full_like(self.span, np.nan), where=often)
        return np.asarray(np.round(found, DECIMALS), dtype=float)

    @property
    def spread(self) -> Numbers:
        """The standard deviation of these days; NaN of one order."""
        same = self.customer[1:] == self.customer[:-1]
        gaps, whose = np.diff(self.away)[same], self.customer[1:][same]
        count = np.bincount(whose, minlength=len(self.orders))
        there = np.maximum(count, 1)
        mean = np.bincount(whose, weights=gaps, minlength=len(self.orders)) / there
        off = np.bincount(whose, weights=(gaps - mean[whose]) ** 2, minlength=len(self.orders)) / there
        # Of orders that stand for more, the days between are as many times too long.
        scale = np.maximum(count, 1) / np.maximum(self.orders - 1, 1)
        found = np.where(count > 0, np.sqrt(off) * scale, np.nan)
        return np.asarray(np.round(found, DECIMALS), dtype=float)

    def in_season(self, horizon_days: int) -> Numbers:
        """The orders in the days, a year before, that the horizon covers."""
        inside = (self.away <= YEAR_DAYS) & (self.away > YEAR_DAYS - horizon_days)
        return np.asarray(np.rint(self._share_of(inside) * self.orders), dtype=float)

    def in_quarter(self, number: int, as_of: date) -> Numbers:
        """The share of the orders that are in a quarter of the year, 1 to 4."""
        days = np.datetime64(as_of, "D") - self.away.astype(np.int64)
        months = days.astype("datetime64[M]").astype(np.int64) % 12
        return np.round(self._share_of(months // 3 == number - 1), DECIMALS)

    def _share_of(self, which: npt.NDArray[np.bool_]) -> Numbers:
        laid_out = np.bincount(self.customer, minlength=len(self.orders))
        chosen = np.bincount(self.customer, weights=which, minlength=len(self.orders))
        return np.asarray(chosen / np.maximum(laid_out, 1), dtype=float)
