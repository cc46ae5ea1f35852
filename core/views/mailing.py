"""Mailing lists: the customers of a segment, a tier or any choice, as a file for people or for a mailing program.

Whom it lists first is whose value is highest; equals come by id. The file is written whole and then takes its name.

Text in a spreadsheet may act as a formula, and names in a source may come from strangers. A workbook marks text as text, so
there, and in Parquet, every cell is as it is in the source. A CSV cannot, so there a text that begins like a formula gets an
apostrophe in front, unless it is a plain number (`-12`, `+31612345678`: an id must stay what it is). That changes the data, so
the list says how many cells it changed, and it can be undone exactly: take one apostrophe off every cell that begins with one
or more of them followed by one of = + - @ (`UNGUARD`). `as_it_is` leaves all cells alone, for a program that reads the list.
"""

from __future__ import annotations

import itertools
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.errors import OutputError, UsageError
from core.sql import csv_copy, ident, literal, literals, parquet_copy
from core.suggest import did_you_mean

if TYPE_CHECKING:
    from core.views.result import ResultData

Kind = Literal["csv", "xlsx", "parquet"]
KINDS: tuple[Kind, ...] = ("csv", "xlsx", "parquet")

DEFINITIONS: Mapping[str, str] = {
    "order": "The customers of highest value come first, equal ones by id.",
    "formulas": "In a CSV, a text that a spreadsheet would take for a formula has an apostrophe put before it; plain numbers, workbooks "
    "and Parquet are left as they are.",
}
# A formula may hide behind white space, which some programs trim; some take the wide signs of East Asian keyboards.
SIGNS = "=+@\\-＝＋－＠"
GUARDED = f"^'*\\s*[{SIGNS}]"
UNGUARD = f"^'+\\s*[{SIGNS}]"
PLAIN_NUMBER = "[+-]?[0-9]+([.,][0-9]+)*"
SCORED = ("segment", "tier", "recency", "frequency", "monetary", "net", "last_purchase")
# Left out where nobody has one: the source has no amounts, orders or dates.
NEEDED = ("recency", "frequency", "monetary", "net", "last_purchase")


@dataclass(frozen=True, slots=True)
class Members:
    """Whom a list is of: the customers that meet all that is given, everybody where nothing is."""

    segments: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    ids: tuple[str, ...] | None = None
    condition: str = ""
    """A condition in SQL on the columns of `customers`, made by another view, never typed by a person."""


@dataclass(frozen=True, slots=True)
class MailingColumn:
    """A column that a list may have, and whether it has it unless asked."""

    name: str
    usual: bool


@dataclass(frozen=True, slots=True)
class Mailing:
    """A list that was written."""

    path: str
    """The absolute path."""
    customers: int
    columns: tuple[str, ...]
    guarded: int
    """Cells that an apostrophe was put before."""


def members_of(names: Sequence[str], tiers: Sequence[str]) -> Members:
    """The customers of any of these segments and tiers; everybody where none is named."""
    in_tiers = tuple(name for name in names if name in tiers)
    in_segments = tuple(name for name in names if name not in tiers)
    if in_tiers and in_segments:
        return Members(condition=f"(segment IN {literals(in_segments)} OR tier IN {literals(in_tiers)})")
    return Members(segments=in_segments, tiers=in_tiers)


def mailing_columns(data: ResultData) -> tuple[MailingColumn, ...]:
    """Every column that a list may have, the usual ones first: who it is, what the source knows of them, and where they stand."""
    there = [str(row[0]) for row in data.rows("DESCRIBE customers")]
    attributes = [name for name in data.result.attribute_titles.values() if name in there]
    known = data.rows(f"SELECT {', '.join(f'count({name})' for name in NEEDED)} FROM customers")[0]
    empty = {name for name, count in zip(NEEDED, known, strict=True) if not count}
    first = ["customer_id", *attributes, *(["country"] if "country" in there else [])]
    usual = [*first, *(name for name in SCORED if name not in empty)]
    return tuple(
        MailingColumn(name, name in usual)
        for name in (*usual, *(name for name in there if name not in usual))
    )


def count_members(data: ResultData, members: Members) -> int:
    """How many customers a list would have."""
    _choose(data, members)
    return int(data.rows(f"SELECT count(*) FROM customers{_where(members)}")[0][0])


def write_mailing(
    data: ResultData,
    path: Path | str,
    members: Members,
    columns: Sequence[str] = (),
    *,
    overwrite: bool = False,
    as_it_is: bool = False,
) -> Mailing:
    """Write the list to `path`, which ends in .csv, .xlsx or .parquet; `columns` are the usual ones unless given."""
    place = Path(path).expanduser().absolute()
    kind = _kind(place)
    _check_place(data, place, overwrite=overwrite)
    names = _checked_columns(data, columns)
    customers = count_members(data, members)
    if not customers:
        raise OutputError(
            "No customer is in this choice, so no list was written.",
            "Choose a segment or filter with customers.",
        )
    guard = kind == "csv" and not as_it_is
    guarded = _count_guarded(data, names, members) if guard else 0
    _write_whole(
        data, _list_sql(data, names, members, kind, guard=guard), place, customers, overwrite=overwrite
    )
    return Mailing(str(place), customers, tuple(names), guarded)


def _kind(place: Path) -> Kind:
    for kind in KINDS:
        if place.suffix.lower() == f".{kind}":
            return kind
    raise UsageError(
        f"The name {place.name!r} does not say what to write.", "End it in .csv, .xlsx or .parquet."
    )


