"""A sheet that nobody sees who opens the workbook counts like the others, and is named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from core.recipe import Recipe
from core.study import Study

HEADER = ["customer", "order", "date", "amount"]


def workbook(path: Path, states: dict[str, str]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for place, (name, state) in enumerate(states.items()):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        for n in range(20):
            sheet.append([f"C{n % 6}", 100 * (place + 1) + n, f"2024-{place + 1:02}-{n + 1:02}", 10.5])
        sheet.sheet_state = state
    book.save(path)
    return path


def read(path: Path, sheets: list[str] | None = None) -> tuple[float, str]:
    recipe = Recipe.from_tables({"source": {"sheets": sheets}} if sheets else {})
    with Study(recipe, [path]) as study:
        return float(study.report.revenue or 0), "\n".join(study.report.notes)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_named(tmp_path: Path, state: str) -> None:
    path = workbook(tmp_path / "book.xlsx", {"This year": "visible", "Old & > new": state})
    for _ in range(2):  # the second time from the workspace
        revenue, notes = read(path)
        assert revenue == 40 * 10.5
        assert (
            "book.xlsx [Old & > new] is a hidden sheet and is read like the others (20 rows). To leave it out, name what to read: --sheet 'This year'"
            in notes
        )
    revenue, notes = read(path, ["This year"])
    assert (revenue, "hidden" in notes) == (20 * 10.5, False)


def test_sheets_that_everybody_sees_are_not(tmp_path: Path) -> None:
    revenue, notes = read(workbook(tmp_path / "book.xlsx", {"a": "visible", "b": "visible"}))
    assert (revenue, "hidden" in notes) == (40 * 10.5, False)
