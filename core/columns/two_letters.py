"""Columns of two letters that their name spells out, as `Sale/Return` does for S and R: which of them takes a row back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from core.columns.cancelled import YES, is_called_credit_note, marks_cancelled, says_cancelled
from core.columns.words import plain, read_name
from core.patterns import later

LETTERS = later("[A-Za-z]{1,2}")
# More kinds than this are no flag; an exchange may be one of them.
MOST_LETTERS = 5
_AROUND_SLASH = later(r"\s*[/|]\s*|\s+(?:or|oder|of|ou|o)\s+")


@dataclass(frozen=True, slots=True)
class Spelled:
    """What a name says: the word for what came back, and the letters that stand for it, in small letters."""

    word: str
    letters: tuple[str, ...]
    others: tuple[str, ...]
    """The letters that stand for what was sold."""


@lru_cache(maxsize=2_000)
def spelled_by(name: str) -> Spelled | None:
    """What a name spells out; None where it is not of two words, or not one of them of what came back."""
    words = [word.strip() for word in _AROUND_SLASH.split(name)]
    back = [word for word in words if _says_back(word)]
    if len(words) != 2 or len(back) != 1:
        return None
    taken, kept = (_beginnings(word) for word in (back[0], next(word for word in words if word not in back)))
    return Spelled(back[0], tuple(sorted(taken - kept)), tuple(sorted(kept - taken)))


def spelled_letters(name: str, kinds: Collection[str]) -> str:
    """What takes a row back in a column of these kinds, with the word for it; "" where they are not the two letters of its name, or a few more."""
    spelled = spelled_by(name)
    if spelled is None or len(kinds) > MOST_LETTERS or not all(map(LETTERS.fullmatch, kinds)):
        return ""
    back = [kind for kind in kinds if kind.casefold() in spelled.letters]
    sold = [kind for kind in kinds if kind.casefold() in spelled.others]
    return f"{back[0]!r} stands for {spelled.word}" if len(back) == len(sold) == 1 else ""


def plain_yes(name: str) -> tuple[str, ...]:
    """What a cell says, in small letters, that marks a row in a column of this name that is there for nothing else: a plain yes, or the letter for it."""
    spelled = spelled_by(name)
    return YES if spelled is None else spelled.letters


def marks_in(name: str, cell: str) -> bool:
    """Whether a cell marks its row as cancelled in a column of this name, as `marks_cancelled` has it of any."""
    spelled, folded = spelled_by(name), cell.strip().casefold()
    if spelled is None or not LETTERS.fullmatch(folded):
        return marks_cancelled(cell)
    return folded in spelled.letters


def _beginnings(word: str) -> set[str]:
    folded = word.casefold()
    return {spelling[:length] for spelling in (folded, plain(word)) for length in (1, 2)}


def _says_back(word: str) -> bool:
    return read_name(word).has("refund") or is_called_credit_note(word) or says_cancelled(word)
