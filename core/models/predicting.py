"""What a kept model says of customers: scores, tier, segment and group of one, or of all in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.clusters.assigning import nearest_learned
from core.clusters.fitting import nearest_centre
from core.clusters.model import NOISE
from core.clusters.naming import NOBODYS
from core.errors import RegularsError, UsageError
from core.models.beyond import beyond_one
from core.models.given import contradictions, with_average
from core.models.moves import Move, moves
from core.scores import MEASURES, TIERS
from core.views.placing import Placing, place

if TYPE_CHECKING:
    from core.clusters.features import Feature
    from core.clusters.model import Labels, Numbers
    from core.models.kept import KeptGroups, Model
    from core.views.placing import Distribution

Columns = Mapping[str, "Numbers"]


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a customer is to a group."""

    cluster: int
    name: str
    distance: float
    """In scaled features."""
    probability: float | None
    """Of a mixture: how likely it is this one."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model says of one customer."""

    given: Mapping[str, float | None]
    """The numbers that were asked about, and the scores that came of them."""
    placing: Placing
    cluster: int | None
    cluster_name: str
    nearness: tuple[Nearness, ...]
    """Every group, the nearest first."""
    outside: tuple[str, ...]
    """Sentences on what lies beyond everything that the model was learned from, and on what nobody can be."""
    moves: tuple[Move, ...]
    """The smallest changes that lead to a better segment or tier."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for scripts."""
        at = self.placing
        told: dict[str, Any] = {
            name: getattr(at, name)
            for name in (
                "recency",
                "frequency",
                "monetary",
                "r",
                "f",
                "m",
                "rfm",
                "value",
                "value_share",
                "tier",
                "segment",
            )
        }
        if self.nearness:
            told["cluster"], told["cluster_name"] = self.cluster, self.cluster_name
            told["clusters"] = [
                {
                    "cluster": one.cluster,
                    "name": one.name,
                    "distance": one.distance,
                    "probability": one.probability,
                }
                for one in self.nearness
            ]
        return {**told, "moves": [move.to_dict() for move in self.moves], "outside": list(self.outside)}


def predict_one(model: Model, given: Mapping[str, float | None], country: str | None = None) -> Prediction:
    """What a model says of a customer with these numbers: the three measures, and what else its groups are made by.

    Of a country it is only said whether the classifiers have never seen it.
    """
    placing = place(
        model.population,
        None if (recency := given.get("recency")) is None else int(recency),
        None if (frequency := given.get("frequency")) is None else int(frequency),
        given.get("monetary"),
    )
    outside = (*beyond_one(model, given, country), *contradictions(given))
    further = moves(model.population, placing)
    columns = {**with_average(given), "r": placing.r, "f": placing.f, "m": placing.m}
    if model.groups is None:
        return Prediction(columns, placing, None, "", (), outside, further)
    lacking = needed(model.groups.model.features, columns)
    if lacking:
        raise UsageError(
            f"The model groups by {', '.join(lacking)} too, which {'is' if len(lacking) == 1 else 'are'} not given.",
            f"Give {'it' if len(lacking) == 1 else 'them'}: "
            + " ".join(f"--feature {name}=NUMBER" for name in lacking),
        )
    values = feature_values(
        model.groups.model.features, {name: np.array([value], dtype=float) for name, value in columns.items()}
    )
    number = int(_numbers(model.groups, values)[0])
    return Prediction(
        columns,
        placing,
        number or None,
        model.groups.names[number - 1].name if number else NOBODYS,
        tuple(_nearness(model.groups, values)),
        outside,
        further,
    )


def needed(features: Sequence[Feature], given: Mapping[str, object]) -> list[str]:
    """The columns that features need and that are not given."""
    return list(dict.fromkeys(feature.column for feature in features if given.get(feature.column) is None))


def feature_values(features: Sequence[Feature], columns: Columns) -> Numbers:
    """The features of customers, from their columns; the same as the expression of each says."""
    values = []
    for feature in features:
        column = np.asarray(columns[feature.column], dtype=float)
        values.append(np.sign(column) * np.log(np.abs(column) + 1) if feature.logged else column)
    return np.column_stack(values)


