"""What a column's name says: its words, whatever holds them together, and the concepts they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase

from core.columns.double_words import DOUBLE, SHORT_WORDS, SHORT_WORDS_BESIDE, WHOLE_NAMES
from core.columns.heads import Part, of_the_customer
from core.columns.telling_words import (
    BILLING,
    BUYING,
    MONEY,
    NEUTRAL,
    PAPERS,
    RATES,
    RUNNING_NUMBER,
    SELLING,
    SHARED_OUT,
    SHARES,
    STILL_OPEN,
    WITH_OR_WITHOUT,
)
from core.columns.vocabulary import VOCABULARY
from core.patterns import later

GENERIC = later(
    r"(?:_?(?:column|col|field|var|attr|unnamed|spalte|feld|kolom|veld|colonne|champ|colonna|columna|coluna|campo|[cfvx])"
    r"[\s_:.-]*\d+(?:[_\s:].*)?|\d*|_+)",
    re.IGNORECASE,
)
# "N°", "N.º" and "N." before what is numbered.
NUMBER_SIGN = later(r"[№#]|\bn(?:\.?[°º]|\.)(?=\s|$)", re.IGNORECASE)
# French for invoiced, which without its accent is the word for an invoice.
INVOICED = later(r"\bfacturée?s?\b", re.IGNORECASE)
IN_TABLE = later(r"([^\W\d]\w*)\.([^\W\d][\w.]*)")
# What stands in a list of the things sold, whatever the list is called.
IN_LIST = later(r"[^\[\]]+\[\]\.(.+)")
# The number of an object that holds money and its currency, as programs' interfaces write it: `amount.value`, `total_money.amount`.
IN_OBJECT_OF_MONEY = later(r"(.+?)(_?money)?\.(?:value|amount)", re.IGNORECASE)
# Letters that German and Dutch put between the parts of one word.
LINKS = ("", "s", "n", "en", "e", "es")
SHORT_ENDINGS = frozenset(("id", "no", "nr", "nm", "of", "de", "di"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a column's name was understood to say."""

    name: str
    concepts: frozenset[str]
    unknown: int
    """How many of its words were not understood."""
    generic: bool
    """Whether it is a stand-in for a name, as "column 1" is."""
    languages: tuple[str, ...]
    """The languages that know each of its words, where not all do: one entry a word and language."""
    by_short_words: bool = False
    """Whether words so short say it that its values have to bear it out."""
    buys: bool = False
    """Whether it speaks of buying: what the shop pays where another column is of selling."""
    sells: bool = False
    """Whether it speaks of selling."""

    def has(self, *concepts: str) -> bool:
        """Whether any of these is among what the name says."""
        return not self.concepts.isdisjoint(concepts)


def plain(text: str) -> str:
    """The text without accents and in small letters: "Stück" is "stuck"."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("æ", "ae").replace("ø", "o"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, whatever holds them together: CustomerID, customer_id, "Customer ID", customer.id."""
    name = INVOICED.sub("invoiced", unicodedata.normalize("NFC", name))
    text = unicodedata.normalize("NFKD", NUMBER_SIGN.sub(" nr ", name).replace("%", " percent "))
    text = "".join(letter for letter in text.replace("ß", "ss") if not unicodedata.combining(letter))
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", text)
    return tuple(word.casefold() for word in re.findall(r"[^\W\d_]+", text))


