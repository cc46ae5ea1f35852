"""What `regulars run` and its neighbours promise to people who script: output, files, statuses, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
import sqlglot

from cli.main import main
from tests.support.planted import FIRST, HEADER, SECOND, write_cells, write_csv, write_workbook

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = [
    "customer_id",
    "first_purchase",
    "last_purchase",
    "recency",
    "frequency",
    "monetary",
    "refunded",
    "net",
    "average_order",
    "r",
    "f",
    "m",
    "rfm",
    "value",
    "tier",
    "segment",
]
SEGMENTS = [
    "Champions",
    "Loyal",
    "Potential Loyalist",
    "New",
    "Promising",
    "Need Attention",
    "About to Sleep",
    "Can't Lose Them",
    "At Risk",
    "Hibernating",
]
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
REPLAYED = ("customers.parquet", "segments.csv", "ledger.csv", "recipe.toml")


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """A small sales file with all kinds of dirt."""
    folder = tmp_path / "source"
    folder.mkdir()
    return write_csv(folder / "sales.csv", FIRST)


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command that succeeds prints, with nothing on standard error."""
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert (status, printed.err) == (0, "")
    return printed.out


def result(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """The object that `run --json` prints."""
    found: dict[str, Any] = json.loads(told(capsys, "run", *arguments, "--json"))
    return found


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Status and complaint of a command that fails: two lines on standard error, nothing printed."""
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("error: ")
    return status, printed.err


def spawned(
    *arguments: object, stdin: bytes = b"", cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
    )


def customers_in(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["customer_id"]: row for row in pq.read_table(folder / "customers.parquet").to_pylist()}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --json


def test_json_is_one_object_with_what_is_promised(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = told(capsys, "run", sales, "--json", "--as-of", "2024-12-01")
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


def test_run_is_what_a_source_alone_means(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(told(capsys, sales, "--json")) == result(capsys, sales)


def test_a_second_run_from_what_is_kept_is_the_same(
    sales: Path, capsys: pytest.CaptureFixture[str], own_workspace: Path
) -> None:
    before = told(capsys, "run", sales)
    kept = {path.name: path.stat().st_mtime_ns for path in own_workspace.glob("orders-*")}
    assert kept
    assert told(capsys, "run", sales) == before
    assert {path.name for path in own_workspace.glob("orders-*")} == kept.keys()


def test_what_is_kept_is_of_no_use_for_a_file_that_changed(
    sales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = result(capsys, sales)
    text = sales.read_text(encoding="utf-8")
    sales.write_text(
        text + "999999,22001,BOWL,2,2024-06-01 10:00,1.00,13001,United Kingdom\n", encoding="utf-8"
    )
    after = result(capsys, sales)
    assert (after["rows"], after["kept"]) == (before["rows"] + 1, before["kept"] + 1)
    assert round(after["revenue"] - before["revenue"], 2) == 2.00


# --out


def test_files_and_their_columns(sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    found = result(capsys, sales, "--out", out)
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
    sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    status, complaint = refused(capsys, "run", sales, "--out", out)
    assert status == 1
    assert "thesis.txt" in complaint
    assert "--force" in complaint
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]
    told(capsys, "run", sales, "--out", out, "--force", "--quiet")
    assert {path.name for path in out.iterdir()} == {"thesis.txt", *REPLAYED}
    assert (out / "thesis.txt").read_text() == "years of work"


def test_an_earlier_run_is_written_over_without_asking(
    sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    told(capsys, "run", sales, "--out", out, "--quiet", "--format", "csv")
    told(capsys, "run", sales, "--out", out, "--quiet")
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
    sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = tmp_path / "first", tmp_path / "second", tmp_path / "third"
    choices = ["--as-of", "2024-12-01", "--set", "rules.duplicate=true", "--set", "customers.refunds=net"]
    printed = told(capsys, "run", sales, "--out", first, "--json", *choices)
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
    sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "run", sales, "--out", tmp_path / "out", "--quiet", "--set", "segments.map=eleven")
    other = write_csv(tmp_path / "other.csv", SECOND)
    found = result(capsys, tmp_path / "out" / "recipe.toml", other)
    assert found["rows"] == len(SECOND)
    assert len(found["segments"]) == 11


# Choices on the command line


def test_as_of(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, found = result(capsys, sales, "--as-of", "2024-12-01"), result(capsys, sales)
    assert (given["as_of"], found["as_of"]) == ("2024-12-01", "2025-03-02")
    assert {line["rule"]: line["rows"] for line in given["ledger"]}["after as-of"] == 9
    assert given["kept"] < found["kept"]


def test_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("a1", "h1", "2024-01-01", "5"), ("a2", "h1", "2024-01-02", "5"), ("a3", "h2", "2024-01-03", "5")]
    path = write_cells(tmp_path / "two.csv", rows, ("customer_id", "household", "date", "amount"))
    assert result(capsys, path)["customers"] == 3
    assert result(capsys, path, "--map", "customer=household")["customers"] == 2
    assert result(capsys, path, "--map", "customer=#2")["customers"] == 2
    without = result(capsys, path, "--map", "amount=-")
    assert (without["customers"], without["revenue"]) == (3, 0.0)
    assert refused(capsys, "run", path, "--map", "customer=nobody")[0] == 2
    status, complaint = refused(capsys, "run", path, "--map", "custmer=household")
    assert status == 2
    assert "customer=household" in complaint


def test_set(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(result(capsys, sales, "--set", "segments.map=eleven")["segments"]) == 11
    ledger = result(capsys, sales, "--set", "rules.quantity=false")["ledger"]
    assert "quantity <= 0" not in {line["rule"] for line in ledger}
    for setting, hint in (
        ("rules.duplicates=true", "rules.duplicate"),
        ("rules.duplicate=perhaps", "rules.duplicate"),
        ("scores.q=99", "scores.q"),
        ("nonsense", "KEY=VALUE"),
    ):
        status, complaint = refused(capsys, "run", sales, "--set", setting)
        assert status == 2, setting
        assert hint in complaint, setting


def test_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_workbook(tmp_path / "years.xlsx", {"Year 1": FIRST, "Year 2": SECOND})
    assert result(capsys, path)["rows"] == len(FIRST) + len(SECOND)
    assert result(capsys, path, "--sheet", "Year 2")["rows"] == len(SECOND)
    assert result(capsys, path, "--sheet", "Year 1", "--sheet", "Year 2")["rows"] == len(FIRST) + len(SECOND)
    status, complaint = refused(capsys, "run", path, "--sheet", "Year 3")
    assert status == 2
    assert "Year 2" in complaint or "Year 1" in complaint


def test_explain(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = told(capsys, "run", sales, "--as-of", "2024-12-01", "--explain", "unreadable")
    assert "whenever" in printed
    assert "gratis" in printed
    found = json.loads(
        told(capsys, "run", sales, "--as-of", "2024-12-01", "--explain", "Missing_Customer", "--json")
    )
    planted = [(number, row.cells) for number, row in enumerate(FIRST, 2) if row.bucket == "missing customer"]
    assert (found["rule"], found["rows"]) == ("missing customer", len(planted))
    assert [(line["row"], line["order_id"]) for line in found["sample"]] == [
        (number, cells[0]) for number, cells in planted
    ]
    status, complaint = refused(capsys, "run", sales, "--explain", "canceled")
    assert status == 2
    assert "'cancelled'" in complaint


def test_explain_names_sheet_and_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_workbook(tmp_path / "years.xlsx", {"Year 1": FIRST, "Year 2": SECOND})
    found = json.loads(told(capsys, "run", path, "--explain", "overlap", "--json"))
    wanted = [number for number, row in enumerate(SECOND, 2) if row.bucket == "overlap"]
    # The order after the as-of date is a copy as well as long as no date is asked for.
    late = [number for number, row in enumerate(SECOND, 2) if row.cells[0] == "800012"]
    assert found["rows"] == len(wanted) + 1
    assert [line["row"] for line in found["sample"]] == sorted(wanted + late)[: len(found["sample"])]
    assert {line["where"] for line in found["sample"]} == {"Year 2"}


def test_quiet_prints_nothing(sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "run", sales, "--quiet", "--out", tmp_path / "out") == ""
    assert (tmp_path / "out" / "customers.parquet").is_file()


def test_the_summary_says_what_the_json_says(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = result(capsys, sales)
    printed = told(capsys, "run", sales)
    assert f"{found['customers']:,} customers" in printed
    assert f"{found['revenue']:,.2f}" in printed
    for line in [*found["ledger"], *found["segments"], *found["tiers"]]:
        name = line.get("rule") or line.get("segment") or line.get("tier")
        if line.get("rows") or line.get("customers"):
            assert name in printed
    assert "Customer ID" in printed


# Sources


def test_standard_input(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = result(capsys, sales)
    run = spawned("run", "-", "--json", stdin=sales.read_bytes())
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
        assert found["revenue"] == 0.0
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


# Statuses and help


def test_statuses(sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, complaint = refused(capsys, "run", sales.parent / "sale.csv")
    assert status == 1
    assert "'sales.csv'" in complaint
    (tmp_path / "empty.csv").write_bytes(b"")
    assert refused(capsys, "run", tmp_path / "empty.csv")[0] == 1
    for wrong in (
        ["run"],
        ["run", sales, "--format", "pdf"],
        ["run", sales, "--as-of", "yesterday"],
        ["run", sales, "--as-of"],
        ["run", sales, "--jsn"],
        ["sql", sales, "--stage", "clusters"],
        ["completion", "tcsh"],
    ):
        status, complaint = refused(capsys, *wrong)
        assert status == 2, (wrong, complaint)


@pytest.mark.parametrize("command", [[], ["run"], ["inspect"], ["sql"], ["cache"], ["completion"]])
def test_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    printed = told(capsys, *command, "--help")
    assert printed.startswith("usage: regulars")
    if command == ["run"]:
        options = (
            "--out",
            "--format",
            "--json",
            "--as-of",
            "--map",
            "--set",
            "--sheet",
            "--explain",
            "--quiet",
        )
        assert all(option in printed for option in options)
    if not command:
        assert all(name in printed for name in ("run", "inspect", "sql", "cache", "completion"))
        assert told(capsys) == printed
        assert told(capsys, "--version").startswith("regulars ")


# Neighbours


@pytest.mark.parametrize(
    ("dialect", "parsed_as"), [("duckdb", "duckdb"), ("postgres", "postgres"), ("pyspark", "spark")]
)
def test_sql(
    dialect: str, parsed_as: str, sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = write_csv(tmp_path / "second.csv", SECOND)
    order = ["overlap_orders", "ledger", "orders", "products", "customers", "scores", "segments"]
    script = told(capsys, "sql", sales, second, "--dialect", dialect)
    places = [script.index(f"CREATE VIEW {name} AS") for name in ("lines", *order)]
    assert places == sorted(places)
    for stage in ("ledger", "orders", "customers", "scores", "segments"):
        text = told(capsys, "sql", sales, second, "--dialect", dialect, "--stage", stage)
        assert text.startswith(f"-- {stage}: ")
        assert isinstance(sqlglot.parse_one(text, dialect=parsed_as), sqlglot.expressions.Query)


def test_the_sql_printed_gives_the_customers_written(
    sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole script, run by a plain DuckDB that knows nothing of regulars."""
    import duckdb

    told(capsys, "run", sales, "--out", tmp_path / "out", "--quiet")
    script = told(capsys, "sql", sales)
    with duckdb.connect() as plain:
        plain.execute(script)
        found = plain.execute(
            "SELECT customer_id, recency, frequency, monetary, rfm, tier, segment FROM segments"
        ).fetchall()
    expected = customers_in(tmp_path / "out")
    names = ("recency", "frequency", "monetary", "rfm", "tier", "segment")
    assert {row[0]: (*row[1:3], float(row[3]), *row[4:]) for row in found} == {
        customer: tuple(row[name] for name in names) for customer, row in expected.items()
    }


def test_cache(sales: Path, capsys: pytest.CaptureFixture[str], own_workspace: Path) -> None:
    told(capsys, "run", sales, "--quiet")
    kept = [path for path in own_workspace.iterdir() if not path.name.startswith(".")]
    assert kept
    printed = told(capsys, "cache")
    assert str(own_workspace) in printed
    assert "orders" in printed
    assert str(own_workspace) in told(capsys, "cache", "--clear")
    assert [path for path in own_workspace.iterdir() if path.suffix in (".parquet", ".json")] == []
    assert result(capsys, sales)["rows"] == len(FIRST)


def test_inspect(sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "inspect", sales, "--json"))
    assert list(found) == ["files", "tables", "shape", "roles", "attributes", "left_out", "notes", "problem"]
    assert (found["shape"], found["problem"]) == ("sales", "")
    assert {role["role"]: role["column"] for role in found["roles"]} == {
        "customer": "Customer ID",
        "order": "Invoice",
        "date": "InvoiceDate",
        "quantity": "Quantity",
        "price": "Price",
        "product": "StockCode",
        "description": "Description",
        "country": "Country",
    }
    assert all(role["reason"] for role in found["roles"])
    table = found["tables"][0]
    assert table["rows"] == len(FIRST)
    assert [column["name"] for column in table["columns"]] == list(HEADER)
    order = table["columns"][0]
    blank = sum(not planted.cells[0].strip() for planted in FIRST)
    assert (order["missing"], order["distinct"]) == (
        blank,
        len({planted.cells[0].strip() for planted in FIRST} - {""}),
    )
    printed = told(capsys, "inspect", sales)
    assert "Customer ID" in printed
    assert "InvoiceDate" in printed


