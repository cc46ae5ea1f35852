"""What can be done on the screen Data."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS: tuple[Action, ...] = ()
