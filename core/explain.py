"""The rows behind a rule of the ledger: a sample with where each stands in its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.engine import told_plainly
from core.shown_rows import (
    ROW_NO,
    SOURCE_TABLE,
    idle_because,
    places_of,
    rule_named,
    shown_columns,
    taken_by,
    titles_of,
    turned_on_by,
)
from core.source.line_numbers import lines_of_rows
from core.source.text import sniff_text
from core.sql import compiled
from core.study import Study

SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Explained:
    """Rows that one rule took."""

    rule: str
    takes: str
    total: int
    amount: float | None
    setting: str
    """What to set to turn the rule on, where it is off."""
    idle: str
    """Why a rule that is on had nothing to look at; empty where it had."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for a script."""
        return {
            "rule": self.rule,
            "takes": self.takes,
            "rows": self.total,
            "amount": self.amount,
            "off": self.setting,
            "idle": self.idle,
            "sample": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
        }


def explain(study: Study, rule: str, most: int = SAMPLE_ROWS) -> Explained:
    """The first rows that `rule` took, in the order of the source."""
    bucket = rule_named(rule)
    numbered = study.stages.with_row_numbers
    line = next((line for line in study.ledger_lines if line.rule == bucket), None)
    idle = "" if line else idle_because(bucket, study.source_pass.recipe, study.columns)
    study.source_pass.view_lines(numbered)
    ledger = numbered.dated_ledger
    ledger = ledger.filter(ledger.bucket == bucket)
    ledger = (
        ledger.order_by(["source_table", "row_no"])
        if "source_table" in ledger.columns
        else ledger.order_by("row_no")
    )
    ledger = ledger.select(*shown_columns(list(ledger.columns), bucket)).limit(most)
    names = list(ledger.columns)
    with told_plainly("looking up the rows"):
        rows = study.connection.execute(compiled(ledger)).fetchall() if line else []
    rows = _on_lines(study, names, rows)
    places = places_of(study.columns)
    return Explained(
        rule=bucket,
        takes=taken_by(bucket),
        total=line.rows if line else 0,
        amount=line.amount if line else 0.0,
        setting=turned_on_by(bucket) if line is None and not idle else "",
        idle=idle,
        columns=(
            "where",
            *titles_of([name for name in names if name != SOURCE_TABLE], numbered.attribute_titles),
        ),
        rows=tuple(_located(places, names, row) for row in rows),
    )


def _on_lines(study: Study, names: list[str], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with the line of a text file in place of the count of its rows, which leaves out blank lines and those within cells."""
    paths = {file.shown: file.path for file in study.files if file.kind == "text"}
    part = study.source_pass.recipe.source
    lines: dict[tuple[int, int], int] = {}
    for number, known in enumerate(study.columns.tables):
        table = known.table
        wanted = {
            row[names.index(ROW_NO)] - table.first_row for row in rows if _table_of(names, row) == number
        }
        if wanted and table.file in paths:
            path = paths[table.file]
            fmt = sniff_text(
                path, encoding=part.encoding, delimiter=part.delimiter, header=part.header, member=table.sheet
            )
            found = lines_of_rows(path, fmt, wanted)
            lines |= {(number, row + table.first_row): line for row, line in found.items()}
    return [
        tuple(
            lines.get((_table_of(names, row), cell), cell) if name == ROW_NO else cell
            for name, cell in zip(names, row, strict=True)
        )
        for row in rows
    ]


def _table_of(names: list[str], row: tuple[Any, ...]) -> int:
    return int(row[names.index(SOURCE_TABLE)]) if SOURCE_TABLE in names else 0


def _located(places: Sequence[str | None], names: list[str], row: tuple[Any, ...]) -> tuple[Any, ...]:
    cells = dict(zip(names, row, strict=True))
    place = places[int(cells.pop(SOURCE_TABLE, 0))]
    return (place, *(float(value) if isinstance(value, Decimal) else value for value in cells.values()))
