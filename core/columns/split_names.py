"""Names of people in two columns, of which either alone makes one customer of all who share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from core.columns.alike import GuessedTable
from core.columns.role_guess import RoleGuess
from core.columns.words import name_words, read_name

GIVEN = ("firstname", "givenname", "vorname", "voornaam", "prenom")
FAMILY = (
    *("lastname", "surname", "familyname", "nachname", "familienname", "achternaam", "cognome", "apellido", "apellidos", "sobrenome", "apelido"),
)  # fmt: skip
# A word for the whole name that means half of it beside a column of the other half: Nom beside Prénom, Nome beside Cognome.
OF_A_PERSON = frozenset(("partname", "name", "customer", "bill", "ship"))


class SplitName(NamedTuple):
    """The columns of a person's given name and family name."""

    given: str
    family: str

    def other(self, column: str) -> str:
        """The half that goes with one of them."""
        return self.family if column == self.given else self.given


def split_name(names: Sequence[str]) -> SplitName | None:
    """The two columns that hold the halves of the customer's name; None where there are none."""
    people = [name for name in names if read_name(name).concepts and _is_of_a_person(name)]
    given, family = ([name for name in people if _says(name, words)] for words in (GIVEN, FAMILY))
    whole = [name for name in people if not read_name(name).has("partname")]
    pairs = [
        SplitName(*pair)
        for pair in (*product(given, family), *product(given, whole), *product(whole, family))
        if read_name(pair[0]).concepts - {"partname", "name"}
        == read_name(pair[1]).concepts - {"partname", "name"}
    ]
    # The customer's before whomever the goods went to.
    pairs.sort(key=lambda pair: read_name(pair.given).has("ship"))
    return pairs[0] if pairs else None


def _is_of_a_person(name: str) -> bool:
    reading = read_name(name)
    return not reading.unknown and reading.has("partname", "name") and reading.concepts <= OF_A_PERSON


def _says(name: str, halves: tuple[str, ...]) -> bool:
    words = name_words(name)
    together = [*words, *map("".join, pairwise(words))]
    return any(word.endswith(halves) for word in together)


def half_name_notes(main: GuessedTable, roles: Mapping[str, RoleGuess]) -> list[str]:
    """A word where customers are told apart by half of their name, and the other half shows that it merges people."""
    customer = roles.get("customer")
    split = split_name(main.names)
    if split is None or customer is None or customer.column not in split:
        return []
    half, other = customer.column, split.other(customer.column)
    place, beside = (main.names.index(name) for name in (half, other))
    found: dict[str, dict[str, str]] = {}
    spelled: dict[str, str] = {}
    sample = main.opened.sample.columns
    for own, more in zip(sample[place], sample[beside], strict=True):
        if own and own.strip() and more and more.strip():
            spelled.setdefault(own.strip().casefold(), own.strip())
            found.setdefault(own.strip().casefold(), {}).setdefault(more.strip().casefold(), more.strip())
    merged = {own: others for own, others in found.items() if len(others) > 1}
    if not merged:
        return []
    own, others = max(merged.items(), key=lambda item: (len(item[1]), item[0]))
    one, another, *_ = others.values()
    which = "the family name" if half == split.family else "the given name"
    return [
        f"{half} is {which} only, and {len(merged):,} of the {len(found):,} looked at go with several in {other}, as {spelled[own]!r} does with"
        f" {one!r} and {another!r}: all people of one count as one customer. Join {split.given} and {split.family} into one column in the source,"
        " with what tells namesakes apart, and map that one to customer."
    ]


def split_name_told(label: str, split: SplitName) -> tuple[str, str]:
    """What is wrong with a table that has a customer's name in two columns and nothing else that says who it is, and what to do."""
    return (
        f"{label} has no one column that says who the customer is: names stand in two, {split.given} and {split.family}, and either alone makes one"
        " customer of all who share it.",
        f"Join both into one column in the source, best with a postcode behind them that tells namesakes apart; mapping {split.family} alone merges"
        " people.",
    )
