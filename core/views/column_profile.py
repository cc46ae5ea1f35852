"""One column of a table as it stands in its file, in detail: what it holds, how it is written and why, and which role it seems to play.

Texts are counted without the spaces around them. missing: cells that hold nothing. unread: cells that hold something which is
not read as the column's numbers or dates. Up to 400 MB every row is looked at; of larger files, and of those too uneven for
that, a sample of some thousand rows in equal pieces from all over the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.columns.dates import date_sql
from core.columns.numbers import number_sql
from core.columns.profile import MISSING_WORDS
from core.columns.settled import ID_ROLES
from core.engine import told_plainly
from core.errors import RegularsError
from core.lines import MACROS
from core.sql import literal
from core.views.bins import filled
from core.views.profile_parts import DEFINITIONS, ColumnDetail, RoleView
from core.views.raw import file_of
from core.views.row_files import shortened
from core.views.spread import Found, Kind, bins_of, counts_sql, figures, spread_of, struct

if TYPE_CHECKING:
    from core.columns.alike import GuessedTable
    from core.columns.dates import DateFormat
    from core.columns.numbers import NumberFormat
    from core.columns.profile import ColumnProfile
    from core.columns.role_guess import RoleGuess
    from core.columns.settled import Columns, TableColumns
    from core.study import Study

__all__ = ["DEFINITIONS", "ColumnDetail", "RoleView", "column_profile"]

# As `inspect` does; the one column that is asked about may take a second or two.
EXACT_UP_TO_BYTES = 400 * 10**6
MOST_COMMON = 20
UNREAD_EXAMPLES = 5
SAMPLED = "So large or uneven a file was looked at by a sample of its rows, from all over it."


def column_profile(study: Study, number: int, position: int) -> ColumnDetail:
    """The column at this position of the table with this number."""
    guessed = study.source_pass.guessed[number]
    columns, settled = _settled(study, guessed)
    profile = guessed.profiles[position]
    written = _written(profile, settled, position)
    value = _value(written)
    scan, exact = _scan(study, guessed, position)
    study.connection.execute(MACROS)
    with told_plainly(f"looking at {profile.name} in {guessed.label}"):
        found = _looked_at(study, scan, value, written.kind)
        if found is None:
            scan, exact = _sample(guessed, position), guessed.opened.sample.whole
            found = _looked_at(study, scan, value, written.kind) or {}
        bins = bins_of(found, written.kind)
        counted = _rows(study, f"SELECT {counts_sql(value, bins)} FROM {scan}")[0][0] if bins else None
        common = _rows(
            study,
            f"SELECT {shortened('text')}, count(*) AS n FROM {scan} WHERE text IS NOT NULL GROUP BY text ORDER BY n DESC, text"
            f" LIMIT {MOST_COMMON}",
        )
        unread = _rows(
            study,
            f"SELECT DISTINCT {shortened('text')} AS shown FROM {scan} WHERE text IS NOT NULL AND {value} IS NULL ORDER BY shown"
            f" LIMIT {UNREAD_EXAMPLES}",
        )
    rows = int(found["rows"])
    return ColumnDetail(
        table=guessed.label,
        position=position,
        name=profile.name,
        type="text" if _has_letters(study, profile, written, scan) else profile.kind,
        rows=rows,
        missing=rows - int(found["filled"]),
        distinct=int(found["different"]),
        unread=int(found["filled"]) - int(found["known"]),
        unread_examples=tuple(str(text) for (text,) in unread),
        spread=spread_of(found),
        common=tuple((str(text), int(count)) for text, count in common),
        histogram=filled(bins, counted) if bins else None,
        written=written.reason,
        plays=_plays(guessed, columns, settled, position),
        might_play=_might_play(guessed, profile.name),
        exact=exact,
        reason="" if exact else SAMPLED,
    )


def _has_letters(study: Study, profile: ColumnProfile, written: _Written, scan: str) -> bool:
    """Whether a column that looks like numbers, and is read as texts since it names something, holds what is none."""
    if written.kind != "text" or profile.kind != "number" or profile.numbers is None:
        return False
    words = ", ".join(literal(word) for word in sorted(MISSING_WORDS))
    is_none = f"{number_sql('text', profile.numbers)} IS NULL AND lower(text) NOT IN ({words})"
    return bool(_rows(study, f"SELECT bool_or({is_none}) FROM {scan} WHERE text IS NOT NULL")[0][0])


# What it is in its table


def _settled(study: Study, guessed: GuessedTable) -> tuple[Columns | None, TableColumns | None]:
    """The columns as a run has them, and this table's part; None where nothing can be settled, or the table is not used."""
    try:
        columns = study.source_pass.columns
    except RegularsError:
        return None, None
    return columns, next((part for part in columns.tables if part.table.label == guessed.label), None)


