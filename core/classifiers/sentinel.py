"""The leakage sentinel: whether a label follows from the features by rule, told from where the columns come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.classifiers.targets import CLUSTER, FIDELITY, HIGH_VALUE, SEGMENT, TIER, Target
from core.maps import SegmentMap
from core.scores import LETTER, MEASURES

REPEATS, REPEATS_IN_PART, OPEN = "repeats a rule", "repeats a part of a rule", ""
# Each of these columns follows from the others by arithmetic, for a given set of customers.
FOLLOWS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(("recency",)), "r"),
    (frozenset(("frequency",)), "f"),
    (frozenset(("monetary",)), "m"),
    (frozenset(("average_order", "frequency")), "monetary"),
    (frozenset(("average_order", "monetary")), "frequency"),
    (frozenset(("monetary", "frequency")), "average_order"),
    (frozenset(("monetary", "refunded")), "net"),
    (frozenset(("net", "refunded")), "monetary"),
    # The gaps of a customer's orders add up to the days from the first to the last.
    (frozenset(("tenure", "recency", "order_gap")), "frequency"),
    (frozenset(("tenure", "frequency", "order_gap")), "recency"),
    (frozenset(("recency", "frequency", "order_gap")), "tenure"),
)


def made_from(target: Target, segments: SegmentMap, clustered_by: Iterable[str]) -> frozenset[str]:
    """The customers' columns that a label is made from; none for what is after the cut-off, which no column knows."""
    if target.question != FIDELITY:
        return frozenset()
    if target is TIER:
        return frozenset(MEASURES)
    if target is HIGH_VALUE:
        return frozenset(("monetary",))
    if target is CLUSTER:
        return frozenset(clustered_by)
    assert target is SEGMENT  # noqa: S101  every label of today stands above
    return frozenset(measure for measure in MEASURES if _matters(segments, "rfm".index(LETTER[measure])))


def _matters(segments: SegmentMap, place: int) -> bool:
    """Whether any two cells that differ in one score only have different names."""
    seen: dict[tuple[int, ...], str] = {}
    for cell, name in segments.cells.items():
        rest = cell[:place] + cell[place + 1 :]
        if seen.setdefault(rest, name) != name:
            return True
    return False


def known_from(columns: Iterable[str]) -> frozenset[str]:
    """These columns, and all that follow from them."""
    known = set(columns)
    grew = True
    while grew:
        follows = {column for needed, column in FOLLOWS if needed <= known}
        grew = not follows <= known
        known |= follows
    return frozenset(known)


def repeats(columns: Sequence[str], source: frozenset[str]) -> str:
    """What figures are worth nothing for: the label is a function of the features, or partly one; empty where it is neither."""
    if not source:
        return OPEN
    known = known_from(columns)
    if source <= known:
        return REPEATS
    return REPEATS_IN_PART if source & known else OPEN