@lru_cache(maxsize=20_000)
def read_name(name: str, *, short_words: bool = True) -> Reading:
    """What a name says; an empty set of concepts where nothing of it was understood.

    Without `short_words` those that mean something only beside others, as VK and PA do, are not understood.
    """
    if GENERIC.fullmatch(name.strip()):
        return Reading(name, frozenset(), 0, True, ())
    within = _in_table(name, short_words=short_words) or _in_object_of_money(name, short_words=short_words)
    if within:
        return within
    words = name_words(name)
    whole = WHOLE_NAMES.get("".join(words))
    if whole:
        return Reading(name, frozenset(whole.split()), 0, False, ())
    concepts: set[str] = set()
    languages: list[str] = []
    unknown = 0
    understood: set[str] = set()
    short: list[str] = []
    said: list[Part] = []
    together = "".join(words)  # "Q.tà", "E-Mail", "MwSt"
    phrases = [together] if together in _CONCEPTS or together in SHORT_WORDS else _phrases(words)
    with_tax = _with_or_without_tax(phrases)
    for place, word in enumerate(phrases):
        if place in with_tax:
            concepts.add("net")
            continue
        if word in SHORT_WORDS:
            short.append(word)
            continue
        parts = _known_parts(word)
        unknown += parts is None and len(word) > 1
        for part in parts or ():
            if part in NEUTRAL:
                continue
            understood.add(part)
            concepts.update(_CONCEPTS[part])
            known = _LANGUAGES_OF[part]
            said.append(Part(part, place, frozenset(_CONCEPTS[part]), known))
            languages.extend(known if "" not in known else ())
    meant = _with_short_words(concepts, short) if short_words and not unknown else None
    unknown += len(short) if meant is None else 0
    settled = _settled(_either_side(name, _on_paper(meant or concepts, understood)), words, understood)
    unknown += "running" in concepts - settled
    return Reading(
        name,
        of_the_customer(said, frozenset(settled)),
        unknown,
        not words,
        tuple(languages),
        by_short_words=bool(short) and meant is not None,
        buys=not understood.isdisjoint(BUYING),
        sells=not understood.isdisjoint(SELLING),
    )


def _with_short_words(concepts: set[str], short: Sequence[str]) -> set[str] | None:
    """The concepts with those of the short words; None where anything else that the name says is about another thing."""
    meant = concepts.union(*(SHORT_WORDS[word].split() for word in short))
    return meant if any(meant <= beside for beside in SHORT_WORDS_BESIDE) else None


def _in_table(name: str, *, short_words: bool) -> Reading | None:
    """What a name says behind that of a table of many (`orders.id`, `line_items.price`): there it means one of them."""
    if listed := IN_LIST.fullmatch(name.strip()):
        return _of_product(name, read_name(listed[1], short_words=short_words))
    found = IN_TABLE.fullmatch(name.strip())
    if found is None:
        return _of_order_line(name, short_words=short_words)
    table, own = read_name(found[1]), read_name(found[2], short_words=short_words)
    if not table.has("orders", "purchases", "products") or not own.concepts:
        return None
    # The customer of an order is named in full, and so is the order of an item.
    of_one = {"product"} if table.has("products") else {"order"}
    concepts = own.concepts if own.has("customer", "order", "product") else own.concepts | of_one
    return replace(
        own,
        name=name,
        concepts=frozenset(concepts),
        generic=False,
        languages=(*table.languages, *own.languages),
    )


def _of_order_line(name: str, *, short_words: bool) -> Reading | None:
    """What a name says of a line of an order, as `Order Lines/Unit Price` does: it means that of a product."""
    table, slash, field = name.partition("/")
    if not slash or read_name(table).concepts != {"order", "line"}:
        return None
    return _of_product(name, read_name(field, short_words=short_words))


def _of_product(name: str, own: Reading) -> Reading | None:
    return replace(own, name=name, concepts=own.concepts | {"product"}) if own.concepts else None


def _in_object_of_money(name: str, *, short_words: bool) -> Reading | None:
    """What a name says of an object of money by its value: what that money is."""
    found = IN_OBJECT_OF_MONEY.fullmatch(name.strip())
    if found is None:
        return None
    money = read_name(found[1], short_words=short_words)
    return replace(money, name=name) if found[2] or money.has("price", "amount") else None


