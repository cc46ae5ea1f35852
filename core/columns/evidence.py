"""What a column's values say about its role: what they look like, what they repeat within, what they add up to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from core.columns.cancelled import NEVER_OF_DOCUMENTS, are_events, are_sales_and_returns
from core.columns.former_prices import less_discount_words
from core.columns.kinds import MOST_KINDS, SALES, are_kinds, may_be_of_kinds
from core.columns.naming import NameFit, NameRoles, name_roles
from core.columns.outcomes import MOST_OUTCOMES, called_status, tell_outcomes
from core.columns.places import is_country
from core.columns.profile import ColumnProfile, number_reader
from core.columns.unit_prices import called_rate
from core.columns.words import Reading, name_words, read_name
from core.patterns import later

LOOKED_AT = 64
# Relations between columns are looked for in so many rows, kept in file order.
RELATED_ROWS = 8_000
# Fewer repeats than this say nothing about what depends on what.
LEAST_REPEATS = 3
HOLDS = 0.95
FAILS = 0.75

# What `Tiers` means, in French and in English; a loyalty programme has no more of them than this.
PARTNERS_OR_STEPS, MOST_STEPS = frozenset(("partner", "segment")), 7

CODE = later(r"#?(?=[^\s]*\d)[^\s@,;]{1,64}")
# Fewer digits number a person or a thing in a list, as "Store 12" does.
DOCUMENT = later(r"[^\W\d_]{2}[^@]*[\s#№][^\s@]*[0-9]{4}[^@]*")
JSON_TEXT = later(r"\[\s*([\[{'\x22].*)?\]|\{\s*([\x22'].*)?\}", re.DOTALL)
PERSON = later(r"[^\W\d_]+[.,]?(?:[ '’-]+[^\W\d_]+\.?){1,3}")
STATUS_WORDS = later(
    r"(?:partially[ _-]?|un|not[ _-])?(?:cancel+ed|cancel+ation|cancel|canc?|void(?:ed)?|return(?:ed)?|refund(?:ed)?"
    r"|complete[d]?|delivered|shipped|pending|processing"
    r"|paid|open|closed|fulfil+ed|on[ _-]?hold|failed|authorized|in[ _-]?transit|delayed|sold|sale|purchase|order|payment|credit[ _-]?note|chargeback"
    r"|storniert|geliefert|bezahlt|offen|versendet|abgeschlossen|retourniert|erledigt|geannuleerd|geleverd|betaald|verzonden|afgerond|retour"
    r"|annul[ée]e?|livr[ée]e?|pay[ée]e?|exp[ée]di[ée]e?|rembours[ée]e?|termin[ée]e?|en cours|annullat[oa]|consegnat[oa]|pagat[oa]|spedit[oa]|res[oa]|evaso"
    r"|cancelad[oa]|entregue|entregad[oa]|enviad[oa]|pagad[oa]|pago|devolvid[oa]|devuelt[oa]|completad[oa]|conclu[ií]d[oa]|pendiente|pendente)",
    re.IGNORECASE,
)


def wording_of(count: int, what: str) -> str:
    """A number with its noun: "1 customer", "2 customers"."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


