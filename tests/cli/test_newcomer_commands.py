"""What a newcomer types by mistake, and what is said of it."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import LINES, SALES, Run


@pytest.mark.parametrize("option", ["--out", "--as-of", "--explain", "--sheet"])
@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_value_is_refused(run: Run, sales: Path, option: str, empty: str) -> None:
    run("run", sales, option, empty).refused(2, f"{option} is given an empty value", "shell variable")


@pytest.mark.parametrize(("name", "value"), [("REGULARS_THREADS", "0"), ("REGULARS_MEMORY_MB", "-5")])
def test_numbers_of_the_environment_are_checked_also_where_all_is_kept(
    run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert run("run", sales, "--quiet").status == 0
    monkeypatch.setenv(name, value)
    run("run", sales, "--quiet").refused(1, name, value, "at least 1")


def test_a_link_that_leads_to_itself(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    (tmp_path / "gone").symlink_to("nowhere")
    run("run", tmp_path / "one").refused(1, "link", "'two'", "back to itself")
    run("run", tmp_path / "gone").refused(1, "link", "'nowhere'", "no file")


def test_version_is_no_setting(run: Run, sales: Path) -> None:
    run("run", sales, "--set", "version=2").refused(2, "`version` is no setting", "leave it out")


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("overlap", "no second sheet or file"),
        ("cancelled", "no order id bears a mark"),
        ("duplicate", "--set rules.duplicate=true"),
    ],
)
def test_a_rule_that_is_on_is_not_said_to_be_off(run: Run, sales: Path, rule: str, why: str) -> None:
    said = " ".join(run("run", sales, "--explain", rule).out.split())
    assert why in said
    assert ("This rule is off" in said) == why.startswith("--set")
    told = run("run", sales, "--explain", rule, "--json").json
    assert bool(told["off"]) != bool(told["idle"])


def test_a_rule_that_is_turned_off_is_said_to_be(run: Run, sales: Path) -> None:
    said = run("run", sales, "--explain", "overlap", "--set", "rules.overlap=off").out
    assert "This rule is off. To turn it on: --set rules.overlap=orders" in said


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_plain_text_that_is_named_as_packed_is_read(run: Run, tmp_path: Path, ending: str) -> None:
    (tmp_path / f"sales.csv{ending}").write_text(SALES)
    found = run("run", tmp_path / f"sales.csv{ending}", "--json").json
    assert found["rows"] == len(LINES)
    said = " ".join(run("inspect", tmp_path / f"sales.csv{ending}").out.split())
    assert f"not packed, although its name ends in {ending}" in said


def test_text_that_is_packed_is_not_said_to_be_plain(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sales.csv.gz").write_bytes(gzip.compress(SALES.encode()))
    assert "not packed" not in run("inspect", tmp_path / "sales.csv.gz").out


def test_every_sheet_of_a_file_that_was_named_and_left_out_is_named(
    run: Run, sales: Path, tmp_path: Path
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for number in range(7):
        sheet = book.create_sheet(f"Paints {number}")
        sheet.append(["colour", "weight"])
        for row in range(5):
            sheet.append([f"red {row}", row + 0.5 + number])
    del book["Sheet"]
    book.save(tmp_path / "paints.xlsx")
    ran = run("run", sales, tmp_path / "paints.xlsx", "--quiet")
    first, _ = ran.err.splitlines()
    assert first.startswith("warning: Nothing of 'paints.xlsx' was read: [Paints 0], [Paints 1]")
    assert "[Paints 4] and 2 more were left out" in first


def in_ascii(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command where nothing beyond ASCII can be shown."""
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *map(str, arguments)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "COLUMNS": "80"},
    )


def test_without_unicode_our_own_signs_are_told_in_ascii(sales: Path, tmp_path: Path) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text("a,b,c,d,e,f\n" + "1,2,3,4,5,6\n" * 5)
    ran = in_ascii("run", sales, wide)
    assert "(a, b, c, d, ...)" in ran.stderr
    assert "?" not in ran.stderr


def test_a_recipe_is_utf_8_whatever_the_terminal_shows(tmp_path: Path) -> None:
    assert "d'exp\u00e9dition" in in_ascii("recipe").stdout


def test_what_can_be_copied_ends_without_a_full_stop() -> None:
    option = re.compile(r"--(?:set|map|as-of|explain) [^ `\"]+\.(?:'|)\"")
    for path in [*ROOT.glob("core/**/*.py"), *ROOT.glob("cli/**/*.py")]:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = [line for line in lines if option.search(line) and '"""' not in line]
        assert not found, (path, found)


def test_a_model_is_not_written_over_by_what_is_made_of_it(run: Run, sales: Path, tmp_path: Path) -> None:
    model = tmp_path / "shop.model"
    assert run("run", sales, "--with", "clusters", "--save-model", model, "--quiet").status == 0
    before = model.read_bytes()
    (tmp_path / "link").symlink_to(model)
    for place in (model, tmp_path / "link"):
        run("export-model", model, "--joblib", place, "--force").refused(
            1, "would replace it", "another name"
        )
    assert model.read_bytes() == before


def test_what_the_cache_holds_is_told_without_leaving_anything(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    assert run("cache").status == 0
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("asked", [["--help"], ["run", "--help"], ["--version"]])
def test_help_that_cannot_be_written_is_no_success(asked: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "cli.main", *asked],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 2


def test_a_huge_cell_is_shown_by_its_beginning(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    path.write_text(SALES.replace("1000,", '"' + "x" * 100_000 + '",', 1))
    ran = run("inspect", path, "--json")
    assert "xxx" in ran.out
    assert len(ran.out) < 20_000
