"""What a call fails for whose files are gone since they were read or made: those of the source, or those that the workspace keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import RegularsError

if TYPE_CHECKING:
    from core.workspace import Workspace

# DuckDB has no other way to tell which file it is about.
_QUOTED = re.compile(r'"([^"\n]+)"')


def missing_files(error: BaseException) -> list[Path]:
    """The files that something failed for since they are not there; none where it failed for another reason."""
    return [path for path in map(Path, _named(error)) if path.is_absolute() and not path.exists()]


def told_of(missing: Sequence[Path], workspace: Workspace, sources: Sequence[str]) -> RegularsError | None:
    """The error for what failed since files are missing of the workspace, or of a source that these paths name; None where they are of neither."""
    for path in missing:
        if path.is_relative_to(workspace.folder):
            return RegularsError(
                f"{path.name}, which this needs, was removed from the cache.",
                "Ask again in a moment: it is made again from the source. If it still is not there then, open the source again.",
            )
        if _is_of_source(path, sources):
            return _told_of_source(path, workspace, sources)
    return None


def _named(error: BaseException | None) -> Iterator[str]:
    import duckdb

    while error is not None:
        if isinstance(error, FileNotFoundError) and isinstance(error.filename, str):
            yield error.filename
        elif isinstance(error, duckdb.IOException):
            yield from _QUOTED.findall(str(error))
        error = error.__cause__


def _is_of_source(path: Path, sources: Sequence[str]) -> bool:
    from core.source.find import would_read

    named = (Path(given).expanduser().resolve() for given in sources)
    return path in named or would_read(sources, path)


def _told_of_source(path: Path, workspace: Workspace, sources: Sequence[str]) -> RegularsError:
    """What a run would say; where it would do without the file, that there was one."""
    from core.source.find import STANDARD_INPUT, find_files

    try:
        find_files([given for given in sources if given != STANDARD_INPUT], workspace)
    except RegularsError as error:
        return error
    return RegularsError(
        f"There is no file {str(path)!r} any more, and what is shown was read from it.",
        "Put it back, or open the source again as it is now.",
    )
