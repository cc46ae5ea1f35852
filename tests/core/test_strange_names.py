"""Names behind those of tables mean what they mean there, and letters and numbers for names mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.recipe import Recipe
from core.study import Study
from tests.support.shapes import Layout, delimited, sales


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("orders.id", "order"),
        ("orders.number", "order"),
        ("invoices.number", "order"),
        ("items.order_id", "order"),
        ("customers.id", "customer"),
        ("orders.customer_id", "customer"),
        ("orders.created_at", "date"),
        ("items.price", "price"),
        ("line_items.price", "price"),
        ("order_items.quantity", "quantity"),
        ("line_items.sku", "product"),
        ("products.name", "description"),
        ("orders.total", "order_total"),
        ("orders.status", "status"),
        ("orders", "frequency"),
        ("orders_count", "frequency"),
    ],
)
def test_a_column_of_a_table(name: str, role: str) -> None:
    roles = name_roles(name).roles
    assert max(roles, key=lambda known: roles[known].fits) == role


@pytest.mark.parametrize(
    "names",
    [
        list("ABCDEFGH"),
        list("abcdefgh"),
        [f"col{n}" for n in range(1, 9)],
        [f"Column{n}" for n in range(1, 9)],
    ],
    ids=lambda names: names[0],
)
def test_the_values_decide(names: list[str], tmp_path: Path) -> None:
    layout = Layout()
    path = tmp_path / "sales.csv"
    path.write_text(delimited([names, *layout.rows(sales(orders=300))]), encoding="utf-8")
    with Study(Recipe(), [path]) as study:
        found = {role: guess.column for role, guess in study.columns.roles.items()}
    meant = dict(zip(layout.header(), names, strict=True))
    assert found == {role: meant[name] for role, name in layout.roles().items()}
