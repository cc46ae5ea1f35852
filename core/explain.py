"""The rows behind a rule of the ledger: a sample with where each stands in its file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.engine import told_plainly
from core.errors import UsageError
from core.ledger import BUCKETS, KEPT, RULES
from core.sql import compiled
from core.stages import Stages
from core.study import Study
from core.suggest import nearest

SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Explained:
    """Rows that one rule took."""

    rule: str
    takes: str
    total: int
    amount: float
    setting: str
    """What to set to turn the rule on, where it is off."""
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
            "sample": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
        }


def rule_named(text: str) -> str:
    """The bucket that somebody means, however they spell it."""
    folded = {_folded(bucket): bucket for bucket in BUCKETS} | {
        "quantity": "quantity <= 0",
        "price": "price <= 0",
        "amount": "price <= 0",
    }
    wanted = _folded(text)
    if wanted in folded:
        return folded[wanted]
    close = nearest(wanted, folded)
    raise UsageError(
        f"The ledger has no rule {text!r}.",
        (f"Did you mean {folded[close]!r}? " if close else "") + "The rules are: " + ", ".join(BUCKETS) + ".",
    )


def explain(study: Study, rule: str, most: int = SAMPLE_ROWS) -> Explained:
    """The first rows that `rule` took, in the order of the source."""
    bucket = rule_named(rule)
    numbered = Stages(study.source_pass.recipe, study.columns, as_of=study.as_of, numbered=True)
    line = next((line for line in study.ledger_lines if line.rule == bucket), None)
    study.source_pass.view_lines(numbered)
    ledger = numbered.dated_ledger
    ledger = ledger.filter(ledger.bucket == bucket)
    ledger = (
        ledger.order_by(["source_table", "row_no"])
        if "source_table" in ledger.columns
        else ledger.order_by("row_no")
    )
    hidden = {"bucket", "row_hash", "keeps_point_zero", "year", "month"} | (
        set() if bucket == "unreadable" else {"unreadable", "unreadable_text"}
    )
    ledger = ledger.drop(*(hidden & set(ledger.columns))).limit(most)
    names = list(ledger.columns)
    with told_plainly("looking up the rows"):
        rows = study.connection.execute(compiled(ledger)).fetchall() if line else []
    return Explained(
        rule=bucket,
        takes=next(
            (known.takes for known in RULES if known.name == bucket),
            "what no rule took: the purchases" if bucket == KEPT else "",
        ),
        total=line.rows if line else 0,
        amount=line.amount if line else 0.0,
        setting=_turned_on(bucket) if line is None else "",
        columns=("where", *(_shown_name(study, numbered, name) for name in names if name != "source_table")),
        rows=tuple(_located(study, names, row) for row in rows),
    )


def _turned_on(rule: str) -> str:
    """The setting that would let a rule take rows."""
    setting = next((known.setting for known in RULES if known.name == rule), "")
    wanted = {
        "customers.as_of": "DATE",
        "rules.before": "DATE",
        "rules.after": "DATE",
        "rules.overlap": "orders",
    }
    return f"{setting}={wanted.get(setting, 'true')}" if setting else ""


def _located(study: Study, names: list[str], row: tuple[Any, ...]) -> tuple[Any, ...]:
    cells = dict(zip(names, row, strict=True))
    table = study.columns.tables[int(cells.pop("source_table", 0))].table
    one_file = len({known.table.file for known in study.columns.tables}) == 1
    values = (float(value) if isinstance(value, Decimal) else value for value in cells.values())
    return ((table.sheet or None) if one_file else table.label, *values)


def _shown_name(study: Study, stages: Stages, name: str) -> str:
    return "row" if name == "row_no" else stages.attribute_titles.get(name, name)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
