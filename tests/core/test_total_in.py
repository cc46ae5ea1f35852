"""What comes in is worth the same whatever the rules, to the cent, also where rows are worth parts of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from tests.support.studied import workspace

ROWS = "order_id,customer,date,quantity,price\n1,A,2024-01-01,1,0.004\n2,A,2024-02-01,1,0.004\n3,B,2024-03-01,1,0.004\n4,,2024-03-02,1,0.004\n"


@pytest.mark.parametrize("before", ["", "2024-01-15", "2024-02-15"])
def test_what_comes_in_is_rounded_once(tmp_path: Path, before: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(ROWS)
    recipe = Recipe().with_values([("rules.before", before)] if before else [])
    with Study(recipe, [path], workspace=workspace()) as study:
        assert study.report.amount == 0.02  # 4 x .004
        assert study.report.contract()["amount"] == 0.02


def test_without_money_nothing_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("customer,date\nA,2024-01-01\nB,2024-02-01\nA,2024-03-01\n")
    with Study(Recipe(), [path], workspace=workspace()) as study:
        assert study.report.amount is None
