"""What a larger sample would add: a model that learned from ever more rows, judged by the same customers each time.

Rows are drawn by the recipe's seed, each size holding those before it; the last point is the model itself. The gain of the last
doubling has an interval by bootstrap over customers, the same in both draws, so that it is not lost in what both share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.intervals import interval, numbered, resampled
from core.classifiers.judging import FEWEST_TO_LEARN
from core.classifiers.measures import HEADLINES, Judged, headline, rounded
from core.classifiers.models import MOST_LEARNED, Lesson, bounded, fit
from core.classifiers.naming import BASELINES, LONG_NAMES
from core.clusters.fitting import one_thread

if TYPE_CHECKING:
    from core.classifiers.judging import Answer, Answers, Exam, Part
    from core.clusters.model import Labels, Numbers
    from core.recipe import ClassifierPart

HALVINGS = 3
# With fewer rows a point says more of chance than of the model.
FEWEST_ROWS = 50
DRAWS = 200
# A gain in AUC that nobody would notice.
LITTLE = 0.01
AUC = HEADLINES.index("auc")


def of_sample(exam: Exam, answers: Answers, there: int, recipe: ClassifierPart) -> dict[str, Any]:
    """What a record has beside its figures of a model that learned from a part of `there` rows; nothing of others."""
    answer = answers.parts[0]
    if answers.model in BASELINES or there <= answer.fitted.learned_from:
        return {}
    curve = learning_curve(exam.parts[0], answer, exam.classes, recipe)
    return {"rows_there": there, "learning_curve": curve}


def learning_curve(
    part: Part, answer: Answer, classes: tuple[str, ...], recipe: ClassifierPart
) -> list[dict[str, Any]]:
    """AUC by rows learned from, with its interval; each point but the first with what it gained on the one before."""
    name = answer.fitted.name
    lesson = bounded(part.lesson, MOST_LEARNED[name])
    rows = len(lesson.truth)
    order = np.random.default_rng(recipe.seed).permutation(rows)
    whose = numbered(part.ids.tolist())
    points: list[dict[str, Any]] = []
    before: Numbers | None = None
    for halvings in range(HALVINGS, -1, -1):
        fewer = _first(lesson, order[: rows >> halvings]) if halvings else lesson
        if halvings and (rows >> halvings < FEWEST_ROWS or len(np.unique(fewer.truth)) < 2):
            continue
        chances = answer.chances if not halvings else _asked(name, fewer, part, recipe)
        judged = Judged(classes, part.truth, part.truth, chances, np.zeros_like(part.truth))
        draws = resampled(judged, whose, recipe.seed, DRAWS)[:, AUC]
        auc = headline(judged)["auc"]
        point: dict[str, Any] = {"rows": len(fewer.truth), "auc": auc, "auc_interval": _listed(draws)}
        if before is not None:
            earlier = points[-1]["auc"]
            point["gained"] = None if auc is None or earlier is None else rounded(auc - earlier)
            point["gained_interval"] = _listed(draws - before)
        points.append(point)
        before = draws
    return points


def _first(lesson: Lesson, places: Labels) -> Lesson:
    """Some rows, without those of classes too rare among them to be learned."""
    places = np.sort(places)
    counts = np.bincount(lesson.truth[places], minlength=lesson.classes)
    places = places[counts[lesson.truth[places]] >= FEWEST_TO_LEARN]
    return replace(
        lesson, values=lesson.values[places], truth=lesson.truth[places], whose=lesson.whose[places]
    )


def _asked(name: str, lesson: Lesson, part: Part, recipe: ClassifierPart) -> Numbers:
    with one_thread():
        fitted = fit(name, lesson, recipe)
        places = [lesson.columns.index(column) for column in fitted.columns]
        return fitted.probabilities(part.values[:, places])


def _listed(draws: Numbers) -> list[float] | None:
    between = interval(draws)
    return None if between is None else list(between)


def in_words(record: Mapping[str, Any]) -> str:
    """What a model learned from, and what the last doubling gained; empty where it learned from all there are."""
    points: Sequence[Mapping[str, Any]] = record.get("learning_curve", ())
    if not points:
        return ""
    target, model, there = record["target"], record["model"], record["rows_there"]
    told = f"{target}: {LONG_NAMES[model]} learns from {points[-1]['rows']:,} of {there:,} rows"
    if len(points) < 2 or points[-1].get("gained") is None or points[-1]["gained_interval"] is None:
        return f"{told}, too few to say what more of them would add."
    low, high = points[-1]["gained_interval"]
    gain = f"{points[-1]['gained']:+.3f} against {points[-2]['rows']:,} rows, in 95 % of draws from {low:+.3f} to {high:+.3f}"
    if high < LITTLE:
        says = "more would add little"
    elif low > 0:
        says = "more might add something still"
    else:
        says = "what more would add cannot be told from so few customers"
    return f"{told}: {says} (AUC {gain})."
