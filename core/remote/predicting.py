"""What the screen Predict asks of the engine: what to predict by, customers like one, and who they are."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.clusters.features import FEATURES, Feature
from core.models.kept import Model, Origin, names_of_files
from core.models.learning import model_of, standing_of
from core.scores import MEASURES
from core.sql import ident, parquet_copy
from core.views.placing import population_of

if TYPE_CHECKING:
    from core.clusters.model import Scaling
    from core.models.scored import Scored
    from core.study import Study
    from core.views.result import ResultData

MOST_IDS = 8
# What customers are compared by where there are no groups.
USUAL = (
    Feature("recency", logged=False),
    Feature("frequency", logged=True),
    Feature("monetary", logged=True),
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What is predicted by."""

    model: Model


@dataclass(frozen=True, slots=True)
class Near:
    """A customer, and how far away in the features that customers are compared by."""

    customer_id: str
    recency: int | None
    frequency: int | None
    monetary: float | None
    segment: str
    tier: str
    distance: float


def measured(data: ResultData) -> Basis:
    """What can be predicted by at once: scores, tier and segment."""
    report, recipe = data.result.report, data.result.recipe
    origin = Origin(
        files=names_of_files(recipe.source.paths),
        rows=report.rows,
        customers=report.customers,
        first=report.first,
        last=report.last,
        as_of=report.as_of,
        fingerprint="",
    )
    return Basis(Model(origin, recipe, population_of(data), None, standing_of(data)))


def learned(study: Study) -> Basis:
    """The same with the groups, where there can be some."""
    if study.is_grouped or study.clusters.refusal is None:
        return Basis(model_of(study, grouped=True, judged=False))
    return Basis(model_of(study))


def nearest(
    data: ResultData,
    features: tuple[Feature, ...],
    scaling: Scaling | None,
    given: Mapping[str, float | None],
    most: int,
) -> tuple[Near, ...]:
    """The customers most like one, the most alike first; `scaling` is theirs where none is given."""
    features = _comparable(data, features, given)
    if not features:
        return ()
    numbers = [_number(feature) for feature in features]
    if scaling is None or len(scaling.centre) != len(features):
        widths = data.rows(
            "SELECT " + ", ".join(f"stddev_pop({number})" for number in numbers) + " FROM customers"
        )[0]
    else:
        widths = scaling.width
    terms = [
        f"power(({number} - {_value(feature, given)!r}) / {float(width or 1.0)!r}, 2)"
        for feature, number, width in zip(features, numbers, widths, strict=True)
    ]
    rows = data.rows(
        f"""SELECT customer_id, recency, frequency, CAST(monetary AS DOUBLE), segment, tier, sqrt({" + ".join(terms)}) AS away
            FROM customers WHERE away IS NOT NULL ORDER BY away, customer_id LIMIT {int(most)}"""
    )
    return tuple(Near(*row) for row in rows)


def _comparable(
    data: ResultData, features: tuple[Feature, ...], given: Mapping[str, float | None]
) -> tuple[Feature, ...]:
    """The features, if the customers have all of them; else those of the usual ones that they have."""
    known = {row[0] for row in data.rows("DESCRIBE customers")}
    if features and all(
        feature.column in known and given.get(feature.column) is not None for feature in features
    ):
        return features
    return tuple(
        feature for feature in USUAL if feature.column in known and given.get(feature.column) is not None
    )


def _number(feature: Feature) -> str:
    """The feature of each customer in SQL, as its expression has it."""
    column = f"CAST({ident(feature.column)} AS DOUBLE)"
    return f"sign({column}) * ln(abs({column}) + 1)" if feature.logged else column


def _value(feature: Feature, given: Mapping[str, float | None]) -> float:
    value = float(given[feature.column] or 0.0)
    return float(np.sign(value) * np.log(abs(value) + 1)) if feature.logged else value


def customer_numbers(data: ResultData, customer_id: str) -> dict[str, float | None] | None:
    """What is known of a customer in numbers; None where there is no such customer."""
    known = [row[0] for row in data.rows("DESCRIBE customers") if row[0] in FEATURES]
    select = ", ".join(f"CAST({ident(name)} AS DOUBLE)" for name in known)
    rows = data.rows(f"SELECT {select} FROM customers WHERE customer_id = ?", [customer_id])
    return dict(zip(known, rows[0], strict=True)) if rows else None


def ids_beginning(data: ResultData, text: str) -> tuple[str, ...]:
    """The first few ids that begin with a text."""
    rows: list[tuple[Any, ...]] = data.rows(
        f"""SELECT customer_id FROM customers WHERE starts_with(customer_id, ?)
            ORDER BY customer_id LIMIT {MOST_IDS}""",
        [text],
    )
    return tuple(str(row[0]) for row in rows)


@dataclass(frozen=True, slots=True)
class ScoredFile:
    """A file's customers as a model scored them: their table in the workspace, and its sums."""

    path: str
    scored: Scored
    left_out: tuple[str, ...]
    """Sentences on tables of the file that were not taken."""


def score_file(study: Study, model: Model) -> ScoredFile:
    """Score the customers of a file."""
    # The app has it called by its name, and needs nothing of what reads a file.
    from core.models.predictor import Predictor
    from core.models.scoring import SCORED, score

    readable = Predictor(model).of_customers(study)
    with readable if readable is not study else nullcontext():
        scored = score(model, readable)
        said = readable.customers_key.encode() + pickle.dumps(model)
        key = hashlib.blake2b(said, digest_size=12).hexdigest()
        with readable.workspace.writing("scored", key, ".parquet") as path:
            readable.connection.execute(parquet_copy(f"SELECT * FROM {SCORED} ORDER BY customer_id", path))
        left_out = tuple(f"{left.label}: {left.reason}" for left in readable.columns.left_out)
        return ScoredFile(str(readable.workspace.path("scored", key, ".parquet")), scored, left_out)


def middling(model: Model) -> dict[str, float]:
    """A customer in the middle of all, in each number that the model asks about."""
    parts = dict(zip(MEASURES, model.population.distributions, strict=True))
    if model.groups is not None:
        parts.update(model.groups.spreads)
    middle = {}
    for name, part in parts.items():
        if part.values:
            half = -(-part.up_to[-1] // 2)
            middle[name] = float(
                next(value for value, up_to in zip(part.values, part.up_to, strict=True) if up_to >= half)
            )
    return middle
