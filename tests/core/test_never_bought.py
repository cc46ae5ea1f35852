"""Lists of customers with people who never bought: both forms of them, by days and by date, count the same customers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from core.explain import explain
from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

# Who, days since the last purchase, its date, orders and money.
BOUGHT = [
    ("ada", 12, "2024-03-20", 4, "80.50"),
    ("bea", 40, "2024-02-21", 1, "15.25"),
    ("cid", 0, "2024-04-01", 2, "31.00"),
    ("dov", 300, "2023-06-06", 9, "410.10"),
]
NEVER = ["eva", "fay", "gus"]
FIGURES = (4, 16, 536.85)


def report_of(tmp_path: Path, text: str, settings: Mapping[str, str] | None = None) -> Report:
    with study_of(tmp_path, text, settings) as study:
        return study.report


def study_of(tmp_path: Path, text: str, settings: Mapping[str, str] | None = None) -> Study:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    recipe = Recipe().with_values(list((settings or {}).items()))
    return Study(recipe, [path], workspace=Workspace(tmp_path, 10**9))


def by_days(*more: str) -> str:
    bought = [f"{who},{days},{orders},{money}" for who, days, _, orders, money in BOUGHT]
    return "\n".join(["Customer,Days since last order,Orders,Revenue", *bought, *more]) + "\n"


def by_date(*more: str) -> str:
    bought = [f"{who},{last},{orders},{money}" for who, _, last, orders, money in BOUGHT]
    return "\n".join(["Customer,Last Order Date,Orders,Revenue", *bought, *more]) + "\n"


def taken(report: Report) -> dict[str, int]:
    return {line.rule: line.rows for line in report.ledger if line.rows}


def figures(report: Report) -> tuple[int, int, float | None]:
    return report.customers, report.orders, report.revenue


@pytest.mark.parametrize("text", [by_days, by_date])
def test_people_who_never_bought_are_no_customers(tmp_path: Path, text: object) -> None:
    assert callable(text)
    report = report_of(tmp_path, text(*(f"{who},,0,0.00" for who in NEVER)))
    assert figures(report) == FIGURES
    assert taken(report) == {"missing date": 3, "kept": 4}
    assert sum("3 rows with nothing in" in note for note in report.notes) == 1


@pytest.mark.parametrize(
    ("row", "rule", "said"),
    [
        ("eva,50,0,0.00", "quantity <= 0", "1 row with no order in Orders counts as no customer"),
        ("eva,50,-1,0.00", "quantity <= 0", "1 row with no order in Orders counts as no customer"),
        ("eva,-5,2,9.00", "after as-of", "1 row with days below zero in Days since last order counts"),
        ("eva,,2,9.00", "missing date", "1 row with nothing in Days since last order counts"),
    ],
)
def test_each_is_set_aside_where_it_belongs(tmp_path: Path, row: str, rule: str, said: str) -> None:
    with study_of(tmp_path, by_days(row)) as study:
        report = study.report
        assert figures(report) == FIGURES
        assert taken(report) == {rule: 1, "kept": 4}
        assert sum(said in note for note in report.notes) == 1
        shown = explain(study, rule)
        assert (shown.total, [cells[shown.columns.index("customer")] for cells in shown.rows]) == (1, ["eva"])


def test_a_date_with_no_orders_is_no_customer_unless_asked_for(tmp_path: Path) -> None:
    text = by_date("eva,2024-01-05,0,0.00")
    assert taken(report_of(tmp_path, text)) == {"quantity <= 0": 1, "kept": 4}
    kept = report_of(tmp_path, text, {"rules.quantity": "false"})
    assert taken(kept) == {"kept": 5}
    assert not any("counts as no customer" in note for note in kept.notes)


def test_where_all_bought_nothing_is_said(tmp_path: Path) -> None:
    for text in (by_days(), by_date()):
        report = report_of(tmp_path, text)
        assert figures(report) == FIGURES
        assert not any("as no customer" in note for note in report.notes)


def test_in_a_summary_no_orders_after_the_first_are_usual(tmp_path: Path) -> None:
    text = "ID,frequency,recency,T\n1,2,30.5,40.1\n2,0,0,33.2\n3,5,20.0,51.0\n4,0,0,12.4\n"
    report = report_of(tmp_path, text)
    assert (report.customers, report.orders) == (4, 11)
