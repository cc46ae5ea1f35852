"""Progress on standard error, only where that is a terminal: one line, twice a second at most."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.study import Study

INTERVAL_S = 0.5


class ProgressLine:
    """What is being done, how far it is, and for how long."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._doing = "starting"
        self._study: Study | None = None
        self._started = time.monotonic()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        if shown:
            self._thread = threading.Thread(target=self._draw, daemon=True)
            self._thread.start()

    def say(self, doing: str) -> None:
        """What is being done from now on."""
        self._doing = doing

    def watch(self, study: Study) -> None:
        """Whose database tells how far it is."""
        self._study = study

    def stop(self) -> None:
        """Take the line away."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        from core.printable import printable

        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[share]}"),
            TimeElapsedColumn(),
        )
        if self._ended.wait(INTERVAL_S):  # what is quick needs no progress
            return
        with Progress(*columns, console=console, transient=True, auto_refresh=False) as bar:
            task = bar.add_task("", total=None, share="")
            while not self._ended.wait(INTERVAL_S):
                share = self._share()
                bar.update(
                    task,
                    description=printable(self._doing, 40),
                    total=None if share is None else 100,
                    completed=share or 0,
                    share="" if share is None else f"{share:3.0f} %",
                )
                bar.refresh()

    def _share(self) -> float | None:
        """The per cent done of what the database is doing, or None where it cannot be known."""
        with contextlib.suppress(Exception):
            connection = self._study.__dict__.get("connection") if self._study else None
            share = float(connection.query_progress()) if connection is not None else -1.0
            return share if 0 <= share <= 100 else None
        return None


@contextmanager
def progress_line(*, quiet: bool) -> Iterator[ProgressLine]:
    """A progress line for as long as the block runs."""
    line = ProgressLine(shown=not quiet and sys.stderr.isatty())
    try:
        yield line
    finally:
        line.stop()
