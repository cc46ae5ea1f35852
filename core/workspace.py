"""The workspace: stage outputs kept by content under the user's cache folder, whole or not at all.

Two runs may share it: files are written under a name of their own and renamed, and one that is gone is made again.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import RegularsError

# Raise this whenever a stage's output changes its meaning: older files are then no longer found, and age out.
FORMAT_VERSION = 1
DEFAULT_QUOTA_MB = 10_000
# Unfinished files older than this were left by a run that died.
ABANDONED_AFTER_S = 24 * 3600
OUTPUT_SUFFIXES = (".parquet", ".json", ".input")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder of stage outputs with a quota, dropping the least recently used first."""

    folder: Path
    quota_bytes: int
    temporary: bool = False

    @classmethod
    def default(cls) -> Workspace:
        """The user's workspace, or a temporary one where the cache folder cannot be written."""
        quota = quota_bytes()
        for folder in (_cache_folder(),):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with tempfile.TemporaryFile(dir=folder):
                    return cls(folder, quota)
            except OSError:
                continue
        try:
            return cls(Path(tempfile.mkdtemp(prefix="regulars-")), quota, temporary=True)
        except OSError as error:
            raise RegularsError(
                f"Neither the cache folder {_cache_folder()} nor a temporary folder can be written: {error.strerror}.",
                "Set XDG_CACHE_HOME or TMPDIR to a folder that you may write to.",
            ) from error

    def path(self, stage: str, key: str, suffix: str) -> Path:
        """Where the output of a stage with this key is, or would be."""
        return self.folder / f"{stage}-{key}{suffix}"

    def find(self, stage: str, key: str, suffix: str) -> Path | None:
        """The finished output, marked as used just now; None where there is none."""
        path = self.path(stage, key, suffix)
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def find_json(self, stage: str, key: str) -> Any | None:
        """The finished JSON output; None where there is none or it cannot be read."""
        path = self.find(stage, key, ".json")
        if path is None:
            return None
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.forget(path)
            return None

    def keep_json(self, stage: str, key: str, value: Any) -> None:
        """Keep a small JSON output. Not being able to is no failure: it is made again next time."""
        with contextlib.suppress(OSError), self.writing(stage, key, ".json") as path:
            path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")

    @contextmanager
    def writing(self, stage: str, key: str, suffix: str) -> Iterator[Path]:
        """A path to write an output to; it takes its name only when the block ends well."""
        handle, name = tempfile.mkstemp(prefix=f".{stage}-", suffix=suffix + ".part", dir=self.folder)
        os.close(handle)
        unfinished = Path(name)
        try:
            yield unfinished
            unfinished.replace(self.path(stage, key, suffix))
        finally:
            unfinished.unlink(missing_ok=True)
        self.shrink(spare=self.path(stage, key, suffix))

    def forget(self, path: Path) -> None:
        """Remove an output that turned out to be damaged."""
        with contextlib.suppress(OSError):
            path.unlink()

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for what a run spills, removed afterwards."""
        folder = Path(tempfile.mkdtemp(prefix=".scratch-", dir=self.folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def outputs(self) -> list[tuple[Path, int, float]]:
        """Every finished output with its bytes and when it was last used, oldest first."""
        found = []
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                if path.suffix in OUTPUT_SUFFIXES and not path.name.startswith("."):
                    status = path.stat()
                    found.append((path, status.st_size, status.st_mtime))
        return sorted(found, key=lambda output: (output[2], output[0].name))

    def room_bytes(self) -> int:
        """What may still be written: the least of the quota and what the disk has free, less a tenth."""
        return min(self.quota_bytes, int(shutil.disk_usage(self.folder).free * 0.9))

    def shrink(self, *, spare: Path | None = None) -> None:
        """Drop the least recently used outputs until the quota holds, and what dead runs left."""
        outputs = self.outputs()
        total = sum(size for _, size, _ in outputs)
        for path, size, _ in outputs:
            if total <= self.quota_bytes:
                break
            if path != spare:
                self.forget(path)
                total -= size
        self._sweep()

    def _sweep(self) -> None:
        too_old = time.time() - ABANDONED_AFTER_S
        for path in self.folder.glob(".*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < too_old:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    def clear(self) -> tuple[int, int]:
        """Remove every output; how many there were, and their bytes."""
        outputs = self.outputs()
        for path, _, _ in outputs:
            self.forget(path)
        return len(outputs), sum(size for _, size, _ in outputs)

    def close(self) -> None:
        """Remove the workspace itself if it was only a temporary one."""
        if self.temporary:
            shutil.rmtree(self.folder, ignore_errors=True)


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "regulars"
    try:
        return Path.home() / ".cache" / "regulars"
    except RuntimeError:  # a user without a home
        return Path("/nonexistent")


def quota_bytes() -> int:
    """The workspace's quota: REGULARS_CACHE_MB, or 10 GB."""
    value = os.environ.get("REGULARS_CACHE_MB", "")
    if value and not value.isdigit():
        raise RegularsError(
            f"The environment variable REGULARS_CACHE_MB is {value!r}, which is not a whole number.",
            f"Unset it, or set it to a number of megabytes: REGULARS_CACHE_MB={DEFAULT_QUOTA_MB}",
        )
    return (int(value) if value else DEFAULT_QUOTA_MB) * 10**6
