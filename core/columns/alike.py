"""Which tables of a source are more of the same: those whose columns have the same names, however these are spelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.columns.profile import ColumnProfile
from core.columns.roles import Guess
from core.source.model import LeftOut, OpenTable, squeezed

# A table that scores nearly as high as the one chosen looks like sales too.
NEARLY = 0.8


@dataclass(frozen=True, slots=True)
class GuessedTable:
    """An open table with the profile of its columns and what they seem to be."""

    opened: OpenTable
    profiles: tuple[ColumnProfile, ...]
    guess: Guess

    @property
    def label(self) -> str:
        """What a person calls this table."""
        return self.opened.table.label

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return self.opened.table.names

    @property
    def key(self) -> frozenset[str]:
        """What tells alike tables: the set of their column names."""
        return table_key(self.names)


@dataclass(frozen=True, slots=True)
class Stack:
    """The tables that are read as one, those that are not, and what a person should know of it."""

    tables: tuple[GuessedTable, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


def table_key(names: Sequence[str]) -> frozenset[str]:
    """What tells alike tables: the set of their column names."""
    return frozenset(map(squeezed, names))


def find_column(name: str, names: Sequence[str]) -> int | None:
    """The position of a column asked for by its name, however spelled, or by `#3`."""
    return find_columns([name], names)[0]


def find_columns(wanted: Sequence[str], names: Sequence[str]) -> tuple[int | None, ...]:
    """The position of each column asked for; with thousands of columns a search for each would take minutes."""
    last_to_first = list(enumerate(names))[::-1]
    exact = {name: position for position, name in last_to_first}
    folded = {name.casefold(): position for position, name in last_to_first}
    loose = {squeezed(name): position for position, name in last_to_first}
    found = []
    for name in wanted:
        position = exact.get(name, folded.get(name.casefold(), _numbered(name, names)))
        found.append(loose.get(squeezed(name)) if position is None and not name.startswith("#") else position)
    return tuple(found)


def _numbered(name: str, names: Sequence[str]) -> int | None:
    number = name.removeprefix("#")
    if number == name or not (number.isascii() and number.isdecimal() and len(number) <= 6):
        return None
    return int(number) - 1 if 1 <= int(number) <= len(names) else None


def stack_tables(guessed: Sequence[GuessedTable], main: GuessedTable, essential: Sequence[str]) -> Stack:
    """`main` and every table that has all the `essential` columns of it."""
    notes: list[str] = []
    left_out: list[LeftOut] = []
    tables: list[GuessedTable] = []
    for table in guessed:
        if None not in find_columns(essential, table.names):
            tables.append(table)
        elif _continues(table, main):
            tables.append(_renamed(table, main))
            notes.append(
                f"{table.label} has no header; its columns are taken to be those of {main.label}, in their order."
            )
        else:
            left_out.append(LeftOut(table.label, _why_not(table, main)))
    return Stack(tuple(tables), tuple(left_out), (*notes, *_differences(tables, main)))


def _continues(table: GuessedTable, main: GuessedTable) -> bool:
    """Whether a table without a header has as many columns of the same kinds, as where an export fills sheet after sheet."""
    if len(table.names) != len(main.names) or not _lacks_header(table) or _lacks_header(main):
        return False
    kinds = [
        (own.kind, other.kind)
        for own, other in zip(table.profiles, main.profiles, strict=True)
        if own.kind != "empty"
    ]
    return bool(kinds) and all(own == other for own, other in kinds)


def _lacks_header(table: GuessedTable) -> bool:
    return table.names == tuple(f"column {number}" for number in range(1, len(table.names) + 1))


def _renamed(table: GuessedTable, main: GuessedTable) -> GuessedTable:
    opened = table.opened
    profiles = tuple(
        replace(profile, name=name) for profile, name in zip(table.profiles, main.names, strict=True)
    )
    return GuessedTable(replace(opened, table=replace(opened.table, names=main.names)), profiles, main.guess)


def _why_not(table: GuessedTable, main: GuessedTable) -> str:
    shown = ", ".join((*table.names[:4], *(["…"] if len(table.names) > 4 else [])))
    looks_like_sales = table.guess.score >= main.guess.score * NEARLY
    but = ", although it looks like sales too" if looks_like_sales else ""
    return f"its columns ({shown}) are not those of {main.label}{but}"


def _differences(tables: Sequence[GuessedTable], main: GuessedTable) -> list[str]:
    notes = []
    known = main.key
    for table in tables:
        own = table.key
        extra = [name for name in table.names if squeezed(name) not in known]
        missing = [name for name in main.names if squeezed(name) not in own]
        parts = [
            f"has {', '.join(extra[:5])} besides" if extra else "",
            f"lacks {', '.join(missing[:5])}" if missing else "",
        ]
        if any(parts):
            notes.append(
                f"{table.label} {' and '.join(filter(None, parts))}; it is read together with the others all the same."
            )
    return notes
