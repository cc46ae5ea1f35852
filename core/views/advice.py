"""What to do about a segment: a suggestion by the name of a shipped map, or by where a segment of one's own stands.

A suggestion states no facts: why it is made is told by the figures beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.maps import SHIPPED, SHIPPED_Q, cells_of
from core.recipe import SegmentRule

GRID: Mapping[str, str] = {
    "Champions": "Thank them, show them what is new before others see it, and ask them to recommend you; keep discounts for others.",
    "Loyal": "Reward them for coming back, and offer what goes with what they buy.",
    "Potential Loyalist": "Give them a reason for the next order soon: a membership, or an offer that fits the last one.",
    "New": "Welcome them, and make the second order easy.",
    "Promising": "Stay in touch: show them more of the range, with a small offer for the next order.",
    "Need Attention": "Remind them now, with an offer that ends on a date.",
    "About to Sleep": "Write before they are gone: what is new, what sells well, a moderate discount.",
    "Can't Lose Them": "Call or write to each in person, and ask what would bring them back.",
    "At Risk": "Win them back with a personal message and an offer that fits what they used to buy.",
    "Hibernating": "Spend little: a seasonal mailing, and no more of them when there is no answer.",
}
ELEVEN: Mapping[str, str] = {
    **GRID,
    "Loyal Customers": GRID["Loyal"],
    "Recent Customers": "Welcome them, and make the next order easy.",
    "Lost": "Leave them out of costly campaigns; try once, cheaply, and let them go.",
}
SHIPPED_ACTIONS: Mapping[str, Mapping[str, str]] = {"grid": GRID, "eleven": ELEVEN}

KEEP = "Keep them close: thank them, and show them what is new before others see it."
RAISE = "Offer them more at a time: larger packs, or what goes with what they buy."
SECOND = "Win the next order: follow up in person on what they bought."
WELCOME = "Make the next order easy, with a small reason to come again."
CALL = "Call or write to each in person, and ask what would bring them back."
REMIND = "Send a reminder of what they used to buy, with a modest offer."
ONE_OFFER = "Make them one good offer in person; do not write often."
SPARE = "Spend little: a seasonal mailing at most."
NUDGE = "Remind them soon, with an offer that ends on a date."
NOTHING_KNOWN = "Nothing tells these customers from others, so treat them as you treat all."

# By (recently, often, much) where the figures say so.
BY_STANDING: Mapping[tuple[bool, bool, bool], str] = {
    (True, True, True): KEEP,
    (True, True, False): RAISE,
    (True, False, True): SECOND,
    (True, False, False): WELCOME,
    (False, True, True): CALL,
    (False, True, False): REMIND,
    (False, False, True): ONE_OFFER,
    (False, False, False): SPARE,
}


def level(median_score: float, q: int) -> int:
    """1 for a score above the middle, -1 below, 0 on it."""
    twice_middle = q + 1
    return (2 * median_score > twice_middle) - (2 * median_score < twice_middle)


def action_for(name: str, map_name: str, standing: Sequence[int | None]) -> str:
    """What to do about a segment; `standing` is its level by r, f and m, which a shipped map does not need."""
    shipped = SHIPPED_ACTIONS.get(map_name, {}).get(name)
    if shipped is not None:
        return shipped
    recency, frequency, monetary = standing
    if recency is None and frequency is None and monetary is None:
        return NOTHING_KNOWN
    if recency == 0:
        return NUDGE
    # What is not known counts by what is: often stands for much, and much for often.
    often = _high(frequency, monetary)
    much = _high(monetary, frequency)
    if recency is None:
        return KEEP if often and much else RAISE if often else SECOND if much else WELCOME
    return BY_STANDING[recency > 0, often, much]


def map_meant(rule: SegmentRule, q: int) -> str:
    """The shipped map in which a segment of one's own has its name and at least half of the scores that either has; else `custom`."""
    if q != SHIPPED_Q:
        return "custom"
    mine = cells_of(rule, q)
    for name, rules in SHIPPED.items():
        for shipped in rules:
            theirs = cells_of(shipped, q)
            if shipped.name == rule.name and 2 * len(mine & theirs) >= len(mine | theirs):
                return name
    return "custom"


def _high(first: int | None, second: int | None) -> bool:
    known = first if first is not None else second
    return known is not None and known >= 0
