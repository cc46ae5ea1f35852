"""Units that are written beside a quantity: `3 pcs`, `2 x`, `x3`, `1,5 kg`; and what a column counts by its name that is no goods."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from core.columns.words import name_words
from core.patterns import later

# Each line is one unit however it is spelled. Grams beside kilograms would add up to nothing, so a column has one
# unit, and what bears another stays unreadable.
_SPELLINGS = """
    x ×
    pcs pc pces pce piece pieces stk stck stück stuck stuks st pz pezzi pièces pièce pieza piezas ud uds peça peças unit units ea each szt kpl
    pcs ks db buc kom adet шт τεμ 個 个 개
    kg kgs kilo
"""
UNIT_OF = {spelling: line.split()[0] for line in _SPELLINGS.strip().splitlines() for spelling in line.split()}
# How long somebody stays, and how many come: what that costs is written as a whole, unless there is a price of one of them.
_STAYS = """
    night nights nacht naechte nachte nachten nuit nuits nuitees notte notti noche noches noite noites
    guest guests gast gaste gaesten gasten person persons people personen personnes persone personas pessoas pax adult adults adulte adultes erwachsene
    volwassenen adulti adultos child children kinder kinderen enfants bambini ninos criancas infant infants
"""
_OF_STAYS = frozenset(_STAYS.split())
_WORD = "|".join(sorted(map(re.escape, UNIT_OF), key=len, reverse=True))
_NUMBER = r"[-+]?[0-9](?:[0-9.,' \u00a0\u202f]*[0-9])?"
# Small letters stand close (`3x`); capitals only apart, as an article may be called 85123EA.
_BEHIND = later(rf"\s*{_NUMBER}(?:\s*(?P<close>{_WORD})|\s+(?P<apart>{_WORD}|(?i:{_WORD})))\.?\s*")
_BEFORE = later(r"\s*(?P<before>[x×])\s?[0-9]{1,4}\s*")
# With fewer it is no column of quantities with a unit.
_LEAST_SHARE = 0.5


def counts_stays(name: str) -> bool:
    """Whether a name speaks of nights or of guests, as `# of nights` does."""
    return not _OF_STAYS.isdisjoint(name_words(name))


def unit_spellings(counts: Mapping[str, int]) -> frozenset[str]:
    """The spellings of the unit that most of the values bear; none where most bear none, or several."""
    some = list(counts)[:: max(1, len(counts) // 100)]
    if sum(bool(_spelling(value)) for value in some if len(value) < 40) < _LEAST_SHARE / 2 * len(some):
        return frozenset()  # as in any column of words
    rows: Counter[str] = Counter()
    seen: dict[str, set[str]] = {}
    for value, count in counts.items():
        spelling = _spelling(value) if len(value) < 40 else ""
        unit = UNIT_OF.get(spelling.rstrip(".").lower(), "")
        if unit:
            rows[unit] += count
            seen.setdefault(unit, set()).add(spelling)
    if not rows:
        return frozenset()
    unit, most = rows.most_common(1)[0]
    return frozenset(seen[unit]) if most >= _LEAST_SHARE * sum(counts.values()) else frozenset()


def _spelling(value: str) -> str:
    found = _BEHIND.fullmatch(value)
    if found:
        dot = "." if value.rstrip().endswith(".") else ""
        return (found["close"] or found["apart"]) + dot
    found = _BEFORE.fullmatch(value)
    return found["before"] if found else ""


def without_unit(value: str, spellings: frozenset[str]) -> str:
    """The value without its unit."""
    spelling = _spelling(value) if len(value) < 40 else ""
    return value.replace(spelling, "").strip() if spelling in spellings else value
