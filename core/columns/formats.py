"""How each table writes the numbers, dates and ids of its roles, decided on all the values that are known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from core.columns.alike import GuessedTable, find_column, find_columns
from core.columns.cancelled import cancellation_prefixes, order_ids
from core.columns.clock import moment_text
from core.columns.date_above import DateAbove, date_above, dated_rows, is_ditto
from core.columns.dates import DateEvidence, DateFormat, decide_dates_beside, parse_date
from core.columns.dates_together import Dated, order_shown, settle_together
from core.columns.decimal_sign import comma_land
from core.columns.numbers import NumberFormat, decide_numbers, decide_numbers_among
from core.columns.once import once_an_order, orders_above
from core.columns.profile import MISSING_WORDS
from core.columns.role_guess import RoleGuess
from core.columns.settled import ID_ROLES, NUMBER_ROLES, TableColumns
from core.columns.unread_dates import not_dates, unread_dates
from core.columns.whole_pieces import Written, in_decimals
from core.errors import ColumnsError
from core.recipe import ColumnsPart

PLAIN_NUMBERS = NumberFormat(
    decimal=".", grouping="", decorated=False, decided=False, reason="no values to tell by"
)
# Some programs leave out empty cells at the end of a row; a column filled as often as this is no such end.
USUALLY = 0.6
NEEDED = ("customer", "date", "quantity", "price", "amount", "order_total")


# Values that contradicted a format decided on the sample, by table and role: decided again with them.
Contradictions = Mapping[tuple[int, str], Sequence[str]]


def decide_formats(
    alike: Sequence[GuessedTable],
    everything: Sequence[GuessedTable],
    main: GuessedTable,
    roles: Mapping[str, RoleGuess],
    attributes: Sequence[str],
    part: ColumnsPart,
    contradictions: Contradictions,
) -> list[TableColumns]:
    """The columns of every table that is read; one that shows its order of day and month speaks for those that cannot."""
    tables = [
        _table_columns(table, number, main, roles, attributes, part, contradictions)
        for number, table in enumerate(alike)
    ]
    if part.date_order or all(table.dates is None or table.dates.decided for table in tables):
        return tables
    dated = {
        number: Dated(
            table.table.label,
            _date_values(source, number, table.positions, contradictions),
            _evidence(source, table.numbers),
            table.dates,
        )
        for number, (table, source) in enumerate(zip(tables, alike, strict=True))
        if table.dates is not None
    }
    elsewhere = order_shown(table.dates for table in tables) or order_shown(
        profile.dates for table in everything for profile in table.profiles
    )
    settled = settle_together(dated, elsewhere, swapped=part.swapped_dates, asked=bool(part.date))
    return [
        _with_dates(table, settled[number], source, part) if number in settled else table
        for number, (table, source) in enumerate(zip(tables, alike, strict=True))
    ]


def _with_dates(
    table: TableColumns, dates: DateFormat, source: GuessedTable, part: ColumnsPart
) -> TableColumns:
    by_order = table.order_above or "date" in table.once_an_order
    above = _date_above(source, table.positions, dates, part, by_order=by_order)
    return replace(table, dates=dates, date_above=above)


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
    if "quantity" in numbers and not part.decimal:
        columns = source.opened.sample.columns
        money: dict[str, Written] = {
            role: (columns[positions[role]], fmt)
            for role, fmt in numbers.items()
            if role in ("price", "amount")
        }
        numbers["quantity"] = in_decimals(columns[positions["quantity"]], numbers["quantity"], money)
    dates = None
    if "date" in positions:
        dates = _date_format(
            source,
            _date_values(source, number, positions, contradictions),
            numbers,
            part,
            positions,
            only=source is main,
        )
    stripped = [
        role
        for role in ID_ROLES
        if role in positions and _ends_in_point_zero(_values(source, number, role, positions, contradictions))
    ]
    columns = source.opened.sample.columns
    once, above = once_an_order(columns, positions), orders_above(columns, positions)
    return TableColumns(
        table=table,
        positions=positions,
        attributes=find_columns(attributes, table.names),
        shared=find_columns(main.opened.table.names, table.names),
        numbers=numbers,
        dates=dates,
        stripped=tuple(stripped),
        whole_sample=source.opened.sample.whole,
        once_an_order=once,
        order_above=above,
        date_above=_date_above(source, positions, dates, part, by_order=above or "date" in once),
        needed=_last_needed(source, positions),
    )


def _last_needed(source: GuessedTable, positions: Mapping[str, int]) -> int | None:
    """The last column of a role that the rows nearly always fill: a row that ends before it is broken, and not merely short."""
    columns, table = source.opened.sample.columns, source.opened.table
    held = {
        role: max(table.joined) if table.joined and position == len(table.names) - 1 else position
        for role, position in positions.items()
    }
    filled = [
        position
        for role, position in held.items()
        if role in NEEDED and sum(map(bool, columns[position])) >= USUALLY * len(columns[position]) > 0
    ]
    return max(filled, default=None)


def _values(
    source: GuessedTable, number: int, role: str, positions: Mapping[str, int], contradictions: Contradictions
) -> list[str]:
    columns = source.opened.sample.columns
    column: Sequence[str | None] = columns[positions[role]]
    if role == "date" and "time" in positions:
        pairs = zip(column, columns[positions["time"]], strict=True)
        column = [moment_text(day or "", clock or "") for day, clock in pairs]
    found = [stripped for value in column if value and (stripped := value.strip())]
    return found + list(contradictions.get((number, role), ()))


def _date_values(
    source: GuessedTable, number: int, positions: Mapping[str, int], contradictions: Contradictions
) -> Sequence[str]:
    """What the cells for the date say, but for words and marks that say none."""
    values = _values(source, number, "date", positions, contradictions)
    return [value for value in _telling(values) if not is_ditto(value)] or values


def _number_format(
    source: GuessedTable, role: str, values: Sequence[str], part: ColumnsPart, *, only: bool
) -> NumberFormat:
    if not values:
        return PLAIN_NUMBERS
    found = decide_numbers_among(
        _telling(values), decimal_hint=part.decimal or _decimal_hint(source), comma_land=_comma_land(source)
    )
    if found is None and not only:
        # A sheet of a few odd cells is no reason to give up the others: what cannot be read there is set aside.
        return replace(PLAIN_NUMBERS, decimal=_decimal_hint(source) or PLAIN_NUMBERS.decimal, decorated=True)
    if found is None:
        raise ColumnsError(
            f"The column for {role} in {source.opened.table.label} holds no numbers of one kind: {_no_number(values)}.",
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


def _no_number(values: Sequence[str]) -> str:
    """A cell of these that is no number, where none is; else two of the numbers, which are written unlike."""
    numbers = [value for value in values if decide_numbers([value]) is not None]
    if not numbers:
        return f"none of the {len(values):,} cells looked at holds one, such as {values[0][:40]!r}"
    return f"there are cells such as {min(numbers)[:40]!r} and {max(numbers)[:40]!r}"


def _telling(values: Sequence[str]) -> Sequence[str]:
    """The values without the words that stand for a missing one, unless there is nothing else."""
    missing = {value for value in set(values) if value.casefold() in MISSING_WORDS}
    return [value for value in values if value not in missing] or values if missing else values


def _decimal_hint(source: GuessedTable) -> Literal["", ".", ","]:
    marks = {
        profile.numbers.decimal
        for profile in source.profiles
        if profile.kind == "number" and profile.numbers and profile.numbers.decided and not profile.whole
    }
    return next(iter(marks)) if len(marks) == 1 else ""


def _comma_land(source: GuessedTable) -> str:
    """What of a table speaks of a place where commas are decimal."""
    return comma_land(
        source.guess.language,
        semicolon=source.opened.table.delimiter == ";",
        currency=_currency_sign(source),
    )


def _currency_sign(source: GuessedTable) -> str:
    """The one sign that the numbers of a table bear; "" where there are none or several."""
    samples = [profile.examples for profile in source.profiles if profile.kind == "number"]
    signs = {sign for examples in samples for value in examples for sign in "£$€" if sign in value}
    return next(iter(signs)) if len(signs) == 1 else ""


def _date_format(
    source: GuessedTable,
    values: Sequence[str],
    numbers: Mapping[str, NumberFormat],
    part: ColumnsPart,
    positions: Mapping[str, int],
    *,
    only: bool,
) -> DateFormat | None:
    position = positions["date"]
    if not values or (source.opened.table.natives[position] == "date" and "time" not in positions):
        return None
    found = decide_dates_beside(
        values,
        _evidence(source, numbers),
        order=part.date_order or None,
        swapped=part.swapped_dates,
        asked=bool(part.date or part.date_order),
    )
    if found is None and only:
        raise unread_dates(source) or not_dates(source, position, values, part)
    return found


def _date_above(
    source: GuessedTable,
    positions: Mapping[str, int],
    dates: DateFormat | None,
    part: ColumnsPart,
    *,
    by_order: bool,
) -> DateAbove:
    """What means the date above, by the sample; `by_order`: rows without a date take that of their order."""
    rows = dated_rows(source.opened.sample.columns, positions)
    fmt = dates or (source.profiles[positions["date"]].dates if rows else None)
    if rows is None or fmt is None or (by_order and part.date_above == "auto"):
        return ""
    name = source.opened.table.names[positions["date"]]
    return date_above(rows, lambda cell: parse_date(cell, fmt), name, part.date_above)


def _evidence(source: GuessedTable, numbers: Mapping[str, NumberFormat]) -> DateEvidence:
    fractional = [
        numbers[role].decimal
        for role in ("price", "amount", "order_total")
        if role in numbers and numbers[role].decided
    ]
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
        currency=_currency_sign(source),
        language=source.guess.language,
        countries=tuple(value for value, _ in country.common) if country else (),
    )


def _ends_in_point_zero(ids: Sequence[str]) -> bool:
    """Whether each id ends in `.0`, or is a number that others repeat with it; but for words that stand for a missing one."""
    known = _telling(ids)
    ended = [value for value in known if value.endswith(".0")]
    return bool(ended) and (
        len(ended) == len(known) or all(value.removesuffix(".0").isdecimal() for value in known)
    )


def sample_prefixes(
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
    # Few distinct numbers stand in many rows.
    below = {cell for cell in set().union(*columns) if _looks_negative(cell)}
    if not below:
        return [False] * sample.rows
    return [not below.isdisjoint(row) for row in zip(*columns, strict=True)]


def _looks_negative(cell: str | None) -> bool:
    text = (cell or "").strip()
    return text.startswith(("-", "(", "\u2212")) or text.endswith("-")
