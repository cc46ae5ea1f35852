"""Cells of an xlsx that are merged downwards: what they hold is of all the rows that they span, and stands on the first only."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.columns.naming import NUMBER_ROLES, name_roles
from core.patterns import later
from core.source.sheet import Sheet

CHUNK_BYTES = 1 << 20
# What follows the cells of a sheet; beyond that it is no list of merged cells.
MOST_TAIL_BYTES = 16 << 20
MOST_BOOK_BYTES = 4 << 20
_CELLS_END = later(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_CELLS = b"sheetData"
_LONGEST_END = 64
_DIMENSION = later(r'<(?:\w+:)?dimension\s+ref="\$?([A-Z]{1,3})\$?(\d+)')
_MERGED = later(r'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_SHEET = later(r'<(?:\w+:)?sheet\s(?:[^">]|"[^"]*")*>')
_RELATION = later(r'<(?:\w+:)?Relationship\s(?:[^">]|"[^"]*")*>')
_ATTRIBUTE = later(r'\s([\w:]+)="([^"]*)"')
_WHOLE = later(r"-?\d+(?:\.0+)?")
_NUMBER = later(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


@dataclass(frozen=True, slots=True)
class Span:
    """Cells of one column that are merged: the first row and the last, counted from 0 as the column is."""

    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FilledDown:
    """What stands below the header in columns once their merged cells hold their value on every row, and how many rows took one."""

    columns: dict[int, list[str | None]]
    rows: int


def fill_merged(path: Path, name: str, sheet: Sheet, names: Sequence[str], skip: int) -> FilledDown | None:
    """The columns of a sheet that have merged cells below the header; None where there is nothing to fill, or the file does not tell.

    Money and pieces are left as they are: what is merged is said once of all these rows, and would be counted for each.
    """
    if not any(sheet.has_blanks(place) for place in range(len(names))):
        return None
    columns = {}
    filled: set[int] = set()
    for place, spans in sorted(_by_column(_spans(path, name, sheet), skip).items()):
        if place >= len(names):
            continue
        cells = sheet.column(place)
        if _counts(names[place], [cells[span.first] for span in spans]):
            continue
        for span in spans:
            for row in range(span.first + 1, span.last + 1):
                cells[row] = cells[span.first]
                filled.add(row)
        columns[place] = cells[skip:]
    return FilledDown(columns, len(filled)) if columns else None


def _by_column(spans: Sequence[Span], skip: int) -> dict[int, list[Span]]:
    """The spans below the header by their column."""
    columns: dict[int, list[Span]] = {}
    for span in spans:
        if span.first >= skip:
            columns.setdefault(span.column, []).append(span)
    return columns


def _counts(name: str, values: Sequence[str | None]) -> bool:
    """Whether a column is money or pieces, by its name or by having decimals."""
    if name_roles(name).roles.keys() & set(NUMBER_ROLES):
        return True
    known = [value.strip() for value in values if value]
    return all(map(_NUMBER.fullmatch, known)) and not all(map(_WHOLE.fullmatch, known))


def _spans(path: Path, name: str, sheet: Sheet) -> list[Span]:
    """The merged cells of several rows, counted as in what was read of the sheet, which begins with its first cell that is filled."""
    try:
        with zipfile.ZipFile(path) as parts:
            member = _member(parts, name)
            head, tail = _around_cells(parts, member) if member else ("", "")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, OSError):
        return []
    merged = [
        Span(_number(left), int(top) - 1, int(bottom) - 1)
        for left, top, _, bottom in _MERGED.findall(tail)
        if top != bottom
    ]
    found = _DIMENSION.search(head)
    starts = [(_number(found[1]), int(found[2]) - 1)] if found else []
    for column, row in (*starts, (0, 0)):
        spans = [Span(span.column - column, span.first - row, span.last - row) for span in merged]
        spans = [
            Span(span.column, span.first, min(span.last, sheet.rows - 1))
            for span in spans
            if 0 <= span.column < sheet.width and 0 <= span.first < sheet.rows
        ]
        cells = {place: sheet.column(place) for place in {span.column for span in spans}}
        if all(_stands_alone(cells[span.column], span) for span in spans):
            return [span for span in spans if cells[span.column][span.first]]
    return []


def _stands_alone(cells: Sequence[str | None], span: Span) -> bool:
    """Whether the cells below the first of a span are blank, as those of merged cells are."""
    return all(cell is None for cell in cells[span.first + 1 : span.last + 1])


def _number(letters: str) -> int:
    """The place of a column from 0: A is 0, and AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _member(parts: zipfile.ZipFile, sheet: str) -> str:
    """The part of a workbook that holds a sheet; "" where it does not say."""
    # Not by a parser of XML, which an entity made for it can keep busy for ever.
    sheets = [dict(_ATTRIBUTE.findall(tag)) for tag in _SHEET.findall(_text(parts, "xl/workbook.xml"))]
    relation = next(
        (one.get("r:id", "") for one in sheets if html.unescape(one.get("name", "")) == sheet), ""
    )
    relations = [
        dict(_ATTRIBUTE.findall(tag)) for tag in _RELATION.findall(_text(parts, "xl/_rels/workbook.xml.rels"))
    ]
    target = next((one.get("Target", "") for one in relations if one.get("Id") == relation), "")
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if relation and target else ""


def _text(parts: zipfile.ZipFile, name: str) -> str:
    with parts.open(name) as part:
        return part.read(MOST_BOOK_BYTES).decode("utf-8", "replace")


def _around_cells(parts: zipfile.ZipFile, member: str) -> tuple[str, str]:
    """What a sheet says before its cells and behind them, of which no more than a piece is held at once."""
    with parts.open(member) as part:
        head = before = part.read(CHUNK_BYTES)
        while (end := _cells_end(before)) is None:
            piece = part.read(CHUNK_BYTES)
            if not piece:
                return "", ""
            before = before[-_LONGEST_END:] + piece
        tail = before[end.end() :] + part.read(MOST_TAIL_BYTES)
    return head[:4096].decode("utf-8", "replace"), tail.decode("utf-8", "replace")


def _cells_end(piece: bytes) -> re.Match[bytes] | None:
    """Where the cells of a sheet end in a piece of it."""
    # The pattern over all of a large sheet takes longer than unpacking it does.
    at = piece.find(_CELLS)
    while at >= 0:
        if end := _CELLS_END.search(piece, max(0, at - _LONGEST_END), at + _LONGEST_END):
            return end
        at = piece.find(_CELLS, at + 1)
    return None
