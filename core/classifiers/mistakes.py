"""Whom a model places wrongly, and why: what it goes by, the questions of a tree, and the customers most like this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.features import COUNTRY
from core.classifiers.models import Lesson, prepared_for
from core.classifiers.naming import BLIND
from core.classifiers.rules import path_of
from core.classifiers.told import Like, Reason
from core.errors import RegularsError

if TYPE_CHECKING:
    from core.classifiers.judging import Exam, Part
    from core.classifiers.models import Fitted
    from core.classifiers.records import Marked
    from core.clusters.model import Numbers

MOST_LIKE = 5
CHANCE_DECIMALS = 3


def write_mistakes(path: Path, exam: Exam, marked: Marked) -> int:
    """Write whom a model places wrongly, the furthest from the truth first; how many they are.

    That is by how much likelier than the truth what it decided for was to it, as the chances are shown.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    judged = marked.judged
    rolling = exam.parts[0].until is not None
    ids = np.concatenate([part.ids for part in exam.parts])
    days = [part.cut_off for part in exam.parts for _ in part.ids]
    rows = np.arange(len(judged.truth))
    of_truth, of_decided = (
        np.round(judged.chances[rows, of], CHANCE_DECIMALS) for of in (judged.truth, judged.decided)
    )
    apart = np.round(of_decided - of_truth, CHANCE_DECIMALS)
    missed = np.flatnonzero(judged.truth != judged.decided)
    missed = missed[np.lexsort((ids[missed].astype(str), -apart[missed]))]
    classes = np.array(exam.classes, dtype=object)
    columns: dict[str, Any] = {"customer_id": pa.array(ids[missed], pa.string())}
    if rolling:
        columns["cut_off"] = pa.array([days[place] for place in missed], pa.date32())
    columns |= {
        "truth": pa.array(classes[judged.truth[missed]], pa.string()),
        "prediction": pa.array(classes[judged.decided[missed]], pa.string()),
        "chance_of_truth": pa.array(of_truth[missed], pa.float64()),
        "chance_of_prediction": pa.array(of_decided[missed], pa.float64()),
    }
    pq.write_table(pa.table(columns), path)
    return len(missed)


def reason(exam: Exam, marked: Marked, customer_id: str, cut_off: str) -> Reason:
    """Why a model placed a customer where it did; `cut_off` is a day, empty for labels of today."""
    number, row = _place(exam, customer_id, cut_off)
    part, answer = exam.parts[number], marked.answers.parts[number]
    fitted, chances = answer.fitted, answer.chances[row]
    values = part.values[row : row + 1]
    seen = values[:, [part.lesson.columns.index(column) for column in fitted.columns]]
    truth, decided = exam.classes[part.truth[row]], exam.classes[answer.decided[row]]
    told = sorted(
        zip(exam.classes, map(float, chances), strict=True),
        # Of equal chances those first that all is about.
        key=lambda one: (-one[1], one[0] != decided, one[0] != truth),
    )
    return Reason(
        truth=truth,
        decided=decided,
        chances=tuple(told),
        features=fitted.columns,
        values=_shown(exam, fitted.columns, seen[0]),
        path=tuple(path_of(fitted, exam.classes, exam.countries, seen)) if fitted.name == "tree" else (),
        alike=_alike(exam, part, fitted, seen) if fitted.name not in BLIND else (),
    )


def _place(exam: Exam, customer_id: str, cut_off: str) -> tuple[int, int]:
    """The part and the row of a customer."""
    for number, part in enumerate(exam.parts):
        if part.until is None or str(part.cut_off) == cut_off:
            rows = np.flatnonzero(part.ids == customer_id)
            if len(rows):
                return number, int(rows[0])
    raise RegularsError(
        f"Customer {customer_id} is not among those that were judged.", "Choose one of the table."
    )


def _alike(exam: Exam, part: Part, fitted: Fitted, seen: Numbers) -> tuple[Like, ...]:
    """The nearest of those learned from, by the features that the model looks at, made comparable as for k-NN."""
    from sklearn.neighbors import NearestNeighbors

    lesson: Lesson = part.lesson
    learned = lesson.values[:, [lesson.columns.index(column) for column in fitted.columns]]
    prepared = (
        fitted.pipeline[0] if fitted.name == "knn" else prepared_for(fitted.columns, scaled=True).fit(learned)
    )
    near = NearestNeighbors(n_neighbors=min(MOST_LIKE, len(learned))).fit(prepared.transform(learned))
    places = near.kneighbors(prepared.transform(seen), return_distance=False)[0]
    return tuple(
        Like(exam.classes[lesson.truth[place]], _shown(exam, fitted.columns, learned[place]))
        for place in places
    )


def _shown(exam: Exam, columns: tuple[str, ...], values: Numbers) -> tuple[float | str | None, ...]:
    """Values as they are told: countries by their names, and nothing where there is nothing."""
    return tuple(
        None
        if np.isnan(value)
        else exam.countries.get(float(value), "")
        if column == COUNTRY
        else float(value)
        for column, value in zip(columns, values, strict=True)
    )
