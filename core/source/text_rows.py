"""Reading the rows of a text file whose format is known, as a stream and with little memory."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.errors import SourceError
from core.source.dialect import Dialect, Newline, parse_lines
from core.source.layout import Layout
from core.source.stray_quotes import StrayQuotes
from core.source.streams import Compression, open_packed

BLOCK_BYTES = 1024 * 1024
# A longer line is no row of a table, and holding it would fill the memory.
LONGEST_LINE = 256 * 1024 * 1024

# Stands for a carriage return inside a cell while lines are parsed; Unicode reserves it for such inner use.
INNER_RETURN = "\ufdd0"


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a text file is written, and why that was decided.

    Attributes:
        encoding: a codec name of Python; without a mark in it, so "utf-16-le" and `bom`.
        delimiter: one character, or "" for aligned columns.
        layout: how columns divide that no delimiter does: by their positions, by bars or by blanks.
        escape: how a quote inside quotes is written: '"' for doubled, a backslash for after a backslash.
        skip: physical lines above the header or the first row.
        damaged: some bytes do not decode; they are read as the replacement character.
        spaced: a blank follows each delimiter and is no part of the cell.
        irregular: carriage returns that end no line, or zeros or an end mark after the last row, were seen.
            Like damaged and spaced files these need `read_rows`: other readers stumble over them.
        broken_title: a cell above the header runs over several lines; our reader counts these as DuckDB's does not.
        first_break_differs: the first line break of the file, in a name of the header, is another than that which ends its rows.
        found: a sentence on what had to be assumed.
    """

    encoding: str
    bom: bool
    newline: Newline
    delimiter: str
    layout: Layout | None
    quote: str
    escape: str
    skip: int
    header: bool
    names: tuple[str, ...]
    compression: Compression
    member: str
    reasons: tuple[str, ...]
    damaged: bool = False
    spaced: bool = False
    irregular: bool = False
    broken_title: bool = False
    first_break_differs: bool = False
    found: str = ""


def open_bytes(path: Path, fmt_or_compression: TextFormat | Compression, member: str = "") -> BinaryIO:
    """The unpacked bytes as a stream; damage met in a compressed file is a SourceError that names it."""
    if isinstance(fmt_or_compression, TextFormat):
        return open_packed(path, fmt_or_compression.compression, fmt_or_compression.member)
    return open_packed(path, fmt_or_compression, member)


def read_rows(path: Path, fmt: TextFormat, stray: StrayQuotes | None = None) -> Iterator[list[str]]:
    """Every row of data, streaming; a row with too few or too many cells comes as it is.

    `stray` counts the quotes that turned out to open no cell.
    """
    lines = PhysicalLines(path.name, fmt.newline)
    lines.stray = stray or lines.stray
    with open_bytes(path, fmt) as stream:
        yield from rows_below(lines.split(text_blocks(stream, fmt.encoding)), lines, fmt)


def text_blocks(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The text of a stream, block by block."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    while block := stream.read(BLOCK_BYTES):
        text = decoder.decode(block)
        yield text.removeprefix("\ufeff") if first else text
        first = False
    yield decoder.decode(b"", True)


class PhysicalLines:
    """Physical lines out of blocks of text, with carriage returns inside cells put aside."""

    def __init__(self, name: str, newline: Newline, *, put_aside: bool = False) -> None:
        self.name = name
        self.put_aside = put_aside
        self.stray = StrayQuotes()
        self._newline = newline

    def split(self, blocks: Iterable[str]) -> Iterator[str]:
        """The lines with their ends; a line may run over blocks."""
        held: list[str] = []
        held_length = 0
        for block in blocks:
            cut = block.rfind("\n") + 1
            if self._newline == "\r":
                # A line feed may follow the last one, in the next block.
                cut = max(cut, block.rfind("\r", 0, -1) + 1)
            if cut:
                yield from self._lines_of("".join(held) + block[:cut])
                held, held_length = [], 0
            held.append(block[cut:])
            held_length += len(block) - cut
            if held_length > LONGEST_LINE:
                raise SourceError(
                    f"{self.name} has a line of more than {LONGEST_LINE:,} characters: it is no table.",
                    "Check how it was exported: each row belongs on a line of its own.",
                )
        if rest := "".join(held):
            yield from self._lines_of(rest)

    def _lines_of(self, text: str) -> Iterator[str]:
        safe = protected(text, self._newline)
        self.put_aside = self.put_aside or INNER_RETURN in safe
        return io.StringIO(safe, newline="" if self._newline == "\r" else "\n")


def protected(text: str, newline: Newline) -> str:
    """The text with carriage returns that end no line put aside: the parser would take them for ends."""
    if newline == "\r" or "\r" not in text or text.count("\r") == text.count("\r\n"):
        return text
    if text.count("\r\r\n") == text.count("\n"):
        # Written as text twice over, on Windows: each line ends in two carriage returns and a line feed.
        text = text.replace("\r\r\n", "\r\n")
    return re.sub(r"\r(?!\n|\Z)", INNER_RETURN, text)


def rows_below(lines: Iterator[str], source: PhysicalLines, fmt: TextFormat) -> Iterator[list[str]]:
    """The rows below title and header, blank lines left out."""
    for _ in range(fmt.skip):
        next(lines, None)
    # A layout that knows its header gives no row for it, wherever it stands.
    header = fmt.header and not (fmt.layout and fmt.layout.header)
    for row in parsed_rows(lines, source, fmt):
        if header:
            header = False
        else:
            yield row


def parsed_rows(lines: Iterator[str], source: PhysicalLines, fmt: TextFormat) -> Iterator[list[str]]:
    """The rows in `lines`, a header among them, blank lines left out."""
    alone = len(fmt.names) == 1
    dialect = _dialect_of(fmt)
    plain = fmt.layout is not None or not fmt.quote
    rows = parse_lines(lines, dialect) if plain else source.stray.rows(lines, dialect, len(fmt.names))
    try:
        for row in rows:
            # A line of blanks, the mark that ends a file of DOS, or the zeros that fill it up, are no row.
            if not row or (len(row) == 1 and not alone and not row[0].strip(" \t\x1a\x00")):
                continue
            if source.put_aside:
                yield [cell.replace(INNER_RETURN, "\r") for cell in row]
            else:
                yield row
    except csv.Error as error:
        raise SourceError(
            f"{source.name} cannot be divided into cells: a quotation mark was never closed ({error}).",
            "Close or double the quotation mark, or export the file again.",
        ) from None


def _dialect_of(fmt: TextFormat) -> Dialect:
    return Dialect(fmt.delimiter, fmt.quote, fmt.escape, fmt.spaced, fmt.layout)
