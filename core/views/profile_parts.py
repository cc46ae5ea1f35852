"""What a profile of a column says, and how its figures are defined; apart from what computes it, which takes long to load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.views.bins import HISTOGRAM, Histogram
from core.views.spread import Spread

DEFINITIONS: Mapping[str, str] = {
    "missing": "Cells that hold nothing, or only spaces.",
    "distinct": "How many different values there are, without the spaces around them.",
    "unread": "Cells that hold something which is not read as the column's numbers or dates.",
    "quartiles": "A quarter of the values lies below the lower quartile, and a quarter above the upper one.",
    "histogram": HISTOGRAM,
}


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role that the column plays, or came second for, and why."""

    role: str
    reason: str
    rival: str
    """The column that came second for the role, or the one that was preferred; empty where there is none."""
    rival_reason: str


@dataclass(frozen=True, slots=True)
class ColumnDetail:
    """One column of one table."""

    table: str
    position: int
    name: str
    type: str
    """empty, text, number, date or boolean."""
    rows: int
    missing: int
    distinct: int
    unread: int
    unread_examples: tuple[str, ...]
    spread: Spread
    common: tuple[tuple[str, int], ...]
    histogram: Histogram | None
    written: str
    """How its numbers or dates are written, and how that is known."""
    plays: tuple[RoleView, ...]
    might_play: tuple[RoleView, ...]
    exact: bool
    reason: str
