"""What can be predicted: labels made from the same numbers, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass

FIDELITY = "rule fidelity"
VALIDITY = "predictive validity"
YES, NO = "yes", "no"
# Who belongs to the top quarter: at least so many of four have strictly less.
TOP_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Target:
    """Something about customers that a model may predict."""

    name: str
    question: str
    """How it is judged."""
    told: str
    """What it is, in words that follow `whether a customer` or `which`."""
    positive: str = ""
    """Of two classes the one that is looked for."""
    needs_money: bool = False
    now: str = ""
    """The target that is the same thing of the cut-off itself; none where what is asked happens in a window, so nobody is in it yet."""


TIER = Target("tier", FIDELITY, "the tier of a customer today")
HIGH_VALUE = Target(
    "high value",
    FIDELITY,
    "whether at least 75 % of customers have spent less until today",
    YES,
    needs_money=True,
)
SEGMENT = Target("segment", FIDELITY, "the segment of a customer today")
CLUSTER = Target("cluster", FIDELITY, "the cluster of a customer today")
BUYS_AGAIN = Target("buys again", VALIDITY, "whether a customer buys within the horizon", YES)
TOP_QUARTER = Target(
    "top quarter",
    VALIDITY,
    "whether a customer spends within the horizon, and more than at least 75 % of customers do",
    YES,
    needs_money=True,
)
TIER_LATER = Target("tier later", VALIDITY, "the tier of a customer at the end of the horizon", now=TIER.name)
SEGMENT_LATER = Target(
    "segment later", VALIDITY, "the segment of a customer at the end of the horizon", now=SEGMENT.name
)

TARGETS = {
    target.name: target
    for target in (TIER, HIGH_VALUE, SEGMENT, CLUSTER, BUYS_AGAIN, TOP_QUARTER, TIER_LATER, SEGMENT_LATER)
}
