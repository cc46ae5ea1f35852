"""Looks at sources: what is in one by a sample of its rows.

They are kept in the workspace, since guessing the roles again takes longer than reading what an earlier run kept.
"""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError

if TYPE_CHECKING:
    from core.columns.alike import GuessedTable
    from core.columns.settled import Columns
    from core.recipe import Recipe
    from core.remote.tables import FirstPage
    from core.study import Study
    from core.views.raw import RawTable

STAGE = "look"


@dataclass(frozen=True, slots=True)
class FileLook:
    """A file of the source."""

    name: str
    path: str
    kind: str
    size: int
    identity: str
    """What tells its content from any other."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column by a sample of its rows."""

    position: int
    name: str
    type: str
    rows: int
    missing: int
    distinct: int
    common: tuple[tuple[str, int], ...]
    written: str
    roles: tuple[str, ...]
    """The roles that it plays in a table that is used, `attribute` among them."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """A table of the source."""

    number: int
    label: str
    file: str
    sheet: str
    kind: str
    rows: int | None
    """How many rows there are; None where nobody has counted them."""
    whole: bool
    """Whether the sample is all of it."""
    delimiter: str
    described: tuple[str, ...]
    used: bool
    columns: tuple[ColumnLook, ...]


@dataclass(frozen=True, slots=True)
class RoleLook:
    """A role, the column that plays it, why, and which other might have."""

    role: str
    column: str
    reason: str
    runner_up: str
    runner_up_reason: str


@dataclass(frozen=True, slots=True)
class Look:
    """What is in a source."""

    files: tuple[FileLook, ...]
    tables: tuple[TableLook, ...]
    main: int
    """The number of the table to show first."""
    shape: str
    roles: tuple[RoleLook, ...]
    guessed: dict[str, str]
    """The column that each role would have by the guess alone."""
    attributes: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    """What is not read, and why."""
    notes: tuple[str, ...]
    problem: tuple[str, str] | None
    """Why nothing can be computed from it, and what to do about that."""

    @property
    def identities(self) -> tuple[tuple[str, str], ...]:
        """What each file is called, and what tells its content from any other."""
        return tuple((file.name, file.identity) for file in self.files)

    def role(self, name: str) -> RoleLook | None:
        """Who plays a role."""
        return next((known for known in self.roles if known.role == name), None)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What is in the source of a recipe, with the first rows of its first table."""

    recipe: Recipe
    look: Look
    rows: RawTable | None
    why_no_rows: str
    page: FirstPage | None = None


def looked_at(study: Study) -> FirstLook:
    """Look at a source. One that cannot be run is looked at all the same."""
    from core.remote.tables import first_page
    from core.views.raw import raw_table
    from core.views.row_files import row_key

    identities = (file.identity for file in study.files)
    key = row_key(STAGE, *identities, study.recipe.part_key("source", "columns"))
    known = _kept(study, key)
    if known is not None:
        return known
    look = _look_at(study)
    try:
        rows = raw_table(study, look.main)
        page = first_page(study.connection, rows.path)
    except RegularsError as error:
        return FirstLook(study.recipe, look, None, f"{error.what} {error.cure}")
    found = {"look": asdict(look), "rows": asdict(rows), "page": asdict(page) if page else None}
    study.workspace.keep_json(STAGE, key, found)
    return FirstLook(study.recipe, look, rows, "", page)


def _kept(study: Study, key: str) -> FirstLook | None:
    """What an earlier look at the same source has left, if its rows are still there."""
    from core.remote.tables import FirstPage
    from core.views.raw import RawTable
    from core.workspace import is_whole

    kept = study.workspace.find_json(STAGE, key)
    if kept is None:
        return None
    with contextlib.suppress(KeyError, TypeError, ValueError):  # of another version
        fields = kept["rows"]
        rows = RawTable(
            **{**fields, "columns": tuple(fields["columns"]), "described": tuple(fields["described"])}
        )
        if is_whole(Path(rows.path)):
            study.workspace.in_use.add(Path(rows.path))
            page = FirstPage.from_dict(kept["page"]) if kept["page"] else None
            return FirstLook(study.recipe, _from_dict(kept["look"]), rows, "", page)
    return None


