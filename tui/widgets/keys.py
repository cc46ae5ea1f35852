"""The last line: the keys of what has the focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.acting import Acting, app_of
from tui.actions import Action, all_actions, key_text
from tui.screens import SCREENS

# There whatever the room is, at the end; the first one also where there is room for no other.
ALWAYS = ("frame.help", "frame.quit")
# A terminal so high spares a second line, and one so wide needs none.
TWO_LINES_FROM, ONE_LINE_FROM = 30, 180
GAP = 2
SOON_S = 0.1


class Keys(Widget):
    """Keys with what they do, from the registry; those that cannot be used now come only where there is room left, and dimmed."""

    DEFAULT_CSS = """
    Keys { height: 1; }
    Keys.two-lines { height: 2; }
    Keys .keys--key { color: $primary; text-style: bold; }
    Keys .keys--dim { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--dim"}

    def __init__(self) -> None:
        super().__init__(id="keys")
        self._arranged: Sequence[Sequence[Usable]] = ()
        self._looking: Timer | None = None
        self._places: dict[int, list[tuple[int, int, str]]] = {}
        """Where each key stands on each line, up to what it does."""

    def look_again(self) -> None:
        """Draw the keys again, soon, if others can be used now; moving about fast does not wait for it."""
        if self._looking is None:
            self._looking = self.set_timer(SOON_S, self._look)

    def _look(self) -> None:
        self._looking = None
        if self._fitting() != self._arranged:
            self.refresh()
            if not self.screen.is_current:
                # The dialog that lies over it draws what is below.
                self.app.screen.refresh(self.region)

    def _fitting(self) -> list[list[Usable]]:
        return arranged(usable_actions(self), self.size.width - 1, self.size.height)

    def fit(self, size: Size) -> None:
        """Take one line or two, as a terminal of this size can spare."""
        self.set_class(size.height >= TWO_LINES_FROM and size.width < ONE_LINE_FROM, "two-lines")

    def render_line(self, y: int) -> Strip:
        """A line of as many keys as there is room for."""
        if y == 0 or y >= len(self._arranged):
            self._arranged = self._fitting()
        key_style = self.get_component_rich_style("keys--key")
        dim = self.get_component_rich_style("keys--dim")
        plain = self.rich_style
        segments, places, x = [Segment(" ", plain)], [], 1
        for one in self._arranged[y] if y < len(self._arranged) else ():
            segments.append(Segment(key_text(one.keys[0]), dim if one.reason else key_style))
            segments.append(Segment(f" {one.action.label}{' ' * GAP}", dim if one.reason else plain))
            places.append((x, x + _width(one), one.keys[0]))
            x += _width(one) + GAP
        self._places[y] = places
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        self.press_at(event.offset)

    def press_at(self, offset: Offset) -> None:
        """Press the key that stands somewhere, as if on the keyboard."""
        for left, right, key in self._places.get(offset.y, ()):
            if left <= offset.x < right:
                self.app.post_message(events.Key(key, None))


def arranged(usable: Sequence[Usable], width: int, lines: int) -> list[list[Usable]]:
    """As many keys as so many lines have room for, the most useful chosen first; those chosen stand in the order of help."""
    always = [one for name in ALWAYS[::-1] for one in usable if one.action.name == name]
    shown = [one for one in usable if (one.action.shown or one.is_own) and one not in always]
    places = {one.action.name: place for place, one in enumerate([*shown, *always])}
    kept: list[list[Usable]] = []
    chosen: list[Usable] = []
    for one in (*always[::-1], *sorted(shown, key=_rank)):
        wanted = sorted([*chosen, one], key=lambda each: places[each.action.name])
        folded = _folded(wanted, width)
        if len(folded) <= lines:
            kept, chosen = folded, wanted
    return kept


def _rank(one: Usable) -> tuple[int, bool]:
    """What this place has comes before what can be done everywhere, unless it cannot be done now and is no more than the screen's.

    Among those alike, what is rare comes last.
    """
    everywhere = one.action.scope == "frame" and not one.is_own
    if not one.reason:
        return (2 if everywhere else 0), one.action.rare
    return (3 if everywhere or one.action.scope in SCREENS else 1), one.action.rare


def _folded(chosen: Sequence[Usable], width: int) -> list[list[Usable]]:
    """Keys on lines, each as full as may be."""
    lines: list[list[Usable]] = []
    left = 0
    for one in chosen:
        if not lines or _width(one) > left:
            lines.append([])
            left = width
        lines[-1].append(one)
        left -= _width(one) + GAP
    return lines


def _width(one: Usable) -> int:
    return len(key_text(one.keys[0])) + len(one.action.label) + 1


class Usable(NamedTuple):
    """An action within reach of what has the focus."""

    action: Action
    keys: tuple[str, ...]
    """The keys that do it here, the first one first."""
    reason: str
    """Why it cannot be done now."""
    is_own: bool = False
    """Whether it is done everywhere, but here in a way of its own."""


def usable_actions(widget: Widget) -> list[Usable]:
    """The actions of what has the focus and of everything around it, as they are bound now."""
    keys: dict[str, list[str]] = {}
    nodes: dict[str, object] = {}
    for key, active in app_of(widget).screen.active_bindings.items():
        name = active.binding.action.partition("perform('")[2].removesuffix("')")
        if name:
            keys.setdefault(name, []).append(key)
            nodes.setdefault(name, active.node)
    found = []
    for place, action in enumerate(all_actions()):
        if action.name in keys:
            # Those of the registry come in its order; those that somebody chose instead, as they stand.
            listed = action.keys.split(",")
            bound = sorted(keys[action.name], key=lambda key: listed.index(key) if key in listed else -1)
            node = nodes[action.name]
            reason = node.why_not(action) if isinstance(node, Acting) else ""
            is_own = action.scope == "frame" and node is not app_of(widget)
            rank = (
                2 if action.scope == "frame" and not is_own else 1 if action.scope in ("grid", "cells") else 0
            )
            found.append((rank, place, Usable(action, tuple(bound), reason, is_own)))
    # What is special to what has the focus comes first, then what any table can do; what can be done everywhere comes last.
    return [usable for _, _, usable in sorted(found, key=lambda one: one[:2])]
