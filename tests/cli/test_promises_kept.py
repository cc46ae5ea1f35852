"""What is promised of commands and was not always so: all that is known of a column on any width, runs that are repeated, and what cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import Run

COLUMNS = ("customer_id", "order_id", "order_date", "quantity", "price")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 140])
def test_inspect_tells_all_of_each_column_on_any_width(
    run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = run("inspect", sales).out
    for heading in ("role", "type", "missing", "distinct", "from", "to", "examples"):
        assert heading in text.split()
    described = text[: text.index("why")]
    for column in COLUMNS:
        assert described.count(column) >= 1
    assert "C000" in described
    assert "2024-01-01" in described
    assert all(len(line) <= width for line in text.splitlines())


def test_a_model_beside_the_results_is_written_again(run: Run, sales: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        ran = run("run", sales, "--out", out, "--save-model", out / "shop.model", "--quiet")
        assert (ran.status, ran.err) == (0, "")
    ran = run("run", sales, "--out", out, "--quiet")
    ran.refused(1, "shop.model")


def test_a_recipe_keeps_the_model_of_its_run(run: Run, sales: Path, tmp_path: Path) -> None:
    first, again = tmp_path / "first.model", tmp_path / "again.model"
    assert run("run", sales, "--out", tmp_path / "out", "--save-model", first, "--quiet").status == 0
    assert run("run", tmp_path / "out" / "recipe.toml", "--save-model", again, "--quiet").status == 0
    assert first.read_bytes() == again.read_bytes()


def test_a_file_of_ones_own_is_no_model(run: Run, sales: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("run", sales, "--out", out, "--quiet").status == 0
    (out / "shop.model").write_text("mine", encoding="utf-8")
    run("run", sales, "--out", out, "--save-model", out / "shop.model").refused(1, "shop.model")
    assert (out / "shop.model").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("key", ["tiers.high", "classifier.regularisation"])
def test_what_is_no_number_is_said_to_be_none(run: Run, sales: Path, key: str) -> None:
    run("run", sales, "--set", f"{key}=nan").refused(2, f"`{key}` cannot be nan")


@pytest.mark.parametrize("setting", ["date_order=mdy", "decimal=,", "date_above=on"])
def test_how_columns_are_read_is_no_role(run: Run, sales: Path, setting: str) -> None:
    run("run", sales, "--map", setting).refused(2, f"--set columns.{setting}")


def test_ids_too_long_for_a_workbook_are_not_cut(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = [f"{'x' * 40_000}{row % 3},{row},2024-01-{row + 1:02d},5\n" for row in range(9)]
    path.write_text("customer,order,date,amount\n" + "".join(rows), encoding="utf-8")
    run("run", path, "--out", tmp_path / "out", "--format", "xlsx").refused(
        1, "32,767", "40,001", "--format parquet"
    )
    assert not (tmp_path / "out").exists()
    assert run("run", path, "--out", tmp_path / "out", "--format", "csv").status == 0


def test_a_closed_output_is_no_success(sales: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from cli.main import entry; entry()",
        "run",
        str(sales),
        "--json",
    ]
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "Standard output is closed" in ended.stderr


def test_a_recipe_among_the_sources_of_another_is_told_as_a_command(
    run: Run, sales: Path, tmp_path: Path
) -> None:
    inner, outer = tmp_path / "inner.toml", tmp_path / "outer.toml"
    inner.write_text(f'version = 1\n[source]\npaths = ["{sales}"]\n', encoding="utf-8")
    outer.write_text('version = 1\n[source]\npaths = ["inner.toml"]\n', encoding="utf-8")
    run("run", outer).refused(1, "'inner.toml' is a recipe", "regulars run inner.toml")
