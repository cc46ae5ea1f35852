"""What to do about segments of a map of one's own: those that kept a shipped name and its meaning keep its advice."""

from __future__ import annotations

from dataclasses import replace

from core.maps import ELEVEN, GRID
from core.recipe import SegmentRule
from core.views.advice import action_for, map_meant


def test_who_keeps_name_and_scores_keeps_the_advice() -> None:
    assert {map_meant(rule, 5) for rule in GRID} == {"grid"}
    assert {map_meant(rule, 5) for rule in ELEVEN if rule.name in ("Lost", "Recent Customers")} == {"eleven"}
    # Champions are r5 f4-5, ten combinations of scores; one of them was given to another segment.
    champions = SegmentRule("Champions", ("r5 f4", "r5 f5 m1-4"))
    assert map_meant(champions, 5) == "grid"
    assert action_for("Champions", map_meant(champions, 5), (1, 1, 1)).startswith("Thank them")


def test_who_means_something_else_by_a_name_does_not() -> None:
    assert map_meant(SegmentRule("Whales", ("r5 f4-5",)), 5) == "custom"
    # Two of ten combinations, and ten of fifty.
    assert map_meant(SegmentRule("Champions", ("r5 f5 m4-5",)), 5) == "custom"
    assert map_meant(SegmentRule("Champions", ("r4-5 f1-5",)), 5) == "custom"
    assert map_meant(SegmentRule("Champions", ("r1 f1",)), 5) == "custom"
    # Half of what either has is enough: five of ten.
    assert map_meant(SegmentRule("Champions", ("r5 f5",)), 5) == "grid"


def test_other_scores_have_no_shipped_map() -> None:
    assert map_meant(replace(GRID[0], cells=("r4 f4",)), 4) == "custom"
