"""The export of a program, and what a study says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

FIRST = date(2024, 1, 3)
Row = Sequence[object]


def study_of(tmp_path: Path, header: str, rows: Sequence[Row], recipe: Recipe | None = None) -> Study:
    path = tmp_path / "sales.csv"
    lines = (";".join(map(str, row)) for row in rows)
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return Study(recipe or Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def columns_of(study: Study) -> dict[str, str | None]:
    return {role: guess.column for role, guess in study.columns.roles.items()}


def notes_with(study: Study, words: str) -> list[str]:
    return [note for note in study.report.notes if words in note]


WORTH = [round(12.4 + 3.15 * (number * 11 % 17), 2) for number in range(48)]
