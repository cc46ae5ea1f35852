"""What crosses between the app and the engine's processes: plain values, never frames."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.recipe import Recipe
    from core.report import Report

# The mark, among what a process is started with, of what is done only when nobody waits: a module is loaded, and a function of
# the study (`module:function`) is gone through step by step, for each study anew.
LATER = "later:"


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

    @property
    def as_of(self) -> date | None:
        """The day that recency counts to; None for a ready-made table without dates."""
        return date.fromisoformat(self.report.as_of) if self.report.as_of else None


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the engine to be called with a subject and arguments.

    The subject is a Recipe, and the function is given its study; the payload of an Opened, and the function is given the result's
    data; or None, and the function is given the arguments alone.
    """

    number: int
    function: str
    subject: Recipe | bytes | None
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Interrupt:
    """The call under way is no longer wanted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gave."""

    number: int
    value: Any


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call gave nothing, in the two lines of every error."""

    number: int
    what: str
    cure: str
    unexpected: str = ""
    """Where it happened, of what should never happen."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What the call under way is doing, and the per cent done where that can be known."""

    number: int
    doing: str
    share: float | None
