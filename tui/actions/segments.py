"""What can be done on the screen Segments."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS: tuple[Action, ...] = ()
