"""What the parts of the screen Customers share: keys of their own, which the screen does."""

from __future__ import annotations

from textual.containers import Vertical

from tui.acting import Acting, nodes_up
from tui.actions import Action
from tui.view import View
from tui.widgets.parts import Parts


async def gone_on(parts: Parts, left_at: str) -> bool:
    """Go to the part that a session was left at, if there is such a part and it is not in view already; whether that was so."""
    if left_at == parts.present or all(part.name != left_at for part in parts.parts):
        return False
    await parts.go_to(left_at)
    return True


class CustomersPart(Acting, Vertical):
    """A part with keys of its own."""

    @property
    def _view(self) -> View:
        return next(node for node in nodes_up(self) if isinstance(node, View))

    @property
    def actor(self) -> object:
        """The screen, which knows the filter and the other parts."""
        return self._view

    def why_not(self, action: Action) -> str:
        return self._view.why_not(action)
