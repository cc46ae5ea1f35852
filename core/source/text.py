"""Delimited and aligned text files of any usual kind, opened unaided: their format and their rows."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from core.errors import SourceError
from core.source.dialect import (
    Dialect,
    Newline,
    common_width,
    detect_dialect,
    detect_newline,
    parse_lines,
    shortened,
    split_lines,
)
from core.source.encoding import EncodingChoice, decide_encoding
from core.source.layout import Layout, is_rule, plain
from core.source.line_ends import returns_end_rows
from core.source.streams import (
    Compression,
    LookView,
    check_file,
    choose_member,
    detect_compression,
    refuse_foreign_bytes,
    refuse_foreign_text,
)
from core.source.text_header import HeaderWish, Start, find_start, titles_left_out
from core.source.text_rows import TextFormat, open_bytes, protected, read_rows
from core.source.text_sample import sample_rows, sampled_rows

__all__ = ["TextFormat", "open_bytes", "read_rows", "sample_rows", "sampled_rows", "sniff_text"]

HEAD_BYTES = 512 * 1024
LONGEST_HEAD_BYTES = 32 * 1024 * 1024
_LEAST_HEAD_LINES = 5
_SPREAD_PIECES = 8
_SPREAD_BYTES = 16 * 1024


def sniff_text(
    path: Path,
    *,
    encoding: str = "",
    delimiter: str = "",
    header: Literal["auto", "yes", "no"] = "auto",
    member: str = "",
) -> TextFormat:
    """How the file is written; what is given is taken as it is. SourceError where it is no table of text."""
    check_file(path)
    compression = detect_compression(path)
    reasons: list[str] = []
    if compression == "zip":
        asked = bool(member)
        member, others = choose_member(path, member)
        reasons.append(f"zip: {member}" if asked else _member_reason(member, others))
    else:
        member = ""
    view = LookView(path, compression, member)
    name = f"{member} in {path.name}" if member else path.name
    if not view.size:
        raise SourceError(
            f"{name} is empty: nothing was packed into it.", "Export it again, or open another file."
        )
    refuse_foreign_bytes(name, view.read(0, 512))
    choice = decide_encoding(name, view, encoding)
    text = _head_text(name, view, choice.encoding)
    refuse_foreign_text(name, text)
    return _format_of(text, _Known(view, choice, compression, member, delimiter, header, tuple(reasons)))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a file before its lines are looked at."""

    view: LookView
    choice: EncodingChoice
    compression: Compression
    member: str
    delimiter: str
    header: HeaderWish
    reasons: tuple[str, ...]


def _format_of(text: str, known: _Known) -> TextFormat:
    text = shortened(text)
    newline, newline_reason = detect_newline(text[:HEAD_BYTES]), ""
    if returns_end_rows(text, newline, known.delimiter):
        newline, newline_reason = "\r", "line ends: of several kinds, carriage returns alone among them"
    safe = protected(text, newline)
    lines = split_lines(safe, newline)
    separator = re.fullmatch(r'"?sep=(.)"?\s*', lines[0], re.IGNORECASE)
    first = 1 if separator else 0
    delimiter = known.delimiter or (separator.group(1) if separator else "")
    spread = _spread_lines(known.view, known.choice.encoding, newline)
    dialect, delimiter_reason, quote_reason = detect_dialect(lines[first:], spread, delimiter)
    if separator and not known.delimiter:
        delimiter_reason += f" (the first line says sep={delimiter})"
    titles: Sequence[str] = ()
    if dialect.layout is not None:
        titles = _lines_above(lines[first:], dialect.layout)
        first += len(titles)
        if known.header == "no":
            dialect = replace(dialect, layout=replace(dialect.layout, header=""))
    if dialect.layout is not None and dialect.layout.header:
        start, skip = _named_start(dialect.layout, titles), 0
    else:
        start, skip = _start(lines[first:], dialect, known.header)
    names = _aligned_names(lines[first + skip], dialect, start)
    return TextFormat(
        encoding=known.choice.encoding,
        bom=known.choice.bom,
        newline=newline,
        delimiter=dialect.delimiter,
        layout=dialect.layout,
        quote=dialect.quote,
        escape=dialect.escape,
        skip=first + skip,
        header=start.header,
        names=names,
        compression=known.compression,
        member=known.member,
        broken_title=any(line.count('"') % 2 for line in lines[: first + skip]),
        first_break_differs=_first_break(text) not in ("", newline),
        reasons=tuple(
            reason
            for reason in (
                *known.reasons,
                known.choice.reason,
                newline_reason,
                delimiter_reason,
                quote_reason,
                *start.reasons,
            )
            if reason
        ),
        damaged=known.choice.damaged,
        spaced=dialect.spaced,
        irregular=safe != text or _ends_in_padding(known.view),
        found=start.found if names == start.names else "",
    )


