"""JSON lines in which a key changes its spelling half-way: one column, and the figures are those of rows with one spelling."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

ROWS = 60
CHANGED = "spellings of one name"


def sales(spellings: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of which each part of the file calls the customer as the next spelling has it."""
    return [
        {
            "order_id": number,
            "order_date": f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
            spellings[number * len(spellings) // ROWS]: f"C{number * number % 7}",
            "amount": 5,
        }
        for number in range(ROWS)
    ]


def study_of(rows: list[dict[str, Any]], folder: Path) -> Study:
    path = folder / "sales.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "kept").mkdir()
    return Study(Recipe(), [str(path)], workspace=Workspace(folder / "kept", quota_bytes=10**9))


def orders_of(study: Study) -> dict[str, int]:
    table = study.customers.to_pandas()
    return dict(zip(table.customer_id, map(int, table.frequency), strict=True))


@pytest.mark.parametrize(
    "spellings",
    [
        ("customer_id", "customerId"),
        ("customerId", "CustomerID"),
        ("Customer ID", "customer-id", "CUSTOMERID"),
        ("customerId", "CustomerID", "customer_id"),
    ],
)
def test_spellings_that_take_turns_are_one_column(spellings: tuple[str, ...], tmp_path: Path) -> None:
    expected = Counter(f"C{number * number % 7}" for number in range(ROWS))
    with study_of(sales(spellings), tmp_path) as study:
        assert orders_of(study) == expected
        (said,) = [note for note in study.report.notes if CHANGED in note]
        assert all(spelling in said for spelling in spellings)
        assert study.columns.roles["customer"].column == spellings[0]


def test_blank_values_do_not_hide_the_other_spelling(tmp_path: Path) -> None:
    rows = [{"customer_id": "", "customerId": "", **row} for row in sales(("customer_id", "customerId"))]
    with study_of(rows, tmp_path) as study:
        assert orders_of(study) == Counter(f"C{number * number % 7}" for number in range(ROWS))


def test_spellings_that_one_row_fills_together_stay_two_columns(tmp_path: Path) -> None:
    rows = sales(("customer_id", "customerId"))
    rows[3]["customerId"] = "X1"
    with study_of(rows, tmp_path) as study:
        assert {"customer_id", "customerId"} <= set(study.columns.tables[0].table.names)
        assert not [note for note in study.report.notes if CHANGED in note]


def test_keys_within_an_object_that_differ_by_capitals(tmp_path: Path) -> None:
    rows = [
        {**row, "buyer": {"id" if number < ROWS // 2 else "ID": row.pop("customer_id")}}
        for number, row in enumerate(sales(("customer_id",)))
    ]
    with study_of(rows, tmp_path) as study:
        assert orders_of(study) == Counter(f"C{number * number % 7}" for number in range(ROWS))
