"""How plausible a text is that was read in some encoding: by the letters of each language, and by what stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

_COMMON = "àáâäåæçèéêëíîïñóôöøúûüß"
_LESS_COMMON = "ãõìòùœ"
_RARE = "šžýÿðþ"
# In a script that shares no letter with ASCII the frequent letters tell a reading from the one by a neighbouring encoding.
_FREQUENT = frozenset("оеаинтсрвлкмдпуыізαοιετσνηυρπκμλςόάίέ")
# Prices are the commonest words of all in a sales file, and in some the only ones.
_PRICE = re.compile(r"[0-9][\s\u00a0]?(?:z[łŁ]|Z[łŁ]|[Kk]č|KČ|лв|руб|р\.|грн|дин|ден)")


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters beyond ASCII of a language, and how much each speaks for it; with `apart` its words are of such letters alone."""

    weights: Mapping[str, float]
    apart: bool = False


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
            **dict.fromkeys(_COMMON, 2.0),
            **dict.fromkeys(_LESS_COMMON, 1.5),
            **dict.fromkeys(_RARE, 0.3),
        }
    ),
    *_latin(
        "àâçéèêëîïôùûüœ",  # French
        "áâãàçéêíóôõúü",  # Portuguese
        "àèéìòù",  # Italian
        "áðéíóúýþæö",  # Icelandic
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
TURKISH = _latin("çğıİöşüâî")
CYRILLIC = _apart(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё",  # Russian, Bulgarian
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",  # Ukrainian
    "абвгдђежзијклљмнњопрстћуфхцчџш",  # Serbian
)
GREEK = _apart("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ")


def plausibility(text: str, languages: tuple[Alphabet, ...]) -> float:
    """How much the characters beyond ASCII make words, prices and quotations with their neighbours, in the best of the languages."""
    found = Counter(
        (text[place - 1 : place] or "\n", text[place], text[place + 1 : place + 3] or "\n")
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


def _character_score(before: str, character: str, following: str, language: Alphabet) -> float:
    after = following[0]
    weight = language.weights.get(character) or language.weights.get(character.lower())
    if weight:
        return _letter_score(before, character, after, weight, apart=language.apart)
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


def _letter_score(before: str, letter: str, after: str, weight: float, *, apart: bool) -> float:
    beside = [neighbour for neighbour in (before, after) if neighbour.isalpha()]
    if apart and any(neighbour.isascii() for neighbour in beside):
        return -1.0
    if not apart and len(beside) == 2 and not any(neighbour.isascii() for neighbour in beside):
        # In the Latin script no word has three of them in a row.
        return -1.0
    if letter.isupper():
        return -2.0 if before.islower() else weight * 0.75 if beside else 0.2
    if before.isupper() and after.isupper():
        return -0.3
    if beside:
        return weight
    return 0.5 if letter in "àéèáóíú" else 0.0


def _quote_score(before: str, character: str, following: str) -> float:
    opens, closes = following[0].isalnum(), before.isalnum()
    if character == "’" and before.isalpha() and re.match(r"[sStT](?:\W|\Z)", following):
        return 2.5
    if character == "’":
        return 1.0 if closes else 0.2
    well_placed = opens and not closes if character in "‘“" else closes and not opens
    return 2.2 if well_placed else 0.2
