"""How plausible a text is that was read in some encoding: by the letters of each language, and by what stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.patterns import later

# What the most and the least common letter of a language speak for it.
_MOST, _LEAST = 2.2, 1.8
# In a script that shares no letter with ASCII the frequent letters tell a reading from the one by a neighbouring encoding.
_FREQUENT = frozenset("оеаинтсрвлкмдпуыізαοιετσνηυρπκμλςόάίέ")
# Prices are the commonest words of all in a sales file, and in some the only ones.
_PRICE = later(r"[0-9][\s\u00a0]?(?:z[łŁ]|Z[łŁ]|[Kk]č|KČ|лв|руб|р\.|грн|дин|ден)")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters beyond ASCII of a language, and how much each speaks for it; with `apart` its words are of such letters alone."""

    weights: Mapping[str, float]
    apart: bool = False


def _by_use(*languages: str) -> tuple[Alphabet, ...]:
    """Groups of letters are given from the most to the least common: where a file has few, that tells encodings apart."""
    alphabets = []
    for letters in languages:
        groups = letters.split()
        step = (_MOST - _LEAST) / (len(groups) - 1)
        alphabets.append(
            Alphabet({letter: _MOST - step * turn for turn, group in enumerate(groups) for letter in group})
        )
    return tuple(alphabets)


def _latin(*languages: str) -> tuple[Alphabet, ...]:
    return tuple(Alphabet(dict.fromkeys(letters, 2.0)) for letters in languages)


def _apart(*languages: str) -> tuple[Alphabet, ...]:
    return tuple(
        Alphabet({letter: 2.0 if letter in _FREQUENT else 1.2 for letter in letters}, apart=True)
        for letters in languages
    )


WESTERN = (
    # Names from all over: any letter, by how common it is.
    Alphabet(
        {
            **dict.fromkeys("àáâäåæçèéêëíîïñóôöøúûüß", 2.0),
            **dict.fromkeys("ãõìòùœ", 1.5),
            **dict.fromkeys("šžýÿðþ", 0.3),
        }
    ),
    *_by_use(
        "äöü ß é",  # German
        "é èàç êâ ôîûù ïœëü",  # French
        "óíáéñ úü",  # Spanish
        "ãç áéíóê õâú àôü",  # Portuguese
        "àè ùòé ì",  # Italian
        "øåäö æéü",  # the north
        "ëé ïüö èç",  # Dutch
        "íáóö éúð þýæ",  # Icelandic
    ),
)
CENTRAL = _latin(
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîşţ",  # Romanian
    "čćđšž",  # Croatian, Slovene
)
BALTIC = _latin("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž")
TURKISH = _by_use("ışüİ çğö âî")
CYRILLIC = _apart(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё",  # Russian, Bulgarian
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",  # Ukrainian
    "абвгдђежзијклљмнњопрстћуфхцчџш",  # Serbian
)
GREEK = _apart("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ")


def plausibility(text: str, languages: tuple[Alphabet, ...]) -> float:
    """How much the characters beyond ASCII make words, prices and quotations with their neighbours, in the best of the languages."""
    found = Counter(
        (text[max(0, place - 2) : place] or "\n", text[place], text[place + 1 : place + 3] or "\n")
        for place in (match.start() for match in re.finditer("[^\x00-\x7f]", text))
    )
    prices = len(_PRICE.findall(text))
    return prices + max(
        sum(
            times * _character_score(before, character, following, language)
            for (before, character, following), times in found.items()
        )
        for language in languages
    )


def _character_score(preceding: str, character: str, following: str, language: Alphabet) -> float:
    before, after = preceding[-1], following[0]
    weight = language.weights.get(character) or language.weights.get(character.lower())
    if weight:
        return _letter_score(preceding, character, after, weight, apart=language.apart)
    between_letters = before.isalpha() and after.isalpha()
    if character in "£€":
        return -1.0 if between_letters or after.islower() else 1.5
    if character in "’‘“”":
        return _quote_score(before, character, following)
    if character in "„«»\u00a0":
        return 0.3
    if character in "²³¹":
        return 0.5 if before in "mMcC" or before.isdigit() else -0.5
    if character in "–—…•·°ºª©®™½¼¾µ×±№":
        return -1.0 if between_letters else 0.3
    if character in "¡¿¥¢§":
        well_placed = after.isalpha() and not before.isalpha() if character in "¡¿" else after.isdigit()
        return 0.4 if well_placed else -1.0
    return -3.0 if character == "\ufffd" or character < "\u00a0" else -2.0


def _letter_score(preceding: str, letter: str, after: str, weight: float, *, apart: bool) -> float:
    before = preceding[-1]
    beside = [neighbour for neighbour in (before, after) if neighbour.isalpha()]
    if apart and any(neighbour.isascii() for neighbour in beside):
        return -1.0
    if not apart and len(beside) == 2 and not any(neighbour.isascii() for neighbour in beside):
        # In the Latin script no word has three of them in a row.
        return -1.0
    if letter.isupper():
        return -2.0 if before.islower() else weight * 0.95 if beside else 0.2
    # German capitals had none for this one.
    within_capitals = after.isupper() or (len(preceding) > 1 and preceding.isalpha() and preceding.isupper())
    if before.isupper() and within_capitals and letter != "ß":
        return -0.3
    if beside:
        # Names and headings begin with a capital, and most else within a sentence.
        return weight if before.isalpha() or apart else weight * 0.9
    return 0.5 if letter in "àéèáóíú" else 0.0


def _quote_score(before: str, character: str, following: str) -> float:
    opens, closes = following[0].isalnum(), before.isalnum()
    if character == "’" and before.isalpha() and re.match(r"[sStT](?:\W|\Z)", following):
        return 2.5
    if character == "’":
        return 1.0 if closes else 0.2
    well_placed = opens and not closes if character in "‘“" else closes and not opens
    return 2.2 if well_placed else 0.2
