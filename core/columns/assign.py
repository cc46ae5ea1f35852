"""The columns of a source: which table is the sales, and which column plays which role."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.columns.absent import absent_column
from core.columns.alike import (
    GuessedTable,
    ProfiledTable,
    Stack,
    best_table,
    counting,
    find_column,
    find_columns,
    instead_of_payments,
    stack_tables,
    table_key,
    with_money,
)
from core.columns.clock import has_times
from core.columns.date_notes import date_notes
from core.columns.formats import Contradictions, decide_formats, sample_prefixes
from core.columns.money_elsewhere import MONEY
from core.columns.naming import NUMBER_ROLES, ROLES, Role
from core.columns.notes import LACKING_WITHOUT, ONE_ORDER_A_DAY, ONE_ORDER_A_MOMENT
from core.columns.profile import profile_columns
from core.columns.readymade import given_notes, summary_notes
from core.columns.role_guess import RoleGuess
from core.columns.roles import Guess, guess_roles, holds_customers
from core.columns.rows_together import rows_of_several
from core.columns.settled import Columns, TableColumns
from core.columns.split_names import half_name_notes
from core.columns.views_apart import once_each, without_views
from core.columns.worth import mapped_total_notes
from core.errors import UsageError
from core.recipe import ColumnsPart
from core.source.model import LeftOut, OpenTable
from core.source.opening import SAMPLE_CELLS, SAMPLE_ROWS
from core.suggest import nearest

# A table without one of these, where the main one has it, is another kind of table and not more of the same.
ESSENTIAL_ROLES = ("customer", "order", "date", *(role for role in NUMBER_ROLES if role != "discount"))
NONE = "-"
MOST_NAMED = 5
MARKING = ("status", "cancelled")
# The kinds of tables whose rows are customers already, and what is said of each.
GIVEN_SHAPES = {"customers": given_notes, "summary": summary_notes}
# What tables of customers have and tables of sales do not, and the other way round.
GIVEN_ROLES = ("recency", "frequency", "monetary", "age")
SALES_ROLES = (
    "order",
    "quantity",
    "price",
    "amount",
    "order_total",
    "discount",
    "product",
    "description",
    "status",
    "cancelled",
    "time",
)


def guess_tables(tables: Sequence[OpenTable]) -> list[GuessedTable]:
    """Profile every table and guess its roles; tables of the same columns share one guess of roles."""
    alike: dict[frozenset[str], list[ProfiledTable]] = {}
    profiled = []
    for opened in tables:
        profiles = profile_columns(opened.table.names, opened.sample.columns, natives=opened.table.natives)
        profiled.append(ProfiledTable(opened, tuple(profiles)))
        alike.setdefault(table_key(opened.table.names), []).append(profiled[-1])
    guesses = {key: _guess_of(group) for key, group in alike.items()}
    return [
        GuessedTable(
            table.opened,
            table.profiles,
            _placed(guesses[table_key(table.opened.table.names)], table.opened.table.names),
        )
        for table in profiled
    ]


def _guess_of(alike: Sequence[ProfiledTable]) -> Guess:
    """The guess for tables of the same columns, by rows of all of them: what one sheet tells apart, another may not.

    A table of customers speaks for itself, since those that have a row in each of several would look like rows of sales.
    """
    longest = max(alike, key=lambda table: table.opened.sample.rows)
    rows = longest.profiles, longest.opened.sample.columns
    if len(alike) == 1 or holds_customers(*rows):
        return guess_roles(*rows)
    most_rows = max(
        longest.opened.sample.rows, min(SAMPLE_ROWS, SAMPLE_CELLS // max(1, len(longest.profiles)))
    )
    return guess_roles(*(rows_of_several(longest, alike, most_rows) or rows))


def _placed(guess: Guess, names: Sequence[str]) -> Guess:
    """A guess made of another table of the same columns, with these as they stand and are spelled in this one."""
    places = find_columns(guess.attributes, names)
    return replace(
        guess,
        roles=_placed_roles(guess.roles, names),
        measures=_placed_roles(guess.measures, names),
        attributes=tuple(names[place] for place in places if place is not None),
    )


def _placed_roles(roles: Mapping[Role, RoleGuess], names: Sequence[str]) -> dict[Role, RoleGuess]:
    return {
        role: replace(found, column=names[position], position=position)
        for role, found in roles.items()
        if (position := find_column(found.column or "", names)) is not None
    }


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sales among the tables of a source and the roles of their columns, however their values turn out to be written."""

    guessed: Sequence[GuessedTable]
    main: GuessedTable
    roles: Mapping[str, RoleGuess]
    stack: Stack
    shape: str
    attributes: tuple[str, ...]
    views: Sequence[LeftOut]
    part: ColumnsPart

    def settled(self, left_out: Sequence[LeftOut], contradictions: Contradictions) -> Columns:
        """The columns, once it is decided how each table writes its values; what else is left out of the source is told too."""
        main, roles, alike = self.main, self.roles, self.stack.tables
        tables = self.formats(contradictions)
        return Columns(
            shape=self.shape,
            tables=tuple(tables),
            roles=dict(roles),
            attributes=self.attributes,
            left_out=(*left_out, *self.views, *self.stack.left_out),
            notes=(
                *_settled_notes(_guess_notes(main.guess, self.shape, roles), main, self.shape, roles),
                *self.stack.notes,
                *half_name_notes(main, roles),
                *mapped_total_notes(main, roles),
                *_once_notes(tables, roles),
                *date_notes(tables, alike, main, roles, self.part),
            ),
            cancelled_prefixes=sample_prefixes(alike, roles, tables),
            dated=tuple(profile.name for profile in main.profiles if profile.kind == "date"),
        )

    def formats(self, contradictions: Contradictions) -> list[TableColumns]:
        """How each table writes its values, those that contradicted a first decision taken into account."""
        return decide_formats(
            self.stack.tables, self.guessed, self.main, self.roles, self.attributes, self.part, contradictions
        )


