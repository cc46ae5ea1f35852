"""The views of customers that follow a filter, asked with its text: the app never sees SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from core.remote import tables
from core.remote.compared import result_named
from core.views.correlations import Correlations
from core.views.correlations import correlations as correlations_of
from core.views.filters import condition, read_filter
from core.views.grid_source import described_columns, with_then
from core.views.headings import HEADINGS
from core.views.measures import ALL, DEFAULT_BINS, Histogram, Measure, Scale, Where, histogram, measures_of
from core.views.scatter import Scatter
from core.views.scatter import scatter as scatter_of

if TYPE_CHECKING:
    from core.views.result import ResultData

# Scores and shares repeat what other measures say already.
REPEATED = frozenset(("r", "f", "m", "value_share"))


def where_of(data: ResultData, filter_text: str, earlier: bytes = b"") -> Where:
    """The customers of a filter as a condition with its parameters; FilterError where it cannot be read.

    Beside an earlier result, which its payload names, a filter can ask for the tier and segment of then too.
    """
    if not filter_text.strip():
        return ALL
    node = read_filter(filter_text, tables.customer_kinds(data, earlier), HEADINGS)
    if node is None:
        return ALL
    sql, values = condition(node)
    if not earlier:
        return sql, values
    described = described_columns(data.connection, "customers")
    everyone = with_then(described, result_named(earlier).customers_path)
    return f"customer_id IN (SELECT customer_id FROM {everyone} WHERE {sql})", values


def measures(data: ResultData) -> tuple[Measure, ...]:
    """What can be measured of a customer."""
    return measures_of(data)


def distributions(
    data: ResultData,
    filter_text: str,
    names: Sequence[str],
    *,
    scale: Scale = "auto",
    bins: int = DEFAULT_BINS,
    earlier: bytes = b"",
) -> tuple[Histogram, ...]:
    """How each of these measures is spread over the customers of a filter."""
    where = where_of(data, filter_text, earlier)
    return tuple(histogram(data, name, where, scale=scale, bins=bins) for name in names)


def scatter(
    data: ResultData,
    filter_text: str,
    x: str,
    y: str,
    *,
    size: tuple[int, int],
    scale: Scale = "auto",
    colour: Literal["tier", "segment"] = "tier",
    earlier: bytes = b"",
) -> Scatter:
    """Two measures of the customers of a filter against each other."""
    where = where_of(data, filter_text, earlier)
    return scatter_of(data, x, y, where, size=size, scales=(scale, scale), colour=colour)


def correlations(data: ResultData, filter_text: str, earlier: bytes = b"") -> Correlations:
    """How the measures of the customers of a filter go together: each told once, dates left out."""
    where = where_of(data, filter_text, earlier)
    names = [one.name for one in measures_of(data) if one.kind != "date" and one.name not in REPEATED]
    return correlations_of(data, names, where)
