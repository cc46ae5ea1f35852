"""Supposing that everybody stays as they are: how often that is right of a label that customers have at the cut-off already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.intervals import DRAWS, interval, weights_of_draws
from core.classifiers.judging import customers_of
from core.classifiers.measures import HEADLINES, Hits, rounded
from core.classifiers.told import STAYING_KEYS

if TYPE_CHECKING:
    from core.classifiers.judging import Exam
    from core.classifiers.records import Marked
    from core.clusters.model import Numbers

ACCURACY = HEADLINES.index("accuracy")


@dataclass(frozen=True, slots=True)
class Staying:
    """How often it is right, of the rows that models are judged by."""

    accuracy: float
    balanced_accuracy: float
    by_day: tuple[float, ...]
    """Accuracy at each cut-off."""
    draws: Numbers
    """Accuracy in every draw, the same as those of models."""

    def beside(self, mine: Marked, accuracy: float) -> dict[str, Any]:
        """What a record says of it, beside a model's accuracy."""
        between = interval(mine.draws[:, ACCURACY] - self.draws)
        figures = (
            rounded(self.accuracy),
            rounded(self.balanced_accuracy),
            rounded(accuracy - self.accuracy),
            None if between is None else list(between),
        )
        return dict(zip(STAYING_KEYS, figures, strict=True))


def staying_of(exam: Exam, seed: int, draws: int = DRAWS) -> Staying | None:
    """How often supposing it is right; None where the label is none that anybody has at the cut-off."""
    days = [
        Hits(part.truth, part.stays, len(exam.classes)).shares()[ACCURACY]
        for part in exam.parts
        if part.stays is not None
    ]
    stays = [part.stays for part in exam.parts if part.stays is not None]
    if len(stays) < len(exam.parts):
        return None
    truth = np.concatenate([part.truth for part in exam.parts])
    hits = Hits(truth, np.concatenate(stays), len(exam.classes))
    drawn = [hits.shares(weights)[ACCURACY] for weights in weights_of_draws(customers_of(exam), seed, draws)]
    return Staying(*hits.shares(), tuple(days), np.array(drawn))
