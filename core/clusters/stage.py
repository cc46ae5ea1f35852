"""The stage of groups: learned from the customers, kept as their last columns, and told in small tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.clusters.assigning import BY_CENTRES, nearest_learned, with_number
from core.clusters.features import MONEY, Feature, features_of
from core.clusters.fitting import MOST_FITTED, Fit, fit
from core.clusters.middles import middle_of, shown_middle
from core.clusters.model import NOISE, GroupModel, Scaling
from core.clusters.naming import LEAST_DAYS, NOBODYS, Measured, Name, Profile, names_of
from core.errors import RegularsError
from core.recipe_clusters import DEFAULT_FEATURES
from core.sql import compiled, ident, literal

if TYPE_CHECKING:
    import duckdb
    import ibis

    from core.clusters.model import Labels, Numbers
    from core.recipe import ClustersPart

# What names are made by, whatever the features are.
PROFILED = (
    Feature("recency", logged=False),
    Feature("frequency", logged=True),
    Feature("monetary", logged=True),
)
NUMBER, NAME = "cluster", "cluster_name"


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups and what they are called."""

    model: GroupModel
    names: tuple[Name, ...]
    """One for each group, in the order of their numbers."""
    fit: Fit
    left_out: int
    """Customers of the sample who lack a feature, and so are in no group."""


def as_far_as_possible(part: ClustersPart, without: Sequence[str]) -> ClustersPart:
    """The part with those of the usual features that the source has: nobody chose them for it, and one that somebody chose is refused."""
    if part.features != DEFAULT_FEATURES:
        return part
    there = tuple(one.name for one in features_of(part.features) if one.column not in without)
    return replace(part, features=there)


def learn(
    connection: duckdb.DuckDBPyConnection,
    customers: ibis.Table,
    part: ClustersPart,
    without: Sequence[str] = (),
) -> Groups:
    """Learn groups from `customers`, a table of that name in the database; `without` are columns that say nothing there."""
    features = features_of(part.features)
    _check_columns(features, customers, without)
    profiled = tuple(feature for feature in PROFILED if feature.column not in without)
    values, told = _sample(connection, customers, features, profiled, MOST_FITTED[part.method], part.seed)
    whole = ~np.isnan(values).any(axis=1)
    found = fit(values[whole], features, part)
    profiles = _profiles(found, told[whole], profiled)
    names = names_of(_with_figures(connection, customers, found, profiles, profiled))
    return Groups(found.model, tuple(_with_own_names(part, names)), found, int((~whole).sum()))


def _check_columns(features: Sequence[Feature], customers: ibis.Table, without: Sequence[str]) -> None:
    for feature in features:
        if feature.column in customers.columns and feature.column not in without:
            continue
        why = (
            "the source has no money"
            if feature.column in MONEY
            else "products were not counted: --set customers.products=on counts them where there is a column of products"
            if feature.column == "products"
            else "the source does not say it"
        )
        others = [
            other.name
            for other in features
            if other.column not in without and other.column in customers.columns
        ]
        raise RegularsError(
            f"Customers cannot be grouped by {feature.name}: {why}.",
            f"Group by others: --set 'clusters.features={_listed(others or ['recency', 'log frequency'])}'",
        )


