"""What a grid is asked with and answers with: small values that the app can import without the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from core.views.filter_tree import Kind

ExportKind = Literal["csv", "parquet", "xlsx"]
# How a column is written on the screen: a share in per cent, a moment maybe without its time.
ShownAs = Literal[
    "text", "number", "figure", "money", "share", "percent", "change", "date", "day", "moment", "flag"
]
# One position, or a pair (first, last) with all between them.
Position = int | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """An order and a filter of the rows: `sort` has (column, descending) from the most important to the least."""

    sort: tuple[tuple[str, bool], ...] = ()
    filter: str = ""
    earlier: bytes = b""
    """The payload of an earlier result, where the customers have the tiers and segments of then beside those of now."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A text that is looked for in what is shown."""

    text: str
    number: str = ""
    """The same as part of a number in the plain style, `1234.5`, whatever style it was typed in; empty where it is none."""
    columns: tuple[tuple[str, ShownAs], ...] | None = None
    """The columns to look at, each with how it is written; None: all of them, as their values are."""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: what its values are, whether their sum says something, and, where they have one, their order from best to worst."""

    name: str
    kind: Kind
    summed: bool = False
    order: tuple[str, ...] = ()
    heading: str = ""
    """What it is called on the screen, where that is not its name."""


@dataclass(frozen=True, slots=True)
class GridSummary:
    """The line under a grid: how many rows there are, and the sums of the columns that are summed (None without any value)."""

    rows: int
    totals: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: its absolute path and how many rows it has."""

    path: str
    rows: int
