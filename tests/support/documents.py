"""The documents of a business, as files, and which of them are read."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

HEADER = ("number", "date", "customer_id", "total")
FIRST = date(2024, 2, 1)
SALES = 60
Row = tuple[object, ...]


def documents(first_number: int, *, later: int = 0, count: int = SALES) -> list[Row]:
    """Documents of the same customers and amounts whatever their numbers, each so many days later."""
    rng = random.Random(5)
    return [
        (
            first_number + 3 * number,
            str(FIRST + timedelta(days=2 * number + later)),
            f"C{rng.randint(1, 14):03}",
            f"{rng.randint(900, 40_000) / 100:.2f}",
        )
        for number in range(count)
    ]


def written(path: Path, header: Sequence[str], rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def looked_at(source: Path, **settings: str) -> Study:
    recipe = Recipe().with_values([(key.replace("__", "."), value) for key, value in settings.items()])
    workspace = source.parent / "kept"
    workspace.mkdir(exist_ok=True)
    return Study(recipe, [source], workspace=Workspace(workspace, 10**9))


def read_of(source: Path, **settings: str) -> tuple[list[str], dict[str, str], str]:
    """The tables that are read, why the others are not, and what is said, by their names without the file's."""
    with looked_at(source, **settings) as study:
        columns = study.columns
        read = [table.table.sheet or table.table.file for table in columns.tables]
        left_out = {left.label: left.reason for left in columns.left_out}
        return read, left_out, " ".join(columns.notes)
