"""A sample of a text file's rows from its beginning, its end and all over it, quick at any size."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from itertools import dropwhile
from pathlib import Path

from core.source.dialect import split_lines
from core.source.streams import LookView
from core.source.text_rows import PhysicalLines, TextFormat, parsed_rows, protected, read_rows

SMALL_FILE_BYTES = 2 * 1024 * 1024
SPREAD_CHUNKS = 8

# However wide or long the rows are, a sample stays within so many cells and characters.
_MOST_CELLS = 2_000_000
_MOST_CHARACTERS = 24 * 1024 * 1024
_LEAST_ROWS = 48
_LONGEST_CHUNK_BYTES = 4 * 1024 * 1024
_LINES_TO_START_AT = 6


def sample_rows(path: Path, fmt: TextFormat, most: int = 6000) -> list[list[str]]:
    """Rows of data in the order of the file, each as long as the names.

    All rows of a file up to 2 MB or with at most `most` rows; of a larger one the first third of `most`,
    pieces from all over it, and the last rows. Those of a large compressed file are from its first megabytes.
    """
    return sampled_rows(path, fmt, most)[0]


def sampled_rows(path: Path, fmt: TextFormat, most: int) -> tuple[list[list[str]], bool]:
    """The same, and whether these are all rows of the file."""
    view = LookView(path, fmt.compression, fmt.member)
    width = len(fmt.names)
    if view.size <= SMALL_FILE_BYTES and view.whole:
        return [_fitted(row, width) for row in read_rows(path, fmt)], True
    most = min(most, max(_LEAST_ROWS, _MOST_CELLS // max(width, 1)))
    first, complete = _first_rows(path, fmt, most)
    rows = first if complete else _spread_rows(view, fmt, first, most)
    return [_fitted(row, width) for row in rows], complete


def ends_of(most: int) -> tuple[int, int]:
    """How many rows of a sample are from the beginning and from the end of the file."""
    return most // 3, most // 6


def _fitted(row: list[str], width: int) -> list[str]:
    if len(row) == width:
        return row
    return row[:width] + [""] * (width - len(row))


def _first_rows(path: Path, fmt: TextFormat, most: int) -> tuple[list[list[str]], bool]:
    """The first rows, and whether these are all."""
    rows: list[list[str]] = []
    characters = 0
    for row in read_rows(path, fmt):
        if len(rows) >= most or characters > _MOST_CHARACTERS:
            return rows, False
        rows.append(row)
        characters += sum(map(len, row))
    return rows, True


def _spread_rows(view: LookView, fmt: TextFormat, first: Sequence[list[str]], most: int) -> list[list[str]]:
    head_rows, tail_rows = ends_of(most)
    head = list(first[:head_rows])
    unit = {"utf-16": 2, "utf-32": 4}.get(fmt.encoding[:6], 1)
    row_bytes = unit * sum(sum(map(len, row)) + len(row) for row in head) / len(head)
    head_bytes = int(1.1 * row_bytes * len(head)) + 4096
    chunk_rows = most // 2 // SPREAD_CHUNKS
    tail_bytes = _chunk_bytes(row_bytes, tail_rows)
    stride = (view.size - head_bytes - tail_bytes) // SPREAD_CHUNKS
    length = min(_chunk_bytes(row_bytes, chunk_rows), stride)
    fitting = sum(len(row) == len(fmt.names) for row in head) / len(head)
    rows = head
    for number in range(SPREAD_CHUNKS if length > 0 else 0):
        offset = head_bytes + number * stride + (stride - length) // 2
        rows += _rows_within(view, fmt, offset, length, fitting)[:chunk_rows]
    if length > 0:
        rows += _rows_within(view, fmt, view.size - tail_bytes, tail_bytes, fitting)[-tail_rows:]
    return rows


def _chunk_bytes(row_bytes: float, rows: int) -> int:
    """Enough bytes for `rows` rows, with room for longer ones and for the cut ones at both ends."""
    return min(_LONGEST_CHUNK_BYTES, int(1.3 * row_bytes * (rows + 4)) + 4096)


def _rows_within(
    view: LookView, fmt: TextFormat, offset: int, length: int, fitting: float
) -> list[list[str]]:
    """The whole rows among the bytes from `offset`; none where no line in them begins a row.

    `fitting` is the share of rows that have the right number of cells at the top of the file.
    """
    offset = offset // 4 * 4
    data = view.read(offset, length + 4)
    text = codecs.getincrementaldecoder(fmt.encoding)("replace").decode(data)
    lines = split_lines(protected(text, fmt.newline), fmt.newline)
    at_end = view.whole and offset + len(data) >= view.size
    width = len(fmt.names)
    for start in range(1, min(_LINES_TO_START_AT, len(lines))):
        # A piece may begin inside a quoted cell: then its rows come out crooked, and the next line is tried.
        source = PhysicalLines("", fmt.newline, put_aside=True)
        rows = list(parsed_rows(iter(lines[start:]), source, fmt))
        if not at_end and rows:
            rows.pop()
        if rows and sum(len(row) == width for row in rows) >= 0.9 * fitting * len(rows):
            return list(dropwhile(lambda row: len(row) != width, rows))
    return []