def _look_at(study: Study) -> Look:
    guessed = study.source_pass.guessed
    columns, problem = None, None
    try:
        columns = study.source_pass.columns
        study.columns  # noqa: B018  refuses what nothing can be computed from
    except RegularsError as error:
        problem = (error.what, error.cure)
    used = {part.table.label for part in columns.tables} if columns else set()
    best = max(guessed, key=lambda table: table.guess.score)
    main = next((place for place, table in enumerate(guessed) if table.label in used), guessed.index(best))
    guesses = columns.roles.values() if columns else best.guess.roles.values()
    return Look(
        files=tuple(
            FileLook(file.shown, str(file.path), file.kind, file.size, file.identity) for file in study.files
        ),
        tables=tuple(_table(place, table, columns) for place, table in enumerate(guessed)),
        main=main,
        shape=columns.shape if columns else "unknown",
        roles=tuple(
            RoleLook(
                str(guess.role),
                guess.column or "",
                guess.reason,
                guess.runner_up or "",
                guess.runner_up_reason,
            )
            for guess in guesses
        ),
        guessed={str(role): guess.column or "" for role, guess in best.guess.roles.items()},
        attributes=columns.attributes if columns else best.guess.attributes,
        left_out=tuple((left.label, left.reason) for left in columns.left_out) if columns else (),
        notes=columns.notes if columns else best.guess.notes,
        problem=problem,
    )


def _table(number: int, guessed: GuessedTable, columns: Columns | None) -> TableLook:
    from core.columns.told_kinds import told_kind

    table, sample = guessed.opened.table, guessed.opened.sample
    roles = _roles(guessed, columns)
    return TableLook(
        number=number,
        label=table.label,
        file=table.file,
        sheet=table.sheet,
        kind=table.kind,
        rows=table.rows if table.rows is not None else sample.rows if sample.whole else None,
        whole=sample.whole,
        delimiter=table.delimiter,
        described=table.described,
        used=columns is not None and any(part.table.label == table.label for part in columns.tables),
        columns=tuple(
            ColumnLook(
                position=profile.position,
                name=profile.name,
                type=told_kind(profile, roles.get(profile.position, ()), sample.evenly(profile.position)),
                rows=profile.rows,
                missing=profile.missing,
                distinct=profile.distinct,
                common=profile.common,
                written=_written(profile),
                roles=tuple(roles.get(profile.position, ())),
            )
            for profile in guessed.profiles
        ),
    )


def _roles(guessed: GuessedTable, columns: Columns | None) -> dict[int, list[str]]:
    """What each column of a table plays; by the guess alone where nothing could be settled."""
    found: dict[int, list[str]] = {}
    if columns is None:
        for role, guess in guessed.guess.roles.items():
            if guess.position is not None:
                found.setdefault(guess.position, []).append(str(role))
        return found
    for part in columns.tables:
        if part.table.label == guessed.label:
            for name, position in part.positions.items():
                found.setdefault(position, []).append(name)
            for place in part.attributes:
                if place is not None:
                    found.setdefault(place, []).append("attribute")
    return found


def _written(profile: Any) -> str:
    if profile.kind == "number" and profile.numbers:
        return str(profile.numbers.reason)
    return str(profile.dates.reason) if profile.kind == "date" and profile.dates else ""


def _from_dict(data: dict[str, Any]) -> Look:
    return Look(
        files=tuple(FileLook(**file) for file in data["files"]),
        tables=tuple(
            TableLook(
                **{
                    **table,
                    "described": tuple(table["described"]),
                    "columns": tuple(_column_from_dict(column) for column in table["columns"]),
                }
            )
            for table in data["tables"]
        ),
        main=int(data["main"]),
        shape=str(data["shape"]),
        roles=tuple(RoleLook(**role) for role in data["roles"]),
        guessed=dict(data["guessed"]),
        attributes=tuple(data["attributes"]),
        left_out=tuple((str(label), str(reason)) for label, reason in data["left_out"]),
        notes=tuple(data["notes"]),
        problem=(str(data["problem"][0]), str(data["problem"][1])) if data["problem"] else None,
    )


def _column_from_dict(data: dict[str, Any]) -> ColumnLook:
    common = tuple((str(value), int(count)) for value, count in data["common"])
    return ColumnLook(**{**data, "common": common, "roles": tuple(data["roles"])})
