"""Groups in small tables: their sizes and money, their centres, what the criteria say, the directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.clusters.criteria import NAMES as CRITERIA
from core.clusters.naming import NOBODYS
from core.report import Run, cents
from core.scores import MEASURES

if TYPE_CHECKING:
    from core.clusters.criteria import Choice
    from core.clusters.pca import Plane
    from core.clusters.stage import Groups

DECIMALS = 6


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """One group; where the source has no money, None stands for it."""

    cluster: int | None
    """Its number; None for the customers who are in none."""
    name: str
    rule: str
    customers: int
    revenue: float | None
    net: float | None
    median_recency: float | None
    median_frequency: float | None
    median_monetary: float | None


@dataclass(frozen=True, slots=True)
class ClusterTables:
    """Everything a person or a script reads about the groups of a run, without a table of customers."""

    method: str
    k: int
    fitted_on: int
    """How many customers the groups were learned from."""
    lines: tuple[ClusterLine, ...]
    centroids: tuple[dict[str, Any], ...]
    """Each group's centre: scaled, and in the features' own units."""
    pca: tuple[dict[str, Any], ...]
    """Each direction's loadings, and the share of all differences along it."""
    criteria: tuple[dict[str, Any], ...]
    recommended: dict[str, int]
    """The k that each criterion recommends."""
    notes: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as the workspace keeps it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ClusterTables:
        """The tables that `to_dict` made this data of."""
        return cls(
            **{
                **data,
                "lines": tuple(ClusterLine(**line) for line in data["lines"]),
                **{name: tuple(data[name]) for name in ("centroids", "pca", "criteria", "notes")},
            }
        )


def cluster_lines(run: Run, groups: Groups) -> tuple[ClusterLine, ...]:
    """Each group by its customers; `run` asks `clustered`, the customers with their groups."""
    medians = ", ".join(f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {measure})" for measure in MEASURES)
    rows = run(
        f"SELECT cluster, count(*), sum(monetary), sum(net), {medians} FROM clustered GROUP BY cluster"
    )
    found = {row[0]: row[1:] for row in rows}
    has_money = any(row[2] is not None for row in rows)
    numbered: list[tuple[int | None, str, str]] = [
        (number, one.name, one.rule) for number, one in enumerate(groups.names, 1)
    ]
    if None in found:
        numbered.append((None, NOBODYS, "in no dense group, or without a value for a feature"))
    return tuple(_line(*one, found.get(one[0]), has_money=has_money) for one in numbered)


def _line(
    number: int | None, name: str, rule: str, sums: Sequence[Any] | None, *, has_money: bool
) -> ClusterLine:
    customers, revenue, net, *medians = sums or (0, None, None, None, None, None)
    recency, frequency, monetary = (None if median is None else round(float(median), 2) for median in medians)
    return ClusterLine(
        number,
        name,
        rule,
        int(customers),
        cents(revenue) if has_money else None,
        cents(net) if has_money else None,
        recency,
        frequency,
        monetary,
    )


def centroid_rows(groups: Groups) -> tuple[dict[str, Any], ...]:
    """The centres, scaled and as the features are."""
    model = groups.model
    rows = []
    for number, (centre, one) in enumerate(zip(model.centres, groups.names, strict=True), 1):
        row: dict[str, Any] = {"cluster": number, "name": one.name}
        for place, feature in enumerate(model.features):
            row[f"{feature.name} (scaled)"] = _rounded(centre[place])
            own = centre[place] * model.scaling.width[place] + model.scaling.centre[place]
            if feature.logged:
                own = float(np.sign(own) * np.expm1(abs(own)))
            row[feature.column] = _rounded(own)
        rows.append(row)
    return tuple(rows)


def pca_rows(groups: Groups, plane: Plane) -> tuple[dict[str, Any], ...]:
    """The directions with their loadings."""
    return tuple(
        {
            "component": number,
            "explained": _rounded(component.explained),
            **{
                feature.name: _rounded(loading)
                for feature, loading in zip(groups.model.features, component.loadings, strict=True)
            },
        }
        for number, component in enumerate(plane.components, 1)
    )


def criteria_rows(choice: Choice) -> tuple[dict[str, Any], ...]:
    """What was worked out of every k."""
    best = choice.recommended()
    rows = []
    for one in choice.by_k.values():
        row = {name: _rounded(value) for name, value in asdict(one).items() if name != "jaccard"}
        row["least_jaccard"] = _rounded(min(one.jaccard)) if one.jaccard else None
        row["recommended_by"] = " ".join(name for name in CRITERIA if best.get(name) == one.k)
        rows.append(row)
    return tuple(rows)


def _rounded(value: Any) -> Any:
    return round(value, DECIMALS) if isinstance(value, float) else value
