"""A field to type into."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.binding import Binding
from textual.suggester import Suggester
from textual.widgets import Input


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
