"""What is said of columns that were to hold dates and cannot be read as such: how their cells are written, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.columns.alike import GuessedTable
from core.columns.clock import CLOCK
from core.columns.date_shapes import is_no_day, shape_of
from core.columns.dates import may_be_date
from core.columns.profile import name_says_date
from core.columns.yearless import lacks_year
from core.errors import ColumnsError
from core.recipe import ColumnsPart


def no_dates(source: GuessedTable, told: str) -> ColumnsError:
    """What is said of a table whose dates cannot be read, where it is known what is wrong with them."""
    return ColumnsError(
        f"{source.opened.table.label} has no column of dates that can be read; {told}.",
        "Have them written as one kind of date, best year first (2025-03-04), where they come from; or name another column:"
        " --map date=COLUMN",
    )


def unfitting_dates(source: GuessedTable) -> str:
    """Of a column that is called a date and could not be read as one: how its cells are written, by examples; "" where there is none."""
    for profile in source.profiles:
        if not name_says_date(profile.name):
            continue
        column = source.opened.sample.columns[profile.position]
        cells = [cell.strip() for cell in column if cell and cell.strip()]
        if lacks_year(cells):
            return f"the cells of {profile.name!r}, such as {cells[0][:30]!r}, are a day and a month without a year"
        if profile.kind == "text" and (told := _unfitting(profile.name, cells)):
            return told
    return ""


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
