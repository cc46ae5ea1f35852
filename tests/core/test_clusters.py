"""Groups: as scikit-learn makes them, everyone assigned as the fitted model does, and sentences where there can be none."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, homogeneity_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import RobustScaler, StandardScaler

from core.clusters import fitting
from core.clusters.assigning import with_number
from core.clusters.features import Feature
from core.clusters.naming import NOBODYS
from core.recipe import Recipe
from core.settings import SettingsError
from core.sql import compiled
from core.study import Study
from tests.conftest import ROOT
from tests.support.four_kinds import COLUMNS, KINDS, write_shop


def recipe(**clusters: Any) -> Recipe:
    return Recipe.from_tables({"clusters": {"on": True, **clusters}})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    path = tmp_path_factory.mktemp("clusters") / "shop.csv"
    return path, write_shop(path)


def grouped(source: Path, **clusters: Any) -> pd.DataFrame:
    with Study(recipe(**clusters), [source]) as study:
        return study.customers.to_pandas()


def features_by_hand(customers: pd.DataFrame) -> np.ndarray:
    return np.column_stack(
        [
            customers.recency.astype(float),
            np.log1p(customers.frequency),
            np.log1p(customers.monetary.astype(float)),
        ]
    )


@pytest.mark.parametrize("scaling", ["standard", "robust"])
def test_k_means_is_scikit_learns(shop: tuple[Path, dict[str, str]], scaling: str) -> None:
    customers = grouped(shop[0], scaling=scaling)
    scaler = StandardScaler() if scaling == "standard" else RobustScaler()
    scaled = scaler.fit_transform(features_by_hand(customers))
    theirs = KMeans(4, n_init=10, random_state=0).fit_predict(scaled)
    assert adjusted_rand_score(customers.cluster, theirs) == 1.0


def test_a_mixture_is_scikit_learns(shop: tuple[Path, dict[str, str]]) -> None:
    customers = grouped(shop[0], method="mixture")
    scaled = StandardScaler().fit_transform(features_by_hand(customers))
    theirs = GaussianMixture(4, n_init=3, random_state=0, reg_covar=0.05).fit(scaled).predict(scaled)
    assert adjusted_rand_score(customers.cluster, theirs) == 1.0


def test_ward_is_scikit_learns(shop: tuple[Path, dict[str, str]]) -> None:
    customers = grouped(shop[0], method="ward")
    scaled = StandardScaler().fit_transform(features_by_hand(customers))
    theirs = AgglomerativeClustering(4, linkage="ward").fit_predict(scaled)
    assert adjusted_rand_score(customers.cluster, theirs) == 1.0


@pytest.mark.parametrize("method", ["k-means", "mixture", "ward", "hdbscan"])
def test_kinds_that_are_there_are_found(shop: tuple[Path, dict[str, str]], method: str) -> None:
    source, kind_of = shop
    customers = grouped(source, method=method).dropna(subset=["cluster"])
    assert len(customers) > 0.9 * len(kind_of)
    kinds = [kind_of[name] for name in customers.customer_id]
    if method == "hdbscan":  # which may see more than one dense place in a kind
        assert homogeneity_score(kinds, customers.cluster) > 0.95
    else:
        assert adjusted_rand_score(kinds, customers.cluster) > 0.9


def test_names_are_true_of_the_kinds(shop: tuple[Path, dict[str, str]]) -> None:
    source, kind_of = shop
    customers = grouped(source)
    of_kind = {
        kind: customers[[kind_of[name] == kind for name in customers.customer_id]].cluster_name.mode()[0]
        for kind in KINDS
    }
    assert of_kind == {
        "busy": "Loyal High-Spenders",
        "middling": "Potential Loyalists",
        "new": "New or Light",
        "gone": "Dormant Customers",
    }


@pytest.mark.parametrize("method", ["k-means", "mixture"])
def test_the_expression_assigns_everybody_as_the_fit_does(
    shop: tuple[Path, dict[str, str]], method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(fitting.MOST_FITTED, method, 120)
    with Study(recipe(method=method), [shop[0]]) as study:
        customers = study.customers.to_pandas()
        model = study.clusters.groups.model
    assert model.fitted_on == 120
    scaled = (features_by_hand(customers) - np.array(model.scaling.centre)) / np.array(model.scaling.width)
    nearest = []
    for one in scaled:
        if method == "k-means":
            far = [sum((a - b) ** 2 for a, b in zip(one, centre, strict=True)) for centre in model.centres]
        else:
            far = [
                0.5 * float((((one - np.array(centre)) @ np.array(cloud.triangle)) ** 2).sum()) - cloud.level
                for centre, cloud in zip(model.centres, model.clouds, strict=True)
            ]
        nearest.append(far.index(min(far)) + 1)
    assert list(customers.cluster) == nearest


def test_who_was_not_learned_from_goes_with_the_most_alike(
    shop: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(fitting.MOST_FITTED, "ward", 150)
    source, kind_of = shop
    customers = grouped(source, method="ward")
    assert adjusted_rand_score([kind_of[name] for name in customers.customer_id], customers.cluster) > 0.9


def test_every_dialect_compiles_the_assignment(shop: tuple[Path, dict[str, str]]) -> None:
    for method in ("k-means", "mixture"):
        with Study(recipe(method=method), [shop[0]]) as study:
            model = study.clusters.groups.model
            customers = ibis.table(study.stages.segments.schema(), name="customers")
        numbered = with_number(customers, model, "cluster")
        for dialect in ("duckdb", "postgres", "pyspark"):
            assert "customers" in compiled(numbered, dialect)


def test_the_files_say_what_the_customers_say(shop: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    from core.output import write_results

    with Study(recipe(), [shop[0]]) as study:
        write_results(study, tmp_path / "out")
    customers = pd.read_parquet(tmp_path / "out" / "customers.parquet")
    with (tmp_path / "out" / "clusters.csv").open() as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        members = customers[customers.cluster == int(line["cluster"])]
        assert set(members.cluster_name) == {line["name"]}
        assert len(members) == int(line["customers"])
        assert abs(members.monetary.sum() - float(line["revenue"])) < 0.005
        assert members.recency.median() == float(line["median_recency"])
        assert abs(members.monetary.median() - float(line["median_monetary"])) < 0.006
    assert sum(int(line["customers"]) for line in lines) == len(customers)

    scaled = StandardScaler().fit_transform(features_by_hand(customers))
    theirs = PCA().fit(scaled)
    pca = pd.read_csv(tmp_path / "out" / "pca.csv")
    assert np.allclose(pca.explained, theirs.explained_variance_ratio_, atol=1e-5)
    assert np.allclose(np.abs(pca.iloc[:, 2:].to_numpy()), np.abs(theirs.components_), atol=1e-5)
    centroids = pd.read_csv(tmp_path / "out" / "centroids.csv")
    for number, row in enumerate(centroids.to_dict("records"), 1):
        members = scaled[(customers.cluster == number).to_numpy()]
        assert np.allclose(
            [row[f"{name} (scaled)"] for name in ("recency", "log frequency", "log monetary")],
            members.mean(axis=0),
            atol=1e-4,
        )


def test_the_same_seed_gives_the_same_bytes(shop: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    from core.output import write_results
    from core.workspace import Workspace

    for number, threads in enumerate((1, 2)):
        (tmp_path / f"cache-{number}").mkdir()
        with (
            closing(Workspace(tmp_path / f"cache-{number}", 10**9)) as workspace,
            Study(recipe(), [shop[0]], workspace=workspace, threads=threads) as study,
        ):
            write_results(study, tmp_path / f"out-{number}")
    names = sorted(path.name for path in (tmp_path / "out-0").iterdir())
    assert {"clusters.csv", "criteria.csv", "centroids.csv", "pca.csv"} <= set(names)
    for name in names:
        assert (tmp_path / "out-0" / name).read_bytes() == (tmp_path / "out-1" / name).read_bytes(), name


FIRST_FIT = """
import numpy as np
from core.clusters import fitting
from core.recipe import ClustersPart
from core.clusters.features import Feature

