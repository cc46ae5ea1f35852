"""The embedded DuckDB: how it is started, watched, and how its failures are told."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import RegularsError

if TYPE_CHECKING:
    import duckdb

# The share of the machine's memory that DuckDB may fill before it spills to disk.
MEMORY_SHARE = 0.6
# More threads than any machine has cores only cost memory.
MOST_THREADS = 256


def connect(
    spill_folder: Path, *, threads: int | None = None, memory_mb: int | None = None
) -> duckdb.DuckDBPyConnection:
    """A private in-memory DuckDB that never touches the network, nor the current folder."""
    import duckdb

    threads = min(threads or _setting("REGULARS_THREADS") or usable_cores(), MOST_THREADS)
    memory_mb = memory_mb or _setting("REGULARS_MEMORY_MB") or int(MEMORY_SHARE * machine_memory_mb())
    return duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(spill_folder),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
    )


def usable_cores() -> int:
    """The cores that this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1


def machine_memory_mb() -> int:
    """The memory this process may count on: the machine's, or its control group's where that is less."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            memory = min(memory, int(Path(limit).read_text()))
        except (OSError, ValueError):
            continue
    return max(256, memory // 2**20)


def _setting(name: str) -> int | None:
    value = os.environ.get(name, "")
    if not value:
        return None
    if not value.isdigit() or int(value) < 1:
        raise RegularsError(
            f"The environment variable {name} is {value!r}, which is not a whole number above 0.",
            f"Unset it, or set it to a number: {name}=2",
        )
    return int(value)


@contextmanager
def told_plainly(doing: str) -> Iterator[None]:
    """Turn a failure of DuckDB or the disk while `doing` into an error that a person can act on."""
    import duckdb

    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise RegularsError(
            f"There is not enough memory for {doing}.",
            "Close other programs, or give more with REGULARS_MEMORY_MB; with fewer threads (REGULARS_THREADS=1) less is needed.",
        ) from error
    except (duckdb.Error, OSError) as error:
        raise disk_error(error, doing) or RegularsError(
            f"{doing[:1].upper()}{doing[1:]} failed: {first_line(str(error))}",
            "If the file was being written meanwhile, wait and run again; otherwise please report this with `regulars inspect --json`.",
        ) from error


def disk_error(error: BaseException, doing: str) -> RegularsError | None:
    """The error for a full or forbidden disk, or None when `error` is about something else."""
    message = str(error)
    if re.search(r"No space left|ENOSPC|disk quota|max_temp_directory_size", message, re.IGNORECASE):
        return RegularsError(
            f"The disk is full: {doing} could not be finished, and nothing half written was left behind.",
            "Free some space, or point TMPDIR and XDG_CACHE_HOME (or --out) at a larger disk, and run again.",
        )
    if re.search(r"Permission denied|Read-only file system|EACCES|EROFS", message, re.IGNORECASE):
        return RegularsError(
            f"{doing[:1].upper()}{doing[1:]} is not allowed: {first_line(message)}",
            "Choose a folder that you may write to (--out, XDG_CACHE_HOME), or a file that you may read.",
        )
    return None


def first_line(message: str) -> str:
    """The first line of a message that holds anything, at most 300 characters of it."""
    line = next((part.strip() for part in message.splitlines() if part.strip()), "no reason given")
    return line if len(line) <= 300 else line[:299] + "…"
