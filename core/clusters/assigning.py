"""Who belongs where: as an expression on the customers where centres say it, else by the nearest of those that were learned from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.clusters.fitting import Fit
from core.clusters.model import GroupModel

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from core.clusters.model import Labels, Numbers

# Methods whose groups are where their centres are.
BY_CENTRES = ("k-means", "mixture")
ROWS_AT_ONCE = 100_000


def with_number(customers: ibis.Table, model: GroupModel, name: str) -> ibis.Table:
    """The customers with the number of their group in a column of that name; NULL for those who lack a feature."""
    import ibis

    # Step by step, each with columns of its own, so that what a warehouse is given stays short enough to be read.
    helper = _unused("group", customers.columns)
    places = {
        f"{helper}_feature_{place}": (feature.value(customers) - centre) / width
        for place, (feature, centre, width) in enumerate(
            zip(model.features, model.scaling.centre, model.scaling.width, strict=True), 1
        )
    }
    scaled = customers.mutate(**places)
    numbers = range(1, model.k + 1)
    distances = {
        f"{helper}_distance_{number}": _distance(model, number, [scaled[place] for place in places])
        for number in numbers
    }
    measured = scaled.mutate(**distances)
    far = [measured[distance] for distance in distances]
    nearest = ibis.least(*far) if len(far) > 1 else far[0]
    # Where two are as near, the better one: cases are looked at in order.
    number = ibis.cases(*((one == nearest, number) for number, one in zip(numbers, far, strict=True)))
    return measured.select(*customers.columns, **{name: number})


def _unused(word: str, taken: Sequence[str]) -> str:
    """A beginning that no column has: customers can have columns of any name."""
    while any(column.casefold().startswith(word) for column in taken):
        word += "_"
    return word


def _distance(model: GroupModel, number: int, scaled: list[ir.FloatingValue]) -> ir.FloatingValue:
    """How far everyone is from a group: the squared distance, or, of a mixture, how unlikely it is."""
    away = [value - at for value, at in zip(scaled, model.centres[number - 1], strict=True)]
    if not model.clouds:
        return _sum([one * one for one in away])
    cloud = model.clouds[number - 1]
    turned = [
        _sum([one * weight for one, row in zip(away, cloud.triangle, strict=True) if (weight := row[column])])
        for column in range(len(away))
    ]
    return _sum([one * one for one in turned]) * 0.5 - cloud.level


def _sum(terms: list[ir.FloatingValue]) -> ir.FloatingValue:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def nearest_learned(fit: Fit, values: Numbers) -> Labels:
    """The group of the most alike customer among those that were learned from, for customers that were not."""
    if len(values) == 1:
        # One customer is asked about with every key of the app: a tree is worth its time for many.
        away = ((fit.scaled - fit.model.scaling.of(values)) ** 2).sum(axis=1)
        return fit.labels[[int(away.argmin())]]
    from scipy.spatial import cKDTree

    tree = cKDTree(fit.scaled)
    found = [
        fit.labels[tree.query(fit.model.scaling.of(values[start : start + ROWS_AT_ONCE]))[1]]
        for start in range(0, len(values), ROWS_AT_ONCE)
    ]
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)
