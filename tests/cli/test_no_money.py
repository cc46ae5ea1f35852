"""A source without amounts has no money: that is not the same as money of nought."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import core
from tests.support.command import Run


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    path = tmp_path / "bare.csv"
    rows = [f"C{n % 7},{n},2024-{1 + n % 12:02d}-{1 + n % 28:02d}\n" for n in range(40)]
    path.write_text("customer_id,order_id,order_date\n" + "".join(rows))
    return path


def test_the_json_has_null(run: Run, bare: Path) -> None:
    found = run("run", bare, "--json").json
    assert (found["rows"], found["customers"], found["revenue"], found["net"]) == (40, 7, None, None)
    assert {line["amount"] for line in found["ledger"]} == {None}
    assert {line["revenue"] for line in (*found["segments"], *found["tiers"])} == {None}
    assert {line["net"] for line in found["segments"]} == {None}


def test_the_summary_has_no_sums(run: Run, bare: Path) -> None:
    printed = run("run", bare).out
    assert "0.00" not in printed
    assert "the source holds no amounts" in " ".join(printed.split())
    ledger = [line.split() for line in printed.splitlines() if line.strip().startswith(("kept", "all "))]
    assert [line[4] for line in ledger] == ["–", "–"]
    assert sum("no amount" in note for note in run("run", bare, "--json").json["notes"]) == 1
    assert run("run", bare, "--explain", "kept").out.splitlines()[1] == "It took 40 rows; the first of them:"


def test_the_summary_says_that_another_table_holds_the_amounts(run: Run, bare: Path) -> None:
    folder = bare.parent / "shop"
    folder.mkdir()
    bare.rename(folder / "orders.csv")
    lines = [f"{n},P{n % 5},2,4.50\n" for n in range(40)]
    (folder / "order lines.csv").write_text("order_id,product_id,quantity,unit_price\n" + "".join(lines))
    printed = " ".join(run("run", folder).out.split())
    assert "what is read of the source holds no amounts" in printed
    assert "The money is in order lines.csv (40 rows, worth 360.00)" in printed


def test_the_files_have_empty_cells(run: Run, bare: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("run", bare, "--out", out, "--format", "csv", "--quiet").status == 0
    for name, columns in (
        ("customers.csv", ("monetary", "refunded", "net", "average_order")),
        ("segments.csv", ("revenue", "net", "median_monetary")),
        ("ledger.csv", ("amount",)),
    ):
        with (out / name).open(newline="") as file:
            for row in csv.DictReader(file):
                assert {row[column] for column in columns} == {""}, name


def test_the_tables_have_nulls(bare: Path) -> None:
    with core.open_source(bare) as study:
        assert {row["amount"] for row in study.ledger.to_dicts()} == {None}
        assert {row["revenue"] for row in study.tiers.to_dicts()} == {None}


def test_amounts_of_nought_are_money(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "free.csv"
    rows = [f"C{n % 7},{n},2024-01-{1 + n % 28:02d},0.00\n" for n in range(40)]
    path.write_text("customer_id,order_id,order_date,amount\n" + "".join(rows))
    found = run("run", path, "--json", "--set", "rules.price=false").json
    assert (found["revenue"], found["net"], found["ledger"][-1]["amount"]) == (0.0, 0.0, 0.0)
