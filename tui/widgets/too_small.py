"""A terminal that is too small is told what size it needs."""

from __future__ import annotations

from textual.geometry import Size

from tui.widgets.line import Line

NEEDED = (60, 16)


def is_too_small(size: Size) -> bool:
    """Whether a terminal of this size has no room for anything useful."""
    return size.width < NEEDED[0] or size.height < NEEDED[1]


class TooSmall(Line):
    """Covers the screen, or a dialog, while the terminal is too small to show anything useful."""

    DEFAULT_CSS = """
    TooSmall { layer: over; display: none; width: 100%; height: 100%; background: $background; content-align: center middle; }
    """

    def __init__(self) -> None:
        super().__init__(id="too-small")

    def on_mount(self) -> None:
        """Look at the size at once."""
        self.measure(self.app.size)

    def measure(self, size: Size) -> None:
        """Cover the screen, or uncover it; what is not displayed hears of no other size itself."""
        width, height = size
        self.display = is_too_small(size)
        if self.display:
            self.show(
                f"{width}x{height} is too small: regulars needs {NEEDED[0]}x{NEEDED[1]}, and is made for 80x24 or more."
            )
