"""A budget of contacts: how many of those looked for each way of choosing whom to contact would have reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.measures import reached_by
from core.classifiers.told import MODEL, RANDOM, RECENCY, VALUE, Reached

if TYPE_CHECKING:
    from core.classifiers.judging import Answers, Exam, Part
    from core.clusters.model import Numbers


def spent_on(exam: Exam, answers: Answers, contacts: int) -> list[Reached]:
    """Every policy at every past cut-off, with so many contacts at each."""
    found = []
    for part, answer in zip(exam.parts, answers.parts, strict=True):
        positive = part.truth == 0
        asked = min(contacts, len(positive))
        for policy, score in _scores(part, answer.chances[:, 0]).items():
            assert part.cut_off is not None  # noqa: S101  only what comes after a day can be missed
            reached = reached_by(score, positive, asked)
            found.append(Reached(policy, part.cut_off, asked, round(reached, 3), int(positive.sum())))
    return found


def _scores(part: Part, chances: Numbers) -> Mapping[str, Numbers]:
    """What each policy puts customers in order by, the first to be contacted highest."""
    return {
        MODEL: chances,
        VALUE: part.facts["value"],
        RECENCY: -part.facts["recency"],
        RANDOM: np.zeros(len(chances)),
    }
