"""Errors that name what brought them about and what to write instead: readings set by hand, columns taken away, places, recipes, notebooks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from core import Recipe, RegularsError, Study, open_source
from tests.conftest import ROOT
from tests.support.command import CUSTOMERS, HEADER, LINES, ROWS, SALES, Run, right

NAMES = "customer_id, order_id, order_date, quantity, price"


# Readings that are set by hand


@pytest.mark.parametrize(
    "setting",
    ["source.encoding=utf-16", "source.encoding=cp037", "source.delimiter=;", "source.delimiter=tab"],
)
def test_a_reading_set_by_hand_that_fits_no_column_is_named(run: Run, sales: Path, setting: str) -> None:
    ran = run("run", sales, "--set", setting)
    key = setting.partition("=")[0]
    ran.refused(1, f"`{key}` set to", f"they are: {NAMES}.", f"Leave out --set {key}")
    assert len(ran.err) < 600


def test_of_two_readings_set_by_hand_both_are_named(run: Run, sales: Path) -> None:
    ran = run("run", sales, "--set", "source.encoding=utf-16-be", "--set", "source.delimiter=,")
    ran.refused(1, "`source.encoding`", "`source.delimiter`")


def test_a_file_that_comes_apart_only_without_the_reading_says_so_though_it_is_no_sales(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "notes.csv").write_text("colour;shade\n" + "red;dark\nblue;light\n" * 9)
    run("run", tmp_path / "notes.csv", "--set", "source.delimiter=,").refused(
        1, "`source.delimiter`", "colour, shade"
    )


def test_a_reading_that_is_right_is_not_blamed(run: Run, sales: Path, tmp_path: Path) -> None:
    right(run("run", sales, "--set", "source.encoding=utf-8", "--set", "source.delimiter=,", "--json"))
    (tmp_path / "notes.csv").write_text("colour;shade\n" + "red;dark\nblue;light\n" * 9)
    said = run("run", tmp_path / "notes.csv", "--set", "source.delimiter=;").err
    assert "has no column that says who the customer is" in said
    assert "source.delimiter" not in said


def test_a_name_as_long_as_the_file_is_cut(run: Run, tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("x" * 30_000 + ",y\n" + "1,2\n" * 20)
    ran = run("run", tmp_path / "long.csv")
    ran.refused(1, "xxx…, y")
    assert len(ran.err) < 600
    ran = run("run", tmp_path / "long.csv", "--map", "customer=who")
    ran.refused(2, "xxx…, y")
    assert len(ran.err) < 600


# Columns that are asked for and not there, or taken away


def test_a_recipe_whose_column_has_another_name_now_says_which_it_may_be(
    run: Run, sales: Path, tmp_path: Path
) -> None:
    run("run", sales, "--out", tmp_path / "out", "--json")
    renamed = tmp_path / "renamed.csv"
    renamed.write_text(SALES.replace("quantity", "Pieces", 1))
    ran = run("run", tmp_path / "out" / "recipe.toml", renamed)
    ran.refused(
        2, "no column 'quantity' in renamed.csv", "`columns.quantity` asks for it", "--map quantity=Pieces"
    )
    right(run("run", tmp_path / "out" / "recipe.toml", renamed, "--map", "quantity=Pieces", "--json"))


def test_a_mistyped_column_is_offered_as_it_is_mapped(run: Run, sales: Path) -> None:
    run("run", sales, "--map", "date=order_dat").refused(
        2, "`columns.date`", "Did you mean 'order_date'?", "--map date=order_date"
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--map", "date=-"], ["order_date of sales.csv says when a customer bought", "Leave out --map date=-"]),
        (["--map", "customer=-"], ["customer_id of sales.csv says who the customer is", "Leave out --map customer=-"]),
        (["--map", "order=order_date"], ["`columns.order` takes it", "Leave out --map order=order_date"]),
        (["--map", "order=#3"], ["order_date of sales.csv says", "`columns.order` takes it"]),
        (["--map", "product=CUSTOMER_ID"], ["who the customer is", "`columns.product` takes it"]),
        (["--set", "columns.guess=false"], ["`columns.guess` is false", "--map customer=customer_id"]),
    ],
)  # fmt: skip
def test_a_column_that_was_taken_away_is_not_said_to_be_missing(
    run: Run, sales: Path, options: Sequence[str], words: Sequence[str]
) -> None:
    run("run", sales, *options).refused(1, *words)


def test_a_column_that_is_missing_is(run: Run, tmp_path: Path) -> None:
    lines = [",".join(line.split(",")[1:]) for line in (HEADER, *LINES)]
    (tmp_path / "till.csv").write_text("".join(lines))
    run("run", tmp_path / "till.csv", "--map", "country=-").refused(1, "has no column that says who")


# Places to write into and to read from


def test_a_folder_below_a_file_is_said_to_be_so(run: Run, sales: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    run("run", sales, "--out", tmp_path / "file" / "out").refused(
        1, "cannot be written", "file' is no folder"
    )


def test_a_folder_of_hidden_files_is_not_said_to_be_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".sales.csv").write_text(SALES)
    ran = run("run", tmp_path / "hidden")
    ran.refused(1, "begin with a dot (.sales.csv)", f"{tmp_path / 'hidden' / '.sales.csv'}")
    right(run("run", tmp_path / "hidden" / ".sales.csv", "--json"))
    (tmp_path / "bare").mkdir()
    run("run", tmp_path / "bare").refused(1, "is empty")


def test_home_in_a_recipe_is_home(
    run: Run, sales: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    shutil.copy(sales, tmp_path / "home" / "of_home.csv")
    (tmp_path / "recipe.toml").write_text('[source]\npaths = ["~/of_home.csv"]\n')
    right(run("run", tmp_path / "recipe.toml", "--json"))
    shutil.copy(sales, tmp_path / "~odd.csv")
    (tmp_path / "recipe.toml").write_text('[source]\npaths = ["~odd.csv"]\n')
    right(run("run", tmp_path / "recipe.toml", "--json"))


# Predictions beside what is there


@pytest.fixture
def model(run: Run, sales: Path, tmp_path: Path) -> Path:
    path = tmp_path / "model.csv"
    assert run("run", sales, "--save-model", path, "--json").status == 0
    return path


def test_predictions_say_what_replaces_a_file(run: Run, sales: Path, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "predicted.csv"
    out.write_text("mine")
    run("predict", model, sales, "--out", out).refused(1, "predicted.csv", "--force")
    assert out.read_text() == "mine"
    assert run("predict", model, sales, "--out", out, "--force", "--json").json["customers"] == CUSTOMERS
    assert out.read_text().startswith("customer_id,")


@pytest.mark.parametrize("linked", [False, True])
def test_predictions_never_replace_the_model(
    run: Run, sales: Path, model: Path, tmp_path: Path, linked: bool
) -> None:
    out, kept = model, model.read_bytes()
    if linked:
        out = tmp_path / "other.csv"
        os.link(model, out)
    run("predict", model, sales, "--out", out, "--force").refused(
        1, out.name, "one of the files that are read"
    )
    assert model.read_bytes() == kept


# Recipes and lists where sales are expected


@pytest.mark.parametrize(
    "text",
    [
        Recipe().to_toml(),
        "version = 1\n\n[rules]\nduplicate = true\n",
        "# mine\n[source]\npaths = ['sales.csv']\n",
        "\ufeff[[segments.names]]\nname = 'All'\n",
    ],
)
def test_a_recipe_given_as_sales_is_known(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "my recipe.txt"
    path.write_text(text, encoding="utf-8")
    run("run", path).refused(
        1, "'my recipe.txt' is a recipe", "'my recipe.toml'", f"Recipe.load({str(path)!r})"
    )


@pytest.mark.parametrize(
    "first", ["version,order", "[source] of the row,a", "[sheet]", "[customers]", "# regular customers"]
)
def test_sales_that_begin_somewhat_like_a_recipe_are_sales(run: Run, tmp_path: Path, first: str) -> None:
    (tmp_path / "sales.csv").write_text(f"{first}\n{SALES}")
    assert "is a recipe" not in run("run", tmp_path / "sales.csv").err


def test_a_recipe_given_to_a_notebook_says_how_to_follow_it(sales: Path, tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(Recipe().to_toml())
    with open_source(path) as study, pytest.raises(RegularsError) as error:
        print(study.report)
    assert f"Study(Recipe.load({str(path)!r}))" in error.value.cure
    path.write_text(f'[source]\npaths = ["{sales}"]\n')
    with Study(Recipe.load(path)) as study:
        assert study.report.rows == ROWS


def test_a_notebook_may_give_a_list_of_paths(sales: Path, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(HEADER + "".join(LINES).replace("2024-", "2025-").replace(",1", ",9"))
    more = tmp_path / "more.csv"
    for given in ([str(sales), more], (sales, more), sorted(tmp_path.glob("*.csv"))):
        with open_source(given) as study:
            assert study.report.rows == 2 * ROWS
    with open_source(tmp_path.glob("sales.*")) as study:
        assert study.report.rows == ROWS


@pytest.mark.parametrize("given", [None, 3, {"sales": 1}, [None], b"sales.csv"])
def test_what_is_no_path_is_refused_in_words(given: object) -> None:
    with pytest.raises(RegularsError, match="named by a path"):
        open_source(given)  # type: ignore[arg-type]


# Stopped at once


@pytest.mark.parametrize("loading", ["argparse", "cli.guard", "core.errors"])
def test_whoever_stops_it_while_it_loads_sees_no_traceback(loading: str) -> None:
    script = f"""
import sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == {loading!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
sys.modules.pop({loading!r}, None)
from cli.main import entry
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert ran.returncode == 130
    assert ran.stderr.startswith("error: Stopped before the end")
    assert len(ran.stderr.splitlines()) == 2
