"""The kind that a column of order numbers is told to be: texts where some of them have letters."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from core.inspection import inspect
from core.recipe import Recipe
from core.study import Study
from core.views.column_profile import column_profile
from tests.support.studied import workspace


def sales(path: Path, *, letters: bool) -> Path:
    """Four hundred rows; with `letters`, each twentieth order is a credit, whose number begins with C."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(("order_id", "customer", "date", "amount"))
        for row in range(400):
            is_credit = letters and row % 20 == 7
            number = f"{'C' if is_credit else ''}{100000 + row}"
            amount = -2.5 if is_credit else row % 90 + 1.5
            write.writerow((number, row % 40 + 1, f"2024-{row % 12 + 1:02}-{row % 28 + 1:02}", amount))
    return path


@pytest.mark.parametrize(("letters", "kind"), [(True, "text"), (False, "number")])
def test_numbers_of_orders_with_letters_are_told_as_texts(tmp_path: Path, letters: bool, kind: str) -> None:
    path = sales(tmp_path / "sales.csv", letters=letters)
    with Study(Recipe(), [path], workspace=workspace()) as study:
        order, customer = inspect(study).tables[0].columns[:2]
        detail = column_profile(study, 0, 0)
    assert "order" in order.roles
    assert order.type == kind
    assert customer.type == "number"
    assert detail.type == kind
    assert detail.unread == 0
