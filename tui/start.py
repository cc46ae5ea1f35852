"""How the app starts: the engine first, which is at work by the time the app has been loaded."""

from __future__ import annotations

import os
from collections.abc import Sequence

from core.figures import NumberStyle
from core.preferences import Preferences
from core.recipe import Recipe
from tui.engine import Engine
from tui.keymap import checked_keys
from tui.session import Session, kept_session
from tui.text import use_numbers


def start(recipe: Recipe | None, recipe_path: str = "") -> int:
    """Run the app on a recipe, or on nothing; its exit status."""
    preferences = Preferences.load()
    keymap = checked_keys(preferences)
    preferences.put_in_force()
    style = preferences.format
    use_numbers(NumberStyle.of(style.numbers, style.currency, currency_after=style.currency_after))
    # Until Escape is told from the beginning of a longer key, Textual waits; over a slow line a tenth of a second is enough.
    os.environ.setdefault("ESCDELAY", "50")
    engine = Engine()
    engine.start()
    try:
        session = Session()
        resumable = None
        if recipe is not None:
            session.begin(recipe, recipe_path)
        else:
            resumable = kept_session()
        from tui.app import RegularsApp

        app = RegularsApp(session, engine, look=preferences.look, keymap=keymap, resumable=resumable)
        return app.run() or app.return_code or 0
    finally:
        engine.close()


def recipe_of(paths: Sequence[str]) -> Recipe:
    """The recipe that opens these sources."""
    return Recipe.from_tables({"source": {"paths": list(paths)}})
