"""Tables that are left out: those that look like sales too, whose columns are called otherwise, with how much that is and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.columns.credit_tables import to_read_alone
from core.columns.evidence import wording_of
from core.columns.same_orders import Orders, have_same_orders

if TYPE_CHECKING:
    from core.columns.alike import GuessedTable
    from core.source.model import LeftOut, OpenTable

MOST_NAMED = 3

Renames = tuple[tuple[str, str], ...]


def called_otherwise(
    left_out: Sequence[GuessedTable],
    tables: Sequence[GuessedTable],
    main: GuessedTable,
    lacking: Sequence[Sequence[str]],
) -> Iterator[str]:
    """A sentence for each set of names that tables have in place of those of `main`; `lacking` is what each of them has none of."""
    alike: dict[Renames, list[GuessedTable]] = {}
    for table, names in zip(left_out, lacking, strict=True):
        if (renames := renames_of(table, main, names)) is not None:
            alike.setdefault(renames, []).append(table)
    read = [Orders(table.by_role) for table in tables]
    for renames, others in alike.items():
        same = [table for table in others if have_same_orders(Orders(table.by_role), read)]
        for table in same:
            yield (
                f"{table.label} looks like sales too, but has the same orders as {_listed([table.label for table in tables])}: read together they would count"
                f" twice. To read it instead, {to_read_alone(table.by_role)}."
            )
        apart = [table for table in others if table not in same]
        if not apart:
            continue
        look, they_are, their = (
            ("looks", "it is", "its") if len(apart) == 1 else ("look", "they are", "their")
        )
        yield (
            f"{_listed([table.label for table in apart])} {look} like sales too, but {they_are} left out with {_rows(apart)}, beside {_rows(tables)} of"
            f" the others, because {their} columns are called otherwise. To read all of it together, name {their} columns as in {main.label}:"
            f" {names_wanted(renames)}."
        )


def names_wanted(renames: Renames) -> str:
    """What to call columns, and what they are called."""
    return ", ".join(f"{name} for {own}" for name, own in renames)


def renames_of(table: GuessedTable, main: GuessedTable, lacking: Sequence[str]) -> Renames | None:
    """For each column that a table lacks the one that plays its role there; None where it has none for one of them."""
    found = []
    for role, wanted in main.guess.roles.items():
        if wanted.column in lacking:
            own = table.guess.roles.get(role)
            if own is None or own.column is None:
                return None
            found.append((str(wanted.column), own.column))
    return tuple(found) if len(found) == len(set(lacking)) else None


def left_out_told(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """A sentence for each that was left out, and one for many of the same reason."""
    by_reason: dict[str, list[str]] = {}
    for left in left_out:
        by_reason.setdefault(left.reason, []).append(left.label)
    for reason, labels in by_reason.items():
        if len(labels) > MOST_NAMED + 1:
            yield f"{_listed(labels)} were left out, each for one reason: {reason}."
        else:
            yield from (f"{label} was left out: {reason}." for label in labels)


def _listed(labels: Sequence[str]) -> str:
    if len(labels) > MOST_NAMED + 1:
        return f"{', '.join(labels[:MOST_NAMED])} and {len(labels) - MOST_NAMED:,} more"
    *first, last = labels
    return f"{', '.join(first)} and {last}" if first else last


def _rows(tables: Sequence[GuessedTable]) -> str:
    known = [_rows_of(table.opened) for table in tables]
    least = "" if all(exact for _, exact in known) else "at least "
    return least + wording_of(sum(rows for rows, _ in known), "row")


def _rows_of(opened: OpenTable) -> tuple[int, bool]:
    """How many rows a table has, and whether these are all: of a long text only a sample has been read by now."""
    if opened.table.rows:
        return opened.table.rows, True
    return opened.sample.rows, opened.sample.whole
