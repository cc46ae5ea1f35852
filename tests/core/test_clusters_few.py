"""What clusters make of few customers, of customers who are alike, and of those who lack something: a sentence, and the rest works on."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from core.errors import RegularsError
from core.study import Study
from core.views.clusters_map import cluster_map, source_of
from core.views.result import ResultData, result_of
from tests.core.test_clusters import recipe
from tests.support.four_kinds import COLUMNS


def written(path: Path, rows: list[str]) -> Path:
    path.write_text(COLUMNS + "".join(f"{row}\n" for row in rows))
    return path


ALIKE = [f"c{number},{number},2024-03-0{1 + number % 2},1,5.00" for number in range(9)]


@pytest.mark.parametrize(
    ("rows", "clusters", "words"),
    [
        (["a,1,2024-01-02,1,5.00"], {}, "There is one customer"),
        ([f"c{n},{n},2024-01-02,1,5.00" for n in range(5)], {}, "All 5 customers are alike"),
        (ALIKE, {}, "only 2 different customers"),
        (ALIKE, {"features": ["products"]}, "products were not counted"),
        (["a,1,2024-01-02,1,5.00", "b,2,2024-02-02,1,6.00"], {"method": "hdbscan"}, "too few"),
    ],
)
def test_where_there_are_no_groups_a_sentence_says_why(
    tmp_path: Path, rows: list[str], clusters: dict[str, Any], words: str
) -> None:
    source = written(tmp_path / "few.csv", rows)
    with Study(recipe(**clusters), [source]) as study:
        assert study.report.customers == len({row.partition(",")[0] for row in rows})
        with pytest.raises(RegularsError) as caught:
            study.clusters.tables  # noqa: B018
    assert words in caught.value.what


def test_few_customers_can_be_grouped_as_far_as_they_differ(tmp_path: Path) -> None:
    source = written(tmp_path / "few.csv", ALIKE)
    with Study(recipe(k=2), [source]) as study:
        tables = study.clusters.tables
    assert sorted(line.customers for line in tables.lines) == [4, 5]
    assert len({line.name for line in tables.lines}) == 2
    assert any("the same for everybody" in note for note in tables.notes)


def test_where_one_number_of_groups_can_be_judged_the_criteria_do_not_agree_on_it(tmp_path: Path) -> None:
    rows = ["a,1,2024-01-05,1,10.00", "b,2,2024-03-05,1,20.00", "c,3,2024-06-01,1,500.00"]
    with Study(recipe(k=2), [written(tmp_path / "three.csv", rows)]) as study:
        tables = study.clusters.tables
    assert [row["k"] for row in tables.criteria] == [2]
    assert tables.recommended == {}
    assert tables.criteria[0]["recommended_by"] == ""
    assert tables.notes[0] == (
        "The criteria cannot say how many groups there are: they compare one number of groups with another, and 2 is the only one that"
        " can be judged among 3 different customers. Here are 2."
    )
    rows.append("d,4,2024-01-25,1,30.00")
    with Study(recipe(k=2), [written(tmp_path / "four.csv", rows)]) as study:
        tables = study.clusters.tables
    assert [row["k"] for row in tables.criteria] == [2, 3]
    assert set(tables.recommended.values()) <= {2, 3}
    assert tables.recommended
    assert tables.notes[0].startswith(("The criteria agree", "The criteria do not agree"))


def test_without_money_groups_go_by_what_there_is(tmp_path: Path) -> None:
    source = tmp_path / "no_money.csv"
    rows = [
        f"c{number},{order},2024-{1 + number % 12:02}-{1 + order % 28:02}\n"
        for number in range(60)
        for order in range(1000 * number, 1000 * number + 1 + number % 5)
    ]
    source.write_text("customer_id,order_id,order_date\n" + "".join(rows))
    chosen = recipe(features=["recency", "monetary"])
    with Study(chosen, [source]) as study, pytest.raises(RegularsError) as caught:
        study.clusters.tables  # noqa: B018
    assert "the source has no money" in caught.value.what
    with Study(recipe(features=["recency", "log frequency"], k=3), [source]) as study:
        tables = study.clusters.tables
        customers = study.customers.to_pandas()
    assert len(tables.lines) == 3
    assert all(line.revenue is None for line in tables.lines)
    assert set(customers.cluster) == {1, 2, 3}


# Every fifth has no money, and one nothing but an id and recency.
SOME_LACK = [
    f"c{n},{7 * n % 90},{1 + n % 6 if n != 17 else ''},{n * n + 0.5 if n % 5 and n != 17 else ''}"
    for n in range(1, 41)
]
LACKING = {row.split(",")[0] for row in SOME_LACK if row.endswith(",")}


@pytest.fixture
def some_lack(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text("customer_id,recency,frequency,monetary\n" + "".join(f"{row}\n" for row in SOME_LACK))
    return path


@pytest.mark.parametrize("method", ["k-means", "mixture", "ward"])
def test_who_lacks_a_feature_is_in_no_group(some_lack: Path, method: str) -> None:
    with Study(recipe(method=method), [some_lack]) as study:
        tables, customers = study.clusters.tables, study.customers.to_pandas()
    in_none = customers[customers.cluster.isna()]
    assert set(in_none.customer_id) == LACKING
    assert set(in_none.cluster_name) == {"In no group"}
    last = tables.lines[-1]
    assert (last.cluster, last.customers) == (None, len(LACKING))
    assert last.rule == "without a value for a feature"
    assert any(f"{len(LACKING)} of 40 customers are in no group" in note for note in tables.notes)


def test_where_everybody_lacks_a_feature_a_sentence_says_so(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    rows = [f"c{n},{n},{n if n < 5 else ''},{'' if n < 5 else n}\n" for n in range(1, 10)]
    path.write_text("customer_id,recency,frequency,monetary\n" + "".join(rows))
    with Study(recipe(), [path]) as study, pytest.raises(RegularsError) as caught:
        study.clusters.tables  # noqa: B018
    assert "No customer has a value for every feature" in caught.value.what


def test_names_say_nothing_of_what_is_the_same_for_everybody(tmp_path: Path) -> None:
    """Rounding leaves a trace of a spread in logarithms that are all the same."""
    source = written(tmp_path / "sales.csv", [f"c{n},{n},2024-03-{1 + n % 9:02},1,5.00" for n in range(40)])
    with Study(recipe(), [source]) as study:
        tables = study.clusters.tables
    for line in tables.lines:
        assert "orders +0.0, money +0.0" in line.rule
        assert line.name.startswith(("Potential Loyalists", "Lapsed Customers"))
    assert any(
        "log frequency and log monetary are the same for everybody, and so say nothing" in note
        for note in tables.notes
    )


def test_a_group_of_one_is_told_as_one(tmp_path: Path) -> None:
    source = written(tmp_path / "two.csv", ["a,1,2024-01-02,1,5.00", "b,2,2024-03-02,2,7.00"])
    with Study(recipe(k=2), [source]) as study:
        told = study.clusters.tables.summary
    assert told[1].startswith("Potential Loyalists is 1 customer (50.0 %) and brings 14.00 (73.7 %).")
    assert "This one bought 1 day ago, placed 1 order and spent 14.00." in told[1]
    assert "This one bought 61 days ago, placed 1 order and spent 5.00." in told[2]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["a,1,2024-01-02,1,5.00"], "There is one customer"),
        (["a,1,2024-01-02,1,5.00", "b,2,2024-03-02,2,7.00"], "only 2 different customers"),
        ([f"c{n},{n},2024-01-02,1,5.00" for n in range(5)], "All 5 customers are alike"),
    ],
)
def test_the_command_line_says_why_and_all_else_works(
    tmp_path: Path, rows: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = written(tmp_path / "few.csv", rows), tmp_path / "out"
    assert main(["run", str(source), "--with", "clusters", "--quiet", "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert words in told.err
    assert len(told.err.splitlines()) == 2
    assert not told.out
    assert (out / "customers.parquet").exists()
    assert not (out / "clusters.csv").exists()


def test_the_advice_of_a_warning_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = written(tmp_path / "few.csv", ALIKE)
    assert main(["run", str(source), "--with", "clusters"]) == 0
    advice = capsys.readouterr().err.rpartition("--set ")[2].strip()
    assert advice == "clusters.k=2"
    assert main(["run", str(source), "--with", "clusters", "--set", advice]) == 0
    assert not capsys.readouterr().err


def test_where_customers_differ_in_one_way_the_map_is_a_line(tmp_path: Path) -> None:
    source = written(tmp_path / "few.csv", ALIKE)
    with Study(recipe(k=2), [source]) as study, ResultData(result_of(study)) as data:
        drawn = cluster_map(data, source_of(study), (20, 10))
    assert drawn.y == (0.0, 0.0)
    assert sorted(cell.customers for cell in drawn.cells) == [4, 5]


@pytest.mark.parametrize(("days", "speaks"), [(2, False), (200, True)])
def test_names_speak_of_time_only_where_time_is_between(tmp_path: Path, days: int, speaks: bool) -> None:
    """Half buy at the beginning and half at the end of so many days, and often or once."""
    start = date(2024, 1, 1)
    rows = [
        f"c{n},{n}-{order},{start + timedelta(days=(days - 1) * (n % 2))},1,{5 + n % 3}.00"
        for n in range(80)
        for order in range(1 + 7 * (n // 40))
    ]
    with Study(recipe(), [written(tmp_path / "shop.csv", rows)]) as study:
        lines = study.clusters.tables.lines
    told = " ".join(f"{line.name} {line.rule}" for line in lines)
    assert bool(re.search("dormant|lapsed|new|away|seen", told, re.IGNORECASE)) == speaks
    assert len({line.name for line in lines}) == len(lines)
