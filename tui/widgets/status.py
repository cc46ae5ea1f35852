"""The status line: what is open, what became of its rows, and what is running."""

from __future__ import annotations

import time
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.acting import app_of
from tui.text import fitted, plain, whole

TICK_S = 0.5
# What takes less than this is over before it could be read about.
QUIET_S = 0.4


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
        """The line."""
        width = self.size.width
        plain_style = self.rich_style
        dim = self.get_component_rich_style("status--dim")
        job = self._job_text()
        segments = []
        if job:
            text = " " + plain(job, width - 2) + " "
            segments.append(Segment(text, self.get_component_rich_style("status--job")))
            width -= len(text)
        if width > 20:
            segments += self._figures(width, plain_style, dim)
        return Strip(segments).adjust_cell_length(self.size.width, plain_style)

    def _job_text(self) -> str:
        job = app_of(self).job
        if job is None or time.monotonic() - job.started < QUIET_S:
            return ""
        elapsed = time.monotonic() - job.started
        parts = [job.doing or job.title]
        if job.share is not None and 0 < job.share < 100:
            parts.append(f"{job.share:.0f} %")
            if elapsed > 2:
                parts.append(f"about {_clock(elapsed * (100 - job.share) / job.share)} left")
        parts.append(_clock(elapsed))
        return ", ".join(parts) + "; x cancels"

    def _figures(self, width: int, strong: Style, dim: Style) -> list[Segment]:
        app = app_of(self)
        text = ""
        for brief in (False, True):
            parts = self._parts(brief=brief)
            for separator in ("  |  ", " | ", "  "):
                text = " " + separator.join(parts)
                if len(text) <= width:
                    break
            else:
                continue
            break
        else:
            # The source's name gives way before a figure does.
            parts[0] = fitted(parts[0], max(8, len(parts[0]) - len(text) + width)).rstrip()
            text = " " + "  ".join(parts)
        style = dim if app.is_stale else strong
        return [Segment(fitted(text, width), style)]

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
        recipe = plain(Path(app.session.path).name, 24) if app.session.path else "recipe"
        saved = "saved" if app.session.is_written else "not saved"
        return [*parts, saved if brief else f"{recipe} {saved}"]


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
