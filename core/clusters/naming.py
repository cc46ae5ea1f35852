"""Names of groups, by rules on what is true of them; never two alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

# So many standard deviations from the mean of all customers are worth a word; to be called loyal or a big spender takes more.
APART = 0.4
CLEARLY = 0.6
# So many days between the groups are worth a word of time.
LEAST_DAYS = 30
NOBODYS = "In no group"


@dataclass(frozen=True, slots=True)
class Profile:
    """Where a group stands: standard deviations from the mean of all customers, of recency and of the logarithms of orders and money."""

    recency: float
    frequency: float
    monetary: float | None
    timed: bool = True
    """Whether the groups are so many days apart that recency is worth a word."""

    @property
    def away(self) -> bool:
        """Not seen for longer than most."""
        return self.timed and self.recency > APART

    @property
    def recent(self) -> bool:
        """Seen more lately than most."""
        return self.timed and self.recency < -APART

    @property
    def often(self) -> bool:
        """Clearly more orders than most."""
        return self.frequency > CLEARLY

    @property
    def seldom(self) -> bool:
        """Fewer orders than most."""
        return self.frequency < -APART

    @property
    def much(self) -> bool:
        """Clearly more money than most; without money, more orders."""
        return self.often if self.monetary is None else self.monetary > CLEARLY

    @property
    def little(self) -> bool:
        """Less money than most; without money, fewer orders."""
        return self.seldom if self.monetary is None else self.monetary < -APART


@dataclass(frozen=True, slots=True)
class Name:
    """What a group is called, and why."""

    name: str
    rule: str


class Rule(NamedTuple):
    """What a group is called of which something is true."""

    name: str
    told: str
    time: str
    """What is true of its recency, where there are days between the groups."""
    is_true: Callable[[Profile], bool]
    told_bare: str = ""
    """What is left of it where the source has no money."""
    name_bare: str = ""


# In this order; the first that is true of a group names it.
RULES = (
    Rule(
        "Loyal High-Spenders",
        "order often, spend much",
        "not away long",
        lambda p: p.often and p.much and not p.away,
        "order often",
        "Loyal Regulars",
    ),
    Rule(
        "Lapsed High-Spenders",
        "ordered often and spent much",
        "away long",
        lambda p: p.often and p.much,
        "ordered often",
        "Lapsed Regulars",
    ),
    Rule(
        "Frequent Light Spenders",
        "order often, spend little",
        "not away long",
        lambda p: p.often and p.little and not p.away,
    ),
    Rule(
        "Frequent Buyers",
        "order often, spend neither much nor little",
        "not away long",
        lambda p: p.often and not p.away,
    ),
    Rule(
        "Big Spenders of Few Orders",
        "spend much in fewer orders than the mean",
        "not away long",
        lambda p: p.much and p.frequency < 0 and not p.away,
    ),
    Rule(
        "New or Light",
        "few orders and little money",
        "seen lately",
        lambda p: p.recent and p.seldom and p.little,
        "few orders",
    ),
    Rule(
        "Potential Loyalists",
        "no fewer orders and no less money than others",
        "not away long",
        lambda p: not (p.away or p.seldom or p.little),
        "no fewer orders than others",
    ),
    Rule(
        "Dormant Customers",
        "few orders or little money",
        "away long",
        lambda p: p.away and (p.seldom or p.little),
        "few orders",
    ),
    Rule(
        "Lapsed Customers",
        "no fewer orders and no less money than others",
        "away long",
        lambda p: p.away,
        "no fewer orders than others",
    ),
    Rule(
        "Occasional Buyers",
        "few orders or little money",
        "not away long",
        lambda _: True,
        "few orders",
    ),
)
# What tells apart groups that one rule names: the higher and the lower on an axis.
TELLING: tuple[tuple[str, str, str], ...] = (
    ("monetary", "spending more", "spending less"),
    ("frequency", "ordering more", "ordering less"),
    ("recency", "away longer", "seen later"),
)
NEARLY_NONE = 1e-6


def names_of(profiles: Sequence[Profile]) -> list[Name]:
    """A name for each group, with the rule that gave it; those that one rule names are told apart by what differs most."""
    named = [_first_true(profile) for profile in profiles]
    for name in dict.fromkeys(one.name for one in named):
        places = [place for place, one in enumerate(named) if one.name == name]
        if len(places) > 1:
            _tell_apart(named, profiles, places)
    return named


def _first_true(profile: Profile) -> Name:
    rule = next(known for known in RULES if known.is_true(profile))
    name, told = rule.name, rule.told
    if profile.monetary is None:
        name, told = rule.name_bare or name, rule.told_bare or told
    if profile.timed:
        told = f"{told}, {rule.time}"
    return Name(name, f"{told} ({_figures(profile)})")


def _figures(profile: Profile) -> str:
    """Where it stands, in words."""
    parts = [("recency", profile.recency), ("orders", profile.frequency)]
    if profile.monetary is not None:
        parts.append(("money", profile.monetary))
    return (
        ", ".join(f"{what} {round(value, 1) + 0.0:+.1f}" for what, value in parts)
        + " standard deviations from the mean"
    )


def _tell_apart(named: list[Name], profiles: Sequence[Profile], places: Sequence[int]) -> None:
    def spread(axis: str) -> float:
        values = [getattr(profiles[place], axis) for place in places]
        if None in values:
            return -1.0
        apart: float = max(values) - min(values)
        # A few days tell apart only those whom nothing else does.
        return apart if axis != "recency" or profiles[places[0]].timed else min(apart, NEARLY_NONE)

    axis, more, less = max(TELLING, key=lambda known: spread(known[0]))
    ordered = sorted(places, key=lambda place: (-getattr(profiles[place], axis), place))
    for rank, place in enumerate(ordered, 1):
        told = (more, less)[rank - 1] if len(places) == 2 else f"{more} {rank} of {len(places)}"
        one = named[place]
        named[place] = replace(one, name=f"{one.name}, {told}")
