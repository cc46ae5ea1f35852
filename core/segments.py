"""Segments: each customer's name by the map, and the sums of each segment and tier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.maps import SegmentMap, rules_for

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

OURS = [
    "customer_id",
    "first_purchase",
    "last_purchase",
    "recency",
    "frequency",
    "monetary",
    "refunded",
    "net",
    "average_order",
    "r",
    "f",
    "m",
    "rfm",
    "value",
    "tier",
    "segment",
]
ALSO_OURS = ("value_share", "tenure", "mostly_refunded", "products", "country")
# What the stage of groups adds.
GROUPED = ("cluster", "cluster_name")
# What the active classifier adds.
PREDICTED = ("predicted", "predicted_chance")
RESERVED = frozenset((*OURS, *ALSO_OURS, *GROUPED, *PREDICTED))


def segments(scored: ibis.Table, named: SegmentMap, titles: Mapping[str, str]) -> ibis.Table:
    """The customers with their segment, the columns of the contract first; `titles` are what attributes are called."""
    import ibis

    cases = [(_inside(scored, boxes, named.q), name) for name, boxes in rules_for(named)]
    table = scored.mutate(segment=ibis.cases(*cases))
    picked = {name: table[name] for name in (*OURS, *(name for name in ALSO_OURS if name in table.columns))}
    return table.select(
        **picked, **{title: table[name] for name, title in titles.items() if name in table.columns}
    )


def _inside(scored: ibis.Table, boxes: object, q: int) -> ir.BooleanValue:
    found: ir.BooleanValue | None = None
    for box in boxes:  # type: ignore[attr-defined]
        here: ir.BooleanValue | None = None
        for letter, allowed in zip("rfm", box, strict=True):
            if len(allowed) == q:
                continue
            one = scored[letter].isin(sorted(allowed))
            here = one if here is None else here & one
        if here is None:
            import ibis

            here = ibis.literal(True)
        found = here if found is None else found | here
    assert found is not None  # noqa: S101  a name without cells is refused when the map is made
    return found
