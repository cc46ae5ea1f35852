"""The sources that `regulars run` takes, and what it does with the columns they have."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.support.command import (
    OURS,
    SEGMENTS,
    customers_in,
    refused,
    result,
    spawned,
    told,
)
from tests.support.planted import FIRST, SECOND, write_cells, write_csv


def test_standard_input(dirty_sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = result(capsys, dirty_sales)
    run = spawned("run", "-", "--json", stdin=dirty_sales.read_bytes())
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout) == expected


def test_several_files_folder_and_glob(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "years"
    folder.mkdir()
    paths = [write_csv(folder / f"{number}.csv", rows) for number, rows in enumerate([FIRST, SECOND])]
    by_name = result(capsys, *paths)
    assert by_name["rows"] == len(FIRST) + len(SECOND)
    assert {line["rule"]: line["rows"] for line in by_name["ledger"]}["overlap"] > 0
    assert result(capsys, folder) == by_name
    monkeypatch.chdir(folder)
    assert result(capsys, "*.csv") == by_name
    assert result(capsys, paths[0], paths[0])["rows"] == len(FIRST)


def test_columns_of_the_source_that_are_called_like_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are kept beside ours, under names of their own."""
    header = ("customer", "order", "date", "amount", "segment", "value", "r", "tier")
    rows = [
        (f"k{n % 6}", str(n), f"2024-05-{n:02}", f"{n}.25", f"seg {n % 6 % 2}", "gold", "yes", f"t{n % 6}")
        for n in range(1, 25)
    ]
    path = write_cells(tmp_path / "ours.csv", rows, header)
    told(
        capsys, "run", path, "--out", tmp_path / "out", "--quiet",
        "--set", "columns.attributes=segment,value,r,tier",
    )  # fmt: skip
    table = pq.read_table(tmp_path / "out" / "customers.parquet")
    assert table.column_names[: len(OURS)] == OURS
    assert len({name.casefold() for name in table.column_names}) == len(table.column_names)
    theirs = table.column_names[-4:]
    assert all(name.casefold() not in OURS for name in theirs)
    for row in table.to_pylist():
        number = int(row["customer_id"][1:])
        assert row["segment"] in SEGMENTS
        assert isinstance(row["value"], int)
        assert 1 <= row["r"] <= 5
        assert row["tier"] in ("High", "Medium", "Low")
        assert [row[name] for name in theirs] == [f"seg {number % 2}", "gold", "yes", f"t{number}"]


def test_such_columns_stand_in_nobodys_way_when_nobody_asked_for_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = (
        "customer",
        "order",
        "date",
        "amount",
        "Segment",
        "RFM",
        "Recency score",
        "bucket",
        "unreadable",
    )
    rows = [(f"k{n % 6}", str(n), f"2024-05-{n:02}", f"{n}.25", "x", "y", "3", "z", "") for n in range(1, 25)]
    path = write_cells(tmp_path / "ours.csv", rows, header)
    found = result(capsys, path, "--out", tmp_path / "out")
    assert (found["rows"], found["kept"], found["customers"]) == (24, 24, 6)
    names = pq.read_table(tmp_path / "out" / "customers.parquet").column_names
    assert names[: len(OURS)] == OURS
    assert len({name.casefold() for name in names}) == len(names)


PARTS = [
    (f"k{n % 7}", str(n // 2), f"2024-05-{1 + n // 2:02}", f"p{n % 5}", str(1 + n % 3), f"{n % 9 + 1}.50")
    for n in range(40)
]
PART_NAMES = ("customer_id", "order_id", "order_date", "product_code", "quantity", "unit_price")


@pytest.mark.parametrize("left_out", ["order_id", "product_code", "quantity,unit_price"])
def test_it_works_with_what_there_is(
    left_out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [number for number, name in enumerate(PART_NAMES) if name not in left_out.split(",")]
    path = write_cells(
        tmp_path / "part.csv",
        [[row[place] for place in places] for row in PARTS],
        [PART_NAMES[place] for place in places],
    )
    found = result(capsys, path, "--out", tmp_path / "out")
    assert (found["rows"], found["kept"], found["customers"]) == (40, 40, 7)
    moments = {(row[0], row[2]) for row in PARTS}
    assert found["orders"] == (len(moments) if left_out == "order_id" else len({row[:2] for row in PARTS}))
    customers = customers_in(tmp_path / "out")
    if left_out == "quantity,unit_price":
        assert found["revenue"] is None
        assert {row["m"] for row in customers.values()} == {3}
        assert {row["monetary"] for row in customers.values()} == {None}
        assert any("no amount" in note for note in found["notes"])
    else:
        spent = sum(float(row[4]) * float(row[5]) for row in PARTS if row[0] == "k3")
        assert customers["k3"]["monetary"] == round(spent, 2)
    if left_out == "order_id":
        assert any("no order column" in note for note in found["notes"])
    assert ("products" in next(iter(customers.values()))) == (left_out != "product_code")
    if left_out != "product_code":
        assert customers["k3"]["products"] == len({row[3] for row in PARTS if row[0] == "k3"})


def test_no_customers_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_cells(tmp_path / "x.csv", [("2024-01-01", "1.50", "blue")] * 3, ("date", "amount", "colour"))
    status, complaint = refused(capsys, "run", path)
    assert status == 1
    assert "customer" in complaint
    assert "--map customer=" in complaint
