"""The active model: learned from everything that has happened, and asked about every customer of today."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.judging import lesson_of
from core.classifiers.models import fit
from core.segments import PREDICTED

if TYPE_CHECKING:
    from core.classifiers.judging import Exam
    from core.classifiers.known import Known
    from core.classifiers.models import Fitted
    from core.clusters.model import Labels, Numbers
    from core.recipe import ClassifierPart

# How many customers are asked about at once: k-NN holds their distances.
BATCH = 50_000


def learned(model: str, exam: Exam, days: Sequence[Known], part: ClassifierPart) -> Fitted:
    """A model that has learned from the customers of these days."""
    from threadpoolctl import threadpool_limits

    held = exam.parts[0].lesson.columns
    with threadpool_limits(1):
        return fit(model, lesson_of(days, exam.target, exam.classes, held, exam.seen, part.seed), part)


def said_of(fitted: Fitted, everyone: Known) -> tuple[Labels, Numbers]:
    """The class that is decided for each customer, and the chances of all classes."""
    values = everyone.seen(fitted.columns)
    chances = np.concatenate(
        [fitted.probabilities(values[begin : begin + BATCH]) for begin in range(0, len(values), BATCH)]
    )
    return fitted.decided(chances), chances


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
