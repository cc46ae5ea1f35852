"""Damaged files and files of another kind: each is refused by its name, never read in part."""

from __future__ import annotations

import gzip
import io
import random
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.support.command import (
    HEADER,
    LINES,
    SALES,
    Run,
    right,
)
from tests.support.workbooks import write_locked_xlsx


def _password_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("sales.csv", SALES)
    data = bytearray(stream.getvalue())
    data[data.find(b"PK\x03\x04") + 6] |= (
        1  # the flag for "encrypted", in the member and in the list of members
    )
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _zip_of(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, b"...")
    return stream.getvalue()


def _cut_gzip() -> bytes:
    packed = gzip.compress(random.Random(2).randbytes(10_000).hex().encode() + SALES.encode() * 50)
    return packed[: len(packed) // 2]


FOREIGN: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "a PDF": ("sales.csv", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(range(256)) * 9, ("PDF",)),
    "an image": ("sales.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, ("PNG",)),
    "a web page": ("sales.csv", b"<!DOCTYPE html><html><body>Log in</body></html>", ("web page",)),
    "gzip that ends early": ("sales.csv.gz", _cut_gzip(), ("ends early",)),
    "zip with a password": ("sales.zip", _password_zip(), ("password",)),
    "zip without a table": ("sales.zip", _zip_of("picture.png"), ("picture.png",)),
    "empty zip": ("sales.zip", b"PK\x05\x06" + bytes(18), ("holds nothing",)),
    "broken JSON": ("sales.jsonl", b'{"customer_id": 1}\n{"customer_id": \n', ("JSON",)),
    "cut SQLite": ("sales.sqlite", b"SQLite format 3\x00" + bytes(84), ("SQLite", "damaged")),
    "binary": ("sales.csv", bytes(range(256)) * 40, ("sales.csv",)),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_of_another_kind(run: Run, tmp_path: Path, kind: str) -> None:
    name, data, words = FOREIGN[kind]
    (tmp_path / name).write_bytes(data)
    run("run", tmp_path / name).refused(1, name, *words)


def test_a_truncated_workbook(run: Run, tmp_path: Path, book: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book[: len(book) // 2])
    run("run", path).refused(1, "book.xlsx", "cut short or damaged")


def test_a_workbook_behind_a_password(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_locked_xlsx(path)
    run("run", path).refused(1, "book.xlsx", "protected by a password", "remove the password")


def test_a_workbook_with_nothing_in_it(run: Run, tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "book.xlsx")
    run("run", tmp_path / "book.xlsx").refused(1, "book.xlsx", "holds no table")


def test_a_workbook_called_csv_is_read(run: Run, tmp_path: Path, book: bytes) -> None:
    (tmp_path / "sales.csv").write_bytes(book)
    right(run("run", tmp_path / "sales.csv", "--json"))


@pytest.mark.parametrize("how", ["cut", "scrambled"])
def test_a_damaged_parquet_file(run: Run, tmp_path: Path, parquet: bytes, how: str) -> None:
    half = len(parquet) // 2
    scrambled = parquet[:4] + bytes(byte ^ 0x5A for byte in parquet[4:half]) + parquet[half:]
    path = tmp_path / "sales.parquet"
    path.write_bytes(parquet[:half] if how == "cut" else scrambled)
    run("run", path).refused(1, "sales.parquet", "damaged")


def test_a_damaged_sqlite_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sales.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE sales ({HEADER.strip()})")
    connection.executemany(
        "INSERT INTO sales VALUES (?, ?, ?, ?, ?)", [line.split(",") for line in LINES * 50]
    )
    connection.commit()
    connection.close()
    data = path.read_bytes()
    path.write_bytes(data[:8192] + bytes(byte ^ 0x5A for byte in data[8192:]))
    run("run", path).refused(1, "sales.sqlite", "damaged")
