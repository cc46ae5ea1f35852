"""What is told of groups: quartiles, crossed tables, firmness, words and the map, beside pandas and numpy on the customers."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from cli.main import main
from core.clusters.tables import ClusterTables
from core.recipe import Recipe
from core.study import Study
from core.views.clusters_map import MapSource, cluster_map, source_of
from core.views.result import ResultData, result_of
from tests.core.test_clusters import features_by_hand
from tests.support.four_kinds import write_shop

SIZE = (24, 11)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("views") / "shop.csv"
    write_shop(path, seed=4)
    return path


@pytest.fixture(scope="module")
def found(shop: Path) -> Iterator[tuple[pd.DataFrame, ClusterTables, MapSource, ResultData]]:
    recipe = Recipe.from_tables({"clusters": {"on": True}})
    with Study(recipe, [shop]) as study, ResultData(result_of(study)) as data:
        yield study.customers.to_pandas(), study.clusters.tables, source_of(study), data


Found = tuple[pd.DataFrame, ClusterTables, MapSource, ResultData]


def test_quartiles_and_shares_are_those_of_the_members(found: Found) -> None:
    customers, tables, _, _ = found
    money = customers.monetary.astype(float)
    for line in tables.lines:
        members = customers[customers.cluster == line.cluster]
        for measure in ("recency", "frequency", "monetary"):
            values = members[measure].astype(float)
            for name, share in (("q1", 0.25), ("median", 0.5), ("q3", 0.75)):
                assert getattr(line, f"{name}_{measure}") == pytest.approx(
                    np.quantile(values, share), abs=0.006
                )
        assert line.customer_share == pytest.approx(len(members) / len(customers), abs=1e-6)
        revenue = members.monetary.astype(float).sum()
        assert line.revenue_share == pytest.approx(revenue / money.sum(), abs=1e-6)


def test_the_crossed_table_counts_everybody_once_by_segment_and_once_by_tier(found: Found) -> None:
    customers, tables, _, _ = found
    for by in ("segment", "tier"):
        rows = [row for row in tables.crossed if row["by"] == by]
        counts = customers.groupby(["cluster", by]).size().to_dict()
        assert {
            (row["cluster"], row["value"]): row["customers"] for row in rows if row["customers"]
        } == counts
        assert sum(row["customers"] for row in rows) == len(customers)
        for row in rows:
            of_group = (customers.cluster == row["cluster"]).sum()
            of_value = (customers[by] == row["value"]).sum()
            assert row["cluster_share"] == pytest.approx(row["customers"] / of_group, abs=1e-6)
            if of_value:
                assert row["value_share"] == pytest.approx(row["customers"] / of_value, abs=1e-6)
            else:
                assert row["value_share"] is None


def test_the_profile_has_the_centre_and_the_median_of_each_feature(found: Found) -> None:
    customers, tables, _, _ = found
    scaled = StandardScaler().fit_transform(features_by_hand(customers))
    columns = ["recency", "frequency", "monetary"]
    for number in (1, 2, 3, 4):
        mine = [row for row in tables.profile if row["cluster"] == number]
        inside = (customers.cluster == number).to_numpy()
        assert [row["scaled"] for row in mine] == pytest.approx(list(scaled[inside].mean(axis=0)), abs=1e-4)
        medians = [customers[inside][column].astype(float).median() for column in columns]
        assert [row["median"] for row in mine] == pytest.approx(medians, abs=0.006)


def test_a_group_is_as_firm_as_the_resamples_find_it(found: Found) -> None:
    """Each group's own share, not that of another one: beside resamples drawn here."""
    customers, tables, _, _ = found
    scaled = StandardScaler().fit_transform(features_by_hand(customers))
    rng, groups = np.random.default_rng(99), customers.cluster.to_numpy()
    shared: list[list[float]] = []
    for number in range(25):
        drawn = scaled[rng.integers(0, len(scaled), len(scaled))]
        again = KMeans(4, n_init=5, random_state=number).fit(drawn).predict(scaled)
        shared.append(
            [
                max(
                    ((groups == mine) & (again == other)).sum() / ((groups == mine) | (again == other)).sum()
                    for other in range(4)
                )
                for mine in (1, 2, 3, 4)
            ]
        )
    for line, theirs in zip(tables.lines, np.mean(shared, axis=0), strict=True):
        assert line.jaccard == pytest.approx(theirs, abs=0.08)
    assert min(line.jaccard or 0.0 for line in tables.lines) == next(
        row["least_jaccard"] for row in tables.criteria if row["k"] == 4
    )


def numbers_of(text: str) -> list[str]:
    return re.findall(r"\d[\d,]*(?:\.\d+)?", text)


def test_every_number_of_the_words_is_in_the_tables(found: Found) -> None:
    _, tables, _, _ = found
    known = {str(len(tables.lines)), f"{sum(line.customers for line in tables.lines):,}"}
    for line in tables.lines:
        known |= {f"{line.customers:,}", f"{line.revenue:,.2f}", f"{line.median_monetary:,.2f}"}
        known |= {f"{100 * (share or 0):.1f}" for share in (line.customer_share, line.revenue_share)}
        for value in (line.median_recency, line.median_frequency):
            known.add(f"{value:,.0f}" if value == int(value or 0) else f"{value:,.1f}")
    known |= {f"{100 * (row['cluster_share'] or 0):.1f}" for row in tables.crossed}
    told = " ".join(tables.summary)
    assert len(numbers_of(told)) > 20
    assert set(numbers_of(told)) <= known
    for line, sentence in zip(tables.lines, tables.summary[1:], strict=True):
        assert sentence.startswith(f"{line.name} are {line.customers} customers")


