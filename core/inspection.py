"""What is in a source: files, tables, a profile of each column, and the roles with their reasons and runners-up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import duckdb

from core.columns.alike import GuessedTable
from core.columns.dates import date_sql
from core.columns.numbers import number_sql
from core.columns.profile import ColumnProfile
from core.columns.settled import Columns
from core.columns.told_kinds import told_kind
from core.errors import RegularsError
from core.lines import MACROS
from core.source.model import SourceTable
from core.study import Study

# Up to here every row is looked at; beyond, the sample speaks, and it is said.
EXACT_UP_TO_BYTES = 400 * 10**6
EXACT_UP_TO_COLUMNS = 100
# An example in `inspect --json` is no longer than this.
EXAMPLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column as `inspect` shows it."""

    name: str
    type: str
    rows: int
    missing: int
    distinct: int
    least: str
    most: str
    examples: tuple[str, ...]
    written: str
    """How its numbers or dates are written, and how that is known."""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableView:
    """One table as `inspect` shows it."""

    file: str
    sheet: str
    kind: str
    rows: int
    exact: bool
    described: tuple[str, ...]
    used: bool
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything that `inspect` shows."""

    files: tuple[dict[str, Any], ...]
    tables: tuple[TableView, ...]
    shape: str
    roles: tuple[dict[str, Any], ...]
    attributes: tuple[str, ...]
    left_out: tuple[dict[str, str], ...]
    notes: tuple[str, ...]
    problem: str
    """Why nothing can be computed from it, where that is so."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data for a script."""
        return asdict(self)


def inspect(study: Study) -> Inspection:
    """Look at everything a source holds. A source that cannot be run is still shown."""
    guessed = study.source_pass.guessed
    problem, columns = "", None
    try:
        columns = study.source_pass.columns
        study.columns  # noqa: B018  refuses what nothing can be computed from
    except RegularsError as error:
        problem = f"{error.what} {error.cure}"
    used = {table.table.label for table in columns.tables} if columns else set()
    exact = sum(file.size for file in study.files) <= EXACT_UP_TO_BYTES
    return Inspection(
        files=tuple(
            {"file": file.shown, "path": str(file.path), "kind": file.kind, "bytes": file.size}
            for file in study.files
        ),
        tables=tuple(
            _table_view(study, table, columns, exact=exact, used=table.opened.table.label in used)
            for table in guessed
        ),
        shape=columns.shape if columns else "unknown",
        roles=tuple({**asdict(guess), "column": guess.column} for guess in columns.roles.values())
        if columns
        else (),
        attributes=columns.attributes if columns else (),
        left_out=tuple(asdict(left) for left in columns.left_out) if columns else (),
        notes=columns.notes if columns else (),
        problem=problem,
    )


def _table_view(
    study: Study, guessed: GuessedTable, columns: Columns | None, *, exact: bool, used: bool
) -> TableView:
    table = guessed.opened.table
    profiles = _as_read(guessed, columns)
    counted = _counted(study, table, profiles) if exact and len(table.names) <= EXACT_UP_TO_COLUMNS else None
    roles = _roles_by_position(table, columns)
    views = []
    for profile in profiles:
        rows, missing, distinct, least, most = counted[profile.position] if counted else _sampled(profile)
        views.append(
            ColumnView(
                name=profile.name,
                type=told_kind(
                    profile, roles.get(profile.position, ()), guessed.opened.sample.evenly(profile.position)
                ),
                rows=rows,
                missing=missing,
                distinct=distinct,
                least=least,
                most=most,
                examples=_examples(profile, table.natives[profile.position]),
                written=_written(profile),
                roles=roles.get(profile.position, ()),
            )
        )
    return TableView(
        file=table.file,
        sheet=table.sheet,
        kind=table.kind,
        rows=views[0].rows if views else 0,
        exact=counted is not None or guessed.opened.sample.whole,
        described=table.described,
        used=used,
        columns=tuple(views),
    )


