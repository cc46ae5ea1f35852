"""The bucket that each row of a file ends in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.recipe import Recipe
from core.study import Study

Settings = Sequence[tuple[str, str]]


def study_of(paths: Sequence[Path], settings: Settings = ()) -> Study:
    return Study(Recipe().with_values(settings), paths)


def lines_of(paths: Sequence[Path], settings: Settings = ()) -> list[list[dict[str, Any]]]:
    """Every row of every file, in its order."""
    with study_of(paths, settings) as study:
        lines = study.lines.to_dicts()
    tables: list[list[dict[str, Any]]] = [[] for _ in paths]
    for line in lines:
        tables[line.get("source_table", 0)].append(line)
    return [sorted(table, key=lambda line: int(line["row_no"])) for table in tables]


def buckets_of(paths: Sequence[Path], settings: Settings = ()) -> list[list[str]]:
    return [[line["bucket"] for line in table] for table in lines_of(paths, settings)]
