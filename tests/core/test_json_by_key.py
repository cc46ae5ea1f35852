"""JSON whose rows stand by their keys, as Firebase and Python's dictionaries write them, is a table of these rows."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.recipe import Recipe
from core.source.keyed import keyed_rows
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

FIRST = date(2024, 1, 3)


def orders(count: int = 120) -> dict[str, dict[str, Any]]:
    chance = random.Random(3)
    return {
        f"-Nq{80_000 + 13 * number}": {
            "customerId": chance.randrange(300, 320),
            "createdAt": (FIRST + timedelta(2 * number)).isoformat(),
            "total": round(chance.uniform(4, 300), 2),
        }
        for number in range(count)
    }


ORDERS = orders()
WORTH = sum(order["total"] for order in ORDERS.values())


def study_of(tmp_path: Path, held: Any) -> Study:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


@pytest.mark.parametrize(
    "held",
    [
        ORDERS,
        {"orders": ORDERS},
        {"exported": "2024-12-01", "data": {"count": 120, "orders": ORDERS}},
        {"shop": {"name": "Bits", "city": "Ghent"}, "orders": ORDERS},
    ],
    ids=["bare", "within one", "within two", "beside another object"],
)
def test_rows_by_their_keys_are_rows_with_the_key_as_a_column(tmp_path: Path, held: Any) -> None:
    with study_of(tmp_path, held) as study:
        columns = {role: guess.column for role, guess in study.columns.roles.items()}
        assert columns == {"customer": "customerId", "order": "id", "date": "createdAt", "amount": "total"}
        assert Asked(study).rows == Asked(study).orders == len(ORDERS)
        assert Asked(study).revenue == pytest.approx(WORTH)


def test_rows_that_have_an_id_and_lack_a_value_here_and_there(tmp_path: Path) -> None:
    held = {
        key: {"id": 5_000 + place, **order} if place % 7 else {"id": 5_000 + place, **order, "note": None}
        for place, (key, order) in enumerate(ORDERS.items())
    }
    with study_of(tmp_path, held) as study:
        assert Asked(study).revenue == pytest.approx(WORTH)
        assert study.columns.tables[0].table.names[0] == "key"


def test_orders_by_their_keys_have_a_row_for_each_item_in_a_list(tmp_path: Path) -> None:
    held = {
        key: {
            "customerId": order["customerId"],
            "createdAt": order["createdAt"],
            "items": [{"sku": "A1", "qty": 2, "price": 5.5}, {"sku": "B2", "qty": 1, "price": 3.0}],
        }
        for key, order in ORDERS.items()
    }
    with study_of(tmp_path, held) as study:
        assert Asked(study).rows == 2 * len(ORDERS)
        assert Asked(study).orders == len(ORDERS)
        assert Asked(study).revenue == pytest.approx(14 * len(ORDERS))


def test_a_table_longer_than_what_is_looked_at_first(tmp_path: Path) -> None:
    many = orders(6_000)
    with study_of(tmp_path, {"orders": many}) as study:
        assert Asked(study).rows == len(many)
        assert Asked(study).revenue == pytest.approx(sum(order["total"] for order in many.values()))


@pytest.mark.parametrize(
    "held",
    [
        {"customer": {"0": 7, "1": 8}, "total": {"0": 1.5, "1": 2.5}, "date": {"0": "a", "1": "b"}},
        {"billing": {"name": "A", "city": "B"}, "shipping": {"name": "A", "city": "B"}},
        {"a": {"x": 1, "y": 2}, "b": {"z": 1, "w": 2}, "c": {"u": 1, "v": 2}},
        {"orders": ORDERS, "refunds": ORDERS},
        {"customers": {str(place): {"name": "A", "city": "B"} for place in range(5)}, "orders": [{"id": 1}]},
        [ORDERS],
    ],
    ids=["columns", "two", "nothing alike", "two tables", "beside a list", "a list"],
)
def test_other_objects_are_no_rows_by_their_keys(held: Any) -> None:
    assert keyed_rows(json.dumps(held)) is None