def _ends_in_padding(view: LookView) -> bool:
    last = view.read(max(0, view.size - 16), 16)
    return last.endswith((b"\x1a", b"\x00\x00\x00\x00"))


def _member_reason(member: str, others: Sequence[str]) -> str:
    if not others:
        return f"zip: {member} is the one file in it"
    return f"zip: {member} was taken as the table; left: {', '.join(others)}"


def _head_text(name: str, view: LookView, encoding: str) -> str:
    """The first lines, whole ones only; more is read where they are very long."""
    size = HEAD_BYTES
    while True:
        head = view.read(0, size)
        text = _decoded(head, encoding).removeprefix("\ufeff")
        if len(head) < size or size >= LONGEST_HEAD_BYTES or _has_rows(text):
            break
        size *= 4
    if not text.strip():
        raise SourceError(f"{name} holds nothing but blank lines.", "Export it again, or open another file.")
    if len(head) < view.size or not view.whole:
        cut = text.rfind("\n") + 1 or text.rfind("\r") + 1
        text = text[:cut] or text
    return text


def _has_rows(text: str) -> bool:
    """Whether some rows are whole: line ends inside quotes, closed or not, do not count."""
    outside = re.sub('"[^"]*"', "", text).split('"', 1)[0].lstrip()
    return (outside.count("\n") or outside.count("\r")) >= _LEAST_HEAD_LINES


def _decoded(data: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(data)


def _start(lines: Sequence[str], dialect: Dialect, wish: HeaderWish) -> tuple[Start, int]:
    """Where the table begins, and how many physical lines stand above it."""
    rows: list[list[str]] = []
    ends: list[int] = [0]
    reached = 0

    def counted() -> Iterator[str]:
        nonlocal reached
        for line in lines:
            reached += 1
            yield line

    for row in parse_lines(counted(), dialect):
        rows.append([] if len(row) == 1 and not row[0].strip() else row)
        ends.append(reached)
        if len(rows) >= 1000:
            break
    start = find_start(rows, common_width(row for row in rows if row), wish)
    return start, ends[start.rows_above]


def _lines_above(lines: Sequence[str], layout: Layout) -> Sequence[str]:
    """The lines above a table whose first line is known."""
    for place, line in enumerate(lines):
        if layout.first and plain(line) == layout.first:
            return lines[:place]
    return ()


def _named_start(layout: Layout, above: Sequence[str]) -> Start:
    """The start of a table below a line that names its columns."""
    titles = sum(bool(text) and not is_rule(text) for text in map(plain, above))
    reasons = [titles_left_out(titles)] if titles else []
    reasons.append("the first line is a header: each of its names stands over a column")
    names = tuple(name or f"column {number}" for number, name in enumerate(layout.names, 1))
    return Start(0, header=True, names=names, reasons=tuple(reasons))


def _gap_cells(line: str) -> list[str]:
    return [cell for cell in re.split(r"\s{2,}|\t", line.strip()) if cell]


def _aligned_names(line: str, dialect: Dialect, start: Start) -> tuple[str, ...]:
    """Names over aligned columns may be wider than these: words in equal number are taken one by one."""
    if not start.header or dialect.layout is None or dialect.layout.header:
        return start.names
    for names in (_gap_cells(line), line.split()):
        if len(names) == dialect.layout.fields:
            return tuple(names)
    return start.names


def _first_break(text: str) -> str:
    found = re.search("\r\n|\n|\r", text)
    return found.group() if found else ""


def _spread_lines(view: LookView, encoding: str, newline: Newline) -> list[str]:
    """Some whole lines from places all over the file after its head."""
    if view.size <= HEAD_BYTES:
        return []
    lines: list[str] = []
    for number in range(1, _SPREAD_PIECES + 1):
        offset = HEAD_BYTES + number * (view.size - HEAD_BYTES) // (_SPREAD_PIECES + 1) // 4 * 4
        text = _decoded(view.read(offset, _SPREAD_BYTES), encoding)
        lines.extend(split_lines(protected(text, newline), newline)[1:-1])
    return lines
