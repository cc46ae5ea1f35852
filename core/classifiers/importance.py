"""Permutation importance: how much AUC falls when the values of a feature are dealt out anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.measures import DECIMALS, Judged, Scale
from core.classifiers.naming import BLIND

if TYPE_CHECKING:
    from core.classifiers.judging import Answer, Exam

ASKED, DEALS = 500, 3
AUC_PLACE = 2


def importance(exam: Exam, answer: Answer, place: int, seed: int) -> list[dict[str, float | str]]:
    """Of each feature that a model looks at, on at most so many customers of one part, the most important first."""
    fitted, part = answer.fitted, exam.parts[place]
    if fitted.name in BLIND:
        return []
    rng = np.random.default_rng(seed)
    rows = np.sort(rng.permutation(len(part.truth))[:ASKED])
    places = [part.lesson.columns.index(column) for column in fitted.columns]
    values, truth = part.values[rows][:, places], part.truth[rows]
    count = len(rows)
    dealt = [values]
    for column in range(len(places)):
        for _ in range(DEALS):
            mixed = values.copy()
            mixed[:, column] = rng.permutation(mixed[:, column])
            dealt.append(mixed)
    chances = fitted.probabilities(np.concatenate(dealt))
    areas = []
    for number in range(len(dealt)):
        here = chances[number * count : (number + 1) * count]
        judged = Judged(exam.classes, truth, truth, here, np.zeros_like(truth))
        areas.append(Scale(judged).figures()[AUC_PLACE])
    found: list[dict[str, float | str]] = []
    for number, feature in enumerate(fitted.columns):
        falls = areas[0] - np.array(areas[1 + number * DEALS : 1 + (number + 1) * DEALS])
        if not np.isnan(falls).any():
            found.append({"feature": feature, "auc_lost": round(float(falls.mean()), DECIMALS)})
    return sorted(found, key=lambda one: (-float(one["auc_lost"]), str(one["feature"])))
