"""The dialog that overrules how a source is read."""

from __future__ import annotations

import pytest

from core.recipe import Recipe, all_settings
from tui.screens.data_reading import READINGS, Reading


def test_it_offers_every_setting_of_how_cells_are_read() -> None:
    offered = {one.key for one in READINGS}
    settings = {
        one.key
        for one in all_settings()
        if one.key.startswith("columns.") and (one.choices or one.key == "columns.decimal")
    }
    assert len(settings) > 3
    assert settings - offered == {"columns.guess"}, (
        "which says whether roles are guessed, and not how cells are read"
    )


@pytest.mark.parametrize("reading", READINGS, ids=lambda one: one.key)
def test_every_value_that_it_offers_can_be_set(reading: Reading) -> None:
    for value, _ in reading.values:
        recipe = Recipe().with_value(reading.key, value)
        assert recipe != Recipe()
        assert Recipe.from_toml(recipe.to_toml()) == recipe