def _as_read(guessed: GuessedTable, columns: Columns | None) -> tuple[ColumnProfile, ...]:
    """The profiles, in which the columns that play a role are read as the run reads them, and not as they would be alone."""
    profiles = list(guessed.profiles)
    for assigned in columns.tables if columns else ():
        if assigned.table.label != guessed.opened.table.label:
            continue
        for role, position in assigned.positions.items():
            profile = profiles[position]
            alone = "time" not in assigned.positions  # else the format is that of both cells together
            if role == "date" and assigned.dates and alone and profile.kind == "date":
                profiles[position] = replace(profile, dates=assigned.dates)
            elif role in assigned.numbers and profile.kind == "number":
                profiles[position] = replace(profile, numbers=assigned.numbers[role])
    return tuple(profiles)


def _roles_by_position(table: SourceTable, columns: Columns | None) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for assigned in columns.tables if columns else ():
        if assigned.table.label == table.label:
            for role, position in assigned.positions.items():
                found[position] = (*found.get(position, ()), role)
            for place in assigned.attributes:
                if place is not None:
                    found[place] = (*found.get(place, ()), "attribute")
    return found


def _sampled(profile: ColumnProfile) -> tuple[int, int, int, str, str]:
    return profile.rows, profile.missing, profile.distinct, profile.minimum, profile.maximum


def _counted(
    study: Study, table: SourceTable, profiles: tuple[ColumnProfile, ...]
) -> list[tuple[int, int, int, str, str]] | None:
    """Each column's figures over all rows, or None where the file is too uneven for a plain scan."""
    picked = ["count(*)"]
    for profile in profiles:
        native = table.natives[profile.position]
        text = f"CAST(c{profile.position} AS VARCHAR)" if native else f"c{profile.position}"
        picked += [
            f"count(clean({text}))",
            f"count(DISTINCT clean({text}))",
            _extreme("min", profile, text, native),
            _extreme("max", profile, text, native),
        ]
    study.connection.execute(MACROS)
    try:
        row = study.connection.execute(f"SELECT {', '.join(picked)} FROM {table.scan}").fetchone()
    except duckdb.Error:
        return None
    if row is None:
        return None
    rows = int(row[0])
    figures = [row[1 + 4 * index : 5 + 4 * index] for index in range(len(profiles))]
    return [
        (rows, rows - int(filled), int(distinct), least or "", most or "")
        for filled, distinct, least, most in figures
    ]


def _extreme(end: Literal["min", "max"], profile: ColumnProfile, text: str, native: str) -> str:
    """The least or greatest value of a column: a number as it is written, a date as it was understood."""
    if native:
        return _unpointed(f"CAST({end}(c{profile.position}) AS VARCHAR)", native)
    if profile.kind == "number" and profile.numbers:
        number = number_sql(text, profile.numbers)
        # Among equal numbers of different writing the text decides, so that it is the same one every time.
        written = f"{end}({{'number': {number}, 'text': clean({text})}}) FILTER (({number}) IS NOT NULL)"
        return f"({written}).text"
    if profile.kind == "date" and profile.dates:
        kind = "TIMESTAMP" if profile.dates.timed else "DATE"
        return f"CAST(CAST({end}({date_sql(text, profile.dates)}) AS {kind}) AS VARCHAR)"
    return f"{end}(left(clean({text}), 60))"


def _unpointed(text: str, native: str) -> str:
    """A whole number of a Parquet or SQLite column as a person writes it: such columns hold ids as 13085.0."""
    return f"regexp_replace({text}, '[.]0$', '')" if native == "number" else text


def _examples(profile: ColumnProfile, native: str) -> tuple[str, ...]:
    texts = (text.removesuffix(".0") if native == "number" else text for text in profile.examples)
    # A cell may hold a whole document: its beginning is example enough.
    return tuple(text if len(text) <= EXAMPLE_LENGTH else text[: EXAMPLE_LENGTH - 1] + "…" for text in texts)


def _written(profile: ColumnProfile) -> str:
    if profile.kind == "number" and profile.numbers:
        return profile.numbers.reason
    return profile.dates.reason if profile.kind == "date" and profile.dates else ""
