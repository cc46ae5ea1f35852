"""The columns of a source: which table is the sales, which column plays which role, how its values are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from core.columns.alike import GuessedTable, find_column, find_columns, stack_tables, table_key
from core.columns.cancelled import cancellation_prefixes, order_ids
from core.columns.dates import DateEvidence, DateFormat, Order, decide_dates
from core.columns.numbers import NumberFormat, decide_numbers
from core.columns.profile import MISSING_WORDS, profile_columns
from core.columns.roles import ROLES, Guess, Role, RoleGuess, guess_roles
from core.errors import ColumnsError, UsageError
from core.recipe import ColumnsPart
from core.source.model import LeftOut, OpenTable, SourceTable
from core.suggest import nearest

NUMBER_ROLES = (
    "quantity",
    "price",
    "amount",
    "order_total",
    "discount",
    "recency",
    "frequency",
    "monetary",
    "age",
)
ID_ROLES = ("customer", "order", "product")
# A table without one of these, where the main one has it, is another kind of table and not more of the same.
ESSENTIAL_ROLES = (
    "customer",
    "order",
    "date",
    "quantity",
    "price",
    "amount",
    "order_total",
    "recency",
    "frequency",
    "monetary",
    "age",
)
PLAIN_NUMBERS = NumberFormat(
    decimal=".", grouping="", decorated=False, decided=False, reason="no values to tell by"
)
NONE = "-"
DAY_AND_MONTH = ("dmy", "mdy", "ymd")

# Values that contradicted a format decided on the sample, by table and role: decided again with them.
Contradictions = Mapping[tuple[int, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """One table's part: where each role stands in it and how it is written there."""

    table: SourceTable
    positions: dict[str, int]
    attributes: tuple[int | None, ...]
    shared: tuple[int | None, ...]
    numbers: dict[str, NumberFormat]
    dates: DateFormat | None
    stripped: tuple[str, ...]
    """Id roles whose every value ends in `.0`, a spreadsheet's doing, which is cut off."""
    whole_sample: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns stage hands on."""

    shape: str
    tables: tuple[TableColumns, ...]
    roles: dict[str, RoleGuess]
    attributes: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    cancelled_prefixes: tuple[str, ...]
    careful_ids: bool = True
    """Whether ids are cleaned of more than the spaces around them; a pass over many rows that finds them clean need not."""

    @property
    def used_roles(self) -> tuple[str, ...]:
        """The roles that a column plays, in their usual order."""
        return tuple(role for role in ROLES if role in self.roles)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the workspace."""
        return {
            **asdict(self),
            "tables": [{**asdict(table), "table": table.table.to_dict()} for table in self.tables],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Columns:
        """The columns that `to_dict` made this data of."""
        return cls(
            shape=data["shape"],
            tables=tuple(_table_from_dict(table) for table in data["tables"]),
            roles={role: RoleGuess(**guess) for role, guess in data["roles"].items()},
            attributes=tuple(data["attributes"]),
            left_out=tuple(LeftOut(**left) for left in data["left_out"]),
            notes=tuple(data["notes"]),
            cancelled_prefixes=tuple(data["cancelled_prefixes"]),
            careful_ids=bool(data["careful_ids"]),
        )


def _table_from_dict(data: dict[str, Any]) -> TableColumns:
    dates = data["dates"]
    return TableColumns(
        table=SourceTable.from_dict(data["table"]),
        positions=data["positions"],
        attributes=tuple(data["attributes"]),
        shared=tuple(data["shared"]),
        numbers={role: NumberFormat(**numbers) for role, numbers in data["numbers"].items()},
        dates=DateFormat(**{**dates, "patterns": tuple(dates["patterns"])}) if dates else None,
        stripped=tuple(data["stripped"]),
        whole_sample=data["whole_sample"],
    )


def guess_tables(tables: Sequence[OpenTable]) -> list[GuessedTable]:
    """Profile every table and guess its roles; tables of the same columns share one guess of roles."""
    guesses: dict[frozenset[str], Guess] = {}
    guessed = []
    for opened in tables:
        columns = opened.sample.columns
        profiles = profile_columns(opened.table.names, columns, natives=opened.table.natives)
        key = table_key(opened.table.names)
        if key not in guesses or not guesses[key].score:
            guesses[key] = guess_roles(profiles, columns)
        guessed.append(GuessedTable(opened, tuple(profiles), _placed(guesses[key], opened.table.names)))
    return guessed


def _placed(guess: Guess, names: Sequence[str]) -> Guess:
    """A guess made of another table of the same columns, with these as they stand and are spelled in this one."""
    roles = {
        role: replace(found, column=names[position], position=position)
        for role, found in guess.roles.items()
        if (position := find_column(found.column or "", names)) is not None
    }
    places = find_columns(guess.attributes, names)
    return replace(
        guess, roles=roles, attributes=tuple(names[place] for place in places if place is not None)
    )


def assign_columns(
    guessed: Sequence[GuessedTable],
    part: ColumnsPart,
    left_out: Sequence[LeftOut],
    contradictions: Contradictions,
) -> Columns:
    """Choose the sales among the tables, settle the roles, and decide how each table writes its values."""
    main = _main_table(guessed, part)
    roles = _settle_roles(main, part)
    shape = _shape(main.guess, roles)
    essential = [guess.column or "" for role, guess in roles.items() if role in ESSENTIAL_ROLES]
    stack = stack_tables(guessed, main, essential)
    alike = stack.tables
    attributes = part.attributes or (main.guess.attributes if part.guess else ())
    attributes = tuple(name for name in attributes if name not in {guess.column for guess in roles.values()})
    _check_named(attributes, main)
    tables = _decide_formats(alike, guessed, main, roles, attributes, part, contradictions)
    return Columns(
        shape=shape,
        tables=tuple(tables),
        roles=roles,
        attributes=attributes,
        left_out=(*left_out, *stack.left_out),
        notes=(*main.guess.notes, *stack.notes),
        cancelled_prefixes=_prefixes(alike, roles, tables),
    )


def _main_table(guessed: Sequence[GuessedTable], part: ColumnsPart) -> GuessedTable:
    asked = [name for name in (*_asked(part).values(), *part.attributes) if not name.startswith("#")]
    fitting = [
        table
        for table in guessed
        if all(find_column(name, table.opened.table.names) is not None for name in asked)
    ]
    if not fitting:
        for name in asked:
            if not any(find_column(name, table.opened.table.names) is not None for table in guessed):
                known = [name for table in guessed for name in table.opened.table.names]
                close = nearest(name, known)
                raise UsageError(
                    f"There is no column {name!r} in {guessed[0].opened.table.label}; there are: {', '.join(known[:12])}.",
                    f"Did you mean {close!r}?"
                    if close
                    else "Name one of them; `regulars inspect` shows them all.",
                )
        raise UsageError(
            f"No table has all the columns asked for: {', '.join(asked)}.",
            "Name columns of one table; `regulars inspect` shows them.",
        )
    return max(
        fitting, key=lambda table: (table.guess.score, table.opened.table.rows or table.opened.sample.rows)
    )


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
    if part.guess:
        guessed = {
            role: guess
            for role, guess in main.guess.roles.items()
            if role not in asked and role not in refused and guess.position not in taken
        }
        if asked.keys() & {"amount", "order_total", "price"} and "price" not in asked:
            # Whoever says what a row is worth does not want it multiplied by something guessed.
            guessed.pop("order_total" if "amount" in asked else "amount", None)
    roles = {role: asked.get(role) or guessed[role] for role in ROLES if role in asked or role in guessed}
    return {str(role): guess for role, guess in roles.items()}


def _shape(guess: Guess, roles: Mapping[str, RoleGuess]) -> str:
    if "date" in roles:
        return "sales"
    if {"frequency", "recency", "age"} <= roles.keys():
        return "summary"
    if "recency" in roles and {"frequency", "monetary"} & roles.keys():
        return "customers"
    return guess.shape if guess.shape != "unknown" else "sales"


def check_roles(columns: Columns) -> None:
    """Refuse what nothing can be computed from: no customers, or no dates."""
    names = ", ".join(columns.tables[0].table.names[:12])
    label = columns.tables[0].table.label
    if "customer" not in columns.roles:
        raise ColumnsError(
            f"{label} has no column that says who the customer is, so there is nobody to describe; its columns are: {names}.",
            "If one of them does, name it: --map customer=COLUMN",
        )
    if columns.shape == "sales" and "date" not in columns.roles:
        raise ColumnsError(
            f"{label} has no column of dates, so nobody can say when a customer last bought; its columns are: {names}.",
            "If one of them does, name it: --map date=COLUMN",
        )


def _check_named(attributes: Sequence[str], main: GuessedTable) -> None:
    for name in attributes:
        if find_column(name, main.opened.table.names) is None:
            close = nearest(name, main.opened.table.names)
            raise UsageError(
                f"There is no column {name!r} to be an attribute.",
                f"Did you mean {close!r}?" if close else "See `regulars inspect`.",
            )


def _decide_formats(
    alike: Sequence[GuessedTable],
    everything: Sequence[GuessedTable],
    main: GuessedTable,
    roles: Mapping[str, RoleGuess],
    attributes: Sequence[str],
    part: ColumnsPart,
    contradictions: Contradictions,
) -> list[TableColumns]:
    tables = [
        _table_columns(table, number, main, roles, attributes, part, contradictions)
        for number, table in enumerate(alike)
    ]
    known = _order_shown_elsewhere(tables, everything)
    if known is None or "date" not in roles or part.date_order:
        return tables
    settled = []
    for number, (table, source) in enumerate(zip(tables, alike, strict=True)):
        if table.dates and not table.dates.decided:
            values = _values(source, number, "date", table.positions, contradictions)
            dates = decide_dates(values, _evidence(source, table.numbers, other=known))
            settled.append(replace(table, dates=dates or table.dates))
        else:
            settled.append(table)
    return settled


def _order_shown_elsewhere(
    tables: Sequence[TableColumns], everything: Sequence[GuessedTable]
) -> Order | None:
    """The order of day and month that tables which show it agree on: those of the sales first, then any other of the source."""
    of_sales = [table.dates for table in tables]
    of_all = [profile.dates for table in everything for profile in table.profiles]
    for formats in (of_sales, of_all):
        shown = {
            dates.order
            for dates in formats
            if dates and dates.decided and not dates.iso and dates.order in DAY_AND_MONTH
        }
        if len(shown) == 1:
            return next(iter(shown))
    return None


def _table_columns(
    source: GuessedTable,
    number: int,
    main: GuessedTable,
    roles: Mapping[str, RoleGuess],
    attributes: Sequence[str],
    part: ColumnsPart,
    contradictions: Contradictions,
) -> TableColumns:
    table = source.opened.table
    positions = {}
    for role, guess in roles.items():
        position = find_column(guess.column or "", table.names)
        if position is not None:
            positions[role] = position
    numbers = {
        role: _number_format(
            source, role, _values(source, number, role, positions, contradictions), part, only=source is main
        )
        for role in NUMBER_ROLES
        if role in positions
    }
    dates = None
    if "date" in positions:
        dates = _date_format(
            source,
            _values(source, number, "date", positions, contradictions),
            numbers,
            part,
            positions["date"],
            only=source is main,
        )
    stripped = [
        role
        for role in ID_ROLES
        if role in positions and _ends_in_point_zero(_values(source, number, role, positions, contradictions))
    ]
    return TableColumns(
        table=table,
        positions=positions,
        attributes=find_columns(attributes, table.names),
        shared=find_columns(main.opened.table.names, table.names),
        numbers=numbers,
        dates=dates,
        stripped=tuple(stripped),
        whole_sample=source.opened.sample.whole,
    )


def _values(
    source: GuessedTable, number: int, role: str, positions: Mapping[str, int], contradictions: Contradictions
) -> list[str]:
    column = source.opened.sample.columns[positions[role]]
    found = [value.strip() for value in column if value and value.strip()]
    return found + list(contradictions.get((number, role), ()))


def _number_format(
    source: GuessedTable, role: str, values: Sequence[str], part: ColumnsPart, *, only: bool
) -> NumberFormat:
    if not values:
        return PLAIN_NUMBERS
    found = decide_numbers(values, decimal_hint=part.decimal or _decimal_hint(source))
    if found is None and not only:
        # A sheet of a few odd cells is no reason to give up the others: what cannot be read there is set aside.
        return replace(PLAIN_NUMBERS, decimal=_decimal_hint(source) or PLAIN_NUMBERS.decimal, decorated=True)
    if found is None:
        raise ColumnsError(
            f"The column for {role} in {source.opened.table.label} holds no numbers (for example {values[0][:40]!r}).",
            f"Name another with --map {role}=COLUMN, or none with --map {role}=-",
        )
    if part.decimal and found.decimal != part.decimal:
        found = replace(
            found,
            decimal=part.decimal,
            grouping="" if found.grouping == part.decimal else found.grouping,
            reason="as asked",
        )
    return found


def _decimal_hint(source: GuessedTable) -> Literal["", ".", ","]:
    marks = {
        profile.numbers.decimal
        for profile in source.profiles
        if profile.kind == "number" and profile.numbers and profile.numbers.decided and not profile.whole
    }
    return next(iter(marks)) if len(marks) == 1 else ""


def _date_format(
    source: GuessedTable,
    values: Sequence[str],
    numbers: Mapping[str, NumberFormat],
    part: ColumnsPart,
    position: int,
    *,
    only: bool,
) -> DateFormat | None:
    if not values or source.opened.table.natives[position] == "date":
        return None
    found = decide_dates(
        values, _evidence(source, numbers), order=part.date_order or None, name_says_date=True
    )
    if found is None and only:
        raise ColumnsError(
            f"The column {source.opened.table.names[position]!r} in {source.opened.table.label} holds no dates that can be read"
            f" (for example {values[0][:40]!r}).",
            "Name another with --map date=COLUMN, or say how dates are written: --set columns.date_order=dmy (or mdy, ymd, serial, epoch)",
        )
    return found


def _evidence(source: GuessedTable, numbers: Mapping[str, NumberFormat], other: Any = None) -> DateEvidence:
    fractional = [
        numbers[role].decimal
        for role in ("price", "amount", "order_total")
        if role in numbers and numbers[role].decided
    ]
    samples = [profile.examples for profile in source.profiles if profile.kind == "number"]
    signs = {sign for examples in samples for value in examples for sign in "£$€" if sign in value}
    country = next(
        (
            source.profiles[guess.position]
            for role, guess in source.guess.roles.items()
            if role == "country" and guess.position is not None
        ),
        None,
    )
    return DateEvidence(
        decimal_comma=fractional[0] == "," if fractional else None,
        semicolon=source.opened.table.delimiter == ";",
        currency=next(iter(signs)) if len(signs) == 1 else "",
        language=source.guess.language,
        countries=tuple(value for value, _ in country.common) if country else (),
        other_order=other,
    )


def _ends_in_point_zero(ids: Sequence[str]) -> bool:
    """Whether each id ends in `.0`, but for words that stand for a missing one."""
    known = [value for value in ids if value.casefold() not in MISSING_WORDS]
    return bool(known) and all(value.endswith(".0") for value in known)


def _prefixes(
    alike: Sequence[GuessedTable], roles: Mapping[str, RoleGuess], tables: Sequence[TableColumns]
) -> tuple[str, ...]:
    """What marks a cancelled order's id, by the sample."""
    if "order" not in roles:
        return ()
    found: list[tuple[str, bool]] = []
    for source, table in zip(alike, tables, strict=True):
        column = source.opened.sample.columns[table.positions["order"]]
        found += [
            (order, negative)
            for order, negative in zip(column, _negatives(source, table), strict=True)
            if order
        ]
    return cancellation_prefixes(order_ids(found))


def _negatives(source: GuessedTable, table: TableColumns) -> list[bool]:
    """For each row of the sample, whether one of its numbers is below zero."""
    sample = source.opened.sample
    columns = [
        sample.columns[table.positions[role]]
        for role in ("quantity", "price", "amount", "order_total")
        if role in table.positions
    ]
    if not columns:
        return [False] * sample.rows
    return [any(_looks_negative(cell) for cell in row) for row in zip(*columns, strict=True)]


def _looks_negative(cell: str | None) -> bool:
    text = (cell or "").strip()
    return text.startswith(("-", "(", "\u2212")) or text.endswith("-")
