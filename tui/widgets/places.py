"""A list of places to open or to go into."""

from __future__ import annotations

import os
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from tui.acting import Pane, app_of
from tui.actions import Action, bindings
from tui.sources import Place
from tui.text import fitted, plain, right_fitted

KIND_NAMES = {"resume": "Go on", "sample": "Sample", "recent": "Recent"}
KIND_WIDTH = 8
# Below this width what is said beside a name would leave the name no room.
ROOMY = 50


class PlaceList(Pane):
    """Places, one a line, with a cursor on one of them."""

    DEFAULT_CSS = """
    PlaceList { height: 1fr; min-height: 3; }
    PlaceList .places--heading { color: $heading; text-style: bold; }
    PlaceList .places--cursor { background: $cursor; color: $cursor-text; text-style: bold; }
    PlaceList .places--dim { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"places--heading", "places--cursor", "places--dim"}
    BINDINGS: ClassVar[list[BindingType]] = bindings("places")

    class Chosen(Message):
        """A place was chosen."""

        def __init__(self, place: Place) -> None:
            self.place = place
            super().__init__()

    class Whole(Message):
        """Everything in a folder was asked for."""

        def __init__(self, path: str) -> None:
            self.path = path
            super().__init__()

    class Into(Message):
        """A folder was gone into."""

        def __init__(self, path: str) -> None:
            self.path = path
            super().__init__()

    class PathWanted(Message):
        """Somebody would rather type."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []
        self.cursor = 0
        self.folder = ""
        self._top = 0

    def show(self, found: list[Place], folder: str) -> None:
        """Show other places; `folder` is the one that they are in."""
        if found == self.places and folder == self.folder:
            return
        # Out of a folder, the cursor is on it.
        came_from = self.folder if os.path.dirname(self.folder) == folder else ""  # noqa: PTH120
        self.places, self.folder, self._top = found, folder, 0
        usual = next((n for n, place in enumerate(found) if place.kind not in ("heading", "up")), 0)
        self.cursor = next(
            (n for n, place in enumerate(found) if came_from and place.path == came_from), usual
        )
        if found and found[self.cursor].kind == "heading":
            self.cursor = next((n for n, place in enumerate(found) if place.kind != "heading"), 0)
        self._moved()

    @property
    def place(self) -> Place | None:
        """What is under the cursor."""
        place = self.places[self.cursor] if self.cursor < len(self.places) else None
        return place if place is not None and place.kind != "heading" else None

    def render_line(self, y: int) -> Strip:
        """One place."""
        width, number = self.size.width, self._top + y
        if number >= len(self.places):
            text = " There is nothing here that can be opened." if y == 0 and not self.places else ""
            if y == 1 and len(self.places) == 1:
                text = " There is nothing here that can be opened."
            return Strip([Segment(fitted(text, width), self.get_component_rich_style("places--dim"))])
        place = self.places[number]
        if place.kind == "heading":
            heading = self.get_component_rich_style("places--heading")
            return Strip([Segment(fitted(f" {plain(place.title)}", width), heading)])
        here = number == self.cursor and self.has_focus
        base = self.get_component_rich_style("places--cursor") if here else self.rich_style
        dim = base if here else self.get_component_rich_style("places--dim")
        mark = ">" if number == self.cursor else " "
        name = KIND_NAMES.get(place.kind, "")
        kind = f"{name:{KIND_WIDTH}}" if name else ""
        room = width - 2 - len(kind)
        aside = plain(place.aside, 60) if width >= ROOMY else ""
        title_room = max(room - len(aside) - 2, room // 2) if aside else room
        segments = [
            Segment(f"{mark} ", base),
            Segment(kind, dim),
            Segment(fitted(place.title, title_room), base),
        ]
        if aside:
            beside = room - title_room - 1
            text = right_fitted(aside, beside) if len(aside) <= beside else fitted(aside, beside)
            segments.append(Segment(text + " ", dim))
        return Strip(segments).adjust_cell_length(width, base)

    def why_not(self, action: Action) -> str:
        place = self.place
        if action.method in ("choose", "into") and place is None:
            return "There is nothing to open here: go to the folder above with Left, or type a path with /."
        if action.method == "into" and place is not None and place.kind not in ("folder", "up"):
            return "That is no folder: Enter opens it."
        if action.method == "whole" and (place is None or place.kind not in ("folder", "all")):
            return "Put the cursor on a folder to open everything in it."
        return ""

    def _move(self, to: int) -> None:
        usable = [n for n, place in enumerate(self.places) if place.kind != "heading"]
        if not usable:
            return
        after = [n for n in usable if n >= to]
        before = [n for n in usable if n <= to]
        forward = to >= self.cursor
        near = (after or usable[-1:])[0] if forward else (before or usable[:1])[-1]
        self.cursor = near
        self._moved()

    def _moved(self) -> None:
        self._keep_in_view()
        self.refresh()
        app_of(self).keys_may_differ()

    def _keep_in_view(self) -> None:
        height = max(1, self.size.height)
        # The heading above the first of its places is worth seeing.
        above = 1 if self.cursor and self.places[self.cursor - 1].kind == "heading" else 0
        if self.cursor - above < self._top:
            self._top = self.cursor - above
        elif self.cursor >= self._top + height:
            self._top = self.cursor - height + 1
        self._top = max(0, min(self._top, len(self.places) - height))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_in_view()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def action_down(self) -> None:
        self._move(self.cursor + 1)

    def action_up(self) -> None:
        usable = [n for n, place in enumerate(self.places) if place.kind != "heading"]
        if not usable or self.cursor <= usable[0]:
            self.post_message(self.PathWanted())
        else:
            self._move(self.cursor - 1)

    def action_page_down(self) -> None:
        self._move(min(len(self.places) - 1, self.cursor + self.size.height))

    def action_page_up(self) -> None:
        self._move(max(0, self.cursor - self.size.height))

    def action_first(self) -> None:
        self._move(0)

    def action_last(self) -> None:
        self._move(len(self.places) - 1)

    def action_choose(self) -> None:
        place = self.place
        if place is not None:
            self.post_message(self.Into(place.path) if place.kind in ("folder", "up") else self.Chosen(place))

    def action_into(self) -> None:
        self.action_choose()

    def action_above(self) -> None:
        self.post_message(self.Into(os.path.dirname(self.folder)))  # noqa: PTH120

    def action_whole(self) -> None:
        if self.place is not None:
            self.post_message(self.Whole(self.place.path))

    def action_path(self) -> None:
        self.post_message(self.PathWanted())

    def on_click(self, event: events.Click) -> None:
        """Open what was clicked."""
        number = self._top + event.y
        if number < len(self.places) and self.places[number].kind != "heading":
            self.cursor = number
            self.refresh()
            self.action_choose()

    def on_mouse_scroll_down(self) -> None:
        """Three lines down."""
        self._move(min(len(self.places) - 1, self.cursor + 3))

    def on_mouse_scroll_up(self) -> None:
        """Three lines up."""
        self._move(max(0, self.cursor - 3))
