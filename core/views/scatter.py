"""Two measures against each other, reduced in the database to the cells of a plot: never all points.

An axis runs from the least to the most of the customers shown, and the plot's cells divide it evenly (on a logarithmic axis, its
logarithm). DEFINITIONS says what each figure means, in the words that a screen shows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from core.maps import segment_map
from core.scores import TIERS
from core.sql import ident, literal
from core.views.edges import Edge
from core.views.measures import (
    ALL,
    NOBODY,
    Scale,
    Span,
    Where,
    as_edge,
    as_number,
    known_measure,
    no_such,
    scale_of,
    span_of,
)

if TYPE_CHECKING:
    from core.views.result import ResultData

DEFINITIONS: Mapping[str, str] = {
    "cell": "A cell of the plot counts its customers; its colour is that of the commonest tier or segment among them, the better one of equals.",
    "axis": "An axis runs from the least to the most of the customers shown; it is logarithmic by the same rule as a histogram.",
    "outside": "Customers without one of the two measures are not in the plot, nor those with zero or less on a logarithmic axis.",
}


class ScatterCell(NamedTuple):
    """A cell of the plot that somebody is in, counted from the lower left."""

    column: int
    row: int
    customers: int
    group: int
    """The commonest group, by its place in `Scatter.groups`."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What the plot spans in one direction."""

    measure: str
    scale: Literal["linear", "log"]
    why: str
    low: Edge | None
    high: Edge | None


@dataclass(frozen=True, slots=True)
class Scatter:
    """Two measures against each other, reduced to the cells of a plot."""

    x: Axis
    y: Axis
    width: int
    height: int
    cells: tuple[ScatterCell, ...]
    colour: Literal["tier", "segment"]
    groups: tuple[tuple[str, int], ...]
    """The tiers or segments from best to worst, with the customers in the plot."""
    customers: int
    missing: int
    """Customers without one of the two."""
    not_positive: int
    """Customers with zero or less where the scale is logarithmic."""
    reason: str = ""


def scatter(
    data: ResultData,
    x: str,
    y: str,
    where: Where = ALL,
    *,
    size: tuple[int, int],
    scales: tuple[Scale, Scale] = ("auto", "auto"),
    colour: Literal["tier", "segment"] = "tier",
) -> Scatter:
    """Two measures against each other: how many customers each cell of a plot of `size`, width and height, holds, and which group leads there."""
    known = [known_measure(data, x), known_measure(data, y)]
    if known[0] is None or known[1] is None:
        return _no_cells((x, y), size, colour, no_such(y if known[0] else x))
    both = (f"({where[0]}) AND {ident(x)} IS NOT NULL AND {ident(y)} IS NOT NULL", where[1])
    total = int(data.rows(f"SELECT count(*) FROM customers WHERE {where[0]}", where[1])[0][0])
    spans = [span_of(data, one, both) for one in known if one is not None]
    chosen_scales = [scale_of(span, asked) for span, asked in zip(spans, scales, strict=True)]
    counted = spans[0].customers
    shown = both
    for span, (chosen, _) in zip(spans, chosen_scales, strict=True):
        if chosen == "log":
            shown = (f"{shown[0]} AND {ident(span.measure.name)} > 0", shown[1])
    if shown != both:
        spans = [span_of(data, span.measure, shown) for span in spans]
    axes = [
        Axis(
            span.measure.name,
            chosen,
            why,
            as_edge(span.measure, span.least),
            as_edge(span.measure, span.most),
        )
        for span, (chosen, why) in zip(spans, chosen_scales, strict=True)
    ]
    order = _group_order(data, colour)
    places = f"list_position({_text_list(order)}, {colour})"
    columns = [_cell(span, axis.scale, cells) for span, axis, cells in zip(spans, axes, size, strict=True)]
    rows = data.rows(
        f"""SELECT x, y, CAST(sum(mine) AS BIGINT), arg_max(place, (mine, -place)) FROM (
                SELECT {columns[0]} AS x, {columns[1]} AS y, {places} - 1 AS place, count(*) AS mine
                FROM customers WHERE {shown[0]} GROUP BY ALL
            ) GROUP BY x, y ORDER BY x, y""",
        shown[1],
    )
    groups = dict(
        data.rows(f"SELECT {colour}, count(*) FROM customers WHERE {shown[0]} GROUP BY 1", shown[1])
    )
    reason = "" if rows else NOBODY if not total else f"Nobody has both {x} and {y} to plot."
    return Scatter(
        x=axes[0],
        y=axes[1],
        width=size[0],
        height=size[1],
        cells=tuple(ScatterCell(*(int(one) for one in row)) for row in rows),
        colour=colour,
        groups=tuple((name, int(groups.get(name, 0))) for name in order),
        customers=total,
        missing=total - counted,
        not_positive=counted - spans[0].customers,
        reason=reason,
    )


def _no_cells(
    names: tuple[str, str], size: tuple[int, int], colour: Literal["tier", "segment"], reason: str
) -> Scatter:
    x, y = (Axis(name, "linear", "", None, None) for name in names)
    return Scatter(x, y, *size, (), colour, (), 0, 0, 0, reason)


def _cell(span: Span, scale: str, cells: int) -> str:
    """The cell of a measure among `cells` of them, from its least to its most."""
    if span.least is None or span.most is None or span.least == span.most:
        return str(cells // 2)
    place, low, high = as_number(span.measure), span.least, span.most
    if scale == "log":
        place, low, high = f"log10({place})", math.log10(low), math.log10(high)
    share = f"({place} - CAST('{low!r}' AS DOUBLE)) / CAST('{high - low!r}' AS DOUBLE)"
    return f"CAST(greatest(0, least({cells - 1}, floor({share} * {cells}))) AS INTEGER)"


def _group_order(data: ResultData, colour: Literal["tier", "segment"]) -> tuple[str, ...]:
    recipe = data.result.recipe
    return TIERS if colour == "tier" else segment_map(recipe.segments, recipe.scores.q).order


def _text_list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(literal(text) for text in texts) + "]"
