"""The figures that tests ask for one by one are those of the whole report."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import RegularsError
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

SALES = [
    f"C{number % 7},I{number},2024-0{1 + number % 6}-1{number % 9},{number % 4 - 1},{2 + number % 5}.25"
    for number in range(60)
]
READY = [f"K{number},{3 + number * 7 % 50},{1 + number % 9},{20 + number}.5" for number in range(40)]
UNPRICED = [f"C{number % 7},I{number},2024-0{1 + number % 6}-1{number % 9}" for number in range(60)]


def file_of(folder: Path, header: str, rows: list[str]) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("refunds", ["gross", "net"])
@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("customer_id,invoice,date,quantity,price", SALES),
        ("customer_id,invoice,date,quantity,price,item", [f"{row},A{row[-6:]}" for row in SALES]),
        ("customer_id,Recency,Frequency,Monetary", READY),
        ("customer_id,order_id,order_date", UNPRICED),
    ],
    ids=["sales", "products", "customers", "no money"],
)
def test_they_are_those_of_the_report(tmp_path: Path, header: str, rows: list[str], refunds: str) -> None:
    path = file_of(tmp_path, header, rows)
    recipe = Recipe().with_value("customers.refunds", refunds)
    found = asked(Study(recipe, [path], workspace=Workspace(tmp_path, 10**9)))
    with Study(recipe, [path]) as study:  # in another workspace
        whole = study.report
        columns = {role: guess.column for role, guess in study.columns.roles.items()}
    assert (found.rows, found.kept, found.customers, found.orders, found.revenue) == (
        whole.rows, whole.kept, whole.customers, whole.orders, whole.revenue,
    )  # fmt: skip
    assert found.ledger == whole.ledger
    assert found.roles == columns
    assert found.notes == whole.notes


def test_where_no_row_counts_it_is_refused_as_ever(tmp_path: Path) -> None:
    path = file_of(tmp_path, "customer_id,invoice,date,quantity,price", ["C1,I1,2024-01-01,-1,2.5"] * 20)
    with (
        Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study,
        pytest.raises(RegularsError),
    ):
        Asked(study).revenue  # noqa: B018  asked for


def test_the_study_is_closed_when_nobody_can_ask_any_more(tmp_path: Path) -> None:
    path = file_of(tmp_path, "customer_id,invoice,date,quantity,price", SALES)
    study = Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))
    found = asked(study)
    assert found.rows == 60
    del found
    with pytest.raises(Exception, match="closed"):
        study.connection.execute("SELECT 1")
