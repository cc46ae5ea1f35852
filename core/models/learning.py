"""From a study to a model that can be kept."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from core.clusters.assigning import BY_CENTRES
from core.models.kept import KeptGroups, Model, Origin, names_of_files
from core.views.placing import population_of
from core.views.result import ResultData, result_of

if TYPE_CHECKING:
    from core.study import Study


def model_of(study: Study) -> Model:
    """What a study has learned."""
    report = study.report
    origin = Origin(
        files=names_of_files([file.shown for file in study.files]),
        rows=report.rows,
        customers=report.customers,
        first=report.first,
        last=report.last,
        as_of=report.as_of,
        fingerprint=_fingerprint(study.segmented_path),
    )
    with ResultData(result_of(study), study.workspace) as data:
        population = population_of(data)
    return Model(origin, study.recipe, population, _groups(study) if study.recipe.clusters.on else None)


def _fingerprint(customers: Path) -> str:
    """A digest of the customers: the same for the same, wherever their file lies."""
    with customers.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


def _groups(study: Study) -> KeptGroups:
    groups, tables = study.clusters.groups, study.clusters.tables
    mine = next((row for row in tables.criteria if row["k"] == groups.model.k), {})
    return KeptGroups(
        groups.model,
        groups.names,
        tuple(line.customers for line in tables.lines if line.cluster is not None),
        None if groups.model.method in BY_CENTRES else groups.fit,
        {"criteria": dict(mine), "recommended": dict(tables.recommended)},
    )
