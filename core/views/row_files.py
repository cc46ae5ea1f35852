"""Rows kept as Parquet for a grid to page through, each column under the name that is shown, no two alike."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.printable import REPLACEMENT
from core.source.model import unique_names
from core.sql import file_literal, ident, literal
from core.version import VERSION
from core.workspace import FORMAT_VERSION, Workspace

if TYPE_CHECKING:
    import duckdb

# Nobody reads more of a cell in a grid, and some cells hold megabytes.
MOST_CHARACTERS = 1_000
# A page is some dozens of rows: in small groups it is found without reading the others.
GROUP_ROWS = 8_192
GROUP_CELLS = 400_000


def shortened(text: str) -> str:
    """An expression for a text of at most MOST_CHARACTERS; one that was longer says after them how long it was."""
    length = f"length({text})"
    cut = f"left({text}, {MOST_CHARACTERS}) || '… [' || {length} || ' characters]'"
    return f"CASE WHEN {length} > {MOST_CHARACTERS} THEN {cut} ELSE {text} END"


def cut_short(text: str) -> str:
    """The same of a text in Python."""
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:MOST_CHARACTERS]}… [{len(text)} characters]"


def row_key(*parts: object) -> str:
    """The name of rows by all that they depend on."""
    text = "\x1f".join(map(str, (VERSION, FORMAT_VERSION, MOST_CHARACTERS, *parts)))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def column_names(*names: str) -> tuple[str, ...]:
    """Names that a file takes: no two alike, whatever their capitals, none empty, and no zero bytes, which end a name in SQL."""
    return unique_names([name.replace("\x00", REPLACEMENT) for name in names])


def keep_rows(
    workspace: Workspace,
    connection: duckdb.DuckDBPyConnection,
    stage: str,
    key: str,
    cells: Mapping[str, str],
    source: str,
) -> Path:
    """Write the rows of `source`, which may follow FROM and end with an order: their cells by name."""
    picked = ", ".join(f"{cell} AS {ident(name)}" for name, cell in cells.items())
    group = max(64, min(GROUP_ROWS, GROUP_CELLS // len(cells)))
    with workspace.writing(stage, key, ".parquet") as path:
        connection.execute(
            f"COPY (SELECT {picked} FROM {source}) TO {literal(str(path))}"
            f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group}, USE_TMP_FILE false)"
        )
    return workspace.path(stage, key, ".parquet")


def names_and_rows(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[tuple[str, ...], int]:
    """The columns of a file of rows, and how many rows it holds."""
    scan = f"read_parquet({file_literal(path)})"
    described = connection.execute(f"DESCRIBE FROM {scan}").fetchall()
    counted = connection.execute(f"SELECT count(*) FROM {scan}").fetchone()
    return tuple(str(name) for name, *_ in described), int(counted[0]) if counted else 0
