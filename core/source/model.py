"""What reading hands on: tables of columns that DuckDB can scan, whatever they were in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from core.version import VERSION
from core.workspace import FORMAT_VERSION

Kind = Literal["text", "workbook", "parquet", "json", "sqlite"]
Native = Literal["", "number", "date"]

SAMPLE_BYTES = 64 * 1024
SAMPLE_COUNT = 16
# How large kept rows are beside the file they come from, roughly: Parquet of text, compressed.
KEPT_SHARE: dict[Kind, float] = {"workbook": 0.3, "json": 0.2, "sqlite": 0.4, "parquet": 0.0}


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read: where it is, what a person calls it, and what it is."""

    path: Path
    shown: str
    kind: Kind
    size: int
    identity: str


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One sheet, file or database table: columns c0..cN under `scan`, the source's own names beside them."""

    file: str
    sheet: str
    kind: Kind
    names: tuple[str, ...]
    natives: tuple[Native, ...]
    scan: str
    """A FROM item of DuckDB that gives the columns c0..cN, and `row_no` where `numbered`."""
    numbered: bool
    first_row: int
    """The number, as the file's own program shows it, of the first row of data."""
    described: tuple[str, ...] = ()
    rows: int | None = None
    delimiter: str = ""
    kept_rows: str = ""
    """Where the workspace keeps the rows, if it does."""
    surplus: bool = False
    """Whether `scan` has one more column than `names`, filled where a row holds more fields than the header, and NULL for a cell
    only where a row holds fewer."""
    joined: tuple[int, ...] = ()
    """The columns of year, month and day that the last column was joined of, if it was."""
    found: tuple[str, ...] = ()
    """Sentences on what reading it came upon."""
    view_of: tuple[str, ...] = ()
    """Of a view of a database: the tables and views of it whose rows it shows."""

    @property
    def label(self) -> str:
        """What a person calls this table."""
        return f"{self.file} [{self.sheet}]" if self.sheet else self.file

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the workspace."""
        return {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> SourceTable:
        """The table that `to_dict` made this data of."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sheet, file or table that is not read, and why."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A few thousand rows of a table as columns of text, in file order."""

    columns: tuple[tuple[str | None, ...], ...]
    whole: bool
    """Whether these are all the rows there are."""
    ends: tuple[int, int] = (0, 0)
    """How many rows at its beginning and its end are one piece each, longer than those between."""

    @property
    def rows(self) -> int:
        """How many rows the sample holds."""
        return len(self.columns[0]) if self.columns else 0

    def evenly(self, column: int) -> tuple[str | None, ...]:
        """A column's cells from all over the table in equal pieces."""
        first, last = (0, 0) if self.whole else self.ends
        return self.columns[column][first : self.rows - last]


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table and its sample."""

    table: SourceTable
    sample: Sample


def file_identity(path: Path) -> str:
    """What tells this file's content from any other's: path, size, time, and a hash of samples of it."""
    status = path.stat()
    digest = hashlib.blake2b(digest_size=16)
    digest.update(
        f"{VERSION}|{FORMAT_VERSION}|{path.resolve()}|{status.st_size}|{status.st_mtime_ns}".encode(
            "utf-8", "surrogateescape"
        )
    )
    with path.open("rb") as file:
        if status.st_size <= SAMPLE_BYTES * SAMPLE_COUNT:
            digest.update(file.read())
        else:
            for number in range(SAMPLE_COUNT):
                file.seek((status.st_size - SAMPLE_BYTES) * number // (SAMPLE_COUNT - 1))
                digest.update(file.read(SAMPLE_BYTES))
    return digest.hexdigest()


def kept_size(file: FoundFile) -> int:
    """About how many bytes the rows of a file will take in the workspace; 0 where they are read in place."""
    if file.kind == "text":
        return file.size if file.path.suffix.lower() in (".gz", ".zst", ".zip") else 0
    return int(file.size * KEPT_SHARE[file.kind])


def short_key(*parts: str) -> str:
    """A short digest of texts, for the name of something kept."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def unique_names(names: list[str]) -> tuple[str, ...]:
    """Names that differ even when case is ignored: the second `Total` becomes `Total (2)`."""
    taken: set[str] = set()
    unique = []
    for number, name in enumerate(names, 1):
        base = name.strip() or f"column {number}"
        candidate, copies = base, 1
        while candidate.casefold() in taken:
            copies += 1
            candidate = f"{base} ({copies})"
        taken.add(candidate.casefold())
        unique.append(candidate)
    return tuple(unique)


def squeezed(name: str) -> str:
    """A name as its letters and digits: `Customer ID`, `customer_id` and `CUSTOMERID` are one name."""
    letters = "".join(character for character in name.casefold() if character.isalnum())
    return letters or name.casefold()


def untyped(columns: int) -> tuple[Native, ...]:
    """The natives of a source whose every cell is text."""
    return tuple("" for _ in range(columns))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
