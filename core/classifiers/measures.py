"""Figures of predictions, as scikit-learn has them; the same on rows that count more than once, for intervals.

AUC is the share of pairs, one of a class and one of none, that the probabilities put in the right order (half for a tie);
of more than two classes the mean of each against the rest. Over several cut-offs it is the mean of theirs: a customer is
compared with those of the same day, as probabilities of another day come from another model and another season.

Brier is the mean squared error of the probability of the class looked for; of more than two classes the sum over all of
them. Gain at a share is how many of the class looked for are among that share of the customers of each day, likeliest
first; of customers with equal probabilities as many as on average.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from core.clusters.model import Labels, Numbers

DECIMALS = 6
BINS = 10
GAIN_SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
HEADLINES = ("accuracy", "balanced_accuracy", "auc", "brier")


@dataclass(frozen=True, slots=True)
class Judged:
    """Predictions beside the truth, row by row."""

    classes: tuple[str, ...]
    truth: Labels
    decided: Labels
    chances: Numbers
    day: Labels
    """The number of each row's cut-off, from 0 on."""

    def of_day(self, day: int) -> Judged:
        """The rows of one cut-off."""
        rows = self.day == day
        truth = self.truth[rows]
        return Judged(self.classes, truth, self.decided[rows], self.chances[rows], np.zeros_like(truth))

    @property
    def days(self) -> tuple[Judged, ...]:
        """The rows of each cut-off."""
        return tuple(self.of_day(day) for day in range(int(self.day.max()) + 1))

    @property
    def scored(self) -> tuple[int, ...]:
        """The places of the classes that AUC is worked out of: the one looked for of two, else all."""
        count = len(self.classes)
        return (0,) if count == 2 else tuple(range(count))


class Ranked:
    """Rows in the order of a score, ready to be weighed many times."""

    def __init__(self, score: Numbers, positive: Any) -> None:
        order = np.argsort(-score, kind="stable")
        self._order = order
        self._positive = np.asarray(positive, dtype=float)[order]
        ranked = score[order]
        self._ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)

    def reached(self, weights: Numbers | None = None) -> tuple[Numbers, Numbers]:
        """Positives and others from the top down to the end of each group of equal scores, beginning with none."""
        weighed = np.ones(len(self._order)) if weights is None else weights[self._order]
        positives = np.cumsum(weighed * self._positive)[self._ends]
        others = np.cumsum(weighed * (1 - self._positive))[self._ends]
        return np.append(0.0, positives), np.append(0.0, others)

    def auc(self, weights: Numbers | None = None) -> float:
        """The area under the ROC curve; NaN where all are of one kind."""
        positives, others = self.reached(weights)
        if positives[-1] == 0 or others[-1] == 0:
            return float("nan")
        return float(np.trapezoid(positives, others) / (positives[-1] * others[-1]))


class Hits:
    """How often what was decided is right, for any weights of the rows."""

    def __init__(self, truth: Labels, decided: Labels, classes: int) -> None:
        self._truth, self._classes = truth, classes
        self._right = (truth == decided).astype(float)

    def shares(self, weights: Numbers | None = None) -> tuple[float, float]:
        """Accuracy and balanced accuracy."""
        weighed = np.ones(len(self._right)) if weights is None else weights
        of_class = np.bincount(self._truth, weights=weighed, minlength=self._classes)
        right = np.bincount(self._truth, weights=weighed * self._right, minlength=self._classes)
        there = of_class > 0
        return (
            float((weighed * self._right).sum()) / float(weighed.sum()),
            float((right[there] / of_class[there]).mean()),
        )


class Scale:
    """The headline figures of predictions, for any weights of their rows."""

    def __init__(self, judged: Judged) -> None:
        self._hits = Hits(judged.truth, judged.decided, len(judged.classes))
        self._errors = squared_errors(judged)
        self._days = [
            (
                np.flatnonzero(judged.day == number),
                [Ranked(day.chances[:, place], day.truth == place) for place in day.scored],
            )
            for number, day in enumerate(judged.days)
        ]

    def figures(self, weights: Numbers | None = None) -> tuple[float, ...]:
        """Accuracy, balanced accuracy, AUC and Brier, in this order, and the AUC of each cut-off; NaN where there is none."""
        weighed = np.ones(len(self._errors)) if weights is None else weights
        areas = [_mean([ranked.auc(weighed[rows]) for ranked in ranks]) for rows, ranks in self._days]
        return (
            *self._hits.shares(weighed),
            _mean(areas),
            float((weighed * self._errors).sum()) / float(weighed.sum()),
            *areas,
        )


def _mean(values: Sequence[float]) -> float:
    """The mean of those that there are."""
    told = [value for value in values if not np.isnan(value)]
    return sum(told) / len(told) if told else float("nan")


def areas_of_classes(judged: Judged) -> dict[str, float | None]:
    """The AUC of each class against the rest: the mean over the cut-offs at which there are some of the class and others."""
    days = judged.days
    return {
        name: rounded(_mean([Ranked(day.chances[:, place], day.truth == place).auc() for day in days]))
        for place, name in enumerate(judged.classes)
    }


