"""The status line: what is open, what became of its rows, and what is running."""

from __future__ import annotations

import time
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.acting import app_of
from tui.text import fitted, plain, whole

TICK_S = 0.5
# What takes less than this is over before it could be read about.
QUIET_S = 0.4
# Before this much has passed, nobody knows how long the rest will take.
TELLING_S = 2.0
LEAST_NAME = 8


class Status(Widget):
    """Source, rows kept, customers, as-of date, recipe; while a job runs, what it does, how far it is, and the key that cancels."""

    DEFAULT_CSS = """
    Status { height: 1; background: $panel; }
    Status .status--job { color: $accent; text-style: bold; }
    Status .status--dim { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--job", "status--dim"}

    def __init__(self) -> None:
        super().__init__(id="status")
        self._timer: Timer | None = None

    def job_changed(self) -> None:
        """A job began, went further, or ended."""
        job = app_of(self).job
        if job is None:
            if self._timer is not None:
                self._timer.stop()
                self._timer = None
            self.refresh()
        elif self._timer is None:
            self._timer = self.set_interval(TICK_S, self.refresh)

    def render_line(self, y: int) -> Strip:
        """The line: what runs, then as many of the figures as there is room for."""
        width = self.size.width
        segments = []
        job = self._job_text(width - 2)
        if job:
            segments.append(Segment(f" {job} ", self.get_component_rich_style("status--job")))
            width -= cell_len(job) + 2
        style = self.get_component_rich_style("status--dim") if app_of(self).is_stale else self.rich_style
        segments.append(Segment(fitted(self._figures(width - 1), width), style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _job_text(self, width: int) -> str:
        job = app_of(self).job
        if job is None or time.monotonic() - job.started < QUIET_S:
            return ""
        elapsed = time.monotonic() - job.started
        parts = [_clock(elapsed)]
        if job.share is not None and 0 < job.share < 100:
            left = elapsed * (100 - job.share) / job.share
            parts = [
                f"{job.share:.0f} %",
                *([f"about {_clock(left)} left"] if elapsed > TELLING_S else []),
                *parts,
            ]
        # The key that cancels is always there; of what is done, and of the figures, as much as there is room for.
        doing, end = plain(job.doing or job.title), "; x cancels"
        while len(parts) > 1 and len(f"{doing}, {', '.join(parts)}{end}") > width:
            parts.pop()
        tail = f", {', '.join(parts)}{end}"
        return _shortened(doing, width - len(tail)) + tail

    def _figures(self, width: int) -> str:
        """What is open and what became of it: in full, in brief, or as much of that as there is room for."""
        for brief, separator in (
            (False, "  |  "),
            (False, " | "),
            (True, "  |  "),
            (True, " | "),
            (True, "  "),
        ):
            text = " " + separator.join(self._parts(brief=brief))
            if cell_len(text) <= width:
                return text
        source, *figures = self._parts(brief=True)
        # The source's name gives way before a figure does.
        room = width - cell_len("".join(f"  {figure}" for figure in figures)) - 1
        if room >= LEAST_NAME:
            return " " + "  ".join([fitted(source, room).rstrip(), *figures])
        text = ""
        for figure in figures:
            if cell_len(text) + cell_len(figure) + 2 > width:
                break
            text += f"  {figure}"
        return text[1:]

    def _parts(self, *, brief: bool) -> list[str]:
        """What is said, in full or in brief."""
        app = app_of(self)
        paths = app.session.recipe.source.paths
        if not paths:
            return ["nothing open: press o"]
        source = plain(Path(paths[0]).name or paths[0], 40)
        parts = [source + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")]
        if app.opened is not None:
            report = app.opened.report
            stale = "was " if app.is_stale else ""
            kept, rows, as_of = whole(report.kept), whole(report.rows), report.as_of or "no date"
            parts.append(f"{stale}{kept} of {rows}" + ("" if brief else " rows kept"))
            then = f" (with {app.session.compared})" if app.session.compared else ""
            parts += [f"{whole(report.customers)} customers", (as_of if brief else f"as of {as_of}") + then]
        if app.has_failed:
            parts.append("not run" if brief else "this recipe was not run")
        recipe = plain(Path(app.session.path).name, 24) if app.session.path else "recipe"
        saved = "saved" if app.session.is_written else "not saved"
        return [*parts, saved if brief else f"{recipe} {saved}"]


def _shortened(text: str, width: int) -> str:
    """The beginning of a text, no longer than `width`, cut between words."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rpartition(" ")[0].rstrip(" ,") + "…"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
