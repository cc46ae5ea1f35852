"""What help calls the places where keys work."""

from __future__ import annotations

import pytest

from tui.actions.registry import scopes
from tui.dialogs.help import SCOPE_TITLES
from tui.screens import NOT_YET, SCREENS


@pytest.mark.parametrize("scope", scopes())
def test_only_a_screen_is_called_one(scope: str) -> None:
    is_screen = scope in (*SCREENS, *NOT_YET)
    assert (scope not in SCOPE_TITLES) == is_screen
    assert "screen" not in SCOPE_TITLES.get(scope, "")