def choose_tables(guessed: Sequence[GuessedTable], part: ColumnsPart, sheets: Sequence[str] = ()) -> Chosen:
    """Choose the sales among the tables and settle the roles; `sheets` were asked for by their names."""
    read, views = without_views(guessed)
    main = _main_table(read, part, sheets)
    roles, stack = _settle_tables(read, main, part, sheets)
    if main.label not in {table.label for table in stack.tables}:
        # By its name, or by its orders, it does not count beside the others.
        main = best_table(stack.tables)
        roles, stack = _settle_tables(read, main, part, sheets)
    played = {guess.column for guess in roles.values()}
    return Chosen(
        guessed=guessed,
        main=main,
        roles=roles,
        stack=stack,
        shape=_shape(main.guess, roles),
        attributes=tuple(name for name in _attributes(main, part) if name not in played),
        views=views,
        part=part,
    )


def _settle_tables(
    guessed: Sequence[GuessedTable], main: GuessedTable, part: ColumnsPart, sheets: Sequence[str]
) -> tuple[dict[str, RoleGuess], Stack]:
    """What the columns of `main` play, and what is read together with it."""
    roles = _settle_roles(main, part)
    essential = _essential(roles)
    read, seen_twice = once_each(guessed, main, essential)
    stack = stack_tables(read, main, essential, sheets)
    return roles, replace(stack, left_out=(*seen_twice, *stack.left_out))


def _once_notes(tables: Sequence[TableColumns], roles: Mapping[str, RoleGuess]) -> list[str]:
    once = {role for table in tables for role in table.once_an_order}
    once |= {"order" for table in tables if table.order_above}
    names = [str(guess.column) for role, guess in roles.items() if role in once]
    if not names:
        return []
    listed = " and ".join((", ".join(names[:-1]), names[-1]) if len(names) > 1 else names)
    verb = "stand" if len(names) > 1 else "stands"
    return [
        f"{listed} {verb} on the first row of each order only; the order's other rows take {'them' if len(names) > 1 else 'it'} from there."
    ]


