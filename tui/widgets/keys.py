"""The last line: the keys of what has the focus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.acting import Acting, app_of
from tui.actions import Action, all_actions, key_text

ALWAYS = ("frame.help", "frame.palette")


class Keys(Widget):
    """Keys with what they do, from the registry; those that cannot be used now are dimmed."""

    DEFAULT_CSS = """
    Keys { height: 1; }
    Keys .keys--key { color: $primary; text-style: bold; }
    Keys .keys--dim { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--dim"}

    def __init__(self) -> None:
        super().__init__(id="keys")

    def render_line(self, y: int) -> Strip:
        """The line: as many keys as there is room for, help last and always."""
        key_style = self.get_component_rich_style("keys--key")
        dim = self.get_component_rich_style("keys--dim")
        plain = self.rich_style
        usable = usable_actions(self)
        always = [one for one in usable if one.action.name in ALWAYS]
        room = self.size.width - sum(_width(one) for one in always) - 1
        segments = [Segment(" ", plain)]
        chosen = []
        for one in usable:
            if one.action.shown and one not in always and _width(one) <= room:
                room -= _width(one)
                chosen.append(one)
        for one in [*chosen, *always]:
            segments.append(Segment(key_text(one.keys[0]), dim if one.reason else key_style))
            segments.append(Segment(f" {one.action.label}  ", dim if one.reason else plain))
        return Strip(segments).adjust_cell_length(self.size.width, plain)


def _width(one: Usable) -> int:
    return len(key_text(one.keys[0])) + len(one.action.label) + 3


@dataclass(frozen=True, slots=True)
class Usable:
    """An action within reach of what has the focus."""

    action: Action
    keys: tuple[str, ...]
    """The keys that do it here, the first one first."""
    reason: str
    """Why it cannot be done now."""


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
            rank = 2 if action.scope == "frame" else 1 if action.scope == "grid" else 0
            found.append((rank, place, Usable(action, tuple(bound), reason)))
    # What is special to what has the focus comes first, then what any table can do; what can be done everywhere comes last.
    return [usable for _, _, usable in sorted(found, key=lambda one: one[:2])]
