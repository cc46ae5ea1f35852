"""Customers of a file of whom not all is predicted: nothing, because of what stands in their row, or no group, for want of a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.counting import counted
from core.engine import told_plainly
from core.ledger import AFTER_AS_OF, KEPT, MISSING_DATE, QUANTITY, UNREADABLE
from core.reporting import ledger_of
from core.sql import literal

if TYPE_CHECKING:
    from core.models.kept import Model
    from core.models.predicting import Columns
    from core.study import Study

# More are counted, but not kept by name; a sentence names fewer still.
MOST_KEPT, MOST_SAID = 1_000, 5


@dataclass(frozen=True, slots=True)
class Unpredicted:
    """A customer of whom nothing is predicted, and why."""

    customer_id: str
    why: str


@dataclass(frozen=True, slots=True)
class NotPredicted:
    """All of them."""

    customers: int = 0
    named: tuple[Unpredicted, ...] = ()
    """The first of them, in the order of their ids."""

    @property
    def words(self) -> str:
        """Who they are, in a sentence; nothing where there is nobody."""
        if not self.customers:
            return ""
        said = [f"{one.customer_id} ({one.why})" for one in self.named[:MOST_SAID]]
        more = self.customers - len(said)
        listed = ", ".join(said) + (f", and {more:,} more" if more else "")
        verb = "is" if self.customers == 1 else "are"
        return (
            f"{counted(self.customers, 'customer')} of the file {verb} not predicted: {listed}. Put right what stands there, and ask"
            " again."
        )


def not_predicted(study: Study) -> NotPredicted:
    """Who stands in a table of customers and is not among those of the study; nobody where rows are sales, as no single one makes a customer."""
    all_count = all(line.rule == KEPT or not line.rows for line in study.report.ledger)
    if study.columns.shape == "sales" or all_count:
        return NotPredicted()
    with ledger_of(study, study.columns) as ledger, told_plainly("looking up who is not predicted"):
        rows = study.connection.execute(
            f"SELECT customer, any_value(bucket), any_value(unreadable), any_value(unreadable_text), count(*) OVER () FROM {ledger}"
            f" WHERE customer IS NOT NULL GROUP BY customer HAVING count(*) FILTER (bucket = {literal(KEPT)}) = 0"
            f" ORDER BY customer LIMIT {MOST_KEPT}"
        ).fetchall()
    titles = {role: str(guess.column) for role, guess in study.columns.roles.items()}
    named = tuple(Unpredicted(str(row[0]), _why(row[1:4], titles)) for row in rows)
    return NotPredicted(int(rows[0][4]) if rows else 0, named)


def _why(found: Sequence[str | None], titles: Mapping[str, str]) -> str:
    """What of a row keeps its customer from being predicted."""
    bucket, role, text = found
    if bucket == UNREADABLE and role is not None and role in titles:
        return f"{titles[role]} {text!r} cannot be read"
    words = {
        UNREADABLE: f"the row is {role}",
        MISSING_DATE: f"nothing in {titles.get('recency') or titles.get('date')}",
        QUANTITY: f"no order in {titles.get('frequency')}",
        AFTER_AS_OF: f"{titles['recency']} is below zero" if "recency" in titles else "",
    }
    return words.get(str(bucket)) or f"taken by the rule {bucket}"


def ungrouped_words(model: Model, columns: Columns) -> str:
    """That customers are in no group because the file does not say what the groups are made by; nothing where all are in one."""
    if model.groups is None:
        return ""
    asked = dict.fromkeys(feature.column for feature in model.groups.model.features)
    unknown = {name: np.isnan(columns[name]) for name in asked if name in columns}
    lacking = [name for name, which in unknown.items() if which.any()]
    if not lacking:
        return ""
    customers = int(np.logical_or.reduce(list(unknown.values())).sum())
    return (
        f"{counted(customers, 'customer')} {'is' if customers == 1 else 'are'} in no group: the model groups by {' and '.join(lacking)} too, which is not"
        " known of them. Score the sales themselves, or a table of customers that `regulars run` wrote."
    )
