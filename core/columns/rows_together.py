"""Rows of several tables of the same columns, as if they were one table: what none of them shows alone, all may show together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.columns.alike import ProfiledTable, find_columns
from core.columns.evidence import Column
from core.columns.profile import ColumnProfile, profile_columns
from core.columns.words import read_name

# Of several tables each is looked at in runs of so many rows, in which those of an order stand together; none by fewer.
RUN_ROWS = 100
# Two rows may be numbered by chance.
LEAST_NUMBERED = 3

Cells = tuple[str | None, ...]


def rows_of_several(
    model: ProfiledTable, tables: Sequence[ProfiledTable], most_rows: int
) -> tuple[list[ColumnProfile], list[Cells]] | None:
    """Up to `most_rows` rows of tables of the same columns, spread over all of them, as if they were one table with the columns of `model`.

    A table that writes its dates or numbers otherwise than `model` has no part in it; None where fewer than two are left, or where
    together they cannot be read as `model` can by itself.
    """
    placed: list[tuple[ProfiledTable, list[int]]] = []
    for table in tables:
        found = find_columns(model.opened.table.names, table.opened.table.names)
        places = [place for place in found if place is not None]
        if table.opened.sample.rows and len(places) == len(found) and _is_written_like(model, table, places):
            placed.append((table, places))
    # Of many tables some, evenly spread, so that each shows whole orders.
    wanted = sum(min(table.opened.sample.rows, RUN_ROWS) for table, _ in placed)
    placed = placed[:: max(1, -(-wanted // max(1, most_rows)))]
    if len(placed) < 2:
        return None
    shares = _shares([table.opened.sample.rows for table, _ in placed], most_rows)
    runs = [
        [_in_runs(table.opened.sample.columns[place], share) for place in places]
        for (table, places), share in zip(placed, shares, strict=True)
    ]
    telling = _telling(model, runs)
    pieces: list[list[Cells]] = []
    known: set[Cells] = set()
    for columns in runs:
        # What several tables deliver counts once.
        own = [(row, tuple(row[place] for place in telling)) for row in zip(*columns, strict=True)]
        pieces.append([row for row, told in own if told not in known])
        known.update(told for _, told in own)
    together = [
        _numbered_through(profile, [tuple(row[profile.position] for row in piece) for piece in pieces])
        for profile in model.profiles
    ]
    profiles = profile_columns(model.opened.table.names, together, natives=model.opened.table.natives)
    if not all(map(_is_read_alike, profiles, model.profiles)):
        return None
    return profiles, together


def _telling(model: ProfiledTable, runs: Sequence[Sequence[Cells]]) -> list[int]:
    """The columns that tell rows apart which several tables may deliver; without a date among them it takes all, as of files of a day each."""
    found = [
        profile
        for profile in model.profiles
        if not _is_of_the_table(profile, [columns[profile.position] for columns in runs])
    ]
    if not any(profile.kind == "date" for profile in found):
        found = list(model.profiles)
    return [profile.position for profile in found]


def _is_of_the_table(profile: ColumnProfile, pieces: Sequence[Cells]) -> bool:
    """Whether a column tells of the tables and not of what is in them: it says one thing in each, as when it was exported, or numbers its rows."""
    long = [piece for piece in pieces if len(piece) >= LEAST_NUMBERED]
    if len(long) < 2:
        return False
    if all(len(set(piece)) == 1 for piece in long):
        return True
    return profile.whole and all(_count_rows(profile, piece) for piece in long)


def _is_written_like(model: ProfiledTable, table: ProfiledTable, places: Sequence[int]) -> bool:
    """Whether the cells of two tables can be read together; `places` are where the columns of `model` stand in the other."""
    natives = [table.opened.table.natives[place] for place in places]
    profiles = [table.profiles[place] for place in places]
    return tuple(natives) == model.opened.table.natives and all(map(_is_read_alike, model.profiles, profiles))


def _is_read_alike(one: ColumnProfile, other: ColumnProfile) -> bool:
    if "empty" in (one.kind, other.kind):
        return True
    if one.dates and other.dates:
        return one.dates.order == other.dates.order or not (one.dates.decided and other.dates.decided)
    if one.numbers and other.numbers and one.numbers.decided and other.numbers.decided:
        return one.numbers.decimal == other.numbers.decimal
    return bool(one.dates) == bool(other.dates) and bool(one.numbers) == bool(other.numbers)


def _shares(sizes: Sequence[int], most: int) -> list[int]:
    """How many of each size to take so that they are `most` together: the same of each, and what small ones lack from the others."""
    shares = [0] * len(sizes)
    left = most
    for taken, number in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
        shares[number] = min(sizes[number], left // (len(sizes) - taken))
        left -= shares[number]
    return shares


def _in_runs(cells: Cells, count: int) -> Cells:
    """So many of the cells, in runs from all over them."""
    if count >= len(cells):
        return cells
    runs = max(1, count // RUN_ROWS)
    length = count // runs
    starts = [(len(cells) - length) * run // max(1, runs - 1) for run in range(runs)]
    return tuple(cell for start in starts for cell in cells[start : start + length])


def _numbered_through(profile: ColumnProfile, pieces: Sequence[Cells]) -> Cells:
    """The cells of several tables, of which such as count the rows of each table anew count those of all.

    Where their name says no more than that, they are left blank: what begins again in each table is nobody's id.
    """
    cells = tuple(cell for piece in pieces for cell in piece)
    if not profile.whole or len(set(cells)) == len(cells):
        return cells
    telling = [piece for piece in pieces if len(piece) >= LEAST_NUMBERED]
    if 2 * sum(map(len, telling)) < len(cells) or not all(_count_rows(profile, piece) for piece in telling):
        return cells
    if read_name(profile.name).concepts <= {"id"}:
        return (None,) * len(cells)
    return tuple(str(number) for number in range(1, len(cells) + 1))


def _count_rows(profile: ColumnProfile, cells: Cells) -> bool:
    missing, distinct = cells.count(None), len(set(cells) - {None})
    return Column(replace(profile, rows=len(cells), missing=missing, distinct=distinct), cells).is_row_number