def _main_table(guessed: Sequence[GuessedTable], part: ColumnsPart, sheets: Sequence[str]) -> GuessedTable:
    asked = [name for name in (*_asked(part).values(), *part.attributes) if not name.startswith("#")]
    fitting = [
        table
        for table in guessed
        if all(find_column(name, table.opened.table.names) is not None for name in asked)
    ]
    if not fitting:
        for name in asked:
            if not any(find_column(name, table.opened.table.names) is not None for table in guessed):
                role = next((role for role, column in _asked(part).items() if column == name), None)
                raise absent_column(name, role, asked, guessed)
        raise UsageError(
            f"No table has all the columns asked for: {', '.join(asked)}.",
            "Name columns of one table; `regulars inspect` shows them.",
        )
    best = best_table(fitting)
    best = with_money(best, fitting) if not best.guess.roles.keys() & set(MONEY) else best
    best = instead_of_payments(best, fitting)
    return counting(fitting, best, _essential(_settle_roles(best, part)), sheets)


def _essential(roles: Mapping[str, RoleGuess]) -> list[str]:
    """The names of the columns that a table has to have to be read with another of these roles."""
    return [guess.column or "" for role, guess in roles.items() if role in ESSENTIAL_ROLES]


def _asked(part: ColumnsPart) -> dict[Role, str]:
    return {role: getattr(part, role) for role in ROLES if getattr(part, role) not in ("", NONE)}


def _settle_roles(main: GuessedTable, part: ColumnsPart) -> dict[str, RoleGuess]:
    names = main.opened.table.names
    asked: dict[Role, RoleGuess] = {}
    for role, name in _asked(part).items():
        position = find_column(name, names)
        if position is None:
            raise UsageError(
                f"There is no column {name!r}: the table has {len(names)} columns.",
                "Give a name, or # and a number from 1.",
            )
        asked[role] = RoleGuess(
            role=role,
            column=names[position],
            position=position,
            reason="as asked",
            runner_up=None,
            runner_up_reason="",
        )
    taken = {guess.position for guess in asked.values()}
    refused = {role for role in ROLES if getattr(part, role) == NONE}
    guessed: dict[Role, RoleGuess] = {}
    measures: dict[Role, RoleGuess] = {}
    if part.guess:
        guessed, measures = (
            {
                role: guess
                for role, guess in roles.items()
                if role not in asked and role not in refused and guess.position not in taken
            }
            for roles in (main.guess.roles, main.guess.measures)
        )
        if asked.keys() & {"amount", "order_total", "price"} and "price" not in asked:
            # Whoever says what a row is worth does not want it multiplied by something guessed.
            guessed.pop("order_total" if "amount" in asked else "amount", None)
    if "date" in asked and asked["date"].position != _position(main.guess, "date"):
        guessed.pop("time", None)  # it stands beside another date
    guessed = _of_one_kind(asked, guessed, measures)
    roles = {role: asked.get(role) or guessed[role] for role in ROLES if role in asked or role in guessed}
    return {str(role): guess for role, guess in roles.items()}


def _position(guess: Guess, role: Role) -> int | None:
    return guess.roles[role].position if role in guess.roles else None


def _of_one_kind(
    asked: Mapping[Role, RoleGuess], guessed: Mapping[Role, RoleGuess], measures: Mapping[Role, RoleGuess]
) -> dict[Role, RoleGuess]:
    """The guesses that go with what was asked for: rows are sales, or they are customers already, of whom there are `measures`."""
    given, of_sales = ([role for role in roles if role in asked] for roles in (GIVEN_ROLES, SALES_ROLES))
    if given and of_sales:
        raise UsageError(
            f"{given[0]} is a measure of a customer and {of_sales[0]} belongs to a sale, so no row has both.",
            f"For rows that are customers already leave out {', '.join(of_sales)}; for sales leave out {', '.join(given)}.",
        )
    if of_sales:
        return {role: guess for role, guess in guessed.items() if role not in GIVEN_ROLES}
    if not given:
        return dict(guessed)
    kept = {role: guess for role, guess in guessed.items() if role not in SALES_ROLES}
    played = {guess.position for guess in kept.values()}
    kept |= {
        role: guess
        for role, guess in measures.items()
        if guess.position not in played and not (role == "recency" and "date" in asked)
    }
    roles = {*asked, *kept}
    if "recency" in roles:
        kept.pop("date", None)
    elif "date" not in roles:
        raise UsageError(
            f"With {given[0]} mapped every row is a customer already, and no column says when the last purchase was.",
            "Name one: --map recency=COLUMN (days), or --map date=COLUMN",
        )
    if not roles & {"frequency", "monetary"}:
        raise UsageError(
            f"With {given[0]} mapped every row is a customer already, and no column says how often or for how much they bought.",
            "Name one too: --map frequency=COLUMN or --map monetary=COLUMN",
        )
    return kept


