"""Pieces by whose name nobody bought them: those that came back or are still to come, are given for nothing, or fill a package."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from core.columns.goods_stages import stage_of
from core.columns.words import name_words, read_name
from core.patterns import later

if TYPE_CHECKING:
    from core.columns.evidence import Column
    from core.columns.naming import Role

NotSold = Literal["", "back", "to come", "free", "package"]
# What the name of pieces says of them by concepts.
_OF_PIECES = frozenset(("quantity", "count", "unit"))
_BESIDE = _OF_PIECES | {
    "refund", "product", "products", "order", "orders", "sale", "sales", "line", "total", "id", "ship", "promo", "store", "list", "customer",
}  # fmt: skip
# All without accents and in small letters. What was not there to be delivered, and what came back.
_LACKING = later(r"short(?:ed|age|ages)?$|fehlmenge|tekort|manquant|mancant|faltant|missing$")
_BACK = later(
    r"return|retour|retur|refund|cancel|storn|annul|anul|devol|devuelt|res[aoie]$|rendu|rimbors|reembols|estorn|geannuleer|zuruck|teruggestuurd|retoure"
)
# Pieces less those that came back are what customers kept, as in `Quantity (- Refund)`.
_LESS = later(
    r"(?i:\(\s*[-\u2013\u2212]|\b(?:less|minus|net of|after|abz(?:gl|üglich|ueglich)|nach|minder|na|moins|apr[eè]s|meno|dopo|menos|despu[eé]s|ap[oó]s)\b)"
)
_FREE = later(
    r"free$|bonus|gratis|gratuit|giveaway|kostenlos|naturalrabatt|omaggi|regal(?:o|ad)|brinde|bonific|offert(?:s|es)?$"
)
_EACH = frozenset(("per", "pro", "par", "por", "je", "a"))
_PACKAGES = later(
    r"cases?$|cartons?$|karton|box|boxes$|packs?$|packages?$|packung|verpackung|gebinde|ve$|vpe$|kiste|palette?|pallets?$|bundles?$|crates?$|trays?$|layers?$|bags?$"
    r"|sets?$|doos|dozen$|verpakking|krat|colis$|caisse|paquet|lot$|confezion|scatol|cart[oe]n|pacc[oh]|coll[oi]$|caja|bulto|embalaje|caixa|pacote|embalagem"
)
# A quantity that is nothing on more of the rows with money of their own does not say what these rows are of.
MOST_OF_NOTHING = 0.05
LEAST_ROWS = 2
OF_THE_SALE: tuple[Role, ...] = ("quantity", "price", "amount", "order_total")
MONEY_ROLES: tuple[Role, ...] = ("amount", "order_total")
# All that a plain name of what was sold says.
_PLAIN = frozenset(
    ("quantity", "order", "product", "products", "line", "sale", "sales", "total", "count", "id")
)


@lru_cache(maxsize=20_000)
def not_sold(name: str) -> NotSold:
    """Why pieces that are called so are none that were sold; "" where they may be, or where the name is of no pieces."""
    concepts = read_name(name).concepts
    if not concepts & _OF_PIECES or not concepts <= _BESIDE:
        return ""
    words = name_words(name)
    if _of_package(name, words):
        return "package"
    if "refund" in concepts or any(_BACK.match(word) for word in words):
        return "" if _LESS.search(name) else "back"
    if stage_of(name) == "open" or any(_LACKING.match(word) for word in words):
        return "to come"
    return "free" if any(_FREE.match(word) for word in words) else ""


def _of_package(name: str, words: Sequence[str]) -> bool:
    """Whether a name says how many there are in a package: so many per case."""
    _, slash, last = name.rpartition("/")
    if slash and any(_PACKAGES.match(word) for word in name_words(last)[:1]):
        return True
    return any(before in _EACH and _PACKAGES.match(word) for before, word in pairwise(words))


def is_of_no_sale(column: Column, role: Role) -> bool:
    """Whether numbers cannot say what was sold, or for how much: they are percentages, or pieces that by their name nobody bought."""
    return role in OF_THE_SALE and (column.is_percentages or bool(not_sold(column.profile.name)))


def settle_pieces(chosen: dict[Role, int], table: Sequence[Column]) -> list[str]:
    """Leave a quantity in `chosen` only where it counts what the money is for; say so where it was not, since its rows would not count.

    What was delivered, or the cases that something came in, may be nothing on rows with money of their own.
    """
    money = next((role for role in MONEY_ROLES if role in chosen), None)
    if money is None or "quantity" not in chosen:
        return []
    worth, pieces = table[chosen[money]], table[chosen["quantity"]]
    rows = [row for row, number in enumerate(worth.numbers) if number and number > 0]
    nothing = _nothing(pieces, rows)
    if nothing < LEAST_ROWS or nothing <= MOST_OF_NOTHING * len(rows):
        return []
    name = pieces.profile.name
    others = [
        column
        for column in table
        if column.position not in chosen.values()
        and column.is_number
        and "quantity" in column.name.roles
        and column.reading.has("quantity")
        and not not_sold(column.profile.name)
        and _nothing(column, rows) <= MOST_OF_NOTHING * len(rows)
    ]
    if others:
        best = max(others, key=lambda column: (column.name.roles["quantity"].fits, -column.position))
        chosen["quantity"] = best.position
        instead = f", so {best.profile.name} is taken for how many were sold"
    elif pieces.reading.concepts <= _PLAIN and not pieces.reading.unknown and stage_of(name) == "ordered":
        return []  # plainly how many were sold: the rows do not count, which is said when they are counted
    else:
        del chosen["quantity"]
        instead = ", so it is not taken for how many were sold"
    sums = sum(worth.numbers[row] or 0.0 for row in rows if pieces.numbers[row] == 0)
    return [
        f"{name} is 0 on {nothing:,} of the {len(rows):,} rows looked at that have money in {worth.profile.name} ({sums:,.2f} in all){instead}, and these"
        f" rows count. To leave them out: --map {shlex.quote(f'quantity={name}')}"
    ]


def _nothing(pieces: Column, rows: Sequence[int]) -> int:
    return sum(pieces.numbers[row] == 0 for row in rows)
