"""A model as it is kept: how customers were scored and grouped, and what those were like that it was learned from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.clusters.features import Feature
from core.clusters.fitting import Fit
from core.clusters.model import Cloud, GroupModel, Scaling
from core.clusters.naming import Name
from core.clusters.pca import Component, Plane
from core.errors import RegularsError
from core.models import classes
from core.models.bundle import BROKEN, not_a_model, read_bundle, write_bundle
from core.models.classes import KeptClassifier
from core.models.places import Places
from core.recipe import Recipe
from core.scores import LETTER, MEASURES
from core.version import VERSION
from core.views.placing import WHOLE, Distribution, Population, rules_of

if TYPE_CHECKING:
    from core.clusters.model import Numbers
    from core.models.bundle import Arrays

# The sections of a recipe that say how rows become customers, and these scores, tiers, segments and groups.
SECTIONS = ("customers", "scores", "tiers", "segments", "clusters")
# Files of the first version have no such section.
CLASSIFIER = "classifier"
# What customers are counted by.
STANDING = ("tier", "segment")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a model was learned from, without a customer's name in it."""

    files: tuple[str, ...]
    rows: int
    customers: int
    first: str
    last: str
    as_of: str
    fingerprint: str
    """The same for the same source, recipe and day."""


@dataclass(frozen=True, slots=True)
class KeptGroups:
    """Groups that newcomers can be placed in."""

    model: GroupModel
    names: tuple[Name, ...]
    customers: tuple[int, ...]
    """How many customers each group had."""
    fit: Fit | None
    """Of methods whose groups are not where their centres are: the customers that were learned from, without their names."""
    evaluation: Mapping[str, Any]
    """What the criteria said of this k, and which k they recommended."""
    plane: Plane
    """The directions in which the customers differ most."""
    spreads: Mapping[str, Distribution]
    """Of each column that groups are made by beside recency, frequency, monetary and their scores: its values."""
    places: Places | None
    """Where in the plane the customers are that were learned from; None where an older file does not say."""


@dataclass(frozen=True, slots=True)
class Model:
    """All that is needed to place customers later, elsewhere, without those that it was learned from."""

    origin: Origin
    recipe: Recipe
    """Only its sections on customers, scores, tiers, segments, clusters and classifiers say something."""
    population: Population
    groups: KeptGroups | None
    standing: Mapping[str, Mapping[str, int]]
    """How many of the customers are in each tier and segment."""
    classifiers: tuple[KeptClassifier, ...] = ()
    """One for each target."""

    def save(self, path: Path, *, overwrite: bool = False) -> Path:
        """Write it; its absolute path."""
        return write_bundle(path, self._told(), self._arrays(), overwrite=overwrite)

    @classmethod
    def load(cls, path: Path) -> Model:
        """The model in a file; ModelError where it cannot be read."""
        told, arrays = read_bundle(path.expanduser())
        try:
            return _model(told, arrays)
        except (*BROKEN, RegularsError) as error:
            raise not_a_model(repr(str(path))) from error

    def _told(self) -> dict[str, Any]:
        # Another day has an as-of date of its own.
        tables = self.recipe.with_value("customers.as_of", "").to_tables()
        population, groups = self.population, self.groups
        told: dict[str, Any] = {
            "regulars": VERSION,
            "origin": asdict(self.origin),
            "recipe": {section: tables[section] for section in (*SECTIONS, CLASSIFIER)},
            "population": {
                "customers": population.customers,
                "exact": [part.exact for part in population.distributions],
                "tier_cuts": list(population.tier_cuts),
                "risen_cuts": list(population.risen_cuts),
            },
            "standing": {kind: dict(counts) for kind, counts in self.standing.items()},
            "classifiers": [one.told() for one in self.classifiers],
        }
        if groups is not None:
            model = groups.model
            told["groups"] = {
                "method": model.method,
                "features": [feature.name for feature in model.features],
                "names": [asdict(one) for one in groups.names],
                "customers": list(groups.customers),
                "fitted_on": model.fitted_on,
                "inertia": model.inertia,
                "evaluation": dict(groups.evaluation),
                "spreads": {name: part.exact for name, part in groups.spreads.items()},
            }
        return told

    def _arrays(self) -> dict[str, Any]:
        arrays: dict[str, Any] = {}
        for name, part in zip(MEASURES, self.population.distributions, strict=True):
            arrays[f"{name}_values"] = np.array(part.values, dtype=float)
            arrays[f"{name}_up_to"] = np.array(part.up_to, dtype=np.int64)
        for number, one in enumerate(self.classifiers):
            arrays |= {f"{_place(number)}_{name}": array for name, array in one.arrays().items()}
        if self.groups is None:
            return arrays
        model = self.groups.model
        arrays["scaling"] = np.array([model.scaling.centre, model.scaling.width])
        arrays["centres"] = np.array(model.centres)
        plane = self.groups.plane
        arrays["plane"] = np.array([plane.centre, *(one.loadings for one in plane.components)])
        arrays["explained"] = np.array([one.explained for one in plane.components])
        if (places := self.groups.places) is not None:
            arrays["places"] = places.counts
            arrays["places_ends"] = np.array([places.low, places.high])
        for name, part in self.groups.spreads.items():
            arrays[f"{name}_values"] = np.array(part.values, dtype=float)
            arrays[f"{name}_up_to"] = np.array(part.up_to, dtype=np.int64)
        if model.clouds:
            arrays["triangles"] = np.array([cloud.triangle for cloud in model.clouds])
            arrays["levels"] = np.array([cloud.level for cloud in model.clouds])
        if self.groups.fit is not None:
            arrays["learned"] = self.groups.fit.scaled
            arrays["learned_labels"] = self.groups.fit.labels
        return arrays


