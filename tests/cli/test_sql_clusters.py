"""`regulars sql` with clusters: what it prints groups everybody as the run does, in a database that knows nothing of regulars."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
import sqlglot

from cli.main import main
from tests.support.command import customers_in, refused, told
from tests.support.four_kinds import write_shop

Settings = list[str]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sales whose customers have a column of the name that a step of the SQL would have."""
    path = tmp_path_factory.mktemp("sql") / "shop.csv"
    write_shop(path, seed=6)
    with path.open(newline="") as file:
        header, *rows = list(csv.reader(file))
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([[*header, "group_feature_1"], *([*row, f"of {row[0]}"] for row in rows)])
    return path


@pytest.mark.parametrize(
    "settings",
    [
        [],
        ["clusters.method=mixture"],
        pytest.param(
            ["clusters.k=7", 'clusters.features=["r", "log net", "average_order", "tenure"]'],
            marks=pytest.mark.soak,
        ),
        pytest.param(
            ["clusters.method=mixture", "clusters.k=3", "clusters.scaling=robust"], marks=pytest.mark.soak
        ),
        ["clusters.k=2", """clusters.names=["the shop's own", "others; -- and no more"]"""],
    ],
    ids=["k-means", "mixture", "other features", "robust", "own names"],
)
def test_the_sql_printed_groups_everybody_as_the_run_does(
    shop: Path, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--map", "attributes=group_feature_1", "--set", "clusters.on=true"]
    for setting in settings:
        given += ["--set", setting]
    told(capsys, "run", shop, *given, "--set", "rules.overlap=off", "--out", tmp_path / "out", "--quiet")
    script = told(capsys, "sql", shop, *given, "--set", "rules.overlap=off")
    with duckdb.connect() as plain:
        plain.execute(script)
        found = plain.execute(
            "SELECT customer_id, cluster, cluster_name, group_feature_1 FROM clusters"
        ).fetchall()
    written = customers_in(tmp_path / "out")
    assert len(found) == len(written) == 300
    assert {row[0]: row[1:] for row in found} == {
        customer: (row["cluster"], row["cluster_name"], f"of {customer}") for customer, row in written.items()
    }
    assert len({row[1] for row in found}) > 1


@pytest.mark.parametrize(
    ("dialect", "parsed_as"), [("duckdb", "duckdb"), ("postgres", "postgres"), ("pyspark", "spark")]
)
def test_the_stage_is_one_query_of_the_segments_in_each_dialect(
    shop: Path, dialect: str, parsed_as: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(capsys, "sql", shop, "--stage", "clusters", "--dialect", dialect)
    assert text.startswith("-- clusters: ")
    parsed = sqlglot.parse_one(text, dialect=parsed_as)
    assert isinstance(parsed, sqlglot.expressions.Query)
    assert {table.name for table in parsed.find_all(sqlglot.expressions.Table)} == {"segments"}


def test_where_nobody_asks_for_clusters_the_script_has_none(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "VIEW clusters" not in told(capsys, "sql", shop)


@pytest.mark.parametrize("method", ["ward", "hdbscan"])
def test_groups_without_an_expression_are_refused(
    shop: Path, method: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, complaint = refused(
        capsys, "sql", shop, "--stage", "clusters", "--set", f"clusters.method={method}"
    )
    assert status == 1
    assert f"There is no SQL for groups by {method}" in complaint


def test_where_groups_are_not_possible_the_rest_of_the_script_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = tmp_path / "few.csv"
    few.write_text("customer,order,date,amount\na,1,2024-01-01,5\nb,2,2024-01-02,6\n")
    assert main(["sql", str(few), "--set", "clusters.on=true"]) == 0
    printed = capsys.readouterr()
    assert "VIEW segments" in printed.out
    assert "VIEW clusters" not in printed.out
    assert "only 2 different customers" in printed.err
    status, complaint = refused(capsys, "sql", few, "--stage", "clusters")
    assert status == 1
    assert "only 2 different customers" in complaint
