"""The first line: the screens by number and name."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tui.acting import app_of

# Below these widths there is one space between two screens, and those that are not there yet have only their numbers.
ROOMY, NARROW = 96, 78


class Tabs(Widget):
    """Screens by number and name, the present one marked, those that are not there yet dimmed."""

    DEFAULT_CSS = """
    Tabs { height: 1; background: $panel; }
    Tabs .tabs--active { background: $primary; color: $background; text-style: bold; }
    Tabs .tabs--disabled { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tabs--active", "tabs--disabled"}

    def __init__(self) -> None:
        super().__init__(id="tabs")
        self._places: list[tuple[int, int, str]] = []

    def render_line(self, y: int) -> Strip:
        """The line."""
        app = app_of(self)
        active = self.get_component_rich_style("tabs--active")
        disabled = self.get_component_rich_style("tabs--disabled")
        plain = self.rich_style
        segments, x, places = [], 0, []
        for number, name in enumerate(app.screen_names, 1):
            is_there = not app.why_no_screen(name)
            present = name == app.session.screen
            title = name.capitalize()
            label = f"{number} {title}" if is_there or self.size.width >= NARROW else str(number)
            # Brackets say without colour which screen this is.
            text = f"[{label}]" if present else f" {label}" + (" " if self.size.width >= ROOMY else "")
            segments.append(Segment(text, active if present else plain if is_there else disabled))
            places.append((x, x + len(text), name))
            x += len(text)
        self._places = places
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    async def on_click(self, event: events.Click) -> None:
        """Go to the screen that was clicked."""
        for left, right, name in self._places:
            if left <= event.x < right:
                await app_of(self).action_perform(f"frame.{name}")
