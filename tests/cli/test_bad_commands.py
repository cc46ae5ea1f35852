"""Wrong command lines, recipes and environment variables: two lines that name the right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import (
    ROWS,
    Run,
    right,
)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--bogus"], ("--bogus", "--help")),
        (["SALES", "--jsn"], ("--jsn", "--json")),
        (["inspct", "SALES"], ("neither a command nor a file", "regulars inspect")),
        (["run"], ("SOURCE",)),
        (["SALES", "--format", "pdf"], ("pdf", "parquet")),
        (["SALES", "--map", "customer=custmer_id"], ("custmer_id", "'customer_id'")),
        (["SALES", "--map", "custmer=customer_id"], ("names no role", "customer=customer_id")),
        (["SALES", "--map", "customer"], ("names no role",)),
        (["SALES", "--sheet", "Sheet1"], ("Sheet1", "no sheets", "--sheet")),
        (["SALES", "--explain", "cancled"], ("cancled", "'cancelled'")),
        (["SALES", "--as-of", "yesterday"], ("yesterday", "2011-12-31")),
        (["SALES", "--as-of", "2024-02-30"], ("2024-02-30",)),
        (["SALES", "--set", "scores.qq=3"], ("scores.qq", "`scores.q`")),
        (["SALES", "--set", "scores.q"], ("no value",)),
        (["SALES", "--set", "scores.q=99"], ("99", "from 2 to 10")),
    ],
)
def test_a_wrong_command_line(run: Run, sales: Path, arguments: list[str], words: tuple[str, ...]) -> None:
    run(*(str(sales) if argument == "SALES" else argument for argument in arguments)).refused(2, *words)


def test_an_unknown_sheet_names_the_nearest(run: Run, tmp_path: Path, book: bytes) -> None:
    (tmp_path / "book.xlsx").write_bytes(book)
    run("run", tmp_path / "book.xlsx", "--sheet", "Shet").refused(2, "Shet", "--sheet 'Sheet'")


def test_an_as_of_date_before_all_purchases(run: Run, sales: Path) -> None:
    run("run", sales, "--as-of", "2000-01-01").refused(1, "2000-01-01", f"{ROWS} of the {ROWS} rows")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[source\npaths = 1", ("not TOML", "line 1", "[source")),
        ("[rules]\ncancled = true\n", ("rules.cancled", "`rules.cancelled`")),
        ("[rulez]\n", ("rulez", "rules")),
        ("[scores]\nq = 99\n", ("scores.q", "99", "from 2 to 10")),
        ('[rules]\ncancelled = "maybe"\n', ("rules.cancelled", "true or false")),
        ("version = 99\n", ("version 99", "newer")),
    ],
)
def test_a_wrong_recipe(run: Run, tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(text)
    run("run", path).refused(2, "recipe.toml", *words)


def test_a_recipe_that_is_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_bytes(b"\xff\xfe\x00\x81")
    run("run", tmp_path / "recipe.toml").refused(2, "recipe.toml", "not UTF-8")


def test_a_recipe_that_is_missing(run: Run, tmp_path: Path) -> None:
    run("run", tmp_path / "recipe.toml").refused(2, "recipe.toml", "No such file")


def test_a_recipe_whose_source_is_missing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text('[source]\npaths = ["absent.csv"]\n')
    run("run", tmp_path / "recipe.toml").refused(1, "absent.csv")


def test_a_recipe_without_a_source(run: Run, tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text("[scores]\nq = 5\n")
    for command in ("run", "inspect", "sql"):
        run(command, tmp_path / "recipe.toml").refused(
            2, "recipe.toml names no source", f"regulars {command}", "recipe.toml sales.csv"
        )


def test_a_recipe_whose_source_is_set_beside_it(run: Run, tmp_path: Path, sales: Path) -> None:
    (tmp_path / "recipe.toml").write_text("[scores]\nq = 5\n")
    right(run("run", tmp_path / "recipe.toml", "--set", f"source.paths={sales}", "--json"))


@pytest.mark.parametrize("name", ["REGULARS_THREADS", "REGULARS_MEMORY_MB", "REGULARS_CACHE_MB"])
@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "\u00b2", "9" * 5000])
def test_environment_variables_that_are_nonsense(
    run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    run("run", sales).refused(1, name, value[:40], "unset it")


def test_more_threads_than_any_machine_has(run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_THREADS", "99999999999")
    right(run("run", sales, "--json"))