def _listed(names: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _sample(
    connection: duckdb.DuckDBPyConnection,
    customers: ibis.Table,
    features: Sequence[Feature],
    profiled: Sequence[Feature],
    most: int,
    seed: int,
) -> tuple[Numbers, Numbers]:
    """The features of at most so many customers, drawn by a digest of their ids, and what names are made by; in the order of the ids."""
    columns = {
        f"x{number}": feature.value(customers) for number, feature in enumerate((*features, *profiled))
    }
    picked = compiled(customers.select(customers.customer_id, **columns))
    drawn = f"SELECT * FROM ({picked}) AS all_customers ORDER BY md5(customer_id || {literal(f'|{seed}')}), customer_id LIMIT {most}"
    found = connection.execute(
        f"SELECT * EXCLUDE (customer_id) FROM ({drawn}) AS drawn ORDER BY customer_id"
    ).fetchnumpy()
    numbers: Numbers = np.column_stack(
        [np.ma.filled(np.ma.asarray(found[name], dtype=float), np.nan) for name in columns]
    )
    return numbers[:, : len(features)], numbers[:, len(features) :]


def _with_own_names(part: ClustersPart, named: Sequence[Name]) -> Sequence[Name]:
    """The names that the recipe gives in place of those by rules, whose rules they keep; a group that it gives none has the one by its rule."""
    if not part.names:
        return named
    if len(part.names) != len(named):
        raise RegularsError(
            f"`clusters.names` gives {len(part.names)} names, and hdbscan found {len(named)} groups.",
            f"Give {len(named)} names, or none: then they follow from rules.",
        )
    own = [name.strip() for name in part.names]
    taken = {name.casefold() for name in own}
    return [
        Name(
            given or (f"{one.name} (group {number})" if one.name.casefold() in taken else one.name), one.rule
        )
        for number, (given, one) in enumerate(zip(own, named, strict=True), 1)
    ]


def _profiles(found: Fit, told: Numbers, profiled: Sequence[Feature]) -> list[Profile]:
    """Where each group stands, by the customers it was learned from."""
    standing = Scaling.learned(told, "standard").of(told)
    numbers = range(1, found.model.k + 1)
    timed = _days_apart(told[:, 0], [found.labels == number for number in numbers]) >= LEAST_DAYS
    return [replace(_profile(standing[found.labels == number], profiled), timed=timed) for number in numbers]


def _with_figures(
    connection: duckdb.DuckDBPyConnection,
    customers: ibis.Table,
    found: Fit,
    profiles: Sequence[Profile],
    profiled: Sequence[Feature],
) -> list[Profile]:
    """The profiles with the figures of all customers, the medians as the tables of groups show them."""
    columns = [feature.column for feature in profiled]
    asked = ", ".join([*map(middle_of, columns), *(f"avg({column})" for column in columns)])
    numbered = compiled(_numbered(connection, customers, found))
    rows = connection.execute(
        f"SELECT {NUMBER}, {asked} FROM ({numbered}) AS numbered GROUP BY {NUMBER}"
    ).fetchall()
    by_number = {number: [shown_middle(value) for value in values] for number, *values in rows}
    known = []
    for number, profile in enumerate(profiles, 1):
        figures = by_number.get(number, [])
        medians, averages = _measured(figures[: len(columns)]), _measured(figures[len(columns) :])
        known.append(replace(profile, medians=medians, averages=averages))
    return known


def _measured(values: Sequence[float | None]) -> Measured | None:
    """Figures in the order of `PROFILED`; None for a group of nobody."""
    known = [value for value in values if value is not None]
    return Measured(*known) if known and len(known) == len(values) else None


def _days_apart(recency: Numbers, groups: Sequence[Any]) -> float:
    """How many days lie between the group that was seen last and the one that has been away longest."""
    days = [float(recency[members].mean()) for members in groups if members.any()]
    return max(days) - min(days)


def _profile(standing: Numbers, profiled: Sequence[Feature]) -> Profile:
    """Where the members of a group stand on average; a cloud that nobody is likeliest in stands in the middle."""
    means = standing.mean(axis=0) if len(standing) else np.zeros(len(profiled))
    # Rounded, as what is the same for everybody is no trace above or below the mean.
    by_column = {
        feature.column: round(float(mean), 9) + 0.0 for feature, mean in zip(profiled, means, strict=True)
    }
    return Profile(by_column["recency"], by_column["frequency"], by_column.get("monetary"))


def grouped(connection: duckdb.DuckDBPyConnection, customers: ibis.Table, groups: Groups) -> str:
    """A SELECT of the customers with the number and the name of their group; those in none have NULL and say so."""
    return compiled(_named(_numbered(connection, customers, groups.fit), groups))


def _numbered(connection: duckdb.DuckDBPyConnection, customers: ibis.Table, found: Fit) -> ibis.Table:
    """The customers with the number of their group; NULL for those in none."""
    import ibis

    if found.model.method in BY_CENTRES:
        return with_number(customers, found.model, NUMBER)
    _load_labels(connection, customers, found)
    labels = ibis.table({"labelled_id": "string", NUMBER: "int64"}, name="cluster_labels")
    return customers.left_join(labels, customers.customer_id == labels.labelled_id).drop("labelled_id")


def assigned(customers: ibis.Table, groups: Groups) -> ibis.Table:
    """The same as an expression alone, which groups by centres have."""
    if groups.model.method not in BY_CENTRES:
        raise RegularsError(
            f"There is no SQL for groups by {groups.model.method}: everybody goes with the most alike customer that was learned from.",
            'Take a method that has: --set clusters.method="k-means"',
        )
    return _named(with_number(customers, groups.model, NUMBER), groups)


def _named(numbered: ibis.Table, groups: Groups) -> ibis.Table:
    """The customers with the name that belongs to their number."""
    import ibis

    names = [(numbered[NUMBER] == number, one.name) for number, one in enumerate(groups.names, 1)]
    return numbered.mutate(**{NAME: ibis.cases(*names, else_=NOBODYS)})


def _load_labels(connection: duckdb.DuckDBPyConnection, customers: ibis.Table, found: Fit) -> None:
    """Make the table `cluster_labels`: everyone's group, by the most alike of those that were learned from."""
    import pyarrow as pa

    features = found.model.features
    columns = {f"x{number}": feature.value(customers) for number, feature in enumerate(features)}
    select = compiled(customers.select(customers.customer_id, **columns))
    everyone: Any = connection.sql(
        f"SELECT * FROM ({select}) AS everyone ORDER BY customer_id"
    ).to_arrow_table()
    values = np.column_stack([everyone[name].to_numpy().astype(float) for name in columns])
    whole = ~np.isnan(values).any(axis=1)
    labels: Labels = np.full(len(values), NOISE, dtype=np.int64)
    labels[whole] = nearest_learned(found, values[whole])
    table = pa.table({"labelled_id": everyone["customer_id"], NUMBER: pa.array(labels, mask=labels == NOISE)})
    connection.register("cluster_labels_given", table)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE cluster_labels AS SELECT * FROM {ident('cluster_labels_given')}"
    )
    connection.unregister("cluster_labels_given")
