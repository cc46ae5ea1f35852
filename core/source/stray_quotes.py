"""Quotes that open a cell and never close it, or by chance far below: the rows between are rows, and no part of a cell."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from core.source.dialect import Dialect, parse_lines, split_line

# After so many lines within a cell it is looked whether they are rows; they are the last that is held back for that.
LINES_LOOKED_AT = 1_000
# Of the lines within a cell, so many that divide as rows do say that they are rows.
ROW_LIKE = 0.8
# Narrower tables are too easily matched by a line of prose with commas in it.
LEAST_WIDTH = 3
BLOCK_BYTES = 1 << 20
_SENTINEL = "\ufdd1\n"


class StrayQuotes:
    """Rows out of lines, where a quote that swallows rows is read as a character like any other; how often that was, and where."""

    def __init__(self) -> None:
        self.count = 0
        self.examples: list[str] = []
        self.row_lines = 0
        """How many lines the last row took."""
        self.lines_ahead = 0
        """How many lines were taken beyond it, and wait to be read again."""

    def rows(self, lines: Iterable[str], dialect: Dialect, width: int) -> Iterator[list[str]]:
        """The rows in `lines`, blank ones as empty lists."""
        coming = iter(lines)
        again: deque[str] = deque()
        taken: list[str] = []
        ended = False

        def feed() -> Iterator[str]:
            nonlocal ended
            while len(taken) != LINES_LOOKED_AT or not _are_rows(taken, dialect, width):
                line = again.popleft() if again else next(coming, None)
                if line is None:
                    ended = True
                    return
                taken.append(line)
                yield line

        reader = parse_lines(feed(), dialect)
        while True:
            row = next(reader, None)
            if not taken:
                return
            self.row_lines = len(taken)
            if len(taken) > 1 and (found := _stray(taken, dialect, width, ended=ended)):
                again.extendleft(reversed(taken[1:]))
                self.count += 1
                self.row_lines = 1
                if len(self.examples) < 2:
                    self.examples.append(taken[0].strip()[:60])
                row, ended = found, False
                reader = parse_lines(feed(), dialect)
            taken.clear()
            self.lines_ahead = len(again)
            if row is not None:
                yield row


def _stray(taken: Sequence[str], dialect: Dialect, width: int, *, ended: bool) -> list[str] | None:
    """The cells of the first line as it stands, where the lines taken for one row are several."""
    if dialect.quote and _is_all_quoted("".join(taken), dialect, width):
        return None
    if _are_rows(taken, dialect, width) or (ended and _is_open(taken, dialect)):
        return split_line(taken[0], dialect)
    return None


def _is_all_quoted(text: str, dialect: Dialect, width: int) -> bool:
    """Whether this is a row just as a writer that quotes every cell writes it: a quote gone astray would spoil that."""
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    cell = f"{quote}(?:[^{quote}]++|{quote}{quote})*+{quote}"
    return re.fullmatch(rf"{cell}(?:{delimiter}{cell}){{{width - 1}}}[\r\n]*", text) is not None


def _is_open(taken: Sequence[str], dialect: Dialect) -> bool:
    """Whether the last quote is open still: then one more line becomes part of its cell too."""
    ends = taken[-1][-1:] in "\r\n"
    more = [*taken, _SENTINEL] if ends else [*taken[:-1], taken[-1] + "\n", _SENTINEL]
    return sum(1 for _ in parse_lines(more, dialect)) == 1


def _are_rows(taken: Sequence[str], dialect: Dialect, width: int) -> bool:
    """Whether the lines within a row divide as rows of their own do."""
    if width < LEAST_WIDTH:
        return False
    prose = re.compile(rf"{re.escape(dialect.delimiter)}[ \t]+[^\W\d_]") if not dialect.spaced else None

    def is_row(line: str) -> bool:
        if prose is not None and prose.search(line) and '"' not in line:
            return False
        bare = len(split_line(line, dialect)) == width
        return bare or len(next(parse_lines([line], dialect), [])) == width

    inner = taken[1:-1][:LINES_LOOKED_AT]
    if len(inner) >= 2:
        return sum(map(is_row, inner)) >= ROW_LIKE * len(inner)
    return all(len(split_line(line, dialect)) == width and is_row(line) for line in taken)


def swallowing_sql(columns: Sequence[str], delimiter: str) -> str:
    """A DuckDB expression: whether one of the cells holds what looks like rows; only such a file is read again with care."""
    width = len(columns)
    some = re.escape(delimiter)
    cell = rf"[^{some}\n]*" if delimiter not in "]^-\\" else rf"[^\{delimiter}\n]*"
    tests = []
    for place, column in enumerate(columns):
        inner = rf"\n{_cells(width, cell, some)}\r?(\n|$)"
        first, last = _cells(width - place, cell, some), _cells(place + 1, cell, some)
        both = rf"^{first}\r?\n{last}$"
        pattern = f"{inner}|{both}".replace("'", "''")
        tests.append(f"(contains({column}, chr(10)) AND regexp_matches({column}, '{pattern}'))")
    return " OR ".join(tests) if width >= LEAST_WIDTH else "FALSE"


def _cells(count: int, cell: str, delimiter: str) -> str:
    more = count - 1
    return f"{cell}(?:{delimiter}{cell}){{{more if more <= 100 else '100,'}}}"


class QuotedLines(threading.Thread):
    """Counts the line ends of files that have quotation marks, while something else reads them; without one, no cell holds a line end."""

    def __init__(self, paths: Iterable[Path]) -> None:
        super().__init__(daemon=True)
        self._counts: dict[Path, int] = dict.fromkeys(paths, 0)
        self._called_off = threading.Event()
        self._failure: OSError | None = None

    def run(self) -> None:
        """Count."""
        try:
            for path in self._counts:
                if self._any_block(path, lambda block: b'"' in block or b"'" in block):
                    self._any_block(path, partial(self._add_lines, path))
        except OSError as error:
            self._failure = error

    def call_off(self) -> None:
        """Stop counting: nobody will ask."""
        self._called_off.set()

    def of(self, path: Path) -> int:
        """How many line ends a file has; 0 where it has no quotation mark. Waits for the count."""
        self.join()
        if self._failure is not None:
            raise self._failure
        return self._counts[path]

    def _add_lines(self, path: Path, block: bytes) -> bool:
        self._counts[path] += block.count(b"\n")
        return False

    def _any_block(self, path: Path, holds: Callable[[bytes], bool]) -> bool:
        with path.open("rb", buffering=0) as file:
            while not self._called_off.is_set() and (block := file.read(BLOCK_BYTES)):
                if holds(block):
                    return True
        return False


def stray_sentence(label: str, stray: StrayQuotes) -> str:
    """What is said of quotes that were read as characters."""
    if not stray.count:
        return ""
    several = stray.count > 1
    such = " and ".join(repr(text) for text in stray.examples)
    return (
        f"{label}: {stray.count:,} quotation {'marks open cells' if several else 'mark opens a cell'} that would swallow the rows below"
        f" ({such}); {'they were' if several else 'it was'} read as part of the text, and those rows count. To be sure, look at"
        f" {'these lines' if several else 'this line'} in the source."
    )
