"""Groups: how soon the criteria are there, and how long a million customers take, beside scikit-learn on all of them."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from bench.measure import verdict

CUSTOMERS = 5_878
MANY = 1_000_000


def criteria_of_a_shop() -> None:
    """The criteria for k = 2 to 10 on as many customers as Online Retail II has."""
    from core.clusters.criteria import criteria

    scaled = _scaled(CUSTOMERS)
    list(criteria(scaled[:50], ks=(2,)))  # what is loaded once is not counted
    began, first = time.perf_counter(), 0.0
    for _ in criteria(scaled):
        first = first or time.perf_counter() - began
    whole = time.perf_counter() - began
    print(f"\nHow many groups, {CUSTOMERS:,} customers")
    print("  -> " + verdict("the first criterion", first, 0.5, at_least=False, unit="s"))
    print("  -> " + verdict("all seven", whole, 6, at_least=False, unit="s"))


def a_million(folder: Path) -> None:
    """A million customers, learned on a sample and all assigned."""
    import duckdb
    import ibis
    from sklearn.cluster import KMeans

    from core.clusters.stage import grouped, learn
    from core.recipe import ClustersPart

    connection = duckdb.connect()
    values = _values(MANY)
    connection.register("made", _table(values))
    connection.execute(
        "CREATE TABLE customers AS SELECT CAST(row_number() OVER () AS VARCHAR) AS customer_id, * FROM made"
    )
    connection.unregister("made")
    customers = ibis.table(
        {"customer_id": "string", "recency": "int64", "frequency": "int64", "monetary": "float64"},
        name="customers",
    )
    learn(connection, customers, ClustersPart(k=3))  # what is loaded once is not counted
    began = time.perf_counter()
    groups = learn(connection, customers, ClustersPart())
    select = grouped(connection, customers, groups)
    path = folder / "grouped.parquet"
    connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    mine = time.perf_counter() - began
    scaled = groups.model.scaling.of(_features(values))
    centres = np.array(groups.model.centres)
    inertia = float(((scaled[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2).min(axis=1).sum())
    began = time.perf_counter()
    full = KMeans(groups.model.k, n_init=10, random_state=0).fit(scaled)
    theirs = time.perf_counter() - began
    print(f"\nGroups of {MANY:,} customers")
    print(
        f"  learned on {groups.model.fitted_on:,} and all assigned in {mine:.2f} s; scikit-learn on all of them {theirs:.2f} s"
    )
    print("  -> " + verdict("learned and assigned", mine, 4, at_least=False, unit="s"))
    print("  -> " + verdict("inertia beside the full fit's", inertia / full.inertia_, 1.01, at_least=False))


def _values(customers: int) -> np.ndarray:
    """Recency, frequency and monetary of customers who are of four kinds."""
    rng = np.random.default_rng(1)
    kind = rng.choice(4, customers, p=[0.15, 0.32, 0.25, 0.28])
    recency = np.clip(rng.gamma(2, np.array([12, 35, 40, 230])[kind]), 1, 740).astype(int)
    frequency = 1 + rng.poisson(np.array([16, 4, 0.8, 0.6])[kind])
    monetary = frequency * np.round(rng.lognormal(5.6, 0.6, customers), 2)
    return np.column_stack([recency, frequency, monetary])


def _features(values: np.ndarray) -> np.ndarray:
    return np.column_stack([values[:, 0], np.log1p(values[:, 1]), np.log1p(values[:, 2])])


def _scaled(customers: int) -> np.ndarray:
    features = _features(_values(customers))
    scaled: np.ndarray = (features - features.mean(axis=0)) / features.std(axis=0)
    return scaled


def _table(values: np.ndarray) -> object:
    import pyarrow as pa

    return pa.table(
        {
            "recency": values[:, 0].astype("int64"),
            "frequency": values[:, 1].astype("int64"),
            "monetary": values[:, 2],
        }
    )
