"""The active model: learned from everything that has happened, and asked about every customer of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.judging import lesson_of
from core.classifiers.models import MOST_LEARNED, bounded, fit
from core.clusters.fitting import one_thread, without_warnings
from core.engine import usable_cores
from core.segments import PREDICTED

if TYPE_CHECKING:
    from core.classifiers.judging import Exam
    from core.classifiers.known import Known
    from core.classifiers.models import Fitted, Lesson
    from core.clusters.model import Labels, Numbers
    from core.recipe import ClassifierPart

# How many customers are asked about at once.
BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Learned:
    """A model that has learned from everything that has happened, with what it learned from."""

    exam: Exam
    lesson: Lesson
    fitted: Fitted


def learned(model: str, exam: Exam, days: Sequence[Known], part: ClassifierPart) -> Fitted:
    """A model that has learned from the customers of these days."""
    return learned_from(lesson_for(model, exam, days, part), model, part)


def lesson_for(model: str, exam: Exam, days: Sequence[Known], part: ClassifierPart) -> Lesson:
    """What a model learns from the customers of these days: as many rows as it takes at most."""
    held = exam.parts[0].lesson.columns
    every = lesson_of(days, exam.target, exam.classes, held, exam.seen, part.seed)
    return bounded(every, MOST_LEARNED[model])


def learned_from(lesson: Lesson, model: str, part: ClassifierPart, *, k: int = 0) -> Fitted:
    """A model that has learned this; `k` is how many neighbours k-NN asks, where that is settled."""
    with one_thread():
        return fit(model, lesson, part, k=k)


def said_of(fitted: Fitted, everyone: Known) -> tuple[Labels, Numbers]:
    """The class that is decided for each customer, and the chances of all classes."""
    chances = chances_of(fitted, everyone.seen(fitted.columns))
    return fitted.decided(chances), chances


def chances_of(fitted: Fitted, values: Numbers) -> Numbers:
    """The chances of all classes; very many customers are asked about on all cores."""
    if len(values) <= BATCH:
        return fitted.probabilities(values)
    from joblib import Parallel, delayed

    def of_batch(begin: int) -> Numbers:
        with one_thread():
            return fitted.probabilities(values[begin : begin + BATCH])

    parallel = Parallel(n_jobs=usable_cores(), backend="threading")
    with one_thread(), without_warnings():
        found = parallel(delayed(of_batch)(begin) for begin in range(0, len(values), BATCH))
    return np.concatenate(found)


def write_said(path: Path, everyone: Known, fitted: Fitted, classes: Sequence[str], positive: str) -> None:
    """Write what is said of each customer: the class, and the chance of the class looked for (else of the one decided for)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    decided, chances = said_of(fitted, everyone)
    of = np.full(len(decided), classes.index(positive)) if positive in classes else decided
    name, chance = PREDICTED
    table = pa.table(
        {
            "customer_id": pa.array(everyone.ids, pa.string()),
            name: pa.array(np.array(classes, dtype=object)[decided], pa.string()),
            chance: pa.array(chances[np.arange(len(of)), of], pa.float64()),
        }
    )
    pq.write_table(table, path)
