"""A report of a few rows, and the sentences of its second look."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

FIRST = date(2024, 1, 1)


def report_of(
    tmp_path: Path, header: str, rows: Sequence[str], *settings: tuple[str, str], more: Sequence[Path] = ()
) -> Report:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    recipe = Recipe().with_values(settings)
    with Study(recipe, [path, *more], workspace=Workspace(tmp_path, 10**9)) as study:
        return study.report


def said(report: Report, *words: str) -> str:
    """The one sentence with these words; "" where there is none."""
    found = [note for note in report.notes if all(word in note for word in words)]
    assert len(found) <= 1
    return found[0] if found else ""


def bucket(report: Report, rule: str) -> tuple[int, float | None]:
    return next(((line.rows, line.amount) for line in report.ledger if line.rule == rule), (0, 0.0))


def setting_in(sentence: str) -> tuple[str, str]:
    """The setting that a sentence says to type, as a shell would hand it on."""
    _, typed = shlex.split(sentence[sentence.rindex("--set ") :])
    key, _, value = typed.partition("=")
    return key, value