def test_inspect_shows_what_cannot_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_cells(tmp_path / "x.csv", [("2024-01-01", "1.50", "blue")] * 3, ("date", "amount", "colour"))
    found = json.loads(told(capsys, "inspect", path, "--json"))
    assert "customer" in found["problem"]
    assert [column["name"] for column in found["tables"][0]["columns"]] == ["date", "amount", "colour"]


# The machine around it


def test_two_runs_at_once_share_a_workspace(sales: Path, tmp_path: Path) -> None:
    workbook = write_workbook(tmp_path / "years.xlsx", {"Year 1": FIRST, "Year 2": SECOND})
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "cli.main", "run", str(source), "--json", "--out", str(tmp_path / f"out {number}")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        for number, source in enumerate([workbook, workbook, sales, sales])
    ]  # fmt: skip
    ended = [(*run.communicate(timeout=120), run.returncode) for run in runs]
    assert [(status, errors) for _, errors, status in ended] == [(0, b"")] * 4
    assert ended[0][0] == ended[1][0] != ended[2][0] == ended[3][0]
    for one, other in (("out 0", "out 1"), ("out 2", "out 3")):
        for name in REPLAYED:
            assert (tmp_path / one / name).read_bytes() == (tmp_path / other / name).read_bytes()


@pytest.mark.parametrize("arguments", [["run"], ["run", "--json"], ["inspect"], ["run", "--explain", "kept"]])
def test_a_terminal_that_knows_only_ascii(arguments: Sequence[str], tmp_path: Path) -> None:
    """Neither names nor our own drawing may stop it, and whatever it cannot show is not printed."""
    rows = [(f"Zoë {n % 5}", str(n), f"2024-05-{n:02}", f"{n}.25", "Größe “M” – 日本") for n in range(1, 25)]
    path = write_cells(tmp_path / "sales.csv", rows, ("Kundenname", "Bestellung", "Datum", "Betrag", "Größe"))
    command, *options = arguments
    run = spawned(
        command, path, "--map", "customer=Kundenname", *options,
        LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.isascii()
    if "--json" in options:
        assert json.loads(run.stdout)["customers"] == 5


def test_no_colours_where_none_are_wanted(sales: Path) -> None:
    coloured = spawned("run", sales, FORCE_COLOR="1", TERM="xterm-256color")
    plain = spawned("run", sales, FORCE_COLOR="", NO_COLOR="1", TERM="xterm-256color")
    assert coloured.returncode == plain.returncode == 0
    assert b"\x1b" not in plain.stdout + plain.stderr
    assert plain.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_current_folder_that_cannot_be_written(sales: Path, tmp_path: Path) -> None:
    read_only = tmp_path / "read only"
    read_only.mkdir()
    read_only.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        run = spawned("run", sales, "--json", cwd=read_only)
    finally:
        read_only.chmod(stat.S_IRWXU)
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["rows"] == len(FIRST)


def test_nothing_is_left_in_the_current_folder(sales: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    run = spawned("run", sales, "--json", cwd=here)
    assert run.returncode == 0
    assert list(here.iterdir()) == []
    assert [path.name for path in sales.parent.iterdir()] == ["sales.csv"]


def test_a_cache_folder_that_cannot_be_used_is_done_without(sales: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    run = spawned("run", sales, "--json", XDG_CACHE_HOME=str(tmp_path / "file"), TMPDIR=str(temporary))
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["rows"] == len(FIRST)
    assert list(temporary.iterdir()) == []


def test_a_reader_that_has_seen_enough_is_no_error(sales: Path) -> None:
    """As in `regulars run sales.csv | head -1`."""
    run = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "run", str(sales)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait(timeout=60) == 0
    run.stderr.close()


def test_main_can_be_called_with_output_that_is_no_terminal(
    sales: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a notebook, standard output is whatever the notebook put there."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["run", str(sales), "--json"]) == 0
    stream.flush()
    assert json.loads(stream.buffer.getvalue())["rows"] == len(FIRST)  # type: ignore[attr-defined]
