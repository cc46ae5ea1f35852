"""What a grid is asked with and answers with: small values that the app can import without the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from core.views.filter_tree import Kind

ExportKind = Literal["csv", "parquet", "xlsx"]
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
