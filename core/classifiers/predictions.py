"""Predictions as a file: a row for each customer, target, model and cut-off, from which every figure can be worked out again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.classifiers.judging import Exam
    from core.classifiers.records import Marked


def write_predictions(path: Path, found: Sequence[tuple[Exam, Marked]]) -> None:
    """Write them; `probabilities` are in the order of the record's classes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [
            ("customer_id", pa.string()),
            ("target", pa.string()),
            ("model", pa.string()),
            ("cut_off", pa.date32()),
            ("truth", pa.string()),
            ("prediction", pa.string()),
            ("probabilities", pa.list_(pa.float64())),
        ]
    )
    with pq.ParquetWriter(path, schema) as file:
        for exam, marked in found:
            judged, classes = marked.judged, np.array(exam.classes, dtype=object)
            rows = len(judged.truth)
            days = [part.cut_off for part in exam.parts for _ in part.ids]
            offsets = np.arange(rows + 1, dtype=np.int32) * len(classes)
            columns = [
                pa.array(np.concatenate([part.ids for part in exam.parts]), pa.string()),
                pa.array([exam.target] * rows, pa.string()),
                pa.array([marked.model] * rows, pa.string()),
                pa.array(days, pa.date32()),
                pa.array(classes[judged.truth], pa.string()),
                pa.array(classes[judged.decided], pa.string()),
                pa.ListArray.from_arrays(offsets, judged.chances.ravel()),
            ]
            file.write_table(pa.table(columns, schema=schema))
