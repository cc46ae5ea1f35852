"""What to open, asked over any screen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.acting import focus_on
from tui.dialogs.dialog import Dialog
from tui.sources import Wanted
from tui.widgets.line import Line
from tui.widgets.open_panel import OpenPanel
from tui.widgets.places import PlaceList


class OpenSource(Dialog[Wanted]):
    """Asks for files, a folder, a pattern or a recipe."""

    DEFAULT_CSS = """
    OpenSource > .box { width: 96; height: 90%; }
    OpenSource OpenPanel { padding: 0; }
    OpenSource OpenPanel Entry { background: $background; }
    """

    def compose(self) -> ComposeResult:
        """The box."""
        box = Vertical(classes="box")
        box.border_title = "Open"
        with box:
            yield OpenPanel()
            yield Line(
                "Tab completes a path, Up and Down move, Enter opens, / types a path, Esc leaves.",
                classes="hint",
            )

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        focus_on(self.query_one(PlaceList))

    @on(OpenPanel.Opened)
    def opened(self, event: OpenPanel.Opened) -> None:
        """Give back what was chosen."""
        self.dismiss(event.wanted)