def test_the_map_has_everybody_where_the_principal_components_put_them(found: Found) -> None:
    customers, tables, source, data = found
    drawn = cluster_map(data, source, SIZE)
    scaled = StandardScaler().fit_transform(features_by_hand(customers))
    theirs = PCA(2).fit_transform(scaled)
    # A component may point the other way.
    for axis, row in enumerate(tables.pca[:2]):
        loadings = [row[name] for name in ("recency", "log frequency", "log monetary")]
        if np.dot(scaled @ loadings, theirs[:, axis]) < 0:
            theirs[:, axis] *= -1
    assert drawn.x == pytest.approx((theirs[:, 0].min(), theirs[:, 0].max()), abs=1e-4)
    assert drawn.y == pytest.approx((theirs[:, 1].min(), theirs[:, 1].max()), abs=1e-4)
    assert sum(cell.customers for cell in drawn.cells) == len(customers)
    across, _, _ = np.histogram2d(theirs[:, 0], theirs[:, 1], bins=SIZE)
    counted = np.zeros(SIZE)
    for cell in drawn.cells:
        counted[cell.column, cell.row] = cell.customers
    # Somebody on the line between two cells may be on the other side of it by rounding.
    assert np.abs(counted - across).sum() <= 4
    at = {(cell.column, cell.row): cell.group for cell in drawn.cells}
    low, high = theirs.min(axis=0), theirs.max(axis=0)
    places = np.minimum((np.array(SIZE) * (theirs - low) / (high - low)).astype(int), np.array(SIZE) - 1)
    right = sum(at.get(tuple(place)) == group for place, group in zip(places, customers.cluster, strict=True))
    assert right > 0.9 * len(customers)


def test_the_files_and_json_have_what_the_screen_has(
    shop: Path, found: Found, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, tables, _, _ = found
    out = tmp_path / "out"
    assert main(["run", str(shop), "--with", "clusters", "--json", "--out", str(out)]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)["clusters"]
    assert told["crossed"] == list(tables.crossed)
    assert told["summary"] == list(tables.summary)
    with (out / "crossed.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["customers"]) for row in rows] == [row["customers"] for row in tables.crossed]
    with (out / "clusters.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert [float(line["jaccard"]) for line in lines] == [line.jaccard for line in tables.lines]
    assert [float(line["customer_share"]) for line in lines] == [line.customer_share for line in tables.lines]
    # A folder of results is known as one, and written anew.
    assert main(["run", str(shop), "--quiet", "--out", str(out)]) == 0
    assert not (out / "crossed.csv").exists()
    assert main(["run", str(shop), "--with", "clusters"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for sentence in tables.summary:
        assert sentence in shown


def test_two_different_customers_are_written_without_criteria(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    rows = [f"c{n},{n},2024-0{1 + 4 * (n % 2)}-01,1,5.00\n" for n in range(8)]
    path.write_text("customer_id,order_id,order_date,quantity,price\n" + "".join(rows))
    out = tmp_path / "out"
    run = ["run", str(path), "--with", "clusters", "--quiet", "--set", "clusters.k=2"]
    assert main([*run, "--out", str(out)]) == 0
    names = {file.name for file in out.iterdir()}
    assert {"clusters.csv", "crossed.csv", "pca.csv"} <= names
    assert "criteria.csv" not in names


def test_of_less_than_nothing_there_are_no_shares(tmp_path: Path) -> None:
    path = tmp_path / "given_back.csv"
    bought = [f"c{n},{n},2024-0{1 + n % 6}-0{1 + n % 9},{1 + n}.00\n" for n in range(12)]
    given_back = ["c1,C1,2024-06-20,-500.00\n", "c2,C2,2024-06-20,-3.00\n"]
    path.write_text("customer_id,order_id,order_date,amount\n" + "".join(bought + given_back))
    recipe = Recipe.from_tables({"customers": {"refunds": "net"}, "clusters": {"on": True, "k": 2}})
    with Study(recipe, [path]) as study:
        tables, customers = study.clusters.tables, study.customers.to_pandas()
    assert customers.monetary.sum() == pytest.approx(78 - 503)
    worth = customers.groupby("cluster").monetary.sum()
    for line in tables.lines:
        assert line.revenue_share is None
        assert line.revenue == pytest.approx(worth[line.cluster])
        (told,) = [text for text in tables.summary if text.startswith(f"{line.name} ")]
        assert f" {line.revenue:,.2f}." in told


def test_one_feature_makes_a_line(shop: Path) -> None:
    recipe = Recipe.from_tables({"clusters": {"features": ["recency"], "k": 3}})
    with Study(recipe, [shop]) as study, ResultData(result_of(study)) as data:
        drawn = cluster_map(data, source_of(study), SIZE)
    assert drawn.y == (0.0, 0.0)
    by_column = sorted((cell.column, cell.group) for cell in drawn.cells)
    # Along a line groups come one after the other.
    assert sum(one[1] != other[1] for one, other in pairwise(by_column)) == 2
