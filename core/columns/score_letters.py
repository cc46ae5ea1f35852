"""Columns of one letter, r, f and m: the measures of a customer, or the scores that were made from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.columns.evidence import Column

# A single letter may as well be a score: 1 to 5 (or 10) is one.
HIGHEST_SCORE = 10


def score_letters(table: Sequence[Column]) -> set[int]:
    """The columns called r, f or m that hold scores, which say nothing of a customer beside what they were made from.

    A count of orders is as small, so that one called f is none of these where it stands alone.
    """
    letters = [
        column
        for column in table
        if column.reading.has("letter") and column.is_number and column.profile.rows
    ]
    if all(column.reading.has("frequency") for column in letters) or _highest(letters) > HIGHEST_SCORE:
        return set()
    return {column.position for column in letters}


def are_scores(table: Sequence[Column], found: Iterable[tuple[int, str]]) -> bool:
    """Whether columns that were found by one letter, of which the positions and the reasons are given, hold scores and not the measures themselves."""
    letters = [table[position] for position, reason in found if "one letter" in reason]
    return bool(letters) and _highest(letters) <= HIGHEST_SCORE


def _highest(letters: Sequence[Column]) -> float:
    return max((number for column in letters for number in column.numbers if number is not None), default=0)
