"""A field to type into."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.text import Text
from textual.binding import Binding
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widgets import Input

from core.printable import printable


class Entry(Input):
    """An input whose cursor stands still, since blinking costs bytes, with completion on Tab where something can be completed."""

    DEFAULT_CSS = """
    Entry { height: 1; border: none; padding: 0; background: $background; width: 1fr; }
    Entry:focus { border: none; }
    """
    BINDINGS = [Binding("tab", "complete", "Complete", show=False)]  # noqa: RUF012  as Textual reads it

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        suggest: Callable[[str, int], Sequence[str]] | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            id=id,
            compact=True,
            suggester=_Suggester(suggest) if suggest else None,
        )
        self.cursor_blink = False
        self._suggest = suggest

    @property
    def _value(self) -> Text:
        # One character stands for one, so that the cursor stays where it is.
        return Text(printable(self.value), no_wrap=True, overflow="ignore", end="")

    def render_line(self, y: int) -> Strip:
        """The line, with nothing in it that a terminal would act upon: a file's name may hold anything."""
        strip = super().render_line(y)
        if all(segment.text.isprintable() for segment in strip):
            return strip
        return Strip(
            [Segment(printable(segment.text), segment.style) for segment in strip]
        ).adjust_cell_length(strip.cell_length)

    def action_complete(self) -> None:
        """Take the suggestion; without one, move on to what is next."""
        if self._suggest is not None:
            found = self._suggest(self.value, self.cursor_position)
            if found:
                self.value = found[0]
                self.cursor_position = len(self.value)
                return
        self.screen.focus_next()


class _Suggester(Suggester):
    def __init__(self, suggest: Callable[[str, int], Sequence[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._suggest = suggest

    async def get_suggestion(self, value: str) -> str | None:
        found = self._suggest(value, len(value))
        return found[0] if found else None
