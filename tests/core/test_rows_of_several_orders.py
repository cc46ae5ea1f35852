"""Receipts whose numbers begin again every day, and rows that stand for several orders: what is said, and what mends it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from core.recipe import ColumnsPart, Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

FIRST = date(2024, 1, 2)
DAYS = 60
_RANDOM = random.Random(31)


def read(folder: Path, header: str, rows: Sequence[Sequence[object]], **mapped: str) -> Report:
    path = folder / "sales.csv"
    lines = [";".join(str(cell) for cell in row) for row in rows]
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    recipe = Recipe(columns=ColumnsPart(**mapped))  # type: ignore[arg-type]
    with Study(recipe, [path], workspace=Workspace(folder, 10**9)) as study:
        return study.report


def receipts() -> list[tuple[datetime, int, str, float]]:
    """When, which of the day, whose, and how much; two lines of each."""
    found = []
    for day in range(DAYS):
        # Nobody comes twice a day.
        people = _RANDOM.sample(range(18), 3 + day % 4)
        for number, who in enumerate(people, 1):
            when = datetime.combine(FIRST + timedelta(days=day), datetime.min.time()).replace(
                hour=8 + number, minute=_RANDOM.randrange(60)
            )
            found += [(when, number, f"K{who:02}", 4.5 + number + day % 7) for _ in range(2)]
    return found


RECEIPTS = receipts()
GIVEN = len({(when, number) for when, number, _, _ in RECEIPTS})


@pytest.mark.parametrize("timed", [False, True])
def test_numbers_that_begin_again_every_day_are_told_of(tmp_path: Path, timed: bool) -> None:
    rows = [
        (f"{when:%d.%m.%Y}", *([f"{when:%H:%M}"] if timed else []), number, who, f"{cost:.2f}")
        for when, number, who, cost in RECEIPTS
    ]
    header = f"Datum;{'Uhrzeit;' if timed else ''}Bon-Nr;Kundennr;Betrag"
    report = read(tmp_path, header, rows)
    merged = {(number, who) for _, number, who, _ in RECEIPTS}
    several = sum(
        len({when for when, given, whose, _ in RECEIPTS if (given, whose) == pair}) > 1 for pair in merged
    )
    assert report.orders == len(merged)
    found = [note for note in report.notes if note.startswith("Bon-Nr begins again and again")]
    assert len(found) == 1
    assert f"{several} orders are so made of rows of several days" in found[0]
    assert found[0].endswith(f"at one {'moment' if timed else 'day'} as one order instead: --map order=-")
    mended = read(tmp_path, header, rows, order="-")
    assert mended.orders == GIVEN
    assert not any("begins again" in note for note in mended.notes)


def test_orders_in_parts_and_numbers_of_several_customers_are_not_told_of(tmp_path: Path) -> None:
    """Each order comes on six days, for one customer; and each number is of three, who have it on one day each."""
    parts = [
        (FIRST + timedelta(days=order // 2 + part), 1_001 + order, f"K{order % 17:02}", 5 + part + order % 9)
        for order in range(80)
        for part in range(6)
    ]
    header = "Date;Order No;Customer No;Amount"
    assert not any("begins again" in note for note in read(tmp_path, header, parts).notes)
    shops = [
        (FIRST + timedelta(days=order * 3 + shop), 501 + order, f"K{shop}{order % 6}", 20 + order % 11)
        for order in range(60)
        for shop in range(3)
    ]
    assert not any("begins again" in note for note in read(tmp_path, header, shops).notes)


def monthly(name: str, orders: Sequence[int]) -> tuple[str, list[tuple[object, ...]]]:
    rows = [
        (f"K{row % 12:02}", f"{2023 + row // 12 // 12}-{row // 12 % 12 + 1:02}", count, f"{count * 12.5:.2f}")
        for row, count in enumerate(orders)
    ]
    return f"Customer;Month;{name};Revenue", rows


COUNTS = [1 + (row * row + row // 5) % 3 for row in range(160)]


@pytest.mark.parametrize(
    "name", ["Orders", "Number of orders", "Invoices", "Aufträge", "Commandes", "Pedidos"]
)
def test_rows_of_several_orders_are_told_of(tmp_path: Path, name: str) -> None:
    report = read(tmp_path, *monthly(name, COUNTS))
    assert report.orders == len(COUNTS)
    said = f"{name} says that the {len(COUNTS)} rows looked at stand for {sum(COUNTS)} orders"
    assert [note for note in report.notes if note.startswith(said)]


def test_counts_of_hundreds_number_no_orders(tmp_path: Path) -> None:
    counts = [100 + row * 577 % 450 for row in range(160)]
    counts[90:100] = counts[20:30]
    report = read(tmp_path, *monthly("Orders", counts))
    assert (report.orders, report.revenue) == (len(counts), 12.5 * sum(counts))
    assert [note for note in report.notes if f"stand for {sum(counts):,} orders" in note]


def test_counts_that_say_nothing_of_the_row_are_not_told_of(tmp_path: Path) -> None:
    """One order a row; all that a customer has ordered; which of a customer's orders it is."""
    for counts in (
        [1] * 160,
        [3 + row % 12 for row in range(160)],
        [1 + row // 12 for row in range(160)],
    ):
        report = read(tmp_path, *monthly("Orders", counts))
        assert not any("stand for" in note for note in report.notes)
