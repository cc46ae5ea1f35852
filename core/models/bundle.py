"""The file of a model: a zip of `model.json` and `arrays.npz`, read with nothing in it trusted.

Sizes are looked at before anything is unpacked or set aside, no pickle is read, and nothing in it is run.
"""

from __future__ import annotations

import hashlib
import io
import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.engine import disk_error
from core.errors import OutputError, RegularsError
from core.workspace import unfinished_prefix

if TYPE_CHECKING:
    import numpy.typing as npt

    Arrays = Mapping[str, npt.NDArray[Any]]

FORMAT, VERSION = "regulars model", 2
# Files of the first version keep no classifiers, and are read as ever.
OLDEST_VERSION = 1
JSON_NAME, ARRAYS_NAME = "model.json", "arrays.npz"
MOST_FILE_BYTES = 40 * 10**6
MOST_JSON_BYTES = 4 * 10**6
MOST_ARRAYS_BYTES = 40 * 10**6
# Beside what customers are scored and grouped by, four of each classifier.
MOST_ARRAYS = 80
# Only numbers: what else an array could hold might have to be run.
TYPES = ("<f8", "<i8")
# Of the format of zips: what stands before a member, what the list at the end has of each, and what ends that, all but names.
ZIP_MEMBER_BYTES, ZIP_ENTRY_BYTES, ZIP_END_BYTES = 30, 46, 22
# Zip files say when their members were written; the same model has the same bytes on any day.
NO_DAY = (1980, 1, 1, 0, 0, 0)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    MemoryError,
    AssertionError,
)


class ModelError(RegularsError):
    """A file is no model that can be read here."""


def write_bundle(path: Path, told: Mapping[str, Any], arrays: Arrays, *, overwrite: bool = False) -> Path:
    """Write a model whole or not at all; its absolute path."""
    path = path.expanduser().absolute()
    check_place(path, overwrite=overwrite)
    packed = _packed_arrays(arrays)
    whole = {"format": FORMAT, "version": VERSION, **told, "arrays": hashlib.sha256(packed).hexdigest()}
    whole["checksum"] = _checksum(whole)
    text = json.dumps(whole, indent=1, ensure_ascii=True, allow_nan=False, sort_keys=True).encode()
    try:
        unfinished = path.with_name(f"{unfinished_prefix()}{path.name[:100]}")
        try:
            with zipfile.ZipFile(unfinished, "x") as archive:
                _add(archive, JSON_NAME, text)
                _add(archive, ARRAYS_NAME, packed)
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise disk_error(error, f"writing {path}") or OutputError(
            f"{str(path)!r} cannot be written: {error.strerror or error}.", "Name a file that you may write."
        ) from error
    return path


def check_place(path: Path, *, overwrite: bool = False, to_be_made: Path | None = None) -> None:
    """Refuse a place where no model can be written, before it is learned as well as after; a folder may be there only by then."""
    path = path.absolute()
    if to_be_made is None or path.parent.resolve() != to_be_made.resolve():
        check_folder_of(path, "no model can be written there")
    if path.exists() and not overwrite and not is_bundle(path):
        raise OutputError(
            f"{str(path)!r} is there already and is no model, so it is not written over.",
            "Name another file, or remove that one.",
        )


def check_folder_of(path: Path, so: str) -> None:
    """Refuse a file that is a folder, and so none, or that is to be in a folder that is not there."""
    if path.is_dir():
        raise OutputError(f"{str(path)!r} is a folder, so {so}.", "Name a file in it.")
    if not path.parent.is_dir():
        raise OutputError(
            f"There is no folder {str(path.parent)!r} to write into.", "Make it, or name another one."
        )


def read_bundle(path: Path) -> tuple[dict[str, Any], Arrays]:
    """What a model's file says, and its numbers; ModelError where it is none, is damaged, was changed, or is of a version that is not read here."""
    shown = repr(str(path))
    try:
        found = path.stat()
        if stat.S_ISCHR(found.st_mode) or stat.S_ISFIFO(found.st_mode) or stat.S_ISSOCK(found.st_mode):
            raise ModelError(
                f"{shown} is no file, so it holds no model.", "Name a file that --save-model wrote."
            )
        if found.st_size > MOST_FILE_BYTES:
            raise ModelError(f"{shown} is too large for a model.", "Name a file that --save-model wrote.")
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{shown} cannot be read: {error.strerror or error}.", "Name a model that is there."
        ) from error
    try:
        told, arrays = _unpacked(content, shown)
    except ModelError:
        raise
    except BROKEN as error:
        raise not_a_model(shown) from error
    return told, arrays


