"""The workspace: stage outputs kept by content under the user's cache folder, whole or not at all.

Two runs may share it: files are written under a name of their own and renamed, and one that is gone is made again.
What a run that died left unfinished is swept away by the next.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.environment import whole_number
from core.errors import RegularsError

# Raise this whenever a stage's output changes its meaning: older files are then no longer found, and age out.
FORMAT_VERSION = 18
DEFAULT_QUOTA_MB = 10_000
# Whether a run on another machine that shares the folder is alive cannot be seen: its unfinished files are left alone for so long.
ABANDONED_AFTER_S = 24 * 3600
# While another run is at work, what was used so recently may be its own.
STILL_NEEDED_S = 3600
OUTPUT_SUFFIXES = (".parquet", ".json", ".input")
PARQUET_MARK = b"PAR1"
UNFINISHED = ".unfinished-"
# Where this process has something unfinished, for when it has to end at once: folders, and those that it would leave empty.
_at_work_in: dict[Path, bool] = {}
_temporary: set[Path] = set()
# Held while finished files get their names, which then all get them.
SETTLING = threading.RLock()
SETTLED_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of stage outputs with a quota, dropping the least recently used first."""

    folder: Path
    quota_bytes: int
    temporary: bool = False
    in_use: set[Path] = field(default_factory=set, compare=False)
    """What this run has found or made, and so may need again: it stays until the run closes."""

    @classmethod
    def default(cls) -> Workspace:
        """The user's workspace, or a temporary one where the cache folder cannot be written."""
        quota = quota_bytes()
        folder = _cache_folder()
        if folder is not None:
            with contextlib.suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=folder):
                    sweep(folder)
                    at_work_in(folder)
                    return cls(folder, quota)
        try:
            temporary = Path(tempfile.mkdtemp(prefix="regulars-"))
            _temporary.add(temporary)
            return cls(temporary, quota, temporary=True)
        except OSError as error:
            tried = f"the cache folder {folder}" if folder else "a cache folder in your home"
            raise RegularsError(
                f"Neither {tried} nor a temporary folder can be written, so there is no room to work in: {error.strerror or error}.",
                "Set XDG_CACHE_HOME or TMPDIR to a folder that you may write to and that has room.",
            ) from error

    def path(self, stage: str, key: str, suffix: str) -> Path:
        """Where the output of a stage with this key is, or would be."""
        return self.folder / f"{stage}-{key}{suffix}"

    def find(self, stage: str, key: str, suffix: str) -> Path | None:
        """The finished output, marked as used just now; None where there is none that is whole."""
        path = self.path(stage, key, suffix)
        if not is_whole(path):
            self.forget(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        self.in_use.add(path)
        return path

    def find_json(self, stage: str, key: str) -> dict[str, Any] | None:
        """The finished JSON output; None where there is none or it cannot be read."""
        path = self.find(stage, key, ".json")
        if path is None:
            return None
        with contextlib.suppress(OSError, ValueError):
            value = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(value, dict):
                return value
        self.forget(path)
        return None

    def keep_json(self, stage: str, key: str, value: dict[str, Any]) -> None:
        """Keep a small JSON output. Not being able to is no failure: it is made again next time."""
        with contextlib.suppress(OSError), self.writing(stage, key, ".json") as path:
            path.write_text(json.dumps(value), encoding="utf-8")

    @contextmanager
    def writing(self, stage: str, key: str, suffix: str) -> Iterator[Path]:
        """A path to write an output to; it takes its name only when the block ends well."""
        handle, name = tempfile.mkstemp(
            prefix=f"{unfinished_prefix()}{stage}-", suffix=suffix + ".part", dir=self.folder
        )
        os.close(handle)
        unfinished = Path(name)
        finished = self.path(stage, key, suffix)
        try:
            yield unfinished
            _give_name(unfinished, finished)
        finally:
            unfinished.unlink(missing_ok=True)
        self.in_use.add(finished)
        self.shrink()

    def forget(self, path: Path) -> None:
        """Remove an output that turned out to be damaged."""
        self.in_use.discard(path)
        with contextlib.suppress(OSError):
            path.unlink()

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for what a run spills, removed afterwards."""
        folder = Path(tempfile.mkdtemp(prefix=f"{unfinished_prefix()}scratch-", dir=self.folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def outputs(self) -> list[tuple[Path, int, float]]:
        """Every finished output with its bytes and when it was last used, oldest first."""
        found = [(self.folder / name, size, used) for name, size, used in self._outputs()]
        return sorted(found, key=lambda output: (output[2], output[0].name))

    def _outputs(self) -> Iterator[tuple[str, int, float]]:
        # By their names alone: all of them are looked at whenever something is kept, and there may be thousands.
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(OUTPUT_SUFFIXES) and not entry.name.startswith("."):
                    with contextlib.suppress(OSError):
                        status = entry.stat()
                        yield entry.name, status.st_size, status.st_mtime

    def free_bytes(self) -> int:
        """What the disk has free, less a tenth."""
        return int(shutil.disk_usage(self.folder).free * 0.9)

    def shrink(self) -> None:
        """Drop the least recently used outputs until the quota holds, but none that this run or another one alive may need."""
        total = sum(size for _, size, _ in self._outputs())
        if total <= self.quota_bytes:
            return
        spared_since = time.time() - STILL_NEEDED_S if self._others_at_work() else math.inf
        for path, size, used in self.outputs():
            if total <= self.quota_bytes:
                break
            if path not in self.in_use and used < spared_since:
                self.forget(path)
                total -= size

    def _others_at_work(self) -> bool:
        own = unfinished_prefix()
        with contextlib.suppress(OSError):
            return any(
                not path.name.startswith(own) and not _is_abandoned(path)
                for path in self.folder.glob(f"{UNFINISHED}*")
            )
        return True

    def clear(self) -> tuple[int, int]:
        """Remove every output; how many there were, and their bytes."""
        outputs = self.outputs()
        for path, _, _ in outputs:
            self.forget(path)
        sweep(self.folder)
        return len(outputs), sum(size for _, size, _ in outputs)

    def close(self) -> None:
        """End a run: hold the quota without sparing its outputs, and remove a workspace that was only temporary."""
        self.in_use.clear()
        if self.temporary:
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                self.shrink()


def is_whole(path: Path) -> bool:
    """Whether an output is there and, as far as is quickly told, to its end: a cut Parquet file lacks its mark."""
    try:
        if path.suffix != ".parquet":
            return path.is_file()
        with path.open("rb") as file:
            file.seek(-len(PARQUET_MARK), os.SEEK_END)
            return file.read() == PARQUET_MARK
    except OSError:
        return False


def _give_name(unfinished: Path, finished: Path) -> None:
    """Let an output take its name. Where another run was first, its output stays if it is whole: that run may be reading it.

    DuckDB opens a file anew between planning a query and running it, and reads nonsense where another has taken its place.
    What is read in one go gets its newest form.
    """
    if finished.suffix != ".json":
        with contextlib.suppress(OSError):  # there is one, or the file system has no second names
            os.link(unfinished, finished)
        if is_whole(finished):
            return
    unfinished.replace(finished)


def unfinished_prefix() -> str:
    """How the name of something unfinished begins: it tells which process of which machine is at work on it."""
    return f"{UNFINISHED}{os.uname().nodename}-{os.getpid()}-"


def at_work_in(folder: Path, *, made: bool = False) -> None:
    """Note that this process makes unfinished files in `folder`; one that it `made` goes too if nothing comes of it."""
    _at_work_in[folder] = made


def remove_unfinished() -> None:
    """Remove everything that this process has not finished, because it ends before it can."""
    settled = SETTLING.acquire(timeout=SETTLED_WITHIN_S)
    try:
        for folder, made in list(_at_work_in.items()):
            for path in folder.glob(f"{unfinished_prefix()}*"):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
            if made:
                with contextlib.suppress(OSError):  # not empty: the results are in it
                    folder.rmdir()
        for folder in list(_temporary):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        if settled:
            SETTLING.release()


def sweep(folder: Path) -> None:
    """Remove what runs that are no longer alive left unfinished in `folder`."""
    for path in folder.glob(f"{UNFINISHED}*"):
        with contextlib.suppress(OSError):
            if _is_abandoned(path):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _is_abandoned(path: Path) -> bool:
    here = f"{UNFINISHED}{os.uname().nodename}-"
    process = path.name.removeprefix(here).partition("-")[0]
    if path.name.startswith(here) and process.isdecimal():
        return not _is_alive(int(process))
    return time.time() - path.stat().st_mtime > ABANDONED_AFTER_S


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's process
        return True
    # One that has ended, but whose end nobody has asked after, writes no more either.
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    return True


def _cache_folder() -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "regulars"
    try:
        return Path.home() / ".cache" / "regulars"
    except RuntimeError:  # a user without a home
        return None


def quota_bytes() -> int:
    """The workspace's quota: REGULARS_CACHE_MB, or 10 GB."""
    quota_mb = whole_number("REGULARS_CACHE_MB", least=0, example=DEFAULT_QUOTA_MB)
    return (DEFAULT_QUOTA_MB if quota_mb is None else quota_mb) * 10**6
