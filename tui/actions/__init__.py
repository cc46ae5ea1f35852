"""Every action of the app in one registry: keys, footer, help, command palette and the keys page of the docs are made from it."""

from __future__ import annotations

from tui.actions.registry import Action, action_named, all_actions, bindings, key_text, scopes

__all__ = ["Action", "action_named", "all_actions", "bindings", "key_text", "scopes"]
