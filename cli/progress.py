"""Progress on standard error, only where that is a terminal: one line, twice a second at most.

A bar stands where it is known how much there is: the database tells the share of its query, and the place in a file
that is read here tells the rest. Elsewhere it is what there is so far.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.study import Study

INTERVAL_S = 0.5
BAR = 24
LONGEST_DOING = 48
# Of a terminal that does not say how wide it is.
UNKNOWN_WIDTH = 80
SPINNER = "|/-\\"
OPEN_FILES = Path("/proc/self/fd")


class ProgressLine:
    """What is being done, how far it is, and for how long."""

    def __init__(self, *, shown: bool) -> None:
        self._doing = "starting"
        self._study: Study | None = None
        self._started = time.monotonic()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._turn = 0
        if shown:
            self._thread = threading.Thread(target=self._draw, daemon=True)
            self._thread.start()

    def say(self, doing: str) -> None:
        """What is being done from now on."""
        self._doing = doing

    def watch(self, study: Study) -> None:
        """Whose database and files tell how far it is."""
        self._study = study

    def stop(self) -> None:
        """Take the line away."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _draw(self) -> None:
        if self._ended.wait(INTERVAL_S):  # what is quick needs no progress
            return
        while not self._ended.wait(INTERVAL_S):
            _show(self.line())
        wipe()

    def line(self) -> str:
        """The line as it is now."""
        from core.printable import printable

        passed = int(time.monotonic() - self._started)
        clock = f"{passed // 60}:{passed % 60:02}"
        doing = printable(self._doing, LONGEST_DOING)
        share = self._share()
        if share is None:
            self._turn += 1
            so_far = self._so_far()
            return f"{SPINNER[self._turn % len(SPINNER)]} {doing}{f', {so_far} so far' if so_far else ''}  {clock}"
        done = round(BAR * share / 100)
        full, empty = ("█", "░") if (sys.stderr.encoding or "").lower().startswith("utf") else ("#", ".")
        return f"{doing}  {full * done}{empty * (BAR - done)}  {share:.0f} %  {clock}"

    def _share(self) -> float | None:
        """The per cent done of what is being done, or None where it cannot be known."""
        with contextlib.suppress(Exception):
            made = self._study.__dict__ if self._study else {}
            share = float(made["connection"].query_progress()) if "connection" in made else -1.0
            if 0 < share <= 100:
                return share
            # A workbook is no file to be read from its head to its end.
            files = [file for file in made.get("files", ()) if file.kind != "workbook"]
            return share_read([(str(file.path), file.size) for file in files])
        return None

    def _so_far(self) -> str:
        """How much of what takes an unknown time has been written."""
        with contextlib.suppress(Exception):
            from core.workspace import unfinished_prefix

            if self._study is not None and "workspace" in self._study.__dict__:
                mine = self._study.workspace.folder.glob(f"{unfinished_prefix()}*")
                written = sum(path.stat().st_size for path in mine if path.is_file())
                return f"{written / 1e6:,.1f} MB" if written >= 100_000 else ""
        return ""


def share_read(files: list[tuple[str, int]]) -> float | None:
    """The per cent of the files (path and bytes, read one after the other) that this process has come through.

    None where none of them is open here, or the system does not tell.
    """
    if not files or not OPEN_FILES.is_dir():
        return None
    places: dict[str, int] = {}
    for number in os.listdir(OPEN_FILES):  # noqa: PTH208  names are all that is needed
        with contextlib.suppress(OSError, ValueError):
            path = os.readlink(OPEN_FILES / number)  # noqa: PTH115  a link to a pipe is no path
            told = Path(f"/proc/self/fdinfo/{number}").read_text().split(None, 2)
            places[path] = max(places.get(path, 0), int(told[1]))
    before, found = 0, None
    for path, size in files:
        if places.get(path):
            found = before + min(places[path], size)
        before += size
    return None if found is None or not before else 100 * found / before


def wipe() -> None:
    """Take away whatever progress stands in the terminal."""
    if sys.stderr.isatty():
        _show("", and_stay=False)


def _show(line: str, *, and_stay: bool = True) -> None:
    with contextlib.suppress(OSError, ValueError):
        width = (os.get_terminal_size(sys.stderr.fileno()).columns or UNKNOWN_WIDTH) - 1
        # Blanks and returns move the cursor on every terminal there is, also one that knows no escape sequences.
        sys.stderr.write(f"\r{_cut(line, width)}{'' if and_stay else chr(13)}")
        sys.stderr.flush()


def _cut(line: str, width: int) -> str:
    """The line filled up or cut to as many cells as there are."""
    from rich.cells import set_cell_size

    return set_cell_size(line, max(1, width))


@contextmanager
def progress_line(*, quiet: bool) -> Iterator[ProgressLine]:
    """A progress line for as long as the block runs."""
    line = ProgressLine(shown=not quiet and sys.stderr.isatty())
    try:
        yield line
    finally:
        line.stop()
