"""What was named and is not in the figures is said on standard error, and stands in the JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import SALES, Run
from tests.support.planted import FIRST, SECOND, write_workbook

OTHER = "colour,weight\nred,1.5\nblue,2.5\ngreen,3.5\n"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "paints.csv"
    path.write_text(OTHER)
    return path


@pytest.mark.parametrize("options", [["--quiet"], ["--json"], [], ["--explain", "kept"]])
def test_a_file_that_was_named_and_left_out(run: Run, sales: Path, other: Path, options: list[str]) -> None:
    ran = run("run", sales, other, *options)
    first, second = ran.err.splitlines()
    assert ran.status == 0
    assert first.startswith("warning: 'paints.csv' was left out: its columns (colour, weight) are not")
    assert second.startswith("         The figures are those of sales.csv alone.")
    if options == ["--quiet"]:
        assert ran.out == ""


def test_the_json_has_what_was_left_out(run: Run, sales: Path, other: Path) -> None:
    found = run("run", sales, other, "--json").json
    assert [left["label"] for left in found["left_out"]] == ["paints.csv"]
    assert "colour, weight" in found["left_out"][0]["reason"]
    assert run("run", sales, "--json").json["left_out"] == []


def test_a_second_run_from_what_is_kept_warns_again(run: Run, sales: Path, other: Path) -> None:
    first = run("run", sales, other, "--quiet")
    assert run("run", sales, other, "--quiet") == first
    assert "paints.csv" in first.err


def test_sql_warns_too(run: Run, sales: Path, other: Path) -> None:
    assert "'paints.csv' was left out" in run("sql", sales, other, "--stage", "orders").err


def test_what_stands_in_a_folder_was_not_named(run: Run, sales: Path, other: Path) -> None:
    ran = run("run", sales.parent, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert [left["label"] for left in ran.json["left_out"]] == ["paints.csv"]
    assert "'paints.csv'" in run("run", sales.parent, other, "--quiet").err


def test_what_a_pattern_names_was_named(run: Run, sales: Path, other: Path) -> None:
    assert "'paints.csv' was left out" in run("run", sales.parent / "*.csv", "--quiet").err


def test_a_sheet_that_was_named_and_left_out(run: Run, tmp_path: Path) -> None:
    import openpyxl

    path = write_workbook(tmp_path / "years.xlsx", {"Year 1": FIRST, "Year 2": SECOND})
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Paints")
    for line in OTHER.splitlines():
        sheet.append(line.split(","))
    book.save(path)
    assert run("run", path, "--quiet").err == ""  # nobody named its sheets
    named = run("run", path, "--sheet", "Year 1", "--sheet", "Paints", "--quiet")
    assert "'years.xlsx [Paints]' was left out" in named.err
    assert "Year 2" not in named.err


def test_a_file_with_nothing_alike_is_told_once(run: Run, sales: Path, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for name in ("Oil", "Water"):
        sheet = book.create_sheet(name)
        for line in OTHER.splitlines():
            sheet.append(line.split(","))
    book.save(tmp_path / "paints.xlsx")
    ran = run("run", sales, tmp_path / "paints.xlsx", "--quiet")
    assert ran.err.count("warning:") == 1
    assert len(json.loads(run("run", sales, tmp_path / "paints.xlsx", "--json").out)["left_out"]) >= 2


def test_alike_files_warn_of_nothing(run: Run, sales: Path, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(SALES.replace("2024-", "2023-"))
    assert run("run", sales, tmp_path / "more.csv", "--quiet").err == ""
