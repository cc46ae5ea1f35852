"""Who pays for a patient that is an animal: its owner is the customer, where a column says who that is."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from core.columns.evidence import HOLDS, Column, dependence
from core.columns.fitting import Fit
from core.columns.naming import Role
from core.columns.words import name_words
from core.patterns import later

# What a column of animals is called, and one of those who own them; all without accents, in small letters.
_ANIMAL = later(r"patient(?:e|in|en)?|paziente|paciente|animal|animale|tier(?:e|name)?|pet|huisdier|dier")
_OWNER = later(
    r"owners?|(?:tier|hunde|pferde|katzen)?(?:besitzer|halter)(?:in)?|eigenaar|proprietaire|detenteur|proprietari[oa]|dueno|propietari[oa]|dono|tutor"
)
_ID = frozenset(("id", "no", "nr", "number", "code"))


def owner_of_patients(chosen: Mapping[Role, int], table: Sequence[Column]) -> tuple[int, Fit, str] | None:
    """The column of the owners where that of their animals was taken for the customers: its position, how it fits, and what is said."""
    if "customer" not in chosen:
        return None
    patient = table[chosen["customer"]]
    if not any(map(_ANIMAL.fullmatch, name_words(patient.profile.name))) or _is_called_owner(patient):
        return None
    order = table[chosen["order"]] if "order" in chosen else None
    owners = [
        column
        for column in table
        if _is_called_owner(column)
        and column is not order
        and column.profile.distinct > 1
        and (order is None or (dependence(order, column) or HOLDS) >= HOLDS)
    ]
    if not owners:
        return None
    owner = max(owners, key=lambda column: (_is_id(column), column.profile.filled, -column.position))
    reason = f"its name says who owns what {patient.profile.name} names"
    note = (
        f"{owner.profile.name} is taken as the customer: by the names, {patient.profile.name} is an animal, and its owner pays."
        f" To take the other: --map {shlex.quote(f'customer={patient.profile.name}')}"
    )
    return owner.position, Fit(1.0, reason, named=True), note


def _is_called_owner(column: Column) -> bool:
    words = name_words(column.profile.name)
    beside = [word for word in words if not _OWNER.fullmatch(word)]
    # The owner of an account or a deal is who serves.
    return len(beside) < len(words) and all(
        word in _ID or word == "name" or _ANIMAL.fullmatch(word) for word in beside
    )


def _is_id(column: Column) -> bool:
    return not _ID.isdisjoint(name_words(column.profile.name))
