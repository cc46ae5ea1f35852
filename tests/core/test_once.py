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


def merged(*, orders: int, tail: str = "", per_order: int = 3) -> tuple[str, dict[str, float]]:
    """An export with customer, order and date on the first row of each order, and what each customer spent."""
    lines, spent = ["Customer,Invoice,Date,Item,Qty,Price"], dict[str, float]()
    for number in range(orders):
        customer = f"C{number % 7}"
        for place in range(number % per_order + 1):
            head = f"{customer},{1001 + number},2024-01-{number % 28 + 1:02}" if place == 0 else ",,"
            lines.append(f"{head},P{number % 5},{place + 1},2.50")
            spent[customer] = spent.get(customer, 0.0) + (place + 1) * 2.5
    return "\n".join(lines) + f"\n{tail}", spent


def spending(path: Path, recipe: Recipe | None = None) -> tuple[dict[str, float], int, str]:
    with Study(recipe or Recipe(), [path]) as study:
        spent = {row["customer_id"]: float(row["monetary"]) for row in study.customers.to_dicts()}
        return spent, study.report.orders, "\n".join(study.report.notes)


def test_rows_below_belong_to_the_order_above(tmp_path: Path) -> None:
    text, spent = merged(orders=60)
    (tmp_path / "merged.csv").write_text(text)
    found, orders, notes = spending(tmp_path / "merged.csv")
    assert (found, orders) == (spent, 60)
    assert "Customer, Invoice and Date stand on the first row of each order only" in notes


def test_rows_below_belong_to_the_order_above_in_a_workbook(tmp_path: Path) -> None:
    import openpyxl

    text, spent = merged(orders=60)
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(",")])  # type: ignore[union-attr]
    book.save(tmp_path / "merged.xlsx")
    found, orders, _ = spending(tmp_path / "merged.xlsx")
    assert (found, orders) == (spent, 60)


def test_a_line_of_totals_is_of_no_order(tmp_path: Path) -> None:
    for tail in (",,,,1,9999\n", ",,,Grand Total,1,9999\n", ",,,Subtotal,1,9999\n"):
        text, spent = merged(orders=60, tail=tail)
        (tmp_path / "merged.csv").write_text(text)
        assert spending(tmp_path / "merged.csv")[0] == spent


def test_rows_that_lost_their_order_stay_without(tmp_path: Path) -> None:
    """Where orders of several rows have their id on each, a row without belongs to nobody."""
    lines = ["Customer,Invoice,Date,Item,Qty,Price"]
    for number in range(60):
        head = f"C{number % 7},{1001 + number // 2},2024-01-{number // 2 % 28 + 1:02}"
        lines += [f"{head},P1,1,2.50", f"{head},P2,1,2.50", *([",,,P3,1,2.50"] if number % 3 == 0 else [])]
    (tmp_path / "lost.csv").write_text("\n".join(lines))
    found, _, notes = spending(tmp_path / "lost.csv")
    assert sum(found.values()) == 60 * 2 * 2.5
    assert "first row of each order" not in notes
