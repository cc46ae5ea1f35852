"""A finished run, as it crosses from the engine to the app."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.recipe import Recipe
    from core.report import Report


@dataclass(frozen=True, slots=True)
class Opened:
    """A finished run as the app knows it: its report, and its result in a form that only the engine looks into."""

    payload: bytes
    recipe: Recipe
    resolved: Recipe
    report: Report
    shape: str
    """`sales`, or `customers` or `summary` for a ready-made table."""
    roles: dict[str, str]
    """The column that plays each role."""
    attributes: tuple[str, ...]
    """What the attributes are called in the tables."""
    customer_columns: tuple[str, ...]
    """The columns of the table of customers, in their order."""
    segment_order: tuple[str, ...]
    """The segments from best to worst."""
    files: tuple[tuple[str, str], ...] = ()
    """The files that were read: what each is called, and what tells its content from any other."""
    idle_rules: dict[str, str] = field(default_factory=dict)
    """Rules of the ledger that are on and find nothing to look at in the source, and why."""
    kept: tuple[str, ...] = ()
    """The files of the workspace that all views of it are made of."""
    last_purchase: str = ""
    """The day of the last purchase that the rules keep, whatever the as-of date; empty where there is none."""

    @property
    def as_of(self) -> date | None:
        """The day that recency counts to; None for a ready-made table without dates."""
        return date.fromisoformat(self.report.as_of) if self.report.as_of else None

    @property
    def is_gone(self) -> bool:
        """Whether somebody removed what was kept of it."""
        return not all(map(os.path.exists, self.kept))
