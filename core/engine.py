"""The embedded DuckDB: how it is started, watched, and how its failures are told."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.environment import whole_number
from core.errors import RegularsError

if TYPE_CHECKING:
    import duckdb

# The share of the machine's memory that DuckDB may fill before it spills to disk.
MEMORY_SHARE = 0.6
# What DuckDB needs for each thread at the least, by its manual.
LEAST_MB_A_THREAD = 125
# What DuckDB, pyarrow and Python say when a disk takes no more, and what we say.
DISK_TROUBLES = (
    (
        r"No space left|disk quota|max_temp_directory_size",
        "The disk is full:",
        "Free some space, or point XDG_CACHE_HOME and TMPDIR (or --out or the output, if that is what is full) at a larger disk, and run again.",
    ),
    (
        r"File too large",
        "A file grew larger than this system allows:",
        "Raise the limit (ulimit -f), or point XDG_CACHE_HOME and TMPDIR (or --out) at a disk that takes larger files.",
    ),
)
# More threads than any machine has cores only cost memory.
MOST_THREADS = 256
# Of files up to this size another thread makes nothing faster: it is started, and waits.
ONE_THREAD_BYTES = 2**19
# Columns beyond which planning a query takes longer than running it, and the steps of planning that take so long then.
WIDE = 300
SLOW_OPTIMIZERS = (
    "common_subexpressions,compressed_materialization,projection_placement,statistics_propagation"
)


# What the system and Python say where there is no address left for a thread or a library.
NO_ROOM = "can't start new thread|failed to map segment|[Cc]annot allocate memory"


def check_environment() -> None:
    """Refuse numbers in the environment that cannot be, also where what was kept of an earlier run needs no database."""
    asked_threads()
    asked_memory_mb()


def asked_threads() -> int | None:
    """How many threads the environment asks for."""
    return whole_number("REGULARS_THREADS", least=1, example=2)


def asked_memory_mb() -> int | None:
    """How much memory the environment allows."""
    return whole_number("REGULARS_MEMORY_MB", least=1, example=4000)


def connect(
    spill_folder: Path,
    *,
    threads: int | None = None,
    memory_mb: int | None = None,
    to_read: int | None = None,
) -> duckdb.DuckDBPyConnection:
    """A private in-memory DuckDB that never touches the network, nor the current folder; `to_read` bytes are its work."""
    import duckdb

    worth = 1 if to_read is not None and to_read <= ONE_THREAD_BYTES else usable_cores()
    threads = min(threads or asked_threads() or worth, MOST_THREADS)
    memory_mb = memory_mb or asked_memory_mb() or int(MEMORY_SHARE * machine_memory_mb())
    connection = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(spill_folder),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
    )
    # The setting itself can only be asked for rounded.
    connection.execute(f"SET VARIABLE memory_mb = {memory_mb}")
    return connection


def execute_frugally(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Run a statement with little memory, so that what it holds goes to disk early and does not grow with the file.

    Where that is too little it runs again with all that the connection may take.
    """
    import duckdb

    threads, memory = connection.execute(
        "SELECT current_setting('threads'), getvariable('memory_mb')"
    ).fetchone() or (1, 0)
    frugal = LEAST_MB_A_THREAD * int(threads)
    if memory and frugal < memory:
        with contextlib.suppress(duckdb.OutOfMemoryException):
            try:
                connection.execute(f"SET memory_limit = '{frugal}MB'")
                connection.execute(statement)
                return
            finally:
                connection.execute(f"SET memory_limit = '{memory}MB'")
    connection.execute(statement)


def plan_quickly(connection: duckdb.DuckDBPyConnection, columns: int) -> None:
    """From here on do without what takes DuckDB minutes to think over where a query names thousands of columns."""
    if columns > WIDE:
        connection.execute(f"SET disabled_optimizers = '{SLOW_OPTIMIZERS}'")


@contextmanager
def planned_quickly(connection: duckdb.DuckDBPyConnection, columns: int) -> Iterator[None]:
    """The same, for a few queries only."""
    before = connection.execute("SELECT current_setting('disabled_optimizers')").fetchone() or ("",)
    plan_quickly(connection, columns)
    try:
        yield
    finally:
        connection.execute(f"SET disabled_optimizers = '{before[0]}'")


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


@contextmanager
def told_plainly(doing: str) -> Iterator[None]:
    """Turn a failure of DuckDB, memory or the disk while `doing` into an error that a person can act on."""
    import duckdb

    try:
        yield
    except (duckdb.Error, MemoryError, OSError) as error:
        raise plain_error(error, doing) from error


def added_up(connection: duckdb.DuckDBPyConnection, select: str) -> list[tuple[Any, ...]]:
    """All rows of a query that adds something up."""
    with told_plainly("adding up"):
        return connection.execute(select).fetchall()


def plain_error(error: BaseException, doing: str) -> RegularsError:
    """The error for whatever failed while `doing`, with what to do about it."""
    # Spilling to a full disk comes as a lack of memory too.
    if full := disk_error(error, doing):
        return full
    if lacking := memory_error(error, doing):
        return lacking
    return RegularsError(
        f"{doing[:1].upper()}{doing[1:]} failed: {first_line(str(error))}",
        "If a file was being written meanwhile, wait and run again; otherwise please report this with `regulars inspect --json`.",
    )


def memory_error(error: BaseException, doing: str) -> RegularsError | None:
    """The error for too little memory, or None when `error` is about something else."""
    # By its name: whoever asks may not have needed DuckDB at all.
    lacks = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException"
    if not lacks and not re.search(NO_ROOM, str(error)):
        return None
    limit = allowed_mb()
    more = f"raise the limit of {limit:,} MB (ulimit -v)" if limit else "give more with REGULARS_MEMORY_MB"
    return RegularsError(
        f"There is not enough memory for {doing}.",
        f"Close other programs, or {more}; with fewer threads (REGULARS_THREADS=1) less is needed.",
    )


def allowed_mb() -> int | None:
    """How much memory a shell's `ulimit -v` lets a process have, if it says."""
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit >> 20


def disk_error(error: BaseException, doing: str) -> RegularsError | None:
    """The error for a full or forbidden disk, or None when `error` is about something else."""
    message = str(error)
    for phrases, what, cure in DISK_TROUBLES:
        if re.search(phrases, message, re.IGNORECASE):
            return RegularsError(
                f"{what} {doing} could not be finished, and nothing half written was left behind.", cure
            )
    if re.search(r"Permission denied|Read-only file system", message, re.IGNORECASE):
        return RegularsError(
            f"{doing[:1].upper()}{doing[1:]} is not allowed: {_reason_of(error)}.",
            "Choose a folder that you may write to (--out, XDG_CACHE_HOME), or a file that you may read.",
        )
    return None


def _reason_of(error: BaseException) -> str:
    """What an error says, without the number of the system and the names of files that nobody named."""
    return error.strerror if isinstance(error, OSError) and error.strerror else first_line(str(error))


def first_line(message: str) -> str:
    """The first line of a message that holds anything, less DuckDB's word for the kind of error; at most 300 characters."""
    line = next((part.strip() for part in message.splitlines() if part.strip()), "no reason given")
    line = re.sub(r"^([A-Z][A-Za-z]* )+Error: ", "", line)
    return line if len(line) <= 300 else line[:299] + "…"
