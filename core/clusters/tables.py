"""Groups in small tables: their sizes and money, their centres, what the criteria say, the directions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from core.clusters.middles import middle_of, quantile_of, shown_middle
from core.clusters.naming import NOBODYS
from core.report import Run, cents, share
from core.scores import MEASURES

if TYPE_CHECKING:
    from core.clusters.criteria import Choice
    from core.clusters.pca import Plane
    from core.clusters.stage import Groups

DECIMALS = 6
CRITERIA = ("inertia", "silhouette", "davies_bouldin", "calinski_harabasz", "gap", "bic", "stability")
# A group that fewer resamples than this find again is not firm.
FIRM = 0.75
# What criteria know of each group, which makes no column.
BY_GROUP = ("jaccard", "centres")
LISTS = ("centroids", "pca", "criteria", "crossed", "profile", "summary", "notes")
QUARTILES = (0.5, 0.25, 0.75)


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
    q1_recency: float | None
    """The first quartile, and so on."""
    q3_recency: float | None
    q1_frequency: float | None
    q3_frequency: float | None
    q1_monetary: float | None
    q3_monetary: float | None
    customer_share: float
    """From 0 to 1, as all shares are."""
    revenue_share: float | None
    jaccard: float | None = None
    """How much of it is found again when customers are drawn anew; None where that was not worked out."""

    @property
    def is_firm(self) -> bool | None:
        """Whether most of it is found again; None where that is not known."""
        return None if self.jaccard is None else self.jaccard >= FIRM


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
    crossed: tuple[dict[str, Any], ...] = ()
    """How many customers of each group have each segment and each tier."""
    profile: tuple[dict[str, Any], ...] = ()
    """Of each group and each feature: the centre, scaled, and the median in the feature's own unit."""
    summary: tuple[str, ...] = ()
    """What the other tables say, in words."""
    notes: tuple[str, ...] = ()

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
                **{name: tuple(data[name]) for name in LISTS},
            }
        )


def cluster_lines(run: Run, groups: Groups) -> tuple[ClusterLine, ...]:
    """Each group by its customers; `run` asks `clustered`, the customers with their groups."""
    quartiles = ", ".join(quantile_of(measure, share) for share in QUARTILES for measure in MEASURES)
    rows = run(
        f"SELECT cluster, count(*), sum(monetary), sum(net), {quartiles} FROM clustered GROUP BY cluster"
    )
    found = {row[0]: row[1:] for row in rows}
    everybody = sum(row[1] for row in rows)
    revenues = [row[2] for row in rows if row[2] is not None]
    revenue = float(sum(revenues)) if revenues else None
    numbered: list[tuple[int | None, str, str]] = [
        (number, one.name, one.rule) for number, one in enumerate(groups.names, 1)
    ]
    if None in found:
        why = "in no dense group, or " if groups.model.method == "hdbscan" else ""
        numbered.append((None, NOBODYS, f"{why}without a value for a feature"))
    return tuple(_line(*one, found.get(one[0]), everybody, revenue) for one in numbered)


def _line(
    number: int | None,
    name: str,
    rule: str,
    sums: Sequence[Any] | None,
    everybody: int,
    all_revenue: float | None,
) -> ClusterLine:
    """One group; `all_revenue` is None where the source has no money."""
    customers, revenue, net, *quartiles = sums or (0, None, None, *[None] * len(QUARTILES) * len(MEASURES))
    # In the order they were asked for: the medians, the first quartiles, the third.
    known = [shown_middle(value) for value in quartiles]
    revenue_share = share(float(revenue or 0), all_revenue)
    return ClusterLine(
        number,
        name,
        rule,
        customers=int(customers),
        revenue=None if all_revenue is None else cents(revenue),
        net=None if all_revenue is None else cents(net),
        median_recency=known[0],
        median_frequency=known[1],
        median_monetary=known[2],
        q1_recency=known[3],
        q3_recency=known[6],
        q1_frequency=known[4],
        q3_frequency=known[7],
        q1_monetary=known[5],
        q3_monetary=known[8],
        customer_share=round(customers / everybody, DECIMALS),
        revenue_share=None if revenue_share is None else round(revenue_share, DECIMALS),
    )


def with_firmness(lines: Sequence[ClusterLine], groups: Groups, choice: Choice) -> tuple[ClusterLine, ...]:
    """The lines with how firm each group is; the criteria ask k-means, and so know nothing of the groups of other methods."""
    if groups.model.method != "k-means":
        return tuple(lines)
    found = [_rounded(one) for one in choice.firmness(groups.model.centres)]
    return tuple(
        line if line.cluster is None else replace(line, jaccard=found[line.cluster - 1]) for line in lines
    )


def crossed_rows(
    run: Run, lines: Sequence[ClusterLine], names: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], ...]:
    """Each group against each of `names`: the segments and the tiers, from best to worst."""
    rows = []
    for by, values in names.items():
        found = run(f"SELECT cluster, {by}, count(*) FROM clustered GROUP BY ALL")
        counts = {(cluster, value): int(customers) for cluster, value, customers in found}
        everybody = {value: sum(counts.get((line.cluster, value), 0) for line in lines) for value in values}
        for line in lines:
            for value in values:
                customers = counts.get((line.cluster, value), 0)
                rows.append(
                    {
                        "cluster": line.cluster,
                        "name": line.name,
                        "by": by,
                        "value": value,
                        "customers": customers,
                        "cluster_share": _share(customers, line.customers),
                        "value_share": _share(customers, everybody[value]),
                    }
                )
    return tuple(rows)


def profile_rows(run: Run, lines: Sequence[ClusterLine], groups: Groups) -> tuple[dict[str, Any], ...]:
    """Each feature of each group: the centre, and what is in the middle of its customers."""
    features = groups.model.features
    medians = ", ".join(middle_of(one.column) for one in features)
    found = {row[0]: row[1:] for row in run(f"SELECT cluster, {medians} FROM clustered GROUP BY cluster")}
    return tuple(
        {
            "cluster": line.cluster,
            "name": line.name,
            "feature": feature.name,
            "scaled": _rounded(groups.model.centres[line.cluster - 1][place]),
            "median": None if line.cluster not in found else shown_middle(found[line.cluster][place]),
        }
        for line in lines
        if line.cluster is not None
        for place, feature in enumerate(features)
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, DECIMALS) if whole else None


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
                own = math.copysign(math.expm1(abs(own)), own)
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
        row = {name: _rounded(value) for name, value in asdict(one).items() if name not in BY_GROUP}
        row["least_jaccard"] = _rounded(min(one.jaccard)) if one.jaccard else None
        row["recommended_by"] = " ".join(name for name in CRITERIA if best.get(name) == one.k)
        rows.append(row)
    return tuple(rows)


def criteria_columns() -> tuple[str, ...]:
    """What stands in each row of `criteria_rows`."""
    from core.clusters.criteria import Criteria

    worked_out = (name for name in Criteria.__dataclass_fields__ if name not in BY_GROUP)
    return (*worked_out, "least_jaccard", "recommended_by")


def _rounded(value: Any) -> Any:
    # Adding nothing makes nothing of less than nothing: -0.0.
    return round(value, DECIMALS) + 0.0 if isinstance(value, float) else value
