"""A customer, asked for by id: what begins like that is shown while it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.widgets import Input

from core.errors import RegularsError
from core.remote import predicting
from core.remote.opened import Opened
from tui.acting import app_of
from tui.dialogs.ask import Ask
from tui.engine import answer
from tui.text import plain
from tui.widgets.line import Line


class AskCustomer(Ask):
    """Asks for an id; Tab takes the first of those that begin so."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(
            "The customer to take the numbers of", hint="Tab completes the id.", suggest=self._beginning_so
        )
        self._opened_result = opened
        self._ids: tuple[str, ...] = ()

    def _beginning_so(self, text: str, _cursor: int) -> Sequence[str]:
        return [one for one in self._ids if one.startswith(text)] if text else []

    def on_mount(self) -> None:
        """Show the first ids."""
        super().on_mount()
        self._look_up("")

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Look for ids that begin so."""
        self._look_up(event.value.strip())

    @work(exclusive=True, group="ids")
    async def _look_up(self, text: str) -> None:
        quick = app_of(self).engine.quick.latest("ids")
        try:
            self._ids = await answer(quick.view(predicting.ids_beginning, self._opened_result, text))
        except RegularsError:
            return
        said = ", ".join(plain(one, 40) for one in self._ids) or "No id begins so."
        self.query_one("#meaning", Line).show(said)
