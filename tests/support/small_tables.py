"""A table of a few rows as a file, its study, and what that says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from core.recipe import ColumnsPart, Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked


def study_of(path: Path, columns: ColumnsPart | None = None) -> Study:
    recipe = Recipe(columns=columns) if columns else Recipe()
    return Study(recipe, [path], workspace=Workspace(path.parent, 10**9))


def csv_of(tmp_path: Path, header: str, rows: Iterable[str]) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def taken(report: Report | Asked) -> Mapping[str, int]:
    return {line.rule: line.rows for line in report.ledger if line.rows}


def said(report: Report) -> str:
    return " ".join(report.notes)
