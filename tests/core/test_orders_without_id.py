"""Rows without the id of an order, where others have one: an id that stands in for it is nobody else's, and it is said how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

ROWS = 60
# Several customers on each day.
DAYS = [date(2024, 2, 1) + timedelta(number // 4) for number in range(ROWS)]
CUSTOMERS = [f"K{100 + number * number % 17}" for number in range(ROWS)]


def report_of(tmp_path: Path, ids: Sequence[str]) -> tuple[int, str]:
    lines = ["Order ID,Customer ID,Date,Amount"]
    lines += [f"{ids[n]},{CUSTOMERS[n]},{DAYS[n].isoformat()},{12 + n * 7 % 40}.50" for n in range(ROWS)]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return study.report.orders, "\n".join(study.report.notes)


@pytest.mark.parametrize("every", [3, 60])
def test_rows_without_an_id_are_counted_by_customer_and_day(tmp_path: Path, every: int) -> None:
    ids = ["" if n % every == 1 else str(1000 + n) for n in range(ROWS)]
    without = {(CUSTOMERS[n], DAYS[n]) for n in range(ROWS) if not ids[n]}
    orders, notes = report_of(tmp_path, ids)
    assert orders == len(without) + sum(map(bool, ids))
    assert f"{len(without)} order{'s have' if len(without) > 1 else ' has'} no id in Order ID" in notes
    assert "used by several customers" not in notes


def test_ids_of_several_customers_are_said_beside_rows_without_any(tmp_path: Path) -> None:
    ids = ["" if n % 3 == 1 else str(1000 + n) for n in range(ROWS)]
    assert CUSTOMERS[3] != CUSTOMERS[5]
    ids[5] = ids[3]
    _, notes = report_of(tmp_path, ids)
    assert "1 order id is used by several customers" in notes


def test_nothing_is_said_where_every_row_has_one(tmp_path: Path) -> None:
    _, notes = report_of(tmp_path, [str(1000 + n) for n in range(ROWS)])
    assert "no id in" not in notes
