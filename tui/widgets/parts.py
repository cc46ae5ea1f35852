"""The parts of a screen: one at a time under a line with their names, each made when it is first gone to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.containers import Container, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.acting import app_of, focus_on
from tui.lasting import Lasting
from tui.widgets.keeping_focus import is_shown


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a screen: its name, its title, and what makes the widget that shows it."""

    name: str
    title: str
    make: Callable[[], Widget]


class Parts(Lasting, Vertical):
    """The line of names, and the part in view. `[` and `]` go from one to the next."""

    DEFAULT_CSS = """
    Parts { height: 1fr; }
    Parts > Container { height: 1fr; }
    """

    class Shown(Message):
        """Another part came into view; `is_new` where it was made just now."""

        def __init__(self, parts: Parts, widget: Widget, *, is_new: bool) -> None:
            self.parts, self.widget, self.is_new = parts, widget, is_new
            super().__init__()

    def __init__(self, parts: Sequence[Part], *, id: str | None = None) -> None:  # noqa: A002
        self.parts = tuple(parts)
        self.present = parts[0].name
        self._made: dict[str, Widget] = {}
        self._ready: set[str] = set()
        """Those that hold all their widgets: before that nothing can be drawn on them."""
        self._line = PartsLine()
        self._body = Container()
        super().__init__(self._line, self._body, id=id)

    async def on_mount(self) -> None:
        """Show the first part."""
        await self.go_to(self.present, focus=False)

    @property
    def widget(self) -> Widget | None:
        """What shows the part in view; None while it is being made."""
        return self._made[self.present] if self.present in self._ready else None

    def made(self) -> list[Widget]:
        """What has been made so far."""
        return [widget for name, widget in self._made.items() if name in self._ready]

    async def go_to(self, name: str, *, focus: bool = True) -> None:
        """Show a part."""
        is_new = name not in self._made
        for other, widget in self._made.items():
            widget.display = other == name
        self.present = name
        if is_new:
            widget = next(part for part in self.parts if part.name == name).make()
            self._made[name] = widget
            await self._body.mount(widget)
            self._ready.add(name)
            # Somebody quick may have gone on meanwhile.
            widget.display = self.present == name
        self._line.refresh()
        if name not in self._ready:
            # Whoever makes it tells of it.
            return
        widget = self._made[name]
        self.post_message(self.Shown(self, widget, is_new=is_new))
        if focus:
            self.focus_part()

    def focus_part(self) -> None:
        """Give the focus to the part in view, unless another screen is: something here may only now have been made."""
        target = self.to_focus()
        if target is not None and all(
            node.display for node in self.ancestors_with_self if isinstance(node, Widget)
        ):
            focus_on(target)

    def to_focus(self) -> Widget | None:
        """What the part in view gives the focus to; None while it is being made."""
        widget = self.widget
        if widget is None or widget.focusable:
            return widget
        target = next((one for one in widget.query("*") if one.focusable and is_shown(one, widget)), None)
        if target is None:
            # Charts take no keys of their own, but those of the screen must reach it through something that has the focus.
            widget.can_focus = True
        return target or widget

    async def step(self, by: int) -> None:
        """Go to the part so many places on."""
        names = [part.name for part in self.parts]
        await self.go_to(names[(names.index(self.present) + by) % len(names)])


class PartsLine(Widget):
    """The names of the parts, the present one in brackets."""

    DEFAULT_CSS = """
    PartsLine { height: 1; }
    PartsLine .parts--present { color: $accent; text-style: bold; }
    PartsLine .parts--dim { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"parts--present", "parts--dim"}

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []

    @property
    def _parts(self) -> Parts:
        parent = self.parent
        assert isinstance(parent, Parts)  # noqa: S101  it is made nowhere else
        return parent

    def render_line(self, y: int) -> Strip:
        """The line."""
        present = self.get_component_rich_style("parts--present")
        dim = self.get_component_rich_style("parts--dim")
        segments, x, places = [], 0, []
        for part in self._parts.parts:
            here = part.name == self._parts.present
            text = f"[{part.title}]" if here else f" {part.title} "
            segments.append(Segment(text, present if here else dim))
            places.append((x, x + len(text), part.name))
            x += len(text)
        hint = " [ and ] go on"
        if x + len(hint) < self.size.width:
            segments.append(Segment(hint.rjust(self.size.width - x), dim))
        self._places = places
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    async def on_click(self, event: events.Click) -> None:
        """Go to the part that was clicked."""
        app_of(self).quiet()
        for left, right, name in self._places:
            if left <= event.x < right:
                await self._parts.go_to(name)
