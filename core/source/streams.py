"""The bytes behind a path: unpacked where they are compressed, and refused where they are no text at all."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Literal, cast

from core.errors import SourceError

Compression = Literal["", "gz", "zst", "zip"]

# A compressed file cannot be jumped about in; as much of it as this is unpacked to be looked at.
UNPACKED_LOOK_BYTES = 32 * 1024 * 1024
READ_BYTES = 1024 * 1024

TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab", ".dat", ".psv", ".asc", ".prn", ".text", ""})

# What is in a zip that is an office file itself.
OFFICE_PARTS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml", "[Content_Types].xml"})
WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})

_AS_A_TABLE = "Ask for the same table as CSV or as a workbook (.xlsx), and open that."
_AS_ITS_KIND = "Give it the ending {}, and open it again."
_UNPACK = "Unpack it first, and open what was in it."

# (offset, first bytes, what it is, what to do about it)
_FOREIGN: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"%PDF", "a PDF document", _AS_A_TABLE),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture", _AS_A_TABLE),
    (0, b"\xff\xd8\xff", "a JPEG picture", _AS_A_TABLE),
    (0, b"GIF8", "a GIF picture", _AS_A_TABLE),
    (0, b"II*\x00", "a TIFF picture", _AS_A_TABLE),
    (0, b"\x7fELF", "a program for Linux", "Check which file was meant, and open that."),
    (0, b"MZ\x90\x00", "a program for Windows", "Check which file was meant, and open that."),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office file",
        _AS_ITS_KIND.format(".xls if it is a workbook"),
    ),
    (0, b"PK\x03\x04", "a zip archive", _UNPACK),
    (0, b"\x1f\x8b", "a gzip file", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"BZh", "a bzip2 file", _UNPACK),
    (0, b"\xfd7zXZ\x00", "an xz file", _UNPACK),
    (257, b"ustar", "a tar archive", _UNPACK),
    (0, b"SQLite format 3\x00", "an SQLite database", _AS_ITS_KIND.format(".sqlite")),
    (0, b"PAR1", "a Parquet file", _AS_ITS_KIND.format(".parquet")),
    (0, b"ARROW1", "an Arrow file", "Save it as Parquet or CSV, and open that."),
    (0, b"Obj\x01", "an Avro file", "Save it as Parquet or CSV, and open that."),
    (0, b"ORC", "an ORC file", "Save it as Parquet or CSV, and open that."),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file", "Save it as Parquet or CSV, and open that."),
    (0, b"{\\rtf", "a Rich Text document", _AS_A_TABLE),
    (0, b"\x80\x04\x95", "a Python pickle", "Save it as Parquet or CSV, and open that."),
)


class LookView:
    """A file's bytes by position: all of a plain file, the first megabytes of a compressed one."""

    def __init__(self, path: Path, compression: Compression, member: str) -> None:
        self._path = path
        self._unpacked: bytes | None = None
        self.whole = True
        if compression:
            with open_packed(path, compression, member) as stream:
                unpacked = stream.read(UNPACKED_LOOK_BYTES)
                self.whole = not stream.read(1)
            self._unpacked = unpacked
            self.size = len(unpacked)
        else:
            self.size = path.stat().st_size

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer only at the end."""
        if self._unpacked is not None:
            return self._unpacked[offset : offset + length]
        with self._path.open("rb") as stream:
            stream.seek(offset)
            return stream.read(length)


class _Guarded(io.RawIOBase):
    """A compressed stream whose damage is a SourceError that names the file."""

    def __init__(
        self, inner: IO[bytes] | gzip.GzipFile, path: Path, kind: str, owner: zipfile.ZipFile | None = None
    ) -> None:
        self._inner = inner
        self._path = path
        self._kind = kind
        self._owner = owner

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._inner.read(len(buffer))
        except EOFError:
            raise ends_early(self._path, self._kind) from None
        except (zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, OSError) as error:
            raise _unpack_error(self._path, self._kind, error) from None
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            if self._owner is not None:
                self._owner.close()
        super().close()


def ends_early(path: Path, kind: str) -> SourceError:
    """The error for a compressed file that was cut short."""
    return SourceError(
        f"{path.name} ends early: the {kind} in it was cut off, so its last rows are missing.",
        "Copy or download the file again, and compare its size with the original.",
    )


def _unpack_error(path: Path, kind: str, error: Exception) -> SourceError:
    if "truncated" in str(error).lower() or "ended before" in str(error).lower():
        return ends_early(path, kind)
    return SourceError(
        f"{path.name} is damaged: the {kind} in it cannot be unpacked ({error}).",
        "Copy or download the file again, or unpack it elsewhere and open what was in it.",
    )


def check_file(path: Path) -> None:
    """Raise SourceError unless `path` is a file that can be read and holds at least one byte."""
    try:
        if path.is_dir():
            raise SourceError(
                f"{path.name} is a folder, not a file.", "Name the files in it that are to be read."
            )
        with path.open("rb") as stream:
            first = stream.read(1)
    except FileNotFoundError:
        raise SourceError(f"{path.name} does not exist.", "Check the name and the folder.") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(
            f"{path.name} cannot be opened: {reason}.", "Check who may read it, and that its disk is there."
        ) from None
    if not first:
        raise SourceError(
            f"{path.name} is empty: there is not one byte in it.", "Export it again, or open another file."
        )


def detect_compression(path: Path) -> Compression:
    """How the file is compressed, by its first bytes: an ending may lie."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(b"\x1f\x8b"):
        return "gz"
    if start == b"\x28\xb5\x2f\xfd":
        return "zst"
    if start in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "zip"
    return ""


