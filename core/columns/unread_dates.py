"""What is said of columns that were to hold dates and cannot be read as such: how their cells are written, and what to do."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from core.columns.alike import GuessedTable
from core.columns.clock import CLOCK
from core.columns.date_shapes import is_no_day, shape_of
from core.columns.dates import may_be_date
from core.columns.profile import name_says_date
from core.columns.yearless import lacks_year
from core.errors import ColumnsError
from core.recipe import ColumnsPart

# No month has more days: numbers up to this may be days of one.
LAST_OF_A_MONTH = 31
# From here on days are counted from 1900, as spreadsheets do, or are no days.
OF_A_SPREADSHEET = 20_000


def unread_dates(source: GuessedTable) -> ColumnsError | None:
    """What is said of a table with a column that is called a date and could not be read as one; None where there is none, or nothing to say."""
    label = source.opened.table.label
    for profile in source.profiles:
        if not name_says_date(profile.name):
            continue
        column = source.opened.sample.columns[profile.position]
        cells = [cell.strip() for cell in column if cell and cell.strip()]
        told = ""
        if lacks_year(cells):
            told = f"the cells of {profile.name!r}, such as {cells[0][:30]!r}, are a day and a month without a year"
        elif counted := _counted_days(cells):
            return ColumnsError(
                f"{label} has no column of dates: {profile.name!r} holds whole numbers ({counted}), which say no day of a calendar.",
                "If they count days from one of the shop's own, take them as a spreadsheet's days: how many days customers are away is"
                f" right then, only the calendar is not: {_mapped(profile.name)} --set columns.date_order=serial",
            )
        elif profile.kind == "text":
            told = _unfitting(profile.name, cells)
        if told:
            return ColumnsError(
                f"{label} has no column of dates that can be read; {told}.",
                "Have them written as one kind of date, best year first (2025-03-04), where they come from; or name another column:"
                " --map date=COLUMN",
            )
    return None


def _counted_days(cells: Sequence[str]) -> str:
    """The range of numbers that may count days from a day of the shop's own; "" where they do not, or may be days of a month."""
    if not cells or not all(re.fullmatch("[0-9]{1,5}(?:[.]0+)?", cell) for cell in cells):
        return ""
    numbers = [int(float(cell)) for cell in cells]
    if not LAST_OF_A_MONTH < max(numbers) < OF_A_SPREADSHEET:
        return ""
    return f"{min(numbers):,} to {max(numbers):,} in the sample"


def _mapped(name: str) -> str:
    return f"--map {shlex.quote(f'date={name}')}"


def _unfitting(name: str, cells: Sequence[str]) -> str:
    if impossible := [cell for cell in cells if is_no_day(cell)]:
        return (
            f"{len(impossible):,} of {len(cells):,} cells of {name!r} that were looked at name a day that does not exist,"
            f" such as {impossible[0][:30]!r}"
        )
    if all(map(CLOCK.fullmatch, cells)) and cells:
        return f"the cells of {name!r} are times of day without a date, such as {cells[0][:30]!r}"
    shapes: dict[str, list[str]] = {}
    for cell in cells:
        shapes.setdefault(re.sub("[0-9]+", _size_of, cell), []).append(cell)
    if not any(map(str.isdigit, "".join(cells[:20]))):
        return ""
    if len(shapes) == 1:
        return f"the cells of {name!r}, such as {cells[0][:30]!r}, are no days of a calendar that can be told"
    if len({_form_of(cell) for cell in cells}) == 1 and not any(map(shape_of, cells)):
        return (
            f"the cells of {name!r} are all written like {cells[0][:30]!r}, which is no way of writing dates that is"
            " known here"
        )
    usual = sorted(shapes.values(), key=len, reverse=True)[:4]
    held = ", ".join(f"{len(alike):,} such as {alike[0][:30]!r}" for alike in usual)
    return f"the cells of {name!r} are not written in one way: in the sample {held}"


def _form_of(cell: str) -> str:
    """How a cell is written, whatever numbers and words it holds."""
    return re.sub(r"[^\W\d_]+", "a", re.sub("[0-9]+", "0", cell))


def _size_of(digits: re.Match[str]) -> str:
    number = digits.group()
    if not int(number):
        return "0"
    return "y" if len(number) > 2 else "m" if int(number) <= 12 else "d" if int(number) <= 31 else "n"


def not_dates(source: GuessedTable, position: int, values: Sequence[str], asked: ColumnsPart) -> ColumnsError:
    """What is said where too few cells of the column that was to be the date can be read as one: how many of how many."""
    name, label = source.opened.table.names[position], source.opened.table.label
    if all(value.strip().isdecimal() for value in values if value):
        return ColumnsError(
            f"The column {name!r} in {label} holds whole numbers, such as {values[0].strip()!r}, and no dates that can be read"
            f"{f' as {asked.date_order}' if asked.date_order else ''}.",
            "Name another with --map date=COLUMN, or, if they count days, take them as a spreadsheet's: --set columns.date_order=serial",
        )
    read = [value for value in values if may_be_date(value)]
    unread = [value for value in values if not may_be_date(value)]
    written = f" as {asked.date_order}" if asked.date_order else ""
    told = f"{len(read):,} of {len(values):,} cells looked at look like dates{f', such as {read[0][:40]!r}' if read else ''}"
    if unread:
        told += f", and {len(unread):,} do not, such as {unread[0][:40]!r}"
    cure = "Name another with --map date=COLUMN"
    if not asked.date_order:
        cure += ", or say how dates are written: --set columns.date_order=dmy (or mdy, ymd, serial, epoch)"
    return ColumnsError(
        f"The column {name!r} in {label} holds no dates that can be read{written}: {told}.", cure
    )
