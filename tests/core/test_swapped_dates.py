"""Workbooks in which a spreadsheet took day and month for each other: stored dates up to the 12th, texts for all later days."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

CUSTOMERS = 20
SENTENCE = "--set columns.swapped_dates=off"
Order = Literal["dmy", "mdy"]
WRITTEN: dict[Order, str] = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}


def days_sold(number: int = 240) -> list[date]:
    chance = random.Random(11)
    return [date(2024, 1, 1) + timedelta(days=chance.randrange(366)) for _ in range(number)]


def as_opened_wrongly(day: date, order: Order) -> datetime | str:
    """What a spreadsheet makes of a day that is written in the other order than it expects."""
    return datetime(day.year, day.day, day.month) if day.day <= 12 else day.strftime(WRITTEN[order])


def workbook(folder: Path, cells: list[datetime | str]) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["customer_id", "order_id", "order_date", "amount"])
    for number, cell in enumerate(cells):
        sheet.append([f"C{number % CUSTOMERS}", 1000 + number, cell, 5.0])
    path = folder / "sales.xlsx"
    book.save(path)
    return str(path)


def lasts(study: Study) -> dict[str, date]:
    table = study.customers.to_pandas()
    return {row.customer_id: row.last_purchase.date() for row in table.itertuples()}


def true_lasts(days: list[date]) -> dict[str, date]:
    return {f"C{customer}": max(days[customer::CUSTOMERS]) for customer in range(CUSTOMERS)}


@pytest.fixture
def kept(tmp_path: Path) -> Workspace:
    (tmp_path / "kept").mkdir()
    return Workspace(tmp_path / "kept", quota_bytes=10**9)


@pytest.mark.parametrize("order", WRITTEN)
def test_stored_dates_are_exchanged_back_and_that_is_said(
    order: Order, tmp_path: Path, kept: Workspace
) -> None:
    days = days_sold()
    path = workbook(tmp_path, [as_opened_wrongly(day, order) for day in days])
    with Study(Recipe(), [path], workspace=kept) as study:
        assert lasts(study) == true_lasts(days)
        assert [note for note in study.report.notes if SENTENCE in note]
        again = study.resolved
    assert again.columns.swapped_dates == "on"
    with Study(again, workspace=kept) as study:
        assert lasts(study) == true_lasts(days)
        assert not [note for note in study.report.notes if SENTENCE in note]


def test_the_recipe_leaves_them_as_they_stand(tmp_path: Path, kept: Workspace) -> None:
    days = days_sold()
    path = workbook(tmp_path, [as_opened_wrongly(day, "dmy") for day in days])
    stand = [day if day.day > 12 else date(day.year, day.day, day.month) for day in days]
    with Study(Recipe.from_tables({"columns": {"swapped_dates": "off"}}), [path], workspace=kept) as study:
        assert lasts(study) == true_lasts(stand)
        assert not [note for note in study.report.notes if SENTENCE in note]


MIXTURES: dict[str, frozenset[int]] = {
    "a stored date is of a later day": frozenset({*range(1, 13), 25}),
    "a text is of an early day": frozenset(range(1, 12)),
}
"""The days of the month that are stored; all others are text."""


@pytest.mark.parametrize("mixture", MIXTURES)
def test_other_mixtures_are_read_as_they_stand(mixture: str, tmp_path: Path, kept: Workspace) -> None:
    days = days_sold()
    cells: list[datetime | str] = [
        datetime(day.year, day.month, day.day) if day.day in MIXTURES[mixture] else day.strftime("%d/%m/%Y")
        for day in days
    ]
    with Study(Recipe(), [workbook(tmp_path, cells)], workspace=kept) as study:
        assert lasts(study) == true_lasts(days)
        assert not [note for note in study.report.notes if SENTENCE in note]


def test_two_texts_prove_nothing(tmp_path: Path, kept: Workspace) -> None:
    days = [day for day in days_sold() if day.day <= 12] + [date(2024, 3, 25), date(2024, 3, 26)]
    cells: list[datetime | str] = [
        datetime(day.year, day.month, day.day) if day.day <= 12 else day.strftime("%d/%m/%Y") for day in days
    ]
    with Study(Recipe(), [workbook(tmp_path, cells)], workspace=kept) as study:
        assert lasts(study) == true_lasts(days)