kmeans = fitting.kmeans


def told(*given):
    found = kmeans(*given)
    from threadpoolctl import threadpool_info
    print(*(one["num_threads"] for one in threadpool_info()))
    return found


fitting.kmeans = told
values = np.random.default_rng(0).normal(0, 1, (400, 2))
fitting.fit(values, [Feature("recency", False), Feature("monetary", False)], ClustersPart())
"""


@pytest.mark.skipif(os.cpu_count() == 1, reason="one core never has more than one thread")
def test_the_first_fit_of_a_process_is_on_one_thread_too() -> None:
    """Its libraries are loaded only then, and what is not loaded cannot be limited."""
    run = subprocess.run(
        [sys.executable, "-c", FIRST_FIT], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert set(run.stdout.split()) == {"1"}


def test_the_order_of_the_rows_changes_nothing(shop: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    lines = shop[0].read_text().splitlines(keepends=True)
    shuffled = tmp_path / "shuffled.csv"
    shuffled.write_text(lines[0] + "".join(sorted(lines[1:], key=lambda line: line[::-1])))
    one, other = grouped(shop[0]), grouped(shuffled)
    assert dict(zip(one.customer_id, one.cluster_name, strict=True)) == dict(
        zip(other.customer_id, other.cluster_name, strict=True)
    )


def test_names_of_ones_own(shop: tuple[Path, dict[str, str]]) -> None:
    names = ["Stars", "Middle", "Fresh", "Asleep"]
    customers = grouped(shop[0], names=names)
    plain = grouped(shop[0])
    assert list(customers.cluster_name) == [names[number - 1] for number in plain.cluster]


def test_a_group_without_a_name_of_its_own_has_the_one_by_its_rule(shop: tuple[Path, dict[str, str]]) -> None:
    plain = grouped(shop[0])
    by_rule = dict(zip(plain.cluster, plain.cluster_name, strict=True))
    customers = grouped(shop[0], names=["", "Middle", " ", ""])
    assert list(customers.cluster_name) == ["Middle" if n == 2 else by_rule[n] for n in plain.cluster]
    # No two are alike, whatever somebody calls one of them.
    customers = grouped(shop[0], names=["", by_rule[1].upper(), "", ""])
    found = dict(zip(customers.cluster, customers.cluster_name, strict=True))
    assert found == {**by_rule, 1: f"{by_rule[1]} (group 1)", 2: by_rule[1].upper()}


@pytest.mark.parametrize(
    ("clusters", "words"),
    [
        ({"features": ["log montary"]}, "Did you mean `monetary`?"),
        ({"features": []}, "is empty"),
        ({"features": ["recency", "Recency"]}, "twice"),
        ({"k": 1}, "from 2 to 20"),
        ({"method": "kmeans"}, "k-means"),
        ({"names": ["A", "B"]}, "makes 4 groups"),
        ({"names": ["A", "B", "a ", "C"]}, "gives group 3 the name 'a', which group 1 has already"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(clusters: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        recipe(**clusters)
    assert words in f"{caught.value.what} {caught.value.cure}"


def test_who_is_in_no_group_is_said(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    rows = []
    for number in range(200):
        day = 1 + number % 3
        rows.append(f"near-{number},{number},2024-06-{day:02},1,{rng.normal(20, 0.3):.2f}")
        rows.append(
            f"far-{number},{1000 + number},2023-0{1 + number % 2}-{day:02},1,{rng.normal(300, 3):.2f}"
        )
    rows += [f"odd-{n},{5000 + n},20{10 + n}-01-01,1,{10**n}.00" for n in range(6)]
    source = tmp_path / "odd.csv"
    source.write_text(COLUMNS + "".join(f"{row}\n" for row in rows))
    with Study(recipe(method="hdbscan"), [source]) as study:
        tables, customers = study.clusters.tables, study.customers.to_pandas()
    nobody = customers[customers.cluster.isna()]
    assert len(nobody)
    assert set(nobody.cluster_name) == {NOBODYS}
    assert tables.lines[-1].cluster is None
    assert tables.lines[-1].customers == len(nobody)
    assert any(f"{len(nobody)} of" in note and "in no group" in note for note in tables.notes)


def test_a_source_with_a_column_called_cluster_keeps_it(tmp_path: Path) -> None:
    source = tmp_path / "named.csv"
    rows = [
        f"c{number},{number},2024-{1 + number % 12:02}-03,1,{5 + number},zone {number % 3}\n"
        for number in range(40)
    ]
    source.write_text("customer_id,order_id,order_date,quantity,price,cluster\n" + "".join(rows))
    customers = grouped(source)
    assert set(customers.cluster) == {1, 2, 3, 4}
    assert set(customers.source_cluster) == {"zone 0", "zone 1", "zone 2"}


def test_the_command_line_says_the_same(
    shop: tuple[Path, dict[str, str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from cli.main import main

    assert main(["run", str(shop[0]), "--with", "clusters", "--json", "--out", str(tmp_path / "out")]) == 0
    told = json.loads(capsys.readouterr().out)["clusters"]
    customers = pd.read_parquet(tmp_path / "out" / "customers.parquet")
    assert [line["customers"] for line in told["lines"]] == [
        int((customers.cluster == n).sum()) for n in (1, 2, 3, 4)
    ]
    assert (
        main(["run", str(tmp_path / "out" / "recipe.toml"), "--json", "--out", str(tmp_path / "again")]) == 0
    )
    for name in ("customers.parquet", "clusters.csv", "criteria.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    capsys.readouterr()
    assert main(["run", str(shop[0]), "--with", "clusters"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in set(customers.cluster_name))
    assert main(["run", str(shop[0]), "--with", "cluster"]) == 2
    assert "Did you mean --with clusters?" in capsys.readouterr().err


def test_a_feature_is_what_its_name_says() -> None:
    assert Feature.of(" Log Monetary ") == Feature("monetary", logged=True)
    assert Feature.of("recency").name == "recency"
    table = ibis.memtable(pd.DataFrame({"net": [-8.0, 0.0, 8.0]}))
    got = table.select(x=Feature("net", logged=True).value(table)).execute().x
    assert np.allclose(got, [-np.log(9), 0, np.log(9)])
