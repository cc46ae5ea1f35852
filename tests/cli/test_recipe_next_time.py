"""A recipe that a run wrote, run again: on the same data it gives the same bytes, and next month it does what a fresh run would do."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from core.recipe import Recipe
from tests.support.command import REPLAYED, Run

ORDERS = 60
# The orders of the second month that somebody cancelled.
CANCELLED = frozenset(range(4, ORDERS, 9))
Line = Callable[[int, int, str], str]


def worth(order: int) -> float:
    return 10.25 + order % 13


def taken_out(found: dict[str, Any]) -> dict[str, tuple[int, float]]:
    return {line["rule"]: (line["rows"], line["amount"]) for line in found["ledger"] if line["rows"]}


def month(path: Path, number: int, header: str, line: Line, marks: dict[int, str] | None = None) -> Path:
    marks = marks or {}
    lines = [line(order, number, marks.get(order, "")) for order in range(ORDERS)]
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def german(order: int, number: int, mark: str) -> str:
    money = f"{worth(order):.2f}".replace(".", ",")
    return f"{number}{order:03d};K{order % 11};{1 + order % 28:02d}.{number:02d}.2024;{money};{mark}"


def shopify(order: int, number: int, mark: str) -> str:
    return (
        f"{number}{order:03d},c{order % 11},2024-{number:02d}-{1 + order % 28:02d},{worth(order):.2f},{mark}"
    )


def numbered(order: int, number: int, mark: str) -> str:
    """The mark stands before the number of the order, and a minus before its money."""
    minus = "-" if mark == "C" else ""
    return f"{mark[:1]}{number}{order:03d},c{order % 11},2024-{number:02d}-{1 + order % 28:02d},{minus}{worth(order):.2f},b{order % 5}"


@pytest.mark.parametrize(
    ("header", "line", "marks", "sign"),
    [
        ("Rechnungsnr;Kundennr;Datum;Betrag;Storno", german, dict.fromkeys(CANCELLED, "X"), 1),
        (
            "order_id,customer_id,created_at,total,cancelled_at",
            shopify,
            dict.fromkeys(CANCELLED, "2024-02-27"),
            1,
        ),
        (
            "order_id,customer_id,created_at,total,status",
            shopify,
            {n: "cancelled" if n in CANCELLED else "paid" for n in range(ORDERS)},
            1,
        ),
        ("Invoice,Customer ID,InvoiceDate,Amount,StockCode", numbered, dict.fromkeys(CANCELLED, "C"), -1),
    ],
    ids=["a mark", "a date", "a status", "a letter before the number"],
)
def test_what_no_row_of_this_month_is_cancelled_by_is_looked_for_in_the_next(
    run: Run, tmp_path: Path, header: str, line: Line, marks: dict[int, str], sign: int
) -> None:
    first = month(tmp_path / "first.csv", 1, header, line)
    second = month(tmp_path / "second.csv", 2, header, line, marks)
    out, again = tmp_path / "out", tmp_path / "again"
    assert taken_out(run("run", first, "--out", out, "--json").json) == {
        "kept": (ORDERS, pytest.approx(sum(map(worth, range(ORDERS)))))
    }
    assert taken_out(run("run", out / "recipe.toml", second, "--json").json) == {
        "cancelled": (len(CANCELLED), pytest.approx(sign * sum(map(worth, CANCELLED)))),
        "kept": (
            ORDERS - len(CANCELLED),
            pytest.approx(sum(worth(n) for n in range(ORDERS) if n not in CANCELLED)),
        ),
    }
    # What is left open finds nothing again on the same data.
    run("run", out / "recipe.toml", "--out", again, "--json")
    for name in REPLAYED:
        assert (out / name).read_bytes() == (again / name).read_bytes()


@pytest.mark.parametrize(
    ("options", "key", "stays"),
    [
        (["--map", "cancelled=-"], "columns.cancelled", "-"),
        (["--set", "columns.guess=false", *["--map", "customer=Kundennr", "--map", "date=Datum", "--map", "amount=Betrag"]], "columns.guess", False),
        (["--set", "rules.cancelled_prefixes=[]"], "rules.cancelled_prefixes", []),
    ],
)  # fmt: skip
def test_what_a_person_set_to_nothing_stays_nothing(
    run: Run, tmp_path: Path, options: Sequence[str], key: str, stays: object
) -> None:
    first = month(tmp_path / "first.csv", 1, "Rechnungsnr;Kundennr;Datum;Betrag;Storno", german)
    second = month(
        tmp_path / "second.csv",
        2,
        "Rechnungsnr;Kundennr;Datum;Betrag;Storno",
        german,
        dict.fromkeys(CANCELLED, "X"),
    )
    run("run", first, "--out", tmp_path / "out", "--json", *options)
    section, _, name = key.partition(".")
    assert tomllib.loads((tmp_path / "out" / "recipe.toml").read_text())[section][name] == stays
    cancelled = taken_out(run("run", tmp_path / "out" / "recipe.toml", second, "--json").json).get(
        "cancelled"
    )
    assert (cancelled is None) == key.startswith("columns.")


def test_other_columns_are_as_they_were_found(run: Run, tmp_path: Path) -> None:
    first = month(tmp_path / "first.csv", 1, "order_id,customer_id,created_at,total,note", shopify)
    second = tmp_path / "second.csv"
    lines = first.read_text().splitlines()
    second.write_text(
        "\n".join([f"{lines[0]},quantity,country", *(f"{line},2,France" for line in lines[1:]), ""])
    )
    run("run", first, "--out", tmp_path / "out", "--json")
    said = run("inspect", tmp_path / "out" / "recipe.toml", second, "--json").json
    assert {one["role"] for one in said["roles"]} == {"customer", "order", "date", "amount"}


# Folders and globs


@pytest.mark.parametrize("named", ["sales", "sales/*.csv", "year [24]/*.csv", "**/*.csv", "./sales/../sales"])
def test_a_recipe_of_a_folder_reads_what_the_folder_holds_by_then(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    folder = tmp_path / "in [1]" / ("year 4" if named.startswith("year") else "sales")
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder.parent)
    header = "order_id,customer_id,created_at,total,note"
    month(folder / "m1.csv", 1, header, shopify)
    out, again = tmp_path / "out", tmp_path / "again"
    assert run("run", named, "--out", out, "--json").json["rows"] == ORDERS
    monkeypatch.chdir(tmp_path)
    run("run", out / "recipe.toml", "--out", again, "--json")
    for name in REPLAYED:
        assert (out / name).read_bytes() == (again / name).read_bytes()
    month(folder / "m2.csv", 2, header, shopify)
    assert run("run", out / "recipe.toml", "--json").json["rows"] == 2 * ORDERS


@pytest.mark.parametrize("named", ["sales", "sales/**/*.csv"])
def test_results_among_the_sales_are_not_read_as_sales(run: Run, tmp_path: Path, named: str) -> None:
    folder = tmp_path / "sales"
    folder.mkdir()
    source = month(folder / "m1.csv", 1, "order_id,customer_id,created_at,total,note", shopify)
    out = folder / "out"
    ran = run("run", tmp_path / named, "--out", out, "--json")
    assert "names the files of today" in ran.err
    assert Recipe.load(out / "recipe.toml").source.paths == (str(source),)
    kept = {name: (out / name).read_bytes() for name in REPLAYED}
    ran = run("run", out / "recipe.toml", "--out", out, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert {name: (out / name).read_bytes() for name in REPLAYED} == kept


def test_results_beside_what_a_glob_names_are_no_reason_to_forget_it(run: Run, tmp_path: Path) -> None:
    month(tmp_path / "sales-1.csv", 1, "order_id,customer_id,created_at,total,note", shopify)
    ran = run("run", tmp_path / "sales-*.csv", "--out", tmp_path / "out", "--json")
    assert ran.err == ""
    assert Recipe.load(tmp_path / "out" / "recipe.toml").source.paths == (str(tmp_path / "sales-*.csv"),)


# Options that contradict each other


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--set", "columns.customer=Kunde", "--map", "customer=-"], ["--map customer=-", "--set columns.customer=Kunde"]),
        (["--as-of", "2030-01-01", "--set", "customers.as_of=2031-01-01"], ["--as-of 2030-01-01", "customers.as_of=2031-01-01"]),
        (["--as-of", "2030-01-01", "--as-of", "2031-01-01"], ["2030-01-01", "2031-01-01"]),
        (["--map", "attributes=Ort", "--map", "attributes=Land"], ["attributes=Ort", "attributes=Land", "columns.attributes=ONE,OTHER"]),
        (["--set", "source.paths=other.csv"], ["source.paths=other.csv", "first.csv"]),
        (["--sheet", "May", "--set", "source.sheets=June"], ["--sheet May", "source.sheets=June"]),
        (["--with", "clusters", "--set", "clusters.on=off"], ["--with clusters", "clusters.on=off"]),
        (["--format", "csv", "--format", "xlsx"], ["--format csv", "--format xlsx"]),
    ],
)  # fmt: skip
def test_two_values_for_one_setting_are_refused(
    run: Run, tmp_path: Path, options: Sequence[str], named: Sequence[str]
) -> None:
    source = month(tmp_path / "first.csv", 1, "Rechnungsnr;Kundennr;Datum;Betrag;Storno", german)
    run("run", source, *options).refused(2, "given twice", *named)


def test_the_same_value_twice_is_no_contradiction(run: Run, tmp_path: Path) -> None:
    source = month(tmp_path / "first.csv", 1, "Rechnungsnr;Kundennr;Datum;Betrag;Storno", german)
    options = "--set rules.duplicate=on --set rules.duplicate=true --as-of 2024-02-01 --as-of 2024-02-01 --set customers.as_of=2024-02-01"
    assert run("run", source, *options.split(), "--json").json["rows"] == ORDERS


def test_what_is_said_beside_a_recipe_changes_it(run: Run, tmp_path: Path) -> None:
    source = month(tmp_path / "first.csv", 1, "Rechnungsnr;Kundennr;Datum;Betrag;Storno", german)
    run("run", source, "--out", tmp_path / "out", "--as-of", "2024-02-01", "--json")
    shutil.copy(source, tmp_path / "second.csv")
    beside = run(
        "run", tmp_path / "out" / "recipe.toml", tmp_path / "second.csv", "--as-of", "2024-03-01", "--json"
    )
    assert beside.json["as_of"] == "2024-03-01"


# Days with a time of day


@pytest.mark.parametrize("value", ["2024-02-03T10:00:00", '"2024-02-03 10:00"', "2024-02-03T00:00:00Z"])
def test_a_day_with_a_time_is_refused_and_not_cut(run: Run, tmp_path: Path, value: str) -> None:
    month(tmp_path / "first.csv", 1, "Rechnungsnr;Kundennr;Datum;Betrag;Storno", german)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(f'[source]\npaths = ["first.csv"]\n[rules]\nbefore = {value}\n')
    run("run", recipe).refused(2, "rules.before", "whole days", "so: 2024-02-03")


def test_a_day_is_read_as_toml_writes_it(run: Run, tmp_path: Path) -> None:
    month(tmp_path / "first.csv", 1, "Rechnungsnr;Kundennr;Datum;Betrag;Storno", german)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('[source]\npaths = ["first.csv"]\n[rules]\nbefore = 2024-01-15\n')
    before = sum(1 + order % 28 < 15 for order in range(ORDERS))
    assert taken_out(run("run", recipe, "--json").json)["before"][0] == before
