"""Lists within the rows of a Parquet file: where the money is in one, it is said."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

# A customer, a day and a list of things sold for each of sixty orders.
ORDERS = (
    "SELECT 100 + n AS order_id, 7 + n % 8 AS customer_id, DATE '2024-01-01' + CAST(n AS INTEGER) AS order_date, {lists}"
    " FROM range(60) AS numbers(n)"
)


def notes(path: Path, lists: str) -> tuple[str, ...]:
    duckdb.execute(f"COPY ({ORDERS.format(lists=lists)}) TO '{path}' (FORMAT parquet)")
    with Study(Recipe(), [path], workspace=Workspace(path.parent, 10**9)) as study:
        return study.columns.notes


@pytest.mark.parametrize(
    ("lists", "is_told"),
    [
        ("[{'sku': 'P' || n % 5, 'qty': 2, 'price': 4.5}] AS items", True),
        ("[{'tag': 'x', 'weight': 4.5}] AS labels", False),
        ("['x', 'y'] AS tags", False),
        ("[{'sku': 'P1', 'qty': 2, 'price': 4.5}] AS items, 9.5 + n AS total", False),
    ],
    ids=["the only money", "no money", "plain values", "beside a total"],
)
def test_a_list_with_the_only_money_is_named(lists: str, is_told: bool, tmp_path: Path) -> None:
    said = [note for note in notes(tmp_path / "orders.parquet", lists) if "holds a list" in note]
    assert len(said) == is_told
    assert all(
        note.startswith("orders.parquet: items holds a list in each row (sku, qty, price)") for note in said
    )
