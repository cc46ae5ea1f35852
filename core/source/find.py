"""Which files a person means by the paths given, and what kind each of them is."""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import glob
import hashlib
import os
import shlex
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from core.engine import disk_error
from core.errors import OutputError, SourceError, UsageError
from core.recipe_file import is_recipe_text
from core.source.model import FoundFile, Kind, file_identity
from core.source.names import check_name
from core.source.streams import (
    OFFICE_PARTS,
    WORKBOOK_SUFFIXES,
    detect_compression,
    open_packed,
    workbook_member,
)
from core.suggest import nearest_file
from core.workspace import Workspace, unfinished_prefix

STANDARD_INPUT = "-"
WILDCARDS = "*?["
HEAD_BYTES = 4096
SPOOLED = "standard input"
READABLE = "CSV and other text tables (also .gz, .zst, .zip), xlsx, xls, xlsb, ods (also .zip), Parquet, JSON lines, SQLite"
DATA_SUFFIXES = frozenset(
    [
        ".csv",
        ".tsv",
        ".txt",
        ".tab",
        ".psv",
        ".dat",
        ".gz",
        ".zst",
        ".zip",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".xlsb",
        ".ods",
        ".parquet",
        ".pq",
        ".json",
        ".jsonl",
        ".ndjson",
        ".sqlite",
        ".sqlite3",
        ".db",
    ]
)
MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
)


def find_files(paths: Sequence[str], workspace: Workspace, *, base: Path | None = None) -> list[FoundFile]:
    """Every file that `paths` (files, folders, globs, `-`) name, in order and once; at least one."""
    if not paths:
        raise UsageError(
            "No source is named, so there is nothing to read.",
            "Name a file, a folder or a glob: regulars run sales.csv",
        )
    found: dict[str, FoundFile] = {}
    for given in paths:
        for path in _expand(given, workspace, base):
            shown = SPOOLED if given == STANDARD_INPUT else path.name
            found.setdefault(str(path), _describe(path, shown))
    files = list(found.values())
    names = [file.shown for file in files]
    if len(set(names)) < len(names):  # two folders may hold files of the same name
        files = [FoundFile(file.path, str(file.path), file.kind, file.size, file.identity) for file in files]
    return files


def named_files(paths: Sequence[str], *, base: Path | None = None) -> tuple[Path, ...]:
    """The files that `paths` name and that are there, without opening any, and without a word on those that are not."""
    found: dict[Path, None] = {}
    for given in paths:
        if given == STANDARD_INPUT or not given.strip():
            continue
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            path = (base or Path()) / _at_home(given)
            if path.is_dir():
                found.update(dict.fromkeys(_files_below(path)))
            elif path.exists():
                found[path] = None
            elif _is_pattern(given):
                found.update(dict.fromkeys(_matches(path)))
    return tuple(found)


def lasting_names(paths: Sequence[str]) -> tuple[str, ...]:
    """The same files, folders and globs by names that hold wherever one is; a folder stays one, so that it means what it holds by then."""
    return tuple(dict.fromkeys(given if given == STANDARD_INPUT else _lasting_name(given) for given in paths))


