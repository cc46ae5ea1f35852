"""Which columns a grid shows, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tui.dialogs.dialog import Dialog, give_title
from tui.text import fitted
from tui.widgets.line import Line

Chosen = tuple[tuple[str, ...], frozenset[str]]
MOST_LINES = 16
# The border, and what is said below the columns.
AROUND_LINES = 4


class ChooseColumns(Dialog[Chosen]):
    """Columns with a mark each; gives their order and those that are hidden."""

    def __init__(self, names: Sequence[str], shown: set[str], titles: Mapping[str, str]) -> None:
        super().__init__()
        self._list = ColumnList(list(names), set(shown), titles)

    def compose(self) -> ComposeResult:
        """The box."""
        box = Vertical(classes="box")
        give_title(box, "Columns")
        with box:
            yield self._list
            yield Line(
                "Space shows or hides, J and K move a column, Enter takes it, Esc leaves it.", classes="hint"
            )

    def take(self) -> None:
        """Give the choice back."""
        if self._list.shown:
            hidden = frozenset(name for name in self._list.names if name not in self._list.shown)
            self.dismiss((tuple(self._list.names), hidden))


class ColumnList(Widget, can_focus=True):
    """The names, one a line."""

    DEFAULT_CSS = """
    ColumnList { height: auto; }
    ColumnList .columns--cursor { background: $cursor; color: $cursor-text; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"columns--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("space", "turn", show=False),
        Binding("J,shift+down", "shift(1)", show=False),
        Binding("K,shift+up", "shift(-1)", show=False),
        Binding("enter", "take", show=False),
    ]

    def __init__(self, names: list[str], shown: set[str], titles: Mapping[str, str]) -> None:
        super().__init__()
        self.names = names
        self.shown = shown
        self._titles = titles
        self._cursor = 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are columns, up to a limit, and no more than the terminal has room for."""
        return max(1, min(MOST_LINES, len(self.names), viewport.height - AROUND_LINES))

    def render_line(self, y: int) -> Strip:
        """One column."""
        height = self.size.height
        place = max(0, min(self._cursor - height // 2, len(self.names) - height)) + y
        if place >= len(self.names):
            return Strip.blank(self.size.width)
        name = self.names[place]
        text = f"{'>' if place == self._cursor else ' '} {'x' if name in self.shown else ' '}  {self._titles[name]}"
        style = self.get_component_rich_style("columns--cursor") if place == self._cursor else self.rich_style
        return Strip([Segment(fitted(text, self.size.width), style)])

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(len(self.names) - 1, self._cursor + by))
        self.refresh()

    def action_turn(self) -> None:
        """Show or hide the column."""
        self.shown ^= {self.names[self._cursor]}
        self.refresh()

    def action_shift(self, by: int) -> None:
        """Move the column."""
        to = self._cursor + by
        if 0 <= to < len(self.names):
            self.names.insert(to, self.names.pop(self._cursor))
            self._cursor = to
            self.refresh()

    def action_take(self) -> None:
        """Take it all."""
        screen = self.screen
        if isinstance(screen, ChooseColumns):
            screen.take()
