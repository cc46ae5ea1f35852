"""A filter, typed: how it could go on stands below it, and so does how many rows it keeps, or what is wrong with it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Awaitable, Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from core.errors import RegularsError
from core.remote.tables import FilterTold
from core.views.filter_completions import Completion, Completions
from tui.dialogs.dialog import Dialog
from tui.number_style import number_style
from tui.text import counted, fitted, plain
from tui.widgets.entry import Entry
from tui.widgets.line import Line

Teller = Callable[[str, int], Awaitable[FilterTold]]
OPTION_LINES = 7
# Where a column's heading stands, or what a word is.
ASIDE = 16
# A thousand and more, as it is written where a point parts thousands; with two points it is no number to a filter.
MARKED_BY_POINTS = re.compile(r"(?<![\w.,])[0-9]{1,3}\.[0-9]{3}(?![\w.,])", re.ASCII)
NO_OPTIONS = Completions(0, 0, ())
KINDS = {"column": "a column", "operator": "", "value": "a value", "word": ""}
HINT = (
    "As r>=4 and monetary>500, country in (Germany, France), last bought<2025-06; or a text that one "
    "of the columns of words must hold. Empty: all rows."
)


class AskFilter(Dialog[str]):
    """Asks for a filter; `tell` says what a text comes to and how it could go on."""

    DEFAULT_CSS = (
        "AskFilter #filter-place { color: $error; height: 1; } AskFilter #filter-told { height: 2; }"
    )

    def __init__(self, value: str, tell: Teller) -> None:
        super().__init__()
        self._value = value
        self._tell = tell
        self._told: tuple[str, FilterTold] | None = None
        self._wanted: tuple[str, int] | None = None
        """The text to ask about next; of many keys in a row only the last one's."""
        self._is_asking = False
        self._pending: tuple[str, Callable[[], None]] | None = None
        """A text that Enter or Tab was pressed on before it was known what it comes to, and what is done once it is."""

    def compose(self) -> ComposeResult:
        """The box."""
        box = Vertical(classes="box")
        box.border_title = "Filter"
        with box:
            yield FilterEntry(self._value)
            yield Line("", id="filter-place")
            yield Line("", id="filter-told", classes="hint")
            yield OptionList()
            yield Line(HINT, classes="hint")
            yield Line(
                "Tab takes the marked word, Up and Down mark another, Enter filters, Esc leaves it.",
                classes="hint",
            )

    def on_mount(self) -> None:
        """Show at once what there is to begin with."""
        super().on_mount()
        self._ask(self._value, len(self._value))

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Ask what the filter comes to now."""
        # What is in the field now: of several keys in a row this may tell of an earlier one.
        value = event.input.value
        if self._pending is not None and value != self._pending[0]:
            self._pending = None
        self._ask(value, event.input.cursor_position)

    def _ask(self, value: str, cursor: int) -> None:
        self._wanted = value, cursor
        if not self._is_asking:
            self._is_asking = True
            self._ask_newest()

    @work(group="told")
    async def _ask_newest(self) -> None:
        # One worker for all keys: one a key, each ending those before it, takes ever longer while a text pours in.
        try:
            while self._wanted is not None:
                (value, cursor), self._wanted = self._wanted, None
                # The engine says elsewhere what kept it from answering.
                with contextlib.suppress(RegularsError):
                    told = await self._tell(value, cursor)
                    if self._wanted is None:
                        self._take(value, told)
        finally:
            self._is_asking = False
            self._pending = None

    def _take(self, value: str, told: FilterTold) -> None:
        """Show what a text comes to, and do what was to be done once that is known."""
        self._told = (value, told)
        self.query_one(OptionList).show(told.completions)
        self._say(value, told)
        if self._pending is not None and self._pending[0] == value:
            act, self._pending = self._pending[1], None
            act()

    def _say(self, value: str, told: FilterTold) -> None:
        line, place = self.query_one("#filter-told", Line), self.query_one("#filter-place", Line)
        line.set_class(told.rows is None, "wrong")
        if told.rows is None:
            line.show(plain(f"{told.what} {told.cure}", 300))
            has_room = told.end <= self.query_one(Entry).size.width
            place.show(" " * told.start + "^" * max(1, told.end - told.start) if has_room else "")
            return
        place.show("")
        rows = counted(told.rows, "row")
        everything = f"{rows} in all." if told.rows == 1 else f"All {rows}."
        line.show(f"Keeps {rows}.{_read_otherwise(value)}" if value.strip() else everything)

    @property
    def is_deciding(self) -> bool:
        return self._pending is not None

    def _once_told(self, act: Callable[[], None]) -> None:
        """Do something with the text in the field as soon as it is known what that comes to."""
        entry = self.query_one(Entry)
        if self._told is not None and self._told[0] == entry.value:
            act()
        else:
            # Whoever is asking already goes on to this text: two questions at a time would be one too many.
            self._pending = entry.value, act
            self._ask(entry.value, entry.cursor_position)

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Give the filter back, if it can be read."""
        self._once_told(self._give_back)

    def _give_back(self) -> None:
        if self._told is not None and self._told[1].rows is not None:
            self.dismiss(self._told[0].strip())

    def on_key(self, event: events.Key) -> None:
        """Mark another word while the field has the focus."""
        steps = {"up": -1, "down": 1, "ctrl+p": -1, "ctrl+n": 1}
        if event.key in steps:
            self.query_one(OptionList).move(steps[event.key])
            event.stop()
            event.prevent_default()

    def complete_once_told(self) -> None:
        """Put the marked word in as soon as the words for what is in the field are there."""
        self._once_told(self.complete)

    def complete(self) -> None:
        """Put the marked word in."""
        options = self.query_one(OptionList)
        option, entry = options.marked, self.query_one(Entry)
        if option is None or self._told is None or self._told[0] != entry.value:
            return
        found = self._told[1].completions
        # The next word needs a space before it; what stands in parentheses does not.
        after = "" if option.kind == "value" or option.text.endswith("(") else " "
        begun = entry.value[: found.start] + option.text + after
        rest = entry.value[found.end :]
        entry.value = begun + (rest.lstrip() if after else rest)
        entry.cursor_position = len(begun)


