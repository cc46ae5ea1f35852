"""Sentences on several tables that differ in nothing but the table: said once, with how many tables they are on and the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_NAMED = 3


def said_once(sentences: Iterable[str], labels: Sequence[str]) -> list[str]:
    """The sentences in their order; those that begin with the label of a table and go on alike are one, in the place of the first."""
    on_tables: dict[str, list[str]] = {}
    # The longest first: one label may be how another begins.
    longest_first = sorted(labels, key=len, reverse=True)
    for sentence in dict.fromkeys(sentences):
        label = next((label for label in longest_first if _is_on(sentence, label)), "")
        on_tables.setdefault(sentence.removeprefix(label), []).append(label)
    return [_of_each(tables) + rest for rest, tables in on_tables.items()]


def _is_on(sentence: str, label: str) -> bool:
    return sentence.startswith((f"{label}: ", f"{label} "))


def _of_each(labels: Sequence[str]) -> str:
    """The beginning of a sentence on these tables, which goes on as for one of them."""
    if len(labels) == 1:
        return labels[0]
    more = len(labels) - MOST_NAMED
    *first, last = [*labels[:MOST_NAMED], f"{more:,} more"] if more > 1 else labels
    return f"Each of {len(labels):,} tables ({', '.join(first)} and {last})"
