"""What to open: a field for a path, what it means, and a list of places below it."""

from __future__ import annotations

import os
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from core.errors import RegularsError
from tui.acting import Acting, focus_on
from tui.actions import bindings
from tui.sources import Wanted, completions, full, last_piece, meaning, places, typed_paths
from tui.text import plain
from tui.widgets.entry import Entry
from tui.widgets.line import Line
from tui.widgets.places import PlaceList
from tui.wording import in_app


class PathEntry(Acting, Entry):
    """The field for a path: Down goes on to the list, and so does Esc where it does not close a dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "to_list", show=False), *bindings("path")]

    class Left(Message):
        """The list is wanted."""

    def action_to_list(self) -> None:
        """Go to the list."""
        self.post_message(self.Left())

    def action_leave(self) -> None:
        """Go to the list."""
        self.action_to_list()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Esc to the dialog that the field is in."""
        return action != "perform" or not self.screen.is_modal


class OpenPanel(Vertical):
    """A field for a path with completion, what it means, and what there is to choose."""

    DEFAULT_CSS = """
    OpenPanel { height: 1fr; padding: 0 1; }
    OpenPanel Line { height: auto; }
    OpenPanel .hint { color: $dim; }
    OpenPanel .wrong { color: $error; }
    OpenPanel Horizontal { height: 1; }
    OpenPanel #lead { margin: 0 0 1 0; }
    OpenPanel #lead-error { margin: 0 0 1 0; }
    OpenPanel #path-label { width: 6; color: $heading; text-style: bold; }
    OpenPanel Entry { background: $panel; }
    OpenPanel #path-meaning { margin: 0 0 1 6; max-height: 2; }
    """

    class Opened(Message):
        """Something was chosen to be opened."""

        def __init__(self, wanted: Wanted) -> None:
            self.wanted = wanted
            super().__init__()

    def __init__(self, lead: str = "", problem: RegularsError | None = None) -> None:
        super().__init__()
        self._lead = lead
        self.problem = problem
        """Why what was opened before cannot be read, if it cannot."""

    def compose(self) -> ComposeResult:
        if self.problem is not None:
            yield Line(
                f"Error: {plain(in_app(self.problem.what), 400)}\n{plain(in_app(self.problem.cure), 400)}",
                id="lead-error",
                classes="wrong",
            )
        if self._lead:
            yield Line(self._lead, id="lead")
        with Horizontal():
            yield Line("Path", id="path-label")
            yield PathEntry(
                placeholder="as ~/sales.csv, data/ or 2024-*.csv", suggest=lambda text, _: completions(text)
            )
        yield Line("", id="path-meaning", classes="hint")
        yield PlaceList()

    def on_mount(self) -> None:
        """Begin with the list: its first line is the likeliest."""
        self._follow("")

    @property
    def entry(self) -> PathEntry:
        """The field."""
        return self.query_one(PathEntry)

    @property
    def list(self) -> PlaceList:
        """The list."""
        return self.query_one(PlaceList)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._follow(event.value)

    def _follow(self, text: str) -> None:
        """Show what the list holds for a line, and what the line means."""
        app = self.list.regulars
        found = places(text, app.resumable, {app.session.place})
        folder = next((place.path for place in reversed(found) if place.kind == "heading"), "")
        self.list.show(found, folder)
        said = self.query_one("#path-meaning", Line)
        try:
            told, wrong = meaning(text), False
        except RegularsError as error:
            begun = any(place.kind in ("folder", "file", "recipe") for place in found)
            told, wrong = (
                ("Tab completes it; or choose below.", False)
                if begun
                else (f"{error.what} {error.cure}", True)
            )
        said.set_class(wrong, "wrong")
        said.show(told)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        paths = typed_paths(event.value)
        if len(paths) == 1 and os.path.isdir(paths[0]):  # noqa: PTH112
            self._go_into(paths[0])
            return
        if not paths:
            focus_on(self.list)
            return
        try:
            meaning(event.value)
        except RegularsError as error:
            said = self.query_one("#path-meaning", Line)
            said.set_class(True, "wrong")
            said.show(plain(f"{error.what} {error.cure}", 400))
            return
        self.post_message(self.Opened(Wanted(paths)))

    @on(PathEntry.Left)
    def _left(self) -> None:
        focus_on(self.list)

    @on(PlaceList.PathWanted)
    def _path_wanted(self) -> None:
        focus_on(self.entry)

    @on(PlaceList.Into)
    def _into(self, event: PlaceList.Into) -> None:
        self._go_into(event.path)
        focus_on(self.list)

    def _go_into(self, path: str) -> None:
        before, _ = last_piece(self.entry.value)
        self.entry.value = before + path.rstrip("/") + "/"
        self.entry.cursor_position = len(self.entry.value)

    @on(PlaceList.Whole)
    def _whole(self, event: PlaceList.Whole) -> None:
        self._open(event.path)

    @on(PlaceList.Chosen)
    def _chosen(self, event: PlaceList.Chosen) -> None:
        if event.place.kind == "resume":
            self.post_message(self.Opened(Wanted(resume=True, place=event.place.session)))
        else:
            self._open(event.place.path)

    def _open(self, path: str) -> None:
        """Open a place, together with what was typed before it."""
        before, _ = last_piece(self.entry.value)
        self.post_message(self.Opened(Wanted((*typed_paths(before), full(path)))))