def _guess_notes(guess: Guess, shape: str, roles: Mapping[str, RoleGuess]) -> tuple[str, ...]:
    """The notes of the guess, as far as they are of this kind of table, with those on rows that are customers by the roles as they are."""
    if shape not in GIVEN_SHAPES:
        return () if guess.shape in GIVEN_SHAPES else guess.notes
    if shape != guess.shape:
        return _notes_given(shape, roles)
    guessed = _notes_given(shape, {str(role): found for role, found in guess.roles.items()})
    return (*_notes_given(shape, roles), *(note for note in guess.notes if note not in guessed))


def _notes_given(shape: str, roles: Mapping[str, RoleGuess]) -> tuple[str, ...]:
    return GIVEN_SHAPES[shape]({role: roles[role].column or "" for role in ROLES if role in roles})


def _settled_notes(
    notes: Sequence[str], main: GuessedTable, shape: str, roles: Mapping[str, RoleGuess]
) -> list[str]:
    """The notes, with what is lacking and what makes an order told by the roles as they are, which may be others than those guessed.

    A note is left out where all columns that it offers to map are mapped so.
    """
    mapped = _mappings(roles)
    others = [
        note
        for note in notes
        if note not in (ONE_ORDER_A_MOMENT, ONE_ORDER_A_DAY)
        and not any(
            note.startswith(lack) and roles.keys() & set(LACKING_WITHOUT[lack]) for lack in LACKING_WITHOUT
        )
        and not 0 < note.count("--map ") == len(mapped.findall(note))
    ]
    if shape != "sales" or "order" in roles or "date" not in roles:
        return others
    position = roles["date"].position or 0
    dates = main.profiles[position].dates
    timed = "time" in roles or (dates is not None and has_times(main.opened.sample.columns[position], dates))
    return [ONE_ORDER_A_MOMENT if timed else ONE_ORDER_A_DAY, *others]


def _mappings(roles: Mapping[str, RoleGuess]) -> re.Pattern[str]:
    """The flags that would map what is mapped, and leave out what is not, as notes spell them; what marks cancelled rows may do so in either role."""
    played = {(role, guess.column or "") for role, guess in roles.items()}
    played |= {(other, column) for role, column in played if role in MARKING for other in MARKING}
    texts = [f"{role}={column}" for role, column in sorted(played)]
    texts += [f"{role}={NONE}" for role in ROLES if role not in roles]
    spelled = (re.escape(text) for one in texts for text in (f"'{one}'", shlex.quote(one)))
    return re.compile(f"--map (?:{'|'.join(spelled)})(?![\\w-])")


def _shape(guess: Guess, roles: Mapping[str, RoleGuess]) -> str:
    if {"frequency", "recency", "age"} <= roles.keys():
        return "summary"
    if {"recency", "date"} & roles.keys() and {"frequency", "monetary"} & roles.keys():
        return "customers"
    if "date" in roles:
        return "sales"
    return guess.shape if guess.shape != "unknown" else "sales"


def _attributes(main: GuessedTable, part: ColumnsPart) -> tuple[str, ...]:
    """The names of the attributes' columns, each once: those asked for, by whatever name or number, or those guessed."""
    asked = part.attributes or (main.guess.attributes if part.guess else ())
    names = main.opened.table.names
    found: dict[str, None] = {}
    for name, position in zip(asked, find_columns(asked, names), strict=True):
        if position is None:
            close = nearest(name, names)
            raise UsageError(
                f"There is no column {name!r} to be an attribute.",
                f"Did you mean {close!r}?" if close else "See `regulars inspect`.",
            )
        found[names[position]] = None
    return tuple(found)
