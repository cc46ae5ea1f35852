"""How the lines of a text file divide into cells: line ends, delimiter, quotes and escapes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

from core.source.aligned import find_layout
from core.source.cells import cell_kind, hides_cells
from core.source.layout import Layout

if TYPE_CHECKING:
    from _csv import Reader

Newline = Literal["\n", "\r\n", "\r"]

DELIMITER_NAMES = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    " ": "single spaces",
    "^": "carets",
    "~": "tildes",
    ":": "colons",
    "": "aligned columns",
}
# How far a delimiter is believed before anything is counted: a colon is usually part of a time.
_BELIEF = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, "^": 0.85, "~": 0.85, " ": 0.8, "": 0.8, ":": 0.55}
_LEAST_SCORE = 0.3

ROWS_TO_TRY = 200
LINES_TO_TRY = 4000
QUOTE_LINES_TO_TRY = 20_000
# A cell beyond this (in characters) is a quote that was opened and never closed.
LONGEST_CELL = 64 * 1024 * 1024
_LONG_TEXT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Dialect:
    """The rules by which a line becomes cells."""

    delimiter: str
    quote: str = '"'
    escape: str = '"'
    spaced: bool = False
    layout: Layout | None = None


# A comma or two in every line may stand in its words and numbers.
_LEAST_PLAIN_FIELDS = 4


@dataclass(frozen=True, slots=True)
class _Trial:
    dialect: Dialect
    score: float
    fields: int
    fitting: int
    lines: int

    @property
    def evenness(self) -> float:
        """The share of rows that have as many cells as most."""
        return self.fitting / self.lines


def parse_lines(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """The rows in `lines`, blank ones as empty lists; a row may take several lines where quotes say so."""
    if dialect.layout is not None:
        return map(dialect.layout.split, lines)
    return _reader(lines, dialect, strict=False)


def split_line(line: str, dialect: Dialect) -> list[str]:
    """The cells of one physical line that is a row of its own, whatever it says of quotes."""
    return next(_reader([line], replace(dialect, quote=""), strict=False), [])


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool) -> Reader:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar="\\" if dialect.escape == "\\" else None,
        doublequote=True,
        skipinitialspace=dialect.spaced,
        strict=strict,
    )


def detect_newline(text: str) -> Newline:
    """The line end of the rows; those inside quoted cells do not count."""
    outside = re.sub('"[^"]*"', "", text) if text.count('"') % 2 == 0 else text
    both = outside.count("\r\n")
    feeds, returns = outside.count("\n") - both, outside.count("\r") - both
    # Some programs write two carriage returns before a line feed.
    returns -= outside.count("\r\r\n")
    most = max(both, feeds, returns)
    if not most or feeds == most:
        return "\n"
    return "\r\n" if both == most else "\r"


def shortened(text: str) -> str:
    """The text with very long cells cut, so that trying dialects on it stays quick."""
    if len(text) < _LONG_TEXT:
        return text
    text = re.sub(r'"(?:[^"]++|"")*+"', _shortened_cell, text)
    return re.sub(r'[^,;\t|"\r\n]{4000,}+', lambda match: match.group()[:200], text)


def _shortened_cell(match: re.Match[str]) -> str:
    cell = match.group()
    return cell if len(cell) < 4000 else '"' + cell[1:200].replace('"', "") + '"'


def detect_dialect(
    lines: Sequence[str], spread_lines: Sequence[str], delimiter: str = ""
) -> tuple[Dialect, str, str]:
    """The dialect of `lines` and the sentences on delimiter and quotes.

    Args:
        lines: the first lines with their ends, title and comment lines among them.
        spread_lines: whole lines from elsewhere in the file: columns aligned at the top must be so there too.
        delimiter: the one to use, where it is known.
    """
    head = _first_lines(lines)
    best = _best_trial(head, delimiter, None)
    if not delimiter and not _is_plainly_delimited(head, best):
        # Looking for columns by their positions takes far longer than trying delimiters.
        best = _best_trial(head, delimiter, find_layout(head[: 2 * ROWS_TO_TRY], spread_lines))
    if best is None:
        kept = Dialect(delimiter or ",")
        return kept, "no delimiter divides the lines alike: they are taken as one column", ""
    dialect, quote_reason = best.dialect, ""
    if dialect.delimiter:
        dialect, quote_reason = _refine_quotes(lines, best)
    return dialect, _delimiter_reason(best, forced=bool(delimiter)), quote_reason


def _is_plainly_delimited(head: Sequence[str], best: _Trial | None) -> bool:
    """Whether every line, the first included, has as many cells by a delimiter, and lines are not drawn out with blanks."""
    if best is None or best.dialect.delimiter not in (",", ";", "\t") or best.fields < _LEAST_PLAIN_FIELDS:
        return False
    drawn_out = sum("  " in line for line in head)
    first = next((row for row in parse_lines(head, best.dialect) if row), [])
    return best.fitting == best.lines and len(first) == best.fields and 2 * drawn_out < len(head)


def _first_lines(lines: Sequence[str]) -> list[str]:
    """The first lines that may be rows: not blank, not a comment."""
    kept = [line for line in lines[:LINES_TO_TRY] if line.strip()]
    plain = [line for line in kept if not line.startswith("#")]
    return plain if len(plain) >= len(kept) / 2 else kept


def _best_trial(lines: Sequence[str], delimiter: str, layout: Layout | None) -> _Trial | None:
    text = "".join(lines)
    candidates = [delimiter] if delimiter else [mark for mark in _BELIEF if mark and mark in text]
    trials: list[_Trial] = []
    for mark in candidates:
        quotes = [quote for quote in ('"', "'") if quote in text]
        # Without any marks in the lines, quotes and no quotes come to the same.
        plain = [Dialect(mark, "")] if quotes else [Dialect(mark, '"')]
        if "'" in quotes and not _wraps_cells("'", mark, text, len(lines)):
            quotes.remove("'")
        escaped = [quote for quote in quotes if "\\" + quote in text]
        dialects = [Dialect(mark, quote) for quote in quotes] + plain
        dialects += [Dialect(mark, quote, "\\") for quote in escaped]
        if quotes and mark not in " \t" and re.search(rf"{re.escape(mark)} +[{''.join(quotes)}]", text):
            dialects += [replace(dialect, spaced=True) for dialect in dialects]
        tried = [trial for dialect in dialects if (trial := _try(lines, dialect))]
        trials += _without_torn(lines, tried)
    if layout is not None:
        trial = _try(lines, Dialect("", "", layout=layout))
        if trial is not None and layout.single_spaced:
            trial = replace(trial, dialect=Dialect(" "))
        if trial is not None and layout.by == "bars":
            return trial  # drawn all around its cells: no chance, though bars alone divide it too
        trials.extend([trial] if trial else [])
    if layout is None or not layout.single_spaced:
        # Runs of blanks are no single delimiter: a file that has them is aligned or is not divided by spaces.
        trials = [trial for trial in trials if trial.dialect.delimiter != " " or delimiter == " "]
    least = 0.0 if delimiter else _LEAST_SCORE
    return max(
        (trial for trial in trials if trial.score > least), key=lambda trial: trial.score, default=None
    )


def _without_torn(lines: Sequence[str], trials: Sequence[_Trial]) -> list[_Trial]:
    """The trials of one delimiter, less those that take no quotes for quotes where all of these close and the rows come out as alike.

    Dates and amounts with as many commas in every row would else be torn at them.
    """
    closed = max(
        (trial.evenness for trial in trials if trial.dialect.quote and _all_close(lines, trial.dialect)),
        default=0.0,
    )
    return [trial for trial in trials if trial.dialect.quote or trial.evenness > closed]


def _all_close(lines: Sequence[str], dialect: Dialect) -> bool:
    """Whether quotes stand around whole cells: each that is opened closes where its cell ends."""
    try:
        for _ in islice(_reader(lines, dialect, strict=True), ROWS_TO_TRY):
            pass
    except csv.Error:
        return False
    return True


def _wraps_cells(quote: str, mark: str, text: str, lines: int) -> bool:
    """Whether quotes stand around a good many cells: an apostrophe may stand at both ends of one."""
    mark = re.escape(mark)
    wrapped = re.findall(
        rf"(?:^|{mark}){quote}[^{quote}\r\n]+{quote}(?={mark}|[\r\n]|\Z)", text, re.MULTILINE
    )
    return len(wrapped) >= max(2, 0.1 * lines)


def _try(lines: Sequence[str], dialect: Dialect) -> _Trial | None:
    """How well a dialect divides the lines: do they come out alike, and are the cells single values."""
    rows = list(islice((row for row in parse_lines(lines, dialect) if row), ROWS_TO_TRY))
    fields = common_width(rows)
    fitting = [row for row in rows if len(row) == fields]
    if fields < 2 or not fitting:
        return None
    # Titles and a header of another width stand above; they count half.
    above = next(place for place, row in enumerate(rows) if len(row) == fields)
    share = len(fitting) / (len(rows) - above / 2 if above <= 20 else len(rows))
    step = max(1, len(fitting) * min(fields, 200) // 4000)
    cells = [cell for row in fitting[::step] for cell in row[:200]]
    # Countries, days and numbers of pieces recur: each is looked at once.
    quality = sum(_cell_quality(cell) * often for cell, often in Counter(cells).items()) / len(cells) / 100
    score = share * share * quality * (1 + 0.02 * min(fields, 10)) * _BELIEF.get(dialect.delimiter, 0.8)
    return _Trial(dialect, score, fields, len(fitting), len(rows))


def common_width(rows: Iterable[Sequence[str]]) -> int:
    """The number of cells that most rows have; of equally common ones the larger."""
    counts = Counter(map(len, rows))
    return max(counts, key=lambda width: (counts[width], width)) if counts else 0


def _cell_quality(cell: str) -> int:
    """In hundredths, so that dialects that come to the same are as good to the last digit, and the plainer one is taken."""
    if cell_kind(cell) != "text":
        return 100
    if hides_cells(cell):
        return 20
    # A quotation mark left over at an end says that the cell was cut in two, or that quotes were not seen.
    return 40 if cell[:1] in "\"'" or cell[-1:] == '"' else 85


def _refine_quotes(lines: Sequence[str], best: _Trial) -> tuple[Dialect, str]:
    """Quotes and how they are escaped, decided on all the lines at hand."""
    text = "".join(lines)
    base = best.dialect if best.dialect.quote else replace(best.dialect, quote='"')
    mark = base.quote
    if mark not in text:
        return base, ""
    options = [base]
    if base.escape != "\\" and "\\" + mark in text:
        options.append(replace(base, escape="\\"))
    options.append(replace(base, quote=""))
    # max() keeps the first of equals: plain quotes unless something else fits more rows.
    chosen = max(options, key=lambda option: _fit(lines, option, best.fields))
    if not chosen.quote:
        return chosen, f"no quotes: the {mark} marks do not come in pairs, so they are part of the text"
    how = f"doubled ({mark}{mark})" if chosen.escape != "\\" else f"after a backslash (\\{mark})"
    doubled = re.search(rf"[^{re.escape(base.delimiter)}{mark}\r\n]{mark * 2}[^{mark}]", text)
    inside = f", and inside a cell {how}" if doubled or chosen.escape == "\\" else ""
    return chosen, f"quotes: {mark} stands around cells{inside}"


def _fit(lines: Sequence[str], dialect: Dialect, fields: int) -> float:
    """The share of lines that come out right; a row that a stray quote runs over many misreads them all."""
    reader = _reader(lines, dialect, strict=True)
    right = total = seen = 0
    while total < QUOTE_LINES_TO_TRY:
        try:
            row = next(reader, None)
        except csv.Error:
            row = []
        if row is None:
            break
        taken, seen = reader.line_num - seen, reader.line_num
        total += taken
        if len(row) == fields and (dialect.quote or not any(map(_is_wrapped, row))):
            right += taken
    return right / total if total else 0.0


def _is_wrapped(cell: str) -> bool:
    """Whether quotes around the whole cell were left in it."""
    return len(cell) > 1 and cell[0] in "\"'" and cell[-1] == cell[0]


def _delimiter_reason(best: _Trial, *, forced: bool) -> str:
    name = DELIMITER_NAMES.get(best.dialect.delimiter, f"the character {best.dialect.delimiter}")
    if best.dialect.layout is not None and best.dialect.layout.by == "bars":
        name = "a table drawn with lines and bars"
    if forced:
        return f"{name}: as asked; they give {best.fields} fields"
    if best.fitting == best.lines:
        return f"{name}: every one of the first {best.lines:,} rows splits into {best.fields} fields"
    return f"{name}: {best.fitting:,} of the first {best.lines:,} rows split into {best.fields} fields"


def split_lines(text: str, newline: Newline) -> list[str]:
    """The physical lines of `text` with their ends."""
    return list(io.StringIO(text, newline="" if newline == "\r" else "\n"))
