"""The votes of the nearest neighbours for very many customers: the same as scikit-learn's, in a part of its time.

Which rows are the k nearest is found in single precision, where half as much has to be moved. A row is taken for near or far
only if rounding could not have put it on the other side; customers of whom that cannot be said, among them all who have ties
at the k-th place, are left to scikit-learn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.clusters.model import Numbers

    Singles = npt.NDArray[np.float32]

# With fewer columns than these scikit-learn looks them up in a tree, which is quick.
WIDE = 16
# Fewer customers are not worth the preparation.
MANY = 5_000
# Of so many rows the nearest is looked at first.
GROUPED = 16
# How far away a row is that only fills a group up.
NOBODY = 1e30
# As many at once as have their distances in the processor's cache.
AT_ONCE = 64


class Voters:
    """The rows that k-NN has learned, ready for many customers."""

    def __init__(self, model: Any) -> None:
        rows, labels = np.asarray(model._fit_X, dtype=float), np.asarray(model._y, dtype=np.int64)
        self._model = model
        self._k = int(model.n_neighbors)
        self._classes = len(model.classes_)
        # Neighbours in the table are not to be in one group more often than others.
        order = np.random.default_rng(0).permutation(len(rows))
        lacking = -len(rows) % GROUPED
        self._labels = np.concatenate([labels[order], np.zeros(lacking, dtype=np.int64)])
        squares = np.concatenate([(rows[order] ** 2).sum(axis=1), np.full(lacking, NOBODY)])
        doubled = np.vstack([-2 * rows[order], np.zeros((lacking, rows.shape[1]))])
        # One product gives |x|^2 - 2 q.x, the distance but for what is the same for all rows.
        self._rows: Singles = np.ascontiguousarray(np.column_stack([doubled, squares]).T.astype(np.float32))

    def shares(self, asked: Numbers) -> Numbers:
        """The share of each class among the k nearest of each customer."""
        found = np.empty((len(asked), self._classes))
        is_sure = np.empty(len(asked), dtype=bool)
        for begin in range(0, len(asked), AT_ONCE):
            here = slice(begin, begin + AT_ONCE)
            found[here], is_sure[here] = self._votes(asked[here])
        unsure = np.flatnonzero(~is_sure)
        if len(unsure):
            found[unsure] = self._model.predict_proba(asked[unsure])
        return found

    def _votes(self, asked: Numbers) -> tuple[Numbers, npt.NDArray[np.bool_]]:
        singles = np.column_stack([asked, np.ones(len(asked))]).astype(np.float32)
        away = singles @ self._rows
        # Of each group only the nearest: the k-th of these and one more are as near as the k-th of all, or less.
        nearest = away.reshape(len(asked), GROUPED, -1).min(axis=1)
        bound = np.partition(nearest, self._k, axis=1)[:, self._k]
        places = np.flatnonzero(away <= bound[:, None])
        whose, place = np.divmod(places, away.shape[1])
        distances = away.ravel()[places]
        counts = np.bincount(whose, minlength=len(asked))
        columns = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
        close: Singles = np.full((len(asked), int(counts.max())), np.inf, dtype=np.float32)
        close[whose, columns] = distances
        parted = np.partition(close, self._k - 1, axis=1)
        last, first_out = parted[:, self._k - 1], parted[:, self._k :].min(axis=1)
        is_near = distances <= last[whose]
        votes = np.bincount(
            whose[is_near] * self._classes + self._labels[place[is_near]],
            minlength=len(asked) * self._classes,
        ).reshape(len(asked), self._classes)
        lengths = np.sqrt((asked**2).sum(axis=1))
        return votes / self._k, first_out - last > 2 * self._off(lengths, last)

    def _off(self, lengths: Numbers, last: Singles) -> Numbers:
        """How far rounding may have moved the distance of a row at the k-th place, or a little beyond."""
        reach = lengths + np.sqrt(np.maximum(last + lengths**2, 0)) + 1e-3
        terms = self._rows.shape[0] + 3
        return np.asarray(terms * np.finfo(np.float32).eps * (reach**2 + 2 * lengths * reach))


def is_worth_it(pipeline: Any, asked: int) -> bool:
    """Whether these votes are counted here: of so many customers, in so many columns, that a tree does not help."""
    model = pipeline[-1]
    enough = 2 * GROUPED * (model.n_neighbors + 1)
    return bool(asked >= MANY and model.n_features_in_ >= WIDE and model.n_samples_fit_ >= enough)


def voted(pipeline: Any, values: Numbers) -> Numbers:
    """What `predict_proba` of a pipeline that ends in k-NN gives."""
    return Voters(pipeline[-1]).shares(np.asarray(pipeline[:-1].transform(values), dtype=float))
