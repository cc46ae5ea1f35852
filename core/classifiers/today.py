"""Customers as they are today, with the labels that are made from the same numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.classifiers.ahead import at_least, yes_or_no
from core.classifiers.habits import with_habits
from core.classifiers.known import MOST_KNOWN
from core.classifiers.past import FACTS, LABELS_NOW, drawn
from core.classifiers.targets import CLUSTER, HIGH_VALUE, TOP_SHARE
from core.scores import LETTER, MEASURES
from core.sql import compiled, file_literal

if TYPE_CHECKING:
    from datetime import date

    import duckdb
    import ibis

    from core.classifiers.known import Known

HIGH = "label_high_value"
# The score of each measure.
SCORES = tuple(LETTER[measure] for measure in MEASURES)


def known_today(
    connection: duckdb.DuckDBPyConnection,
    customers: Path,
    kinds: ibis.Schema,
    day: date | None,
    *,
    habits: bool,
    seed: int,
    most: int | None = MOST_KNOWN,
) -> Known:
    """The customers of a run; `kinds` has the columns of their file, and the table `habits` is joined where it is there."""
    import ibis

    select = f"SELECT * FROM read_parquet({file_literal(customers)})"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW customers_today AS {select}")
    table = ibis.table(kinds, name="customers_today")
    if habits:
        table = with_habits(table)
    spent_less = ibis.rank().over(order_by=table.monetary)
    table = table.mutate(spent_less=spent_less, everybody=table.count().over(ibis.window()))
    high = at_least(table.spent_less, table.everybody, TOP_SHARE) & table.monetary.notnull()
    table = table.mutate(**{HIGH: yes_or_no(high)})
    labels = {**LABELS_NOW, HIGH_VALUE.name: HIGH}
    if "cluster_name" in table.columns:
        labels[CLUSTER.name] = "cluster_name"
    return drawn(connection, compiled(table), seed, day, (*FACTS, *SCORES), labels, most)
