"""Orders whose money stands in another table of the source: which it is, what to do, and payments that are not the sales."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

ORDERS = 40
Row = tuple[object, ...]
Tables = Mapping[str, tuple[Sequence[str], Sequence[Row]]]


def shop(order: str, customer: str, of_lines: str) -> dict[str, tuple[Sequence[str], Sequence[Row]]]:
    """Orders without money, their lines of one piece and of two pieces at 12.50, and what products cost."""
    days = [str(date(2024, 1, 1) + timedelta(days=3 * number)) for number in range(ORDERS)]
    return {
        "customers": ((customer, "city"), [(f"C{number:02}", "Bergen") for number in range(9)]),
        "orders": (
            (order, customer, "order_date", "status"),
            [
                (500 + number, f"C{number % 9:02}", day, "cancelled" if number == 7 else "shipped")
                for number, day in enumerate(days)
            ],
        ),
        "order details": (
            (of_lines, "product_code", "quantity", "unit_price"),
            [(500 + number, f"P{pieces}", pieces, "12.50") for number in range(ORDERS) for pieces in (1, 2)],
        ),
        "products": (("product_code", "name", "cost"), [("P1", "Cup", "4.00"), ("P2", "Pot", "5.00")]),
    }


PAYMENTS = (
    ("customer_id", "check_no", "payment_date", "amount"),
    [
        (
            f"C{number % 9:02}",
            f"HQ{9_000 + number}",
            str(date(2024, 1, 20) + timedelta(days=3 * number)),
            "37.50",
        )
        for number in range(ORDERS - 5)
    ],
)


def stored(folder: Path, tables: Tables, *, as_database: bool) -> Path:
    if as_database:
        path = folder / "shop.db"
        with sqlite3.connect(path) as base:
            for name, (header, rows) in tables.items():
                base.execute(f'CREATE TABLE "{name}" ({", ".join(header)})')
                base.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(header))})', rows)
        base.close()
        return path
    (folder / "shop").mkdir()
    for name, (header, rows) in tables.items():
        with (folder / "shop" / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
    return folder / "shop"


def told(source: Path) -> tuple[str, float | None, list[str], dict[str, str]]:
    (source.parent / "kept").mkdir(exist_ok=True)
    with Study(Recipe(), [source], workspace=Workspace(source.parent / "kept", 10**9)) as study:
        (table,) = study.columns.tables
        left_out = {left.label: left.reason for left in study.columns.left_out}
        said = [note for note in study.columns.notes if note.startswith("The money is in")]
        return table.table.sheet or table.table.file, study.report.revenue, said, left_out


@pytest.mark.parametrize("as_database", [True, False])
@pytest.mark.parametrize("of_lines", ["order_id", "order_number"])
def test_the_lines_of_orders_are_named(tmp_path: Path, of_lines: str, as_database: bool) -> None:
    source = stored(tmp_path, shop("order_id", "customer_id", of_lines), as_database=as_database)
    read, revenue, (said,), _ = told(source)
    assert (read.removesuffix(".csv"), revenue) == ("orders", None)
    lines = "shop.db [order details]" if as_database else "order details.csv"
    assert said.startswith(
        f"The money is in {lines} (80 rows, worth 1,500.00), where quantity and unit_price stand beside 40 of the orders."
    )
    assert f"add customer_id, order_date and status to {lines} by {of_lines}" in said
    if as_database:
        with sqlite3.connect(source) as base:
            base.execute(said.partition(" In SQLite: ")[2])
        base.close()
        read, revenue, others, _ = told(source)
        # Of each order 12.50 and 2 x 12.50, but for the one that was cancelled.
        assert (read, revenue, others) == ("sales", (ORDERS - 1) * 37.5, [])


@pytest.mark.parametrize("as_database", [True, False])
def test_payments_are_not_read_for_the_orders(tmp_path: Path, as_database: bool) -> None:
    tables = {**shop("order_no", "customer_id", "order_no"), "payments": PAYMENTS}
    read, _, (said,), left_out = told(stored(tmp_path, tables, as_database=as_database))
    assert read.removesuffix(".csv") == "orders"
    assert "order details" in said
    (reason,) = [reason for label, reason in left_out.items() if "payments" in label]
    assert reason.startswith(
        "by its name it holds payments, which pay for what was sold, and its 35 rows, worth 1,312.50,"
    )


def test_payments_are_read_where_nothing_else_says_what_was_paid(tmp_path: Path) -> None:
    tables = {
        name: table for name, table in shop("order_no", "customer_id", "order_no").items() if name == "orders"
    }
    read, revenue, said, _ = told(stored(tmp_path, {**tables, "payments": PAYMENTS}, as_database=True))
    assert (read, revenue, said) == ("payments", (ORDERS - 5) * 37.5, [])


def test_the_prices_of_products_are_named(tmp_path: Path) -> None:
    products = [(f"SKU-{number}", f"Thing {number}", f"{number + 5}.50") for number in range(8)]
    sales = [
        (f"2024-02-{1 + number % 27:02}", f"C{number % 7}", 900 + number, f"SKU-{number % 8}", 1 + number % 3)
        for number in range(60)
    ]
    tables: Tables = {
        "sales": (("date", "customer", "order", "sku", "pieces"), sales),
        "products": (("sku", "name", "price"), products),
    }
    read, _, (said,), _ = told(stored(tmp_path, tables, as_database=False))
    assert read == "sales.csv"
    assert said.startswith(
        "The money is in products.csv (8 rows), where price stands beside 8 of the products."
    )
    assert "add price to sales.csv by sku" in said