def _model(told: Mapping[str, Any], arrays: Arrays) -> Model:
    sections = (*SECTIONS, *([CLASSIFIER] if CLASSIFIER in told["recipe"] else []))
    recipe = Recipe.from_tables({section: told["recipe"][section] for section in sections})
    groups = (
        _groups(told["groups"], arrays, int(told["population"]["customers"])) if "groups" in told else None
    )
    return Model(
        _origin(told["origin"]),
        recipe,
        _population(told["population"], arrays, recipe),
        groups,
        {
            kind: {str(name): int(count) for name, count in told["standing"][kind].items()}
            for kind in STANDING
        },
        _classifiers(told.get("classifiers", []), arrays),
    )


def _origin(told: Mapping[str, Any]) -> Origin:
    found = Origin(**{**told, "files": classes.texts(told["files"])})
    counts = (found.rows, found.customers)
    _hold(all(isinstance(one, int) and not isinstance(one, bool) and one >= 0 for one in counts))
    _hold(isinstance(found.fingerprint, str))
    # Customers without dates have none of these. What is there is read again where later customers are compared with it.
    _hold(found.as_of == "" or date.fromisoformat(found.as_of).isoformat() == found.as_of)
    for moment in (found.first, found.last):
        _hold(moment == "" or datetime.fromisoformat(moment).isoformat(sep=" ", timespec="seconds") == moment)
    return found


def _classifiers(told: Sequence[Mapping[str, Any]], arrays: Arrays) -> tuple[KeptClassifier, ...]:
    found = tuple(classes.read(one, arrays, _place(number)) for number, one in enumerate(told))
    _hold(len({one.target for one in found}) == len(found))
    return found


def _place(number: int) -> str:
    """What the arrays of a classifier begin with."""
    return f"classifier_{number}"


def _population(told: Mapping[str, Any], arrays: Arrays, recipe: Recipe) -> Population:
    customers = told["customers"]
    _hold(isinstance(customers, int) and customers > 0)
    recency, frequency, monetary = (
        _distribution(name, arrays, customers, exact=bool(exact))
        for name, exact in zip(MEASURES, told["exact"], strict=True)
    )
    return Population(
        customers,
        recency,
        frequency,
        monetary,
        tier_cuts=tuple(map(int, told["tier_cuts"])),
        risen_cuts=tuple(None if cut is None else int(cut) for cut in told["risen_cuts"]),
        rules=rules_of(recipe),
    )


