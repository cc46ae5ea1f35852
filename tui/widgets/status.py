"""The status line: what is open, what became of its rows, and what is running."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.acting import app_of
from tui.text import counted, fitted, plain, whole

if TYPE_CHECKING:
    from core.report import Report

TICK_S = 0.5
# What takes less than this is over before it could be read about.
QUIET_S = 0.4
# How much of the source's name there is to be, while figures can be said in fewer letters, and at the very least.
TELLING_NAME, LEAST_NAME = 14, 8
# And how much of the recipe's name; no name takes more than the most.
LEAST_RECIPE, MOST_NAME = 14, 40
# `named` has brief figures and the recipe's name, which `brief` and `least` do without.
Brevity = Literal["full", "named", "brief", "least"]
FORMS: tuple[tuple[Brevity, str], ...] = (
    ("full", "  |  "),
    ("full", " | "),
    ("named", "  |  "),
    ("named", " | "),
    ("named", "  "),
)
BRIEFER: tuple[Brevity, ...] = ("named", "brief", "least")


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
        # Whether the recipe is saved is said beside whatever is running.
        job = self._job_text(width - 2 - cell_len(self._recipe("least")) - 2)
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
            left = job.seconds_left
            told = [f"about {_clock(left)} left"] if left is not None else []
            parts = [f"{job.share:.0f} %", *told, *parts]
        # The key that cancels is always there; of what is done, and of the figures, as much as there is room for.
        doing, end = plain(job.doing or job.title), "; x cancels"
        while len(parts) > 1 and len(f"{doing}, {', '.join(parts)}{end}") > width:
            parts.pop()
        tail = f", {', '.join(parts)}{end}"
        return _shortened(doing, width - len(tail)) + tail

    def _figures(self, width: int) -> str:
        """What is open and what became of it: in full, in brief, or as much of that as there is room for."""
        if not app_of(self).session.recipe.source.paths:
            return " nothing open: press o"
        for brevity, separator in FORMS:
            text = " " + separator.join(self._parts(brevity))
            if cell_len(text) <= width:
                return text
        # The recipe's name gives way, and then the source's, before a figure does; but some of each stays.
        left = cell_len(self._recipe_name()) - (cell_len(text) - width)
        if left >= LEAST_RECIPE:
            return " " + separator.join(self._parts(brevity, left))
        for name, brevity in ((name, brevity) for name in (TELLING_NAME, LEAST_NAME) for brevity in BRIEFER):
            source, *figures = self._parts(brevity, LEAST_RECIPE)
            room = width - cell_len("".join(f"  {figure}" for figure in figures)) - 1
            if room >= min(name, cell_len(source)):
                return " " + "  ".join([fitted(source, room).rstrip(), *figures])
        source, *figures, recipe = self._parts("least")
        room = width - cell_len(f"  {recipe}")
        text = " " + fitted(source, LEAST_NAME).rstrip()
        if cell_len(text) > room:
            return f" {recipe}"
        for figure in figures:
            if cell_len(text) + cell_len(figure) + 2 > room:
                break
            text += f"  {figure}"
        return f"{text}  {recipe}"

    def _parts(self, brevity: Brevity, recipe_cells: int = MOST_NAME) -> list[str]:
        """What is said: the source's name first, the recipe last."""
        app = app_of(self)
        paths = app.session.recipe.source.paths
        source = plain(Path(paths[0]).name or paths[0], MOST_NAME)
        parts = [source + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")]
        if app.opened is not None:
            parts += self._result_parts(app.opened.report, brevity)
        if app.has_failed:
            parts.append("this recipe was not run" if brevity == "full" else "not run")
        return [*parts, self._recipe(brevity, recipe_cells)]

    def _recipe_name(self, most: int = MOST_NAME) -> str:
        name = plain(Path(app_of(self).session.path).name)
        return fitted(name, min(most, cell_len(name))).rstrip()

    def _recipe(self, brevity: Brevity, name_cells: int = MOST_NAME) -> str:
        """The recipe's name, where there is room for that, and whether it is saved."""
        session = app_of(self).session
        if not session.recipe.source.paths:
            return ""
        saved = "saved" if session.is_written else "not saved"
        if brevity == "full":
            return f"{self._recipe_name(name_cells) or 'recipe'} {saved}"
        name = self._recipe_name(name_cells) if brevity == "named" else ""
        return f"{name} {saved}".lstrip()

    def _result_parts(self, report: Report, brevity: Brevity) -> list[str]:
        """Rows, customers, and the dates."""
        app = app_of(self)
        kept, rows, as_of = whole(report.kept), whole(report.rows), report.as_of or "no date"
        counts = {
            "full": f"{kept} of {counted(report.rows, 'row')} kept",
            "named": f"{kept} of {rows}",
            "brief": f"{kept} of {rows}",
            "least": counted(report.kept, "row"),
        }
        then = app.session.compared
        # The year is said already, where it is the same one.
        is_repeated = brevity == "least" and then[:5] == as_of[:5]
        compared = f" vs {then[5:] if is_repeated else then}" if then else ""
        return [
            ("was " if app.is_stale else "") + counts[brevity],
            counted(report.customers, "customer"),
            (f"as of {as_of}" if brevity == "full" else as_of) + compared,
        ]


def _shortened(text: str, width: int) -> str:
    """The beginning of a text, no longer than `width`, cut between words."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rpartition(" ")[0].rstrip(" ,") + "…"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
