"""What customers may be of whom some numbers are not known: one of those most alike each time, with the numbers that are known.

A model's chance for somebody of whom recency, orders and money are known is its average over what customers like that have beside: then
those of whom little is known are given about as high chances on average as those of whom all is. The chance of one customer who has
the middle of everything is another, as chances do not follow numbers along a straight line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.active import chances_of
from core.clusters.fitting import one_thread, without_warnings
from core.engine import usable_cores

if TYPE_CHECKING:
    from core.classifiers.models import Fitted
    from core.clusters.model import Numbers
    from core.models.assuming import Alike, Completed

# How many customers are averaged at once, each over as many as are most alike, with up to hundreds of orders each.
AT_ONCE = 200


def averaged_chances(
    fitted: Fitted, alike: Alike, given: Mapping[str, Numbers], completed: Completed
) -> Numbers:
    """The chances of all classes: of customers of whom something was assumed the average over those most alike."""
    if not completed.assumed:
        return chances_of(fitted, completed.values)

    def of_some(begin: int) -> Numbers:
        rows = slice(begin, begin + AT_ONCE)
        values = possible(alike, {name: column[rows] for name, column in given.items()}, completed, rows)
        with one_thread():
            each = fitted.probabilities(values)
        return np.asarray(each.reshape(-1, completed.alike.shape[1], each.shape[1]).mean(axis=1))

    begins = range(0, len(completed.values), AT_ONCE)
    if len(begins) == 1:
        return of_some(0)
    from joblib import Parallel, delayed

    with one_thread(), without_warnings():
        parallel = Parallel(n_jobs=usable_cores(), backend="threading")
        return np.concatenate(parallel(delayed(of_some)(begin) for begin in begins))


def possible(
    alike: Alike, given: Mapping[str, Numbers], completed: Completed, rows: slice = slice(None)
) -> Numbers:
    """What each of some customers may be, as many rows for each as were most alike: what is given, and for the rest what those have.

    Their days from the first order to the last, and how uneven the days between are, make a history of orders for each, so that none
    of it contradicts what is given, and quarters and seasons are those before the model's day.
    """
    whom = completed.alike[rows]
    many, like = whom.shape[1], whom.ravel()
    values = np.repeat(completed.values[rows], many, axis=0)
    assumed = frozenset(completed.assumed)
    for place, name in enumerate(alike.columns):
        if name in assumed:
            theirs = alike.values[like, place]
            # What somebody does not have is what is in the middle of the others.
            values[:, place] = np.where(np.isnan(theirs), values[:, place], theirs)
    columns = {name: np.repeat(column, many) for name, column in alike.known(given).items()}
    columns |= {name: values[:, place] for place, name in enumerate(alike.columns)}
    alike.spread_orders(columns, assumed, like[:, None])
    return values
