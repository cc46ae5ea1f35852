"""Sums that run up from row to row, as sales of the year to date do, are not what a row is worth."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.words import read_name
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

FIRST = date(2023, 1, 2)


def study_of(tmp_path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Study:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(";".join(map(str, row)) for row in (header, *rows)) + "\n", encoding="utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def sales_run_up(period: Callable[[date], object]) -> list[tuple[str, str, int, float, float]]:
    """Date, customer, number, what a row is worth, and what its customer's rows of the same period come to so far."""
    chance = random.Random(7)
    run_up: dict[tuple[str, object], float] = {}
    rows = []
    for number in range(200):
        day = FIRST + timedelta(3 * number)
        customer, worth = f"C{chance.randrange(1000, 1025)}", round(chance.uniform(5, 900), 2)
        key = customer, period(day)
        run_up[key] = round(run_up.get(key, 0.0) + worth, 2)
        rows.append((day.isoformat(), customer, 70_001 + 7 * number, worth, run_up[key]))
    return rows


BY_YEAR = sales_run_up(lambda day: day.year)
WORTH = round(sum(row[3] for row in BY_YEAR), 2)


@pytest.mark.parametrize(
    ("each", "total"),
    [
        ("Sale", "YTD Sales"),
        ("Sale", "Sales YTD"),
        ("Sale", "Sales MTD"),
        ("Sale", "Sales year to date"),
        ("Sale", "Revenue to date"),
        ("Gross", "Cumulative sales"),
        ("Net", "Running total"),
        ("Verkauf", "Umsatz kumuliert"),
        ("Brutto", "lfd. Umsatz"),
        ("Vente", "CA cumulé"),
        ("Verkoop", "Cumulatieve omzet"),
        ("Vendita", "Totale progressivo"),
        ("Venta", "Importe acumulado"),
        # Nothing but the numbers says that these run up.
        ("Total", "Total spent"),
        ("Net", "Total amount"),
        ("Sale", "Revenue"),
    ],
)
@pytest.mark.parametrize("newest_first", [False, True])
def test_what_runs_up_is_not_what_a_row_is_worth(
    tmp_path: Path, each: str, total: str, newest_first: bool
) -> None:
    rows = BY_YEAR[::-1] if newest_first else BY_YEAR
    with study_of(tmp_path, ("Date", "Customer", "Ref", each, total), rows) as study:
        assert study.columns.roles["amount"].column == each
        assert study.report.revenue == pytest.approx(WORTH)
        named = "running" in read_name(total).concepts
        assert any(total in note and each in note for note in study.report.notes) is not named


def test_what_runs_up_over_all_rows_is_told_by_its_numbers(tmp_path: Path) -> None:
    so_far, rows = 0.0, []
    for day, customer, number, worth, _ in BY_YEAR:
        so_far = round(so_far + worth, 2)
        rows.append((day, customer, number, so_far, worth))
    with study_of(tmp_path, ("Date", "Customer", "Ref", "Total", "Sale"), rows) as study:
        assert study.columns.roles["amount"].column == "Sale"
        assert "Total is what the rows before it and its own come to" in " ".join(study.report.notes)


def test_pieces_and_price_count_where_only_their_product_is_run_up(tmp_path: Path) -> None:
    run_up: dict[str, float] = {}
    rows: list[Sequence[object]] = []
    worth = 0.0
    for day, customer, number, price, _ in BY_YEAR:
        pieces = 1 + number % 4
        worth += pieces * price
        run_up[customer] = round(run_up.get(customer, 0.0) + pieces * price, 2)
        rows.append((day, customer, number, pieces, price, run_up[customer]))
    with study_of(
        tmp_path, ("Date", "Customer", "Order", "Qty", "Unit price", "Total amount"), rows
    ) as study:
        assert "amount" not in study.columns.roles
        assert study.report.revenue == pytest.approx(worth)
        assert "so Qty x Unit price is taken" in " ".join(study.report.notes)


def test_a_sum_that_runs_up_counts_with_a_word_where_there_is_nothing_else(tmp_path: Path) -> None:
    with study_of(
        tmp_path, ("Date", "Customer", "Ref", "Sales YTD"), [(*row[:3], row[4]) for row in BY_YEAR]
    ) as study:
        assert study.columns.roles["amount"].column == "Sales YTD"
        assert "Sales YTD is a sum that runs up, by its name" in " ".join(study.report.notes)


def test_amounts_beside_another_that_they_are_no_sum_of_are_left_alone(tmp_path: Path) -> None:
    rows = [(*row[:3], row[3], round(row[3] * 1.2, 2)) for row in BY_YEAR]
    with study_of(tmp_path, ("Date", "Customer", "Ref", "Net", "Total"), rows) as study:
        assert study.columns.roles["amount"].column == "Total"


@pytest.mark.parametrize("name", ["lfd. Nr", "Laufende Nummer", "Progressivo", "To date", "Order to date"])
def test_words_of_running_sums_mean_something_else_without_money(name: str) -> None:
    assert "running" not in read_name(name).concepts
