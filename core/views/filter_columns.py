"""The columns that a filter may name, and what its words mean beside one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.suggest import did_you_mean
from core.views.filter_names import spellings
from core.views.filter_tree import DATES, NUMBERS, FilterError, Kind, Span
from core.views.filter_words import UnreadableError, share_of, value_of
from core.views.headings import SHARES

# What stands in an error of a text that somebody pasted.
QUOTED_CHARACTERS = 40
COLUMNS_NAMED = 25
KIND_NAMES: dict[Kind, str] = {
    "text": "text",
    "number": "a number",
    "money": "money",
    "date": "a date",
    "moment": "a date with its time",
    "flag": "yes or no",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that belong together: a column's name or a value."""

    text: str
    kind: Literal["words", "quoted", "name"]
    start: int
    end: int


class FilterColumns:
    """Columns by every way to name them, and what those met so far are called in the filter."""

    def __init__(self, kinds: Mapping[str, Kind], headings: Mapping[str, str]) -> None:
        self._kinds = kinds
        self._headings = headings
        self._names = spellings(kinds, headings)
        self._called: dict[str, str] = {}
        self.longest_name = max(map(len, self._names), default=0)
        """Words longer than this name no column."""

    @property
    def of_text(self) -> tuple[str, ...]:
        """The columns in which words are looked for."""
        return tuple(name for name, kind in self._kinds.items() if kind == "text")

    def has(self, text: str) -> bool:
        """Whether a text names a column."""
        return text.casefold() in self._names

    def kind(self, column: str) -> Kind:
        """What the values of a column are."""
        return self._kinds[column]

    def called(self, column: str) -> str:
        """A column as the filter calls it."""
        return self._called[column]

    def named(self, phrase: Phrase) -> str | None:
        """The column that a phrase names, if it names one."""
        if phrase.text in self._kinds:
            column: str | None = phrase.text
        else:
            column = (
                self._names.get(phrase.text.casefold()) if len(phrase.text) <= self.longest_name else None
            )
        if column is not None:
            self._called[column] = phrase.text
        return column

    def known(self, phrase: Phrase) -> str:
        """The column that a phrase names; FilterError where there is none."""
        column = self.named(phrase)
        if column is None:
            known = [*self._kinds, *self._headings.values()]
            hint = did_you_mean(phrase.text[:QUOTED_CHARACTERS], known)
            raise FilterError(
                f"There is no column `{short(phrase.text)}` (character {phrase.start + 1} of the filter).",
                hint.strip() or f"The columns are {self._some()}.",
                phrase.start,
                phrase.end,
            )
        return column

    def _some(self) -> str:
        names = [short(self._headings.get(name, name)) for name in self._kinds]
        return ", ".join(names[:COLUMNS_NAMED]) + (" ..." if len(names) > COLUMNS_NAMED else "")

    def beside(self, column: str, phrase: Phrase) -> str | None:
        """The column that a value names: in backticks, or bare where the value could be nothing else."""
        kind = self._kinds[column]
        if phrase.kind == "quoted" or (phrase.kind == "words" and kind not in NUMBERS | DATES):
            return None
        named = self.known(phrase) if phrase.kind == "name" else self.named(phrase)
        if named is None:
            return None
        other = self._kinds[named]
        if other == kind or {other, kind} <= NUMBERS or {other, kind} <= DATES:
            return named
        raise FilterError(
            f"`{self._called[column]}` is {KIND_NAMES[kind]} and `{self._called[named]}` is {KIND_NAMES[other]}: they cannot be compared.",
            "Compare columns of one kind.",
            phrase.start,
            phrase.end,
        )

    def value(self, column: str, phrase: Phrase) -> str | bool | Decimal | Span:
        """What a phrase means as a value of a column; FilterError where it means nothing there."""
        try:
            if column in SHARES and self._kinds[column] in NUMBERS:
                return share_of(phrase.text)
            return value_of(phrase.text, self._kinds[column])
        except UnreadableError as unreadable:
            raise FilterError(
                f"`{self._called[column]}` is compared with {unreadable.wanted}, and `{short(phrase.text)}` is none.",
                unreadable.cure,
                phrase.start,
                phrase.end,
            ) from None


def short(text: str) -> str:
    """A text as an error quotes it."""
    return text if len(text) <= QUOTED_CHARACTERS else text[: QUOTED_CHARACTERS - 1] + "…"