def _check_place(data: ResultData, place: Path, *, overwrite: bool) -> None:
    from core.source.find import named_files, refuse_source

    refuse_source(place, named_files(data.result.resolved.source.paths))
    if place.is_dir():
        raise OutputError(f"{str(place)!r} is a folder.", "Name a file in it.")
    if not place.parent.is_dir():
        raise OutputError(
            f"There is no folder {str(place.parent)!r}.", "Make it first, or name a file in another folder."
        )
    if not overwrite and (place.exists() or place.is_symlink()):
        raise OutputError(
            f"{str(place)!r} is there already, so nothing was written.",
            "Choose another name, or say to overwrite it.",
        )


def _checked_columns(data: ResultData, columns: Sequence[str]) -> list[str]:
    may = mailing_columns(data)
    if not columns:
        return [column.name for column in may if column.usual]
    known = [column.name for column in may]
    for name in columns:
        if name not in known:
            raise UsageError(
                f"The customers have no column {name!r}.{did_you_mean(name, known)}",
                f"They have: {', '.join(known)}.",
            )
    return list(dict.fromkeys(columns))


def _choose(data: ResultData, members: Members) -> None:
    """Put the ids asked for where a query finds them: ids come from data, and may hold any character."""
    if members.ids is not None:
        data.load_customers()
        data.connection.execute(
            "CREATE OR REPLACE TEMP TABLE mailing_ids AS SELECT DISTINCT unnest(?::VARCHAR[]) AS id",
            [list(members.ids)],
        )


def _where(members: Members) -> str:
    conditions = []
    for column, wanted in (("segment", members.segments), ("tier", members.tiers)):
        if wanted:
            conditions.append(f"{column} IN {literals(wanted)}")
    if members.ids is not None:
        conditions.append("customer_id IN (SELECT id FROM mailing_ids)")
    if members.condition:
        conditions.append(f"({members.condition})")
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _list_sql(data: ResultData, names: Sequence[str], members: Members, kind: Kind, *, guard: bool) -> str:
    """The list as a SELECT, money in Parquet as numbers that every reader takes; headings are guarded as texts are."""
    picked = []
    for name, type_ in _types(data, names):
        column = f"customers.{ident(name)}"
        if kind == "parquet" and type_.startswith("DECIMAL"):
            column = f"CAST({column} AS DOUBLE)"
        elif guard and type_ == "VARCHAR":
            column = f"CASE WHEN {_is_formula(name)} THEN chr(39) || {column} ELSE {column} END"
        picked.append(f"{column} AS {ident(guarded_text(name) if guard else name)}")
    order = "ORDER BY customers.value DESC, customers.customer_id"
    return f"SELECT {', '.join(picked)} FROM customers{_where(members)} {order}"


def _types(data: ResultData, names: Sequence[str]) -> list[tuple[str, str]]:
    kinds = {str(name): str(kind) for name, kind, *_ in data.rows("DESCRIBE customers")}
    return [(name, kinds[name]) for name in names]


def _count_guarded(data: ResultData, names: Sequence[str], members: Members) -> int:
    """How many cells get an apostrophe."""
    texts = [name for name, kind in _types(data, names) if kind == "VARCHAR"]
    counts = " + ".join(["0", *(f"count(*) FILTER ({_is_formula(name)})" for name in texts)])
    cells = data.rows(f"SELECT {counts} FROM customers{_where(members)}")[0][0]
    return int(cells) + sum(guarded_text(name) != name for name in names)


def _is_formula(name: str) -> str:
    column = f"customers.{ident(name)}"
    return (
        f"regexp_matches({column}, {literal(GUARDED)})"
        f" AND NOT regexp_full_match({column}, {literal(PLAIN_NUMBER)})"
    )


def guarded_text(text: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would take it for a formula."""
    formula = re.match(GUARDED, text, re.ASCII) and not re.fullmatch(PLAIN_NUMBER, text)
    return f"'{text}" if formula else text


def _write_whole(data: ResultData, select: str, place: Path, customers: int, *, overwrite: bool) -> None:
    from core.engine import disk_error
    from core.workspace import unfinished_prefix

    try:
        unfinished = Path(tempfile.mkdtemp(prefix=unfinished_prefix(), dir=place.parent))
    except OSError as error:
        raise OutputError(
            f"The folder {str(place.parent)!r} cannot be written: {error.strerror or error}.",
            "Name a file in one that you may write to.",
        ) from error
    try:
        written = unfinished / place.name
        _write(data, select, written, _kind(place), customers)
        _check_place(data, place, overwrite=overwrite)
        written.replace(place)
    except OSError as error:
        raise disk_error(error, f"writing {place}") or OutputError(
            f"{str(place)!r} could not be written: {error.strerror or error}.", "Name another file."
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write(data: ResultData, select: str, path: Path, kind: Kind, customers: int) -> None:
    from core.engine import told_plainly
    from core.output import ROWS_AT_ONCE, SHEET_ROWS
    from core.workbook_file import write_workbook

    if kind != "xlsx":
        with told_plainly(f"writing the list into {path.parent.parent}"):
            data.connection.execute((csv_copy if kind == "csv" else parquet_copy)(select, path))
        return
    if customers >= SHEET_ROWS:
        raise OutputError(
            f"A sheet holds {SHEET_ROWS - 1:,} rows, and there are {customers:,} customers.",
            "Write a .csv or .parquet file.",
        )
    names = [str(row[0]) for row in data.rows(f"DESCRIBE {select}")]
    with told_plainly(f"writing the list into {path.parent.parent}"):
        found = data.connection.execute(select)
        batches = iter(lambda: found.fetchmany(ROWS_AT_ONCE), [])
        write_workbook(path, "customers", names, itertools.chain.from_iterable(batches))