def _read_otherwise(text: str) -> str:
    """What is said of a number that a filter reads as another than the screen would mean by it; a filter is read the same everywhere."""
    if number_style().thousands != ".":
        return ""
    # Texts in quotes, and dates, are no such numbers.
    found = MARKED_BY_POINTS.search(re.sub(r"'[^']*'|\"[^\"]*\"", " ", text))
    if found is None:
        return ""
    written = found.group()
    return f" {written} has decimals here: write {written.replace('.', '')} for thousands."


class FilterEntry(Entry):
    """The field, where Tab completes."""

    def action_complete(self) -> None:
        """Put the marked word in, also where the words for what was typed are still on their way."""
        dialog = self.screen
        if isinstance(dialog, AskFilter):
            dialog.complete_once_told()


class OptionList(Widget):
    """The ways to go on, one a line."""

    DEFAULT_CSS = """
    OptionList { height: auto; }
    OptionList .option--marked { background: $cursor; color: $cursor-text; text-style: bold; }
    OptionList .option--dim { color: $dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"option--marked", "option--dim"}

    def __init__(self) -> None:
        super().__init__()
        self.completions = NO_OPTIONS
        self._marked = 0

    @property
    def marked(self) -> Completion | None:
        """The one that Tab would take."""
        options = self.completions.options
        return options[self._marked] if self._marked < len(options) else None

    def show(self, completions: Completions) -> None:
        """Show other ways to go on."""
        if completions != self.completions:
            self.completions, self._marked = completions, 0
            self.refresh()

    def move(self, by: int) -> None:
        """Mark another one."""
        self._marked = max(0, min(len(self.completions.options) - 1, self._marked + by))
        self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """The same height whatever there is, so that the box stands still."""
        return OPTION_LINES

    def render_line(self, y: int) -> Strip:
        """One way to go on."""
        options, width = self.completions.options, self.size.width
        first = max(0, min(self._marked - OPTION_LINES // 2, len(options) - OPTION_LINES))
        place = first + y
        if place >= len(options):
            return Strip.blank(width, self.rich_style)
        option = options[place]
        is_marked = place == self._marked
        style = self.get_component_rich_style("option--marked") if is_marked else self.rich_style
        aside = style if is_marked else self.get_component_rich_style("option--dim")
        return Strip(
            [
                Segment(("> " if is_marked else "  ") + fitted(option.text, width - ASIDE - 2), style),
                Segment(fitted(option.heading or KINDS[option.kind], ASIDE), aside),
            ]
        )

    def on_click(self, event: events.Click) -> None:
        """Put in what was clicked."""
        options = self.completions.options
        place = max(0, min(self._marked - OPTION_LINES // 2, len(options) - OPTION_LINES)) + event.y
        dialog = self.screen
        if place < len(options) and isinstance(dialog, AskFilter):
            self._marked = place
            self.refresh()
            dialog.complete()
