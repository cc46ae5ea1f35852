"""Prices from before a discount and what is left after it, by their names: old, full and struck-out prices give way to what customers paid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from core.columns.naming import Role
from core.columns.words import name_words, plain, read_name
from core.patterns import later

if TYPE_CHECKING:
    from core.columns.evidence import Column
    from core.columns.fitting import Fit

# What a name says of its money: it is from before a discount, what is left after one, with something in it that may be a tax or a discount, or none of these.
Standing = Literal["before", "after", "gross", "plain"]

OF_MONEY: tuple[Role, ...] = ("price", "amount", "order_total")
# What follows is of money alone: its discount is the one that these words stand before.
MONEY = ("price", "amount", "total", "value", "subtotal", "sales", "net")
# A name has to be one of a price this clearly for another to give way to it.
CLEARLY = 0.5
# A price that others give way to is known where they are, but for slips.
NEARLY_ALL = 0.95
# What is left is not less than this of what it was; a smaller sum is the difference, or what was taken off.
LEAST_LEFT = 0.3
# A tax has a few rates, and none is higher; prices are rounded to the cent.
MOST_TAX_RATES, HIGHEST_TAX = 3, 1.28
ROUNDED = 0.011

_DISCOUNT = (
    "discounts?|disc|rebates?|rabatte?s?|nachlass|kortingen|korting|remises?|rabais|reductions?|sconti|sconto"
    "|descuentos?|dto|dcto|descontos?|promo|promotions?"
)
_ARTICLES = "(?:(?:the|any|all|dem|den|der|de|het|la|les|l|le|lo|dello|del|della|di|gli|el|do|da|d|as) )*"
_BEFORE = (
    "before|without|w o|wo|excl|excluding|exclusive|ex|pre|vor|ohne|exkl|voor|zonder|avant|sans|hors|prima|senza"
    "|ante|antes|sin|sem|excluido|esclus[oi]"
)
_AFTER = (
    "after|with|incl|including|inclusive|inc|net of|less|minus|post|nach|mit|inkl|abzuglich|abzueglich|na|met|apres|avec"
    "|dopo|con|despues|tras|depois|apos|com"
)
_BEFORE_DISCOUNT = later(rf"\b(?:{_BEFORE}) {_ARTICLES}(?:{_DISCOUNT})\b")
_AFTER_DISCOUNT = later(rf"\b(?:{_AFTER}) {_ARTICLES}(?:{_DISCOUNT})\b")
# Beside a price, in its own word or as a word of its own.
_REDUCED = later(
    r"\b(?:discounted|reduced|reduziert\w*|rabattiert\w*|ermassigt\w*|afgeprijsd\w*|verlaagde?|gereduceerde?|remisee?|reduite?|soldee?|scontat[oa]|ridott[oa]|ribassat[oa]"
    r"|rebajad[oa]|reducid[oa]|descontad[oa]|reduzid[oa])\b"
)
_FORMER = later(
    r"\b(?:old|former|was|previous|prior|original|full|regular|normal|undiscounted|strike ?through|struck(?: out)?|crossed(?: out)?|rrp|compare at"
    r"|alte[rsn]?|fruhere[rsn]?|ehemalige[rsn]?|ursprunglich\w*|regular\w*|volle[rsn]?|durchgestrichen\w*|statt|vorher|normale?[rs]?"
    r"|oude?|originele?|oorspronkelijke?|volle?|vorige|vroegere?|doorgestreepte?|voorheen"
    r"|anciene?|ancienne?|barree?|plein|initiale?|d ?origine|vecchi[oa]|pien[oa]|interos?|intero|originale|barrat[oa]|iniziale|precedente"
    r"|antigu[oa]|anterior|complet[oa]|tachad[oa]|antig[oa]|chei[oa]|riscad[oa]|pvp)\b"
    r"|\b(?:streich|statt|alt|normal|original|voll|ursprungs|van|oude|normaal|catalogus|advies)(?:preise?|prijs|prijzen)\b"
    # "Van prijs", "Preço de" and "Price before", of which the other half is "Voor prijs", "Preço por" and "Price after".
    r"|^van (?:prijs|bedrag)\b|^(?:preco|precio) de$|(?: before| vor(?:her)?| avant| prima| antes)$"
)
_GROSS = later(r"\b(?:gross|brutto?|brute?|lord[oa]|brut[oa]|bruto)(?:preise?|prijs|prijzen)?\b")


@lru_cache(maxsize=20_000)
def standing(name: str) -> Standing:
    """What a name says of its money besides that it is money."""
    said = _words(name)
    if _BEFORE_DISCOUNT.search(said):
        return "before" if less_discount_words(name) else "plain"
    if _AFTER_DISCOUNT.search(said):
        return "after" if less_discount_words(name) else "plain"
    if not _is_price(name):
        return "plain"
    if _REDUCED.search(said):
        return "after"
    if _FORMER.search(said):
        return "before"
    return "gross" if _GROSS.search(said) else "plain"


@lru_cache(maxsize=20_000)
def less_discount_words(name: str) -> str:
    """A name of money without the words that say from before which discount, or from after it, it is; "" where there are none, or it is of no money then.

    `Price after discount` is a price: the discount is said of it, and stands elsewhere.
    """
    said = _words(name)
    patterns = (_BEFORE_DISCOUNT, _AFTER_DISCOUNT, *((_REDUCED,) if _is_price(name) else ()))
    rest = said
    for pattern in patterns:
        rest = pattern.sub(" ", rest)
    rest = " ".join(rest.split())
    return (
        rest if rest != said and read_name(rest).has(*MONEY) and not read_name(rest).has("discount") else ""
    )


def less_former(role: Role, fits: Mapping[int, Fit], table: Sequence[Column]) -> dict[int, Fit]:
    """The fits less the columns from before a discount, where one that is as full says what is left; and less plain ones where one says so by its name."""
    if role not in OF_MONEY:
        return dict(fits)
    return {
        position: fit
        for position, fit in fits.items()
        if not any(_gives_way(table[position], table[other], role) for other in fits if other != position)
    }


def _gives_way(column: Column, other: Column, role: Role) -> bool:
    named = other.name.roles.get(role)
    if named is None or named.fits < CLEARLY or other.reading.has("cost", "discount", "percent"):
        return False
    if role != "price" and not _is_of_the_same(column, other):
        return False
    own, its = standing(column.profile.name), standing(other.profile.name)
    pairs = [
        (before, left)
        for before, left in zip(column.numbers, other.numbers, strict=True)
        if before is not None and left is not None
    ]
    filled = sum(number is not None for number in column.numbers)
    if not pairs or len(pairs) < NEARLY_ALL * filled:
        return False
    if sum(abs(left) for _, left in pairs) < LEAST_LEFT * sum(abs(before) for before, _ in pairs):
        return False
    match own:
        case "before":
            return its != "before"
        case "gross":
            return its in ("plain", "after") and _is_with_discount(pairs)
        case "plain":
            return its == "after" and _is_of_the_same(column, other)
        case "after":
            return False


def _is_of_the_same(column: Column, other: Column) -> bool:
    """Whether two names say the same but for the discount."""
    return column.reading.concepts - {"net"} == other.reading.concepts - {"net"}


def _is_with_discount(pairs: Sequence[tuple[float, float]]) -> bool:
    """Whether the gross is from before discounts, and has not a tax in it: the rest is never more, and no few rates of a tax lead from one to the other."""
    if sum(abs(left) <= abs(before) for before, left in pairs) < NEARLY_ALL * len(pairs):
        return False
    rates: list[float] = []
    # The larger a price, the better it tells a rate that it was rounded by.
    for before, left in sorted(pairs, key=lambda pair: -abs(pair[1])):
        if not left or any(abs(before - left * rate) <= ROUNDED for rate in (1.0, *rates)):
            continue
        rates.append(before / left)
    return len(rates) > MOST_TAX_RATES or any(rate > HIGHEST_TAX for rate in rates)


def _is_price(name: str) -> bool:
    return read_name(name).has("price") or re.search("pr(?:ice|eis|ijs)", plain(name)) is not None


def _words(name: str) -> str:
    return " ".join(name_words(name))
