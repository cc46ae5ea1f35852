"""What `regulars run` prints and writes, and that a recipe gives the same bytes again."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.support.command import (
    OURS,
    REPLAYED,
    SEGMENTS,
    customers_in,
    refused,
    result,
    rows_of,
    spawned,
    told,
)
from tests.support.planted import FIRST, SECOND, write_cells, write_csv

PROMISED = [
    "rows",
    "kept",
    "customers",
    "orders",
    "revenue",
    "first",
    "last",
    "as_of",
    "ledger",
    "segments",
    "tiers",
]


# --json


def test_json_is_one_object_with_what_is_promised(
    dirty_sales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = told(capsys, "run", dirty_sales, "--json", "--as-of", "2024-12-01")
    assert printed.count("\n") == 1
    found = json.loads(printed)
    assert [key for key in found if key in PROMISED] == PROMISED
    assert [type(found[key]) for key in PROMISED[:5]] == [int, int, int, int, float]
    assert {tuple(line) for line in found["ledger"]} == {("rule", "rows", "amount")}
    assert all(
        list(line)[:1] == ["segment"] and {"customers", "revenue"} <= {*line} for line in found["segments"]
    )
    assert all(list(line)[:1] == ["tier"] and {"customers", "revenue"} <= {*line} for line in found["tiers"])
    assert found["rows"] == len(FIRST) == sum(line["rows"] for line in found["ledger"])
    assert found["kept"] == sum(planted.bucket == "kept" for planted in FIRST)
    assert found["ledger"][-1]["rule"] == "kept"
    assert found["ledger"][-1]["amount"] == found["revenue"]
    assert found["as_of"] == "2024-12-01"
    assert (found["first"], found["last"]) == ("2023-12-30 10:00:00", "2024-11-30 23:59:00")
    assert found["customers"] == 24 == sum(line["customers"] for line in found["segments"])
    assert [line["tier"] for line in found["tiers"]] == ["High", "Medium", "Low"]
    assert [line["segment"] for line in found["segments"]] == SEGMENTS


def test_run_is_what_a_source_alone_means(dirty_sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(told(capsys, dirty_sales, "--json")) == result(capsys, dirty_sales)


def test_a_second_run_from_what_is_kept_is_the_same(
    dirty_sales: Path, capsys: pytest.CaptureFixture[str], own_workspace: Path
) -> None:
    before = told(capsys, "run", dirty_sales)
    kept = {path.name: path.stat().st_mtime_ns for path in own_workspace.glob("orders-*")}
    assert kept
    assert told(capsys, "run", dirty_sales) == before
    assert {path.name for path in own_workspace.glob("orders-*")} == kept.keys()


def test_what_is_kept_is_of_no_use_for_a_file_that_changed(
    dirty_sales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = result(capsys, dirty_sales)
    text = dirty_sales.read_text(encoding="utf-8")
    dirty_sales.write_text(
        text + "999999,22001,BOWL,2,2024-06-01 10:00,1.00,13001,United Kingdom\n", encoding="utf-8"
    )
    after = result(capsys, dirty_sales)
    assert (after["rows"], after["kept"]) == (before["rows"] + 1, before["kept"] + 1)
    assert round(after["revenue"] - before["revenue"], 2) == 2.00


# --out


def test_files_and_their_columns(
    dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    found = result(capsys, dirty_sales, "--out", out)
    assert sorted(path.name for path in out.iterdir()) == sorted(REPLAYED)
    table = pq.read_table(out / "customers.parquet")
    assert table.column_names[: len(OURS)] == OURS
    customers = table.to_pylist()
    assert [row["customer_id"] for row in customers] == sorted(row["customer_id"] for row in customers)
    assert len(customers) == found["customers"]
    assert round(sum(row["monetary"] for row in customers), 2) == pytest.approx(found["revenue"], abs=0.1)
    for row in customers:
        assert row["rfm"] == f"{row['r']}{row['f']}{row['m']}"
        assert row["net"] == pytest.approx(row["monetary"] + row["refunded"], abs=1e-9)
        assert row["average_order"] == pytest.approx(row["monetary"] / row["frequency"], abs=0.0051)
        assert row["recency"] >= 1
    segments = rows_of(out / "segments.csv")
    assert [(row["segment"], int(row["customers"])) for row in segments] == [
        (line["segment"], line["customers"]) for line in found["segments"]
    ]
    assert [f"{line['revenue']:.2f}" for line in found["segments"]] == [row["revenue"] for row in segments]
    ledger = rows_of(out / "ledger.csv")
    assert ledger == [
        {"rule": line["rule"], "rows": str(line["rows"]), "amount": f"{line['amount']:.2f}"}
        for line in found["ledger"]
    ]


def test_a_folder_with_other_files_is_refused(
    dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    status, complaint = refused(capsys, "run", dirty_sales, "--out", out)
    assert status == 1
    assert "thesis.txt" in complaint
    assert "--force" in complaint
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]
    told(capsys, "run", dirty_sales, "--out", out, "--force", "--quiet")
    assert {path.name for path in out.iterdir()} == {"thesis.txt", *REPLAYED}
    assert (out / "thesis.txt").read_text() == "years of work"


def test_an_earlier_run_is_written_over_without_asking(
    dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    told(capsys, "run", dirty_sales, "--out", out, "--quiet", "--format", "csv")
    told(capsys, "run", dirty_sales, "--out", out, "--quiet")
    # Two formats of two runs side by side would be taken for one.
    assert sorted(path.name for path in out.iterdir()) == sorted(REPLAYED)


def test_a_run_that_fails_leaves_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_cells(tmp_path / "nobody.csv", [("2024-01-01", "5.00")], ("date", "amount"))
    status, _ = refused(capsys, "run", path, "--out", tmp_path / "out")
    assert status in (1, 2)
    assert not (tmp_path / "out").exists()


DANGEROUS = [("=1+1", "9001", "2024-03-01", "5.00"), ("@SUM(A1)", "9002", "2024-03-02", "6.00"), ("0042", "9003", "2024-03-03", "7.00")]  # fmt: skip


def test_csv_and_xlsx_hold_the_same_customers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_cells(tmp_path / "odd.csv", DANGEROUS, ("customer", "order", "date", "amount"))
    for kind in ("parquet", "csv", "xlsx"):
        told(capsys, "run", path, "--out", tmp_path / kind, "--format", kind, "--quiet")
        assert (tmp_path / kind / f"customers.{kind}").is_file()
    expected = customers_in(tmp_path / "parquet")
    assert expected.keys() == {"=1+1", "@SUM(A1)", "0042"}

    text = rows_of(tmp_path / "csv" / "customers.csv")
    assert list(text[0])[: len(OURS)] == OURS
    assert {row["customer_id"]: float(row["monetary"]) for row in text} == {
        name: row["monetary"] for name, row in expected.items()
    }

    sheet = openpyxl.load_workbook(tmp_path / "xlsx" / "customers.xlsx").active
    header, *rows = sheet.iter_rows()
    assert [cell.value for cell in header][: len(OURS)] == OURS
    assert {row[0].value: row[5].value for row in rows} == {
        name: row["monetary"] for name, row in expected.items()
    }
    # A customer's name that begins like a formula must not become one.
    assert {row[0].data_type for row in rows} == {"s"}


# The recipe


def test_a_recipe_gives_the_same_bytes_again(
    dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = tmp_path / "first", tmp_path / "second", tmp_path / "third"
    choices = ["--as-of", "2024-12-01", "--set", "rules.duplicate=true", "--set", "customers.refunds=net"]
    printed = told(capsys, "run", dirty_sales, "--out", first, "--json", *choices)
    assert told(capsys, "run", first / "recipe.toml", "--out", second, "--json") == printed
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another cache"))
    assert told(capsys, "run", second / "recipe.toml", "--out", third, "--json") == printed
    for name in REPLAYED:
        assert (first / name).read_bytes() == (second / name).read_bytes() == (third / name).read_bytes()


def test_the_number_of_threads_changes_no_byte(tmp_path: Path) -> None:
    """Several files are read at the same time, so rows meet in an order that threads decide."""
    rows = [
        (
            f"K{n * 7919 % 1511:04}",
            str(n // 3),
            f"2024-{1 + n % 12:02}-{1 + n % 28:02} {n % 24:02}:15",
            str(1 + n % 9),
            f"{(n * 37 % 4999) / 1000}",
            ("North", "north", "SOUTH", "")[n % 4],
        )
        for n in range(24_000)
    ]
    header = ("customer", "order", "date", "quantity", "price", "region")
    sources = [write_cells(tmp_path / f"{part}.csv", rows[part::3], header) for part in range(3)]
    found = []
    for threads in ("1", "2", "4"):
        out = tmp_path / f"threads {threads}"
        cache = str(tmp_path / f"cache {threads}")
        choices = ["--json", "--set", "columns.attributes=region", "--set", "rules.duplicate=true"]
        run = spawned("run", *sources, "--out", out, *choices, REGULARS_THREADS=threads, XDG_CACHE_HOME=cache)
        assert (run.returncode, run.stderr) == (0, b"")
        found.append((run.stdout, *((out / name).read_bytes() for name in REPLAYED)))
    assert found[0] == found[1] == found[2]
    assert json.loads(found[0][0])["rows"] == 24_000


def test_a_recipe_before_another_source_is_used_on_that(
    dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "run", dirty_sales, "--out", tmp_path / "out", "--quiet", "--set", "segments.map=eleven")
    other = write_csv(tmp_path / "other.csv", SECOND)
    found = result(capsys, tmp_path / "out" / "recipe.toml", other)
    assert found["rows"] == len(SECOND)
    assert len(found["segments"]) == 11
