"""What a test asks of a study, and no more: a whole report of a small file takes three times as long as its rows and money.

The figures are taken from the stages that the report adds them up from; `tests/core/test_asked.py` holds them against it.
"""

from __future__ import annotations

import weakref
from functools import cached_property

from core.ledger import KEPT
from core.report import LedgerLine, Report
from core.study import Study


class Asked:
    """Figures of a study, each made when it is asked for."""

    def __init__(self, study: Study) -> None:
        self._study = study

    @property
    def report(self) -> Report:
        """All of it."""
        return self._study.report

    @cached_property
    def roles(self) -> dict[str, str | None]:
        """Which column has which role when all rows were read."""
        self._study.orders_path  # noqa: B018  the pass may find against what was guessed
        return {role: guess.column for role, guess in self._study.columns.roles.items()}

    @cached_property
    def ledger(self) -> tuple[LedgerLine, ...]:
        """Every bucket with its rows and money."""
        lines = self._study.ledger_lines
        # A run in which no row counts is refused: let it be.
        return lines if any(line.rule == KEPT and line.rows for line in lines) else self.report.ledger

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(line.rows for line in self.ledger)

    @property
    def kept(self) -> int:
        """The rows that count."""
        return sum(line.rows for line in self.ledger if line.rule == KEPT)

    @property
    def revenue(self) -> float | None:
        """What the customers spent."""
        if self._study.recipe.customers.refunds == "net":
            return self.report.revenue
        return next(line.amount for line in self.ledger if line.rule == KEPT)

    @cached_property
    def _bought(self) -> tuple[int, int]:
        self.ledger  # noqa: B018  it makes the orders known, of which the customers are made
        study, stages, run = self._study, self._study.stages, self._study.connection.execute
        if stages.with_products or study.columns.shape != "sales":
            study.source_pass.view_ledger(stages)
        if stages.with_products:
            run(f"CREATE OR REPLACE TEMP TABLE products AS {stages.sql('products')}")
        found = run(f"SELECT count(*), sum(frequency) FROM ({stages.sql('customers')})").fetchone() or (0, 0)
        return int(found[0]), int(found[1] or 0)

    @property
    def customers(self) -> int:
        """Everybody whose rows count."""
        return self._bought[0]

    @property
    def orders(self) -> int:
        """Their orders."""
        return self._bought[1]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said of the source."""
        return self.report.notes


def asked(study: Study) -> Asked:
    """The figures of a study that is closed when nobody can ask for any more."""
    figures = Asked(study)
    weakref.finalize(figures, study.close)
    return figures
