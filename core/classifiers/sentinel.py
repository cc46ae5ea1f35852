"""The leakage sentinel: whether a label follows from the features by rule, told from where the columns come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from core.classifiers.targets import CLUSTER, FIDELITY, HIGH_VALUE, SEGMENT, TIER, Target
from core.maps import Cell, SegmentMap
from core.scores import MEASURES

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


def made_from(
    target: Target,
    segments: SegmentMap,
    clustered_by: Iterable[str],
    scored: Mapping[str, Collection[int]] | None = None,
) -> frozenset[str]:
    """The customers' columns that a label is made from; none for what is after the cut-off, which no column knows.

    `scored` has the scores that occur, by measure: what the map makes of others matters to nobody.
    """
    if target.question != FIDELITY:
        return frozenset()
    if target is TIER:
        return frozenset(MEASURES)
    if target is HIGH_VALUE:
        return frozenset(("monetary",))
    if target is CLUSTER:
        return frozenset(clustered_by)
    assert target is SEGMENT  # noqa: S101  every label of today stands above
    told = [None if scored is None else scored[measure] for measure in MEASURES]
    cells = {
        cell: name
        for cell, name in segments.cells.items()
        if all(some is None or score in some for score, some in zip(cell, told, strict=True))
    }
    return frozenset(measure for place, measure in enumerate(MEASURES) if _matters(cells, place))


def _matters(cells: Mapping[Cell, str], place: int) -> bool:
    """Whether any two cells that differ in one score only, the one at this place, have different names."""
    seen: dict[tuple[int, ...], str] = {}
    for cell, name in cells.items():
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


def repeats(columns: Sequence[str], source: frozenset[str], alike: Collection[str] = ()) -> str:
    """What figures are worth nothing for: the label is a function of the features, or partly one; empty where it is neither.

    In the columns `alike` everybody is the same, as in money where there is none: these are known without looking, and make
    no difference to a label.
    """
    if not source:
        return OPEN
    known = known_from({*columns, *alike})
    matters = source - known_from(alike)
    if matters <= known:
        return REPEATS
    return REPEATS_IN_PART if matters & known else OPEN
