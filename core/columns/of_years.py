"""Measures of customers that stand in a column for each year, as lists of debtors write turnover: which is the newest, and what to say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from core.columns.evidence import Column
from core.columns.naming import NameFit, Role, name_roles
from core.columns.words import name_words, plain
from core.patterns import later

MEASURED: tuple[Role, ...] = ("frequency", "monetary")
# What says that a measure is of all years, whatever stands beside it.
OF_ALL_YEARS = ("total", "monetary", "frequency", "lifetime")
MOST_NAMED = 4

_CALENDAR = later(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FISCAL = later(r"\bfy ?'?(\d\d)(?!\d)")
# French bookkeepers call the present year N, and those before it N-1 and N-2.
_COUNTED_BACK = later(r"\bn(?: ?- ?(\d))?$")
_THIS_YEAR = (
    "this year", "current year", "curr year", "ytd", "year to date", "ty", "cy", "dieses jahr", "laufendes jahr", "lfd jahr", "aktuelles jahr", "akt jahr",
    "dit jaar", "lopend jaar", "huidig jaar", "cette annee", "annee en cours", "exercice en cours", "anno in corso", "anno corrente", "quest anno",
    "este ano", "ano actual", "ano en curso", "ano atual", "ano corrente",
)  # fmt: skip
_LAST_YEAR = (
    "last year", "prior year", "previous year", "prev year", "ly", "py", "lytd", "vorjahr", "vorjahres", "letztes jahr", "vj", "vorig jaar", "vorjaar",
    "annee precedente", "annee derniere", "an dernier", "exercice precedent", "anno precedente", "anno scorso", "ano anterior", "ano pasado", "ano passado",
)  # fmt: skip
_YEAR = ("fy", "year", "jahr", "jaar", "annee", "exercice", "anno", "ano", "boekjaar", "geschaftsjahr")


def _phrases(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


_SAYS_THIS, _SAYS_LAST = _phrases(*_THIS_YEAR), _phrases(*_LAST_YEAR)
_SAYS_YEAR = _phrases(*_THIS_YEAR, *_LAST_YEAR, *_YEAR)


@dataclass(frozen=True, slots=True)
class OfYear:
    """A column with a measure of one year, and how well the rest of its name fits the measure."""

    column: Column
    year: int
    named: NameFit


def of_years(table: Sequence[Column], role: Role) -> list[OfYear]:
    """The columns that hold a measure of one year each, the newest first; those where no two customers differ are left out."""
    if role not in MEASURED:
        return []
    found = [
        (column, calendar, back, named)
        for column in table
        if column.is_number
        and column.profile.distinct > 1
        and (said := _year_in(column.profile.name)) is not None
        and (named := _less_year(column.profile.name).get(role)) is not None
        for calendar, back in (said,)
    ]
    present = max((calendar for _, calendar, _, _ in found if calendar), default=-1) + 1
    years = [OfYear(column, calendar or present - back, named) for column, calendar, back, named in found]
    return sorted(years, key=lambda one: (-one.year, -one.named.fits, one.column.position))


def _year_in(name: str) -> tuple[int, int] | None:
    """The year that a name says and 0, or 0 and how many years before the present one; None where it says none."""
    text, words = plain(name), " ".join(name_words(name))
    if calendar := _CALENDAR.findall(text):
        return max(map(int, calendar)), 0
    if fiscal := _FISCAL.search(text):
        return 2000 + int(fiscal[1]), 0
    if _SAYS_LAST.search(words):  # before the present year: "YTD last year" is of the last
        return 0, 1
    if _SAYS_THIS.search(words):
        return 0, 0
    if counted := _COUNTED_BACK.search(text.replace("_", " ")):
        return 0, int(counted[1] or 0)
    return None


def _less_year(name: str) -> Mapping[Role, NameFit]:
    """What a name fits without the words that say of which year it is."""
    return name_roles(_SAYS_YEAR.sub(" ", " ".join(name_words(name)))).roles


def year_notes(table: Sequence[Column], places: Mapping[Role, int]) -> list[str]:
    """A word where a measure stands in several columns, of a year each: which one counts, and how to choose."""
    notes = []
    for role in MEASURED:
        years = of_years(table, role)
        others = [one.column for one in years if one.column.position != places.get(role)]
        if role not in places or not others:
            continue
        taken = table[places[role]]
        if len(others) == len(years):
            if taken.reading.has(*OF_ALL_YEARS):
                continue
            which = f"{taken.profile.name} counts, whose name says no year"
        else:
            which = f"{taken.profile.name} counts, the newest"
        names = [column.profile.name for column in others]
        sums = ", ".join(f"{column.profile.name} {_sum(column)}" for column in (taken, *others[:MOST_NAMED]))
        notes.append(
            f"{role.capitalize()} stands in several columns, of a year each: {which}, and not {' or '.join(names[:MOST_NAMED])}, though the other"
            f" measures may be of all these years. The rows looked at come to: {sums}. To count another: --map '{role}={names[0]}'. To count them"
            " all, add a column with their sum to the file."
        )
    return notes


def _sum(column: Column) -> str:
    total = fsum(number or 0.0 for number in column.numbers)
    return f"{total:,.0f}" if column.profile.whole else f"{total:,.2f}"