def not_a_model(shown: str) -> ModelError:
    """The refusal of a file that is no model, or no longer."""
    return ModelError(
        f"{shown} is no model of regulars, or it is damaged.",
        "Name a file that `regulars run --save-model` wrote, or save it again.",
    )


def is_bundle(path: Path) -> bool:
    """Whether a file is a model that can be read."""
    try:
        read_bundle(path)
    except ModelError:
        return False
    return True


def _unpacked(content: bytes, shown: str) -> tuple[dict[str, Any], Arrays]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sorted(archive.namelist()) != sorted((JSON_NAME, ARRAYS_NAME)):
            raise not_a_model(shown)
        if _bare_bytes(archive.infolist()) != len(content):
            raise _changed(shown)
        told = json.loads(_member(archive, JSON_NAME, MOST_JSON_BYTES))
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise not_a_model(shown)
        _check_version(told.get("version"), shown)
        packed = _member(archive, ARRAYS_NAME, MOST_ARRAYS_BYTES)
    kept = told.pop("checksum", None)
    if kept != _checksum(told) or told.get("arrays") != hashlib.sha256(packed).hexdigest():
        raise _changed(shown)
    return told, _unpacked_arrays(packed)


def _changed(shown: str) -> ModelError:
    return ModelError(
        f"{shown} was changed after it was saved, so its numbers cannot be trusted.",
        "Save the model again: regulars run --save-model",
    )


def _bare_bytes(members: Sequence[zipfile.ZipInfo]) -> int:
    """How long a zip is with nothing before, between, behind or beside its members, which readers of zips pass over."""
    names = sum(len(info.filename.encode()) for info in members)
    headers = len(members) * (ZIP_MEMBER_BYTES + ZIP_ENTRY_BYTES) + 2 * names
    return headers + sum(info.compress_size for info in members) + ZIP_END_BYTES


def _check_version(version: object, shown: str) -> None:
    """Refuse what another regulars has saved that says things in other words."""
    if not isinstance(version, int) or isinstance(version, bool):
        raise not_a_model(shown)
    if version > VERSION:
        raise ModelError(
            f"{shown} was saved by a later regulars (its format is {version}, and this one reads up to {VERSION}).",
            "Install that version, or save the model again with this one.",
        )
    if version < OLDEST_VERSION:
        raise ModelError(
            f"{shown} was saved by an earlier regulars (its format is {version}, and this one reads from {OLDEST_VERSION} on).",
            "Save the model again with this version: regulars run --save-model",
        )


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A member, unless it is or says that it is larger than it may be."""
    info = archive.getinfo(name)
    # Other ways to pack have errors of their own, and are none that we write.
    if info.file_size > most or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(name)
    with archive.open(info) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(name)
    return content


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, NO_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def _checksum(told: Mapping[str, Any]) -> str:
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _packed_arrays(arrays: Arrays) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, array in sorted(arrays.items()):
            kind = "<i8" if array.dtype.kind in "iu" else "<f8"
            content = io.BytesIO()
            np.lib.format.write_array(
                content, np.ascontiguousarray(array, dtype=kind), (1, 0), allow_pickle=False
            )
            _add(archive, f"{name}.npy", content.getvalue())
    return packed.getvalue()


def _unpacked_arrays(packed: bytes) -> Arrays:
    arrays = {}
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = archive.infolist()
        if len(members) > MOST_ARRAYS or sum(info.file_size for info in members) > MOST_ARRAYS_BYTES:
            raise ValueError(len(members))
        for info in members:
            arrays[info.filename.removesuffix(".npy")] = _array(
                _member(archive, info.filename, MOST_ARRAYS_BYTES)
            )
    return arrays


def _array(content: bytes) -> npt.NDArray[Any]:
    """An array of plain numbers whose header tells the truth of its size."""
    file = io.BytesIO(content)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("version")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(file)
    rest = content[file.tell() :]
    size = 1
    for length in shape:
        size *= length
    if dtype.str not in TYPES or fortran or min(shape, default=0) < 0 or size * dtype.itemsize != len(rest):
        raise ValueError(str(dtype))
    array = np.frombuffer(rest, dtype=dtype).reshape(shape)
    if not np.isfinite(array).all():
        raise ValueError("finite")
    return array
