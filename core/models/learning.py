"""From a study to a model that can be kept."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.classifiers.naming import MODELS
from core.clusters.assigning import BY_CENTRES
from core.clusters.pca import plane_of
from core.errors import RegularsError
from core.models.kept import STANDING, KeptGroups, Model, Origin, beside_measures, names_of_files
from core.models.places import Places
from core.sql import file_literal
from core.views.placing import Population, distribution_of, population_of
from core.views.result import ResultData, result_of

if TYPE_CHECKING:
    from core.models.classes import KeptClassifier
    from core.study import Study

# How many values of a column beside the measures are kept, of which nothing is scored.
MOST_SPREAD = 1_000


def model_of(
    study: Study, *, grouped: bool | None = None, classified: bool | None = None, judged: bool = True
) -> Model:
    """What a study has learned, with its groups and classifiers if they are asked for, else if the recipe does; `judged` by the criteria, which takes seconds.

    Of classifiers it is the active model of each target that the recipe names, but not of one that cannot be judged.
    """
    report, asked = study.report, grouped is None and study.is_grouped
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
        groups = _groups(study, data, population, judged=judged) if grouped or asked else None
        wanted = study.recipe.classifier.on if classified is None else classified
        classifiers = classifiers_of(study) if wanted else ()
        return Model(origin, study.resolved, population, groups, standing_of(data), classifiers)


def classifiers_of(study: Study) -> tuple[KeptClassifier, ...]:
    """The active model of each target that can be judged, with how good it was."""
    from core.models.classes import kept

    part, judged = study.recipe.classifier, study.classifiers
    if not part.active:
        return ()
    found = []
    for target in dict.fromkeys((*part.targets, part.active_target)):
        try:
            known = judged.models_for(target)
        except RegularsError:  # a target that cannot be judged, which the run tells of
            continue
        if part.active in (*MODELS, *known):
            study.say(f"learning {target}")
            learned, record = judged.learned(target, part.active), judged.record_of(target, part.active)
            found.append(kept(learned, record, judged.exams.countries(target), part.horizon_days))
    return tuple(found)


def standing_of(data: ResultData) -> dict[str, dict[str, int]]:
    """How many customers are in each tier and segment."""
    return {
        kind: {
            str(name): int(count)
            for name, count in data.rows(f"SELECT {kind}, count(*) FROM customers GROUP BY ALL ORDER BY ALL")
        }
        for kind in STANDING
    }


def _fingerprint(customers: Path) -> str:
    """A digest of the customers: the same for the same, wherever their file lies."""
    with customers.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


def _groups(study: Study, data: ResultData, population: Population, *, judged: bool) -> KeptGroups:
    groups = study.clusters.groups
    sizes = data.connection.execute(
        f"SELECT cluster, count(*) FROM read_parquet({file_literal(study.clusters.path)}) GROUP BY cluster"
    ).fetchall()
    customers = dict(sizes)
    plane = plane_of(groups.fit.scaled)
    return KeptGroups(
        groups.model,
        groups.names,
        tuple(int(customers.get(number, 0)) for number in range(1, groups.model.k + 1)),
        None if groups.model.method in BY_CENTRES else groups.fit,
        _evaluation(study) if judged else {},
        plane,
        {
            name: distribution_of(data, name, population.customers, population.rules.q, MOST_SPREAD)
            for name in beside_measures(groups.model.features)
        },
        Places.of(plane, groups.fit),
    )


def _evaluation(study: Study) -> dict[str, Any]:
    """What the criteria said of as many groups as there are."""
    tables = study.clusters.tables
    mine = next((row for row in tables.criteria if row["k"] == tables.k), {})
    return {"criteria": dict(mine), "recommended": dict(tables.recommended)}
