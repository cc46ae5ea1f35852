"""JSON whose rows are in a list within one object, and orders that hold their items."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from core.recipe import Recipe
from core.study import Study

LINES = [
    {"order_id": f"A{100 + n // 2}", "customer_id": f"K{n // 2 % 3}", "order_date": f"2024-03-{1 + n:02}", "quantity": n + 1, "unit_price": 2.5}
    for n in range(8)
]  # fmt: skip
ORDERS = [
    {
        "id": 1001, "created_at": "2024-01-05T10:00:00", "financial_status": "paid", "tags": ["new"],
        "customer": {"id": 77, "email": "a@x.nl"}, "refunds": [{"amount": "1.00"}, {"amount": "2.00"}],
        "line_items": [{"sku": "W1", "title": "Wool scarf", "quantity": 1, "price": "10.00"}, {"sku": "H1", "title": "Hat", "quantity": 2, "price": "12.00"}],
    },
    {
        "id": 1002, "created_at": "2024-01-06T10:00:00", "financial_status": "refunded", "tags": [],
        "customer": {"id": 78, "email": "b@x.nl"}, "refunds": [],
        "line_items": [{"sku": "H1", "title": "Hat", "quantity": 1, "price": "12.00"}, {"sku": "M1", "title": "Mug", "quantity": 1, "price": "5.00"}],
    },
    {
        "id": 1003, "created_at": "2024-01-09T10:00:00", "financial_status": "paid", "tags": [],
        "customer": {"id": 77, "email": "a@x.nl"}, "refunds": [], "line_items": [{"sku": "M1", "title": "Mug", "quantity": 3, "price": "5.00"}],
    },
]  # fmt: skip


def figures(path: Path) -> tuple[dict[str, tuple[int, float]], dict[str, tuple[int, float]], list[str]]:
    with Study(Recipe(), [path]) as study:
        ledger = {line.rule: (line.rows, float(line.amount)) for line in study.ledger_lines if line.rows}
        customers = {
            row["customer_id"]: (row["frequency"], float(row["monetary"]))
            for row in study.customers.to_dicts()
        }
        return ledger, customers, [words for table in study.columns.tables for words in table.table.described]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "document",
    [
        {"orders": LINES},
        {"count": 8, "next": None, "orders": LINES, "page": {"number": 1}},
        LINES,
    ],
    ids=["a list in an object", "among other things", "an array"],
)
@pytest.mark.parametrize("packed", [False, True])
def test_rows_in_a_list(document: Any, indent: int | None, packed: bool, tmp_path: Path) -> None:
    path = tmp_path / ("sales.json.gz" if packed else "sales.json")
    text = json.dumps(document, indent=indent).encode()
    path.write_bytes(gzip.compress(text) if packed else text)
    ledger, customers, _ = figures(path)
    amounts = [(line["customer_id"], line["quantity"] * 2.5) for line in LINES]
    assert ledger == {"kept": (8, sum(amount for _, amount in amounts))}
    assert {customer: money for customer, (_, money) in customers.items()} == {
        name: sum(amount for customer, amount in amounts if customer == name) for name in ("K0", "K1", "K2")
    }


@pytest.mark.parametrize("shape", ["an object", "an array", "lines"])
def test_orders_with_their_items(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    if shape == "lines":
        path.write_text("".join(json.dumps(order) + "\n" for order in ORDERS))
    else:
        path.write_text(json.dumps({"orders": ORDERS} if shape == "an object" else ORDERS))
    ledger, customers, told = figures(path)
    assert ledger == {"cancelled": (2, 17.0), "kept": (3, 49.0)}
    assert list(customers.values()) == [(2, 49.0)]
    assert "a row for each of its 'line_items'" in told[0]


def test_an_order_without_items_is_still_a_row(tmp_path: Path) -> None:
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([*ORDERS, {**ORDERS[0], "id": 1004, "line_items": []}]))
    ledger, _, _ = figures(path)
    assert sum(rows for rows, _ in ledger.values()) == 6
