"""Columns whose names differ only in capitals: the one spelled as it is asked for is meant, and tables keep them apart."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from core.columns.alike import find_columns
from core.recipe import ColumnsPart, Recipe
from core.source.model import unique_names
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

HEADER = ("customer", "order", "date", "net", "Net", "NET", "branch", "BRANCH")
ROWS = [(f"C{n}", 40 + n, f"2024-03-{n:02}", n, 10 * n, 100 * n, f"b{n}", f"B{n % 3}") for n in range(1, 13)]
TOTALS = {name: sum(int(row[HEADER.index(name)]) for row in ROWS) for name in ("net", "Net", "NET")}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    return path


def study_of(source: Path, recipe: Recipe) -> Study:
    kept = source.parent / "kept"
    kept.mkdir(exist_ok=True)
    return Study(recipe, [str(source)], workspace=Workspace(kept, quota_bytes=10**9))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("net", "net"),
        ("Net", "Net"),
        ("NET", "NET"),
        ("NeT", "net"),
        ("Net (2)", "Net"),
        ("net (3)", "NET"),
        ("#4", "net"),
        ("#6", "NET"),
    ],
)
def test_the_exact_name_is_the_column(asked: str, meant: str, source: Path) -> None:
    with study_of(source, Recipe(columns=ColumnsPart(amount=asked))) as study:
        assert float(Asked(study).revenue or 0) == TOTALS[meant]
        resolved = study.resolved
    with study_of(source, resolved) as again:
        assert float(Asked(again).revenue or 0) == TOTALS[meant]
        assert again.resolved.columns == resolved.columns


@pytest.mark.parametrize(
    ("names", "asked", "found"),
    [
        (["Total", "Total"], ["Total", "Total (2)", "total"], (0, 1, 0)),
        (["Total", "total"], ["Total", "total", "TOTAL", "Total (2)"], (0, 1, 0, 1)),
        (["Size (2)", "Size"], ["Size", "size", "Size (2)"], (1, 1, 0)),
        (["Size (2)", "size"], ["size", "Size"], (1, 1)),
        (["size", "Size (1)"], ["Size"], (0,)),
        (["amount", "Amount", "amount"], ["Amount", "amount", "amount (3)"], (1, 0, 2)),
    ],
)
def test_names_that_are_counted(names: list[str], asked: list[str], found: tuple[int | None, ...]) -> None:
    assert find_columns(asked, unique_names(names)) == found


@pytest.mark.parametrize(
    "asked",
    [("branch", "BRANCH"), ("#7", "#8"), ("Branch", "BRANCH (2)"), ("branch", "#7", "BRANCH", "#8", "#1")],
)
def test_attributes_come_under_their_own_names(asked: tuple[str, ...], source: Path) -> None:
    with study_of(source, Recipe(columns=ColumnsPart(attributes=asked, amount="net"))) as study:
        assert study.resolved.columns.attributes == ("branch", "BRANCH (2)")
        customers = study.customers.to_dicts()
        told = {row["customer_id"]: (row["branch"], row["BRANCH (2)"]) for row in customers}
    assert told == {str(row[0]): (row[6], row[7]) for row in ROWS}


@pytest.mark.parametrize("asked", ["net", "Net", "NET"])
def test_tables_that_have_them_in_another_order(asked: str, source: Path) -> None:
    as_above, turned = range(len(HEADER)), (5, 3, 4, 0, 1, 2, 7, 6)
    later = [(f"D{n}", 140 + n, *row[2:]) for n, row in enumerate(ROWS)]
    folder = source.parent / "both"
    folder.mkdir()
    for number, (order, rows) in enumerate(((as_above, ROWS), (turned, later))):
        with (folder / f"part {number}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[row[place] for place in order] for row in (HEADER, *rows)])
    recipe = Recipe(columns=ColumnsPart(amount=asked, attributes=("BRANCH",)))
    with study_of(folder, recipe) as study:
        assert float(Asked(study).revenue or 0) == 2 * TOTALS[asked]
        assert {row["BRANCH (2)"] for row in study.customers.to_dicts()} == {str(row[7]) for row in ROWS}
