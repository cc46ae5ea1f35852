"""Keeping the focus where the panes of a part take each other's place, or are hidden for want of room."""

from __future__ import annotations

from textual.dom import DOMNode
from textual.widget import Widget

from tui.acting import focus_on, nodes_up


class KeepingFocus(Widget, can_focus=True):
    """A part that hands the focus on from a pane that is hidden to what is shown, and takes it itself where nothing that is shown does.

    What is hidden gives the focus up, and the keys of the screen reach it only through something that has it.
    """

    def allow_focus(self) -> bool:
        return super().allow_focus() and self._taker is None

    @property
    def _taker(self) -> Widget | None:
        """What is shown here and takes the focus."""
        return next((one for one in self.query("*") if one.focusable and is_shown(one, self)), None)

    def hand_on_focus(self) -> None:
        """Have what is shown take the focus from what is not. Called at once where panes change places: the next key may be waiting."""
        focused = self.screen.focused
        is_mine = focused is not None and self in focused.ancestors_with_self
        if not is_mine or (focused is not self and is_shown(focused, self)):
            return
        taker = self._taker
        if taker is not focused:
            focus_on(taker or self)

    def on_descendant_blur(self) -> None:
        """Take the focus where what had it was hidden, as in a smaller terminal, and nothing else has it now."""
        if self.screen.focused is None and is_shown(self):
            focus_on(self._taker or self)


def is_shown(node: DOMNode | None, within: DOMNode | None = None) -> bool:
    """Whether a node is shown, as far as that is for what it is `within` to say."""
    for one in nodes_up(node):
        if one is within:
            return True
        if isinstance(one, Widget) and not one.display:
            return False
    return True
