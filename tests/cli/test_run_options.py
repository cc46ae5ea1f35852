"""The choices on the command line of `regulars run`, its exit statuses and its help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import (
    refused,
    result,
    told,
)
from tests.support.planted import FIRST, SECOND, write_cells, write_workbook

# Choices on the command line


def test_as_of(dirty_sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, found = result(capsys, dirty_sales, "--as-of", "2024-12-01"), result(capsys, dirty_sales)
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
    assert (without["customers"], without["revenue"]) == (3, None)
    assert refused(capsys, "run", path, "--map", "customer=nobody")[0] == 2
    status, complaint = refused(capsys, "run", path, "--map", "custmer=household")
    assert status == 2
    assert "customer=household" in complaint


def test_set(dirty_sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(result(capsys, dirty_sales, "--set", "segments.map=eleven")["segments"]) == 11
    ledger = result(capsys, dirty_sales, "--set", "rules.quantity=false")["ledger"]
    assert "quantity <= 0" not in {line["rule"] for line in ledger}
    for setting, hint in (
        ("rules.duplicates=true", "rules.duplicate"),
        ("rules.duplicate=perhaps", "rules.duplicate"),
        ("scores.q=99", "scores.q"),
        ("nonsense", "KEY=VALUE"),
    ):
        status, complaint = refused(capsys, "run", dirty_sales, "--set", setting)
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


def test_explain(dirty_sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = told(capsys, "run", dirty_sales, "--as-of", "2024-12-01", "--explain", "unreadable")
    assert "whenever" in printed
    assert "gratis" in printed
    found = json.loads(
        told(capsys, "run", dirty_sales, "--as-of", "2024-12-01", "--explain", "Missing_Customer", "--json")
    )
    planted = [(number, row.cells) for number, row in enumerate(FIRST, 2) if row.bucket == "missing customer"]
    assert (found["rule"], found["rows"]) == ("missing customer", len(planted))
    assert [(line["row"], line["order_id"]) for line in found["sample"]] == [
        (number, cells[0]) for number, cells in planted
    ]
    status, complaint = refused(capsys, "run", dirty_sales, "--explain", "canceled")
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


def test_quiet_prints_nothing(dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "run", dirty_sales, "--quiet", "--out", tmp_path / "out") == ""
    assert (tmp_path / "out" / "customers.parquet").is_file()


def test_the_summary_says_what_the_json_says(dirty_sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = result(capsys, dirty_sales)
    printed = told(capsys, "run", dirty_sales)
    assert f"{found['customers']:,} customers" in printed
    assert f"{found['revenue']:,.2f}" in printed
    for line in [*found["ledger"], *found["segments"], *found["tiers"]]:
        name = line.get("rule") or line.get("segment") or line.get("tier")
        if line.get("rows") or line.get("customers"):
            assert name in printed
    assert "Customer ID" in printed


# Statuses and help


def test_statuses(dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, complaint = refused(capsys, "run", dirty_sales.parent / "sale.csv")
    assert status == 1
    assert "'sales.csv'" in complaint
    (tmp_path / "empty.csv").write_bytes(b"")
    assert refused(capsys, "run", tmp_path / "empty.csv")[0] == 1
    for wrong in (
        ["run"],
        ["run", dirty_sales, "--format", "pdf"],
        ["run", dirty_sales, "--as-of", "yesterday"],
        ["run", dirty_sales, "--as-of"],
        ["run", dirty_sales, "--jsn"],
        ["sql", dirty_sales, "--stage", "groups"],
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
