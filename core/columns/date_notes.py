"""What is said of the dates that count: those that were taken another way than they stand, and those that are hardly of sales."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from core.columns.alike import GuessedTable
from core.columns.date_above import date_above_note, dated_rows
from core.columns.dates import parse_date
from core.columns.profile import ColumnProfile
from core.columns.role_guess import RoleGuess
from core.columns.settled import TableColumns
from core.columns.words import read_name
from core.enumerated import enumerated
from core.recipe import ColumnsPart

DAYS_A_YEAR = 365.25
# Sales seldom go back so far, and dates of birth do.
MOST_YEARS = 40
# So much later are the dates of another column that those which were taken are hardly of the same sales.
LATER_YEARS = 2
# Slips of the pen and days that stand for none say nothing of the others.
STRAY_SHARE = 0.05
# Earlier than the sales that any program kept: such day numbers are counted from another day.
FIRST_YEAR_OF_SPREADSHEETS = 1955
# Dates of something else by their names, whenever they are from.
OF_SOMETHING_ELSE = ("expiry", "due", "update", "birth", "signup")


def date_notes(
    tables: Sequence[TableColumns],
    sources: Sequence[GuessedTable],
    main: GuessedTable,
    roles: Mapping[str, RoleGuess],
    part: ColumnsPart,
) -> list[str]:
    """The notes on the dates of the tables that are read, which `sources` are too; `main` is the one that the roles were found in."""
    return [
        *_swapped_notes(tables, part),
        *_date_above_notes(tables, sources, part),
        *_day_notes(tables),
        *_counted_notes(tables, sources),
        *_far_notes(main, roles, part),
    ]


def _swapped_notes(tables: Sequence[TableColumns], part: ColumnsPart) -> list[str]:
    swapped = (
        []
        if part.swapped_dates == "on"
        else [table for table in tables if table.dates and table.dates.swapped]
    )
    return [
        f"{table.table.label}: in {table.table.names[table.positions['date']]} every date that the spreadsheet stored is of a day up to the 12th,"
        " and every one that it left as text of a later day. So it took day and month for each other wherever it could, and those dates are"
        " exchanged back. To leave them as they stand: --set columns.swapped_dates=off"
        for table in swapped
    ]


def _date_above_notes(
    tables: Sequence[TableColumns], sources: Sequence[GuessedTable], part: ColumnsPart
) -> list[str]:
    notes = []
    for table, source in zip(tables, sources, strict=True):
        rows = dated_rows(source.opened.sample.columns, table.positions) if table.date_above else None
        if rows is not None and part.date_above == "auto":
            name = table.table.names[table.positions["date"]]
            notes.append(
                date_above_note(table.table.label, name, rows, table.date_above, whole=table.whole_sample)
            )
    return notes


def _day_notes(tables: Sequence[TableColumns]) -> list[str]:
    """A word where dates are months or weeks without a day: their first day stands for them, which nobody wrote."""
    notes = []
    for table in tables:
        coarse = table.dates.without_day if table.dates else ""
        if not table.dates or not coarse:
            continue
        name = table.table.names[table.positions["date"]]
        which = f"some cells of {name} say" if table.dates.with_day else f"{name} says"
        first = "the first of the month" if coarse == "month" else "its Monday"
        orders = (
            ""
            if "order" in table.positions
            else f"; a customer's rows of one such {coarse} count as one order"
        )
        notes.append(
            f"{table.table.label}: {which} the {coarse} but not the day, and {first} stands for it. So how long a customer has been away is"
            f" right to the {coarse} only{orders}."
        )
    return notes


def _counted_notes(tables: Sequence[TableColumns], sources: Sequence[GuessedTable]) -> list[str]:
    """A word where days are counted from a day of the shop's own, and read as a spreadsheet's."""
    notes = []
    for table, source in zip(tables, sources, strict=True):
        if table.dates is None or table.dates.order != "serial":
            continue
        position = table.positions["date"]
        cells = [cell for cell in source.opened.sample.columns[position] if cell]
        moments = [moment for cell in cells if (moment := parse_date(cell.strip(), table.dates))]
        if moments and max(moments).year < FIRST_YEAR_OF_SPREADSHEETS:
            notes.append(
                f"{table.table.names[position]} holds numbers of days, read as a spreadsheet counts them: {min(moments):%Y-%m-%d} to"
                f" {max(moments):%Y-%m-%d} in the sample. How many days customers are away is right, and only the calendar is not the shop's."
            )
    return notes


class _Span(NamedTuple):
    """When a column's dates are from, but for a few strays."""

    first: date
    middle: date
    last: date

    @property
    def years(self) -> float:
        return (self.last - self.first).days / DAYS_A_YEAR


def _far_notes(main: GuessedTable, roles: Mapping[str, RoleGuess], part: ColumnsPart) -> list[str]:
    """A word where the dates that were found by themselves are hardly those of sales: spread over a lifetime, or long past in other columns."""
    position = roles["date"].position if "date" in roles else None
    if part.date or position is None or main.guess.shape != "sales":
        return []
    span = _span(main, main.profiles[position])
    if span is None:
        return []
    name = main.profiles[position].name
    others = {
        profile.name: other
        for profile in main.profiles
        if profile.position != position
        and profile.distinct > 1
        and not read_name(profile.name).has(*OF_SOMETHING_ELSE)
        and (other := _span(main, profile)) is not None
    }
    if span.years > MOST_YEARS:
        return [
            f"{name} spreads over {span.years:.0f} years, from {span.first} to {span.last}, as dates of birth do and those of sales seldom."
            f" {_if_another(list(others)) or 'No other column holds dates that sales may have.'}"
        ]
    later = [
        other
        for other, theirs in others.items()
        if (theirs.middle - span.last).days > LATER_YEARS * DAYS_A_YEAR
    ]
    if not later:
        return []
    return [
        f"{name}, which is taken for the date of the sales, ends about {span.last}, and {enumerated(later)} {'goes' if len(later) == 1 else 'go'}"
        f" on for years. {_if_another(later)}"
    ]


def _if_another(names: Sequence[str]) -> str:
    if not names:
        return ""
    which = names[0] if len(names) == 1 else f"one of {enumerated(names)}"
    return (
        f"If {which} says when customers bought, all that is said of recency is wrong: --map"
        f" {shlex.quote(f'date={names[0]}')}"
    )


def _span(source: GuessedTable, profile: ColumnProfile) -> _Span | None:
    fmt = profile.dates
    if fmt is None:
        return None
    cells = source.opened.sample.columns[profile.position]
    read = {cell: moment.date() for cell in set(cells) if cell and (moment := parse_date(cell.strip(), fmt))}
    days = sorted(read[cell] for cell in cells if cell in read)
    if not days:
        return None
    stray = int(STRAY_SHARE * len(days))
    return _Span(days[stray], days[len(days) // 2], days[-1 - stray])