@dataclass(eq=False, slots=False)
class Column:
    """A column under consideration, with what is worked out of its values when it is asked for."""

    profile: ColumnProfile
    values: Sequence[str | None]
    name: NameRoles = field(init=False)
    reading: Reading = field(init=False)
    tells_outcomes: bool = field(init=False)
    """Whether it is called a state or a stage, and holds words for what became of an order or a deal."""

    def __post_init__(self) -> None:
        name = self.profile.name
        if read_name(name).concepts == PARTNERS_OR_STEPS and self.profile.distinct > MOST_STEPS:
            name = "partner"
        name = called_rate(name) or less_discount_words(name) or name
        self.tells_outcomes = bool(called_status(name)) and self._holds_outcomes()
        if self.tells_outcomes:
            name = called_status(name)
        short_words = self._bears_out(read_name(name))
        self.reading = read_name(name, short_words=short_words)
        self.name = name_roles(name, short_words=short_words)
        if self.tells_outcomes:
            said = " ".join(name_words(self.profile.name))
            self.name = replace(
                self.name, roles={role: NameFit(fit.fits, said) for role, fit in self.name.roles.items()}
            )
        if self.is_json:
            # Whatever it is called, a text of several values is no id, no number and no name.
            self.name = NameRoles({}, understood=True, generic=False)
        if self.holds_events:
            # Whatever it is called, it tells purchases from visits.
            said = " ".join(name_words(self.profile.name))
            self.reading = replace(self.reading, concepts=frozenset(("status",)))
            self.name = NameRoles({"status": NameFit(1.0, said)}, understood=True, generic=False)
        if self.holds_kinds and self.reading.concepts:
            # What is called a document is the kind of one here, so it numbers none.
            self.reading = replace(self.reading, concepts=self.reading.concepts | {"type"})
            self.name = NameRoles({}, understood=True, generic=False)

    @cached_property
    def holds_events(self) -> bool:
        """Whether its values say what happened on visits, of which purchases are one kind."""
        if self.profile.kind != "text" or self.profile.distinct > MOST_OUTCOMES:
            return False
        return not self.reading.has(*NEVER_OF_DOCUMENTS) and are_events(
            {value.strip() for value in self.values if value}
        )

    @cached_property
    def holds_kinds(self) -> bool:
        """Whether its values are kinds of documents, although its name does not say so."""
        if self.profile.kind != "text" or self.profile.distinct > MOST_KINDS or self.holds_events:
            return False
        kinds = Counter(value.strip() for value in self.values if value and value.strip())
        if may_be_of_kinds(self.reading) and are_kinds(self.reading, kinds.keys()):
            return True
        # A status marks cancelled rows itself, and a way to pay may be called as a document is.
        says_another = "status" in self.name.roles or self.reading.has(*NEVER_OF_DOCUMENTS)
        return not says_another and are_sales_and_returns(kinds, SALES)

    def _holds_outcomes(self) -> bool:
        if self.profile.kind != "text" or self.profile.distinct > MOST_OUTCOMES:
            return False
        return self.is_status or tell_outcomes(
            {value.strip() for value in self.values if value and value.strip()}
        )

    def _bears_out(self, reading: Reading) -> bool:
        """Whether values may be what short words say: PA may be a state and PV a number of a shop, but neither has decimals."""
        if not reading.by_short_words or not self.profile.rows:
            return True
        if reading.has("taxnumber"):
            return not self.is_fractional
        if reading.has("payment"):
            return self.is_number and self.profile.kind == "number"
        decorated = bool(self.profile.numbers and self.profile.numbers.decorated)
        return self.is_number and (self.is_fractional or decorated or self.is_written_with_decimals)

    @property
    def position(self) -> int:
        """Where the column stands."""
        return self.profile.position

    @property
    def distinct_share(self) -> float:
        """How many of the filled cells differ."""
        return self.profile.distinct / max(1, self.profile.filled)

    @property
    def is_number(self) -> bool:
        """Whether the values can be counted with."""
        return self.profile.numbers is not None and self.profile.kind in ("number", "boolean")

    @property
    def is_fractional(self) -> bool:
        """Whether some values have decimals."""
        return self.is_number and not self.profile.whole

    @property
    def is_written_with_decimals(self) -> bool:
        """Whether whole numbers carry decimals all the same, as `3,000` for three: a measure is written so, and no id."""
        fmt = self.profile.numbers
        if fmt is None or self.profile.kind != "number" or not self.profile.whole:
            return False
        # One zero behind a point is what a spreadsheet makes of an id.
        return all(
            len(value.rpartition(fmt.decimal)[2]) > 1 and fmt.decimal in value
            for value in (self.profile.minimum, self.profile.maximum)
        )

    @cached_property
    def is_percentages(self) -> bool:
        """Whether these are shares, written with percent signs."""
        written = self.profile.numbers
        return (
            written is not None
            and written.percent
            and sum("%" in value for value in self.some) * 2 > len(self.some)
        )

    @cached_property
    def some(self) -> list[str]:
        """A few of the values, spread evenly."""
        step = max(1, len(self.values) // (LOOKED_AT * 2))
        found = [value.strip() for value in self.values[::step] if value]
        return [value for value in found if value][:LOOKED_AT] or list(self.profile.examples)

    def share(self, pattern: re.Pattern[str]) -> float:
        """How many of a few values the pattern matches wholly."""
        return sum(1 for value in self.some if pattern.fullmatch(value)) / max(1, len(self.some))

    @cached_property
    def is_email(self) -> bool:
        """Whether these are addresses of e-mail."""
        return sum("@" in value for value in self.some) > 0.7 * len(self.some) > 0

    @cached_property
    def is_json(self) -> bool:
        """Whether these are the texts of objects or lists, as JSON within a cell has them."""
        return self.profile.kind == "text" and self.share(JSON_TEXT) > 0.7

    @cached_property
    def is_document(self) -> bool:
        """Whether these are documents in words with the number of each, every one on consecutive rows of its own."""
        return (
            self.profile.kind == "text"
            and self.distinct_share < 0.9
            and self.runs < 1.1
            and self.share(DOCUMENT) > 0.9
        )

    @cached_property
    def is_person(self) -> bool:
        """Whether these look like names of people: two or more words of letters."""
        return self.profile.kind == "text" and self.share(PERSON) > 0.7

    @cached_property
    def is_code(self) -> bool:
        """Whether these look like ids: codes with digits in them, or whole numbers of about one length."""
        profile = self.profile
        if profile.kind == "text":
            return self.share(CODE) > 0.8
        if (
            profile.kind != "number"
            or profile.negative
            or not profile.whole
            or self.is_written_with_decimals
            or (profile.numbers and profile.numbers.decorated)
        ):
            return False
        longest = len(profile.maximum)
        padded = any(value[0] == "0" and len(value) > 2 and value.isdecimal() for value in profile.examples)
        return padded or (profile.distinct > 2 and longest >= 3 and profile.mean_length >= longest - 0.4)

    @cached_property
    def codes(self) -> list[int]:
        """The values as small numbers, alike where they differ in case or outer blanks only; -1 where there is none."""
        numbered: dict[str, int] = {}
        known: dict[str | None, int] = {None: -1, "": -1}
        codes = []
        for value in self.values[:RELATED_ROWS]:
            code = known.get(value)
            if code is None:
                folded = (value or "").strip().casefold()
                code = numbered.setdefault(folded, len(numbered)) if folded else -1
                known[value] = code
            codes.append(code)
        return codes

    @cached_property
    def numbers(self) -> list[float | None]:
        """The values as numbers."""
        if self.profile.numbers is None:
            return [None] * min(len(self.values), RELATED_ROWS)
        read = number_reader(self.profile.numbers)
        return [read(value.strip()) if value else None for value in self.values[:RELATED_ROWS]]

    @cached_property
    def runs(self) -> float:
        """How many unbroken runs each value comes in: 1 where equal values always stand together."""
        codes = [code for code in self.codes if code >= 0]
        changes = sum(1 for before, after in pairwise(codes) if before != after) + 1
        return changes / max(1, len(set(codes)))

    @cached_property
    def is_row_number(self) -> bool:
        """Whether the values simply count the rows up or down."""
        if not self.profile.whole or self.distinct_share < 0.99 or self.profile.filled < 3:
            return False
        known = [number for number in self.numbers if number is not None]
        steps = [after - before for before, after in pairwise(known)]
        return max(steps.count(1), steps.count(-1)) >= 0.95 * len(steps)

    @cached_property
    def is_line_number(self) -> bool:
        """Whether the values count 1, 2, 3 within something and begin again."""
        if not self.profile.whole or self.profile.distinct < 2 or self.distinct_share > 0.9:
            return False
        known = [number for number in self.numbers if number is not None]
        if not known or min(known) not in (0, 1, 10) or self.profile.negative:
            return False
        first = min(known)
        step = 10 if first == 10 else 1
        regular = sum(after == first or after == before + step for before, after in pairwise(known))
        climbs = sum(after == before + step for before, after in pairwise(known))
        return regular >= 0.95 * (len(known) - 1) and climbs >= 0.25 * (len(known) - 1)

    @cached_property
    def is_country(self) -> bool:
        """Whether the most common values are names or codes of countries."""
        if self.profile.kind != "text":
            return False
        common = [value for value, _ in self.profile.common] or list(self.profile.examples)
        return sum(map(is_country, common)) > 0.75 * len(common)

    @cached_property
    def is_status(self) -> bool:
        """Whether the values are words for what became of an order."""
        return (
            self.profile.kind == "text" and 1 < self.profile.distinct <= 40 and self.share(STATUS_WORDS) > 0.6
        )


def dependence(within: Column, what: Column, rows: Sequence[int] | None = None) -> float | None:
    """How far one value of `within` always has the same value of `what`: 1 always, 0 never; None where nothing repeats.

    Only by `rows` where they are given.
    """
    pairs = zip(within.codes, what.codes, strict=True)
    if rows is not None:
        pairs = zip([within.codes[row] for row in rows], [what.codes[row] for row in rows], strict=True)
    both = [(a, b) for a, b in pairs if a >= 0 and b >= 0]
    groups = len({a for a, _ in both})
    repeats = len(both) - groups
    if repeats < LEAST_REPEATS:
        return None
    return 1 - (len(set(both)) - groups) / repeats


def first_rows(customer: Column, purchase: Column | None) -> list[int] | None:
    """One row for each purchase: what a purchase's own lines repeat says nothing of its customer."""
    if purchase is None:
        return None
    seen: dict[tuple[int, int], int] = {}
    for row, key in enumerate(zip(customer.codes, purchase.codes, strict=True)):
        seen.setdefault(key, row)
    return list(seen.values())
