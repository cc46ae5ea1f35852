"""No command writes over what it reads, whatever it is told to force, nor over files that no run has written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.command import SALES, Run

FORMATS = ("csv", "xlsx", "parquet")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["customers.csv", "ledger.csv", "segments.csv"])
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_source_is_never_written_over(
    run: Run, tmp_path: Path, name: str, kind: str, force: list[str]
) -> None:
    source = tmp_path / name
    source.write_text(SALES)
    ran = run("run", source, "--out", tmp_path, "--format", kind, *force)
    ran.refused(1, name, "one of the files that are read", "nothing was written")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert source.read_text() == SALES


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_nor_by_another_name(run: Run, tmp_path: Path, link: object) -> None:
    (tmp_path / "out").mkdir()
    source = tmp_path / "out" / "customers.csv"
    source.write_text(SALES)
    link(source, tmp_path / "other.csv")  # type: ignore[operator]
    for named in ("other.csv", "out", "out/*.csv"):
        run("run", tmp_path / named, "--out", source.parent, "--format", "csv", "--force").refused(1, "read")
    assert source.read_text() == SALES


def test_nor_the_source_of_the_recipe_that_stands_there(run: Run, sales: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("run", sales, "--out", out, "--quiet").status == 0
    recipe = out / "recipe.toml"
    recipe.write_text(recipe.read_text().replace(str(sales), "customers.csv"))
    (out / "customers.csv").write_text(SALES)
    run("run", sales, "--out", out, "--format", "csv", "--force").refused(1, "customers.csv")
    run("run", recipe, "--out", out, "--format", "csv", "--force").refused(1, "customers.csv")
    assert (out / "customers.csv").read_text() == SALES


def test_a_file_of_that_name_that_no_run_wrote_is_a_stranger(run: Run, sales: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    own = out / "customers.csv"
    own.write_text("name\nAda\n")
    run("run", sales, "--out", out, "--format", "csv").refused(1, "customers.csv", "no run wrote", "--force")
    # Forced in another format it stays, also when a later run removes what earlier ones left.
    assert run("run", sales, "--out", out, "--format", "parquet", "--force", "--quiet").status == 0
    run("run", sales, "--out", out, "--format", "xlsx").refused(1, "customers.csv")
    assert run("run", sales, "--out", out, "--format", "xlsx", "--force", "--quiet").status == 0
    assert own.read_text() == "name\nAda\n"
    assert not (out / "customers.parquet").exists()


def test_a_recipe_written_by_hand_is_a_stranger(run: Run, sales: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    recipe = tmp_path / "out" / "recipe.toml"
    recipe.write_text(run("recipe").out)
    run("run", sales, "--out", recipe.parent).refused(1, "recipe.toml", "--force")


def test_runs_replace_the_results_of_earlier_ones_in_any_format(
    run: Run, sales: Path, tmp_path: Path
) -> None:
    for kind in (*FORMATS, *FORMATS):
        assert run("run", sales, "--out", tmp_path / "out", "--format", kind, "--quiet").status == 0
        names = {path.name for path in (tmp_path / "out").iterdir()}
        assert names == {f"customers.{kind}", "segments.csv", "ledger.csv", "recipe.toml"}


def test_results_may_be_a_source_of_a_run_that_goes_elsewhere(run: Run, sales: Path, tmp_path: Path) -> None:
    assert run("run", sales, "--out", tmp_path / "out", "--quiet").status == 0
    again = run("run", tmp_path / "out" / "recipe.toml", "--out", tmp_path / "out", "--quiet")
    assert again.status == 0, again.err