def seen_from(folder: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """The paths that a recipe in `folder` names: relative ones are seen from there, and `~` is home as in a shell."""
    return tuple(given if given == STANDARD_INPUT else str(folder / _at_home(given)) for given in paths)


def _at_home(given: str) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError:  # nobody of that name has a home
        return Path(given)


def _lasting_name(given: str) -> str:
    path = _at_home(given)
    if path.exists() or not _is_pattern(given):
        return str(path.resolve())
    parts = path.parts
    wild = next(number for number, part in enumerate(parts) if _is_pattern(part))
    # A bracket in the name of a folder further up is no part of the pattern.
    folder = glob.escape(str(Path(*parts[:wild]).resolve()))
    return str(Path(folder, *parts[wild:]))


def would_read(paths: Sequence[str], place: Path) -> bool:
    """Whether a file of data at `place` would be read with the folders and globs among `paths`, were it there."""
    place = place.resolve()
    folders = [_at_home(given) for given in paths if given != STANDARD_INPUT]
    return any(
        path.resolve() in place.parents
        if path.is_dir()
        else _is_pattern(str(path)) and not path.exists() and _fits(place.parts, path.absolute().parts)
        for path in folders
    )


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the parts of a path match those of a glob, in which `**` stands for any number of folders."""
    if not parts or not pattern:
        return not parts and not pattern
    if pattern[0] == "**":
        return any(_fits(parts[skipped:], pattern[1:]) for skipped in range(len(parts)))
    return fnmatch.fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _is_pattern(text: str) -> bool:
    return any(character in text for character in WILDCARDS)


def is_among(place: Path, files: Iterable[Path]) -> bool:
    """Whether `place` is one of these files, by whatever name or link: writing to it would replace that file."""
    try:
        place_itself = place.stat()
    except (OSError, ValueError):
        return False
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            if os.path.samestat(place_itself, file.stat()):
                return True
    return False


def refuse_source(place: Path, sources: Iterable[Path]) -> None:
    """Refuse to write over a file that the figures come from: no other copy of it may exist."""
    if is_among(place, sources):
        raise OutputError(
            f"{str(place)!r} is one of the files that are read here, and writing would replace it, so nothing was written.",
            "Give another name, or a name in another folder.",
        )


def _expand(given: str, workspace: Workspace, base: Path | None) -> list[Path]:
    if given == STANDARD_INPUT:
        if sys.stdin is None:
            raise SourceError(
                "Standard input is closed, so there is nothing to read.",
                "Pipe a file to it, or name a file instead of -.",
            )
        return [_spool(sys.stdin.buffer, workspace)]
    if not given.strip():
        # Most often a variable that was never set; taken as a path, it would mean the folder one is in.
        raise SourceError(
            "One of the sources is an empty name, so nothing was read.",
            "Name a file, or . for the folder you are in; if a shell variable should have given the name, it is not set.",
        )
    path = (base or Path()) / _at_home(given)
    try:
        if path.is_dir():
            return _folder(path)
        if path.exists():
            _refuse_recipe(path)
            return [path.resolve()]
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{given!r} cannot be looked up: {getattr(error, 'strerror', '') or error}.",
            "Check the path, and that you may open its folder (ls -ld).",
        ) from error
    if _is_pattern(given):
        matches = _matches(path)
        if matches:
            return matches
        raise SourceError(
            f"No file matches {given!r}.", "Check the pattern; quote it so that the shell leaves it alone."
        )
    raise _missing(path, given)


def _refuse_recipe(path: Path) -> None:
    """Refuse a recipe where sales are expected: read as sales it makes no sense, and whoever names it wants it followed."""
    head = b""
    if path.is_file():
        with (
            contextlib.suppress(OSError),
            path.open("rb") as file,
        ):  # that it may not be read is told where it is
            head = file.read(HEAD_BYTES)
    if not is_recipe_text(head):
        return
    named = path.suffix.lower() == ".toml"
    renamed = shlex.quote(path.with_suffix(".toml").name)
    in_python = f"in Python: Study(Recipe.load({str(path)!r}))"
    raise SourceError(
        f"{path.name!r} is a recipe and no sales, so there is nothing in it to read.",
        f"Name what it reads in its place, or run it by itself: regulars run {shlex.quote(path.name)}; {in_python}"
        if named
        else f"Give it as a recipe: by a name that ends in .toml, as {renamed}; {in_python}",
    )


def _matches(pattern: Path) -> list[Path]:
    """The files that a glob names."""
    return sorted(
        Path(match).resolve()
        for match in glob.glob(str(pattern), recursive=True)  # noqa: PTH207  Path.glob takes no absolute pattern
        if Path(match).is_file()
    )


def _missing(path: Path, given: str) -> SourceError:
    if path.is_symlink():
        return _led_nowhere(path, given)
    try:
        siblings = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
    except OSError:
        siblings = []
    close = nearest_file(path.name, siblings)
    cure = f"Did you mean {close!r}?" if close else "Check the name and the folder you are in."
    return SourceError(f"There is no file {given!r}.", cure)


def _led_nowhere(link: Path, given: str) -> SourceError:
    """The error for a symbolic link with no file at its end."""
    where = str(link.readlink())
    try:
        link.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        looped = isinstance(error, RuntimeError) or error.errno == errno.ELOOP
    else:
        looped = False
    led = (
        f"leads to {where!r} and from there back to itself"
        if looped
        else f"leads to {where!r}, where there is no file"
    )
    return SourceError(
        f"{given!r} is a link that {led}, so there is nothing to read.",
        "Name the file itself, or set the link again (ln -sf FILE LINK).",
    )


def _folder(folder: Path) -> list[Path]:
    try:
        files = sorted(path.resolve() for path in _files_below(folder))
    except OSError as error:
        raise SourceError(
            f"The folder {str(error.filename or folder)!r} cannot be read: {error.strerror or error}.",
            "Ask for permission to read it, or copy its files.",
        ) from error
    data = [path for path in files if _data_suffix(path)]
    if data:
        return data
    if files:
        held = "one file, which is not" if len(files) == 1 else f"{len(files)} files, none of them"
        raise SourceError(
            f"The folder {str(folder)!r} holds {held} of a kind that regulars reads.", f"It reads {READABLE}."
        )
    hidden = next((entry.name for entry in sorted(folder.iterdir()) if entry.name.startswith(".")), "")
    if hidden:
        raise SourceError(
            f"The folder {str(folder)!r} holds only files and folders whose names begin with a dot ({hidden}), and a folder is read without these.",
            f"Name what is meant by itself: {shlex.quote(str(folder / hidden))}",
        )
    raise SourceError(f"The folder {str(folder)!r} is empty.", f"It reads {READABLE}.")


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file at any depth that is not hidden; a folder that may not be read is an OSError, not passed over."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files_below(entry)
        elif entry.is_file():
            yield entry


def _data_suffix(path: Path) -> bool:
    return path.suffix.lower() in DATA_SUFFIXES and not path.name.startswith("~$")


def _describe(path: Path, shown: str) -> FoundFile:
    check_name(str(path))
    try:
        if not path.is_file():
            raise SourceError(
                f"{str(path)!r} is neither a file nor a folder.",
                "To read from a pipe, give `-` and pipe the data to standard input.",
            )
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        size = path.stat().st_size
        if size == 0:
            raise SourceError(
                f"{_quoted(shown)} is empty: it holds 0 bytes.",
                "Check the command that should have written to it."
                if shown == SPOOLED
                else "Export it again, or name another file.",
            )
        return FoundFile(path, shown, _kind(path, head), size, file_identity(path))
    except OSError as error:
        raise SourceError(
            f"{shown!r} cannot be read: {error.strerror or error}.",
            "Check that you may read it (ls -l), or copy it to where you can.",
        ) from error


def _kind(path: Path, head: bytes) -> Kind:
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError):
            # A workbook cut short has lost its table of contents, which stands at the end.
            return "workbook" if path.suffix.lower() in WORKBOOK_SUFFIXES else "text"
        office = not OFFICE_PARTS.isdisjoint(names)
        return "workbook" if office or workbook_member(path) else "text"
    compression = detect_compression(path)
    if compression:
        with open_packed(path, compression) as stream:
            head = stream.read(HEAD_BYTES)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if (
        start[:1] == b"{"
        or (start[:1] == b"[" and start[1:].lstrip()[:1] == b"{")
        or (start[:1] == b"[" and path.suffix.lower() == ".json")
    ):
        return "json"
    return "text"


def _quoted(shown: str) -> str:
    return "Standard input" if shown == SPOOLED else repr(shown)


def _spool(stream: BinaryIO, workspace: Workspace) -> Path:
    """Standard input, kept under a name of its content so that it can be read more than once."""
    digest = hashlib.blake2b(digest_size=12)
    handle, name = tempfile.mkstemp(prefix=f"{unfinished_prefix()}input-", dir=workspace.folder)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            while block := stream.read(1 << 20):
                digest.update(block)
                file.write(block)
        kept = workspace.path("input", digest.hexdigest(), ".input")
        # The same input again keeps its time, and so its identity.
        if not kept.exists() or kept.stat().st_size != unfinished.stat().st_size:
            unfinished.replace(kept)
        workspace.in_use.add(kept)
    except OSError as error:
        raise disk_error(error, f"keeping standard input in {workspace.folder}") or SourceError(
            f"Standard input cannot be read: {error.strerror or error}.", "Name the file instead of -."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return kept