def open_packed(path: Path, compression: Compression, member: str = "") -> BinaryIO:
    """The stream of unpacked bytes; damage met while reading it is a SourceError."""
    if not compression:
        return path.open("rb")
    opener: Callable[[Path, str], _Guarded] = {"gz": _open_gzip, "zst": _open_zstd, "zip": _open_zip}[
        compression
    ]
    return cast("BinaryIO", io.BufferedReader(opener(path, member), READ_BYTES))


def _open_gzip(path: Path, _member: str) -> _Guarded:
    return _Guarded(gzip.open(path, "rb"), path, "gzip stream")


def _open_zstd(path: Path, _member: str) -> _Guarded:
    import pyarrow

    inner = pyarrow.input_stream(os.fspath(path), compression="zstd")
    return _Guarded(inner, path, "zstd stream")


def _open_zip(path: Path, member: str) -> _Guarded:
    archive = _zip_archive(path)
    try:
        inner = archive.open(member or choose_member(path)[0])
    except (NotImplementedError, RuntimeError, zipfile.BadZipFile, KeyError) as error:
        archive.close()
        raise _unpack_error(path, "zip archive", error) from None
    return _Guarded(inner, path, "zip archive", archive)


def _zip_archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        # The list of members stands at the end of a zip, so a cut one has none.
        raise ends_early(path, "zip archive") from None


def text_members(path: Path) -> tuple[str, ...]:
    """The members of a zip that are text with something in it, hidden ones too, by name; none where `path` is no zip."""
    if detect_compression(path) != "zip":
        return ()
    with _zip_archive(path) as archive:
        members = [entry for entry in archive.infolist() if _is_data_member(entry) and entry.file_size]
    return tuple(sorted(entry.filename for entry in _text_members(members)))


def workbook_member(path: Path) -> str:
    """The workbook in a zip that holds one and no text; "" for any other file, a workbook that is a zip itself among them."""
    if detect_compression(path) != "zip" or not zipfile.is_zipfile(path):
        return ""
    with _zip_archive(path) as archive:
        if not OFFICE_PARTS.isdisjoint(archive.namelist()):
            return ""
        members = [entry for entry in archive.infolist() if _is_data_member(entry) and entry.file_size]
    shown = [entry for entry in members if not is_hidden_member(entry.filename)]
    books = [entry for entry in shown if PurePosixPath(entry.filename).suffix.lower() in WORKBOOK_SUFFIXES]
    return books[0].filename if len(books) == 1 and not _text_members(shown) else ""