def are_letters(names: Sequence[str]) -> bool:
    """Whether names are only the letters that a spreadsheet has above its columns: then `F` is no frequency."""
    return len(names) > 2 and [name.strip().casefold() for name in names] == list(
        ascii_lowercase[: len(names)]
    )


def header_language(names: Iterable[str]) -> str:
    """The language that most of the names' words belong to, or "" where two are as likely."""
    votes = Counter(language for name in names for language in read_name(name).languages)
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]


def _on_paper(concepts: set[str], understood: set[str]) -> set[str]:
    """The concepts with documents for pieces where only a document can be meant, as by the date of a piece; a ticket that has a price is a piece."""
    if "unit" in concepts and concepts & {"date", "type"} and not understood.isdisjoint(PAPERS):
        return (concepts - {"unit"}) | {"order"}
    if concepts >= {"price", "order"} and "ticket" in understood:
        return (concepts - {"order"}) | {"product"}  # as an item is sold at an item price
    return concepts


def _either_side(name: str, concepts: set[str]) -> set[str]:
    """The concepts of the customer alone where a slash stands between that and who sells: in a list of sales it is one of them only."""
    return concepts - {"supplier", "staff"} if "/" in name and "customer" in concepts else concepts


def _settled(concepts: set[str], words: tuple[str, ...], understood: set[str]) -> set[str]:
    """The concepts once words that mean several things are settled by the words beside them."""
    if concepts >= {"price", "sale"} and not understood.isdisjoint(BUYING):
        if "purchase" not in understood:
            concepts = (concepts - {"sale"}) | {"cost"}
        elif "total" not in concepts:
            concepts = concepts | {"cost"}  # English calls so what customers pay too
    if (
        "nombre" in words
        and ("d" in words or "de" in words)
        and concepts & {"orders", "products", "purchases", "unit"}
    ):
        concepts = (concepts - {"name"}) | {"count"}  # French for number, Spanish for name
    if concepts >= {"id", "orders"} or concepts >= {"id", "purchases"} or concepts >= {"id", "products"}:
        concepts = (concepts - {"id"}) | {"count"}  # "num orders" counts them, "order num" names one
    if "number" in words and "of" in words:
        concepts = (concepts - {"id"}) | {"count"}
    if concepts >= {"amount", "id"}:
        concepts = concepts - {"id"}  # "N. Revenue": the net, no number
    if concepts >= {"stock", "id"}:
        concepts = (concepts - {"stock"}) | {"product"}
    concepts = _billed(_not_charged(concepts, words, understood), words, understood)
    return _running_up(concepts, words, understood)


def _not_charged(concepts: set[str], words: tuple[str, ...], understood: set[str]) -> set[str]:
    """The concepts with what says that money is not what was charged: it is still open, or is a share of something."""
    if concepts & {"amount", "total", "value"} and not STILL_OPEN.isdisjoint(words):
        concepts = concepts | {"balance"}
    return (concepts - {"price"}) | {"percent"} if _is_share(concepts, words, understood) else concepts


def _is_share(concepts: set[str], words: tuple[str, ...], understood: set[str]) -> bool:
    """Whether a rate is the share of something, as that of a tax is, and not what one of something costs (`Rate incl. VAT`, `Discounted Rate`)."""
    if "price" not in concepts or RATES.isdisjoint(words):
        return False
    if any(part not in RATES and "price" in _CONCEPTS[part] for part in understood):
        return False
    if not SHARED_OUT.isdisjoint(words):
        return True
    behind = {before for before, word in pairwise(words) if word in RATES}
    if any("tax" in _CONCEPTS.get(word, ()) for word in behind):
        return True
    return bool(concepts & SHARES) and "net" not in concepts and {"discounted", "included"}.isdisjoint(words)


