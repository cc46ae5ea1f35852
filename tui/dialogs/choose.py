"""One of several, chosen by moving or by typing part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.dialogs.dialog import Dialog, give_title
from tui.text import fitted, plain
from tui.widgets.entry import Entry
from tui.widgets.line import Line

MOST_LINES = 14
# The border, the field, and what is said below the choices.
AROUND_LINES = 6
# What is to be said of the choice under the cursor, where it has no room beside its title; the box is that wide within.
ABOUT_LINES, BOX_COLUMNS = 3, 76


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: what is given back, what it is called, and what else there is to say of it."""

    value: str
    title: str
    aside: str = ""
    why_not: str = ""
    """Why it cannot be chosen now."""
    stays: bool = False
    """Whether it stands below the others whatever is typed, as what leads to that which is not listed."""

    @property
    def beside(self) -> str:
        """What stands beside its title."""
        return self.why_not or self.aside

    @property
    def about(self) -> str:
        """All that there is to say of it."""
        return "\n".join(filter(None, (f"{self.title}  {self.aside}" if self.aside else "", self.why_not)))


class Choose(Dialog[str]):
    """Asks for one of several."""

    DEFAULT_CSS = f"Choose #choice-about {{ height: {ABOUT_LINES}; }}"

    def __init__(self, title: str, choices: Sequence[Choice], *, present: str = "", hint: str = "") -> None:
        super().__init__()
        self._title = title
        self._choices = list(choices)
        self._present = present
        self._hint = hint
        self.typed = ""
        """What was typed to narrow down."""

    def compose(self) -> ComposeResult:
        """The box."""
        box = Vertical(classes="box")
        give_title(box, self._title)
        with box:
            yield Entry(placeholder="type to narrow down")
            choices = ChoiceList(self._choices, self._present)
            yield choices
            if choices.cuts_some:
                yield Line(_about(choices.under_cursor), id="choice-about")
            if self._hint:
                yield Line(self._hint, classes="hint")
            yield Line("Up and Down move, Enter takes it, Esc leaves it.", classes="hint")

    @on(Input.Changed)
    def narrowed(self, event: Input.Changed) -> None:
        """Show what holds all the words typed."""
        self.typed = event.value.strip()
        self.query_one(ChoiceList).narrow(event.value)
        self._tell()

    def _tell(self) -> None:
        """Say of the choice under the cursor what is cut in its line."""
        for line in self.query("#choice-about").results(Line):
            line.show(_about(self.query_one(ChoiceList).under_cursor))

    @on(Input.Submitted)
    def taken(self) -> None:
        """Give back what is under the cursor."""
        choice = self.query_one(ChoiceList).under_cursor
        if choice is not None and not choice.why_not:
            self.dismiss(choice.value)

    def on_key(self, event: events.Key) -> None:
        """Move in the list while the field has the focus."""
        steps = {
            "up": -1,
            "down": 1,
            "pageup": -MOST_LINES,
            "pagedown": MOST_LINES,
            "ctrl+p": -1,
            "ctrl+n": 1,
        }
        if event.key in steps:
            self.query_one(ChoiceList).move(steps[event.key])
            self._tell()
            event.stop()
            event.prevent_default()


def _about(choice: Choice | None) -> str:
    return plain(choice.about, 1000) if choice is not None else ""


class ChoiceList(Widget):
    """The choices that are left, one a line."""

    DEFAULT_CSS = """
    ChoiceList { height: auto; }
    ChoiceList .choice--cursor { background: $cursor; color: $cursor-text; text-style: bold; }
    ChoiceList .choice--dim { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--cursor", "choice--dim"}

    def __init__(self, choices: Sequence[Choice], present: str) -> None:
        super().__init__()
        self._all = list(choices)
        self._left = self._all
        self._cursor = next((place for place, choice in enumerate(choices) if choice.value == present), 0)
        self._present = present

    @property
    def under_cursor(self) -> Choice | None:
        """The choice that Enter would take."""
        return self._left[self._cursor] if self._left else None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are choices, up to a limit, and no more than the terminal has room for."""
        around = AROUND_LINES + (ABOUT_LINES if self.cuts_some else 0)
        return max(1, min(MOST_LINES, len(self._all), viewport.height - around))

    @property
    def cuts_some(self) -> bool:
        """Whether a line has too little room for what there is to say of some choice."""
        room = BOX_COLUMNS - 2 - self._title_width(self._all, BOX_COLUMNS)
        return any(cell_len(choice.beside) > room for choice in self._all)

    @staticmethod
    def _title_width(choices: Sequence[Choice], width: int) -> int:
        """The room for the titles, beside which something is said."""
        return min(max(len(one.title) for one in choices) + 2, width - 3)

    def narrow(self, words: str) -> None:
        """Leave the choices that hold every word."""
        wanted = words.casefold().split()
        self._left = [
            choice
            for choice in self._all
            if choice.stays
            or all(word in f"{choice.title} {choice.aside} {choice.value}".casefold() for word in wanted)
        ]
        # What begins so comes before what holds it in its title, and that before what only tells of it.
        if wanted:
            self._left.sort(
                key=lambda choice: (
                    choice.stays,
                    not choice.title.casefold().startswith(wanted[0]),
                    not all(word in choice.title.casefold() for word in wanted),
                )
            )
        self._cursor = 0
        self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(len(self._left) - 1, self._cursor + by))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One choice."""
        height = self.size.height
        first = max(0, min(self._cursor - height // 2, len(self._left) - height))
        place = first + y
        width = self.size.width
        plain_style = self.rich_style
        if place >= len(self._left):
            text = "  Nothing fits." if not self._left and y == 0 else ""
            return Strip([Segment(fitted(text, width), plain_style)])
        choice = self._left[place]
        at_cursor = place == self._cursor
        mark = ">" if at_cursor else "*" if choice.value == self._present and self._present else " "
        aside = choice.beside
        title_width = self._title_width(self._left, width) if aside else width - 2
        dim = self.get_component_rich_style("choice--dim")
        cursor = self.get_component_rich_style("choice--cursor")
        title_style = cursor if at_cursor else dim if choice.why_not else plain_style
        segments = [Segment(f"{mark} " + fitted(choice.title, title_width), title_style)]
        if aside:
            rest = width - 2 - title_width
            segments.append(Segment(fitted(aside, rest), cursor if at_cursor else dim))
        return Strip(segments).adjust_cell_length(width, plain_style)

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        first = max(0, min(self._cursor - self.size.height // 2, len(self._left) - self.size.height))
        place = first + event.y
        if place < len(self._left):
            self._cursor = place
            self.refresh()
            dialog = self.screen
            if isinstance(dialog, Choose):
                dialog.taken()
