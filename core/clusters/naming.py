"""Names of groups, by rules on what is true of them; never two alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

# So many standard deviations from the mean of all customers are worth a word; to be called loyal or a big spender takes more.
APART = 0.4
CLEARLY = 0.6
# Nearer to the mean than this is like the others.
ALIKE = 0.2
# So many days between the groups are worth a word of time.
LEAST_DAYS = 30
NOBODYS = "In no group"
FROM_THE_MEAN = " standard deviations from the mean"


class Measured(NamedTuple):
    """A group's figures as they are, in days, orders and money."""

    recency: float
    frequency: float
    monetary: float | None = None
    """None where the source has no money."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Where a group stands: standard deviations from the mean of all customers, of recency and of the logarithms of orders and money."""

    recency: float
    frequency: float
    monetary: float | None
    timed: bool = True
    """Whether the groups are so many days apart that recency is worth a word."""
    medians: Measured | None = None
    """As they are shown beside the group's name; None where nothing is known but where it stands."""
    averages: Measured | None = None

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

    def ranked_by(self, axis: str) -> tuple[float, float] | None:
        """The median and, for groups that have the same, the average; None where the source has no money to rank by."""
        standing = Measured(self.recency, self.frequency, self.monetary)
        median: float | None = getattr(self.medians or standing, axis)
        average: float | None = getattr(self.averages or standing, axis)
        return None if median is None or average is None else (median, average)


@dataclass(frozen=True, slots=True)
class Name:
    """What a group is called, and why."""

    name: str
    rule: str


class Rule(NamedTuple):
    """What a group is called of which something is true."""

    name: str
    is_true: Callable[[Profile], bool]
    name_bare: str = ""
    """What it is called where the source has no money."""


# In this order; the first that is true of a group names it.
RULES = (
    Rule("Loyal High-Spenders", lambda p: p.often and p.much and not p.away, "Loyal Regulars"),
    Rule("Lapsed High-Spenders", lambda p: p.often and p.much, "Lapsed Regulars"),
    Rule("Frequent Light Spenders", lambda p: p.often and p.little and not p.away),
    Rule("Frequent Buyers", lambda p: p.often and not p.away),
    Rule("Big Spenders of Few Orders", lambda p: p.much and p.frequency < -ALIKE and not p.away),
    Rule("New or Light", lambda p: p.recent and p.seldom and p.little),
    Rule("Potential Loyalists", lambda p: not (p.away or p.seldom or p.little)),
    Rule("Dormant Customers", lambda p: p.away and (p.seldom or p.little)),
    Rule("Lapsed Customers", lambda p: p.away),
    Rule("Light Spenders", lambda p: p.little and not p.seldom),
    Rule("Occasional Buyers", lambda _: True),
)


class Scale(NamedTuple):
    """The words for where a group stands on an axis, from the top down."""

    clearly_more: str
    rather_more: str
    alike: str
    rather_less: str
    less: str

    def word(self, standing: float) -> str:
        """The one that is true of so many standard deviations from the mean."""
        if standing > CLEARLY:
            return self.clearly_more
        if standing > ALIKE:
            return self.rather_more
        if standing >= -ALIKE:
            return self.alike
        return self.rather_less if standing >= -APART else self.less


ORDERS = Scale("often", "rather often", "about as often as others", "rather seldom", "seldom")
MONEY = Scale("much", "rather much", "about as much as others", "rather little", "little")


class Telling(NamedTuple):
    """What tells apart groups that one rule names: their order on an axis, in words for two of them and for several."""

    axis: str
    measure: str
    more: str
    less: str
    most: str
    least: str

    def words(self, rank: int, of: int) -> str:
        """What is said of the one at a rank, counted from 1 at the highest."""
        if of == 2:
            return (self.more, self.less)[rank - 1]
        if rank in (1, of):
            return f"{self.most if rank == 1 else self.least} of {of}"
        return f"{_ordinal(rank)} of {of} by {self.measure}"

    def words_of_average(self, rank: int, of: int) -> str:
        """The same where groups share a median, so that only averages tell them apart."""
        if of == 2:
            return f"{self.words(rank, of)} on average"
        return f"{_ordinal(rank)} of {of} by {self.measure}"


