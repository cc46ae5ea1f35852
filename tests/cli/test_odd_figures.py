"""Figures as the command line takes and writes them."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from cli.explained import _cells
from tests.support.command import Run

ORDERS = [
    (f"C{number % 9}", number, f"2024-{1 + number % 6:02d}-15", 5 + number % 13) for number in range(60)
]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    lines = [",".join(map(str, order)) for order in ORDERS]
    path.write_text("\n".join(("customer,order,date,amount", *lines)) + "\n")
    return path


@pytest.fixture
def model(run: Run, shop: Path) -> Path:
    path = shop.with_suffix(".model")
    assert run("run", shop, "--quiet", "--save-model", path).status == 0
    return path


def test_money_has_as_many_decimals_in_every_row() -> None:
    assert _cells("amount", [16.25, 5128.0, None, 40.2]) == ["16.25", "5,128.00", "", "40.20"]
    assert _cells("price", [0.0012, 12345678.1]) == ["0.0012", "12,345,678.1000"]
    assert _cells("quantity", [1.0, 2.5]) == ["1", "2.5"]


def test_rows_behind_a_rule_have_money_to_the_cent(run: Run, shop: Path) -> None:
    shop.write_text(shop.read_text().replace(",15\n", ",16.5\n"))
    lines = run("run", shop, "--explain", "kept").out.splitlines()
    amounts = [line.split()[-1] for line in lines if "2024-" in line]
    assert amounts == [f"{16.5 if amount == 15 else amount:.2f}" for *_, amount in ORDERS[: len(amounts)]]


def test_scored_money_is_written_as_a_run_writes_it(
    run: Run, shop: Path, model: Path, tmp_path: Path
) -> None:
    assert run("predict", model, shop, "--out", tmp_path / "scored.csv").status == 0
    assert run("run", shop, "--quiet", "--out", tmp_path / "out", "--format", "csv").status == 0
    money = ("monetary", "refunded", "net")
    scored, ours = (
        {row["customer_id"]: [row[name] for name in money] for row in csv.DictReader(path.open())}
        for path in (tmp_path / "scored.csv", tmp_path / "out" / "customers.csv")
    )
    assert scored == ours
    for customer, written in scored.items():
        spent = sum(amount for one, _, _, amount in ORDERS if one == customer)
        assert written == [f"{Decimal(spent):.2f}", "0.00", f"{Decimal(spent):.2f}"]


def test_a_customer_has_bought_once_at_least(run: Run, model: Path) -> None:
    known = ("--recency", "999999999999", "--monetary", "10")
    run("predict", model, *known, "--frequency", "0").refused(2, "frequency cannot be '0'", "from 1 on")
    assert "recency 999,999,999,999 lies outside" in " ".join(
        run("predict", model, *known, "--frequency", "1").out.split()
    )


def test_attributes_are_among_what_can_be_mapped(run: Run, shop: Path) -> None:
    run("run", shop, "--map", "kunde=x").refused(2, "names no role", ", attributes")