def _distribution(name: str, arrays: Arrays, customers: int, *, exact: bool) -> Distribution:
    values, up_to = arrays[f"{name}_values"], arrays[f"{name}_up_to"]
    better = np.diff(values) < 0 if name == "recency" else np.diff(values) > 0
    _hold(len(values) == len(up_to) and bool(better.all()) and bool((np.diff(up_to) > 0).all()))
    _hold(not len(up_to) or 0 < up_to[0] <= up_to[-1] <= customers)
    kind = int if name in WHOLE else float
    return Distribution(
        tuple(map(kind, values.tolist())), tuple(map(int, up_to.tolist())), name == "recency", exact
    )


def _groups(told: Mapping[str, Any], arrays: Arrays, everybody: int) -> KeptGroups:
    features = tuple(Feature.of(str(name)) for name in told["features"])
    scaling, centres = arrays["scaling"], arrays["centres"]
    k, width = centres.shape
    _hold(scaling.shape == (2, width) and width == len(features) and bool((scaling[1] > 0).all()))
    clouds: tuple[Cloud, ...] = ()
    if "triangles" in arrays:
        triangles, levels = arrays["triangles"], arrays["levels"]
        _hold(triangles.shape == (k, width, width) and levels.shape == (k,))
        clouds = tuple(
            Cloud(_rows(triangle), float(level)) for triangle, level in zip(triangles, levels, strict=True)
        )
    model = GroupModel(
        method=str(told["method"]),
        features=features,
        scaling=Scaling(*_rows(scaling)),
        centres=_rows(centres),
        clouds=clouds,
        fitted_on=int(told["fitted_on"]),
        inertia=float(told["inertia"]),
    )
    fit = None
    if "learned" in arrays:
        learned, labels = arrays["learned"], arrays["learned_labels"]
        _hold(
            learned.ndim == 2
            and learned.shape[1] == width
            and labels.shape == learned.shape[:1]
            and len(labels) > 0
        )
        _hold(int(labels.min()) >= 0 and int(labels.max()) <= k)
        fit = Fit(model, labels, learned)
    names = tuple(Name(str(one["name"]), str(one["rule"])) for one in told["names"])
    customers = tuple(map(int, told["customers"]))
    _hold(len(names) == len(customers) == k)
    plane, explained = arrays["plane"], arrays["explained"]
    _hold(plane.shape == (1 + len(explained), width) and len(explained) > 0)
    directions = zip(_rows(plane[1:]), map(float, explained), strict=True)
    drawn = Plane(_rows(plane[:1])[0], tuple(Component(*one) for one in directions))
    spreads = {
        str(name): _distribution(str(name), arrays, everybody, exact=bool(exact))
        for name, exact in told["spreads"].items()
    }
    _hold(set(spreads) == set(beside_measures(features)))
    return KeptGroups(
        model,
        names,
        customers,
        fit,
        dict(told["evaluation"]),
        drawn,
        spreads,
        _places(arrays, drawn, fit, k),
    )


def _places(arrays: Arrays, plane: Plane, fit: Fit | None, groups: int) -> Places | None:
    """Where the customers are in the plane; of an older file only where it has the customers themselves."""
    if "places" not in arrays:
        return None if fit is None else Places.of(plane, fit)
    (low_x, low_y), (high_x, high_y) = arrays["places_ends"].tolist()
    _hold(arrays["places"].dtype.kind == "i")
    places = Places((low_x, low_y), (high_x, high_y), arrays["places"])
    _hold(places.is_possible(groups))
    return places


def beside_measures(features: Sequence[Feature]) -> tuple[str, ...]:
    """The columns that features are of, beside the three measures and their scores."""
    known = (*MEASURES, *LETTER.values())
    return tuple(dict.fromkeys(feature.column for feature in features if feature.column not in known))


def _rows(array: Numbers) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(map(float, row)) for row in array)


def _hold(true: bool) -> None:
    """What must be so of a file that we have written."""
    if not true:
        raise ValueError("a model that contradicts itself")


def names_of_files(paths: Sequence[str]) -> tuple[str, ...]:
    """What the files are called, without where they are."""
    return tuple(Path(path).name or path for path in paths)