def _numbers(groups: KeptGroups, values: Numbers) -> Labels:
    """The number of each customer's group; 0 for those in none."""
    labels = np.full(len(values), NOISE, dtype=np.int64)
    whole = ~np.isnan(values).any(axis=1)
    if not whole.any():
        return labels
    if groups.fit is not None:
        labels[whole] = nearest_learned(groups.fit, values[whole])
    else:
        labels[whole] = nearest_centre(groups.model, groups.model.scaling.of(values[whole]))
    return labels


def _nearness(groups: KeptGroups, values: Numbers) -> list[Nearness]:
    scaled = groups.model.scaling.of(values)[0]
    distances = [float(np.sqrt(((scaled - np.array(centre)) ** 2).sum())) for centre in groups.model.centres]
    likely: list[float | None] = [None] * len(distances)
    if groups.model.clouds:
        logs = np.array(
            [
                cloud.level
                - 0.5 * float((((scaled - np.array(centre)) @ np.array(cloud.triangle)) ** 2).sum())
                for centre, cloud in zip(groups.model.centres, groups.model.clouds, strict=True)
            ]
        )
        shares = np.exp(logs - logs.max())
        likely = [float(share) for share in shares / shares.sum()]
    found = [
        Nearness(number, one.name, distance, share)
        for number, (one, distance, share) in enumerate(zip(groups.names, distances, likely, strict=True), 1)
    ]
    return sorted(found, key=lambda one: (-(one.probability or 0.0), one.distance, one.cluster))


# Many at a time


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a model says of many customers, column by column."""

    columns: Mapping[str, Any]

    def __len__(self) -> int:
        return len(self.columns["tier"])


def predict_many(model: Model, columns: Columns) -> Predictions:
    """Scores, tier, segment and group of customers, given as columns of numbers with NaN where nothing is known."""
    population, rules = model.population, model.population.rules
    worse, found = [], []
    for at, (name, part) in enumerate(zip(MEASURES, population.distributions, strict=True)):
        values = np.asarray(columns[name], dtype=float)
        mine = _worse(part, values)
        worse.append(mine)
        found.append(
            _scores(
                rules.q, rules.thresholds[at], name, values, mine, population.customers, silent=part.silent
            )
        )
    value = worse[0] + worse[1] + worse[2]
    tier = np.full(len(value), TIERS[-1], dtype=object)
    for name, cut in reversed(list(zip(TIERS, population.tier_cuts, strict=False))):
        tier[value >= cut] = name
    cells = ((found[0] - 1) * rules.q + found[1] - 1) * rules.q + found[2] - 1
    between = "" if rules.q <= 9 else "-"
    told: dict[str, Any] = {
        "r": found[0],
        "f": found[1],
        "m": found[2],
        "rfm": [f"{r}{between}{f}{between}{m}" for r, f, m in zip(*found, strict=True)],
        "value": value,
        "value_share": value / (3 * population.customers),
        "tier": tier,
        "segment": np.array(rules.names, dtype=object)[cells],
    }
    if model.groups is not None:
        known: dict[str, Any] = {**columns, "r": found[0], "f": found[1], "m": found[2]}
        lacking = needed(model.groups.model.features, known)
        if lacking:
            raise RegularsError(
                f"The model groups by {', '.join(lacking)}, which the file does not say.",
                "Score it with a model that has other features.",
            )
        labels = _numbers(model.groups, feature_values(model.groups.model.features, known))
        told["cluster"] = labels
        told["cluster_name"] = np.array([NOBODYS, *(one.name for one in model.groups.names)], dtype=object)[
            labels
        ]
    return Predictions(told)


def _worse(part: Distribution, values: Numbers) -> Labels:
    """How many of the model's customers are strictly worse than each."""
    sign = -1.0 if part.lower_is_better else 1.0
    points = sign * np.array(part.values, dtype=float)
    up_to = np.array((0, *part.up_to), dtype=np.int64)
    known = ~np.isnan(values)
    places = np.searchsorted(points, sign * np.where(known, values, 0.0), side="left")
    return np.where(known, up_to[places], 0)


def _scores(
    q: int,
    limits: Sequence[float],
    name: str,
    values: Numbers,
    worse: Labels,
    customers: int,
    *,
    silent: bool,
) -> Labels:
    if limits:
        reached = [values <= limit if name == "recency" else values >= limit for limit in limits]
        return np.asarray(1 + np.sum(reached, axis=0), dtype=np.int64)
    if silent:
        return np.full(len(values), (q + 1) // 2, dtype=np.int64)
    return np.minimum(q, 1 + q * worse // customers)
