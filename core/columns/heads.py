"""What a name turns on that speaks of a customer and of an order: `Orderklantnr.` numbers customers and `Klantordernr.` orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.columns.telling_words import BILLING

BOTH = frozenset(("customer", "order"))
# What says that something is numbered or called somehow; it stands beside what that is.
LABELS = frozenset(("id", "name", "designation"))
# All that a name may speak of besides: one that says more, as a date does, is of neither.
ALLOWED = BOTH | LABELS | {"unique", "account", "sale", "sales", "bill"}
# Languages that put first what a name turns on; the others put it last.
HEAD_FIRST = frozenset(("fr", "it", "es", "pt"))
# Of these one compound turns on its last part; two words may be an order and, behind it, whose it is (`Bestelling klant`).
COMPOUNDING = frozenset(("de", "nl"))
# Words that English and French share, of which neither order can be told.
SHARED = frozenset(("client", "clt", "cli", "ticket", "transaction", "trans", "document", "doc"))


class Part(NamedTuple):
    """A known part of a name: where its word stands, what it means, and the languages that know it."""

    text: str
    word: int
    concepts: frozenset[str]
    languages: tuple[str, ...]


def of_the_customer(parts: Sequence[Part], concepts: frozenset[str]) -> frozenset[str]:
    """The concepts without the order where the customer of one is meant: whoever is billed, or ordered."""
    if not BOTH <= concepts <= ALLOWED:
        return concepts
    if not _turns_on_customer(parts):
        return concepts
    billed = any(part.text in BILLING for part in parts)
    return (concepts - {"order"}) | {"bill" if billed else "sale"}


def _turns_on_customer(parts: Sequence[Part]) -> bool:
    """Whether a name that speaks of both turns on the customer; not so where nobody can tell."""
    nouns = [(place, part) for place, part in enumerate(parts) if part.concepts & BOTH]
    if any(noun.concepts >= BOTH for _, noun in nouns) or all(noun.text in SHARED for _, noun in nouns):
        return False
    of_one = [set(noun.languages) for _, noun in nouns if noun.languages and "" not in noun.languages]
    head_first = any(languages <= HEAD_FIRST for languages in of_one)
    label = next((place for place, part in enumerate(parts) if part.concepts & LABELS), None)
    if label is not None:
        before = [noun for place, noun in nouns if place < label]
        behind = [noun for place, noun in nouns if place >= label]
        behind_it = head_first or not before or parts[label] in behind
        head = (behind or before)[0] if behind_it else before[-1]
    elif head_first:
        head = nouns[0][1]
    elif any(languages & COMPOUNDING for languages in of_one) and len({noun.word for _, noun in nouns}) > 1:
        return False
    else:
        head = nouns[-1][1]
    return "customer" in head.concepts
