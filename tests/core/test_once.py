"""What an order says on its first row only counts for its other rows; what marks single rows does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.columns.once import said_once
from core.recipe import Recipe
from core.study import Study

HEADER = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku"
# order, customer, status, day, then (quantity, name, price, sku) a line
ORDERS = [
    ("#1001", "a@x.nl", "paid", 5, [(1, "Wool scarf", 10, "W1"), (2, "Hat", 12, "H1")]),
    (
        "#1002",
        "b@x.nl",
        "refunded",
        6,
        [(1, "Wool scarf", 10, "W1"), (3, "Hat", 12, "H1"), (1, "Mug", 5, "M1")],
    ),
    ("#1003", "a@x.nl", "voided", 7, [(1, "Hat", 12, "H1")]),
    ("#1004", "c@x.nl", "partially_refunded", 8, [(2, "Hat", 12, "H1"), (1, "Mug", 5, "M1")]),
    ("#1005", "b@x.nl", "paid", 9, [(4, "Mug", 5, "M1")]),
    ("#1006", "c@x.nl", "pending", 9, [(1, "Hat", 12, "H1"), (4, "Mug", 5, "M1")]),
]
CANCELLED = {"refunded", "voided"}


def export(*, once: frozenset[str], status_on_all: bool = False) -> str:
    lines = [HEADER]
    for order, customer, status, day, items in ORDERS:
        for number, (quantity, name, price, sku) in enumerate(items):
            first = number == 0
            who = customer if first or "customer" not in once else ""
            said = status if first or status_on_all else ""
            when = f"2024-01-{day:02} 10:00:00" if first or "date" not in once else ""
            lines.append(f"{order},{who},{said},{when},{quantity},{name},{price}.00,{sku}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("once", [(), ("customer",), ("date",), ("customer", "date")], ids=str)
def test_the_first_row_speaks_for_its_order(once: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(export(once=frozenset(once)))
    with Study(Recipe(), [path]) as study:
        ledger = {line.rule: (line.rows, line.amount) for line in study.ledger_lines if line.rows}
        customers = {
            row["customer_id"]: (row["frequency"], float(row["monetary"]))
            for row in study.customers.to_dicts()
        }
        notes = " ".join(study.columns.notes)
    gone = [item for order in ORDERS if order[2] in CANCELLED for item in order[4]]
    kept = [item for order in ORDERS if order[2] not in CANCELLED for item in order[4]]
    assert ledger == {
        "cancelled": (len(gone), sum(quantity * price for quantity, _, price, _ in gone)),
        "kept": (len(kept), sum(quantity * price for quantity, _, price, _ in kept)),
    }
    assert customers == {"a@x.nl": (1, 34.0), "b@x.nl": (1, 20.0), "c@x.nl": (2, 61.0)}
    assert "on the first row of each order only" in notes


def test_a_status_on_every_row_says_nothing_of_others(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(export(once=frozenset(), status_on_all=True))
    with Study(Recipe(), [path]) as study:
        assert all(not table.once_an_order for table in study.columns.tables)


@pytest.mark.parametrize(
    ("orders", "cells", "once"),
    [
        ("1 1 2 3 3", "paid - paid void -", True),
        ("1 1 2 3 3", "paid paid paid void void", False),
        # Marks of single rows: most orders have none.
        ("1 1 2 2 3 3 4 5", "returned - - - - - - -", False),
        # The second row, and not the first, is returned.
        ("1 1 2 2 3", "paid returned paid - paid", False),
        ("1 2 3 4", "paid paid - paid", False),
    ],
)
def test_said_once(orders: str, cells: str, once: bool) -> None:
    words = ["" if cell == "-" else cell for cell in cells.split()]
    assert said_once(orders.split(), words, 0.1) is once
