"""Sheets laid out as a pivot table: labels that stand once above the rows they are of, and a row of totals below each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.source.sheet import Sheet

# So many groups with their totals are no chance, and so large a share of the groups has to have them.
LEAST_TOTALS, NEARLY_ALL = 2, 0.9
LOOKED_AT = 400

Labels = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Pivot:
    """What a pivot table says of its rows once its labels are repeated."""

    labels: tuple[Labels, ...]
    """The first columns, in which a label stands on every row that it is of."""
    totals: list[bool]
    """Which rows hold totals of the others."""


def find_pivot(sheet: Sheet, *, width: int, skip: int) -> Pivot | None:
    """The pivot table that a sheet is below its first `skip` rows; None where its rows of totals do not prove it to be one.

    The proof is that below each label of the first column stands a row with the same label and a word for totals (`Totaal 10007`,
    `10007 Ergebnis`), with nothing in the columns of the other labels. Without blanks to fill there is nothing to mend.
    """
    if not sheet.has_blanks(0, skip):
        return None
    first = _labels(sheet.column(0, skip))
    filled = [label for label in first if label]
    word = _word_of_totals(filled[:LOOKED_AT]) and _word_of_totals(filled)
    if not word:
        return None
    totals_at = [row for row, label in enumerate(first) if label and _is_total(label, word)]
    depth = _depth(sheet, totals_at, width=width, skip=skip)
    if depth is None:
        return None
    columns = (first, *(_labels(sheet.column(place, skip)) for place in range(1, depth)))
    rows = list(zip(*columns, strict=True))
    totals = [_is_row_of_totals(row, word) for row in rows]
    last = max(place for place, row in enumerate(rows) if any(row))
    ends = rows[last]
    totals[last] = totals[last] or (_says(ends[0] or "", word) and not any(ends[1:]))
    labels: list[Labels] = []
    current: list[str | None] = []
    for row, is_total in zip(rows, totals, strict=True):
        if any(row) and not is_total:
            begins = next((place for place, label in enumerate(row) if label), depth)
            if row[-1] is None or begins > len(current):
                return None  # the last label is on every row, and the first row has them all
            current = [*current[:begins], *row[begins:]]
        labels.append(current if any(row) and not is_total else row)
    return Pivot(tuple(zip(*labels, strict=True)), totals)


def _labels(cells: Labels) -> list[str | None]:
    return [cell.strip() or None if cell else None for cell in cells]


def _word_of_totals(labels: Sequence[str]) -> str:
    """The word that nearly all groups have beside their label on the row below them, with which their totals are marked; "" for none."""
    words: Counter[str] = Counter()
    for above, below in pairwise(labels):
        if len(below) > len(above):
            for word in (below.removesuffix(f" {above}"), below.removeprefix(f"{above} ")):
                words[word] += word != below
    word, totals = words.most_common(1)[0] if words else ("", 0)
    groups = sum(not _says(label, word) for label in labels)
    return word if totals >= max(LEAST_TOTALS, NEARLY_ALL * groups) else ""


def _is_total(label: str, word: str) -> bool:
    return label.startswith(f"{word} ") or label.endswith(f" {word}")


def _says(label: str, word: str) -> bool:
    """Whether a label is of totals, the grand total among them, whose word is made with the other: Eindtotaal, Grand Total."""
    return word.casefold() in label.casefold()


def _is_row_of_totals(row: Sequence[str | None], word: str) -> bool:
    filled = [label for label in row if label]
    return len(filled) == 1 and row[-1] is None and _is_total(filled[0], word)


def _depth(sheet: Sheet, totals: Sequence[int], *, width: int, skip: int) -> int | None:
    """How many columns of labels stand before the values: what the rows of totals leave blank; None where they do not agree."""
    for place in range(1, width):
        cells = sheet.column(place, skip)
        filled = [bool(cells[row]) for row in totals]
        if any(filled):
            return place if place >= 2 and all(filled) else None
    return None
