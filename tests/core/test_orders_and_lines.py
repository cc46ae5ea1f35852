"""Tables that hold the same orders, and tables of orders beside those of their lines."""

from __future__ import annotations

import random
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.documents import FIRST, SALES, Row, looked_at, read_of, written


def orders_and_lines() -> tuple[list[Row], list[Row]]:
    """Orders with what became of them, and lines whose amounts add up to theirs."""
    rng = random.Random(11)
    orders: list[Row] = []
    lines: list[Row] = []
    for number in range(SALES):
        order, day, customer = (
            5_000 + number,
            str(FIRST + timedelta(days=number)),
            f"C{rng.randint(1, 14):03}",
        )
        cents = [rng.randint(300, 9_000) for _ in range(1 + number % 4)]
        status = "cancelled" if number % 10 == 3 else "completed"
        orders.append((order, day, customer, f"{sum(cents) / 100:.2f}", status))
        lines += [(order, day, customer, f"P{each % 17:02}", f"{each / 100:.2f}") for each in cents]
    return orders, lines


ORDERS = ("order_id", "date", "customer_id", "amount", "status")
LINES = ("order_id", "date", "customer_id", "sku", "amount")
CANCELLED = range(3, SALES, 10)


@pytest.mark.parametrize(("whole", "parts"), [("orders", "order_items"), ("a", "b")])
def test_orders_and_their_lines_are_not_added_up(tmp_path: Path, whole: str, parts: str) -> None:
    orders, lines = orders_and_lines()
    written(tmp_path / "lists" / f"{whole}.csv", ORDERS, orders)
    written(tmp_path / "lists" / f"{parts}.csv", LINES, lines)
    read, left_out, said = read_of(tmp_path / "lists")
    assert read == [f"{parts}.csv"]
    worth = sum(float(str(order[3])) for order in orders)
    assert (
        f"its orders are those of {parts}.csv, and its {SALES} rows, worth {worth:,.2f},"
        in left_out[f"{whole}.csv"]
    )
    lost = sum(float(str(orders[number][3])) for number in CANCELLED)
    assert (
        f"{whole}.csv says by status that {len(CANCELLED)} orders were cancelled or returned, worth {lost:,.2f}"
        in said
    )


def test_lines_in_files_of_months_are_left_out_beside_all_orders(tmp_path: Path) -> None:
    orders, lines = orders_and_lines()
    half = next(place for place, line in enumerate(lines) if line[0] == 5_000 + SALES // 2)
    written(tmp_path / "lists" / "orders.csv", ORDERS, orders)
    written(tmp_path / "lists" / "items_1.csv", LINES, lines[:half])
    written(tmp_path / "lists" / "items_2.csv", LINES, lines[half:])
    assert read_of(tmp_path / "lists")[0] == ["orders.csv"]


def test_contracts_of_every_month_and_numbers_that_begin_anew_are_read_together(tmp_path: Path) -> None:
    for month in (1, 2, 3):
        rows = [
            (700 + number, f"2024-0{month}-{1 + number % 27:02}", f"C{number % 20:02}", "29.90")
            for number in range(50)
        ]
        written(tmp_path / "contracts" / f"{month}.csv", ("order_id", "date", "customer_id", "amount"), rows)
        rows = [
            (
                number,
                f"2024-0{month}-{1 + number % 27:02}",
                f"C{number * month % 20:02}",
                f"{number * month + 5}.90",
            )
            for number in range(1, 50)
        ]
        written(tmp_path / "anew" / f"{month}.csv", ("order_id", "date", "customer_id", "amount"), rows)
    assert [len(read_of(tmp_path / name)[0]) for name in ("contracts", "anew")] == [3, 3]


def test_a_table_of_the_same_orders_is_not_to_be_read_too(tmp_path: Path) -> None:
    orders, lines = orders_and_lines()
    path = tmp_path / "shop.db"
    base = sqlite3.connect(path)
    base.execute(
        "CREATE TABLE stats (order_id INTEGER, date_created TEXT, customer_id TEXT, total_sales REAL, state TEXT)"
    )
    base.executemany("INSERT INTO stats VALUES (?, ?, ?, ?, ?)", orders)
    base.execute(
        "CREATE TABLE lookup (order_id INTEGER, date_created TEXT, customer_id TEXT, sku TEXT, net_revenue REAL)"
    )
    base.executemany("INSERT INTO lookup VALUES (?, ?, ?, ?, ?)", lines)
    base.commit()
    base.close()
    read, left_out, said = read_of(path)
    assert (len(read), len(left_out)) == (1, 1)
    assert "To read all of it together" not in said
    assert "has the same orders as shop.db" in said


def test_a_table_with_money_comes_before_one_without_of_the_same_orders(tmp_path: Path) -> None:
    orders, lines = orders_and_lines()
    without = [(order, customer, "Complete", "F", day, 2) for order, day, customer, *_ in orders]
    written(
        tmp_path / "lists" / "orders.csv",
        ("order_id", "user_id", "status", "gender", "created_at", "num_of_item"),
        without,
    )
    items = [
        (number, order, customer, sku, "Complete", day, amount)
        for number, (order, day, customer, sku, amount) in enumerate(lines, 1)
    ]
    written(
        tmp_path / "lists" / "order_items.csv",
        ("id", "order_id", "user_id", "product_id", "status", "created_at", "sale_price"),
        items,
    )
    with looked_at(tmp_path / "lists") as study:
        assert [table.table.file for table in study.columns.tables] == ["order_items.csv"]
        assert study.report.revenue == pytest.approx(sum(float(str(line[4])) for line in lines))
