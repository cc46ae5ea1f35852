"""Which tables of a source are more of the same: those whose columns have the same names, however these are spelled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from core.columns.credit_tables import RoleTable, left_out_as_taken_back, own_names
from core.columns.document_names import read_document_name
from core.columns.document_tables import STAGES, documents_apart, not_counted, other_documents
from core.columns.lists_of_returns import returned_elsewhere
from core.columns.money_elsewhere import MONEY, money_elsewhere, says_worth
from core.columns.naming import Role
from core.columns.other_names import Renames, called_otherwise, names_wanted, renames_of
from core.columns.profile import ColumnProfile
from core.columns.roles import Guess
from core.columns.same_orders import Orders, cancelled_elsewhere, counted_twice, have_same_orders
from core.patterns import later
from core.source.model import LeftOut, OpenTable, squeezed

# A table that scores nearly as high as the one chosen looks like sales too.
NEARLY = 0.8
# What `unique_names` makes of a name that another column of the table has already, in whatever capitals.
_COUNTED = later(r"(.+) \((?:[2-9]|[1-9][0-9]+)\)")

Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class ProfiledTable:
    """An open table with the profile of its columns."""

    opened: OpenTable
    profiles: tuple[ColumnProfile, ...]


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
    def by_role(self) -> RoleTable:
        """The table with its columns by what they seem to be."""
        return _by_role(self, {role: found.column or "" for role, found in self.guess.roles.items()})

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
    # A column goes by its own name first, then by what the source calls it: beside `amount`, `Amount` has the name `Amount (2)`.
    exact = {header: position for position, header in list(enumerate(_headers(names)))[::-1]}
    exact |= {name: position for position, name in last_to_first}
    folded = {name.casefold(): position for position, name in last_to_first}
    loose = {squeezed(name): position for position, name in last_to_first}
    found = []
    for name in wanted:
        position = exact.get(name, folded.get(name.casefold(), _numbered(name, names)))
        found.append(loose.get(squeezed(name)) if position is None and not name.startswith("#") else position)
    return tuple(found)


def _headers(names: Sequence[str]) -> list[str]:
    """What the source calls each column of a table, whose names were counted where they differ by nothing but capitals."""
    before: set[str] = set()
    headers = []
    for name in names:
        counted = _COUNTED.fullmatch(name) if name.endswith(")") else None
        headers.append(counted[1] if counted and counted[1].casefold() in before else name)
        before.add(name.casefold())
    return headers


def _numbered(name: str, names: Sequence[str]) -> int | None:
    number = name.removeprefix("#")
    if number == name or not (number.isascii() and number.isdecimal() and len(number) <= 6):
        return None
    return int(number) - 1 if 1 <= int(number) <= len(names) else None


def best_table(tables: Sequence[GuessedTable]) -> GuessedTable:
    """The table that looks most like sales, and of several the longest."""
    return max(
        tables, key=lambda table: (table.guess.score, table.opened.table.rows or table.opened.sample.rows)
    )


def with_money(best: GuessedTable, tables: Sequence[GuessedTable]) -> GuessedTable:
    """The best table that says what the orders of one without money were worth, whose and of when; that itself where none does."""
    if best.guess.shape != "sales":
        return best
    orders = Orders(best.by_role)
    telling = [
        table
        for table in tables
        if table.guess.shape == "sales"
        and {"customer", "order", "date"} <= table.guess.roles.keys()
        and table.guess.roles.keys() & set(MONEY)
        and have_same_orders(orders, [Orders(table.by_role)])
    ]
    return best_table(telling) if telling else best


def instead_of_payments(best: GuessedTable, tables: Sequence[GuessedTable]) -> GuessedTable:
    """The table of the sales that were paid for where the best one is of payments by its name; that itself where none says what they were worth."""
    named = {
        table.label: read_document_name(own)
        for table, own in zip(tables, own_names([table.by_role for table in tables]), strict=True)
    }
    own = named[best.label]
    if own is None or own.kind != "payments":
        return best
    others = [table.by_role for table in tables if table is not best]
    sold = [
        table
        for table in tables
        if (name := named[table.label]) is not None
        and name.kind in (*STAGES, "sales")
        and table.guess.shape == "sales"
        and {"customer", "order", "date"} <= table.guess.roles.keys()
        and says_worth(table.by_role, others)
    ]
    return best_table(sold) if sold else best


def stack_tables(
    guessed: Sequence[GuessedTable],
    main: GuessedTable,
    essential: Sequence[str],
    asked: Collection[str] = (),
) -> Stack:
    """`main` and every table that has all the `essential` columns of it; of sheets that were `asked` for by their names no name speaks against them.

    `main` itself is left out where another of the same columns counts in place of it.
    """
    notes: list[str] = []
    left_out: list[LeftOut] = []
    tables: list[GuessedTable] = []
    others: list[GuessedTable] = []
    otherwise: list[GuessedTable] = []
    no_more, told = _no_more_of_the_same(guessed, main, essential, asked)
    no_more |= _documents_apart(guessed, main, essential, no_more)
    for table in guessed:
        if table.label in no_more:
            left_out.append(LeftOut(table.label, no_more[table.label]))
            others.append(table)
        elif None not in find_columns(essential, table.names):
            tables.append(_counted_alike(table, main))
        elif _continues(table, main):
            tables.append(_renamed(table, main))
            notes.append(
                f"{table.label} has no header; its columns are taken to be those of {main.label}, in their order."
            )
        else:
            left_out.append(LeftOut(table.label, _why_not(table, main)))
            others.append(table)
            otherwise += [table] if _looks_like_sales(table, main) else []
    lacking = [[name for name in essential if find_column(name, table.names) is None] for table in otherwise]
    notes += [*told, *called_otherwise(otherwise, tables, main, lacking), *_differences(tables, main)]
    if main.guess.shape == "sales":
        read = [table.by_role for table in tables]
        said = cancelled_elsewhere([table.by_role for table in others], read)
        unsaid = [table.by_role for table in others if not any(note.startswith(table.label) for note in said)]
        notes = [
            *money_elsewhere([table.by_role for table in others], read),
            *notes,
            *said,
            *returned_elsewhere(unsaid, read),
        ]
    return Stack(tuple(tables), tuple(left_out), tuple(notes))


def _no_more_of_the_same(
    guessed: Sequence[GuessedTable], main: GuessedTable, essential: Sequence[str], asked: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """Why tables that have all the `essential` columns are left out all the same, by label, and what to know of the others."""
    alike = [table for table in guessed if None not in find_columns(essential, table.names)]
    if main.guess.shape != "sales" or len(alike) < 2:
        return {}, []
    wanted = {role: found.column or "" for role, found in main.guess.roles.items()}
    tables = [_by_role(table, wanted) for table in alike]
    reasons = left_out_as_taken_back(tables)
    documents = other_documents(_without(tables, reasons), asked)
    reasons |= documents.reasons
    twice, notes = counted_twice(_without(tables, reasons), main.label)
    return reasons | twice, [*documents.notes, *notes]


def counting(
    guessed: Sequence[GuessedTable], main: GuessedTable, essential: Sequence[str], asked: Collection[str]
) -> GuessedTable:
    """`main`, or the best of the tables that count in place of it and of all that are read with it, though their columns are called otherwise."""
    alike = [table for table in guessed if None not in find_columns(essential, table.names)]
    others = [table for table, _ in _called_otherwise(guessed, main, essential)]
    if not others:
        return main
    left_out = not_counted([table.by_role for table in alike], [table.by_role for table in others], asked)
    if any(table.label not in left_out for table in alike):
        return main
    return best_table([table for table in others if table.label not in left_out])


def _documents_apart(
    guessed: Sequence[GuessedTable], main: GuessedTable, essential: Sequence[str], left_out: Collection[str]
) -> dict[str, str]:
    """Why tables whose columns are called otherwise are no more sales than those that are read, by label."""
    others = _called_otherwise(guessed, main, essential)
    if not others:
        return {}
    read = [
        table.by_role
        for table in guessed
        if table.label not in left_out and None not in find_columns(essential, table.names)
    ]
    return documents_apart(
        read, [(table.by_role, names_wanted(renames)) for table, renames in others], main.label
    )


def _called_otherwise(
    guessed: Sequence[GuessedTable], main: GuessedTable, essential: Sequence[str]
) -> list[tuple[GuessedTable, Renames]]:
    """The tables of sales with another name for some of the `essential` columns of `main`, and what they are called there."""
    if main.guess.shape != "sales":
        return []
    found = []
    for table in guessed:
        lacking = [name for name in essential if find_column(name, table.names) is None]
        if lacking and table.guess.shape == "sales" and (renames := renames_of(table, main, lacking)):
            found.append((table, renames))
    return found


def _by_role(table: GuessedTable, wanted: Mapping[Role, str]) -> RoleTable:
    places = zip(wanted, find_columns(list(wanted.values()), table.names), strict=True)
    return RoleTable(
        table.opened, table.profiles, {role: place for role, place in places if place is not None}
    )


def _without(tables: Sequence[RoleTable], left_out: Collection[str]) -> list[RoleTable]:
    return [table for table in tables if table.opened.table.label not in left_out]


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
    return replace(_named(table, main.names), guess=main.guess)


def _counted_alike(table: GuessedTable, main: GuessedTable) -> GuessedTable:
    """A table of the columns of `main` with its names for them, where those that differ in capitals stand, and are counted, in another order."""
    if table.names == main.names:
        return table
    counted = dict(zip(_headers(main.names), main.names, strict=True))
    headers = _headers(table.names)
    if len(counted) < len(main.names) or sorted(headers) != sorted(counted):
        return table
    return _named(table, tuple(counted[header] for header in headers))


def _named(table: GuessedTable, names: tuple[str, ...]) -> GuessedTable:
    opened = table.opened
    profiles = tuple(replace(profile, name=name) for profile, name in zip(table.profiles, names, strict=True))
    return GuessedTable(replace(opened, table=replace(opened.table, names=names)), profiles, table.guess)


def _looks_like_sales(table: GuessedTable, main: GuessedTable) -> bool:
    return table.guess.score >= main.guess.score * NEARLY


def _why_not(table: GuessedTable, main: GuessedTable) -> str:
    shown = ", ".join((*table.names[:4], *(["…"] if len(table.names) > 4 else [])))
    but = ", although it looks like sales too" if _looks_like_sales(table, main) else ""
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
