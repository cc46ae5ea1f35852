"""A column that is plainly called customer is the customer, though orders, dates and money are the same on all of a customer's rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

Row = tuple[str, str, str, str, int]
GOODS = [f"item {n}" for n in range(30)]


def bought_once(*customers: tuple[str, int]) -> list[Row]:
    """One order a customer, of one day, with so many lines: each for the same money, unless that would be the total of each of several orders."""
    differing = 3 if len(customers) > 2 else 1
    return [
        (
            who,
            str(900 + number),
            f"2024-0{1 + number % 8}-11",
            GOODS[line % len(GOODS)],
            4 + number + line % differing,
        )
        for number, (who, lines) in enumerate(customers)
        for line in range(lines)
    ]


def read(
    tmp_path: Path, rows: Sequence[Row], header: Sequence[str], columns: Sequence[int]
) -> tuple[str | None, int, int, float]:
    """Which column is the customer, how many there are, their orders and their money."""
    (tmp_path / "kept").mkdir()
    lines = [",".join(header), *(",".join(str(row[place]) for place in columns) for row in rows)]
    source = tmp_path / "sales.csv"
    source.write_text("\n".join(lines), encoding="utf-8")
    with Study(Recipe(), [str(source)], workspace=Workspace(tmp_path / "kept", quota_bytes=10**9)) as study:
        found = Asked(study)
        return found.roles["customer"], found.customers, found.orders, float(found.revenue or 0)


@pytest.mark.parametrize(
    "customers",
    [
        [("Hillside Ltd", 33), ("Ferry Inc", 1)],
        [("A", 14), ("B", 1)],
        [("A", 9), ("B", 9)],
        [("A", 9), ("B", 9), ("C", 9)],
        [("Ada Byron", 12), ("Carl Gauss", 3), ("Emmy Noether", 8), ("Leonhard Euler", 5)],
        [("71", 12), ("72", 7), ("90", 9)],
        [("1", 12), ("0", 7)],
        [("only one", 25)],
        [(f"K{n}", 1 + n % 3) for n in range(12)],
    ],
)
@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (("customer", "order", "date", "amount"), (0, 1, 2, 4)),
        (("customer", "order", "date", "product", "amount"), (0, 1, 2, 3, 4)),
        (("Datum", "Kunde", "Artikel", "Betrag"), (2, 0, 3, 4)),
        (("date", "customer", "amount"), (2, 0, 4)),
    ],
)
def test_customers_who_bought_once(
    customers: list[tuple[str, int]], header: Sequence[str], columns: Sequence[int], tmp_path: Path
) -> None:
    rows = bought_once(*customers)
    name = "Kunde" if "Kunde" in header else "customer"
    money = float(sum(row[4] for row in rows))
    assert read(tmp_path, rows, header, columns) == (name, len(customers), len(customers), money)


def test_what_is_called_otherwise_is_left_alone(tmp_path: Path) -> None:
    """Ids of anybody, which go one to one with the orders, are still no customers by themselves."""
    rows = bought_once(*((f"K{n}", 1 + n % 3) for n in range(12)))
    with pytest.raises(Exception, match="who the customer is"):
        read(tmp_path, rows, ("unit", "order", "date", "amount"), (0, 1, 2, 4))