@dataclass(frozen=True, slots=True)
class _Written:
    """How the column's values are read, and why."""

    kind: Kind
    numbers: NumberFormat | None = None
    dates: DateFormat | None = None

    @property
    def reason(self) -> str:
        known = self.numbers or self.dates
        return known.reason if known else ""


def _written(profile: ColumnProfile, settled: TableColumns | None, position: int) -> _Written:
    """As the role that it plays reads it, which the whole source may have decided; else as the sample has it."""
    roles = [role for role, place in settled.positions.items() if place == position] if settled else []
    if set(roles) & set(ID_ROLES):
        return _Written("text")
    if settled is not None:
        for role in roles:
            if role in settled.numbers:
                return _Written("number", settled.numbers[role])
            # With a time beside it, what was settled is how the two are written together.
            if role == "date" and settled.dates and "time" not in settled.positions:
                return _Written("date", dates=settled.dates)
    if profile.kind == "number" and profile.numbers:
        return _Written("number", profile.numbers)
    return _Written("date", dates=profile.dates) if profile.dates else _Written("text")


def _plays(
    guessed: GuessedTable, columns: Columns | None, settled: TableColumns | None, position: int
) -> tuple[RoleView, ...]:
    if settled is None or columns is None:
        return tuple(
            _role_view(guess) for guess in guessed.guess.roles.values() if guess.position == position
        )
    roles = [role for role, place in settled.positions.items() if place == position]
    attribute = RoleView("attribute", "its few values describe customers", "", "")
    return (
        *(_role_view(columns.roles[role]) for role in roles if role in columns.roles),
        *([attribute] if position in settled.attributes else []),
    )


def _role_view(guess: RoleGuess) -> RoleView:
    return RoleView(str(guess.role), guess.reason, guess.runner_up or "", guess.runner_up_reason)


def _might_play(guessed: GuessedTable, name: str) -> tuple[RoleView, ...]:
    """The roles that it came second for, with the columns that were preferred."""
    return tuple(
        RoleView(str(guess.role), guess.runner_up_reason, guess.column or "", guess.reason)
        for guess in guessed.guess.roles.values()
        if guess.runner_up == name
    )


# What it holds


def _scan(study: Study, guessed: GuessedTable, position: int) -> tuple[str, bool]:
    """The column's trimmed texts, of all rows or of the sample, and which of these."""
    table = guessed.opened.table
    if file_of(study, table).size > EXACT_UP_TO_BYTES:
        return _sample(guessed, position), guessed.opened.sample.whole
    text = f"CAST(c{position} AS VARCHAR)" if table.natives[position] else f"c{position}"
    return f"(SELECT clean({text}) AS text FROM {table.scan})", True


def _sample(guessed: GuessedTable, position: int) -> str:
    cells = guessed.opened.sample.evenly(position)
    rows = ", ".join("NULL" if cell is None else literal(cell) for cell in cells)
    texts = f"CAST([{rows}] AS VARCHAR[])"
    return f"(SELECT clean(cell) AS text FROM (SELECT unnest({texts}) AS cell))"


def _value(written: _Written) -> str:
    """The number or moment that a text says; of other columns, the text."""
    if written.numbers:
        return number_sql("text", written.numbers)
    return date_sql("text", written.dates) if written.dates else "text"


def _looked_at(study: Study, scan: str, value: str, kind: Kind) -> Found | None:
    """The figures; None where the file is too uneven for a plain scan."""
    import duckdb

    aggregates = {
        "rows": "count(*)",
        "filled": "count(text)",
        "different": "count(DISTINCT text)",
        "known": "count(value)",
        **figures("value", kind),
    }
    select = f"SELECT {struct(aggregates)} FROM (SELECT text, {value} AS value FROM {scan})"
    try:
        found: Found = _rows(study, select)[0][0]
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    return found


def _rows(study: Study, select: str) -> list[tuple[Any, ...]]:
    return study.connection.execute(select).fetchall()
