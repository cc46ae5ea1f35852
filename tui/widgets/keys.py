"""The last line: the keys of what has the focus."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.acting import Acting, app_of
from tui.actions import Action, action_named, all_actions, key_text


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
        always = [one for one in usable if one[0].name in ("frame.help", "frame.palette")]
        room = self.size.width - sum(_width(action, key) for action, key, _ in always) - 1
        segments = [Segment(" ", plain)]
        chosen = []
        for action, key, possible in usable:
            if action.shown and (action, key, possible) not in always and _width(action, key) <= room:
                room -= _width(action, key)
                chosen.append((action, key, possible))
        for action, key, possible in [*chosen, *always]:
            segments.append(Segment(key_text(key), key_style if possible else dim))
            segments.append(Segment(f" {action.label}  ", plain if possible else dim))
        return Strip(segments).adjust_cell_length(self.size.width, plain)


def _width(action: Action, key: str) -> int:
    return len(key_text(key)) + len(action.label) + 3


def usable_actions(widget: Widget) -> list[tuple[Action, str, bool]]:
    """The actions of what has the focus and of everything around it, each with its first key and whether it can be done now."""
    found: dict[str, tuple[Action, str, bool]] = {}
    for key, active in app_of(widget).screen.active_bindings.items():
        name = active.binding.id
        if not name or "." not in name:
            continue
        action = action_named(name)
        # Of several keys the first is shown, unless the person has chosen others.
        if name in found and key != action.keys.partition(",")[0]:
            continue
        possible = not (isinstance(active.node, Acting) and active.node.why_not(action))
        found[name] = (action, key, possible)
    order = {action.name: place for place, action in enumerate(all_actions())}
    # What has the focus comes first; what can be done everywhere comes last.
    return sorted(found.values(), key=lambda one: (one[0].scope == "frame", order[one[0].name]))
