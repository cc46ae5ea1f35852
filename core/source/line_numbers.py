"""On which lines of a text file its rows stand: readers count rows, while blank lines and line ends within cells are lines too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from core.source.text_rows import PhysicalLines, TextFormat, open_bytes, rows_below, text_blocks


def lines_of_rows(path: Path, fmt: TextFormat, wanted: Collection[int]) -> dict[int, int]:
    """The line on which each of the wanted rows begins: rows counted from 0 below the header, lines from 1 in the file.

    The file is read up to the last of them.
    """
    found: dict[int, int] = {}
    lines = PhysicalLines(path.name, fmt.newline)
    pulled = 0

    def counted(coming: Iterable[str]) -> Iterator[str]:
        nonlocal pulled
        for line in coming:
            pulled += 1
            yield line

    with open_bytes(path, fmt) as stream:
        all_lines = counted(lines.split(text_blocks(stream, fmt.encoding)))
        for row, _ in enumerate(rows_below(all_lines, lines, fmt)):
            if row in wanted:
                found[row] = pulled - lines.stray.lines_ahead - max(lines.stray.row_lines - 1, 0)
            if len(found) == len(wanted):
                break
    return found
