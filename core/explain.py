"""The rows behind a rule of the ledger: a sample with where each stands in its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.engine import told_plainly
from core.shown_rows import (
    SOURCE_TABLE,
    idle_because,
    places_of,
    rule_named,
    shown_columns,
    taken_by,
    titles_of,
    turned_on_by,
)
from core.sql import compiled
from core.stages import Stages
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
    numbered = Stages(study.source_pass.recipe, study.columns, as_of=study.as_of, numbered=True)
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


def _located(places: Sequence[str | None], names: list[str], row: tuple[Any, ...]) -> tuple[Any, ...]:
    cells = dict(zip(names, row, strict=True))
    place = places[int(cells.pop(SOURCE_TABLE, 0))]
    return (place, *(float(value) if isinstance(value, Decimal) else value for value in cells.values()))
