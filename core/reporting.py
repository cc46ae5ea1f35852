"""Making the report of a study: adding up what its stages made, and looking at that once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from core.columns.alike import find_columns
from core.columns.settled import Columns
from core.engine import added_up
from core.findings import Finding, Findings, findings_of
from core.ledger import KEPT
from core.lines import lines_sql
from core.report import (
    MOST_CELLS,
    LedgerLine,
    Report,
    ScoreLine,
    cents,
    group_lines,
    measures_saying_nothing,
    score_lines,
)
from core.scores import TIERS
from core.sql import file_literal
from core.stages import Stages
from core.without_effect import dates_of_customers, settings_of_sales

if TYPE_CHECKING:
    from core.study import Study

# A file of customers up to this size is held in memory while they are looked at for the report, some thirty times.
READ_ONCE_BYTES = 4 * 10**6


def make_report(study: Study) -> Report:
    """The numbers of a study's result."""
    ledger = study.ledger_lines
    run = partial(added_up, study.connection)
    _view_segmented(study)
    scores = score_lines(run)
    tiers = group_lines(run, "tier", TIERS)
    first, last, refunded = run(
        "SELECT min(first_purchase), max(last_purchase), sum(refunded) FROM customer_segments"
    )[0]
    taken = {line.rule: line for line in ledger}
    bought = taken[KEPT].amount
    net = None if bought is None else round(bought + cents(refunded), 2)
    found = _found(study, ledger, scores)
    return Report(
        rows=sum(line.rows for line in ledger),
        kept=taken[KEPT].rows,
        amount=study.amount_of_all,
        customers=sum(tier.customers for tier in tiers),
        orders=sum(tier.orders for tier in tiers),
        # Of the same money as monetary, which is added up in the lines of segments and tiers.
        revenue=net if study.recipe.customers.refunds == "net" else bought,
        net=net,
        first=_moment(first),
        last=_moment(last),
        as_of=study.as_of.isoformat() if study.as_of and _is_dated(study) else "",
        ledger=ledger,
        segments=group_lines(run, "segment", study.stages.segment_map.order),
        tiers=tiers,
        scores=scores,
        says_nothing=measures_saying_nothing(scores),
        left_out=tuple(asdict(left) for left in study.columns.left_out),
        notes=tuple(one.words for one in found),
        notes_on_scoring=tuple(one.words for one in found if one.on_scoring),
    )


def _found(study: Study, ledger: Sequence[LedgerLine], scores: Sequence[ScoreLine]) -> list[Finding]:
    with study.connection.cursor() as beside:
        about = Findings(
            columns=study.columns,
            recipe=study.source_pass.recipe,
            stages=study.stages,
            run=partial(added_up, study.connection),
            run_beside=partial(added_up, beside),
            ledger=ledger,
            scores=scores,
            overlap=study.source_pass.overlap,
            by_cell=partial(_by_cell, study),
            rows_with=lambda names: ledger_of(study, _with_attributes(study.columns, names)),
            of_rows=lambda what, which: _of_rows(study, study.columns, what, f"WHERE {which}"),
        )
        return [
            *(Finding(words, on_scoring=False) for words in dates_of_customers(about)),
            *(Finding(words, on_scoring=True) for words in settings_of_sales(about)),
            *findings_of(about),
        ]


def _is_dated(study: Study) -> bool:
    """Whether an as-of date has a say: days since the last purchase that a source counts itself stay as they are."""
    return "date" in study.columns.roles


def _by_cell(
    study: Study, column: str | None, cell: str
) -> list[tuple[str | None, str, int, Decimal | None]]:
    """Rows and money by bucket and by `cell`, an expression on the ledger; `column`, of the source, is its attribute_1."""
    columns = study.columns if column is None else _with_attributes(study.columns, (column,))
    with ledger_of(study, columns) as ledger:
        # What looks at other rows too, as those of an order, is made before any are added up.
        cells = f"SELECT {cell} AS cell, bucket, amount FROM {ledger}"
        return added_up(
            study.connection,
            f"SELECT cell, bucket, count(*), sum(amount) FROM ({cells}) AS cells"
            f" GROUP BY ALL ORDER BY count(*) DESC, cell, bucket LIMIT {MOST_CELLS}",
        )


def _with_attributes(columns: Columns, names: Sequence[str]) -> Columns:
    """The columns with those of the source that have these names as the attributes."""
    tables = tuple(
        replace(table, attributes=find_columns(names, table.table.names)) for table in columns.tables
    )
    return replace(columns, attributes=tuple(names), tables=tables)


def _of_rows(study: Study, columns: Columns, what: str, of_which: str) -> list[tuple[Any, ...]]:
    """What is asked of the ledger row by row, and of which rows, or by what they are grouped; `columns` may have other attributes."""
    with ledger_of(study, columns) as ledger:
        return added_up(study.connection, f"SELECT {what} FROM {ledger} {of_which}")


@contextmanager
def ledger_of(study: Study, columns: Columns) -> Iterator[str]:
    """The ledger row by row, for a FROM; `columns` may have other attributes than the study's."""
    stages = study.stages if columns is study.columns else Stages(study.stages.recipe, columns)
    study.source_pass.view_lines(stages)
    try:
        study.connection.execute(f"CREATE OR REPLACE TEMP VIEW lines AS {lines_sql(columns, stages.needs)}")
        yield f"({stages.sql('dated_ledger')}) AS rows_booked"
    finally:
        study.source_pass.view_lines(study.stages)


def _view_segmented(study: Study) -> None:
    """Make `customer_segments`, also for connections beside; few customers are read once, as opening a file takes longer than a question."""
    path = study.segmented_path
    kind = "TABLE" if path.stat().st_size <= READ_ONCE_BYTES else "VIEW"
    study.connection.execute(
        f"CREATE OR REPLACE {kind} customer_segments AS SELECT * FROM read_parquet({file_literal(path)})"
    )


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(sep=" ", timespec="seconds") if moment else ""
