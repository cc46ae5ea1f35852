"""Customers of a file of whom not all is predicted: nothing, because of what stands in their rows, or no group, for want of a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.counting import counted
from core.engine import told_plainly
from core.errors import ColumnsError
from core.ledger import AFTER_AS_OF, KEPT, MISSING_DATE, QUANTITY, UNREADABLE
from core.models.given import may_be_below_zero
from core.reporting import ledger_of
from core.scores import MEASURES
from core.sql import literal

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.columns.settled import Columns as SettledColumns
    from core.models.kept import Model
    from core.models.predicting import Columns
    from core.study import Study

# More are counted, but not kept by name; a sentence names fewer still.
MOST_KEPT, MOST_SAID = 1_000, 5
CURE = "Put right what stands there, and ask again."


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
        verb = "is" if self.customers == 1 else "are"
        return (
            f"{counted(self.customers, 'customer')} of the file {verb} not predicted: {self.listed}. {CURE}"
        )

    @property
    def listed(self) -> str:
        """The first few by name, with the reason of each, and how many more there are."""
        said = [f"{one.customer_id} ({one.why})" for one in self.named[:MOST_SAID]]
        more = self.customers - len(said)
        return ", ".join(said) + (f", and {more:,} more" if more else "")

    def __add__(self, other: NotPredicted) -> NotPredicted:
        """These and others."""
        named = sorted((*self.named, *other.named), key=lambda one: one.customer_id)
        return NotPredicted(self.customers + other.customers, tuple(named[:MOST_KEPT]))


def not_predicted(found: Iterable[tuple[str, str]]) -> NotPredicted:
    """All of some customers, in the order of their ids, each with the reason."""
    named = [Unpredicted(customer, why) for customer, why in found]
    return NotPredicted(len(named), tuple(named[:MOST_KEPT]))


def taken_by_rules(study: Study) -> NotPredicted:
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


def refuse_unsaid(model: Model, columns: Columns, files: Sequence[str]) -> None:
    """A measure that the file says of nobody is not the worst there can be."""
    unsaid = [
        name
        for name, part in zip(MEASURES, model.population.distributions, strict=True)
        if part.values and np.isnan(columns[name]).all()
    ]
    if unsaid:
        raise ColumnsError(
            f"The model scores by {', '.join(MEASURES)}, and {' and '.join(unsaid)} cannot be told from"
            f" {', '.join(files)}.",
            "Say which column holds what is missing there (as --map amount=COLUMN does for the money), or use a"
            " model that was learned from a file without it.",
        )


def wrongly_measured(model: Model, columns: Columns, settled: SettledColumns) -> npt.NDArray[np.object_]:
    """Why a customer cannot be predicted by the measures that the model scores by, "" where there is no such reason, customer by customer.

    What is not known of one customer is not the worst there can be either; where somebody asks about that one alone it is refused too.
    """
    why = np.full(len(columns[MEASURES[0]]), "", dtype=object)
    for name, part in zip(MEASURES, model.population.distributions, strict=True):
        if not part.values:
            continue
        # Of sales, and in a summary for lifetimes, a measure follows from several columns.
        guess = settled.roles.get(name) if settled.shape == "customers" else None
        title = str(guess.column) if guess else name
        why[np.isnan(columns[name]) & (why == "")] = (
            f"nothing in {title}" if guess else f"{title} is not known"
        )
        if not may_be_below_zero(model, name):
            why[(columns[name] < 0) & (why == "")] = f"{title} is below zero"
    return why


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
