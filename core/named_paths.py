"""Files as a notebook names them: by paths, and by nothing else."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from core import Named
from core.errors import UsageError, short_name


def paths_in(given: object) -> list[Named]:
    """The paths that one argument names: itself, or those of a list."""
    if isinstance(given, str | os.PathLike):
        return [given]
    if isinstance(given, list | tuple | set | frozenset | Iterator):
        return [name for one in given for name in paths_in(one)]
    raise UsageError(
        f"A source is named by a path, and {type(given).__name__!r} is none.",
        "Give the name of a file, a folder or a glob, or a list of these; write a table to a file first, as"
        " table.to_parquet('sales.parquet').",
    )


def path_in(given: object) -> Path:
    """The path of one file that is read or written, the user's home written out; UsageError where it can be none."""
    if not isinstance(given, str | os.PathLike) or not os.fspath(given):
        shown = repr(given) if given == "" else repr(type(given).__name__)
        raise UsageError(
            f"A file is named by a path, and {shown} is none.",
            "Give its name; if a variable should have given it, it is not set.",
        )
    shown = repr(short_name(os.fspath(given)))
    try:
        path = Path(given).expanduser()
        with contextlib.suppress(
            PermissionError
        ):  # whoever reads or writes there says that it is not allowed
            path.exists()  # fails of a name that no system takes
    except RuntimeError:
        raise UsageError(
            f"{shown} begins with the home of a user whom this machine does not know.",
            "Write out the folder, or begin with ./ if the name does have that sign.",
        ) from None
    except OSError as error:
        raise UsageError(
            f"{shown} cannot be looked for: {error.strerror or error}.", "Give another name."
        ) from error
    return path
