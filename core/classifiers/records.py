"""What is written of a model's predictions: one plain record for each target and model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.budget import spent_on
from core.classifiers.importance import importance
from core.classifiers.intervals import DRAWS, Interval, interval, intervals, resampled
from core.classifiers.judging import customers_of
from core.classifiers.measures import (
    DECIMALS,
    HEADLINES,
    Judged,
    areas_of_classes,
    average_precision,
    calibration,
    confusion,
    gains,
    headline,
    report,
    rounded,
)
from core.classifiers.naming import BASELINES
from core.classifiers.rules import rules_of
from core.classifiers.targets import TARGETS
from core.classifiers.told import STAYING_KEYS, Reached
from core.classifiers.words import standing, verdict

if TYPE_CHECKING:
    from core.classifiers.judging import Answers, Exam
    from core.classifiers.staying import Staying
    from core.clusters.model import Labels, Numbers

AUC = HEADLINES.index("auc")
_NOBODY_STAYS: Mapping[str, None] = dict.fromkeys(STAYING_KEYS)


@dataclass(frozen=True, slots=True)
class Marked:
    """The predictions of one model beside the truth, and their figures in every draw."""

    model: str
    answers: Answers
    judged: Judged
    draws: Numbers


def marked(exam: Exam, answers: Answers, seed: int, draws: int = DRAWS) -> Marked:
    """Put the answers of all parts together and draw from them."""
    judged = judged_of(exam, answers)
    return Marked(answers.model, answers, judged, resampled(judged, customers_of(exam), seed, draws))


def judged_of(exam: Exam, answers: Answers) -> Judged:
    """All rows of an exam, part after part."""
    return Judged(
        exam.classes,
        np.concatenate([part.truth for part in exam.parts]),
        np.concatenate([answer.decided for answer in answers.parts]),
        np.concatenate([answer.chances for answer in answers.parts]),
        days_of(exam),
    )


def days_of(exam: Exam) -> Labels:
    """The number of each row's cut-off; folds are all of one day."""
    rolling = exam.parts[0].until is not None
    return np.concatenate(
        [np.full(len(part.truth), number if rolling else 0) for number, part in enumerate(exam.parts)]
    )


def best_baseline(all_marked: Mapping[str, Marked]) -> str:
    """The baseline with the highest AUC."""
    areas = {
        name: headline(all_marked[name].judged)["auc"] or 0.0 for name in BASELINES if name in all_marked
    }
    return max(areas, key=lambda name: areas[name])


def first_record(exam: Exam, mine: Marked, repeats: str, seed: int) -> dict[str, Any]:
    """What is known of a model before there are baselines to compare it with, and without what takes longer than that."""
    compared = {"verdict": "", "standing": "", "baseline": "", "auc_difference": None}
    return {**record(exam, mine, mine, repeats, seed, weighs_features=False), **compared}


def record(
    exam: Exam,
    mine: Marked,
    baseline: Marked,
    repeats: str,
    seed: int,
    contacts: int = 0,
    *,
    stays: Staying | None = None,
    weighs_features: bool = True,
) -> dict[str, Any]:
    """Everything that is written of one model for one target; the importance of features, which takes longest, can be left out.

    `stays` is what everybody's label at the cut-off is worth, where they have one.
    """
    target, judged = TARGETS[exam.target], mine.judged
    figures, between = headline(judged), intervals(mine.draws)
    lead = mine.draws[:, AUC] - baseline.draws[:, AUC]
    difference = _difference(figures["auc"], headline(baseline.judged)["auc"])
    lead_between = None if mine.model == baseline.model else interval(lead)
    last = mine.answers.parts[0].fitted
    told: dict[str, Any] = {
        "target": exam.target,
        "model": mine.model,
        "question": target.question,
        "repeats": repeats,
        "verdict": "",
        "standing": "",
        "classes": list(judged.classes),
        "rows": len(judged.truth),
        "customers": len(np.unique(customers_of(exam))),
        "features": list(last.columns),
    }
    for name in HEADLINES:
        told[name] = figures[name]
        told[f"{name}_interval"] = _listed(between[name])
    told |= {
        "auc_by_class": areas_of_classes(judged),
        "average_precision": average_precision(judged),
        "baseline": baseline.model,
        "auc_difference": difference,
        "auc_difference_interval": _listed(lead_between),
        **(_NOBODY_STAYS if stays is None else stays.beside(mine, figures["accuracy"] or 0.0)),
        "report": report(judged),
        "confusion": confusion(judged),
        "cut_offs": _cut_offs(exam, mine, stays) if exam.parts[0].until is not None else [],
        "importance": importance(exam, mine.answers.parts[0], 0, seed) if weighs_features else [],
    }
    if target.positive and judged.classes[0] == target.positive:
        told |= {"gains": gains(judged), "calibration": calibration(judged)}
        if contacts and exam.parts[0].until is not None:
            told["budget"] = [_budgeted(one) for one in spent_on(exam, mine.answers, contacts)]
    told |= {"standing": standing(told), "verdict": verdict(told)}
    return told | _inside(exam, mine)


def _budgeted(reached: Reached) -> dict[str, Any]:
    return {**asdict(reached), "cut_off": str(reached.cut_off)}


def _inside(exam: Exam, mine: Marked) -> dict[str, Any]:
    """What a model looks like that was learned for the first part: at the latest cut-off, or without the first fold."""
    fitted = mine.answers.parts[0].fitted
    told: dict[str, Any] = {"learned_from": fitted.learned_from, "settings": dict(fitted.settings)}
    if fitted.tried:
        told["neighbours"] = [
            {name: round(value, DECIMALS) for name, value in asdict(one).items()} for one in fitted.tried
        ]
    if mine.model == "tree":
        told["rules"] = rules_of(fitted, exam.classes, exam.countries)
    return told


def _cut_offs(exam: Exam, mine: Marked, stays: Staying | None) -> list[dict[str, Any]]:
    found = []
    for number, (part, answer, day) in enumerate(
        zip(exam.parts, mine.answers.parts, mine.judged.days, strict=True)
    ):
        found.append(
            {
                "cut_off": str(part.cut_off),
                "until": str(part.until),
                "customers": len(part.truth),
                "learned_at": [str(one) for one in part.learned_at],
                "learned_from": answer.fitted.learned_from,
                **headline(day),
                "auc_interval": _listed(interval(mine.draws[:, len(HEADLINES) + number])),
                "stays_accuracy": None if stays is None else rounded(stays.by_day[number]),
                "confusion": confusion(day),
            }
        )
    return found


def _difference(mine: float | None, theirs: float | None) -> float | None:
    return None if mine is None or theirs is None else rounded(mine - theirs)


def _listed(between: Interval | None) -> list[float] | None:
    return None if between is None else list(between)
