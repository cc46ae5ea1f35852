"""Text files as tables: scanned where they are when DuckDB can, else made readable once and kept."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path

from core.engine import told_plainly
from core.recipe import SourcePart
from core.source.kept import parquet_scan, write_rows
from core.source.model import FoundFile, SourceTable, short_key, unique_names, untyped
from core.source.stray_quotes import StrayQuotes, stray_sentence
from core.source.text import TextFormat, read_rows, sniff_text
from core.sql import file_literal, literal
from core.workspace import Workspace

# What a thread reads at once. DuckDB's own 32 MB would fill most of the little memory that a pass is given.
BUFFER_BYTES = 8_000_000
PACKED_SUFFIXES = (".gz", ".zst", ".zip")


class Care(IntEnum):
    """How a text file is read: each step copes with more and costs more."""

    STRICT = 0
    """DuckDB, in parallel; every row has as many fields as the header."""
    RAGGED = 1
    """DuckDB, one thread a file; short rows are filled up, what is too much is noticed."""
    KEPT = 2
    """Our own reader, which takes whatever comes, into Parquet."""


def open_text(
    file: FoundFile, part: SourcePart, workspace: Workspace, care: Care, member: str = ""
) -> tuple[SourceTable, TextFormat]:
    """A text file, or one of several in a zip, as a table, read with at least this much care."""
    text = sniff_text(
        file.path, encoding=part.encoding, delimiter=part.delimiter, header=part.header, member=member
    )
    names = unique_names(list(text.names))
    label = f"{file.shown} [{member}]" if member else file.shown
    direct = _direct_reader(text, care)
    rows, found = (None, "") if direct else _kept_rows(file, text, len(names), workspace, part)
    return (
        SourceTable(
            file=file.shown,
            sheet=member,
            kind="text",
            names=names,
            natives=untyped(len(names)),
            scan=parquet_scan(rows) if rows else _csv_scan(file, text, len(names), care),
            kept_rows=str(rows or ""),
            numbered=not direct,
            first_row=text.skip + text.header + 1,
            described=(*text.reasons, *_misnamed(file, text)),
            delimiter=text.delimiter,
            surplus=not direct or care == Care.RAGGED,
            found=tuple(filter(None, (found, text.found and f"{label}: {text.found}"))),
        ),
        text,
    )


def _misnamed(file: FoundFile, text: TextFormat) -> list[str]:
    """A word on a name that promises what the first bytes do not hold."""
    if text.compression or file.path.suffix.lower() not in PACKED_SUFFIXES:
        return []
    return [f"it is plain text and not packed, although its name ends in {file.path.suffix}"]


def _direct_reader(text: TextFormat, care: Care) -> bool:
    if text.first_break_differs and (text.skip or care == Care.RAGGED):
        return False  # DuckDB counts lines, and mends rows, by the first break that it meets
    return (
        care < Care.KEPT
        and text.encoding == "utf-8"
        and not text.compression
        and not (text.damaged or text.spaced or text.irregular or text.broken_title)
        and len(text.delimiter.encode()) == 1
        and text.newline in ("\n", "\r\n")
        and text.quote in ('"', "'", "")
    )


def _csv_scan(file: FoundFile, text: TextFormat, width: int, care: Care) -> str:
    total = width + (care == Care.RAGGED)
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(total))
    # A quote within quotes is doubled, whichever it is, where no backslash stands before it.
    escape = text.escape if text.quote and text.escape == "\\" else text.quote
    options = [
        "auto_detect = false",
        # A name that ends in .gz does not make it one.
        "compression = 'none'",
        f"delim = {literal(text.delimiter)}",
        f"quote = {literal(text.quote)}",
        f"escape = {literal(escape)}",
        f"skip = {text.skip}",
        f"header = {'true' if text.header else 'false'}",
        f"columns = {{{columns}}}",
        f"buffer_size = {BUFFER_BYTES}",
    ]
    if text.first_break_differs:
        # DuckDB would take the first break that it meets for the end of every row. It wants them all to be this one then, and says so.
        options.append(f"new_line = '{text.newline.encode('unicode_escape').decode()}'")
    if care == Care.RAGGED:
        # No cell says this, so an empty cell is empty, and NULL only what a short row lacks.
        options += ["null_padding = true", "strict_mode = false", "parallel = false", "nullstr = '\x1a\x1a'"]
    return f"read_csv({file_literal(file.path)}, {', '.join(options)})"


def _kept_rows(
    file: FoundFile, text: TextFormat, width: int, workspace: Workspace, part: SourcePart
) -> tuple[Path, str]:
    """The rows, kept, and a sentence where quotes in them had to be read as text."""
    key = f"{file.identity}-{short_key('text', part.encoding, part.delimiter, part.header, text.member, repr(text.layout))}"
    known = workspace.find_json("rows", key)
    if workspace.find("rows", key, ".parquet") is None or known is None:
        stray = StrayQuotes()
        with (
            told_plainly(f"keeping the rows of {file.shown} in {workspace.folder}"),
            workspace.writing("rows", key, ".parquet") as path,
        ):
            rows = read_rows(file.path, text, stray)
            write_rows(path, width, rows, first_row=text.skip + text.header + 1, surplus=True)
        label = f"{file.shown} [{text.member}]" if text.member else file.shown
        known = {"found": stray_sentence(label, stray)}
        workspace.keep_json("rows", key, known)
    return workspace.path("rows", key, ".parquet"), str(known.get("found", ""))
