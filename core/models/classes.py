"""A classifier as it is kept: what it learned from, without a customer's name, from which it learns the same again.

Nothing that was fitted is kept, as loading such a thing could run code or crash: a second of learning gives it back. What the
model said of some of its rows is kept beside them, and shows whether it says so still.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.features import COLUMNS_OF, COUNTRY
from core.classifiers.known import code_of
from core.classifiers.models import MOST_LEARNED
from core.classifiers.naming import ALONE, BASELINES, MODELS
from core.classifiers.targets import TARGETS
from core.classifiers.words import reservation
from core.recipe_classifier import MOST_HORIZON

if TYPE_CHECKING:
    from core.classifiers.active import Learned
    from core.clusters.model import Labels, Numbers
    from core.models.bundle import Arrays

# Of so many rows, spread over all, is kept what was said.
PROBES = 50
MOST_ROWS = max(MOST_LEARNED.values())
MOST_CLASSES = 200
COLUMNS = frozenset(column for named in COLUMNS_OF.values() for column in named)
# What is told of a model beside what it says: how good it was, and of those given a chance how many came.
TOLD = (
    "question",
    "repeats",
    "verdict",
    "standing",
    "rows",
    "customers",
    "accuracy",
    "auc",
    "auc_interval",
    "brier",
    "baseline",
    "calibration",
)


@dataclass(frozen=True, slots=True, eq=False)
class KeptClassifier:
    """One model of one target."""

    target: str
    model: str
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    """What it looks at, in the order of `values`."""
    countries: tuple[str, ...]
    """The names of those that customers were in."""
    k: int
    """How many neighbours k-NN asks; 0 of other models."""
    horizon_days: int
    learned_by: str
    """The version of scikit-learn."""
    evaluation: Mapping[str, Any]
    values: Numbers
    truth: Labels
    """The place of each row's class."""
    said: Numbers
    """The chances that the fitted model gave the rows of `probes`."""

    @property
    def positive(self) -> str:
        """Of two classes the one that is looked for."""
        return TARGETS[self.target].positive

    @property
    def repeats(self) -> str:
        """What the leakage sentinel said: what `repeats a rule` is no forecast."""
        return str(self.evaluation.get("repeats", ""))

    @property
    def reservation(self) -> str:
        """What speaks against going by it."""
        return reservation(self.evaluation)

    @property
    def probes(self) -> Labels:
        """The rows whose chances are kept."""
        return probes_of(len(self.truth))

    @property
    def calibration(self) -> tuple[Mapping[str, float], ...]:
        """Customers by the chance that they were given at the cut-offs: how many, what was said, and what came."""
        told = self.evaluation.get("calibration") or ()
        return tuple({key: float(one[key]) for key in ("customers", "said", "came")} for one in told)

    def told(self) -> dict[str, Any]:
        """What stands in the file beside the arrays."""
        return {
            "target": self.target,
            "model": self.model,
            "classes": list(self.classes),
            "columns": list(self.columns),
            "countries": list(self.countries),
            "k": self.k,
            "horizon_days": self.horizon_days,
            "learned_by": self.learned_by,
            "evaluation": dict(self.evaluation),
        }

    def arrays(self) -> dict[str, Any]:
        """Its numbers; what is missing is said by its place, as a file holds no number that is none."""
        missing = np.isnan(self.values)
        return {
            "values": np.where(missing, 0.0, self.values),
            "missing": np.flatnonzero(missing).astype(np.int64),
            "truth": self.truth,
            "said": self.said,
        }


def kept(
    learned: Learned, evaluation: Mapping[str, Any], countries: Mapping[float, str], horizon_days: int
) -> KeptClassifier:
    """What is kept of a model that has learned."""
    import sklearn

    lesson, fitted = learned.lesson, learned.fitted
    values = np.ascontiguousarray(lesson.values[:, [lesson.columns.index(one) for one in fitted.columns]])
    there: set[float] = set()
    if COUNTRY in fitted.columns:
        there = set(values[:, fitted.columns.index(COUNTRY)].tolist())
    return KeptClassifier(
        target=learned.exam.target,
        model=fitted.name,
        classes=learned.exam.classes,
        columns=fitted.columns,
        countries=tuple(sorted(name for code, name in countries.items() if code in there)),
        k=int(fitted.settings.get("k", 0)),
        horizon_days=horizon_days,
        learned_by=sklearn.__version__,
        evaluation={name: evaluation[name] for name in TOLD if name in evaluation},
        values=values,
        truth=lesson.truth,
        said=fitted.probabilities(values[probes_of(len(values))]),
    )


def probes_of(rows: int) -> Labels:
    """The places of some rows, spread over all."""
    return np.arange(0, rows, max(1, -(-rows // PROBES)), dtype=np.int64)


def read(told: Mapping[str, Any], arrays: Arrays, place: str) -> KeptClassifier:
    """The classifier of a file; an error of many kinds where it contradicts itself."""
    values = np.array(arrays[f"{place}_values"], dtype=float)
    truth, said = arrays[f"{place}_truth"], arrays[f"{place}_said"]
    missing = arrays[f"{place}_missing"]
    found = KeptClassifier(
        target=str(told["target"]),
        model=str(told["model"]),
        classes=texts(told["classes"]),
        columns=texts(told["columns"]),
        countries=texts(told["countries"]),
        k=int(told["k"]),
        horizon_days=int(told["horizon_days"]),
        learned_by=str(told["learned_by"]),
        evaluation=dict(told["evaluation"]),
        values=values,
        truth=truth,
        said=said,
    )
    _check(found, missing)
    if len(missing):
        values.flat[missing] = np.nan
    return found


def texts(told: Sequence[Any]) -> tuple[str, ...]:
    """The texts of a file's list; ValueError where it is none, or has anything else."""
    _hold(isinstance(told, list) and all(isinstance(one, str) for one in told))
    return tuple(told)


def _check(one: KeptClassifier, missing: Labels) -> None:
    """What must be so of everything that we have written."""
    rows, columns, classes = len(one.truth), len(one.columns), len(one.classes)
    _hold(one.target in TARGETS and one.model in (*MODELS, *BASELINES))
    _hold(set(one.columns) <= COLUMNS and len(set(one.columns)) == columns > 0)
    _hold(one.model not in ALONE or one.columns == (one.model,))
    _hold(len(set(one.classes)) == classes and 2 <= classes <= MOST_CLASSES)
    _hold(0 < rows <= MOST_ROWS and one.values.shape == (rows, columns))
    _hold(one.truth.dtype.kind == "i" and one.truth.ndim == 1)
    _hold(int(one.truth.min()) >= 0 and int(one.truth.max()) < classes and len(np.unique(one.truth)) > 1)
    _hold(one.said.shape == (len(one.probes), classes))
    _hold(missing.dtype.kind == "i" and missing.ndim == 1)
    _hold(not len(missing) or (int(missing.min()) >= 0 and int(missing.max()) < one.values.size))
    _hold((0 < one.k <= rows) == (one.model == "knn") and 1 <= one.horizon_days <= MOST_HORIZON)
    _hold(all(float(number) >= 0 for tenth in one.calibration for number in tenth.values()))
    _hold(all(isinstance(one.evaluation.get(name, ""), str) for name in ("repeats", "verdict", "standing")))
    codes = [code_of(name) for name in one.countries]
    _hold(len(set(codes)) == len(codes))


def _hold(true: bool) -> None:
    if not true:
        raise ValueError("a classifier that contradicts itself")
