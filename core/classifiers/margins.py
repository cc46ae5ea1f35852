"""What a calibrated SVM says of very many customers: its kernel as one product of tables, where libsvm goes pair by pair."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from core.clusters.model import Numbers

# Fewer customers are not worth it.
MANY = 5_000
# As many at once as have their kernels in the processor's cache.
AT_ONCE = 256


def calibrated(pipeline: Any, values: Numbers) -> Numbers:
    """What `predict_proba` of a pipeline gives that ends in an SVM whose margins one curve a class makes chances of."""
    curves = pipeline[-1].calibrated_classifiers_[0]
    machine = curves.estimator
    asked = np.asarray(pipeline[:-1].transform(values), dtype=float)
    margins = np.concatenate(
        [_margins(machine, asked[begin : begin + AT_ONCE]) for begin in range(0, len(asked), AT_ONCE)]
    )
    chances = np.column_stack(
        [curve.predict(margin) for curve, margin in zip(curves.calibrators, margins.T, strict=True)]
    )
    if chances.shape[1] == 1:
        return np.column_stack([1 - chances[:, 0], chances[:, 0]])
    sums = chances.sum(axis=1, keepdims=True)
    even = np.full_like(chances, 1 / chances.shape[1])
    return np.asarray(np.divide(chances, sums, out=even, where=sums != 0))


def _margins(machine: Any, asked: Numbers) -> Numbers:
    """The decision function: one column of two classes, else one a class, as scikit-learn makes it of all pairs."""
    from sklearn.utils.multiclass import _ovr_decision_function

    vectors = machine.support_vectors_
    away = (asked**2).sum(axis=1)[:, None] + (vectors**2).sum(axis=1) - 2 * asked @ vectors.T
    kernel = np.exp(-machine._gamma * np.maximum(away, 0))
    weights, ends = machine.dual_coef_, np.concatenate([[0], np.cumsum(machine.n_support_)])
    if len(machine.classes_) == 2:
        return np.asarray(kernel @ weights.T + machine.intercept_)
    of_class = [slice(begin, end) for begin, end in pairwise(ends.tolist())]
    pairs = [
        kernel[:, of_class[one]] @ weights[other - 1, of_class[one]]
        + kernel[:, of_class[other]] @ weights[one, of_class[other]]
        for one in range(len(of_class))
        for other in range(one + 1, len(of_class))
    ]
    between = np.column_stack(pairs) + machine.intercept_
    return np.asarray(_ovr_decision_function(between < 0, -between, len(of_class)))