def unpack_member(path: Path, member: str, place: Path, most_bytes: int) -> None:
    """Write a member of a zip to `place`, unless it is protected or says that it is larger than `most_bytes`."""
    choose_member(path, member)
    with _zip_archive(path) as archive:
        size = archive.getinfo(member).file_size
    if size > most_bytes:
        raise SourceError(
            f"{path.name} holds {member}, which is {size / 1e9:,.1f} GB and too large to be unpacked here.",
            _UNPACK,
        )
    with open_packed(path, "zip", member) as packed, place.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked, READ_BYTES)


def choose_member(path: Path, wanted: str = "") -> tuple[str, tuple[str, ...]]:
    """The member of a zip to read (the largest text one unless `wanted`), and the names of the others."""
    with _zip_archive(path) as archive:
        members = [entry for entry in archive.infolist() if _is_data_member(entry)]
    names = [entry.filename for entry in members]
    if "[Content_Types].xml" in names:
        raise SourceError(
            f"{path.name} is an Office file, not a zip of text files.",
            _AS_ITS_KIND.format(".xlsx if it is a workbook"),
        )
    if wanted and wanted not in names:
        there = ", ".join(names) or "nothing that can be read"
        raise SourceError(f"{path.name} holds no file called {wanted}.", f"It holds: {there}.")
    candidates = (
        [entry for entry in members if entry.filename == wanted]
        if wanted
        else [entry for entry in _text_members(members) if not is_hidden_member(entry.filename)]
        or _text_members(members)
    )
    if not candidates:
        there = ", ".join(names) or "nothing"
        raise SourceError(
            f"{path.name} is a zip archive without a text table in it (it holds {there}).", _UNPACK
        )
    chosen = max(candidates, key=lambda entry: entry.file_size)
    if chosen.flag_bits & 1:
        raise SourceError(
            f"{path.name} is protected with a password, so {chosen.filename} in it cannot be read.", _UNPACK
        )
    return chosen.filename, tuple(name for name in names if name != chosen.filename)


def is_hidden_member(name: str) -> bool:
    """Whether it, or a folder that it is in, is hidden; `..` is none, and nothing is ever unpacked to where it leads."""
    return any(part.startswith(".") and part != ".." for part in PurePosixPath(name).parts)


def _is_data_member(entry: zipfile.ZipInfo) -> bool:
    """Neither a folder nor what a Mac packs beside every file."""
    path = PurePosixPath(entry.filename)
    return not (entry.is_dir() or path.name.startswith("._") or "__MACOSX" in path.parts)


def _text_members(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [entry for entry in members if PurePosixPath(entry.filename).suffix.lower() in TEXT_SUFFIXES]


def refuse_foreign_bytes(name: str, head: bytes) -> None:
    """Raise SourceError where the first bytes are those of a document, picture, program or database."""
    for offset, magic, kind, cure in _FOREIGN:
        if head[offset : offset + len(magic)] == magic:
            raise SourceError(f"{name} is {kind}, not a table of text.", cure)


def refuse_foreign_text(name: str, text: str) -> None:
    """Raise SourceError where the text is a web page, XML or JSON."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<meta", "<table", "<body")):
        raise SourceError(
            f"{name} is a web page (HTML), not a table of text.",
            "Open it in a browser or spreadsheet, save it as CSV or .xlsx, and open that.",
        )
    if start.startswith(("<?xml", "<!doctype", "<workbook")):
        raise SourceError(
            f"{name} is an XML document, not a table of text.",
            "Open it in a spreadsheet, save it as CSV or .xlsx, and open that.",
        )
    if start.startswith(('{"', "[{", '[\n{"', "{\n")):
        raise SourceError(
            f"{name} is JSON, not a table of delimited text.",
            "Give it the ending .json or .jsonl, and open it again.",
        )
