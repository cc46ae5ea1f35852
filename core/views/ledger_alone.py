"""The ledger where there is nothing else to look at: rules that leave nobody, and rules that find nothing to look at."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from core.ledger import RULES
from core.lines import lines_sql
from core.report import Report
from core.shown_rows import idle_because
from core.views.result import Result

if TYPE_CHECKING:
    from core.study import Study


def result_of_nobody(study: Study) -> Result:
    """The result of a study whose rules leave no purchase: its ledger and the rows behind it, and no customers."""
    ledger = study.ledger_lines
    numbered = study.stages.with_row_numbers
    report = Report(
        rows=sum(line.rows for line in ledger),
        kept=0,
        amount=study.amount_of_all,
        customers=0,
        orders=0,
        revenue=None,
        net=None,
        first="",
        last="",
        as_of=study.recipe.customers.as_of,
        ledger=ledger,
        segments=(),
        tiers=(),
        scores=(),
        says_nothing=(),
        left_out=tuple(asdict(left) for left in study.columns.left_out),
    )
    return Result(
        recipe=study.recipe,
        resolved=study.resolved,
        columns=study.columns,
        report=report,
        customers_path="",
        orders_path=str(study.orders_path),
        booked_sql=study.stages.sql("booked"),
        lines_sql=lines_sql(study.columns, numbered.needs),
        overlap_sql=numbered.sql("overlap_orders") if numbered.plan.overlap_orders else "",
        ledger_sql=numbered.sql("dated_ledger"),
        attribute_titles=numbered.attribute_titles,
    )


def idle_rules(result: Result) -> dict[str, str]:
    """The rules that are on and have no line in the ledger, and why: what they look at is not in the source."""
    applied = {line.rule for line in result.report.ledger}
    reasons = {
        rule.name: idle_because(rule.name, result.recipe, result.columns)
        for rule in RULES
        if rule.name not in applied
    }
    return {name: reason for name, reason in reasons.items() if reason}