TELLING = (
    Telling("monetary", "money", "spending more", "spending less", "spending most", "spending least"),
    Telling("frequency", "orders", "ordering more", "ordering less", "ordering most", "ordering least"),
    Telling("recency", "days away", "away longer", "seen later", "away longest", "seen latest"),
)


def names_of(profiles: Sequence[Profile]) -> list[Name]:
    """A name for each group, with the rule that gave it; those that one rule names are told apart by what differs most."""
    named = [_first_true(profile) for profile in profiles]
    for name in dict.fromkeys(one.name for one in named):
        places = [place for place, one in enumerate(named) if one.name == name]
        if len(places) > 1:
            for place, told in _told_apart([profiles[place] for place in places], places).items():
                named[place] = replace(named[place], name=f"{name}, {told}")
    return named


def _first_true(profile: Profile) -> Name:
    rule = next(known for known in RULES if known.is_true(profile))
    name = rule.name_bare if profile.monetary is None and rule.name_bare else rule.name
    return Name(name, f"{', '.join(_standing(profile))} ({_figures(profile)})")


def _standing(profile: Profile) -> list[str]:
    """Where a group stands on each axis, in words that are true whatever it is called."""
    order, spend = ("ordered", "spent") if profile.away else ("order", "spend")
    told = [f"{order} {ORDERS.word(profile.frequency)}"]
    if profile.monetary is not None:
        told.append(f"{spend} {MONEY.word(profile.monetary)}")
    if profile.timed:
        told.append(_time(profile))
    return told


def _time(profile: Profile) -> str:
    """When it was seen beside all others: somebody who is not away longer than they are may still be away long."""
    if profile.away or profile.recent:
        return "away long" if profile.away else "seen lately"
    if abs(profile.recency) <= ALIKE:
        return "away about as long as others"
    return "away rather long" if profile.recency > 0 else "seen rather lately"


def _figures(profile: Profile) -> str:
    """Where it stands, in figures."""
    parts = [("recency", profile.recency), ("orders", profile.frequency)]
    if profile.monetary is not None:
        parts.append(("money", profile.monetary))
    return ", ".join(f"{what} {round(value, 1) + 0.0:+.1f}" for what, value in parts) + FROM_THE_MEAN


def words_and_figures(rule: str) -> tuple[str, tuple[str, ...]]:
    """A rule in its words, and the figures behind them: of recency, orders and, where there is any, money."""
    words, _, figures = rule.removesuffix(f"{FROM_THE_MEAN})").partition(" (")
    return words, tuple(figure.rpartition(" ")[2] for figure in figures.split(", ") if figure)


def _told_apart(profiles: Sequence[Profile], places: Sequence[int]) -> dict[int, str]:
    """What is added to the one name of several groups, by their places.

    Groups are ranked by their medians, which are what stands beside their names: means of logarithms may lie otherwise.
    """
    count = len(profiles)
    # A few days tell apart only those whom nothing else does.
    worth = [known for known in TELLING if known.axis != "recency" or profiles[0].timed]
    for tellings, by_average in ((worth, False), (worth, True), (TELLING, False), (TELLING, True)):
        apart = [known for known in tellings if _are_apart(profiles, known.axis, by_average=by_average)]
        if apart:
            telling = max(apart, key=lambda known: _spread(profiles, known.axis))
            words = telling.words_of_average if by_average else telling.words
            order = _ranked(profiles, telling.axis)
            return {places[place]: words(rank, count) for rank, place in enumerate(order, 1)}
    # No measure tells them apart: all that is said is that there are several.
    return {place: f"{_ordinal(rank)} of {count}" for rank, place in enumerate(places, 1)}


def _are_apart(profiles: Sequence[Profile], axis: str, *, by_average: bool) -> bool:
    """Whether no two groups have one median, or one median and one average."""
    keys = [profile.ranked_by(axis) for profile in profiles]
    known = [key if by_average else key[0] for key in keys if key is not None]
    return len(known) == len(profiles) and len(set(known)) == len(known)


def _ranked(profiles: Sequence[Profile], axis: str) -> list[int]:
    """The places of the groups, the highest first."""
    return sorted(range(len(profiles)), key=lambda place: profiles[place].ranked_by(axis) or (), reverse=True)


def _spread(profiles: Sequence[Profile], axis: str) -> float:
    """How far apart the groups stand."""
    values = [getattr(profile, axis) for profile in profiles]
    apart: float = max(values) - min(values)
    return apart


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