def squared_errors(judged: Judged) -> Numbers:
    """What each row adds to Brier."""
    if len(judged.classes) == 2:
        return np.asarray((judged.chances[:, 0] - (judged.truth == 0)) ** 2)
    sure = np.eye(len(judged.classes))[judged.truth]
    return np.asarray(((judged.chances - sure) ** 2).sum(axis=1))


def headline(judged: Judged) -> dict[str, float | None]:
    """The headline figures by name."""
    return {name: rounded(value) for name, value in zip(HEADLINES, Scale(judged).figures(), strict=False)}


def rounded(value: float) -> float | None:
    """A figure as it is written; None for one that there is not."""
    return None if np.isnan(value) else round(float(value), DECIMALS)


def report(judged: Judged) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and support of each class, and their means."""
    from sklearn.metrics import classification_report

    found: dict[str, Any] = classification_report(
        judged.truth,
        judged.decided,
        labels=range(len(judged.classes)),
        target_names=judged.classes,
        output_dict=True,
        zero_division=0.0,
    )
    return {
        name: {figure: round(float(value), DECIMALS) for figure, value in line.items()}
        for name, line in found.items()
        if isinstance(line, dict) and name != "micro avg"
    }


def confusion(judged: Judged) -> list[list[int]]:
    """Rows by truth, columns by what was decided, both in the order of the classes."""
    count = len(judged.classes)
    table = np.zeros((count, count), dtype=int)
    np.add.at(table, (judged.truth, judged.decided), 1)
    return [[int(cell) for cell in row] for row in table]


def gains(judged: Judged, shares: Sequence[float] = GAIN_SHARES, place: int = 0) -> list[dict[str, float]]:
    """Of the class looked for, or the one at a place, the share reached by asking the likeliest first, and how many times as many as at random (lift)."""
    everybody = int((judged.truth == place).sum())
    if not everybody:
        return []
    found = []
    for share in shares:
        reached = sum(
            reached_by(day.chances[:, place], day.truth == place, share * len(day.truth))
            for day in judged.days
        )
        gain = reached / everybody
        found.append({"share": share, "gain": round(gain, DECIMALS), "lift": round(gain / share, DECIMALS)})
    return found


def reached_by(score: Numbers, positive: Any, asked: float) -> float:
    """How many positives are among so many with the highest scores; of equal ones as many as on average."""
    positives, others = Ranked(score, positive).reached()
    return float(np.interp(asked, positives + others, positives))


def calibration(judged: Judged, place: int = 0) -> list[dict[str, float]]:
    """Tenths of the customers by the probability of the class looked for, or the one at a place: what was said, and what came.

    Where many were given one probability they are a group of their own: with others, the group would have a mean that nobody was given.
    """
    said, came = judged.chances[:, place], judged.truth == place
    groups = _groups_of(said)
    return [
        {
            "customers": int((groups == number).sum()),
            "said": round(float(said[groups == number].mean()), DECIMALS),
            "came": round(float(came[groups == number].mean()), DECIMALS),
        }
        for number in np.unique(groups)
    ]


def _groups_of(said: Numbers) -> Labels:
    """The number of each row's group, lowest probabilities first: values of many rows are groups, and so are tenths of what lies between two of these.

    Many are half a tenth, so that no tenth between them can begin and end with the same value.
    """
    values, counts = np.unique(said, return_counts=True)
    shared = values[counts >= max(2, len(said) / (2 * BINS))]
    stretches = np.searchsorted(shared, said, side="left") + np.searchsorted(shared, said, side="right")
    groups = np.zeros(len(said), dtype=np.int64)
    for stretch in np.unique(stretches):
        rows = stretches == stretch
        bins = max(1, round(BINS * rows.sum() / len(said)))
        inner = np.quantile(said[rows], np.linspace(0, 1, bins + 1))[1:-1]
        # Odd stretches are of one value.
        within = 0 if stretch % 2 else np.searchsorted(inner, said[rows], side="left")
        groups[rows] = stretch * (BINS + 1) + within
    return groups


def average_precision(judged: Judged) -> float | None:
    """Precision by recall, as scikit-learn adds it up; the mean over classes and cut-offs as with AUC."""
    days = []
    for day in judged.days:
        found = []
        for place in day.scored:
            positives, others = Ranked(day.chances[:, place], day.truth == place).reached()
            if 0 < positives[-1] < len(day.truth):
                precision = positives[1:] / (positives[1:] + others[1:])
                found.append(float((np.diff(positives) / positives[-1] * precision).sum()))
        days.append(_mean(found))
    return rounded(_mean(days))


def roc_curve(judged: Judged, place: int) -> tuple[Numbers, Numbers]:
    """The shares of others and of a class that are reached on the way down."""
    positives, others = Ranked(judged.chances[:, place], judged.truth == place).reached()
    return others / max(others[-1], 1), positives / max(positives[-1], 1)


def precision_recall_curve(judged: Judged, place: int) -> tuple[Numbers, Numbers]:
    """Recall and precision on the way down."""
    positives, others = Ranked(judged.chances[:, place], judged.truth == place).reached()
    return positives[1:] / max(positives[-1], 1), positives[1:] / (positives[1:] + others[1:])