def _with_or_without_tax(phrases: Sequence[str]) -> set[int]:
    """The places of words that say of what a name is of that it has a tax in it, or has it not: it is not the tax itself.

    One letter says so behind something only, as `C. IVA` is the code of one.
    """
    return {
        place
        for place, (before, word) in enumerate(pairwise(phrases))
        if before in WITH_OR_WITHOUT
        and (place or len(before) > 1)
        and any("tax" in _CONCEPTS.get(part, ()) for part in _known_parts(word) or ())
    }


def _billed(concepts: set[str], words: tuple[str, ...], understood: set[str]) -> set[str]:
    """The concepts with whoever is billed, who need not be who ordered."""
    if "bill" in words and "to" in words:
        concepts = (concepts - {"order"}) | {"bill"}
    if concepts >= {"customer", "sale"} and not understood.isdisjoint(BILLING):
        concepts = (concepts - {"sale"}) | {"bill"}
    return concepts


def _running_up(concepts: set[str], words: tuple[str, ...], understood: set[str]) -> set[str]:
    """The concepts with a sum that runs up where the words beside it are of money; elsewhere `progressivo` and `lfd.` number rows."""
    if not concepts & MONEY:
        return concepts - {"running"}
    if "line" in concepts and not understood.isdisjoint(RUNNING_NUMBER):
        return (concepts - {"line"}) | {"running"}
    if "date" in concepts and ("to", "date") in pairwise(words):
        return (concepts - {"date"}) | {"running"}
    return concepts


def _phrases(words: tuple[str, ...]) -> list[str]:
    """The words with known phrases joined: ("nota", "fiscal") is ("nota_fiscal",)."""
    joined: list[str] = []
    position = 0
    while position < len(words):
        length = next(
            (
                size
                for size in (4, 3, 2)
                if position + size <= len(words)
                and (
                    (phrase := "_".join(words[position : position + size])) in _CONCEPTS
                    or phrase in SHORT_WORDS
                )
            ),
            1,
        )
        joined.append("_".join(words[position : position + length]))
        position += length
    return joined


def _known_parts(word: str) -> tuple[str, ...] | None:
    """The known words that a word is, or is made of; None where it is none of ours."""
    if word in _CONCEPTS or word in NEUTRAL:
        return (word,)
    for ending in ("s", "es", "en", "n", "e", "x"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and stem in _CONCEPTS:
            return (stem,)
    return _split(word) if 5 <= len(word) <= 40 else None


def _split(word: str) -> tuple[str, ...] | None:
    """The fewest known words that make up a compound: "bestelldatum" is bestell, datum."""
    best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    best[0] = ()
    for start in range(len(word) - 1):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 2, min(len(word), start + 20) + 1):
            piece = word[start:end]
            if not _may_stand(piece):
                continue
            candidate = (*before, piece)
            for link in LINKS if end < len(word) else ("",):
                stop = end + len(link)
                reached = best[stop] if stop <= len(word) and word.startswith(link, end) else candidate
                if reached is None or len(reached) > len(candidate):
                    best[stop] = candidate
    return best[len(word)]


def _may_stand(piece: str) -> bool:
    """Whether a piece may be part of a compound: short words only where they are not found by chance."""
    return piece in SHORT_ENDINGS or (len(piece) >= 3 and (piece in _CONCEPTS or piece == "per"))


def _spellings(word: str) -> set[str]:
    spelled_out = word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return {plain(word), plain(spelled_out)}


def _dictionary() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    concepts: dict[str, tuple[str, ...]] = {}
    languages: dict[str, list[str]] = {}
    for concept, by_language in VOCABULARY.items():
        for language, words in by_language.items():
            for word in words.split():
                for spelling in sorted(_spellings(word)):
                    concepts.setdefault(spelling, (concept,))
                    languages.setdefault(spelling, []).append(language)
    for word, both in DOUBLE.items():
        concepts[word] = tuple(both.split())
        languages.setdefault(word, [""])
    return concepts, {word: tuple(dict.fromkeys(found)) for word, found in languages.items()}


_CONCEPTS, _LANGUAGES_OF = _dictionary()
